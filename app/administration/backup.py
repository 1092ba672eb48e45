"""Backing a database up into one file, and putting such a file back.

The engines differ in everything here (`backup_sqlite`, `backup_postgres`); what they share is
that a file appears whole or not at all, and that a restore raises the epoch, by which every
desk notices that time went back.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.rules import Right
from app.administration import backup_postgres, backup_sqlite
from app.administration.backup_errors import (
    BackupIsDatabase,
    BackupMissing,
    BackupOfOtherEngine,
    NotABackup,
    RestoreNeedsYes,
)
from app.cases.models import CaseFile
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import SCHEMA, Database
from app.core.errors import NoDatabase
from app.core.whole_files import whole_file

SUBJECT = "backup"
_HEAD_LENGTH = 16


class BackupFormat(StrEnum):
    """What a backup file is, told by its first bytes."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


_HEADS = {b"SQLite format 3\x00": BackupFormat.SQLITE, b"PGDMP": BackupFormat.POSTGRES}


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A finished backup.

    Attributes:
        file: Where it is.
        size_bytes: How large it is.
        revision: Schema revision of what it holds.
    """

    file: Path
    size_bytes: int
    revision: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore.

    Attributes:
        revision: Schema revision the database has now.
        needs_migration: True when that is older than this program.
    """

    revision: str
    needs_migration: bool


def backup(database: Database, actor: Actor, file: Path) -> BackedUp:
    """Copy everything into `file` while desks go on working; an older backup there is replaced.

    Raises:
        NotAllowed: Backups hold everything, personal values included.
        NotABackup: `file` exists and is something else.
        BackupIsDatabase: `file` is the database itself.
        DiskFull: No room; an older backup of that name is still whole.
        AppError: Any other trouble, in one sentence; nothing half-written is left.
    """
    actor.require(Right.MANAGE_SETTINGS)
    database.look_again()
    _check_target(database, file)
    with whole_file(file) as part:
        if database.is_sqlite:
            backup_sqlite.save(_sqlite_file(database), part)
        else:
            backup_postgres.save(database, part)
    done = BackedUp(file, file.stat().st_size, database.state.revision)
    with database.writing(actor) as uow:
        uow.record("administration.backup", Topic.SETTING, SUBJECT, bytes=done.size_bytes)
    return done


def restore(database: Database, actor: Actor, file: Path, *, overwrite: bool = False) -> Restored:
    """Make the database what it was when `file` was written; all or nothing.

    Args:
        database: What is replaced; may be empty or absent.
        actor: Who does it; journaled in the restored database.
        file: A backup of the same engine.
        overwrite: Must be said to replace a database with data that are not made up.

    Raises:
        RestoreNeedsYes: There are real data, and `overwrite` was not said.
        NotABackup: The file is something else, or damaged.
        SchemaTooNew: It was written by a newer program.
        AppError: Any other trouble, in one sentence; the database is as it was.
    """
    actor.require(Right.MANAGE_SETTINGS)
    _check_source(database, file)
    if not overwrite and holds_real_data(database):
        raise RestoreNeedsYes(where=database.where)
    if database.is_sqlite:
        backup_sqlite.load(file, _sqlite_file(database))
    else:
        backup_postgres.load(database, file)
    database.engine.dispose()
    state = database.look_again()
    needs_migration = state.revision < SCHEMA
    if not needs_migration:
        with database.writing(actor) as uow:
            uow.record("administration.restore", Topic.SETTING, SUBJECT, file=file.name)
            uow.touched(Topic.EVERYTHING, "")
    return Restored(state.revision, needs_migration)


def holds_real_data(database: Database) -> bool:
    """Tell whether a database has people or cases that are not made up."""
    try:
        if database.look_again().is_demo:
            return False
    except NoDatabase:
        return False
    with database.reading() as session:
        return any(
            session.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None
            for table in (Person, CaseFile)
        )


def format_of(file: Path) -> BackupFormat | None:
    """Return what a file is by its first bytes; None for anything but a backup."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD_LENGTH)
    return next((kind for sign, kind in _HEADS.items() if head.startswith(sign)), None)


def _check_target(database: Database, file: Path) -> None:
    if not file.exists():
        return
    _refuse_itself(database, file)
    found = format_of(file) if file.is_file() else None
    foreign = found is BackupFormat.SQLITE and not backup_sqlite.is_backup(file)
    if found is None or foreign:
        raise NotABackup(file=file.name)


def _check_source(database: Database, file: Path) -> None:
    if not file.is_file():
        raise BackupMissing(file=file)
    found = format_of(file)
    if found is None:
        raise NotABackup(file=file.name)
    wanted = BackupFormat.SQLITE if database.is_sqlite else BackupFormat.POSTGRES
    if found is not wanted:
        raise BackupOfOtherEngine(file=file.name, found=found, wanted=wanted)
    _refuse_itself(database, file)


def _refuse_itself(database: Database, file: Path) -> None:
    own = _sqlite_file(database)
    if database.is_sqlite and own.exists() and file.samefile(own):
        raise BackupIsDatabase(file=file.name)


def _sqlite_file(database: Database) -> Path:
    return Path(database.url.database or "")
