import pytest
import shapely
from pyproj import Transformer

from app.territory.coordinates import from_bd09, system_name, to_bd09, way_to_cgcs2000
from app.territory.systems import candidates

PLACE = shapely.box(113.28, 40.05, 113.34, 40.10)


def projected(epsg):
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    return shapely.transform(PLACE, lambda points: [way.transform(*point) for point in points])


@pytest.mark.parametrize(
    ("epsg", "longitude", "name"),
    [
        (4526, None, "GK3-38"),
        (4497, None, "GK6-19"),
        (4547, 113.3, "GK3-114E"),
        (4508, 113.3, "GK6-111E"),
        (4547, None, "GK3-???E"),
        (3857, None, "EPSG:3857"),
    ],
)
def test_the_range_of_the_numbers_names_the_projections_it_can_be(epsg, longitude, name):
    assert name in candidates(projected(epsg).bounds, longitude)


@pytest.mark.parametrize(
    ("name", "epsg"),
    [("gk3-38", 4526), ("GK6-19", 4497), ("GK3-114E", 4547), ("gk6-111e", 4508)],
)
def test_a_projection_is_declared_by_its_zone_or_its_middle(name, epsg):
    assert system_name(name) == f"EPSG:{epsg}"
    way = way_to_cgcs2000(name)
    back = shapely.transform(projected(epsg), way)
    assert back.bounds == pytest.approx(PLACE.bounds, abs=1e-8)


@pytest.mark.parametrize("swapped", [False, True])
def test_degrees_may_be_any_of_the_four_also_with_the_latitude_first(swapped):
    west, south, east, north = PLACE.bounds
    bounds = (south, west, north, east) if swapped else PLACE.bounds

    assert candidates(bounds) == ("CGCS2000", "WGS84", "GCJ-02", "BD-09")


def test_numbers_of_no_system_have_no_candidates():
    assert candidates((0.0, 0.0, 1.0, 1.0)) == ()


def test_bd09_is_shifted_as_public_maps_shift_it_and_comes_back():
    points = [(116.404, 39.915), (113.3, 40.08)]

    shifted = to_bd09(points)

    assert shifted[0] == pytest.approx([116.41662724378733, 39.922699552216216], abs=1e-7)
    assert from_bd09(shifted) == pytest.approx(shapely.get_coordinates(shapely.points(points)))


def test_the_system_of_a_prj_file_is_found_by_its_name_or_by_its_datum():
    base = (
        'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
        'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
        'UNIT["Degree",0.0174532925199433]]'
    )
    own = (
        f'PROJCS["本市独立坐标系",{base},PROJECTION["Gauss_Kruger"],'
        'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
        'PARAMETER["Central_Meridian",113.5],PARAMETER["Scale_Factor",1.0],'
        'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )

    assert system_name(base) == "CGCS2000"
    assert system_name(own) == own
    assert way_to_cgcs2000(own)([(500_000.0, 4_400_000.0)])[0][0] == pytest.approx(113.5)
