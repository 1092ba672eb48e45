"""What goes wrong between desk and database, and what is tried on purpose, on both engines."""

import sqlite3
import threading
import traceback
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.core.actor import Actor, console
from app.core.attachments import attach, clear_exports, export_to, prepare
from app.core.calendar_national import default_body
from app.core.calendar_store import CalendarUnchanged, publish_calendar, versions
from app.core.changes import Change, Topic
from app.core.database import Database, Uow, once
from app.core.database.tables import JournalEntry
from app.core.errors import (
    BadDatabaseUrl,
    CommandKeyReused,
    Conflict,
    DatabaseBusy,
    SchemaTooNew,
    TextTooLong,
    TextUnstorable,
)
from app.core.ids import new_id
from app.core.settings import Settings
from app.core.words import sentence
from app.migrations import MigrationFailed, migrate

ME = console("test")
NUL, HALF = "渠道\0一", "半个\ud83d字"
ONLY_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@dataclass(frozen=True, slots=True)
class Order:
    text: str
    seen_version: int = 1
    body: bytes = b""


@once
def carry_out(uow: Uow, order: Order, *, command_key: UUID) -> str:
    uow.record("test.done", Topic.SETTING, "x", text=order.text)
    return order.text


def send(database: Database, order: Order, key: UUID) -> str:
    with database.writing(ME) as uow:
        return carry_out(uow, order, command_key=key)


def journal_rows(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(JournalEntry))


@pytest.mark.parametrize(
    "other",
    [Order("改过的话"), Order("原话", body=b"\1")],
    ids=["other words", "other file"],
)
def test_a_key_sent_again_with_something_else_to_do_is_refused_not_swallowed(database, other):
    key = new_id()
    send(database, Order("原话"), key)

    with pytest.raises(CommandKeyReused):
        send(database, other, key)

    assert journal_rows(database) == 1


def test_a_version_seen_later_does_not_make_it_another_command(database):
    """After a lost answer the desk reads again: what it sees by then is what it has done."""
    key = new_id()
    told = [send(database, Order("原话", seen_version=seen), key) for seen in (1, 2)]

    assert told == ["原话", "原话"]
    assert journal_rows(database) == 1


def test_a_desk_that_is_open_while_the_database_moves_on_stops_writing(database, second_desk):
    send(second_desk, Order("先前"), new_id())
    with database.writing(ME) as uow:
        uow.session.execute(
            sa.text("UPDATE database_state SET min_client = '9999', needed_version = '9.1.0'")
        )

    with pytest.raises(SchemaTooNew) as caught:
        send(second_desk, Order("之后"), new_id())

    assert "9.1.0" in sentence(caught.value)
    assert journal_rows(database) == 1


def test_a_desk_learns_the_new_pepper_of_a_database_that_was_restored(database, second_desk):
    before = second_desk.state.pepper
    with database.writing(ME) as uow:
        uow.session.execute(
            sa.text("UPDATE database_state SET epoch = :epoch, phone_pepper = :pepper").bindparams(
                sa.bindparam("epoch", new_id(), type_=sa.Uuid),
                sa.bindparam("pepper", b"another", type_=sa.LargeBinary),
            )
        )
    send(second_desk, Order("恢复之后"), new_id())

    assert before != b"another"
    assert second_desk.state.pepper == b"another"


@ONLY_POSTGRES
def test_a_character_no_database_keeps_is_said_in_one_sentence(database):
    with pytest.raises(TextUnstorable) as caught, database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x", text=NUL)
    assert "没有保存" in sentence(caught.value)
    with pytest.raises(TextUnstorable), database.reading() as session:
        session.scalar(sa.select(JournalEntry.id).where(JournalEntry.subject == NUL))
    assert journal_rows(database) == 0


def test_half_a_character_is_said_in_one_sentence(database):
    with pytest.raises(TextUnstorable), database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, HALF)
    assert journal_rows(database) == 0


@ONLY_POSTGRES
def test_a_text_no_column_holds_is_said_in_one_sentence(database):
    with pytest.raises(TextTooLong), database.writing(ME) as uow:
        uow.record("x" * 65, Topic.SETTING, "x")
    assert journal_rows(database) == 0


def test_a_failure_of_ours_quotes_no_value_that_was_being_written(database):
    """What is not understood is logged with its traceback; a log is no place for a person."""
    secret = "".join(("金丝", "雀"))
    with pytest.raises(sa.exc.IntegrityError) as caught, database.writing(ME) as uow:
        uow.session.add(
            JournalEntry(
                id=new_id(),
                at=uow.now,
                person_name=secret,
                desk="x",
                action=None,
                topic="x",
                subject=secret,
                region="",
                facts={},
            )
        )

    assert secret not in "".join(traceback.format_exception(caught.value))
    assert secret not in repr(caught.value.orig)


def test_a_listener_that_fails_does_not_make_a_commit_look_lost(database, caplog):
    heard = []

    def broken(changes):
        raise RuntimeError("its window is gone")

    database.subscribe(broken)
    database.subscribe(heard.extend)
    with database.writing(ME) as uow:
        uow.record("test", Topic.SETTING, "x")
        uow.touched(Topic.SETTING, "x")

    assert journal_rows(database) == 1
    assert len(heard) == 1
    assert "its window is gone" in caplog.text


