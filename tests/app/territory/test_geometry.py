import json
import random
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from app.territory.geometry import (
    BadOutline,
    GridIndex,
    lines,
    make_shape,
    rings,
    shape_from_wkb,
)

SMALL_AREAS = Path(__file__).parents[4] / "shared" / "data" / "oa_1500_E08000032.geojson"


def wkb(geometry):
    return shapely.to_wkb(geometry, byte_order=1)


def board(columns, rows):
    """A chess board of unit squares, code by column and row."""
    return [
        (f"{x:02d}{y:02d}", wkb(shapely.box(x, y, x + 1, y + 1)))
        for x in range(columns)
        for y in range(rows)
    ]


COORDINATE = st.one_of(st.floats(-0.5, 4.5), st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]))


@given(st.lists(st.tuples(COORDINATE, COORDINATE), max_size=20))
def test_each_point_belongs_to_exactly_the_first_grid_that_touches_it(points):
    squares = board(4, 4)
    index = GridIndex.from_outlines(reversed(squares))

    found = index.find_many([x for x, _ in points], [y for _, y in points])

    areas = [(code, shapely.from_wkb(area)) for code, area in squares]
    assert found == [
        next((code for code, area in areas if area.intersects(shapely.Point(point))), None)
        for point in points
    ]


def test_a_point_on_a_border_belongs_to_the_lower_code():
    index = GridIndex.from_outlines(board(2, 2))

    assert index.find(1.0, 0.5) == "0000"
    assert index.find(1.0, 1.0) == "0000"
    assert index.find(1.5, 1.0) == "0100"
    assert index.find(2.0, 2.0) == "0101"
    assert index.find(2.1, 2.0) is None


def test_an_index_over_no_grids_finds_nothing():
    index = GridIndex.from_outlines([])

    assert len(index) == 0
    assert index.find(113.3, 40.08) is None


@pytest.mark.skipif(not SMALL_AREAS.exists(), reason="no shared data here")
def test_real_small_areas_are_found_as_by_trying_each_one():
    features = json.loads(SMALL_AREAS.read_text(encoding="utf-8"))["features"]
    areas = {f["properties"]["oa"]: shapely.geometry.shape(f["geometry"]) for f in features}
    index = GridIndex.from_outlines((code, wkb(area)) for code, area in areas.items())
    west, south, east, north = shapely.total_bounds(list(areas.values()))
    chance = random.Random(7)
    points = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(300)]

    found = index.find_many([x for x, _ in points], [y for _, y in points])

    codes = np.array(sorted(areas))
    sorted_areas = np.array([areas[code] for code in codes], dtype=object)
    for point, code in zip(points, found, strict=True):
        hits = codes[shapely.intersects_xy(sorted_areas, *point)]
        assert code == (hits[0] if len(hits) else None)


HOLED = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], holes=[[(1, 1), (1, 2), (2, 2), (2, 1)]])


@pytest.mark.parametrize(
    "area",
    [shapely.box(0, 0, 1, 2), HOLED, shapely.MultiPolygon([HOLED, shapely.box(9, 9, 10, 10)])],
)
def test_stored_outlines_are_drawn_from_their_rings(area):
    parts = area.geoms if area.geom_type == "MultiPolygon" else [area]
    expected = [ring for part in parts for ring in (part.exterior, *part.interiors)]

    assert rings(wkb(area)) == tuple(tuple(ring.coords) for ring in expected)


def test_stored_lines_are_drawn_from_their_parts():
    one, two = shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(2, 0), (3, 1), (4, 0)])

    assert lines(wkb(one)) == (tuple(one.coords),)
    assert lines(wkb(shapely.MultiLineString([one, two]))) == (tuple(one.coords), tuple(two.coords))


def test_reading_rings_needs_neither_numpy_nor_shapely():
    import subprocess
    import sys

    data = wkb(shapely.box(0, 0, 1, 1)).hex()
    script = (
        "import sys; sys.modules['numpy'] = sys.modules['shapely'] = None\n"
        "from app.territory.geometry import rings\n"
        f"assert len(rings(bytes.fromhex('{data}'))[0]) == 5"
    )

    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[3])


@pytest.mark.parametrize("area", [shapely.Point(0, 0), shapely.GeometryCollection()])
def test_what_is_no_area_cannot_be_drawn(area):
    with pytest.raises(BadOutline):
        rings(wkb(area))


def test_a_shape_knows_its_bounds_and_a_point_well_inside():
    crescent = shapely.box(0, 0, 10, 10) - shapely.box(2, 2, 10, 8)

    shape = make_shape(crescent)

    assert (shape.west, shape.south, shape.east, shape.north) == (0, 0, 10, 10)
    assert crescent.exterior.distance(shapely.Point(shape.centre)) > 0.9
    assert crescent.contains(shapely.Point(shape.centre))
    assert not shape.repaired


def test_a_shape_that_crosses_itself_is_put_right():
    bow_tie = shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])

    shape = make_shape(bow_tie)

    assert shape.repaired
    mended = shapely.from_wkb(shape.wkb)
    assert mended.is_valid
    assert mended.area == pytest.approx(8.0)


def test_heights_are_left_out():
    assert make_shape(shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])).wkb == wkb(
        shapely.Polygon([(0, 0), (1, 0), (1, 1)])
    )


@pytest.mark.parametrize(
    "thing",
    [
        shapely.Point(1, 1),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.Polygon(),
        shapely.Polygon([(0, 0), (1, 1), (2, 2)]),
    ],
)
def test_what_is_no_area_is_refused(thing):
    with pytest.raises(BadOutline):
        make_shape(thing)


def test_bytes_that_are_no_geometry_are_refused():
    with pytest.raises(BadOutline):
        shape_from_wkb(b"not a geometry")

    assert shape_from_wkb(wkb(shapely.box(0, 0, 2, 2))).centre == (1.0, 1.0)
