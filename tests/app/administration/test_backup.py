"""Backup and restore: whole or not at all, on both engines."""

import errno
import os
import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.administration import backup as package
from app.administration.backup import How, Proof, postgres, programs, restore, sqlite
from app.administration.backup.errors import (
    BackupIsDatabase,
    BackupMissing,
    BackupOfOtherEngine,
    NotABackup,
    RestoreNeedsYes,
    ServerProgramMissing,
)
from app.administration.backup.locks import Keys
from app.administration.backup.wrapping import Target
from app.core.actor import Actor, console
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import ChangeFeed, DatabaseState, JournalEntry
from app.core.errors import AppError, DiskFull, NotAllowed, SchemaTooNew
from app.core.ids import new_id
from app.core.whole_files import FolderMissing
from app.core.words import sentence

WHO = console("test")
UNPROVEN = How(proof=Proof.NONE)
"""How a backup is proven has tests of its own."""


def backup(database: Database, who: Actor, file: Path) -> package.BackedUp:
    return package.backup(database, who, file, UNPROVEN)


def add_person(database: Database, login: str) -> None:
    with database.writing(WHO) as uow:
        uow.session.add(Person(id=new_id(), login=login, name=login, pinyin=login, initials="x"))
        uow.touched(Topic.PERSON, login)


def logins(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Person.login).order_by(Person.login)))


def test_a_restored_database_is_what_it_was_and_says_that_time_went_back(
    database: Database, second_desk: Database, tmp_path: Path
):
    add_person(database, "first")
    done = backup(database, WHO, tmp_path / "a.backup")
    add_person(database, "second")
    epoch = second_desk.state.epoch

    restored = restore(database, WHO, done.file, overwrite=True)

    assert logins(second_desk) == ["first"]
    assert second_desk.look_again().epoch != epoch
    assert restored.revision == second_desk.state.revision
    assert not restored.needs_migration


def test_a_backup_and_a_restore_stand_in_the_journal(database: Database, tmp_path: Path):
    done = backup(database, WHO, tmp_path / "a.backup")
    restore(database, WHO, done.file, overwrite=True)

    with database.reading() as session:
        actions = list(session.scalars(sa.select(JournalEntry.action)))
    assert actions == ["administration.restore"]  # the one about the copy came after it


def test_news_of_before_a_restore_is_not_told_again(database: Database, tmp_path: Path):
    add_person(database, "first")
    done = backup(database, WHO, tmp_path / "a.backup")
    restore(database, WHO, done.file, overwrite=True)

    with database.reading() as session:
        topics = set(session.scalars(sa.select(ChangeFeed.topic)))
    assert Topic.EVERYTHING in topics
    if not database.is_sqlite:
        assert topics == {Topic.EVERYTHING}


def test_a_backup_is_one_file_only_its_owner_may_read(database: Database, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(database, WHO, folder / "a.backup")

    assert [file.name for file in folder.iterdir()] == ["a.backup"]
    assert stat.S_IMODE((folder / "a.backup").stat().st_mode) == 0o600


def test_a_backup_replaces_an_older_one_of_that_name(database: Database, tmp_path: Path):
    file = tmp_path / "a.backup"
    backup(database, WHO, file)
    add_person(database, "first")
    backup(database, WHO, file)
    restore(database, WHO, file, overwrite=True)

    assert logins(database) == ["first"]


def test_a_backup_does_not_replace_what_is_no_backup(database: Database, tmp_path: Path):
    file = tmp_path / "letter.txt"
    file.write_text("亲爱的")
    with pytest.raises(NotABackup):
        backup(database, WHO, file)
    assert file.read_text() == "亲爱的"


def test_a_backup_needs_a_folder_that_exists(database: Database, tmp_path: Path):
    with pytest.raises(FolderMissing) as raised:
        backup(database, WHO, tmp_path / "nowhere" / "a.backup")
    assert "请先建好" in sentence(raised.value)


def test_real_data_are_replaced_only_when_told_so(database: Database, tmp_path: Path):
    file = backup(database, WHO, tmp_path / "a.backup").file
    add_person(database, "first")
    with pytest.raises(RestoreNeedsYes):
        restore(database, WHO, file)
    assert logins(database) == ["first"]


def test_a_demo_is_replaced_without_a_question(database: Database, tmp_path: Path):
    file = backup(database, WHO, tmp_path / "a.backup").file
    add_person(database, "first")
    with database.writing(WHO) as uow:
        uow.session.execute(sa.update(DatabaseState).values(is_demo=True))
    restore(database, WHO, file)
    assert logins(database) == []


@pytest.fixture
def empty_target(request: pytest.FixtureRequest, database: Database, tmp_path: Path, open_database):
    """A database of the same engine without a schema."""
    if database.is_sqlite:
        return open_database(f"sqlite:///{tmp_path / 'new' / 'empty.db'}")
    cluster = request.getfixturevalue("cluster")
    return open_database(cluster.url(cluster.create()))


def test_a_restore_fills_an_empty_database(
    database: Database, empty_target: Database, tmp_path: Path
):
    add_person(database, "first")
    restore(empty_target, WHO, backup(database, WHO, tmp_path / "a.backup").file)
    assert logins(empty_target) == ["first"]


def test_a_backup_of_the_other_engine_is_refused(database: Database, tmp_path: Path):
    file = tmp_path / "a.backup"
    file.write_bytes(b"PGDMP" if database.is_sqlite else b"SQLite format 3\x00")
    with pytest.raises(BackupOfOtherEngine) as raised:
        restore(database, WHO, file)
    assert "PostgreSQL" in sentence(raised.value)


@pytest.mark.parametrize("content", [b"", b"hello", b"PGDMP", b"SQLite format 3\x00"])
def test_what_is_no_backup_is_refused_and_nothing_changes(
    database: Database, tmp_path: Path, content: bytes
):
    add_person(database, "first")
    file = tmp_path / "a.backup"
    file.write_bytes(content)
    with pytest.raises(AppError) as raised:
        restore(database, WHO, file, overwrite=True)
    assert sentence(raised.value).endswith("。")
    assert logins(database) == ["first"]


def test_half_a_backup_is_refused_and_nothing_changes(database: Database, tmp_path: Path):
    add_person(database, "first")
    file = backup(database, WHO, tmp_path / "a.backup").file
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AppError) as raised:
        restore(database, WHO, file, overwrite=True)
    assert sentence(raised.value).endswith("。")
    assert logins(database) == ["first"]


