"""Pictures of numbers: each pixel shows the area its middle lies in; lines cover their width."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.territory.layers.raster import Pieces, covered, identity
from app.territory.layers.squares import SIDE_PX, level_for, numbers_of
from tests.factories.layers import layer, made
from ui.parts.map.plane import Plane
from ui.parts.map.tiles import asked_of

LINE = 256


def pieces(*ends: tuple[float, float, float, float]) -> Pieces:
    """Return lines from their upper to their lower ends."""
    x1, y1, x2, y2 = np.array(ends, dtype=float).T
    none = np.zeros(len(x1), dtype=np.int32)
    return Pieces(x1, y1, x2, y2, none, none)


def plane_at(metres: float) -> Plane:
    north = 111_320.0 / 10_000_000 / metres
    found = layer()
    return Plane(north * 0.8, north, (int(found.boxes[:, 0].min()), int(found.boxes[:, 3].max())))


@settings(max_examples=25, deadline=None)
@given(
    metres=st.sampled_from([5_000.0, 1_500.0, 400.0, 60.0, 7.0]),
    east=st.floats(-0.1, 1.1),
    south=st.floats(-0.1, 1.1),
)
def test_each_pixel_shows_the_area_its_middle_lies_in(metres, east, south):
    """Against the exact outlines where the finest level is drawn, and nowhere a stranger."""
    found, plane = layer(), plane_at(metres)
    extent = found.boxes[:, 2:].max(axis=0) - found.boxes[:, :2].min(axis=0).astype(np.int64)
    place = (
        int(extent[0] * east * plane.east // SIDE_PX),
        int(extent[1] * south * plane.north // SIDE_PX),
    )
    numbers = numbers_of(found, asked_of(plane, place))
    assert numbers.shape == (SIDE_PX, SIDE_PX)

    west, _, _, north = plane.box(place)
    chance = np.random.default_rng(1)
    rows, columns = chance.integers(0, SIDE_PX, (2, 60))
    x = (west + (columns + 0.5) / plane.east) / 1e7
    y = (north - (rows + 0.5) / plane.north) / 1e7
    points = shapely.points(x, y)
    room = 0.0 if level_for(found, plane.metres_per_px).tolerance_m == 0 else 3.0
    blur = (room + 0.01) / plane.north / 1e7
    for number, point in zip(numbers[rows, columns], points, strict=True):
        if number:
            assert made().areas[number - 1].distance(point) <= blur
        else:
            assert not shapely.contains_properly(made().areas, point.buffer(blur)).any()


def test_the_edges_of_tiles_fit_together():
    found, plane = layer(), plane_at(400.0)
    whole = np.hstack([numbers_of(found, asked_of(plane, (x, 3))) for x in (1, 2)])

    aside = round(SIDE_PX / 2 / plane.east)
    shifted = Plane(plane.east, plane.north, (plane.origin[0] + aside, plane.origin[1]))
    between = numbers_of(found, asked_of(shifted, (1, 3)))
    same = between == whole[:, SIDE_PX // 2 : SIDE_PX // 2 + SIDE_PX]

    assert same.mean() > 0.999  # the origin is a whole unit, half a hundredth of a pixel aside


def test_a_picture_no_border_divides_shows_whoever_holds_it():
    none = pieces((900.0, 0.0, 900.0, 9.0))

    assert (identity(none, (8, 8), lambda: 7) == 7).all()


def test_a_border_across_the_first_column_parts_above_from_below():
    across = Pieces(
        *(np.array([each]) for each in (9.0, 3.9, -1.0, 4.1)),
        np.array([1], dtype=np.int32),
        np.array([2], dtype=np.int32),
    )
    found = identity(across, (8, 8), lambda: 0)

    assert (found[:4] == 1).all()
    assert (found[4:] == 2).all()


@pytest.mark.parametrize(
    ("ends", "width"),
    [
        ((10.0, 5.0, 10.0, 45.0), 1.0),
        ((10.3, 5.0, 31.7, 45.0), 1.0),
        ((5.0, 10.2, 45.0, 10.9), 2.2),
        ((5.0, 5.0, 45.0, 45.0), 3.0),
    ],
)
def test_a_line_covers_its_length_times_its_width(ends, width):
    plane = np.zeros((50, 50), dtype=np.uint16)
    covered(plane, pieces(ends), width, np.array([LINE], dtype=np.uint16))
    share = np.where(plane > 0, plane - LINE, 0) / 255.0

    length = np.hypot(ends[2] - ends[0], ends[3] - ends[1])
    assert length * width * 0.97 < share.sum() < (length + 1.5) * width


def test_a_line_has_soft_edges_and_no_gap_where_two_meet():
    plane = np.zeros((50, 50), dtype=np.uint16)
    bend = pieces((10.0, 2.0, 20.4, 25.3), (20.4, 25.3, 14.0, 48.0))
    covered(plane, bend, 1.6, np.full(2, LINE, dtype=np.uint16))
    share = np.where(plane > 0, plane - LINE, 0)

    assert len(np.unique(share)) > 20
    assert (share[3:47].max(axis=1) > 170).all()


def test_of_two_lines_in_a_pixel_the_greater_one_is_seen():
    plane = np.zeros((20, 20), dtype=np.uint16)
    covered(plane, pieces((10.0, 0.0, 10.0, 20.0)), 3.0, np.array([2 * LINE], dtype=np.uint16))
    covered(plane, pieces((0.0, 10.0, 20.0, 10.0)), 3.0, np.array([LINE], dtype=np.uint16))

    assert plane[10, 10] // 256 == 2
    assert plane[10, 3] // 256 == 1


def test_lines_outside_the_picture_leave_it_as_it_is():
    plane = np.zeros((20, 20), dtype=np.uint16)
    covered(
        plane,
        pieces((-9.0, -9.0, -3.0, 40.0), (3.0, 40.0, 9.0, 60.0)),
        1.0,
        np.full(2, LINE, dtype=np.uint16),
    )

    assert not plane.any()
