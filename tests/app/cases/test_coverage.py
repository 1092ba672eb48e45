"""How much of a grid rounds came near to: of the ground, by cells, today among the days."""

import math
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.rounds.actions.making import RoundDraft, record_round
from app.cases.rounds.coverage import METRES_PER_DEGREE, covered, joined
from app.cases.rounds.queries.covered import coverage
from app.cases.rounds.rules import RoundKind, TrackPoint
from app.territory.queries.outlines import OutlineRow
from tests.factories.centre import GRID, MADE, STREET

NOW = MADE.now()
HOUR = timedelta(hours=1)
EAST, NORTH = 113.3, 40.0
ACROSS = METRES_PER_DEGREE * math.cos(math.radians(NORTH))


def at(x: float, y: float) -> tuple[float, float]:
    """Return a place so many metres east and north of a corner."""
    return EAST + x / ACROSS, NORTH + y / METRES_PER_DEGREE


def square(low: float, high: float) -> tuple[tuple[float, float], ...]:
    return at(low, low), at(high, low), at(high, high), at(low, high), at(low, low)


FIELD = (square(0, 400),)


def test_half_a_field_walked_along_its_edge_is_half_covered():
    ways = [at(x, y) for x in range(0, 401, 10) for y in (50, 150)]
    assert covered(FIELD, ways, 60) == pytest.approx(0.5, abs=0.05)
    assert covered(FIELD, [], 60) == 0
    assert covered(FIELD, [at(2000, 2000)], 60) == 0
    assert covered((), ways, 60) is None
    assert covered(FIELD, [at(x, y) for x in range(0, 401, 40) for y in range(0, 401, 40)], 60) == 1
    holed = (square(0, 400), square(100, 300))
    assert covered(holed, [at(200, 200)], 60) == 0, "a hole is no ground"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 450), st.integers(-50, 450)), max_size=12))
def test_more_places_and_more_metres_never_cover_less(places):
    points = [at(*place) for place in places]
    shares = [covered(FIELD, points[:count], 40) for count in range(len(points) + 1)]
    assert all(one <= other for one, other in pairwise(shares))
    assert covered(FIELD, points, 40) <= covered(FIELD, points, 80) <= 1


def test_a_way_is_walked_between_near_places_and_not_over_a_gap():
    assert len(joined([at(0, 0), at(89, 0)], 30)) == 4
    assert len(joined([at(0, 0), at(5000, 0)], 30)) == 2
    assert joined([], 30) == []


def test_the_grids_of_a_street_are_covered_by_the_rounds_of_seven_days(centre):
    track = tuple(
        TrackPoint(NOW - HOUR + each * HOUR / 50, *at(each * 10.0, 200)) for each in range(41)
    )
    for days, kind in ((0, RoundKind.WALK), (6, RoundKind.DRONE), (7, RoundKind.WALK)):
        begin = NOW - timedelta(days=days) - HOUR
        made = RoundDraft(begin, begin + HOUR, region=GRID, kind=kind, track=track)
        centre.do("grid_worker", record_round, made)
    grid = OutlineRow(GRID, "南塘第二网格", None, FIELD, at(200, 200))
    empty = OutlineRow(f"{GRID[:-1]}9", "没有边界", None, (), at(0, 0))
    with centre.database.reading() as session:
        found = coverage(session, centre.actor("director"), STREET, (grid, empty), NOW)
        assert found.shares == {GRID: pytest.approx(2 * 30 / 400, abs=0.05)}
        assert (found.rounds, len(found.tracks), found.near_m) == (2, 2, 30)
        assert (found.last - found.first).days == 6
        other = coverage(session, centre.actor("stranger"), STREET, (grid,), NOW)
        assert (other.shares, other.tracks) == ({GRID: 0.0}, ())
