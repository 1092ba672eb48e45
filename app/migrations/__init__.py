"""Schema steps: how a database gets from what it is to what this program needs.

Alembic is imported only here and only when there is something to do: a desk that finds the
right revision never loads it.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.core.database import SCHEMA, Database
from app.core.database.sqlite import BUSY_TIMEOUT_MS
from app.core.errors import AppError, NoDatabase
from app.migrations.shutting import forget_killed, nobody_writes

_LOCK = 4_711_001  # advisory lock: several desks may start at once
_PATIENCE_MS = 15 * 60_000  # the steps of a full database take longer than a desk waits for a row


class MigrationFailed(AppError):
    """A step failed and nothing was changed; facts: ``why``, ``backup``."""

    code = "migrations.failed"


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did.

    Attributes:
        old: Revision before, "" for an empty database.
        new: Revision now.
        backup: Copy of the SQLite file made before, None where none was needed.
    """

    old: str
    new: str
    backup: Path | None = None


def revision_of(database: Database) -> str:
    """Return the revision of a database, "" when it has no schema."""
    try:
        return database.look_again().revision
    except NoDatabase:
        return ""


def migrate(database: Database) -> Migrated:
    """Bring a database to the schema of this program; a newer one is left alone.

    Nobody else may write meanwhile. An SQLite file is copied aside first; a PostgreSQL server is
    migrated by one program at a time, the others wait and then find nothing to do. Who may do
    what on a server is written anew where this program has other rules than the last one.
    """
    old = revision_of(database)
    if old > SCHEMA or (old == SCHEMA and _is_settled(database)):
        forget_killed(database, old)
        return Migrated(old, old)
    backup = _copy_aside(database, old)
    with database.engine.execution_options(writes=True).connect() as connection:
        _wait_for_others(connection)
        try:
            with nobody_writes(database, old):
                _upgrade(connection)
        except sa.exc.DBAPIError as error:
            connection.rollback()
            why = str(error.orig).splitlines()[0]
            raise MigrationFailed(why=why, backup=backup or "") from error
        finally:
            connection.rollback()
            _let_others_in(connection)
    return Migrated(old, database.look_again().revision, backup)


def all_metadata() -> sa.MetaData:
    """Return the tables of all slices: what the migrated schema must equal."""
    import app.migrations.models  # noqa: F401  registers every table
    from app.core.database import Base

    return Base.metadata


def _wait_for_others(connection: Connection) -> None:
    """Wait as long as another program that is at it may take, longer than for a row."""
    if connection.dialect.name == "sqlite":
        _be_patient(connection, _PATIENCE_MS)
        return
    for limit in ("lock_timeout", "statement_timeout"):
        connection.execute(sa.text(f"SET LOCAL {limit} = {_PATIENCE_MS}"))
    connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.commit()


def _let_others_in(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _be_patient(connection, BUSY_TIMEOUT_MS)
        return
    connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
    connection.commit()


def _be_patient(connection: Connection, limit_ms: int) -> None:
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA busy_timeout = {limit_ms}")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "postgresql":
        from app.migrations.access import apply_access, fit_logins

        with connection.begin():
            apply_access(connection)
            fit_logins(connection)


def _is_settled(database: Database) -> bool:
    """Tell whether who may do what is written in the database as this program has it."""
    if database.is_sqlite:
        return True
    from app.migrations.access import is_applied

    with database.engine.connect() as connection:
        return is_applied(connection)


def _copy_aside(database: Database, old: str) -> Path | None:
    file = Path(database.url.database or "")
    if not database.is_sqlite or not old or not file.exists():
        return None
    backup = file.with_name(f"{file.stem}.before-{SCHEMA}{file.suffix}")
    backup.touch(mode=0o600)  # it holds all that the database holds
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    source.close()
    target.close()
    return backup