@ONLY_POSTGRES
def test_all_connections_in_use_is_said_in_one_sentence(database):
    database.engine.pool._timeout = 0.05
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(database.engine.connect())
        with pytest.raises(DatabaseBusy), database.reading() as session:
            session.scalar(sa.select(sa.literal(1)))


@ONLY_POSTGRES
def test_a_desk_that_fell_asleep_in_the_middle_lets_go_of_what_it_holds(database):
    with database.reading() as session:
        assert session.scalar(sa.text("SHOW idle_in_transaction_session_timeout")) == "1min"


def test_the_feed_of_a_file_waits_until_nobody_holds_all_of_it(embedded_database, monkeypatch):
    monkeypatch.setattr("app.core.database.sqlite.BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr("app.core.database.sqlite.RETRY_S", 0.02)
    desk = Database.open(str(embedded_database.url))
    heard: Queue[tuple[Change, ...]] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=desk.watch, args=(stop, heard.put))
    with closing(sqlite3.connect(embedded_database.where, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        thread.start()
        thread.join(0.2)

    found: list[Change] = []
    for _ in range(20):  # what is said before it listens is not its news
        with embedded_database.writing(ME) as uow:
            uow.touched(Topic.CASE, "x")
        with suppress(Empty):
            found.extend(heard.get(timeout=0.5))
            break
    stop.set()
    thread.join()
    desk.dispose()

    assert found == [Change(Topic.CASE, "x")]


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://root:secret@host/db", "postgresql://host:port/x"]
)
def test_an_address_that_is_none_is_said_in_one_sentence(url):
    with pytest.raises(BadDatabaseUrl) as caught:
        Database.open(url)
    assert "secret" not in sentence(caught.value)


def test_a_desk_with_an_endless_name_can_be_worked_at(database):
    desk = Settings(desk_name="前台\0" * 100).desk
    with database.writing(Actor(None, "周敏", desk)) as uow:
        uow.record("test", Topic.SETTING, "x")

    assert journal_rows(database) == 1
    assert desk.startswith("前台前台")


# -- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["照", "𠮷", "a"])
def test_a_file_with_a_long_chinese_name_can_be_opened(database, tmp_path, sign):
    """Linux counts bytes: 255 of them are 85 Chinese characters, or 63 rare ones."""
    with database.writing(ME) as uow:
        file = prepare(b"x", f"{sign * 300}.txt")
        key = attach(uow, Topic.CASE, "x", "990102", file, command_key=new_id())

    path = export_to(database, key, tmp_path, actor=ME)

    assert path.read_bytes() == b"x"
    assert path.name.startswith(sign * 40)


def test_clearing_copies_follows_no_link_out_of_its_folder(tmp_path):
    folder, home = tmp_path / "opened", tmp_path / "elsewhere"
    for each in (folder, home):
        each.mkdir()
    letter = home / "letter.txt"
    letter.write_text("mine")
    (folder / "jiezhi-file-trap").symlink_to(home)
    mode = home.stat().st_mode

    clear_exports(folder)

    assert letter.read_text() == "mine"
    assert home.stat().st_mode == mode


def test_a_copy_that_cannot_be_removed_keeps_no_other_from_it(tmp_path, monkeypatch):
    folder = tmp_path / "opened"
    first, second = (folder / f"jiezhi-file-{name}" for name in ("1", "2"))
    for each in (first, second):
        each.mkdir(parents=True)
        (each / "a.txt").touch()
    chmod = Path.chmod

    def refuse(path, mode, **more):
        if path == first:
            raise PermissionError(path)
        chmod(path, mode, **more)

    monkeypatch.setattr(Path, "chmod", refuse)
    clear_exports(folder)

    assert [path.name for path in folder.iterdir()] == [first.name]


# -- calendars -----------------------------------------------------------------------------------


def test_two_calendars_at_once_are_two_versions_or_a_conflict(database, second_desk):
    """A desk that is a moment later is told so, or waits: nothing is lost without a word."""
    refused = []

    def other():
        try:
            with second_desk.writing(ME) as uow:
                publish_calendar(uow, default_body(), "二", command_key=new_id())
        except (Conflict, CalendarUnchanged) as error:
            refused.append(error)

    thread = threading.Thread(target=other)
    with database.writing(ME) as uow:
        publish_calendar(uow, default_body(), "一", command_key=new_id())
        thread.start()
        thread.join(0.3)
    thread.join()

    with database.reading() as session:
        assert [row.note for row in versions(session)] == ["一"]
    assert len(refused) == 1


# -- other people at the same computer -----------------------------------------------------------


def open_to_others(folder: Path) -> list[str]:
    return [file.name for file in sorted(folder.iterdir()) if file.stat().st_mode & 0o077]


def test_an_embedded_database_is_read_by_its_owner_only(tmp_path):
    """It holds who reported what; the same computer may have other users."""
    database = Database.open(f"sqlite:///{tmp_path}/data/jiezhi.db")
    migrate(database)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
        assert open_to_others(tmp_path / "data") == []
    with pytest.raises(MigrationFailed):
        migrate(database)
    database.dispose()

    assert len(list((tmp_path / "data").glob("*.before-*"))) == 1
    assert open_to_others(tmp_path / "data") == []
