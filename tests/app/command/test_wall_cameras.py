"""A camera stands on the wall by an order, for its time; the wall learns its address alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.rules import Role, rights_of
from app.command.incidents.actions.opening import IncidentDraft, end_incident, open_incident
from app.command.near_cameras import NearIncident, cameras_near_incident
from app.command.rules import IncidentKind
from app.command.wall.actions import OrderDraft, order_wall
from app.command.wall.beats import ScreenState, screens_of, tell_of_screens
from app.command.wall.cameras import cameras_to_choose, open_on_wall, wall_camera_address
from app.command.wall.errors import CameraNotOnWall, CameraTooLong
from app.command.wall.figures import Reading
from app.command.wall.orders import standing_orders
from app.command.wall.queries import read
from app.command.wall.rules import CameraWish, WallWish
from app.core.actor import Grant
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed
from app.territory.video.actions import add_station
from app.territory.video.errors import NoPicture
from tests.app.territory.test_video import DRAFT, STREAM
from tests.factories.centre import COMMUNITY, OTHER_STREET, STREET

HOUR = timedelta(hours=1)


@pytest.fixture
def wall(centre):
    grant = Grant(role=Role.WALL, rights=rights_of(Role.WALL), region=STREET, unit_id=None)
    centre.people["wall"] = replace(
        centre.actor("receptionist"), name="大屏", desk="大厅", grants=(grant,)
    )
    return centre


def put(centre, key, lasts=HOUR, who="dispatcher", screen=0, region=STREET):
    wish = WallWish("camera", paused=True, camera=CameraWish(key, now(centre) + lasts))
    return centre.do(who, order_wall, OrderDraft(region, wish, screen))


def now(centre):
    return centre.database.clock.now()


def news(centre):
    with centre.database.reading() as session:
        return read(session, centre.actor("wall"), Reading.NEWS, now(centre))


def opened(centre, key):
    with centre.database.writing(centre.actor("wall")) as uow:
        open_on_wall(uow, key)


def address(centre, key):
    with centre.database.reading() as session:
        return wall_camera_address(session, centre.actor("wall"), key, now=now(centre))


def test_the_wall_opens_exactly_the_camera_that_was_put_there_while_it_is(wall, clock):
    key = wall.do("dispatcher", add_station, DRAFT)
    other = wall.do("dispatcher", add_station, replace(DRAFT, code="99-002"))
    opened(wall, key)
    with pytest.raises(CameraNotOnWall):
        address(wall, key)
    put(wall, key)
    with pytest.raises(CameraNotOnWall):
        address(wall, other)
    (told,) = news(wall).orders
    assert told.wish.camera == CameraWish(key, now(wall) + HOUR, COMMUNITY)
    assert "滨河路" not in repr(told), "not what it is called"
    assert address(wall, key) == STREAM
    clock.advance(timedelta(seconds=31))
    with pytest.raises(CameraNotOnWall):
        address(wall, key)  # each opening stands in the journal
    opened(wall, key)
    assert address(wall, key) == STREAM
    with wall.database.reading() as session:
        asked = sa.select(JournalEntry.action, JournalEntry.person_name)
        noted = session.execute(asked.where(JournalEntry.subject == str(key))).all()
        (standing,) = standing_orders(session, wall.actor("dispatcher"), STREET)
    assert ("wall.camera_put", "韩立群") in noted
    assert noted.count(("wall.camera_opened", "大屏")) == 2
    assert standing.order.wish.camera.name == "滨河路东口"


@pytest.mark.parametrize("ends", ["time", "order", "screen"])
def test_it_is_told_no_more_once_its_time_is_over_or_another_order_holds(wall, clock, ends):
    key = wall.do("dispatcher", add_station, DRAFT)
    put(wall, key, screen=2)
    clock.advance(timedelta(seconds=1))
    if ends == "time":
        clock.advance(HOUR)
    else:
        order = OrderDraft(STREET, WallWish(), 0 if ends == "order" else 3)
        wall.do("dispatcher", order_wall, order)
    opened(wall, key)
    if ends == "screen":
        assert address(wall, key) == STREAM, "an order to another screen leaves it"
    else:
        with pytest.raises(CameraNotOnWall):
            address(wall, key)


def test_who_may_not_watch_puts_no_camera_on_the_wall(wall):
    key = wall.do("dispatcher", add_station, DRAFT)
    blind = wall.do("dispatcher", add_station, replace(DRAFT, code="99-002", address=""))
    with pytest.raises(CameraTooLong):
        put(wall, key, timedelta(hours=5))
    for wrong, who, region in (
        (blind, "dispatcher", STREET),
        (key, "stranger", OTHER_STREET),
    ):
        with pytest.raises(NoPicture):
            put(wall, wrong, who=who, region=region)
    with pytest.raises(NotAllowed):
        put(wall, key, who="leader")
    put(wall, key, timedelta())
    assert news(wall).orders[0].wish.camera is None, "what is over is not shown"
    with wall.database.reading() as session:
        dispatcher, stranger = wall.actor("dispatcher"), wall.actor("stranger")
        found = cameras_to_choose(session, dispatcher, STREET, "")
        assert [each.code for each in found] == ["99-001"]
        assert cameras_to_choose(session, dispatcher, STREET, "没有") == ()
        assert cameras_to_choose(session, stranger, OTHER_STREET, "") == ()


def test_a_desk_sees_which_screens_are_live(wall, clock):
    def tell(scene, who="wall"):
        states = (ScreenState(1, "HDMI-1", "3840x2160", scene), ScreenState(2, "DP-1", "", ""))
        with wall.database.writing(wall.actor(who)) as uow:
            tell_of_screens(uow, states, "0.2.0")

    def seen(who="dispatcher"):
        with wall.database.reading() as session:
            return screens_of(session, wall.actor(who), STREET, now=now(wall))

    tell("overview")
    clock.advance(timedelta(seconds=30))
    tell("incident")
    first, second = seen()
    assert (first.machine, first.name, first.scene, first.version, first.is_live) == (
        *("大厅", "HDMI-1", "incident", "0.2.0", True),
    )
    assert second.screen == 2
    clock.advance(timedelta(seconds=61))
    assert [row.is_live for row in seen()] == [False, False]
    assert seen("stranger") == seen("leader") == ()
    with pytest.raises(NotAllowed):
        tell("overview", "grid_worker")
    clock.advance(timedelta(days=8))
    assert seen() == ()


def near(centre, who="dispatcher", region=STREET):
    with centre.database.reading() as session:
        return cameras_near_incident(session, centre.actor(who), region)


def test_the_nearest_cameras_of_the_incident_that_goes_on_are_offered_to_who_may_open_them(centre):
    far = replace(DRAFT, code="99-002", name="桥头", point=(113.32, 40.1))
    nowhere = replace(DRAFT, code="99-003", name="不知道在哪", point=None)
    silent = replace(DRAFT, code="99-004", name="没有画面", address="")
    for draft in (far, nowhere, silent, DRAFT):
        centre.do("dispatcher", add_station, draft)
    assert near(centre) == NearIncident()
    earlier = IncidentDraft(COMMUNITY, IncidentKind.GAS, "闻到燃气味", "", 113.32, 40.1)
    centre.do("dispatcher", open_incident, earlier)
    centre.database.clock.advance(timedelta(minutes=5))
    flood = IncidentDraft(COMMUNITY, IncidentKind.FLOOD, "滨河路内涝", "", 113.301, 40.1)
    key = centre.do("dispatcher", open_incident, flood)

    found = near(centre)
    assert found.title == "滨河路内涝"
    assert [(each.name, each.metres) for each in found.cameras] == [
        ("滨河路东口", 85),
        ("桥头", 1618),
    ]
    assert near(centre, "leader").cameras == ()
    assert near(centre, region=OTHER_STREET) == NearIncident()
    centre.do("dispatcher", end_incident, key, "退水了")
    assert near(centre).title == "闻到燃气味"
