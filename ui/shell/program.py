"""The running program: what stays while people come and go at one desk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.actor import Actor
from app.core.changes import Change, Topic
from app.core.clock import Clock
from app.core.settings import config_file
from app.core.shared_settings import CentreSettings
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator
from ui.shell.ground import Opened, open_ready, read_centre
from ui.shell.heartbeat import Heartbeat

REMEMBERED = "demo/person"
CENTRE = frozenset({Topic.SETTING, Topic.EVERYTHING})


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asked for.

    Attributes:
        url: Database, "" for the one in the settings.
        acting_as: Login or name of the person to be, on an embedded database.
        clock: For pictures and tests; the server's when left out.
    """

    url: str = ""
    acting_as: str = ""
    clock: Clock | None = None


class Program(QObject):
    """Threads, news and notices; and the database once it is open.

    Attributes:
        order: What the command line asked for.
        machine: What this computer remembers, whoever sits at it.
        heartbeat: Whether the database answers; None before it is open.
    """

    opened = Signal(object)  # Opened
    not_opened = Signal(object)  # BaseException
    centre_changed = Signal()

    def __init__(
        self, order: Order, *, kept: Path | None = None, parent: QObject | None = None
    ) -> None:
        """Begin without a database.

        Args:
            order: What the command line asked for.
            kept: Folder of what this computer and its people arranged; the usual one if left out.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.order = order
        self._kept = kept or config_file().parent
        self.notices = Notices(self)
        self.jobs = Jobs(self.notices.report, self)
        self.hub = ChangeHub(self)
        self.machine = Preferences(self._kept / "desk.ini")
        self.heartbeat: Heartbeat | None = None
        self._opened: Opened | None = None
        self._leave_feed: Callable[[], None] | None = None
        self.hub.changed.connect(self._on_changed)

    @property
    def at(self) -> Opened:
        """Return the open database.

        Raises:
            RuntimeError: None is open: a defect of ours.
        """
        if self._opened is None:
            raise RuntimeError("no database is open")
        return self._opened

    @property
    def is_open(self) -> bool:
        """True once a database is open."""
        return self._opened is not None

    def open(self, url: str = "") -> None:
        """Open a database off the GUI thread; `opened` or `not_opened` tells what came of it."""
        order, remembered = self.order, self.machine.text(REMEMBERED)

        def work() -> Opened:
            return open_ready(
                url or order.url,
                acting_as=order.acting_as,
                remembered=remembered,
                clock=order.clock,
            )

        self.jobs.read(work, self._take, self.not_opened.emit)

    def make_desk(self, actor: Actor) -> Desk:
        """Return what the pages of this person are given."""
        file = self._kept / "people" / f"{actor.person_id or 'console'}.ini"
        return Desk(
            self.at.parts,
            actor,
            self.jobs,
            self.hub,
            self.notices,
            Navigator(self),
            Preferences(file),
        )

    def remember(self, actor: Actor) -> None:
        """Let the same person in next time; only in a demo, where nothing is anybody's secret."""
        if self.at.is_demo and actor.person_id is not None:
            self.machine.set_text(REMEMBERED, str(actor.person_id))

    def close(self) -> bool:
        """End all work; return whether every thread ended."""
        if self.heartbeat is not None:
            self.heartbeat.stop()
        if self._leave_feed is not None:
            self._leave_feed()
        ended = self.jobs.stop()
        if self._opened is not None:
            self._opened.parts.database.dispose()
        self.machine.save()
        return ended

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self._opened is not None and any(c.topic in CENTRE for c in changes):
            parts = self._opened.parts
            self.jobs.read(partial(read_centre, parts), self._take_centre)

    def _take_centre(self, centre: CentreSettings) -> None:
        self._opened = replace(self.at, centre=centre)
        self.centre_changed.emit()

    def _take(self, opened: Opened) -> None:
        self._opened = opened
        database = opened.parts.database
        self._leave_feed = database.subscribe(self.hub.announce)
        self.jobs.watch(database.watch, self.hub.announce)
        self.heartbeat = Heartbeat(opened.parts, self.jobs, self.hub, self.notices, self)
        self.opened.emit(opened)
        self.heartbeat.start()
