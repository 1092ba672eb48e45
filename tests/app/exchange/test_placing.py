"""A file says where a message belongs by code, by name, or only by its point."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.actor import console
from app.exchange.cases import import_cases
from app.exchange.mapping import RegionBy
from app.exchange.mapping_files import load_mapping, shipped_names
from app.exchange.report import ImportReport
from app.territory.geometry import GridIndex
from tests.factories.centre import COMMUNITY, GRID, STREET

HOTLINE = replace(load_mapping(Path("hotline_12345")), region=STREET)


def taken_in(centre, folder: Path, mapping, *rows: dict[str, str]) -> ImportReport:
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, mapping.headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return import_cases(centre.database, console("test"), path, mapping)


def regions(centre) -> dict[str, str]:
    with centre.database.reading() as session:
        return dict(session.execute(sa.select(CaseFile.external_number, CaseFile.region)).all())


def order(number: str, community: str) -> dict[str, str]:
    told = {"工单编号": number, "诉求内容": "路灯不亮", "来电时间": "2026/03/02 08:00"}
    return told | {"所属社区": community, "诉求类别": "路灯"}


def test_names_lead_to_codes_and_what_is_unclear_is_refused_alone(embedded_centre, tmp_path):
    mapping = replace(HOTLINE, regions={"二网格": GRID})
    rows = (order("A1", "南塘社区"), order("A2", "二网格"), order("A3", ""), order("A4", "南塘"))
    report = taken_in(embedded_centre, tmp_path, mapping, *rows)
    # 南塘 begins the names of a community and of a grid
    assert [(row.line, row.field) for row in report.rejected] == [(5, "所属社区")]
    assert regions(embedded_centre) == {"A1": COMMUNITY, "A2": GRID, "A3": STREET}


def test_a_point_leads_to_its_grid_and_one_outside_all_to_the_street(
    embedded_centre, tmp_path, monkeypatch
):
    found = {(113.3, 40.1): GRID}
    monkeypatch.setattr("app.exchange.placing.grid_index", lambda *_: _Grids(found), raising=True)
    mapping = replace(load_mapping(Path("drone_findings")), region=STREET)
    assert mapping.region_by is RegionBy.POINT
    told = {"问题描述": "垃圾", "发现时间": "2026/03/02 08:00:00", "问题类型": "暴露垃圾"}
    rows = (
        {"图斑编号": "D1", "经度": "113.3", "纬度": "40.1", **told},
        {"图斑编号": "D2", "经度": "113.9", "纬度": "40.1", **told},
        {"图斑编号": "D3", **told},
    )
    report = taken_in(embedded_centre, tmp_path, mapping, *rows)
    assert report.refused == 0
    assert regions(embedded_centre) == {"D1": GRID, "D2": STREET, "D3": STREET}


class _Grids(GridIndex):
    def __init__(self, found) -> None:
        self.found = found

    def find(self, longitude: float, latitude: float) -> str | None:
        return self.found.get((round(longitude, 3), round(latitude, 3)))


@pytest.mark.parametrize("name", shipped_names())
def test_every_kind_a_shipped_mapping_names_is_one_of_ours(embedded_centre, name):
    mapping = load_mapping(Path(name))
    with embedded_centre.database.reading() as session:
        codes = set(session.scalars(sa.text("SELECT code FROM category")))
    named = {code for code in (*mapping.categories.values(), mapping.category) if code}
    assert named <= codes
