import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
import shapely
import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor, Grant, console
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed
from app.exchange.area_export import AreaOrder, NothingDrawn, export_areas
from app.exchange.features import read_layer
from app.exchange.geometry import import_geometry
from app.exchange.table_output import UnknownForm
from app.territory.actions import GridDraft, RegionDraft, open_grid, retire_region, save_region
from app.territory.coordinates import UnknownCoordinates, system_name
from app.territory.rules import Tier

STREET, COMMUNITY, OTHER = "140213054", "140213054001", "140213055001"
BOX = shapely.box(113.30, 40.08, 113.31, 40.09)
HOLED = shapely.box(113.31, 40.08, 113.32, 40.09) - shapely.box(113.313, 40.083, 113.317, 40.087)
APART = shapely.MultiPolygon(
    [shapely.box(113.32, 40.08, 113.33, 40.09), shapely.box(113.34, 40.08, 113.35, 40.09)]
)
AREAS = {f"{COMMUNITY}001": BOX, f"{COMMUNITY}002": HOLED, f"{COMMUNITY}003": APART}
FORMS = ("geojson", "gpkg", "shp", "kml")


@pytest.fixture
def town(database):
    tree = {
        "14": "山西省",
        "1402": "大同市",
        "140213": "平城区",
        STREET: "振华街道",
        COMMUNITY: "桥北社区居民委员会",
        "140213055": "清远街道",
        OTHER: "御河社区居民委员会",
    }
    with database.writing(console("test")) as uow:
        for code, name in tree.items():
            save_region(uow, RegionDraft(code, name), command_key=uuid4())
        drawn = AREAS | {f"{COMMUNITY}004": BOX, f"{OTHER}001": BOX}
        for code, area in drawn.items():
            name = f"<第>&{int(code[12:])}网格"
            draft = GridDraft(code, name, households=300, population=800, wkb=area.wkb)
            open_grid(uow, draft, command_key=uuid4())
        retire_region(uow, f"{COMMUNITY}004", command_key=uuid4())
    return database


@pytest.fixture
def export(town, tmp_path):
    def go(form, actor=None, **order):
        path = tmp_path / f"网格 边界.{form}"
        order = {"region": STREET, **order}
        count = export_areas(town, actor or console("test"), path, AreaOrder(**order))
        return path, count

    return go


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("crs", ["CGCS2000", "WGS84"])
def test_what_leaves_comes_back_as_it_was(town, export, form, crs):
    path, count = export(form, crs=crs)

    assert count == len(AREAS)
    layer = read_layer(path)
    assert system_name(layer.crs) in {crs, f"EPSG:{4490 if crs == 'CGCS2000' else 4326}", "WGS84"}
    for feature, (code, area) in zip(layer.features, AREAS.items(), strict=True):
        assert feature.properties["code"] == code
        assert feature.properties["name"] == f"<第>&{int(code[12:])}网格"
        assert feature.properties["population"] == "800"
        assert feature.geometry.equals(area)
    again = import_geometry(town, console("test"), path, command_key=uuid4(), dry_run=True)
    assert (again.unchanged, again.refused) == (len(AREAS), 0)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="needs gdal-bin")
@pytest.mark.parametrize("form", FORMS)
def test_another_program_reads_the_same_from_it(export, form):
    path, count = export(form)

    told = subprocess.run(
        ["ogrinfo", "-al", "-so", str(path)], capture_output=True, text=True, check=True
    )

    assert f"Feature Count: {count}" in told.stdout
    assert "(113.300000, 40.080000) - (113.350000, 40.090000)" in told.stdout
    assert ("WGS 84" if form == "kml" else "China Geodetic") in told.stdout
    assert "warning" not in told.stderr.lower()
    listed = subprocess.run(
        ["ogrinfo", "-al", str(path)], capture_output=True, text=True, check=True
    )
    assert "<第>&1网格" in listed.stdout


def test_other_libraries_read_the_same_from_it(export):
    boxes = [area.bounds for area in AREAS.values()]

    path, _ = export("geojson")
    collection = shapely.from_geojson(path.read_text(encoding="utf-8"))
    assert [part.bounds for part in collection.geoms] == boxes
    assert all(part.exterior.is_ccw for part in collection.geoms if part.geom_type == "Polygon")
    assert json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]["households"]

    path, _ = export("gpkg")
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        blobs = [blob for (blob,) in file.execute("SELECT geom FROM regions ORDER BY fid")]
    assert [shapely.from_wkb(blob[40:]).bounds for blob in blobs] == boxes

    path, _ = export("kml")
    marks = ET.parse(path).iter("{http://www.opengis.net/kml/2.2}Placemark")
    assert len(list(marks)) == len(AREAS)


def test_every_export_is_journaled_and_rights_are_asked(town, export):
    path, _ = export("kml")
    with town.reading() as session:
        entry = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "exchange.export")
        ).one()
    assert entry.facts["rows"] == len(AREAS)

    def holding(*rights, region=STREET):
        grant = Grant("administrator", frozenset(map(str, rights)), region)
        return Actor(uuid4(), "周敏", "一号窗口", (grant,))

    with pytest.raises(NotAllowed):
        export("geojson", actor=holding(Right.READ_TERRITORY))
    assert not path.with_suffix(".geojson").exists()
    with pytest.raises(NothingDrawn):  # the other street is not theirs
        export("geojson", actor=holding(Right.EXPORT), region="140213055")


def test_what_cannot_be_written_is_refused_in_words(export):
    with pytest.raises(UnknownForm):
        export("dxf")
    with pytest.raises(UnknownCoordinates):
        export("kml", crs="GCJ-02")
    with pytest.raises(NothingDrawn):
        export("kml", tier=Tier.COMMUNITY)
