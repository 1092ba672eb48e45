"""Messages of other systems: counted rightly, never doubled, refused row by row."""

import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from app.cases.actions.intake import Acceptance, accept_case
from app.cases.dictionary import load_dictionary
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState, Source
from app.core.actor import Actor, console
from app.core.calendar_national import default_body
from app.core.calendar_store import publish_calendar
from app.core.clock import SHANGHAI
from app.core.database import Database
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.core.words import RESOURCES
from app.exchange import cases as cases_import
from app.exchange.cases import NoRegion, import_cases
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.mapping_files import load_mapping
from app.exchange.report import ImportReport
from app.exchange.table_files import ColumnsMissing
from app.territory.actions.regions import RegionDraft, save_region
from tests.factories.tables import readable_tables

WHO = console("test")
STREET = "140213054"
LETTERS = Path(__file__).parents[4] / "shared/data/taidi2020C_att2_sample495_labelled.csv"
MAPPING = CaseMapping(
    source=Source.HOTLINE_12345,
    columns={
        CaseField.EXTERNAL_NUMBER: "工单号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
        CaseField.TITLE: "标题",
        CaseField.CATEGORY: "类别",
        CaseField.REPORTER_NAME: "姓名",
        CaseField.REPORTER_PHONE: "电话",
        CaseField.LONGITUDE: "经度",
        CaseField.LATITUDE: "纬度",
    },
    extra={"渠道": "渠道"},
    categories={"路灯": "C01-010", "说不清": "", "错": "Z99"},
    time_formats=("%Y/%m/%d %H:%M",),
)
HEADER = ("工单号", "标题", "内容", "时间", "类别", "姓名", "电话", "经度", "纬度", "渠道")


def row(number: str = "A1", **cells: str) -> dict[str, str]:
    told = {"标题": "路灯不亮", "内容": "门口的路灯不亮了。", "时间": "2026/11/2 9:30"}
    return dict.fromkeys(HEADER, "") | told | {"工单号": number} | cells


