"""Messages taken in together: to the row what they are one by one, and refused alike."""

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.cases import documents
from app.cases.actions import arriving, intake, opening
from app.cases.actions.intake import receive_case
from app.cases.actions.readying import packings
from app.cases.models import CaseAudience, CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.personal import CasePerson
from app.cases.models.search import CaseDocument
from app.cases.rules import Source
from app.core.actor import console
from app.core.changes import Change, Topic
from app.core.database.tables import ChangeFeed, CommandDone, JournalEntry
from app.core.database.text_index import Word
from app.core.ids import new_id
from app.exchange import cases as cases_import
from app.exchange import own_reader
from app.exchange.cases import import_cases
from app.exchange.landing import Landed
from app.exchange.mapping import CaseField, CaseMapping
from app.exchange.messages import MessageReader, readable
from app.exchange.table_files import read_table
from tests.factories.centre import COMMUNITY, GRID, STREET

WHO = console("test")
MAPPING = CaseMapping(
    source=Source.HOTLINE_12345,
    columns={
        CaseField.EXTERNAL_NUMBER: "工单号",
        CaseField.TEXT: "内容",
        CaseField.RECEIVED_AT: "时间",
        CaseField.HAPPENED_AT: "发生",
        CaseField.CATEGORY: "类别",
        CaseField.REGION: "区划",
        CaseField.PLACE: "地点",
        CaseField.LONGITUDE: "经度",
        CaseField.LATITUDE: "纬度",
        CaseField.REPORTER_NAME: "姓名",
        CaseField.REPORTER_PHONE: "电话",
    },
    extra={"渠道": "渠道"},
    categories={"井盖": "C01-003", "错": "Z99"},
)
HEADER = (
    "工单号", "内容", "时间", "发生", "类别", "区划", "地点", "经度", "纬度", "姓名", "电话",
    "渠道",
)  # fmt: skip
FULL = (
    "A1", "井盖翘起。夜里看不清。", "2026-11-02 09:30", "2026-11-01 22:00", "井盖", GRID,
    "滨河路 36 号", "113.3", "40.1", "陈 芳华", "0139 0000 1234", "微信",
)  # fmt: skip
BARE = ("A2", "路灯\u3000不亮\t", "2026-11-02T10:00", *([""] * 2), STREET, *([""] * 6))
NAMED = ("A3", "𠮷家门口 😀", "2026-11-03 10:00", "", "", COMMUNITY, *([""] * 3), "王某", "", "")
OWN = {
    CaseFile: {"id", "receipt_code", "version"},
    CaseEvent: {"id", "case_id", "facts"},
    CasePerson: {"id", "case_id", "salt"},
    JournalEntry: {"id", "serial", "subject", "digest"},
}
"""What differs by chance, and the version: a row written whole has been written once."""


def write_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def one_by_one(database, file: Path) -> None:
    reader = MessageReader(MAPPING, STREET, database.clock.now())
    with database.writing(WHO) as uow:
        for message in readable(reader, read_table(file, MAPPING.headers).rows, Landed()):
            receive_case(
                uow,
                message.intake,
                database.state.pepper,
                received_at=message.received_at,
                command_key=new_id(),
            )


def rows_of(database, table, own: set[str]) -> list[dict[str, object]]:
    columns = [column for column in table.__table__.c if column.key not in own]
    with database.reading() as session:
        found = session.execute(sa.select(*columns).order_by(*table.__table__.primary_key))
        return [dict(row._mapping) for row in found]


def written(database) -> dict[str, list[dict[str, object]]]:
    return {table.__tablename__: rows_of(database, table, own) for table, own in OWN.items()}


@pytest.mark.parametrize("large", [own_reader.LARGE, 0], ids=["read here", "read beside"])
def test_a_batch_writes_to_the_row_what_its_messages_write_one_by_one(
    centre, tmp_path, monkeypatch, large
):
    monkeypatch.setattr(own_reader, "LARGE", large)
    file = write_csv(tmp_path / "a.csv", FULL, BARE, NAMED)
    before = len(rows_of(centre.database, JournalEntry, set()))

    import_cases(centre.database, WHO, file, MAPPING)
    together = written(centre.database)
    with centre.database.writing(WHO) as uow:
        uow.session.execute(sa.update(CaseFile).values(external_number=None))
    one_by_one(centre.database, file)
    apart = written(centre.database)

    assert len(together["case_file"]) == 3
    assert len(together["case_person"]) == 2
    for table, rows in together.items():
        skip = before if table == "journal" else 0
        for row in apart[table]:
            row.pop("external_number", None)
        for row in rows:
            row.pop("external_number", None)
        assert apart[table][len(rows) :] == rows[skip:], table
    _assert_found(centre.database, "路灯不亮", 2)  # one of each way


def _assert_found(database, words: str, count: int) -> None:
    with database.reading() as session:
        table, key, holds = documents.INDEX.holding(session, Word(words))
        assert len(session.scalars(sa.select(key).select_from(table).where(holds)).all()) == count


