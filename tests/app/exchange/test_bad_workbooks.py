"""Workbooks as people keep them: merged, filtered, worked out or not, and packed to do harm."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.cases.rules import Source
from app.exchange.excel_marks import FormulaUnsaved, WorkbookBomb
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.own_reader import Reading, read_messages
from app.exchange.table_files import ColumnsTwice, read_table

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MAPPING = CaseMapping(
    Source.DEPARTMENT,
    {
        CaseField.EXTERNAL_NUMBER: "号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
        CaseField.LONGITUDE: "经度",
        CaseField.LATITUDE: "纬度",
    },
)


def book_of(*rows, columns=("社区", "号", "内容", "时间")):
    book = Workbook()
    for row in (columns, *rows):
        book.active.append(row)
    return book


def values(path: Path) -> list[dict[str, str]]:
    return [dict(row.values) for row in read_table(path).rows]


def test_a_merged_cell_counts_for_every_row_it_covers(tmp_path):
    book = book_of(("桥北", 1, "甲", ""), (None, 2, "乙", ""), (None, 3, "丙", ""))
    book.active.append(("桥南", 4, "丁", ""))
    book.active.merge_cells("A2:A4")
    book.active.merge_cells("C5:D5")  # across: the title of a block, nothing to repeat
    book.save(tmp_path / "a.xlsx")
    assert [row["社区"] for row in values(tmp_path / "a.xlsx")] == ["桥北"] * 3 + ["桥南"]
    assert values(tmp_path / "a.xlsx")[3]["时间"] == ""


def test_days_counted_from_1904_are_the_days_they_show(tmp_path):
    book = book_of(("桥北", 1, "甲", datetime(2026, 11, 2, 9, 30)))  # noqa: DTZ001
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "a.xlsx")
    assert values(tmp_path / "a.xlsx")[0]["时间"] == "2026-11-02 09:30:00"


def test_a_formula_nobody_worked_out_is_named_and_not_read_as_nothing(tmp_path):
    book = book_of(("桥北", 1, '=A2&"路灯"', ""))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FormulaUnsaved) as raised:
        read_table(tmp_path / "a.xlsx")
    assert raised.value.facts["cell"] == "C2"
    text = (tmp_path / "a.xlsx").read_bytes()
    worked_out = _with_sheet(tmp_path / "b.xlsx", text, b"<v></v>", b"<v>7</v>")
    assert values(worked_out)[0]["内容"] == "7"


def _with_sheet(target: Path, book: bytes, old: bytes, new: bytes) -> Path:
    source = target.with_suffix(".was")
    source.write_bytes(book)
    with zipfile.ZipFile(source) as had, zipfile.ZipFile(target, "w") as has:
        for name in had.namelist():
            body = had.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(b"<v />", old).replace(b"<v/>", old).replace(old, new)
            has.writestr(name, body)
    return target


def test_hidden_rows_come_in_and_are_told_of(tmp_path):
    book = Workbook()
    for row in (
        ("号", "内容", "时间", "经度", "纬度"),
        ("A1", "路灯不亮", "2026-11-02", "", ""),
        ("A2", "井盖翘起", "2026-11-02", "", ""),
    ):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    landed = Landed()
    reading = Reading(tmp_path / "a.xlsx", MAPPING, "140213054", NOW)
    assert [m.number for m in read_messages(reading, landed)] == ["A1", "A2"]
    assert [(note.line, "隐藏" in note.reason) for note in landed.notes] == [(3, True)]


@pytest.mark.parametrize(
    ("x", "y", "told"), [("40.08", "113.29", "颠倒"), ("113.29", "140.1", "国内的度数")]
)
def test_coordinates_the_wrong_way_round_are_told_from_wrong_ones(tmp_path, x, y, told):
    file = tmp_path / "a.csv"
    file.write_text(f"号,内容,时间,经度,纬度\nA1,路灯不亮,2026-11-02,{x},{y}\n", encoding="utf-8")
    landed = Landed()
    assert not list(read_messages(Reading(file, MAPPING, "140213054", NOW), landed))
    assert told in landed.rejected[0].reason


def test_sixteen_thousand_columns_are_read_and_a_name_twice_is_found(tmp_path):
    names = [f"列{n}" for n in range(16_384)]
    book = book_of([str(n) for n in range(16_384)], columns=names)
    book.save(tmp_path / "a.xlsx")
    assert values(tmp_path / "a.xlsx")[0]["列16383"] == "16383"
    file = tmp_path / "a.csv"
    file.write_text(",".join((*names, "列7")) + "\n" + ",".join(names) + "\n", encoding="utf-8")
    with pytest.raises(ColumnsTwice) as raised:
        read_table(file)
    assert raised.value.facts["columns"] == "列7"


def test_a_workbook_packed_to_fill_the_memory_is_not_unpacked(tmp_path):
    book_of(("桥北", 1, "甲", "")).save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(60_000_000))
    with pytest.raises(WorkbookBomb):
        read_table(tmp_path / "a.xlsx")
