"""Backup and restore of an embedded file by SQLite's online backup."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from app.administration.backup.errors import BackupDamaged, BackupNotProven, NotABackup
from app.administration.backup.wrapping import PIECE, Holding, Source, Target
from app.core.attachments.apart import TABLES
from app.core.chores import meanwhile
from app.core.database import SCHEMA, VERSION
from app.core.errors import AppError, DatabaseBusy, DiskFull, SchemaTooNew
from app.core.whole_files import understood

BUSY_TIMEOUT_S = 5.0
PAGES = 4_096
"""Copied in one step, 16 MiB: between two steps others get their turn."""
Keep = Callable[[sa.Connection], None]
_HAS_LOG = b"\x02"
_BY_CODE: dict[int, type[AppError]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
}


def save(database: Path, target: Target, keep: Keep | None = None) -> Holding:
    """Copy the database at one moment; nobody has to stop working.

    Args:
        database: The file in use.
        target: Where the copy goes; it is one file without a log beside it.
        keep: Takes the bodies of attachments out of a copy that may be read; they are then left
            out of the backup.

    Returns:
        What the database held at that moment.
    """
    with _translating(database), _scratch(database, "copying") as copy:
        if target.path is not None and keep is None:
            return _copy(database, target.path)
        copy.touch(mode=0o600, exist_ok=False)
        holding, made = _copy(database, copy), copy
        if keep is not None:
            _read(copy, keep)
            made = _without_bodies(copy, target.path)
        if target.path is None:
            with made.open("rb") as stream:
                while piece := stream.read(PIECE):
                    target.write(piece)
                    meanwhile()
        return holding


def prove(database: Path, source: Source) -> None:
    """Restore a backup beside the database, and compare what it holds with what it says.

    Raises:
        BackupNotProven: It differs.
        BackupDamaged: It does not pass the database's own check.
    """
    with _translating(source.file), _scratch(database, "checking") as copy:
        _unpack(source, copy)
        with _open(copy) as connection:
            _check_sound(connection, source.file)
            found = _holding(connection)
    if source.manifest is not None:
        without = frozenset(TABLES) if source.manifest.store else frozenset()
        differs = source.manifest.holding.differs(found, without)
        if differs:
            raise BackupNotProven(what=differs)


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


def load(source: Source, database: Path, fill: Keep | None = None) -> None:
    """Replace all that is in `database` by what a backup holds, in one transaction of SQLite.

    The new epoch is set in a copy beforehand, so that no desk ever sees old rows under the
    epoch it knows; so are the bodies of attachments, by `fill`, where they are kept apart.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    if not database.exists():
        database.touch(mode=0o600)
    with _translating(source.file), _scratch(database, "restoring") as copy:
        _unpack(source, copy)
        with closing(sqlite3.connect(copy)) as target:
            _check_sound(target, source.file)
            _check_ours(target, source.file)
            with target:
                target.execute("UPDATE database_state SET epoch = ?", (uuid4().hex,))
        if fill is not None:
            _read(copy, fill)
        with _open(copy) as origin, closing(sqlite3.connect(database)) as target:
            target.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
            origin.backup(target)


def _copy(database: Path, place: Path) -> Holding:
    """Copy at the moment of a reading transaction, so that the counts are those of the copy."""
    with _open(database) as origin, closing(sqlite3.connect(place)) as target:
        origin.execute("BEGIN")
        holding = _holding(origin)
        origin.backup(target, pages=PAGES, progress=lambda *_: meanwhile())
        target.execute("PRAGMA journal_mode = DELETE")
    return holding


def _holding(connection: sqlite3.Connection) -> Holding:
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    tables = [name for (name,) in connection.execute(f"{asked} ORDER BY name").fetchall()]
    counts = {}
    for table in tables:
        counted = f'SELECT count(*) FROM "{table}"'  # noqa: S608  names the database itself gave
        counts[table] = int(connection.execute(counted).fetchone()[0])
        meanwhile()
    last = "SELECT number, hash FROM journal_seal ORDER BY number DESC LIMIT 1"
    seal = connection.execute(last).fetchone() if "journal_seal" in tables else None
    return Holding(counts, seal[0], seal[1].hex()) if seal else Holding(counts)


def _without_bodies(copy: Path, place: Path | None) -> Path:
    """Return the copy made again without the tables of bodies, at `place` or beside it."""
    small = place or copy.with_name(f"{copy.name}-small")
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
        small.touch(mode=0o600)
        connection.execute("VACUUM INTO ?", (str(small),))
    return small


def _unpack(source: Source, copy: Path) -> None:
    copy.touch(mode=0o600)
    with copy.open("wb") as stream:
        for piece in source.pieces():
            stream.write(piece)
            meanwhile()


def _read(file: Path, work: Keep) -> None:
    url = sa.URL.create("sqlite", database=str(file))
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
    with engine.begin() as connection:
        work(connection)


@contextmanager
def _scratch(database: Path, what: str) -> Iterator[Path]:
    """Give a name beside the database; whatever bears it is gone afterwards."""
    copy = database.with_name(f"{database.name}.{what}")
    tails = ("", "-wal", "-shm", "-journal", "-small")
    try:
        for tail in tails:
            copy.with_name(f"{copy.name}{tail}").unlink(missing_ok=True)
        yield copy
    finally:
        for tail in tails:
            copy.with_name(f"{copy.name}{tail}").unlink(missing_ok=True)


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
    except OSError as error:
        raise understood(error, file) from error
