"""Beside the server somebody notices when it does not answer: that time is an outage."""

from datetime import datetime

from app.cases.actions.outages import note_outage
from app.core.actor import system
from app.core.database import Database


class OutageWatch:
    """Notes an outage once the server is back; told by the keeper after each of its rounds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._silent_since: datetime | None = None

    def silent(self) -> None:
        """Say that the server did not answer."""
        if self._silent_since is None:
            self._silent_since = self._database.clock.now()

    def answered(self) -> None:
        """Say that it did; what was silent until now becomes an outage.

        Raises:
            AppError: It could not be written; it is tried again after the next round.
        """
        since = self._silent_since
        if since is None:
            return
        with self._database.writing(system("keeper")) as uow:
            if since < uow.now:
                note_outage(uow, since, uow.now)
        self._silent_since = None
