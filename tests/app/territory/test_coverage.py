from functools import cache

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import AppError
from app.territory import coverage
from app.territory.tiling import tile_street

LEFT = shapely.box(113.30, 40.08, 113.31, 40.09)
MIDDLE = shapely.box(113.31, 40.08, 113.32, 40.09)
RIGHT = shapely.box(113.32, 40.08, 113.33, 40.09)
ROW = {"a": LEFT, "b": MIDDLE, "c": RIGHT}


@cache
def town():
    communities = [("140213054001", 4), ("140213054002", 5)]
    tiling = tile_street(communities, centre=(113.3, 40.08), seed=3)
    return {code: shapely.from_wkb(shape.wkb) for code, shape in tiling.grids.items()}


def limits(areas):
    groups = {}
    for key, area in areas.items():
        groups.setdefault(key[:12], []).append(area)
    return coverage.limits(groups.values())


def fits(areas):
    return bool(shapely.coverage_is_valid(list(areas.values())))


SHARE = st.floats(0.05, 0.95)
DEED = st.one_of(
    st.tuples(st.just("split"), st.integers(0, 99), SHARE, SHARE),
    st.tuples(st.just("merge"), st.integers(0, 99), st.integers(0, 99), SHARE),
    st.tuples(st.just("move"), st.integers(0, 99), st.integers(0, 99), SHARE),
)


def do(areas, deed, number):
    what, place, first, second = deed
    keys = sorted(areas)
    key = keys[place % len(keys)]
    west, south, east, north = areas[key].bounds
    if what == "split":
        line = [
            (west - 0.001, south + first * (north - south)),
            (east + 0.001, south + second * (north - south)),
        ]
        pieces, neighbours = coverage.split(areas, key, line)
        rest = {k: area for k, area in areas.items() if k != key} | dict(neighbours)
        return rest | {f"{key[:12]}+{number}.{n}": piece for n, piece in enumerate(pieces)}
    if what == "merge":
        beside = [k for k in keys if k[:12] == key[:12] and k != key]
        other = beside[first % len(beside)] if beside else key
        whole = coverage.merge(areas, [key, other])
        rest = {k: area for k, area in areas.items() if k not in (key, other)}
        return rest | {f"{key[:12]}+{number}": whole}
    corners = shapely.get_coordinates(areas[key]).tolist()
    x, y = corners[first % len(corners)]
    end = (x + (second - 0.5) * 0.0008, y + (second - 0.5) * 0.0005)
    return dict(areas) | dict(coverage.move(areas, (x, y), end, limits(areas)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DEED, min_size=1, max_size=12))
def test_whatever_is_cut_put_together_and_moved_leaves_no_gap_and_no_overlap(deeds):
    areas = town()
    before = sum(area.area for area in areas.values())

    for number, deed in enumerate(deeds):
        try:
            areas = do(areas, deed, number)
        except AppError:
            continue  # refused: nothing has changed
        assert fits(areas)
        assert shapely.is_valid(list(areas.values())).all()

    total = sum(area.area for area in areas.values())
    assert total == pytest.approx(before, rel=1e-8)
    assert shapely.union_all(list(areas.values())).area == pytest.approx(before, rel=1e-8)


def test_an_area_named_twice_counts_once_and_areas_that_overlap_are_put_together():
    square = shapely.box(113.31, 40.08, 113.32, 40.09)
    beside = shapely.box(113.3195, 40.08, 113.33, 40.09)  # as a map from elsewhere has it

    assert coverage.merge({"a": square}, ["a", "a"]).equals(square)
    whole = coverage.merge({"a": square, "b": beside}, ["a", "b"])
    assert whole.equals(shapely.box(113.31, 40.08, 113.33, 40.09))


def test_a_cut_gives_the_neighbours_a_point_where_it_meets_their_border():
    pieces, neighbours = coverage.split(ROW, "b", [(113.305, 40.085), (113.325, 40.0853)])

    assert len(pieces) == 2
    assert set(neighbours) == {"a", "c"}
    assert len(shapely.get_coordinates(neighbours["a"])) == 6
    assert fits({"1": pieces[0], "2": pieces[1], **neighbours})


def test_a_cut_may_bend_and_may_cut_more_than_once():
    bent = [(113.305, 40.084), (113.315, 40.086), (113.325, 40.084)]
    assert len(coverage.split(ROW, "b", bent)[0]) == 2

    twice = [(113.312, 40.075), (113.314, 40.095), (113.317, 40.095), (113.318, 40.075)]
    pieces, _ = coverage.split(ROW, "b", twice)
    assert len(pieces) == 3
    assert [piece.bounds[0] for piece in pieces] == sorted(piece.bounds[0] for piece in pieces)


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ([(113.312, 40.082), (113.318, 40.088)], coverage.LineMisses),
        ([(113.305, 40.085), (113.315, 40.085)], coverage.LineMisses),
        ([(113.5, 40.0), (113.6, 40.1)], coverage.LineMisses),
        ([(113.305, 40.0899999), (113.325, 40.0899999)], coverage.PieceTooSmall),
    ],
)
def test_a_line_that_does_not_cut_is_refused(line, refusal):
    with pytest.raises(refusal):
        coverage.split(ROW, "b", line)


def test_only_what_shares_a_border_is_put_together():
    whole = coverage.merge(ROW, ["a", "b"])
    assert whole.bounds == (113.30, 40.08, 113.32, 40.09)
    with pytest.raises(coverage.NotNeighbours):
        coverage.merge(ROW, ["a", "c"])
    corner = {"a": LEFT, "d": shapely.box(113.31, 40.09, 113.32, 40.10)}
    with pytest.raises(coverage.NotNeighbours):
        coverage.merge(corner, ["a", "d"])


def test_a_point_on_a_straight_border_bends_it_for_both():
    areas = {key: ROW[key] for key in "ab"}
    outer = shapely.boundary(shapely.union_all(list(areas.values())))

    changed = coverage.move(areas, (113.31, 40.085), (113.312, 40.085), outer)

    assert set(changed) == {"a", "b"}
    assert changed["a"].area > LEFT.area
    assert fits(changed)


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        ((113.30, 40.085), (113.302, 40.085), coverage.BorderFixed),
        ((113.305, 40.085), (113.302, 40.085), coverage.BorderFixed),
        ((113.31, 40.085), (113.335, 40.085), coverage.BorderBreaks),
        ((113.31, 40.085), (113.295, 40.085), coverage.BorderBreaks),
    ],
)
def test_a_point_that_must_not_move_stays(start, end, refusal):
    outer = shapely.boundary(shapely.union_all(list(ROW.values())))

    with pytest.raises(refusal):
        coverage.move(ROW, start, end, outer)


def test_gaps_that_came_with_the_map_are_measured_and_hinder_nothing_else():
    areas = {"a": LEFT, "b": shapely.box(113.31, 40.081, 113.32, 40.09), "c": RIGHT}
    assert coverage.faults(ROW) == 0.0
    assert coverage.faults(areas) > 100.0

    pieces, _ = coverage.split(areas, "c", [(113.315, 40.085), (113.335, 40.085)])
    assert len(pieces) == 2
