import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from app.core.words import sentence
from app.exchange.features import read_features, read_layer
from app.exchange.geojson import NotGeoJson
from app.exchange.shapefile import BrokenLayer
from app.exchange.table_files import FileMissing

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="no shared data here")
BOX = shapely.box(113.30, 40.08, 113.34, 40.12)
HOLE = shapely.box(113.31, 40.09, 113.32, 40.10)
ISLAND = shapely.box(113.313, 40.093, 113.317, 40.097)
RING = BOX - HOLE
BOTH = shapely.MultiPolygon([RING, ISLAND])


def clockwise(ring, wanted=True):
    points = list(ring.coords)
    return points[::-1] if ring.is_ccw is wanted else points


def shape_record(number, rings, kind=5):
    points = [point for ring in rings for point in ring]
    starts = [sum(map(len, rings[:at])) for at in range(len(rings))]
    content = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(rings), len(points))
    content += struct.pack(f"<{len(starts)}i", *starts)
    content += b"".join(struct.pack("<2d", *point) for point in points)
    return struct.pack(">2i", number, len(content) // 2) + content


def dbf(fields, records, encoding="utf-8", driver=0):
    length = 1 + sum(width for _, width in fields)
    head = struct.pack("<4xIHH17xB2x", len(records), 33 + 32 * len(fields), length, driver)
    for name, width in fields:
        head += name.encode(encoding).ljust(11, b"\0") + b"C" + bytes(4) + bytes([width])
        head += bytes(15)
    body = b"".join(
        b" "
        + b"".join(
            text.encode(encoding)[:width].ljust(width)
            for text, (_, width) in zip(record, fields, strict=True)
        )
        for record in records
    )
    return head + b"\r" + body + b"\x1a"


@pytest.fixture
def layer(tmp_path):
    path = tmp_path / "边界.shp"

    def put(records, table, cpg=None):
        path.write_bytes(struct.pack(">i", 9994).ljust(100, b"\0") + b"".join(records))
        path.with_suffix(".dbf").write_bytes(table)
        if cpg:
            path.with_suffix(".cpg").write_text(cpg, encoding="ascii")
        return path

    return put


def rings_of(area):
    polygons = area.geoms if area.geom_type == "MultiPolygon" else [area]
    for polygon in polygons:
        yield clockwise(polygon.exterior)
        yield from (clockwise(hole, wanted=False) for hole in polygon.interiors)


@pytest.mark.parametrize("kind", [5, 15, 25])
@pytest.mark.parametrize("area", [BOX, RING, BOTH])
def test_areas_of_a_shapefile_keep_their_holes_and_islands(layer, area, kind):
    path = layer(
        [shape_record(1, list(rings_of(area)), kind)], dbf([("code", 15)], [["140213054"]])
    )

    (feature,) = read_features(path)

    assert feature.properties == {"code": "140213054"}
    assert feature.geometry.equals(area)


def test_rings_that_are_all_written_the_wrong_way_round_are_areas(layer):
    records = [shape_record(1, [clockwise(BOX.exterior, wanted=False)])]

    (feature,) = read_features(layer(records, dbf([("code", 15)], [["14"]])))

    assert feature.geometry.equals(BOX)


def test_points_and_missing_shapes_are_passed_on_as_none(layer):
    null = struct.pack(">2i", 1, 2) + struct.pack("<i", 0)
    point = struct.pack(">2i", 2, 10) + struct.pack("<i2d", 1, 113.3, 40.1)
    records = [null, point, shape_record(3, list(rings_of(BOX)))]

    features = list(read_features(layer(records, dbf([("code", 2)], [["11"], ["12"], ["13"]]))))

    assert [feature.number for feature in features] == [1, 2, 3]
    assert [feature.geometry is None for feature in features] == [True, True, False]


@pytest.mark.parametrize(
    ("encoding", "cpg", "driver"),
    [
        ("utf-8", "UTF-8", 0),
        ("utf-8", None, 0),
        ("gb18030", "GBK", 0),
        ("gb18030", "936", 0),
        ("gb18030", None, 0x4D),
        ("gb18030", None, 0),
    ],
)
def test_names_are_read_in_the_encoding_the_files_declare(layer, encoding, cpg, driver):
    table = dbf([("名称", 20)], [["振华街道"]], encoding, driver)

    (feature,) = read_features(layer([shape_record(1, list(rings_of(BOX)))], table, cpg))

    assert feature.properties == {"名称": "振华街道"}


def test_a_name_cut_off_within_a_character_loses_the_broken_half(layer):
    table = dbf([("name", 7)], [["振华街道"]])

    (feature,) = read_features(layer([shape_record(1, list(rings_of(BOX)))], table))

    assert feature.properties == {"name": "振华"}


def test_codes_in_a_column_of_numbers_lose_their_point_and_their_exponent(layer):
    table = dbf([("code", 24)], [["140213054001001.000"], ["1.40213054001001e+014"]])
    table = table.replace(b"code\0\0\0\0\0\0\0C", b"code\0\0\0\0\0\0\0N")
    shapes = [shape_record(number, list(rings_of(BOX))) for number in (1, 2)]

    features = read_features(layer(shapes, table))

    assert [feature.properties["code"] for feature in features] == ["140213054001001"] * 2


def test_the_system_is_declared_by_the_prj_beside_it_also_in_capitals(layer):
    path = layer([shape_record(1, list(rings_of(BOX)))], dbf([("code", 2)], [["14"]]))
    assert read_layer(path).crs == ""

    path.with_suffix(".PRJ").write_text('GEOGCS["GCS_WGS_1984"]', encoding="utf-8")
    assert read_layer(path).crs == 'GEOGCS["GCS_WGS_1984"]'


GOOD = shape_record(1, list(rings_of(BOX)))


@pytest.mark.parametrize(
    ("records", "table", "cpg"),
    [
        ([GOOD[:-8]], dbf([("code", 2)], [["11"]]), None),
        ([GOOD, GOOD], dbf([("code", 2)], [["11"]]), None),
        ([GOOD], dbf([("code", 2)], [["11"]])[:-3], None),
        ([GOOD], b"", None),
        ([GOOD], dbf([("name", 20)], [["振华街道"]], "gb18030"), "UTF-8"),
        ([GOOD], dbf([("code", 2)], [["11"]]), "klingon"),
    ],
)
def test_a_shapefile_that_contradicts_itself_is_refused(layer, records, table, cpg):
    path = layer(records, table, cpg)

    with pytest.raises(BrokenLayer) as refusal:
        list(read_features(path))

    assert "边界.shp" in sentence(refusal.value)


def test_the_table_that_belongs_to_a_shapefile_is_asked_for_by_name(layer):
    path = layer([GOOD], b"")
    path.with_suffix(".dbf").unlink()

    with pytest.raises(FileMissing) as refusal:
        list(read_features(path))

    assert "边界.dbf" in sentence(refusal.value)


def geopackage(path, rows, envelope=0):
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(
            "CREATE TABLE gpkg_contents (table_name, data_type);"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name);"
            'CREATE TABLE "网""格" (fid INTEGER PRIMARY KEY, code, name, geom)'
        )
        file.execute("INSERT INTO gpkg_contents VALUES (?, 'features')", ('网"格',))
        file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom')", ('网"格',))
        sizes = (0, 32, 48, 48, 64)
        for code, name, area in rows:
            blob = area and b"GP\0" + bytes([envelope << 1 | 1]) + bytes(4 + sizes[envelope])
            shape = blob and blob + shapely.to_wkb(area)
            file.execute(
                'INSERT INTO "网""格" (code, name, geom) VALUES (?, ?, ?)', (code, name, shape)
            )
    return path