def write_csv(path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    lines = [HEADER, *(tuple(each[name] for name in HEADER) for each in rows)]
    quoted = (",".join(f'"{cell}"' for cell in line) for line in lines)
    path.write_text("\n".join(quoted) + "\n", encoding=encoding)
    return path


@pytest.fixture
def street(database: Database) -> Database:
    """A database with one street, the shipped kinds and the national calendar."""
    with database.writing(WHO) as uow:
        for code in ("14", "1402", "140213", STREET):
            save_region(uow, RegionDraft(code, f"区{code}"), command_key=new_id())
        set_setting(uow, "street_code", STREET, command_key=new_id())
        publish_calendar(uow, default_body(), "初版", command_key=new_id())
        load_dictionary(uow)
    return database


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, report.refused


def cases(database: Database) -> list[CaseFile]:
    with database.reading() as session:
        return list(session.scalars(sa.select(CaseFile).order_by(CaseFile.external_number)))


def test_messages_wait_to_be_accepted_in_the_street_of_the_centre(street, tmp_path):
    file = write_csv(tmp_path / "a.csv", row(类别="路灯", 渠道="电话", 经度="113.3", 纬度="40.1"))

    report = import_cases(street, WHO, file, MAPPING)

    (case,) = cases(street)
    assert counts(report) == (1, 0, 0, 0)
    assert (case.state, case.region, case.source) == ("submitted", STREET, "hotline_12345")
    assert case.received_at == datetime(2026, 11, 2, 9, 30, tzinfo=SHANGHAI)
    assert (case.category_code, case.longitude, case.latitude) == ("C01-010", 113.3, 40.1)
    assert case.extra == {"渠道": "电话"}
    assert case.number is None


def test_the_same_file_again_changes_nothing(street, tmp_path):
    file = write_csv(tmp_path / "a.csv", row("A1"), row("A2", 姓名="陈某", 电话="13900001234"))
    import_cases(street, WHO, file, MAPPING)

    assert counts(import_cases(street, WHO, file, MAPPING)) == (0, 0, 2, 0)
    assert len(cases(street)) == 2


def test_what_the_source_changed_is_updated_while_the_message_waits(street, tmp_path):
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", row("A1"), row("A2")), MAPPING)
    changed = row("A1", 内容="两盏路灯不亮。", 标题="两盏路灯不亮")

    report = import_cases(street, WHO, write_csv(tmp_path / "b.csv", changed, row("A2")), MAPPING)

    assert counts(report) == (0, 1, 1, 0)
    assert cases(street)[0].title == "两盏路灯不亮"
    assert "标题由“路灯不亮”改为“两盏路灯不亮”" in report.notes[0].reason
    assert changes_in_story(street) == [
        [
            ["title", "路灯不亮", "两盏路灯不亮"],
            ["text", "门口的路灯不亮了。", "两盏路灯不亮。"],
        ]
    ]


def changes_in_story(database):
    with database.reading() as session:
        asked = sa.select(CaseEvent.facts).order_by(CaseEvent.case_id, CaseEvent.ordinal)
        return [facts["changes"] for facts in session.scalars(asked) if "changes" in facts]


@pytest.mark.parametrize("after", [{"姓名": "王某", "电话": "13900005678"}, {}])
def test_another_reporter_replaces_the_one_told_before(street, tmp_path, after):
    before = row("A1", 姓名="陈某", 电话="13900001234")
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", before), MAPPING)

    report = import_cases(street, WHO, write_csv(tmp_path / "b.csv", row("A1", **after)), MAPPING)

    with street.reading() as session:
        phones = list(session.scalars(sa.select(CasePerson.phone)))
    assert counts(report) == (0, 1, 0, 0)
    assert phones == ([after["电话"]] if after else [])


def test_what_a_desk_has_accepted_is_left_alone(street, tmp_path):
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", row("A1")), MAPPING)
    (case,) = cases(street)
    acceptance = Acceptance(case.id, case.version, "C01-010", STREET, "门口路灯不亮")
    with street.writing(WHO) as uow:
        accept_case(uow, acceptance, command_key=new_id())

    changed = write_csv(tmp_path / "b.csv", row("A1", 内容="又亮了。"))
    report = import_cases(street, WHO, changed, MAPPING)

    assert counts(report) == (0, 0, 1, 0)
    assert "A1" in report.notes[0].reason
    (after,) = cases(street)
    assert (after.text, after.state) == (case.text, CaseState.REGISTERED)
    assert changes_in_story(street) == [[["text", case.text, "又亮了。"]]]
    again = import_cases(street, WHO, changed, MAPPING)  # whoever has been told is not told twice
    assert (counts(again), again.notes) == ((0, 0, 1, 0), ())
    assert len(changes_in_story(street)) == 1


def test_a_trial_counts_the_same_and_writes_nothing(street, tmp_path):
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", row("A1"), row("A2")), MAPPING)
    rows = (row("A1"), row("A2", 内容="变了。"), row("A3"), row("A4", 时间="昨天"))
    file = write_csv(tmp_path / "b.csv", *rows)

    trial = import_cases(street, WHO, file, MAPPING, dry_run=True)

    assert len(cases(street)) == 2
    assert counts(trial) == (1, 1, 1, 1)
    assert counts(import_cases(street, WHO, file, MAPPING)) == counts(trial)


BAD = [
    (row("", 标题="无编号"), "工单号", "没有外部编号"),
    (row("9" * 65), "工单号", "64"),
    (row(时间="2026/2/30 8:00"), "时间", "2026/2/30 8:00"),
    (row(时间=""), "时间", "%Y/%m/%d %H:%M"),
    (row(时间="2027/1/1 8:00"), "时间", "晚于现在"),
    (row(内容=""), "内容", "不能只有空格"),
    (row(内容="长" * 40_000), "内容", "20000"),
    (row(电话="1390000"), "电话", "11 位"),
    (row(电话="无"), "电话", "电话号码"),
    (row(经度="东经", 纬度="40.1"), "经度", "度数"),
    (row(经度="113.3", 纬度="140.1"), "纬度", "度数"),
    (row(类别="错"), "类别", "Z99"),
]


@pytest.mark.parametrize(("bad", "column", "why"), BAD, ids=range(len(BAD)))
def test_a_bad_row_says_why_and_costs_no_other_row(street, tmp_path, bad, column, why):
    file = write_csv(tmp_path / "a.csv", row("B1"), bad, row("B2"))

    report = import_cases(street, WHO, file, MAPPING)

    (refused,) = report.rejected
    assert (refused.line, refused.field) == (3, column)
    assert why in refused.reason
    assert [case.external_number for case in cases(street)] == ["B1", "B2"]


def test_a_row_with_a_stray_comma_is_refused(street, tmp_path):
    file = write_csv(tmp_path / "a.csv", row("A1"))
    file.write_text(file.read_text() + ",".join(["x"] * 11) + "\n")
    report = import_cases(street, WHO, file, MAPPING)
    assert [(r.line, r.field) for r in report.rejected] == [(3, "")]


def test_one_number_twice_in_a_file_counts_once(street, tmp_path):
    rows = (row("A1"), row("A1"), row("A1", 内容="另一件事。"))
    report = import_cases(street, WHO, write_csv(tmp_path / "a.csv", *rows), MAPPING)
    assert counts(report) == (1, 0, 1, 1)
    assert "第 2 行" in report.rejected[0].reason


def test_more_rows_than_a_batch_all_land(street, tmp_path, monkeypatch):
    monkeypatch.setattr(cases_import, "BATCH", 200)
    rows = [row(f"N{n:04d}") for n in range(450)]
    seen = []
    report = import_cases(
        street, WHO, write_csv(tmp_path / "a.csv", *rows), MAPPING, progress=seen.append
    )
    assert counts(report) == (450, 0, 0, 0)
    assert seen == [200, 400, 450]


def test_what_files_leave_behind_is_cleaned_away(street, tmp_path):
    dirty = "\t\u3000\u3000路灯\u00a0\u00a0不亮。\n\n\t 请修。_x000D_\n"
    mapping = replace(MAPPING, drop=("_x000D_",))
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", row("A1", 内容=dirty)), mapping)
    assert cases(street)[0].text == "路灯 不亮。\n请修。"


def test_emoji_quotes_and_rare_characters_survive(street, tmp_path):
    file = write_csv(tmp_path / "a.csv", row("A1", 内容="𠮷家门口😀100% 'ok' _ 好"))
    import_cases(street, WHO, file, MAPPING)
    assert cases(street)[0].text == "𠮷家门口😀100% 'ok' _ 好"


def test_gb18030_and_excel_and_json_bring_the_same(street, tmp_path):
    told = row("A1", 类别="路灯", 电话="13900001234")
    book = Workbook()
    book.active.append(HEADER)
    cells = {**told, "时间": datetime(2026, 11, 2, 9, 30), "电话": 13900001234}  # noqa: DTZ001
    book.active.append([cells[name] for name in HEADER])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.json").write_text(json.dumps([told], ensure_ascii=False))

    write_csv(tmp_path / "a.csv", told, encoding="gb18030")
    assert counts(import_cases(street, WHO, tmp_path / "a.csv", MAPPING)) == (1, 0, 0, 0)
    for name in ("a.xlsx", "a.json"):
        assert counts(import_cases(street, WHO, tmp_path / name, MAPPING)) == (0, 0, 1, 0)


def test_a_wrong_header_is_refused_as_a_whole(street, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("编号,内容\n1,2\n")
    with pytest.raises(ColumnsMissing):
        import_cases(street, WHO, file, MAPPING)


def test_without_a_street_nothing_is_guessed(database, tmp_path):
    with pytest.raises(NoRegion):
        import_cases(database, WHO, write_csv(tmp_path / "a.csv", row()), MAPPING)


def test_importing_takes_the_right(street, tmp_path):
    with pytest.raises(NotAllowed):
        import_cases(street, Actor(new_id(), "某人", "d"), tmp_path / "a.csv", MAPPING)


def test_a_reporter_stands_in_no_other_table(street, tmp_path):
    canary = row("A1", 姓名="金丝雀甲乙", 电话="13912345670")
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", canary), MAPPING)
    canary |= {"姓名": "金丝雀丙丁"}
    import_cases(street, WHO, write_csv(tmp_path / "a.csv", canary), MAPPING)

    found = set()
    with street.engine.connect() as connection:
        for name in readable_tables(connection):
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
            if any("金丝雀" in repr(each) or "13912345670" in repr(each) for each in rows):
                found.add(name)
    assert found == {"case_person"}


@pytest.mark.skipif(not LETTERS.exists(), reason="the letters lie beside the repository")
def test_495_real_letters_arrive_once(street, tmp_path):
    mapping = load_mapping(RESOURCES / "mappings" / "taidi2020.toml")
    # What is refused is listed beside the file, so the file is copied first.
    letters = shutil.copy(LETTERS, tmp_path)
    workbook = shutil.copy(LETTERS.with_suffix(".xlsx"), tmp_path)

    first = import_cases(street, WHO, Path(letters), mapping)
    again = import_cases(street, WHO, Path(workbook), mapping)

    # Letter 37042 stands in the file twice, under two classes: one letter, and one row refused.
    assert counts(first) == (494, 0, 0, 1)
    assert "37042" in first.rejected[0].reason
    assert counts(again) == (0, 0, 494, 1)
    found = cases(street)
    assert len(found) == 494
    assert not any(mark in case.text for case in found for mark in ("\t", "\u3000", "_x000D_"))
