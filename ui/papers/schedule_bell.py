"""Rings the bell of who keeps schedules when a timed paper could not be written: each time once."""

from PySide6.QtCore import QObject, QTimer

from app.core.changes import Change, Topic
from app.papers.schedules.queries import ScheduleRow, failing
from ui.core.jobs import Job
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.relative_time import short
from ui.core.slices import Desk
from ui.core.targets import PageWanted

PAGE = "papers.schedules"
KEPT = "papers/failed"
SOON_MS = 1_000
_TOPICS = frozenset({Topic.PAPER, Topic.EVERYTHING})
_APART = "\n"


class ScheduleBell(QObject):
    """Listens on behalf of one person; this computer remembers what was told."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._job: Job | None = None
        self._kept = f"{KEPT}/{desk.actor.person_id or 'console'}"
        self._standing: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.ask)
        desk.hub.changed.connect(self._on_changed)
        self._soon.start()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.topic in _TOPICS for change in changes) and not self._soon.isActive():
            self._soon.start()

    def ask(self) -> None:
        """Read which ones failed, and say what was not said yet."""
        if self._job is not None:
            self._job.cancel()
        actor, now = self._desk.actor, self._desk.parts.clock.now()
        self._job = self._desk.read(lambda session: failing(session, actor, now), self._take)

    def _take(self, rows: tuple[ScheduleRow, ...]) -> None:
        self._job = None
        notices, preferences = self._desk.notices, self._desk.preferences
        now = {_key(row): row for row in rows}
        for key in self._standing - now.keys():
            notices.withdraw(f"{KEPT}-{key}")
        told = set(preferences.text(self._kept).split(_APART))
        for key in now.keys() - told:
            self._tell(key, now[key])
        self._standing = set(now)
        kept = _APART.join(sorted(now))
        if kept != preferences.text(self._kept):
            preferences.set_text(self._kept, kept)

    def _tell(self, key: str, row: ScheduleRow) -> None:
        if row.last is None:
            return
        lead = self.tr("定时文书“{name}”{at} 没有写成：").format(
            name=row.schedule.name, at=short(row.last.due_at)
        )
        act = Act(self.tr("去看"), self._go)
        notice = Notice(f"{KEPT}-{key}", NoticeKind.INFO, row.last.error, lead=lead, act=act)
        self._desk.notices.post(notice)

    def _go(self) -> None:
        self._desk.navigator.go(PageWanted(PAGE))


def _key(row: ScheduleRow) -> str:
    """Return what tells a failed time from others; its tries are one."""
    at = row.last.due_at.isoformat() if row.last is not None else ""
    return f"{row.id}@{at}"
