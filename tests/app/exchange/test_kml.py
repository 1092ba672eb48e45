import zipfile

import pytest
import shapely

from app.exchange import kml
from app.exchange.features import read_layer
from app.exchange.shapefile import BrokenLayer

HEAD = '<?xml version="1.0" encoding="{}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
BOX = "113.3,40.08,0 113.34,40.08,0 113.34,40.12,0 113.3,40.12,0 113.3,40.08,0"
HOLE = "113.31,40.09 113.32,40.09 113.32,40.10 113.31,40.10 113.31,40.09"
POLYGON = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>\n {} </coordinates></LinearRing>"
    "</outerBoundaryIs>{}</Polygon>"
)
INNER = "<innerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></innerBoundaryIs>"
DATA = (
    "<ExtendedData><Data name='code'><value>140213054001001</value></Data>"
    "<SchemaData><SimpleData name='户数'>300</SimpleData></SchemaData></ExtendedData>"
)


def placemark(shape, name="桥北一网格", data=DATA):
    return f"<Placemark><name>{name}</name>{data}{shape}</Placemark>"


def write(path, *marks, encoding="utf-8"):
    text = HEAD.format(encoding) + "".join(marks) + "</Document></kml>"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_placemark_is_an_area_with_its_name_and_values(tmp_path):
    holed = POLYGON.format(BOX, INNER.format(HOLE))
    layer = read_layer(write(tmp_path / "a.kml", placemark(holed)))

    assert layer.crs == "WGS84"
    (feature,) = layer.features
    assert feature.properties == {
        "name": "桥北一网格",
        "code": "140213054001001",
        "户数": "300",
    }
    whole = shapely.box(113.3, 40.08, 113.34, 40.12) - shapely.box(113.31, 40.09, 113.32, 40.10)
    assert feature.geometry.equals(whole)


def test_several_parts_are_one_area_and_a_point_is_none(tmp_path):
    far = BOX.replace("113.", "114.")
    parts = f"<MultiGeometry>{POLYGON.format(BOX, '')}{POLYGON.format(far, '')}</MultiGeometry>"
    point = "<Point><coordinates>113.3,40.1</coordinates></Point>"
    broken = POLYGON.format("113.3,40.1 x,y", "")

    marks = [placemark(shape) for shape in (parts, point, broken, "")]
    features = read_layer(write(tmp_path / "a.kml", *marks)).features

    assert len(features[0].geometry.geoms) == 2
    assert [feature.geometry for feature in features[1:]] == [None, None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb2312", "utf-16"])
def test_names_are_read_in_the_encoding_the_file_declares(tmp_path, encoding):
    path = write(tmp_path / "a.kml", placemark(POLYGON.format(BOX, "")), encoding=encoding)
    if encoding == "utf-16":  # begins with no sign of a KML: packed into a KMZ it is one
        packed = tmp_path / "b.kmz"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, "doc.kml")
        path = packed

    (feature,) = read_layer(path).features

    assert feature.properties["name"] == "桥北一网格"


def test_a_kmz_is_a_kml_packed_with_its_pictures(tmp_path):
    inner = write(tmp_path / "doc.kml", placemark(POLYGON.format(BOX, "")))
    path = tmp_path / "网格.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("files/icon.png", b"x")
        archive.write(inner, "doc.kml")

    assert len(read_layer(path).features) == 1


def test_entities_are_refused_before_they_grow(tmp_path):
    path = tmp_path / "a.kml"
    bomb = '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    path.write_text(f'<?xml version="1.0"?>{bomb}<kml><Document>&b;</Document></kml>', "utf-8")

    with pytest.raises(kml.KmlDangerous):
        read_layer(path)


def test_what_unpacks_to_more_than_a_map_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(kml, "MOST_BYTES", 1_000_000)
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", HEAD.format("utf-8") + " " * 3_000_000)

    with pytest.raises(kml.KmlDangerous):
        read_layer(path)


def test_a_shape_of_millions_is_counted_and_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(kml, "MOST_VERTICES", 4)

    layer = read_layer(write(tmp_path / "a.kml", placemark(POLYGON.format(BOX, ""))))

    assert (layer.features[0].geometry, layer.features[0].oversized) == (None, 5)


@pytest.mark.parametrize("kept", [0.5, 0.95])
def test_a_file_that_ends_in_the_middle_is_refused(tmp_path, kept):
    path = write(tmp_path / "a.kml", *[placemark(POLYGON.format(BOX, ""))] * 20)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(BrokenLayer):
        read_layer(path)


def test_an_archive_without_a_map_is_refused(tmp_path):
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")

    with pytest.raises(BrokenLayer):
        read_layer(path)
