"""The map's arithmetic: degrees and pixels, areas and points, round lengths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from app.territory.queries import OutlineRow
from ui.parts.map_shapes import (
    MAX_METRES_PER_PX,
    MIN_METRES_PER_PX,
    Camera,
    MapShapes,
    round_length,
)


def square(code: str, west: float, south: float, side: float = 0.01) -> OutlineRow:
    east, north = west + side, south + side
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return OutlineRow(code, code, None, (ring,), (west + side / 2, south + side / 2))


WEST_GRID, EAST_GRID = square("A", 112.58, 37.86), square("B", 112.59, 37.86)
SHAPES = MapShapes((WEST_GRID, EAST_GRID))

places = st.tuples(st.floats(73, 135), st.floats(4, 53))


@given(place=places, offset=st.tuples(st.integers(-500, 500), st.integers(-500, 500)))
def test_a_pixel_leads_to_the_point_that_leads_back_to_it(place, offset):
    camera = Camera(*place, 3.0, QSizeF(800, 600))
    at = QPointF(400 + offset[0], 300 + offset[1])

    back = camera.to_px(camera.to_earth(at))

    assert (back.x(), back.y()) == pytest.approx((at.x(), at.y()), abs=1e-3)


@given(place=places, factor=st.floats(0.3, 3))
def test_zooming_keeps_what_is_under_the_mouse_where_it_is(place, factor):
    camera = Camera(*place, 3.0, QSizeF(800, 600))
    mouse = QPointF(200, 450)
    before = camera.to_earth(mouse)

    camera.zoom(factor, mouse)

    # one degree of longitude changes its length with the latitude of the middle
    assert camera.to_earth(mouse) == pytest.approx(before, abs=2e-4)


def test_a_hundred_metres_on_the_ground_are_a_hundred_on_the_map():
    camera = Camera(112.58, 37.86, 2.0, QSizeF(800, 600))
    north = 100 / 111_320

    up = camera.to_px((112.58, 37.86)) - camera.to_px((112.58, 37.86 + north))

    assert up.y() == pytest.approx(50)


def test_zooming_ends_where_nothing_would_be_seen():
    camera = Camera(112.58, 37.86, 3.0, QSizeF(800, 600))
    for _ in range(100):
        camera.zoom(2, QPointF(1, 1))
    assert camera.metres_per_px == MIN_METRES_PER_PX
    for _ in range(100):
        camera.zoom(0.5, QPointF(1, 1))

    assert camera.metres_per_px == MAX_METRES_PER_PX


def test_a_box_is_shown_whole():
    camera = Camera(size=QSizeF(400, 300))
    camera.fit((112.58, 37.86, 112.60, 37.87))

    for corner in ((112.58, 37.86), (112.60, 37.87)):
        at = camera.to_px(corner)
        assert 0 <= at.x() <= 400
        assert 0 <= at.y() <= 300


@pytest.mark.parametrize(
    ("point", "code"),
    [((112.585, 37.865), "A"), ((112.595, 37.865), "B"), ((112.7, 37.865), None)],
)
def test_a_point_lies_in_the_area_around_it(point, code):
    found = SHAPES.area_at(point)

    assert (found.code if found else None) == code


def test_a_hole_is_not_inside():
    outer, inner = square("A", 112.58, 37.86), square("A", 112.584, 37.864, 0.002)
    holed = OutlineRow("A", "A", None, outer.rings + inner.rings, outer.centre)

    assert MapShapes((holed,)).area_at((112.585, 37.865)) is None
    assert MapShapes((holed,)).area_at((112.581, 37.861)) is holed


def test_the_box_holds_all_areas_and_there_is_none_without_any():
    assert SHAPES.box() == pytest.approx((112.58, 37.86, 112.60, 37.87))
    assert MapShapes().box() is None


@pytest.mark.parametrize(
    ("metres", "rounded"), [(0.3, 1), (1, 1), (9.9, 5), (144, 100), (999, 500), (5000, 5000)]
)
def test_a_scale_bar_has_a_round_length(metres, rounded):
    assert round_length(metres) == rounded


@given(st.floats(1, 1e6))
def test_a_round_length_is_never_longer_and_never_less_than_half(metres):
    assert metres / 2.5 <= round_length(metres) <= metres
