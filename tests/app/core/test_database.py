"""Units of work on both engines: all or nothing, once, append-only, and troubles in words."""

import sqlite3
import threading
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.core.actor import Actor, console
from app.core.changes import Topic
from app.core.database import SCHEMA, VERSION, Database, Uow, once
from app.core.database.tables import ChangeFeed, CommandDone, JournalEntry
from app.core.errors import (
    CommandKeyReused,
    DatabaseBusy,
    DatabaseUnreachable,
    DiskFull,
    NoDatabase,
    SchemaTooNew,
    SchemaTooOld,
)
from app.core.ids import new_id
from app.core.words import sentence
from tests.sources import ROOT

ME = console("test")


@once
def note_down(uow: Uow, text: str, *, command_key: UUID) -> str:
    uow.record("test.noted", Topic.SETTING, text)
    return f"noted {text}"


def journal_rows(database):
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))


def test_what_is_read_together_is_of_one_moment(database):
    with database.reading() as session:
        before = session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))
        with database.writing(ME) as uow:
            note_down(uow, "between", command_key=new_id())
        assert session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == before
    assert journal_rows(database) == before + 1


def test_a_failed_unit_of_work_leaves_nothing(database):
    with pytest.raises(RuntimeError), database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x")
        uow.touched(Topic.SETTING, "x")
        uow.session.flush()
        raise RuntimeError

    with database.reading() as session:
        assert journal_rows(database) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(ChangeFeed)) == 0


def test_the_same_command_key_gives_the_stored_result_and_does_nothing(database):
    key = new_id()
    results = []
    for _ in range(2):
        with database.writing(ME) as uow:
            results.append(note_down(uow, "a", command_key=key))

    assert results == ["noted a", "noted a"]
    assert journal_rows(database) == 1


def test_a_second_sender_of_a_key_in_flight_waits_and_gets_the_first_result(database):
    key, first_in, results = new_id(), threading.Event(), []

    def second():
        first_in.wait(10)
        with database.writing(ME) as uow:
            results.append(note_down(uow, "a", command_key=key))

    thread = threading.Thread(target=second)
    thread.start()
    with database.writing(ME) as uow:
        results.append(note_down(uow, "a", command_key=key))
        first_in.set()
        thread.join(0.3)
    thread.join(10)

    assert results == ["noted a", "noted a"]
    assert journal_rows(database) == 1


def test_a_command_key_cannot_be_used_by_somebody_else(database):
    key = new_id()
    with database.writing(ME) as uow:
        note_down(uow, "a", command_key=key)

    other = Actor(person_id=new_id(), name="别人", desk="窗口2")
    with pytest.raises(CommandKeyReused), database.writing(other) as uow:
        note_down(uow, "a", command_key=key)


def test_an_action_that_failed_may_be_sent_again_with_its_key(database):
    key = new_id()
    with pytest.raises(RuntimeError), database.writing(ME) as uow:
        note_down(uow, "a", command_key=key)
        raise RuntimeError
    with database.writing(ME) as uow:
        note_down(uow, "a", command_key=key)

    assert journal_rows(database) == 1
    with database.reading() as session:
        assert session.get_one(CommandDone, key).result == "noted a"


@pytest.mark.parametrize("statement", ["UPDATE journal SET desk = 'x'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_rewrite_the_journal(database, statement):
    with database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x")

    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.writing(ME) as uow:
        uow.session.execute(sa.text(statement))


def test_a_database_without_a_schema_says_how_to_begin(blank_url, open_database):
    with pytest.raises(NoDatabase) as caught:
        _ = open_database(blank_url).state

    assert "init" in sentence(caught.value)


def set_state(database, statement):
    with database.engine.begin() as connection:
        connection.execute(sa.text(statement))
    database.look_again()


def test_a_program_older_than_the_schema_reads_but_does_not_write(database):
    set_state(database, "UPDATE database_state SET min_client = '9999', needed_version = '9.1.0'")

    assert journal_rows(database) == 0
    with pytest.raises(SchemaTooNew) as caught, database.writing(ME):
        pass
    assert "9.1.0" in sentence(caught.value)


def test_a_schema_older_than_the_program_must_be_migrated_first(database):
    set_state(database, "UPDATE alembic_version SET version_num = '0001'")

    with pytest.raises(SchemaTooOld) as caught, database.writing(ME):
        pass
    assert SCHEMA in sentence(caught.value)


def test_a_locked_file_is_said_in_one_sentence_and_nothing_is_saved(embedded_database, monkeypatch):
    monkeypatch.setattr("app.core.database.sqlite.BUSY_TIMEOUT_MS", 50)
    desk = Database.open(str(embedded_database.url))
    holder = sqlite3.connect(embedded_database.where)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseBusy) as caught, desk.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x")

    assert "没有保存" in sentence(caught.value)
    holder.close()
    assert journal_rows(desk) == 0
    desk.dispose()


def test_a_full_disk_is_said_in_one_sentence_and_nothing_is_half_written(embedded_database):
    with embedded_database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(DiskFull), embedded_database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x", text="长" * 200_000)
        uow.touched(Topic.SETTING, "x")

    assert journal_rows(embedded_database) == 0


def test_a_server_that_does_not_answer_is_named_without_its_password():
    desk = Database.open("postgresql+psycopg://clerk:secret@127.0.0.1:1/jiezhi")

    with pytest.raises(DatabaseUnreachable) as caught:
        _ = desk.state

    assert "127.0.0.1/jiezhi" in sentence(caught.value)
    assert "secret" not in sentence(caught.value)


def test_the_program_knows_its_own_version():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["version"] == VERSION
