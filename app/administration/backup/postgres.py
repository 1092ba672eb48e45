"""Backup and restore of a server by PostgreSQL's own `pg_dump` and `pg_restore`."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.administration.backup.errors import (
    BackupDamaged,
    BackupFailed,
    BackupNotProven,
    NotABackup,
    RestoreFailed,
)
from app.administration.backup.programs import feed, find_program, start, why
from app.administration.backup.wrapping import PIECE, Holding, Source, Target
from app.core.attachments.apart import TABLES
from app.core.chores import meanwhile
from app.core.database import SCHEMA, VERSION, Database
from app.core.database.state import UNFINISHED
from app.core.errors import SchemaTooNew

Keep = Callable[[sa.Connection], None]
_PLAIN = ("--no-owner", "--no-acl")
"""Who owns what and who may do what is written anew after a restore, from the accounts."""
_PATIENCE = "--lock-wait-timeout=10s"
"""Else it waits for ever for a table somebody is changing."""
_EXTENSION = re.compile(r"^\d+; \d+ \d+ (EXTENSION - |COMMENT - EXTENSION )")
_OF_THE_SERVER = "jz_watch"  # a superuser's: packaging/server/harden.sql makes it anew
_SCRATCH = "_proof_"
_LOCK = 4_711_002  # one proof at a time: it clears away what a killed one left
_TABLES = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
"""
_LAST_SEAL = "SELECT number, hash FROM journal_seal ORDER BY number DESC LIMIT 1"


def save(database: Database, target: Target, keep: Keep | None = None) -> Holding:
    """Dump the database at one moment; nobody has to stop working.

    Args:
        database: As an account sees it that sees everything.
        target: Where the dump goes.
        keep: Takes the bodies of attachments out of a connection that sees that moment; they are
            then left out of the dump.

    Returns:
        What the database held at that moment.
    """
    program = find_program("pg_dump", server_version(database))
    left_out = [f"--exclude-table-data={table}" for table in TABLES if keep is not None]
    left_out.append(f"--exclude-schema={_OF_THE_SERVER}")
    with _one_moment(database) as (connection, snapshot):
        told = ("--format=custom", *_PLAIN, _PATIENCE, f"--snapshot={snapshot}", *left_out)
        # It writes where each table begins at last, which it cannot in what it hands over.
        where = (f"--file={target.path}",) if target.path is not None else ()
        with start(database.url, program, *told, *where) as dump:
            holding = _holding(connection)
            if target.path is None:
                while piece := dump.stdout.read(PIECE):
                    target.write(piece)
                    meanwhile()
            if dump.ended():
                raise BackupFailed(why=why(dump.complaint()))
        if keep is not None:
            keep(connection)
    return holding


def size_bytes(database: Database) -> int:
    """Return how much room a database takes on its server."""
    asked = "SELECT pg_database_size(current_database())"
    with database.engine.connect() as connection:
        return int(connection.scalar(sa.text(asked)))


def may_prove(database: Database) -> bool:
    """Tell whether the account may make a database to restore into."""
    asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    with database.engine.connect() as connection:
        return bool(connection.scalar(sa.text(asked)))


def prove(database: Database, source: Source) -> None:
    """Restore a backup into a database of its own, and compare what it holds with what it says.

    Raises:
        BackupNotProven: It differs, or does not restore.
    """
    program = find_program("pg_restore", server_version(database))
    with _scratch(database) as name:
        url = database.url.set(database=name)
        with _listed(database, program, source) as listed:
            told = ("--exit-on-error", *_PLAIN, listed, "--dbname", name)
            with start(url, program, *told, source=source) as restoring:
                feed(restoring, source)
                if restoring.ended():
                    raise BackupNotProven(what=why(restoring.complaint()))
        engine = sa.create_engine(
            database.engine.url.set(database=name), poolclass=sa.NullPool, hide_parameters=True
        )
        with engine.connect() as connection:
            found = _holding(connection)
    if source.manifest is not None:
        without = frozenset(TABLES) if source.manifest.store else frozenset()
        differs = source.manifest.holding.differs(found, without)
        if differs:
            raise BackupNotProven(what=differs)