@pytest.mark.parametrize("envelope", range(5))
def test_the_first_layer_of_a_geopackage_is_read(tmp_path, envelope):
    rows = [(140213054, "振华街道", BOX), ("140213055", None, None)]
    path = geopackage(tmp_path / "边 界#.gpkg", rows, envelope)

    first, second = read_features(path)

    assert first.properties == {"fid": "1", "code": "140213054", "name": "振华街道"}
    assert first.geometry.equals(BOX)
    assert second.properties["name"] == ""
    assert second.geometry is None


def test_another_sqlite_file_and_a_damaged_one_are_refused(tmp_path):
    other, empty, torn = (tmp_path / name for name in ("a.gpkg", "b.gpkg", "c.gpkg"))
    with closing(sqlite3.connect(other)) as file, file:
        file.execute("CREATE TABLE something (x)")
    geopackage(empty, [])
    with closing(sqlite3.connect(empty)) as file, file:
        file.execute("DELETE FROM gpkg_contents")
    geopackage(torn, [("14", "", BOX)])
    with closing(sqlite3.connect(torn)) as file, file:
        file.execute('UPDATE "网""格" SET geom = ?', (b"GP\0\1\0\0\0\0junk",))

    for path in (other, empty, torn):
        with pytest.raises(BrokenLayer):
            list(read_features(path))


def test_a_file_of_another_kind_says_what_can_be_read(tmp_path):
    path = tmp_path / "边界.json"
    path.write_text("[1]", encoding="utf-8")

    with pytest.raises(NotGeoJson) as refusal:
        list(read_features(path))

    assert "Shapefile" in sentence(refusal.value)


@needs_data
@pytest.mark.parametrize(("name", "count"), [("sz", 10), ("grid", 9_005)])
def test_real_shapefiles_are_read_to_the_last_record(name, count):
    features = list(read_features(DATA / "shapefiles" / f"{name}.shp"))

    assert len(features) == count
    assert all(feature.geometry.area > 0 for feature in features)


@needs_data
def test_districts_are_named_as_in_the_geojson_of_the_same_city():
    from_shapes = list(read_features(DATA / "shapefiles" / "sz.shp"))
    from_json = list(read_features(DATA / "shenzhen_10_districts.geojson"))

    assert {f.properties["qh"] for f in from_shapes} == {f.properties["qh"] for f in from_json}
