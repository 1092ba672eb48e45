"""In which coordinate system a map file is: it says so, or whoever imports it does."""

import json

import pytest
import shapely
from pyproj import Transformer

from app.core.words import sentence
from app.exchange.geometry import CrsMissing
from app.territory import queries
from app.territory.coordinates import UnknownCoordinates
from tests.app.exchange.conftest import BOX, GRID, STREET, counts, read


def test_the_coordinate_system_is_never_guessed_and_the_likely_ones_are_named(load):
    with pytest.raises(CrsMissing) as refusal:
        load(({"code": GRID}, BOX), crs=" ")
    assert "CGCS2000、WGS84、GCJ-02、BD-09" in sentence(refusal.value)
    assert "113.3–113.31" in sentence(refusal.value)
    assert "???" not in sentence(refusal.value)
    with pytest.raises(UnknownCoordinates):
        load(crs="EPSG:2383")


def test_numbers_in_metres_name_the_zone_around_what_is_drawn_already(load):
    load(({"code": STREET}, BOX))
    way = Transformer.from_crs(4490, 4547, always_xy=True)
    metres = shapely.transform(BOX, lambda points: [way.transform(*point) for point in points])

    with pytest.raises(CrsMissing) as refusal:
        load(({"code": GRID}, metres), crs="")

    assert "GK3-114E、GK6-111E" in sentence(refusal.value)


def test_what_the_file_declares_is_taken_and_said(town, load):
    way = Transformer.from_crs(4490, 4526, always_xy=True)
    metres = shapely.transform(BOX, lambda points: [way.transform(*point) for point in points])
    load(({"code": GRID}, metres), crs="GK3-38", dry_run=True)
    content = json.loads(load.path.read_text(encoding="utf-8"))
    content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}
    load.path.write_text(json.dumps(content), encoding="utf-8")

    report = load(crs="")

    assert counts(report) == (1, 0, 0, 0)
    assert "EPSG:4526" in report.notes[0].reason
    assert read(town, queries.bounds_of, GRID) == pytest.approx(BOX.bounds, abs=1e-8)
    assert (
        load(crs="GK3-38", dry_run=True).notes == ()
    )  # the same system under another name is no contradiction


def test_who_contradicts_the_file_is_followed_and_it_is_said(load):
    load(({"code": GRID}, BOX), dry_run=True)
    content = json.loads(load.path.read_text(encoding="utf-8"))
    for name, shown in (("OGC:1.3:CRS84", "WGS84"), ("EPSG::2383", "EPSG:2383")):
        content["crs"] = {"properties": {"name": f"urn:ogc:def:crs:{name}"}}
        load.path.write_text(json.dumps(content), encoding="utf-8")

        instead, approximate = load(crs="BD-09", dry_run=True).notes

        assert shown in instead.reason
        assert "近似" in approximate.reason