def check_readable(database: Database, source: Source) -> None:
    """Read a dump without touching the server: is it ours, is it whole.

    Raises:
        NotABackup: It holds no state of ours.
        SchemaTooNew: It was written by a newer program.
        BackupDamaged: It cannot be read to its end.
    """
    program = find_program("pg_restore", server_version(database))
    told = ("--data-only", "--table=database_state", "--file=-")
    with start(database.url, program, *told, source=source) as reading:
        feed(reading, source)
        said = reading.stdout.read().decode()
        failed = reading.ended()
    state = _state(said)
    if failed or state is None:
        raise NotABackup(file=source.file.name)
    if state["min_client"] > SCHEMA:
        raise SchemaTooNew(needed=state["needed_version"], have=VERSION)
    if source.manifest is None:  # no fingerprint to go by
        with start(database.url, program, f"--file={os.devnull}", source=source) as reading:
            feed(reading, source)
            if reading.ended():
                raise BackupDamaged(file=source.file.name, why=why(reading.complaint()))


def load(database: Database, source: Source) -> None:
    """Replace all that is in the database by what a backup holds, in one transaction; it counts
    as unfinished until `finish`.
    """
    program = find_program("pg_restore", server_version(database))
    database.engine.dispose()
    told = ("--clean", "--if-exists", "--single-transaction", *_PLAIN)
    where = ("--dbname", database.url.database or "")
    with (
        _listed(database, program, source) as listed,
        start(database.url, program, *told, listed, *where, source=source) as restoring,
    ):
        feed(restoring, source)
        if restoring.ended():
            raise RestoreFailed(why=why(restoring.complaint()))
    _set_epoch(database, UNFINISHED)


def finish(database: Database) -> None:
    """Let people work again. News of before is dropped: its transaction numbers mean nothing to
    this server any more.
    """
    with database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM change_feed"))
    _set_epoch(database, uuid4())


def _set_epoch(database: Database, epoch: UUID) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE database_state SET epoch = :new"), {"new": epoch})


def _state(said: str) -> dict[str, str] | None:
    """Return the row of `database_state` out of what `pg_restore` wrote."""
    lines = iter(said.splitlines())
    for line in lines:
        if line.startswith("COPY ") and "database_state (" in line:
            columns = [name.strip() for name in line.partition("(")[2].partition(")")[0].split(",")]
            values = next(lines, "").split("\t")
            return dict(zip(columns, values, strict=True)) if len(values) == len(columns) else None
    return None


@contextmanager
def _listed(database: Database, program: Path, source: Source) -> Iterator[str]:
    """Give the option that names what is restored: all but extensions, which only a superuser
    may touch, and which are the server's own business.
    """
    with start(database.url, program, "--list", source=source) as listing:
        feed(listing, source)
        lines = listing.stdout.read().decode().splitlines(keepends=True)
        listing.ended()
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".list", delete=False) as out:
        out.writelines(line for line in lines if not _EXTENSION.search(line))
    try:
        yield f"--use-list={out.name}"
    finally:
        Path(out.name).unlink()


@contextmanager
def _one_moment(database: Database) -> Iterator[tuple[sa.Connection, str]]:
    """Give a connection that goes on seeing one moment, and the name others see it by."""
    engine = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {name} = 0")
        yield connection, str(connection.scalar(sa.text("SELECT pg_export_snapshot()")))


def _holding(connection: sa.Connection) -> Holding:
    tables = connection.scalars(sa.text(_TABLES)).all()
    counts = {}
    for table in tables:
        counted = sa.select(sa.func.count()).select_from(sa.table(table))
        counts[table] = int(connection.scalar(counted) or 0)
        meanwhile()
    seal = None
    if "journal_seal" in tables:
        seal = connection.execute(sa.text(_LAST_SEAL)).one_or_none()
    return Holding(counts, seal[0], bytes(seal[1]).hex()) if seal else Holding(counts)


@contextmanager
def _scratch(database: Database) -> Iterator[str]:
    """Give the name of an empty database, and drop it afterwards."""
    start_of_name = f"{database.url.database}{_SCRATCH}"
    name = f"{start_of_name}{uuid4().hex[:8]}"
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            _clear(connection, start_of_name)
            connection.exec_driver_sql(_like_this_one(connection, name))
            try:
                yield name
            finally:
                _clear(connection, start_of_name)
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _clear(connection: sa.Connection, start_of_name: str) -> None:
    asked = (
        "SELECT datname FROM pg_database WHERE starts_with(datname, :start)"
        " AND pg_get_userbyid(datdba) = current_user"
    )
    for name in connection.scalars(sa.text(asked), {"start": start_of_name}).all():
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _like_this_one(connection: sa.Connection, name: str) -> str:
    asked = (
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database"
        " WHERE datname = current_database()"
    )
    encoding, collate, ctype = connection.execute(sa.text(asked)).one()
    return (
        f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING '{encoding}'"
        f" LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
    )


def server_version(database: Database) -> int:
    """Return the major version of a server."""
    with database.engine.connect() as connection:
        return int(connection.scalar(sa.text("SHOW server_version_num"))) // 10_000
