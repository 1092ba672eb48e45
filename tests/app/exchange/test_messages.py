"""Rows read as messages: points of any system, steps put together, every line accounted for."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.cases.models import CaseFile
from app.cases.rules import Source
from app.core.actor import console
from app.core.clock import SHANGHAI
from app.exchange.cases import import_cases
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping, StepColumns
from app.exchange.messages import STEP_LIMIT, MessageReader, readable
from app.exchange.table_files import SourceRow
from app.territory.coordinates import to_gcj02
from tests.factories.centre import STREET

WHO = console("test")
MAPPING = CaseMapping(
    source=Source.DEPARTMENT,
    columns={
        CaseField.EXTERNAL_NUMBER: "号",
        CaseField.TEXT: "话",
        CaseField.RECEIVED_AT: "时",
        CaseField.LONGITUDE: "经",
        CaseField.LATITUDE: "纬",
    },
    region=STREET,
)
LOG = replace(MAPPING, steps=StepColumns("何时", "何事", "何处"))
PLAIN = {
    "号": "1",
    "话": "灯不亮",
    "时": "2026-11-02 09:30",
    "经": "",
    "纬": "",
    "何时": "2026-11-02 10:00",
    "何事": "转办",
    "何处": "",
}


def write_json(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(json.dumps([PLAIN | row for row in rows], ensure_ascii=False), "utf-8")
    return path


def landed(database) -> dict[str | None, CaseFile]:
    with database.reading() as session:
        return {case.external_number: case for case in session.scalars(sa.select(CaseFile))}


def steps(case: CaseFile) -> list[str]:
    return case.extra["对方的办理经过"]


# -- points ---------------------------------------------------------------------------------------


def test_points_of_public_maps_are_shifted_back_and_stay_where_they_are(centre, tmp_path):
    ((x, y),) = to_gcj02([(113.3, 40.1)]).tolist()
    file = write_json(tmp_path / "a.json", {"经": str(x), "纬": str(y)})
    mapping = replace(MAPPING, crs="GCJ-02")

    assert import_cases(centre.database, WHO, file, mapping).new == 1
    assert import_cases(centre.database, WHO, file, mapping).unchanged == 1

    case = landed(centre.database)["1"]
    assert (case.longitude, case.latitude) == pytest.approx((113.3, 40.1), abs=1e-9)


def test_metres_of_a_projection_become_degrees(centre, tmp_path):
    file = write_json(tmp_path / "a.json", {"经": "525577.1", "纬": "4440530.4"})
    import_cases(centre.database, WHO, file, replace(MAPPING, crs="EPSG:4547"))
    case = landed(centre.database)["1"]
    assert (case.longitude, case.latitude) == pytest.approx((114.3, 40.1), abs=0.01)


POINTS = [
    ("CGCS2000", {"经": "-76.6", "纬": "39.3"}, "经", "国内的度数"),
    ("CGCS2000", {"经": "113.3", "纬": "91"}, "纬", "国内的度数"),
    ("CGCS2000", {"经": "nan", "纬": "40"}, "经", "国内的度数"),
    ("CGCS2000", {"经": "113.3"}, "纬", "只有经度或只有纬度"),
    ("CGCS2000", {"纬": "40.1"}, "经", "只有经度或只有纬度"),
    ("GCJ-02", {"经": "40.1", "纬": "113.3"}, "经", "经纬度颠倒"),
    ("GCJ-02", {"经": "inf", "纬": "40"}, "经", "度数"),
    ("WGS84", {"经": "-76.6", "纬": "39.3"}, "经", "落在国外"),
    ("WGS84", {"经": "113.3", "纬": "四十"}, "纬", "度数"),
]


@pytest.mark.parametrize(("crs", "point", "column", "why"), POINTS, ids=range(len(POINTS)))
def test_a_point_outside_or_half_a_one_is_refused_alone(centre, tmp_path, crs, point, column, why):
    file = write_json(tmp_path / "a.json", {"号": "0"}, point, {"号": "2"})

    report = import_cases(centre.database, WHO, file, replace(MAPPING, crs=crs))

    (refused,) = report.rejected
    assert (report.new, refused.field) == (2, column)
    assert why in refused.reason


# -- steps ----------------------------------------------------------------------------------------


def test_steps_that_are_added_later_update_their_message(centre, tmp_path):
    told = {"何时": "2026-11-03 08:00", "何事": "答复", "何处": "市政所"}
    import_cases(centre.database, WHO, write_json(tmp_path / "a.json", {}), LOG)

    report = import_cases(centre.database, WHO, write_json(tmp_path / "a.json", {}, told), LOG)

    assert (report.changed, report.joined, report.rows) == (1, 1, 2)
    expected = ["2026-11-02 10:00 转办", "2026-11-03 08:00 答复（市政所）"]
    assert steps(landed(centre.database)["1"]) == expected


def test_a_step_that_stands_apart_is_refused_and_says_where_its_message_is(centre, tmp_path):
    file = write_json(tmp_path / "a.json", {}, {"号": "2"}, {"何事": "答复"})
    report = import_cases(centre.database, WHO, file, LOG)
    assert (report.new, report.joined, report.refused) == (2, 0, 1)
    assert "没有挨在一起（第一行在第 1 行）" in report.rejected[0].reason


def test_a_step_without_a_readable_time_costs_no_other_step(centre, tmp_path):
    bad, empty = {"何时": "昨天", "何事": "派人"}, {"何时": "", "何事": ""}
    file = write_json(tmp_path / "a.json", {}, bad, empty, {"何事": "答复"})

    report = import_cases(centre.database, WHO, file, LOG)

    assert (report.new, report.joined, report.refused) == (1, 2, 1)
    assert report.rejected[0].field == "何时"
    told = ["2026-11-02 10:00 转办", "2026-11-02 10:00 答复"]
    assert steps(landed(centre.database)["1"]) == told


def test_all_lines_of_a_message_that_cannot_be_kept_are_refused(centre, tmp_path):
    long = {"话": "长" * 40_000}
    file = write_json(tmp_path / "a.json", long, long, {"号": "2"})
    report = import_cases(centre.database, WHO, file, LOG)
    assert (report.new, report.joined, report.refused) == (1, 0, 2)
    assert report.rows == 3


def test_a_number_in_too_many_rows_is_the_wrong_column(centre, tmp_path):
    file = write_json(tmp_path / "a.json", *([{}] * (STEP_LIMIT + 1)))
    report = import_cases(centre.database, WHO, file, LOG)
    assert (report.new, report.joined, report.refused) == (1, STEP_LIMIT - 1, 1)
    assert "对错了列" in report.rejected[0].reason


def test_numbers_of_two_systems_stay_apart_by_their_prefix(centre, tmp_path):
    file = write_json(tmp_path / "a.json", {})
    for prefix in ("甲-", "乙-"):
        mapping = replace(MAPPING, prefix=prefix)
        assert import_cases(centre.database, WHO, file, mapping).new == 1
    assert sorted(map(str, landed(centre.database))) == ["乙-1", "甲-1"]


def test_a_remark_about_the_file_stays_with_every_message(centre, tmp_path):
    file = write_json(tmp_path / "a.json", {})
    import_cases(centre.database, WHO, file, replace(MAPPING, remark="没有时分。"))
    assert landed(centre.database)["1"].extra == {"说明": "没有时分。"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2", "3"]),
            st.sampled_from(["灯", "路"]),
            st.sampled_from(["2026-11-02", "昨天"]),
        ),
        max_size=30,
    ),
    st.booleans(),
)
def test_whatever_the_rows_are_each_is_counted_once(told, has_steps):
    now = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
    reader = MessageReader(LOG if has_steps else MAPPING, STREET, now)
    rows = [
        SourceRow(line, PLAIN | {"号": number, "话": text, "何时": at})
        for line, (number, text, at) in enumerate(told, 2)
    ]
    counted = Landed()

    messages = list(readable(reader, rows, counted))

    lines = [line for message in messages for line in message.lines]
    refused = [row.line for row in counted.rejected]
    assert len(lines) + len(refused) + counted.unchanged == len(rows)
    assert len({*lines, *refused}) == len(lines) + len(refused)
    numbers = [message.number for message in messages]
    assert len(set(numbers)) == len(numbers)


def test_rows_that_differ_only_in_who_reports_are_not_the_same(centre, tmp_path):
    phone = MAPPING.columns | {CaseField.REPORTER_PHONE: "电话"}
    rows = ({"电话": "13900001234"}, {"电话": "13900001234"}, {"电话": "13900005678"})
    file = write_json(tmp_path / "a.json", *rows)
    report = import_cases(centre.database, WHO, file, replace(MAPPING, columns=phone))
    assert (report.new, report.unchanged, report.refused) == (1, 1, 1)
