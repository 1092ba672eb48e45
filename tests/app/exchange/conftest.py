"""A small town, and the import of outlines into it."""

import json
from uuid import uuid4

import pytest
import shapely
from shapely.geometry import mapping

from app.core.actor import console
from app.exchange.geometry import import_geometry
from app.territory.actions import RegionDraft, save_region
from tests.factories.feeds import Office

STREET, COMMUNITY = "140213054", "140213054001"
GRID = f"{COMMUNITY}001"
BOX = shapely.box(113.30, 40.08, 113.31, 40.09)
EAST = shapely.box(113.31, 40.08, 113.32, 40.09)
BOW_TIE = shapely.Polygon([(113.3, 40.0), (113.4, 40.1), (113.4, 40.0), (113.3, 40.1)])


@pytest.fixture
def town(database):
    tree = {
        "14": "山西省",
        "1402": "大同市",
        "140213": "平城区",
        STREET: "振华街道",
        COMMUNITY: "桥北社区居民委员会",
        "140213055": "清远街道",
    }
    with database.writing(console("test")) as uow:
        for code, name in tree.items():
            save_region(uow, RegionDraft(code, name), command_key=uuid4())
    return database


@pytest.fixture
def load(town, tmp_path):
    path = tmp_path / "边界.geojson"

    def go(*features, crs="CGCS2000", actor=None, **more):
        if features:
            collection = [
                {"type": "Feature", "properties": tags, "geometry": area and mapping(area)}
                for tags, area in features
            ]
            content = {"type": "FeatureCollection", "features": collection}
            path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        order = {"crs": crs, "command_key": uuid4(), **more}
        return import_geometry(town, actor or console("test"), path, **order)

    go.path = path
    return go


def counts(report):
    return report.new, report.changed, report.unchanged, report.refused


def read(database, query, *args, **kwargs):
    with database.reading() as session:
        return query(session, *args, **kwargs)


@pytest.fixture
def office(embedded_centre, tmp_path):
    """A centre whose keeper watches a folder, with one feed."""
    return Office(embedded_centre, tmp_path / "来件")


@pytest.fixture
def any_office(centre, tmp_path):
    """The same on either engine."""
    return Office(centre, tmp_path / "来件")
