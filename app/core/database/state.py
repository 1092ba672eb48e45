"""Which schema a database has, and whether this program may write to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.core.errors import NoDatabase, RestoreUnfinished, SchemaTooNew, SchemaTooOld

SCHEMA = "0063"  # head of app/migrations; ordinals, so that text order is age
VERSION = "0.2.0"  # this program; a test holds it to pyproject.toml

_FACTS = "SELECT v.version_num, s.epoch, s.min_client, s.needed_version, s.is_demo, "
_FROM = " AS phone_pepper FROM alembic_version v CROSS JOIN database_state s"
_KINDS: dict[str, Any] = {
    "epoch": sa.Uuid(),
    "is_demo": sa.Boolean(),
    "phone_pepper": sa.LargeBinary(),
}
_ASK = sa.text(f"{_FACTS}s.phone_pepper{_FROM}").columns(**_KINDS)
_ASK_AS_PERSON = sa.text(f"{_FACTS}jz.pepper(){_FROM}").columns(**_KINDS)
UNFINISHED = UUID(int=0)
"""Epoch of a database whose restore was begun and not finished."""
_NOTHING_GRANTED = ("42501", "42883", "3F000")  # no privilege, no such function, no such schema
OWN_ACCOUNT = "own_account"
"""Option of an engine by which somebody is signed in to a server as themself."""


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What a database says of itself.

    Attributes:
        revision: Its schema revision.
        epoch: Changes when the database was restored to an earlier time.
        min_client: Oldest revision a writing program may know.
        needed_version: Version of the program that knows `min_client`.
        is_demo: True when all data in it are made up.
        pepper: Key of the keyed hashes phones are matched by; never shown. Empty for whoever
            has no right to match them.
    """

    revision: str
    epoch: UUID
    min_client: str
    needed_version: str
    is_demo: bool
    pepper: bytes

    @property
    def is_unfinished(self) -> bool:
        """True where a restore was begun and not finished."""
        return self.epoch == UNFINISHED

    def check_writable(self) -> None:
        """Raise unless this program may write: one sentence says which version is needed, or
        that a restore has to be finished first.
        """
        if self.is_unfinished:
            raise RestoreUnfinished
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
        RestoreUnfinished: A server lets nobody of its people read even this: what they may do
            is written last.
    """
    own = connection.get_execution_options().get(OWN_ACCOUNT, False)
    try:
        row = connection.execute(_ASK_AS_PERSON if own else _ASK).one_or_none()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01":
            raise NoDatabase(where=where) from error
        if own and getattr(error.orig, "sqlstate", "") in _NOTHING_GRANTED:
            raise RestoreUnfinished from error
        raise
    if row is None:
        raise NoDatabase(where=where)
    return SchemaState(*row)


def has_own_account(session: Session) -> bool:
    """Tell whether a session speaks to a server as a person: what no person may read there goes
    through the functions of its schema ``jz``.
    """
    return bool(session.get_bind().get_execution_options().get(OWN_ACCOUNT, False))
