"""The wall is driven from a desk: what is ordered holds, and nothing gets onto it that may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.rules import Role, rights_of
from app.cases.models import CaseFile
from app.command.wall.actions import OrderDraft, order_wall
from app.command.wall.errors import (
    CaseNowhere,
    MessageTellsNumber,
    MessageTooLong,
    NoSuchScene,
    NoSuchScreen,
    NotForTheWall,
)
from app.command.wall.figures import Reading
from app.command.wall.orders import case_place, own_wall, region_point, standing_orders
from app.command.wall.queries import read
from app.command.wall.rules import WallWish, is_quiet, order_for, tells_a_number
from app.core.actor import Grant
from app.core.errors import NotAllowed, NotFound
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET


@pytest.fixture
def wall(centre):
    grant = Grant(role=Role.WALL, rights=rights_of(Role.WALL), region=STREET, unit_id=None)
    centre.people["wall"] = replace(centre.actor("receptionist"), name="大屏", grants=(grant,))
    return centre


def order(centre, wish, who="dispatcher", region=STREET, **more):
    return centre.do(who, order_wall, OrderDraft(region, wish, **more))


def news(centre):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return read(session, centre.actor("wall"), Reading.NEWS, now)


def test_the_last_order_to_a_screen_or_to_all_holds_and_names_nobody(wall, clock):
    assert news(wall).orders == ()
    order(wall, WallWish("deadlines", paused=True), screen=2)
    clock.advance(timedelta(seconds=1))
    point = (113.29506, 40.07639)
    order(wall, WallWish("overview", focus=COMMUNITY, point=point, message="今晚 八点\n防汛会商"))

    told = news(wall).orders

    assert [(row.screen, row.wish.scene, row.wish.paused) for row in told] == [
        (2, "deadlines", True),
        (0, "overview", False),
    ]
    assert told[1].wish.point == (113.295, 40.076)
    assert told[1].wish.message == "今晚 八点 防汛会商"
    assert order_for(told, 2) == told[1]
    assert "韩" not in repr(told)
    with wall.database.reading() as session:
        (last, _) = standing_orders(session, wall.actor("dispatcher"), STREET)
        assert last.person == wall.actor("dispatcher").name
        assert standing_orders(session, wall.actor("receptionist"), STREET) == ()
        assert own_wall(session, wall.actor("dispatcher"), GRID) == STREET
    clock.advance(timedelta(days=9))
    assert news(wall).orders == ()


def test_what_was_seen_stays_seen(wall, clock):
    order(wall, WallWish(), acknowledges=True)
    seen = clock.now()
    clock.advance(timedelta(minutes=1))
    order(wall, WallWish("overview"))

    (told,) = news(wall).orders

    assert told.acknowledged_at == seen


@pytest.mark.parametrize(
    ("wish", "more", "refusal"),
    [
        (WallWish(message="请联系 138 1234 6021"), {}, MessageTellsNumber),
        (WallWish(message="字" * 61), {}, MessageTooLong),
        (WallWish("../overview"), {}, NoSuchScene),
        (WallWish(), {"screen": 10}, NoSuchScreen),
        (WallWish(), {"region": OTHER_STREET}, NotAllowed),
        (WallWish(), {"region": ""}, NotAllowed),
        (WallWish(), {"who": "receptionist"}, NotAllowed),
        (WallWish(focus=OTHER_STREET), {}, NotAllowed),
    ],
)
def test_what_may_not_be_ordered_is_refused(wall, wish, more, refusal):
    with pytest.raises(refusal):
        order(wall, wish, **more)

    assert news(wall).orders == ()


def test_the_map_looks_about_where_a_case_lies_unless_it_is_confidential_or_nowhere(wall):
    spot = {"longitude": 113.2950612, "latitude": 40.0763987}
    keys = [wall.register(**spot), wall.register(**spot, is_confidential=True), wall.register()]
    with wall.database.reading() as session:
        shown, secret, nowhere = (session.get(CaseFile, key).number for key in keys)
        director = wall.actor("director")
        found = case_place(session, director, shown, frozenset())
        assert found.region == COMMUNITY
        with pytest.raises(NotForTheWall):
            case_place(session, director, secret, frozenset())
        with pytest.raises(NotForTheWall):
            case_place(session, director, shown, frozenset({"C01-003"}))
        with pytest.raises(CaseNowhere):
            case_place(session, director, nowhere, frozenset())
        with pytest.raises(NotFound):
            case_place(session, wall.actor("stranger"), shown, frozenset())
        assert region_point(session, COMMUNITY).point is None


def test_quiet_hours_may_pass_midnight_and_long_numbers_are_seen():
    assert [is_quiet(hour, 21, 7) for hour in (20, 21, 3, 7)] == [False, True, True, False]
    assert [is_quiet(hour, 1, 5) for hour in (0, 1, 5)] == [False, True, False]
    assert not is_quiet(3, 7, 7)
    assert tells_a_number("请拨 0352-5102300")
    assert not tells_a_number("11-24 14:30 防汛会商，2 号会议室")


@pytest.mark.postgres
def test_the_wall_hears_an_order_and_that_cases_moved_and_not_by_what(own_server):
    server = own_server
    database, actor = server.desk("wall")
    before = news_since(server, None)
    server.register()
    server.do("dispatcher", order_wall, OrderDraft(STREET, WallWish(message="会商")))
    server.do("stranger", order_wall, OrderDraft(OTHER_STREET, WallWish(message="别处")))

    heard = news_since(server, before)
    with database.reading() as session:
        told = read(session, actor, Reading.NEWS, database.clock.now())

    assert {topic for topic, _, _ in heard} == {"case", "wall"}
    assert {(key, region) for _, key, region in heard} == {("", "")}
    assert [row.wish.message for row in told.orders] == ["会商"]


def news_since(server, snapshot):
    """Ask for news as the wall past the program; the snapshot where there was none before."""
    connection = server.plain("wall")
    if snapshot is None:
        return connection.execute("SELECT pg_current_snapshot()::text").fetchone()[0]
    asked = "SELECT topic, key, region FROM jz.news(%s::pg_snapshot, now()) WHERE topic IS NOT NULL"
    return connection.execute(asked, [snapshot]).fetchall()
