"""Files made to break an import, and two desks importing at once: no row costs another one."""

import csv
import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from app.accounts.rules import Role, rights_of
from app.cases.actions.intake import Acceptance, accept_case
from app.cases.models import CaseFile
from app.cases.rules import Source
from app.core.actor import Actor, Grant, console
from app.core.changes import Topic
from app.core.errors import DatabaseBusy
from app.core.ids import new_id
from app.exchange import cases as cases_import
from app.exchange.cases import import_cases
from app.exchange.excel_cells import BrokenExcel
from app.exchange.exports import Extent, export_journal
from app.exchange.json_rows import BrokenJson
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.report import Rejected, rejected_path, write_rejected
from app.exchange.table_files import read_table
from app.exchange.table_output import Column, write_table
from app.exchange.text_encoding import MixedEncodings
from tests.factories.centre import GRID, STREET

WHO = console("test")
MAPPING = CaseMapping(
    source=Source.HOTLINE_12345,
    columns={
        CaseField.EXTERNAL_NUMBER: "工单号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
        CaseField.REGION: "区划",
        CaseField.PLACE: "地点",
        CaseField.REPORTER_NAME: "姓名",
        CaseField.REPORTER_PHONE: "电话",
    },
    extra={"渠道": "渠道"},
)
PLAIN = {
    "工单号": "A1",
    "内容": "路灯不亮",
    "时间": "2026-11-02 09:30",
    "区划": STREET,
    "地点": "",
    "姓名": "",
    "电话": "",
    "渠道": "",
}


