"""When the queue reads what stands beside its rows: the counts, and what the menus offer."""

from collections.abc import Callable
from random import randint
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import DatabaseBusy, DatabaseUnreachable
from ui.cases.queue_source import QueueFigures
from ui.core.jobs import Job
from ui.core.slices import Desk

LATER_MS = (300, 900)
"""After a change the counts are read once its rows are painted at every desk: forty desks that
count at once keep each other's rows waiting. Hence later, and not all at the same moment."""

Read = Callable[[Any, bool], QueueFigures]


class FigureReader(QObject):
    """Reads the figures of a queue after its rows, which are waited for."""

    arrived = Signal(object)  # QueueFigures

    def __init__(self, desk: Desk, asked: Callable[[], Read], parent: QObject) -> None:
        """Make the reader.

        Args:
            desk: Of whoever looks.
            asked: Returns what reads the figures of what is shown now, with or without what the
                menus offer; called on the GUI thread.
            parent: Owns it.
        """
        super().__init__(parent)
        self._desk = desk
        self._asked = asked
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read)
        self._owed = False
        self._offers_owed = True

    def turned(self) -> None:
        """Owe all of them: other rows will stand there."""
        self._drop()
        self._owed = self._offers_owed = True
        self._soon.setInterval(0)

    def changed(self) -> None:
        """Owe the counts: some row changed. What is owed already is not put off again, else a
        stream of changes would put it off for ever.
        """
        self._owed = True
        if not self._soon.isActive():
            self._soon.setInterval(randint(*LATER_MS))  # noqa: S311  a moment, no secret

    def rows_arrived(self) -> None:
        """Read what is owed, once the rows are painted."""
        if self._owed:
            self._owed = False
            if not self._soon.isActive():
                self._soon.start()

    def time_passed(self) -> None:
        """Read all of it: clocks ran on, and a unit may hold its first case by now."""
        self._offers_owed = True
        self.read()

    def read(self) -> None:
        """Read now."""
        self._drop()
        read, offers = self._asked(), self._offers_owed
        self._job = self._desk.read(
            lambda session: read(session, offers), self._arrived, self._failed
        )

    def _drop(self) -> None:
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _arrived(self, figures: QueueFigures) -> None:
        self._job = None
        if figures.offers is not None:
            self._offers_owed = False
        self.arrived.emit(figures)

    def _failed(self, error: BaseException) -> None:
        self._job = None
        if not isinstance(error, (DatabaseBusy, DatabaseUnreachable)):  # the status bar says so
            self._desk.notices.report(error)
