"""Whether anybody may write: desks stop while the database is maintained, and go on reading."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.core.errors import ReadOnly


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What was announced, and who keeps others from writing.

    Attributes:
        note: The sentence for everybody, "" where nothing is announced.
        begins_at: When it begins.
        stops_writing: From then on nobody saves anything, until it is taken back.
        author: Who announced it.
        desk: At which computer.
        announced_at: When.
        migrating_by: Which process changes the schema, "" for none.
        migrating_since: Since when.
        migrating_until: When a migration that never came back counts as over.
    """

    note: str = ""
    begins_at: datetime | None = None
    stops_writing: bool = False
    author: str = ""
    desk: str = ""
    announced_at: datetime | None = None
    migrating_by: str = ""
    migrating_since: datetime | None = None
    migrating_until: datetime | None = None

    @property
    def is_announced(self) -> bool:
        """True while everybody is told something."""
        return self.begins_at is not None

    def is_migrating(self, now: datetime) -> bool:
        """Tell whether a migration keeps everybody from writing."""
        return self.migrating_until is not None and now < self.migrating_until

    def read_only_since(self, now: datetime) -> datetime | None:
        """Return since when nobody may write, None while everybody may.

        Args:
            now: Aware, server time.
        """
        if self.stops_writing and self.begins_at is not None and self.begins_at <= now:
            return self.begins_at
        return self.migrating_since if self.is_migrating(now) else None


@cache
def _ask() -> sa.Select[Any]:
    from app.core.database.tables import MaintenanceOrder  # the desk's start does not wait for it

    return sa.select(*(column for column in MaintenanceOrder.__table__.c if column.name != "id"))


def read_maintenance(connection: Connection) -> Maintenance:
    """Return what is announced at present: one SELECT of one row."""
    row = connection.execute(_ask()).one_or_none()
    return Maintenance(*row) if row is not None else Maintenance()


def refuse_when_read_only(connection: Connection, now: datetime) -> None:
    """Raise `ReadOnly` where nobody may write at `now`."""
    from app.core.clock import local
    from app.core.words import say

    found = read_maintenance(connection)
    since = found.read_only_since(now)
    if since is not None:
        by_hand = found.note and not found.is_migrating(now)
        note = found.note if by_hand else say("core.read_only_migrating")
        raise ReadOnly(since=f"{local(since):%H:%M}", note=note)
