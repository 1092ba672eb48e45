"""Beside the server somebody notices when it does not answer: that time is an outage."""

from datetime import datetime

import sqlalchemy as sa

from app.cases.actions.outages import note_outage
from app.core.actor import system
from app.core.database import Database
from app.core.errors import DatabaseBusy, DatabaseUnreachable


class OutageWatch:
    """Notes an outage once the server is back; told by the keeper after each of its rounds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._silent_since: datetime | None = None
        self._answered_at: datetime | None = None

    def look(self) -> None:
        """Ask whether the server is there; what was silent until now becomes an outage."""
        try:
            with self._database.reading() as session:
                session.execute(sa.select(sa.literal(1)))
            self.answered()
        except DatabaseUnreachable:
            self.silent()
        except DatabaseBusy:
            return  # it is there; the outage is noted at the next look

    def silent(self) -> None:
        """Say that the server did not answer: not since its last answer."""
        if self._silent_since is None:
            self._silent_since = self._answered_at or self._database.clock.now()

    def answered(self) -> None:
        """Say that it did; what was silent until now becomes an outage.

        Raises:
            AppError: It could not be written; it is tried again after the next round.
        """
        self._answered_at, since = self._database.clock.now(), self._silent_since
        if since is None:
            return
        with self._database.writing(system("keeper")) as uow:
            if since < uow.now:
                note_outage(uow, since, uow.now)
        self._silent_since = None