def test_a_backup_of_a_newer_program_is_refused(database: Database, tmp_path: Path):
    with database.writing(WHO) as uow:
        newer = sa.update(DatabaseState).values(min_client="9999", needed_version="9.0")
        uow.session.execute(newer)
    part = tmp_path / "a.backup"
    target = Target(part, None, Keys())
    if database.is_sqlite:
        sqlite.save(Path(database.url.database or ""), target)
    else:
        postgres.save(database, target)
    target.close()
    with database.engine.begin() as connection:
        connection.execute(sa.update(DatabaseState).values(min_client="0001"))
    with pytest.raises(SchemaTooNew) as raised:
        restore(database, WHO, part, overwrite=True)
    assert "9.0" in sentence(raised.value)


def test_a_missing_file_is_named(database: Database, tmp_path: Path):
    with pytest.raises(BackupMissing) as raised:
        restore(database, WHO, tmp_path / "nothing.backup")
    assert "nothing.backup" in sentence(raised.value)


def test_a_backup_takes_the_right_to_settings(database: Database, tmp_path: Path):
    nobody = Actor(new_id(), "某人", "desk")
    with pytest.raises(NotAllowed):
        backup(database, nobody, tmp_path / "a.backup")
    with pytest.raises(NotAllowed):
        restore(database, nobody, tmp_path / "a.backup")


def test_a_full_disk_leaves_the_older_backup_whole(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = backup(database, WHO, tmp_path / "a.backup").file
    before = file.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sqlite, "save", full)
    monkeypatch.setattr(postgres, "save", full)
    with pytest.raises(DiskFull):
        backup(database, WHO, file)
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_an_embedded_file_is_not_backed_up_onto_itself(embedded_database: Database):
    file = Path(embedded_database.url.database or "")
    with pytest.raises(BackupIsDatabase):
        backup(embedded_database, WHO, file)
    with pytest.raises(BackupIsDatabase):
        restore(embedded_database, WHO, file)


def test_a_foreign_sqlite_file_is_no_backup(embedded_database: Database, tmp_path: Path):
    file = tmp_path / "foreign.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE something (id)")
    connection.close()
    with pytest.raises(NotABackup):
        restore(embedded_database, WHO, file)


def test_a_full_file_system_during_a_copy_is_said_so(tmp_path: Path, sqlite_template: Path):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    with pytest.raises(DiskFull), sqlite._translating(sqlite_template):
        raise error


@pytest.mark.postgres
def test_a_machine_without_the_server_programs_says_what_to_install(
    cluster, postgres_template: str, open_database, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(programs, "candidates", lambda name: iter(()))
    database = open_database(cluster.url(postgres_template))
    with pytest.raises(ServerProgramMissing) as raised:
        backup(database, WHO, tmp_path / "a.backup")
    assert "pg_dump" in sentence(raised.value)
    database.dispose()


def test_the_program_of_the_servers_own_version_is_taken_else_the_next_newer(
    tmp_path: Path, monkeypatch
):
    def installed(version: int) -> Path:
        file = tmp_path / f"pg_dump{version}"
        file.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4 (Debian)'\n")
        file.chmod(0o755)
        return file

    there = [installed(version) for version in (14, 18, 15, 17)]
    monkeypatch.setattr(programs, "candidates", lambda _name: iter(there))

    assert programs.find_program("pg_dump", 15) == there[2]
    assert programs.find_program("pg_dump", 16) == there[3]
    with pytest.raises(ServerProgramMissing):
        programs.find_program("pg_dump", 19)
