"""Opens the database for the wall, again and again until it is there."""

from argparse import Namespace
from contextlib import ExitStack
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.bootstrap import Parts
from app.commands.acting import acting, ready
from app.core.actor import Actor
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import explain
from ui.wall.feed import WallFeed

AGAIN_MS = 5_000


class Opening(QObject):
    """Tries until it works; what stands open is closed by `close`."""

    opened = Signal(object)  # tuple[Parts, Actor]
    failed = Signal(object)  # str: why not

    def __init__(self, asked: Namespace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self._jobs = jobs
        self._open = ExitStack()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.begin)

    def begin(self) -> None:
        """Try now."""
        self._jobs.read(self._work, self._take, self._wait)

    def close(self) -> None:
        """Close what is open, and try no more."""
        self._again.stop()
        self._open.close()

    def _work(self) -> tuple[Parts, Actor, ExitStack]:
        with ExitStack() as stack:
            parts = stack.enter_context(ready(self._asked))
            actor = acting(parts, self._asked)
            return parts, actor, stack.pop_all()

    def _take(self, found: tuple[Parts, Actor, ExitStack]) -> None:
        parts, actor, self._open = found
        self.opened.emit((parts, actor))

    def _wait(self, error: BaseException) -> None:
        told: Any = explain(error)
        self.failed.emit(told.text)
        self._again.start()


class Following(QObject):
    """Gives the feed its database once that is open, and the news of what others change."""

    def __init__(
        self, feed: WallFeed, jobs: Jobs, hub: ChangeHub, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._feed = feed
        self._jobs = jobs
        self._hub = hub

    def take(self, opened: tuple[Parts, Actor]) -> None:
        """Read from this database from now on."""
        parts, actor = opened
        database = parts.database
        database.subscribe(self._hub.announce)
        self._jobs.watch(database.watch, self._hub.announce)
        self._feed.connect_to(database, actor)
