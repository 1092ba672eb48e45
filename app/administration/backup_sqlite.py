"""Backup and restore of an embedded file by SQLite's online backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from app.administration.backup_errors import BackupDamaged, NotABackup
from app.core.database import SCHEMA, VERSION
from app.core.errors import AppError, DatabaseBusy, DiskFull, SchemaTooNew

BUSY_TIMEOUT_S = 5.0
_HAS_LOG = b"\x02"
_BY_CODE: dict[int, type[AppError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
}


def save(database: Path, part: Path) -> None:
    """Copy the database at one moment into `part` and prove that the copy is sound.

    The copy is one file, without a log beside it, that only its owner may read.
    """
    part.touch(mode=0o600)
    with _translating(part), _open(database) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        _check_sound(target, part)


def is_backup(file: Path) -> bool:
    """Tell whether an SQLite file is a backup of ours, and not a database somebody works with.

    A desk's database has a write-ahead log, which its 19th byte tells; `save` leaves none.
    """
    with file.open("rb") as stream:
        if stream.read(19)[18:] == _HAS_LOG:
            return False
    try:
        with _open(file) as connection:
            return connection.execute("SELECT 1 FROM database_state").fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def load(file: Path, database: Path) -> None:
    """Replace all that is in `database` by what is in `file`, in one transaction of SQLite.

    The new epoch is set in a copy beforehand, so that no desk ever sees old rows under the
    epoch it knows.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    if not database.exists():
        database.touch(mode=0o600)
    copy = database.with_name(f"{database.name}.restoring")
    try:
        with _translating(file):
            _prepare(file, copy)
            with _open(copy) as source, closing(sqlite3.connect(database)) as target:
                target.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
                source.backup(target)
    finally:
        for leftover in ("", "-wal", "-shm", "-journal"):
            copy.with_name(f"{copy.name}{leftover}").unlink(missing_ok=True)


def _prepare(file: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    with _open(file) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        _check_sound(target, file)
        _check_ours(target, file)
        with target:
            target.execute("UPDATE database_state SET epoch = ?", (uuid4().hex,))


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S)) as connection:
        yield connection


def _check_sound(connection: sqlite3.Connection, file: Path) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupDamaged(file=file.name, why=found)


def _check_ours(connection: sqlite3.Connection, file: Path) -> None:
    try:
        needed, version = connection.execute(
            "SELECT min_client, needed_version FROM database_state"
        ).fetchone()
    except (sqlite3.OperationalError, TypeError) as error:  # no table, or no row in it
        raise NotABackup(file=file.name) from error
    if needed > SCHEMA:
        raise SchemaTooNew(needed=version, have=VERSION)


@contextmanager
def _translating(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        known = _BY_CODE.get(error.sqlite_errorcode & 0xFF)
        if known is not None:
            raise known from error
        raise BackupDamaged(file=file.name, why=str(error)) from error
