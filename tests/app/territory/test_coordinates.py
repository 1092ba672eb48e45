import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import sentence
from app.territory.coordinates import (
    OutsideChina,
    UnknownCoordinates,
    from_gcj02,
    system_name,
    to_cgcs2000,
    to_gcj02,
)

CENTRE = (113.3, 40.08)
IN_CHINA = st.tuples(st.floats(73.6, 134.7), st.floats(18.2, 53.5))


@given(st.lists(IN_CHINA, max_size=5))
def test_points_shifted_to_gcj02_and_back_are_where_they_were(points):
    there_and_back = from_gcj02(to_gcj02(points))

    assert np.abs(there_and_back - np.reshape(points, (-1, 2))).max(initial=0.0) < 1e-9


@given(IN_CHINA)
def test_gcj02_is_off_by_some_hundred_metres(point):
    from pyproj import Geod

    (shifted,) = to_gcj02([point])

    assert 50.0 < Geod(ellps="GRS80").inv(*point, *shifted)[2] < 1_000.0


def test_gcj02_is_shifted_as_public_maps_shift_it():
    (shifted,) = to_gcj02([(116.404, 39.915)])

    assert shifted == pytest.approx([116.41024449916938, 39.91640428150164], abs=1e-12)


def test_wgs84_and_cgcs2000_are_taken_as_they_are():
    assert to_cgcs2000([CENTRE], "WGS84")[0] == pytest.approx(CENTRE, abs=1e-9)
    assert to_cgcs2000([CENTRE], "cgcs2000")[0] == pytest.approx(CENTRE, abs=1e-9)


@given(st.integers(4534, 4554), st.floats(-1.5, 0.9), st.floats(20.0, 50.0))
def test_gauss_kruger_coordinates_come_back_to_the_degree_they_were_made_from(
    epsg, off_meridian, latitude
):
    from pyproj import Transformer

    meridian = 75.0 + 3.0 * (epsg - 4534)
    point = (meridian + off_meridian, latitude)
    projected = Transformer.from_crs(4490, epsg, always_xy=True).transform(*point)

    assert to_cgcs2000([projected], f"EPSG:{epsg}")[0] == pytest.approx(point, abs=1e-8)


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("wgs-84", "WGS84"),
        ("CGCS 2000", "CGCS2000"),
        ("gcj02", "GCJ-02"),
        ("epsg:4547", "EPSG:4547"),
    ],
)
def test_systems_are_named_as_people_write_them(declared, name):
    assert system_name(declared) == name


@pytest.mark.parametrize("declared", ["", "百度", "EPSG:999999", "EPSG:2383", "EPSG:4214"])
def test_a_system_without_a_published_way_to_cgcs2000_is_refused(declared):
    with pytest.raises(UnknownCoordinates) as refusal:
        to_cgcs2000([CENTRE], declared)

    assert f"“{declared}”" in sentence(refusal.value)


@pytest.mark.parametrize(
    ("point", "system"),
    [
        ((40.08, 113.3), "WGS84"),
        ((500_000.0, 4_438_000.0), "WGS84"),
        ((4_438_000.0, 440_000.0), "EPSG:4547"),
        ((float("nan"), 40.0), "GCJ-02"),
    ],
)
def test_swapped_axes_and_a_wrong_system_are_noticed(point, system):
    with pytest.raises(OutsideChina):
        to_cgcs2000([CENTRE if system == "WGS84" else point, point], system)


def test_no_points_are_no_trouble():
    assert to_cgcs2000([], "GCJ-02").shape == (0, 2)