def test_who_reported_stands_in_the_event_as_a_salted_hash(centre, tmp_path):
    import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", FULL, BARE), MAPPING)

    with centre.database.reading() as session:
        person = session.scalars(sa.select(CasePerson)).one()
        facts = dict(session.execute(sa.select(CaseEvent.case_id, CaseEvent.facts)).all())
    told = facts.pop(person.case_id)
    values = {"name": person.name, "phone": person.phone, "salt": person.salt}
    assert told == {"source": "hotline_12345", "reporter": intake.person_hash(values)}
    assert list(facts.values()) == [{"source": "hotline_12345"}]
    assert (person.phone, person.phone_last4) == ("13900001234", "1234")


def test_what_arrives_together_is_found_as_well(centre, tmp_path):
    rows = [(f"N{n}", *FULL[1:]) for n in range(3)]  # of one second: each has a key of its own
    for number, some in enumerate((rows[:2], [rows[2], BARE])):
        file = write_csv(tmp_path / f"{number}.csv", *some)
        import_cases(centre.database, WHO, file, MAPPING)

    with centre.database.reading() as session:
        keys = list(session.scalars(sa.select(CaseFile.id)))
        assert list(documents.untrue_documents(session, keys)) == []
        table, key, holds = documents.INDEX.holding(session, Word("井盖翘起"))
        found = session.scalars(sa.select(key).select_from(table).where(holds)).all()
        of_wells = sa.select(CaseDocument.id).where(CaseDocument.content.contains("井盖翘起"))
        assert sorted(found) == sorted(session.scalars(of_wells))
    assert len(found) == 3


def test_every_desk_hears_once_of_each_region(centre, tmp_path):
    heard = []
    centre.database.subscribe(heard.append)
    rows = [(f"N{n}", *FULL[1:5], (GRID, STREET)[n % 2], *FULL[6:]) for n in range(8)]

    import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", *rows), MAPPING)

    assert heard == [(Change(Topic.CASE, "", STREET), Change(Topic.CASE, "", GRID))]
    with centre.database.reading() as session:
        news = session.execute(sa.select(ChangeFeed.key, ChangeFeed.region).limit(100)).all()
    assert {tuple(row) for row in news} >= {("", STREET), ("", GRID)}


def test_news_of_too_many_regions_names_none(centre, tmp_path, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_REGIONS", 1)
    heard = []
    centre.database.subscribe(heard.append)

    import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", FULL, BARE), MAPPING)

    assert heard == [(Change(Topic.CASE, "", ""),)]


def test_a_batch_is_one_command_and_is_heard_by_no_unit(centre, tmp_path):
    before = len(rows_of(centre.database, CommandDone, set()))

    import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", FULL, BARE), MAPPING)

    assert len(rows_of(centre.database, CommandDone, set())) == before + 1
    assert rows_of(centre.database, CaseAudience, set()) == []


def test_a_batch_sent_twice_under_one_key_arrives_once(centre):
    key, message = new_id(), intake.Intake("路灯不亮", Source.HOTLINE_12345, STREET)
    with centre.database.writing(WHO) as uow:
        draft = arriving.Drafter(uow, b"pepper").draft(message, uow.now)
        for _ in range(2):
            arriving.receive_cases(uow, [draft], command_key=key)

    assert len(rows_of(centre.database, CaseFile, set())) == 1


def test_where_another_desk_was_quicker_with_one_the_others_land(centre, tmp_path, monkeypatch):
    """The other desk is played here by a batch that does not see what is known already."""
    import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", BARE), MAPPING)
    monkeypatch.setattr(cases_import, "known_messages", lambda *_args: {})

    report = import_cases(
        centre.database, WHO, write_csv(tmp_path / "b.csv", FULL, BARE, NAMED), MAPPING
    )

    assert (report.new, report.refused) == (2, 1)
    assert (report.rejected[0].line, "A2" in report.rejected[0].reason) == (3, True)
    told = rows_of(centre.database, CaseFile, set())
    assert sorted(row["external_number"] for row in told) == ["A1", "A2", "A3"]
    assert len(rows_of(centre.database, CaseEvent, set())) == 3


def test_a_receipt_code_drawn_twice_by_chance_costs_no_row(centre, tmp_path, monkeypatch):
    codes = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB", "CCCCCCCC"])
    monkeypatch.setattr(opening, "receipt_code", lambda: next(codes))

    report = import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", FULL, BARE), MAPPING)

    assert (report.new, report.refused) == (2, 0)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_row_the_server_refuses_is_quoted_nowhere(centre):
    message = intake.Intake(
        "路灯不亮", Source.HOTLINE_12345, STREET, reporter=intake.Reporter("金丝雀甲乙")
    )
    with centre.database.writing(WHO) as uow:
        draft = arriving.Drafter(uow, b"pepper").draft(message, uow.now)
        with pytest.raises(IntegrityError) as told, uow.session.begin_nested():
            ways = packings(packed=False)
            uow.add_packed(ways.person, [draft.person])  # of a case that is not there
        assert "金丝雀" not in str(told.value)
        assert "金丝雀" not in str(told.value.orig)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_where_policies_hold_for_the_role_rows_arrive_as_well(centre, tmp_path):
    with centre.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE case_file ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql("ALTER TABLE case_file FORCE ROW LEVEL SECURITY")
        connection.exec_driver_sql("CREATE POLICY all_of_it ON case_file USING (true)")

    report = import_cases(centre.database, WHO, write_csv(tmp_path / "a.csv", FULL, BARE), MAPPING)

    assert report.new == 2
    assert len(rows_of(centre.database, CaseFile, set())) == 2
