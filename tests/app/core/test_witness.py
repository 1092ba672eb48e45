"""Each computer remembers the last seal it saw, and notices when it is gone."""

import json

import pytest
import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.ids import new_id
from app.core.sealing import seal_journal
from app.core.witness import FILE, Seen, look_at_seals
from tests.factories.journal import WHO, tamper, write


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("JIEZHI_HOME", str(tmp_path))
    return tmp_path


def look(database: Database) -> Seen:
    return look_at_seals(database, WHO).seen


def test_what_goes_on_as_it_was_is_no_news(database: Database):
    write(database, 2)
    seal_journal(database)
    first = look(database)
    write(database, 2)
    seal_journal(database)

    assert (first, look(database)) == (Seen.FIRST, Seen.SAME)


def test_a_chain_computed_anew_is_noticed_and_written_down(database: Database, home):
    write(database, 3)
    seal_journal(database)
    look(database)
    tamper(database, "DELETE FROM journal_seal", "DELETE FROM journal WHERE serial = 2")
    seal_journal(database)

    told = look_at_seals(database, WHO)

    assert (told.seen, told.number) == (Seen.DIFFERS, 1)
    with database.reading() as session:
        actions = list(session.scalars(sa.select(JournalEntry.action)))
    assert "core.seal_differs" in actions
    assert look(database) is Seen.SAME  # told once
    [kept] = json.loads((home / FILE).read_text("utf-8"))["before"]
    assert (kept["where"], kept["number"]) == (database.where, 1)  # the desk keeps its evidence


def test_dropped_seals_are_noticed(database: Database):
    write(database, 1)
    seal_journal(database)
    look(database)
    tamper(database, "DELETE FROM journal_seal")

    assert look(database) is Seen.DIFFERS


def test_a_restore_is_told_as_one(database: Database):
    write(database, 1)
    seal_journal(database)
    look(database)
    tamper(database, "DELETE FROM journal_seal")
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            sa.text("UPDATE database_state SET epoch = :new").bindparams(
                sa.bindparam("new", new_id(), sa.Uuid())
            )
        )
    database.look_again()

    assert look(database) is Seen.RESTORED
    with database.reading() as session:
        told = session.scalars(sa.select(JournalEntry.action)).all()
    assert "core.seal_differs" in told


def test_another_database_in_its_place_is_noticed(database: Database):
    write(database, 1)
    seal_journal(database)
    look(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            sa.text("UPDATE database_state SET phone_pepper = :new"), {"new": b"x" * 32}
        )
    database.look_again()

    assert look(database) is Seen.OTHER_DATABASE


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": 3}'])
def test_a_damaged_memory_is_no_memory(database: Database, home, text):
    write(database, 1)
    look(database)
    (home / FILE).write_text(text, encoding="utf-8")

    assert look(database) is Seen.FIRST


def test_before_anything_is_sealed_there_is_nothing_to_miss(database: Database):
    look(database)
    with database.writing(WHO) as uow:
        uow.record("test", Topic.SETTING, "x")
    seal_journal(database)

    assert look(database) is Seen.SAME
