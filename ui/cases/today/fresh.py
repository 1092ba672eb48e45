"""Keeps a card true: it reads anew when a case changes, when the scope does, and as time goes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from ui.core.hub import Refresher
from ui.core.slices import Desk

MINUTE_MS = 60_000


class Fresh(QObject):
    """Reloads a card; owned by it."""

    def __init__(self, desk: Desk, card: QWidget, reload: Callable[[], object]) -> None:
        super().__init__(card)
        self._card = card
        self._reload = reload
        topics = frozenset({Topic.CASE, Topic.CALENDAR})
        Refresher(desk.hub, card, reload, topics=topics)
        desk.scope.changed.connect(self._again)
        self._timer = QTimer(self)
        self._timer.setInterval(MINUTE_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        reload()

    def _again(self, _choice: object) -> None:
        self._reload()

    def _tick(self) -> None:
        if self._card.isVisible():
            self._reload()
