"""Four real files come in by the mappings that are shipped, counted to the row."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.actor import console
from app.core.clock import SHANGHAI
from app.exchange.cases import import_cases
from app.exchange.mapping_files import load_mapping
from app.exchange.report import ImportReport
from app.exchange.table_files import ColumnsMissing
from app.exchange.text_encoding import MixedEncodings
from tests.app.exchange.real_files import ALL, BALTIMORE, DONGGUAN, LETTERS, WABO, RealFile, Row
from tests.factories.centre import STREET
from tests.factories.tables import readable_tables

WHO = console("test")


def bring_in(centre, file: Path, real: RealFile, *, dry_run: bool = False) -> ImportReport:
    mapping = replace(load_mapping(Path(real.mapping)), region=STREET)
    return import_cases(centre.database, WHO, file, mapping, dry_run=dry_run)


def quick_file(tmp_path: Path, real: RealFile) -> tuple[Path, list[Row]]:
    rows = real.rows()[: real.quick]
    file = tmp_path / real.name
    real.write(file, rows)
    return file, rows


def landed(centre) -> dict[str, CaseFile]:
    with centre.database.reading() as session:
        return {case.external_number: case for case in session.scalars(sa.select(CaseFile))}


def counts(report: ImportReport) -> dict[str, int]:
    told = report.as_json()
    return {name: told[name] for name in ("new", "changed", "unchanged", "refused", "joined")}


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.mapping)
def test_every_row_is_accounted_for_and_the_second_run_changes_nothing(centre, tmp_path, real):
    file, rows = quick_file(tmp_path, real)
    messages, further, contradicting = real.counts(rows)
    told = {"changed": 0, "refused": contradicting, "joined": further}

    trial = bring_in(centre, file, real, dry_run=True)
    assert not landed(centre)
    first = bring_in(centre, file, real)
    second = bring_in(centre, file, real)

    assert counts(first) == counts(trial) == told | {"new": messages, "unchanged": 0}
    assert counts(second) == told | {"new": 0, "unchanged": messages}
    assert first.rows == second.rows == len(rows)
    cases = landed(centre)
    assert len(cases) == messages
    assert {(case.state, case.number) for case in cases.values()} == {("submitted", None)}


def test_requests_of_another_country_keep_their_outcome_as_told(centre, tmp_path):
    file, rows = quick_file(tmp_path, BALTIMORE)
    table = load_mapping(Path(BALTIMORE.mapping)).categories

    bring_in(centre, file, BALTIMORE)

    cases = landed(centre)
    kinds = Counter(case.category_code for case in cases.values())
    assert kinds == Counter(table.get(row["SRType"]) for row in rows)
    assert 0 < kinds[None] < len(rows)
    for row in rows:
        case = cases[row["ServiceRequestNum"]]
        created = datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
        assert case.received_at == created.replace(tzinfo=ZoneInfo("America/New_York"))
        assert (case.title, case.place) == (row["SRType"], row["Address"].strip())
        assert case.extra["对方的状态"] == row["SRStatus"]
        assert case.extra["对方的结案时间"] == row["CloseDate"]
        assert (case.longitude, case.closed_at, case.handle_due_at) == (None, None, None)


def test_questions_from_a_web_page_lose_what_the_page_put_around_them(centre, tmp_path):
    file, rows = quick_file(tmp_path, DONGGUAN)

    bring_in(centre, file, DONGGUAN)

    cases = landed(centre)
    for row in rows:
        number = row["number"].strip()
        case = cases[f"SUN0769-{number}"]
        assert f"提问：{case.title}" == row["title"].split("编号")[0].strip()
        assert case.text.replace(" ", "") == "".join(row["content"].split())
        assert case.received_at == datetime(2018, 8, 1, tzinfo=SHANGHAI)
        assert "当月 1 日" in case.extra["说明"]


def test_the_steps_of_a_log_stay_with_their_case_and_name_nobody(centre, tmp_path):
    file, rows = quick_file(tmp_path, WABO)

    bring_in(centre, file, WABO)

    cases = landed(centre)
    steps = Counter(row["case:concept:name"] for row in rows)
    for number, count in steps.items():
        assert len(cases[f"WABO-{number}"].extra["对方的办理经过"]) == count
    first = cases["WABO-case-10011"]
    # 2011-10-11 13:45 in the Netherlands
    told = "2011-10-11 19:45 Confirmation of receipt（Group 1）"
    assert first.extra["对方的办理经过"][0] == told
    assert first.extra["对方的期限"] == "2011-12-06 13:41:31.788000+01:00"
    with centre.database.engine.connect() as connection:
        for name in readable_tables(connection):
            kept = connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
            assert "Resource" not in repr(kept), name


BROKEN = [
    ({"ServiceRequestNum": ""}, "ServiceRequestNum", "没有外部编号"),
    ({"ServiceRequestNum": "9" * 70}, "ServiceRequestNum", "64"),
    ({"CreatedDate": "13/32/2018 11:11:26 AM"}, "CreatedDate", "不是要求的时间写法"),
    ({"CreatedDate": "01/02/2099 11:11:26 AM"}, "CreatedDate", "晚于现在"),
    ({"SRType": "", "Neighborhood": ""}, "SRType", "不能只有空格"),
    ({"SRType": "x" * 40_000}, "SRType", "20000"),
]


def test_one_broken_row_of_each_sort_is_refused_alone(centre, tmp_path):
    rows = BALTIMORE.rows()[:20]
    broken = [rows[0] | {"ServiceRequestNum": f"X{n}"} | b for n, (b, _, _) in enumerate(BROKEN)]
    file = tmp_path / "a.csv"
    BALTIMORE.write(file, [*rows[:10], *broken, *rows[10:]])

    report = bring_in(centre, file, BALTIMORE)

    assert (report.new, report.refused) == (20, len(BROKEN))
    for line, (refused, (_row, column, why)) in enumerate(
        zip(report.rejected, BROKEN, strict=True), 12
    ):
        assert (refused.line, refused.field) == (line, column)
        assert why in refused.reason
    listed = (tmp_path / "a.csv.rejected.csv").read_text("utf-8").splitlines()
    assert len(listed) == 1 + len(BROKEN)


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.mapping)
def test_a_file_under_another_header_is_refused_before_a_row_lands(centre, tmp_path, real):
    file = tmp_path / real.name
    renamed = [{f"{name}?": value for name, value in row.items()} for row in real.rows()[:5]]
    real.write(file, renamed)

    with pytest.raises(ColumnsMissing):
        bring_in(centre, file, real)

    assert not landed(centre)


def test_a_file_in_two_encodings_is_refused_before_a_row_lands(centre, tmp_path):
    rows = json.dumps(DONGGUAN.rows(), ensure_ascii=False, indent=1).splitlines()
    file = tmp_path / "a.json"
    file.write_bytes(
        b"\n".join(row.encode("gbk" if n == 100 else "utf-8") for n, row in enumerate(rows))
    )

    with pytest.raises(MixedEncodings) as refused:
        bring_in(centre, file, DONGGUAN)

    assert refused.value.facts["line"] == 101
    assert not landed(centre)


def test_letters_of_a_workbook_keep_their_words_and_their_time(centre, tmp_path):
    file, rows = quick_file(tmp_path, LETTERS)

    bring_in(centre, file, LETTERS)

    cases = landed(centre)
    for row in rows:
        case = cases[str(row["留言编号"])]
        words = row["留言详情"].replace("_x000D_", "").replace("\u200b", "").replace("\ufeff", "")
        assert "".join(case.text.split()) == "".join(words.split())
        assert case.extra == {"一级分类": row["一级分类"]}
