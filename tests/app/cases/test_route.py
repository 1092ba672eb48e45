"""The order in which somebody walks to cases, and its sheet."""

import re
from datetime import timedelta
from itertools import permutations

import pytest
import shapely
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.models import CaseFile
from app.cases.queries.by_region import Urgency
from app.cases.queries.route import walking_route
from app.core.actor import console
from app.core.errors import NotFound
from app.core.ids import new_id
from app.papers.door import Papers
from app.papers.map_facts import NoRoute
from app.territory.actions import set_outline
from app.territory.measures import (
    area_m2,
    area_words,
    is_inside,
    length_m,
    length_words,
    ring_around,
    walk_minutes,
    walk_order,
)
from tests.factories.centre import GRID

POINTS = st.lists(
    st.tuples(st.floats(112.5, 112.6), st.floats(37.8, 37.9)), min_size=1, max_size=12
)


def way(points, order) -> float:
    return length_m([points[at] for at in order])


@settings(max_examples=40)
@given(POINTS)
def test_every_stop_is_walked_to_once_and_the_first_comes_first(points):
    order = walk_order(points)

    assert sorted(order) == list(range(len(points)))
    assert order[0] == 0


@settings(max_examples=15)
@given(st.lists(st.tuples(st.floats(112.5, 112.6), st.floats(37.8, 37.9)), min_size=3, max_size=6))
def test_the_way_through_a_few_stops_is_the_shortest_there_is(points):
    shortest = min(way(points, (0, *rest)) for rest in permutations(range(1, len(points))))

    assert way(points, walk_order(points)) == pytest.approx(shortest, abs=0.01)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.floats(112.5, 112.6), st.floats(37.8, 37.9)), min_size=9, max_size=14))
def test_the_way_through_many_is_no_longer_than_from_each_to_the_nearest(points):
    order, left = [0], set(range(1, len(points)))
    while left:
        order.append(min(left, key=lambda at: (length_m([points[order[-1]], points[at]]), at)))
        left.remove(order[-1])

    assert way(points, walk_order(points)) <= way(points, order) + 0.01


def test_lengths_and_areas_are_those_of_the_ellipsoid():
    ring = ring_around((112.58, 37.86), 1_000)

    assert length_m([(112.0, 37.0), (113.0, 37.0)]) == pytest.approx(89_011, abs=1)
    assert area_m2(ring) == pytest.approx(3_141_593, rel=0.003)
    assert area_m2(tuple(reversed(ring))) == pytest.approx(area_m2(ring))
    assert is_inside(ring, (112.58, 37.86))
    assert not is_inside(ring, (112.60, 37.86))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (length_words(86.4), "86 米"),
        (length_words(1_240), "1.24 公里"),
        (area_words(320), "320 平方米"),
        (area_words(45_200), "4.52 公顷"),
        (area_words(1_830_000), "1.83 平方公里"),
    ],
)
def test_measures_are_said_as_people_say_them(told, said):
    assert told == said


def test_a_walk_takes_longer_than_the_straight_line():
    assert walk_minutes(750) == 13


@pytest.fixture
def stops(centre, clock):
    """Three cases on a line from west to east, the middle one due last, and one without point."""
    now = clock.now()
    made = []
    for at, hours in ((0, 1), (2, 2), (1, 9)):
        made.append(centre.register(title=f"第{at}处", longitude=112.58 + at / 100, latitude=37.86))
        with centre.database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                sa.update(CaseFile)
                .where(CaseFile.id == made[-1])
                .values(order_at=now + timedelta(hours=hours))
            )
    return [*made, centre.register(title="没有点位")]


def test_the_way_begins_where_it_is_due_first_and_leaves_out_what_has_no_point(
    centre, clock, stops
):
    with centre.database.reading() as session:
        route = walking_route(session, centre.actor("dispatcher"), stops, clock.now())

    assert [stop.row.title for stop in route.stops] == ["第0处", "第1处", "第2处"]
    assert route.stops[0].leg_m == 0
    assert route.length_m == pytest.approx(1_760, abs=5)
    assert (route.left_out, route.minutes) == (1, 31)
    assert {stop.urgency for stop in route.stops} == {Urgency.RUNS}


def test_nobody_is_led_to_a_case_they_may_not_read(centre, clock, stops):
    with centre.database.reading() as session:
        route = walking_route(session, centre.actor("stranger"), stops, clock.now())

    assert route.stops == ()


def sheet(centre, keys, actor="dispatcher"):
    with centre.database.reading() as session:
        door = Papers(centre.database.clock)
        return door.draw(session, centre.actor(actor), "route", ",".join(map(str, keys)))


def test_the_sheet_lists_the_stops_in_their_order_beside_a_map(centre, stops, tmp_path):
    with centre.database.writing(console("test")) as uow:
        wkb = shapely.to_wkb(shapely.box(112.57, 37.85, 112.61, 37.87))
        set_outline(uow, GRID, wkb, command_key=new_id())

    paper = sheet(centre, stops)

    assert paper.name == "走访路线单 1124 3 处.pdf"
    assert paper.body.startswith(b"%PDF")
    assert re.search(rb"/Count 1\b", paper.body)
    assert sheet(centre, stops).body == paper.body


def test_without_any_point_there_is_no_sheet(centre, stops):
    with pytest.raises(NoRoute):
        sheet(centre, stops[-1:])
    with pytest.raises(NoRoute):
        sheet(centre, stops, actor="stranger")
    with pytest.raises(NotFound):
        sheet(centre, ["nonsense"])
