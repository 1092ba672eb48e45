"""One reading of the day that all its cards share, and what keeps a card true with it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.cases.queries.today import Today, read_today
from app.core.changes import Topic
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk

MINUTE_MS = 60_000
TOPICS = frozenset({Topic.CASE, Topic.CALENDAR})


class TodayReading(QObject):
    """Reads the day for all cards of a desk.

    The same change makes every card ask; however many ask within one turn of the event loop,
    the day is read once.
    """

    arrived = Signal(object)  # Today

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)

    def ask(self) -> None:
        """Read anew, unless another card asked in this turn of the event loop."""
        if self._turn.isActive():
            return
        self._turn.start(0)
        if self._job is not None:
            self._job.cancel()
        desk, now = self._desk, self._desk.parts.clock.now()
        region = desk.scope.code
        self._job = desk.read(
            lambda session: read_today(session, desk.actor, now, region=region), self._take
        )

    def _take(self, today: Today) -> None:
        self._job = None
        self.arrived.emit(today)


class Fresh(QObject):
    """Keeps a card true: a case changes, the scope does, time goes; owned by the card."""

    def __init__(self, desk: Desk, card: QWidget, take: Callable[[Today], object]) -> None:
        """Ask for the first reading.

        Args:
            desk: Whose day it is.
            card: What shows a part of it.
            take: Bound method of the card that is given each reading.
        """
        super().__init__(card)
        self._card = card
        self._reading = desk.shared(TodayReading)
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
