"""Which schema a database has, and whether this program may write to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.core.errors import NoDatabase, SchemaTooNew, SchemaTooOld

SCHEMA = "0009"  # head of app/migrations; ordinals, so that text order is age
VERSION = "0.2.0"  # this program; a test holds it to pyproject.toml

_ASK = sa.text(
    "SELECT v.version_num, s.epoch, s.min_client, s.needed_version, s.is_demo, s.phone_pepper"
    " FROM alembic_version v CROSS JOIN database_state s"
).columns(epoch=sa.Uuid(), is_demo=sa.Boolean(), phone_pepper=sa.LargeBinary())


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What a database says of itself.

    Attributes:
        revision: Its schema revision.
        epoch: Changes when the database was restored to an earlier time.
        min_client: Oldest revision a writing program may know.
        needed_version: Version of the program that knows `min_client`.
        is_demo: True when all data in it are made up.
        pepper: Key of the keyed hashes phones are matched by; never shown.
    """

    revision: str
    epoch: UUID
    min_client: str
    needed_version: str
    is_demo: bool
    pepper: bytes

    def check_writable(self) -> None:
        """Raise unless this program may write: one sentence says which version is needed."""
        if self.min_client > SCHEMA:
            raise SchemaTooNew(needed=self.needed_version, have=VERSION)
        if self.revision < SCHEMA:
            raise SchemaTooOld(needed=SCHEMA, have=self.revision)


def server_time(connection: Connection) -> datetime:
    """Return the present moment of a PostgreSQL server."""
    told: datetime = connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    return told


def read_state(connection: Connection, where: str) -> SchemaState:
    """Ask the database what it is: one SELECT.

    Raises:
        NoDatabase: There is no schema in it.
    """
    try:
        row = connection.execute(_ASK).one_or_none()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01":
            raise NoDatabase(where=where) from error
        raise
    if row is None:
        raise NoDatabase(where=where)
    return SchemaState(*row)
