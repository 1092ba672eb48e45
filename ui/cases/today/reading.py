"""One reading that all cards of a desk share, and what keeps a card true with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.cases.queries.today import read_today
from app.core.changes import Topic
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk

MINUTE_MS = 60_000
TOPICS = frozenset({Topic.CASE, Topic.CALENDAR})


class SharedReading(QObject):
    """Reads something for all cards of a desk.

    The same change makes every card ask; however many ask within one turn of the event loop,
    it is read once.
    """

    arrived = Signal(object)  # what `read` returns

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)

    def read(self, session: Any, now: datetime, region: str) -> Any:
        """Read it as of a moment within a region; called on a reader thread."""
        raise NotImplementedError

    def ask(self) -> None:
        """Read anew, unless another card asked in this turn of the event loop."""
        if self._turn.isActive():
            return
        self._turn.start(0)
        if self._job is not None:
            self._job.cancel()
        now, region = self._desk.parts.clock.now(), self._desk.scope.code
        self._job = self._desk.read(lambda session: self.read(session, now, region), self._take)

    def _take(self, found: object) -> None:
        self._job = None
        self.arrived.emit(found)


class TodayReading(SharedReading):
    """The day of whoever sits at the desk: `app.cases.queries.today.Today`."""

    def read(self, session: Any, now: datetime, region: str) -> Any:
        return read_today(session, self._desk.actor, now, region=region)


class Fresh(QObject):
    """Keeps a card true: a case changes, the scope does, time goes; owned by the card."""

    def __init__(
        self,
        desk: Desk,
        card: QWidget,
        take: Callable[[Any], object],
        reading: type[SharedReading] = TodayReading,
    ) -> None:
        """Ask for the first reading.

        Args:
            desk: Whose day it is.
            card: What shows a part of it.
            take: Bound method of the card that is given each reading.
            reading: What is read.
        """
        super().__init__(card)
        self._card = card
        self._reading = desk.shared(reading)
        self._reading.arrived.connect(take)
        Refresher(desk.hub, card, self._reading.ask, topics=TOPICS)
        desk.scope.changed.connect(self._again)
        minute = QTimer(self)
        minute.timeout.connect(self._tick)
        minute.start(MINUTE_MS)
        self._reading.ask()

    def _again(self, _choice: object) -> None:
        self._reading.ask()

    def _tick(self) -> None:
        if self._card.isVisible():
            self._reading.ask()
