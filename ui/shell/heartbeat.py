"""Says when the database does not answer, since when what is shown is old, and when it is back.

A server is watched by the connection that listens for news, which notices within two seconds;
besides, every database is asked now and then how it is.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.core.changes import Change, Topic
from app.core.errors import DatabaseUnreachable
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import UNREACHABLE, Notice, NoticeKind, Notices
from ui.core.relative_time import time_of_day
from ui.core.slices import PartsLike
from ui.shell.afterwards import Afterwards
from ui.shell.status_bar import Link

if TYPE_CHECKING:
    from app.core.database.link import LinkState
    from app.core.pulse import Pulse

EVERY_MS = 15_000
RETRY_MS = 4_000
OFFLINE = "shell.offline"


class Heartbeat(QObject):
    """One question every quarter of a minute, more often while nobody answers."""

    beaten = Signal(object)  # Pulse
    link_changed = Signal(object)  # Link
    refused = Signal(object)  # AppError: the server is back and lets this account in no more
    _moved = Signal(object)  # LinkState, told by the thread that watches

    def __init__(
        self,
        parts: PartsLike,
        jobs: Jobs,
        hub: ChangeHub,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._jobs = jobs
        self._hub = hub
        self._notices = notices
        self.link = Link()
        self.can_wait = False  # what is written waits on this computer
        self.last: Pulse | None = None
        self._first: Afterwards | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.beat)
        self._moved.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self._leave = parts.database.link.subscribe(self._moved.emit)

    def start(self) -> None:
        """Ask as soon as there is nothing more urgent to ask."""
        self._first = Afterwards(self._jobs, self.beat, self)

    def stop(self) -> None:
        """Ask no more, and listen no more."""
        self._wait_no_more()
        self._leave()

    def _wait_no_more(self) -> None:
        self._pause.stop()
        if self._first is not None:
            self._first.cancel()

    def beat(self) -> None:
        """Ask now."""
        self._wait_no_more()
        self._jobs.read(self._ask, self.alive, self.lost)

    def _follow(self, state: "LinkState") -> None:
        if state.is_well:
            self.beat()  # what it says of itself may have changed meanwhile
        elif state.refused is not None:
            self.refused.emit(state.refused)
        else:
            self.lost(DatabaseUnreachable(where=self._parts.database.where))

    def _ask(self) -> "Pulse":
        from app.core.pulse import take_pulse

        database = self._parts.database
        database.look_again()  # also what time it is there, and whether the schema is still ours
        with database.reading() as session:
            return take_pulse(session, self._parts.clock.now())

    def alive(self, pulse: "Pulse") -> None:
        """Take an answer."""
        self._notices.withdraw(UNREACHABLE)
        if not self.link.well:
            self._set_link(Link())
            self._notices.withdraw(OFFLINE)
            # whatever was missed meanwhile: every page reads again
            self._hub.announce((Change(Topic.EVERYTHING, ""),))
        self.last = pulse
        self.beaten.emit(pulse)
        self._pause.start(EVERY_MS)

    def lost(self, error: BaseException) -> None:
        """Take that nobody answered, and ask again soon."""
        if self.link.well:
            since = self._parts.database.link.state.answered_at or self._parts.clock.now()
            self._set_link(Link(well=False, since=since))
            lead = self.tr("连不上数据库，{time} 起显示的是旧数据。")
            self._notices.post(
                Notice(
                    OFFLINE,
                    NoticeKind.OFFLINE,
                    self._advice(),
                    lead=lead.format(time=time_of_day(since)),
                )
            )
        self._pause.start(RETRY_MS)

    def _advice(self) -> str:
        if self.can_wait:
            return self.tr("正在自动重连。登记、报进展、签收照常做，先存在本机，连上后自动补报。")
        return self.tr("正在自动重连；填了一半的内容都在，连上后再存。")

    def _set_link(self, link: Link) -> None:
        self.link = link
        self.link_changed.emit(link)
