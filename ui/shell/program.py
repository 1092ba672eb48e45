"""The running program: what stays while people come and go at one desk."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.accounts.errors import CodeAsked
from app.core.actor import Actor
from app.core.changes import Change, Topic
from app.core.clock import Clock
from app.core.errors import AppError, LoginRefused, PasswordReplaced
from app.core.settings import config_file
from app.core.shared_settings import CentreSettings
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator
from ui.shell.ground import (
    Admitted,
    Opened,
    enter_if_back,
    enter_or_stay,
    note_away,
    open_ready,
    read_centre,
)
from ui.shell.heartbeat import Heartbeat

if TYPE_CHECKING:
    from app.core.outbox import Outbox
    from ui.core.desk_outbox import DeskOutbox

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
    refused = Signal(object)  # AppError: the server lets whoever sits here in no more

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
        self._watching: threading.Event | None = None
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

    def enter(
        self,
        login: str,
        password: str,
        entered: Callable[[Admitted], object],
        refused: Callable[[BaseException], None],
    ) -> None:
        """Let somebody in who knows the password; one of the two is told what came of it."""
        at = self.at

        watched = self.heartbeat is not None

        def work() -> tuple[Admitted, Opened]:
            return enter_or_stay(at, login, password, watched=watched)

        self.jobs.write(work, partial(self._entered, entered), refused)

    def return_from_away(
        self,
        admitted: Admitted,
        since: datetime,
        entered: Callable[[Admitted], object],
        refused: Callable[[BaseException], None],
    ) -> None:
        """Sign somebody in properly who came in at `since` while the server was away, if it is
        back.
        """
        at = self.at

        def work() -> tuple[Admitted, Opened]:
            found = enter_if_back(at, admitted.login, admitted.password)
            if found[0].needs_code:
                raise CodeAsked
            note_away(at.parts, found[0], since)
            return found

        self.jobs.read(work, partial(self._entered, entered), refused)

    def _entered(
        self, entered: Callable[[Admitted], object], found: tuple[Admitted, Opened]
    ) -> None:
        admitted, seen = found
        if seen is not self.at:
            self._opened = seen
            self.centre_changed.emit()
        if admitted.away is None:
            seen.parts.database.reads_mirror = False
            self._follow()
        entered(admitted)

    def sit_away(self) -> None:
        """Let go of the server as whoever sat here before: it has not seen who sits here now."""
        database = self.at.parts.database
        self._unfollow()
        database.sign_off()
        database.link.lost()
        database.reads_mirror = True

    def make_desk(self, admitted: Admitted) -> Desk:
        """Return what the pages of this person are given."""
        actor, outbox = admitted.actor, admitted.outbox
        file = self._kept / "people" / f"{actor.person_id or 'console'}.ini"
        return Desk(
            self.at.parts,
            actor,
            self.jobs,
            self.hub,
            self.notices,
            Navigator(self),
            Preferences(file),
            outbox=self._desk_outbox(outbox) if outbox is not None else None,
        )

    def _desk_outbox(self, outbox: "Outbox") -> "DeskOutbox":
        from ui.core.desk_outbox import DeskOutbox  # only a shared server's desk has one

        return DeskOutbox(outbox, self.jobs, self)

    def remember(self, actor: Actor) -> None:
        """Let the same person in next time; only in a demo, where nothing is anybody's secret."""
        if self.at.is_demo and actor.person_id is not None:
            self.machine.set_text(REMEMBERED, str(actor.person_id))

    def close(self) -> bool:
        """End all work; return whether every thread ended."""
        self._unfollow()
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
        if not opened.parts.database.has_own_accounts and not opened.is_away:
            self._follow()  # of others one has to be somebody to be told anything
        self.opened.emit(opened)

    def _follow(self) -> None:
        """Hear what other desks commit, and look whether the database is there."""
        if self.heartbeat is not None:
            return
        parts = self.at.parts
        self._leave_feed = parts.database.subscribe(self.hub.announce)
        self._watching = self.jobs.watch(parts.database.watch, self.hub.announce)
        self.heartbeat = Heartbeat(parts, self.jobs, self.hub, self.notices, self)
        self.heartbeat.refused.connect(self._turned_away)
        self.heartbeat.start()

    def _turned_away(self, error: AppError) -> None:
        """The server is back and knows whoever sat here no more: begin as at the start."""
        database = self.at.parts.database
        self._unfollow()
        database.sign_off()
        database.link.forget()
        self.refused.emit(PasswordReplaced() if isinstance(error, LoginRefused) else error)

    def _unfollow(self) -> None:
        """Hear nothing more, and look no more."""
        if self.heartbeat is not None:
            self.heartbeat.stop()
            self.heartbeat.deleteLater()
            self.heartbeat = None
        if self._leave_feed is not None:
            self._leave_feed()
            self._leave_feed = None
        if self._watching is not None:
            self._watching.set()
            self._watching = None
