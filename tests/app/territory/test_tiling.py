import itertools

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.territory import tiling
from app.territory.geometry import lines
from app.territory.rules import LineKind
from app.territory.tiling import LineNames, tile_street

STREET = "140213054"
CENTRE = (113.30, 40.08)
NAMES = LineNames(("柳航大街", "云冈机车路", "站前二路"), "柳泉河", "货场专用线")


def plan(*counts):
    return [(f"{STREET}{number:03d}", count) for number, count in enumerate(counts, 1)]


def areas(shapes):
    return shapely.from_wkb([shape.wkb for shape in shapes])


@pytest.fixture(scope="module")
def street():
    counts = (14, 13, 15, 12, 14, 13, 13, 15, 12, 14, 12, 13)
    return tile_street(plan(*counts), centre=CENTRE, seed=2, names=NAMES)


def check_tiles(tiled):
    grids = areas(tiled.grids.values())
    (whole,) = areas([tiled.street])
    assert shapely.coverage_is_valid(grids)  # no gap within a shared border, no overlap
    assert shapely.union_all(grids).equals(whole)
    assert sum(shapely.area(grids)) == pytest.approx(whole.area, rel=1e-9)
    for code, community in tiled.communities.items():
        own = [shape for grid, shape in tiled.grids.items() if grid.startswith(code)]
        assert shapely.union_all(areas(own)).equals(areas([community])[0])


def test_grids_tile_the_street_without_gap_or_overlap(street):
    check_tiles(street)
    assert areas([street.street])[0].geom_type == "Polygon"
    assert {area.geom_type for area in areas(street.communities.values())} == {"Polygon"}


@settings(max_examples=12)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 10_000))
def test_any_street_is_tiled_without_gap_or_overlap(counts, seed):
    tiled = tile_street(plan(*counts), centre=CENTRE, seed=seed)

    check_tiles(tiled)
    assert len(tiled.grids) == sum(counts)
    assert tiled.lines == ()


def test_codes_follow_the_plan(street):
    assert list(street.communities) == [code for code, _ in plan(*range(12))]
    assert len(street.grids) == 160
    assert list(street.grids) == sorted(street.grids)
    assert f"{STREET}001014" in street.grids
    assert f"{STREET}001015" not in street.grids


def test_numbers_run_from_west_to_east_and_from_north_to_south(street):
    for code in street.communities:
        centres = [shape.centre for grid, shape in street.grids.items() if grid.startswith(code)]
        third = len(centres) // 3
        north, south = centres[:third], centres[-third:]
        assert min(y for _, y in north) > max(y for _, y in south)
        eastward = sum(x < next_x for (x, _), (next_x, _) in itertools.pairwise(centres))
        assert eastward >= len(centres) - 4  # but where a new row begins


def test_the_street_is_four_kilometres_across_around_its_centre(street):
    from pyproj import Geod

    geod = Geod(ellps="GRS80")
    shape = street.street
    across = geod.inv(shape.west, CENTRE[1], shape.east, CENTRE[1])[2]
    along = geod.inv(CENTRE[0], shape.south, CENTRE[0], shape.north)[2]

    assert 3_600 < across < 4_600
    assert 2_800 < along < 4_200
    assert areas([shape])[0].contains(shapely.Point(CENTRE))


def test_no_grid_is_a_sliver_or_a_giant(street):
    sizes = shapely.area(areas(street.grids.values()))
    middle = sorted(sizes)[len(sizes) // 2]

    assert min(sizes) > middle / 6
    assert max(sizes) < middle * 6


def test_the_same_seed_gives_the_same_street_and_another_seed_another(street):
    counts = plan(5, 6)

    first, again, other = (
        tile_street(counts, centre=CENTRE, seed=seed, names=NAMES) for seed in (7, 7, 8)
    )

    assert first == again
    assert first.street != other.street


def test_roads_and_the_river_cross_the_street_from_side_to_side(street):
    kinds = [(line.kind, line.name) for line in street.lines]
    assert kinds == [
        (LineKind.RIVER, "柳泉河"),
        (LineKind.ROAD, "柳航大街"),
        (LineKind.ROAD, "云冈机车路"),
        (LineKind.ROAD, "站前二路"),
        (LineKind.RAILWAY, "货场专用线"),
    ]
    (whole,) = areas([street.street])
    for line in street.lines:
        (part,) = lines(line.wkb)
        assert not whole.contains(shapely.Point(part[0]))
        assert not whole.contains(shapely.Point(part[-1]))
        inside = shapely.LineString(part).intersection(whole)
        assert inside.length > 0.5 * (street.street.east - street.street.west)


@pytest.mark.parametrize("counts", [(), (3, 0)])
def test_a_street_without_communities_or_grids_is_a_defect_of_the_plan(counts):
    with pytest.raises(ValueError, match="needs communities"):
        tile_street(plan(*counts), centre=CENTRE)


def test_a_draw_that_does_not_work_out_is_drawn_again(monkeypatch):
    draw, outcomes = tiling._cells, [None, None]
    monkeypatch.setattr(tiling, "_cells", lambda *args: outcomes.pop() if outcomes else draw(*args))

    assert len(tile_street(plan(3, 4), centre=CENTRE).grids) == 7
    monkeypatch.setattr(tiling, "_cells", lambda *args: None)
    with pytest.raises(ValueError, match="could be drawn"):
        tile_street(plan(3, 4), centre=CENTRE)