def write_json(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(json.dumps([PLAIN | row for row in rows]), encoding="utf-8")
    return path


def cases_by_number(database) -> dict[str | None, CaseFile]:
    with database.reading() as session:
        return {case.external_number: case for case in session.scalars(sa.select(CaseFile))}


@pytest.mark.parametrize("sign", ["\0", "\x1f", "\ud83d"], ids=["nul", "control", "half"])
def test_signs_no_database_keeps_cost_no_row(centre, tmp_path, sign):
    odd = {name: f"{sign}{value}{sign}" for name, value in PLAIN.items()}
    odd |= {"工单号": f"B{sign}2", "姓名": f"陈{sign}", "渠道": f"微{sign}信", "地点": f"桥{sign}"}
    file = write_json(tmp_path / "a.json", {}, odd, {"工单号": "C3"})

    for new in (3, 0):  # the second time each is known again
        report = import_cases(centre.database, WHO, file, MAPPING)
        assert (report.new, report.refused) == (new, 0)

    landed = cases_by_number(centre.database)
    assert sorted(landed) == ["A1", "B2", "C3"]
    assert (landed["B2"].place, landed["B2"].extra) == ("桥", {"渠道": "微信"})


@pytest.mark.parametrize("when", ["0001-01-01 00:00", "9999-12-31 23:59", "0001-01-01T00:00+14:00"])
def test_a_time_no_calendar_reaches_costs_no_other_row(centre, tmp_path, when):
    file = write_json(tmp_path / "a.json", {}, {"工单号": "B2", "时间": when})

    report = import_cases(centre.database, WHO, file, MAPPING)

    assert (report.new, report.refused) == (1, 1)


def test_a_reason_stays_short_whatever_stands_in_the_cell(centre, tmp_path):
    file = write_json(
        tmp_path / "a.json", {"时间": "很" * 40_000}, {"工单号": "B", "区划": "9" * 9}
    )

    report = import_cases(centre.database, WHO, file, MAPPING)

    assert [len(row.reason) < 400 for row in report.rejected] == [True, True]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_message_accepted_in_the_middle_of_an_import_costs_no_other_row(
    centre, tmp_path, second_desk, monkeypatch
):
    file = write_json(tmp_path / "a.json", {}, {"工单号": "B2"})
    import_cases(centre.database, WHO, file, MAPPING)
    waiting = cases_by_number(centre.database)["A1"]
    write_json(file, {"内容": "路灯还是不亮"}, {"工单号": "B2", "内容": "也不亮"})
    arrival_of = cases_import.arrival_of

    def accepted_meanwhile(uow, intake, known, pepper, **more):
        arrival = arrival_of(uow, intake, known, pepper, **more)
        if intake.external_number == "A1":
            accepted = Acceptance(waiting.id, waiting.version, "C01-010", GRID, "路灯不亮")
            with second_desk.writing(centre.actor("receptionist")) as other:
                accept_case(other, accepted, command_key=new_id())
        return arrival

    monkeypatch.setattr(cases_import, "arrival_of", accepted_meanwhile)
    report = import_cases(centre.database, WHO, file, MAPPING)

    assert (report.changed, report.refused) == (1, 1)
    landed = cases_by_number(centre.database)
    assert (landed["A1"].text, landed["B2"].text) == ("路灯不亮", "也不亮")


# -- files that are none -------------------------------------------------------------------------


def damaged_workbook(path: Path, *, part: str) -> Path:
    book = Workbook()
    for number in range(50):
        book.active.append([f"甲{number}", "乙"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body[: len(body) // 2] if name.endswith(part) else body)
    return path


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_a_workbook_damaged_anywhere_is_said_in_one_sentence(tmp_path, part):
    file = damaged_workbook(tmp_path / "a.xlsx", part=part)

    with pytest.raises(BrokenExcel):
        list(read_table(file).rows)


def test_json_nested_without_end_is_said_in_one_sentence(tmp_path):
    file = tmp_path / "a.json"
    file.write_text('[{"a": ' + "[" * 100_000, encoding="utf-8")

    with pytest.raises(BrokenJson):
        list(read_table(file).rows)


@pytest.mark.parametrize("tail", [b"a", b"\x00\xd8a\x00"], ids=["cut off", "half a character"])
def test_utf16_that_breaks_off_is_said_in_one_sentence(tmp_path, tail):
    file = tmp_path / "a.csv"
    file.write_bytes("a,b\n甲,乙\n".encode("utf-16") + tail)

    with pytest.raises(MixedEncodings):
        list(read_table(file).rows)


# -- what an import leaves beside the file -------------------------------------------------------


def test_the_list_of_refused_rows_holds_no_formula(tmp_path):
    file = tmp_path / "a.csv"
    write_rejected(file, [Rejected(2, '=cmd|"/c calc"!A1', "@SUM(1)"), Rejected(3, "列", "原因")])

    with rejected_path(file).open(encoding="utf-8", newline="") as told:
        rows = list(csv.reader(told))
    assert rows[1] == ["2", '\'=cmd|"/c calc"!A1', "'@SUM(1)"]
    assert rows[2] == ["3", "列", "原因"]


def test_the_list_of_refused_rows_writes_through_no_link(tmp_path):
    file, letter = tmp_path / "a.csv", tmp_path / "letter.txt"
    letter.write_text("mine")
    rejected_path(file).symlink_to(letter)

    write_rejected(file, [Rejected(2, "列", "原因")])

    assert letter.read_text() == "mine"
    assert "原因" in rejected_path(file).read_text("utf-8")


# -- what leaves ---------------------------------------------------------------------------------


def auditor(region: str) -> Actor:
    grant = Grant(Role.AUDITOR, rights_of(Role.AUDITOR), region=region)
    return Actor(new_id(), "宋玉兰", "窗口1", (grant,))


def test_an_auditor_takes_out_the_journal_of_the_own_region_only(centre, tmp_path):
    with centre.database.writing(WHO) as uow:
        for region in (STREET, GRID, "990102005", ""):
            uow.record("test.done", Topic.CASE, "x", region=region, where=region or "everywhere")

    file = tmp_path / "journal.json"
    export_journal(centre.database, auditor(STREET), file, Extent())

    rows = json.loads(file.read_text("utf-8"))
    told = {row["facts"]["where"] for row in rows if row["action"] == "test.done"}
    assert told == {STREET, GRID, "everywhere"}


def test_what_could_not_be_journaled_has_not_left(centre, tmp_path, monkeypatch):
    def busy(*_args, **_facts):
        raise DatabaseBusy

    monkeypatch.setattr("app.core.database.uow.Uow.record", busy)
    file = tmp_path / "journal.json"
    with pytest.raises(DatabaseBusy):
        export_journal(centre.database, WHO, file, Extent())

    assert not file.exists()


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_column_of_another_office_is_no_formula_either(tmp_path, name):
    file = tmp_path / name
    write_table(file, [Column("number", "=1+1")], [["A1"]])

    if name.endswith(".csv"):
        assert file.read_text("utf-8").splitlines()[0] == "'=1+1"
        return
    cell = load_workbook(file).active["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
