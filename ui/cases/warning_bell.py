"""Tells warnings that concern whoever sits here: each once, many of them in one sentence."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.cases.queries.queue import QueueView
from app.cases.queries.warnings import WarningRow, warnings_for
from app.cases.work_states import WarningKind
from app.core.changes import Change, Topic
from ui.core.jobs import Job
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.relative_time import short
from ui.core.slices import Desk
from ui.core.targets import CaseWanted, QueueWanted, Target

KEPT = "cases/warned"
SOON_MS = 1_000  # one run of the keeper warns of many; they are told in one sentence
LOOK_BACK = timedelta(days=3)
"""Over a weekend one wants to know; what lies further back is in the queue anyway."""


class WarningBell(QObject):
    """Listens while somebody sits at the desk; this computer remembers what was told."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._job: Job | None = None
        self._key = f"{KEPT}/{desk.actor.person_id or 'console'}"
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.ask)
        desk.hub.changed.connect(self._on_changed)
        self._soon.start()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        topics = (Topic.WARNING, Topic.EVERYTHING)
        if any(change.topic in topics for change in changes) and not self._soon.isActive():
            self._soon.start()

    def ask(self) -> None:
        """Read what was not told yet."""
        if self._job is not None:
            self._job.cancel()
        desk, since = self._desk, self._told_until()

        def read(session: Any) -> tuple[WarningRow, ...]:
            return warnings_for(session, desk.actor, since)

        self._job = desk.read(read, self._take)

    def _told_until(self) -> datetime:
        earliest = self._desk.parts.clock.now() - LOOK_BACK
        try:
            kept = datetime.fromisoformat(self._desk.preferences.text(self._key))
        except ValueError:
            return earliest
        return max(kept, earliest) if kept.tzinfo is not None else earliest

    def _take(self, rows: tuple[WarningRow, ...]) -> None:
        self._job = None
        if not rows:
            return
        last = max(row.at for row in rows)
        self._desk.preferences.set_text(self._key, last.isoformat())
        target = _target(rows)
        act = Act(
            QCoreApplication.translate("WarningBell", "打开")
            if len(rows) == 1
            else QCoreApplication.translate("WarningBell", "看这些"),
            lambda: self._desk.navigator.go(target),
        )
        key = f"warned-{last.isoformat()}"
        self._desk.notices.post(Notice(key, NoticeKind.NEWS, told(rows), act=act))


def told(rows: tuple[WarningRow, ...]) -> str:
    """Return the sentence: the case where there is one, numbers where there are many."""
    translate = QCoreApplication.translate
    if len(rows) == 1:
        row = rows[0]
        words = {
            (WarningKind.DUE_SOON, "sign"): translate(
                "WarningBell", "“{title}”快到签收时限：{due}"
            ),
            (WarningKind.DUE_SOON, "handle"): translate(
                "WarningBell", "“{title}”快到办理时限：{due}"
            ),
            (WarningKind.OVERDUE, "sign"): translate(
                "WarningBell", "“{title}”签收已超时：{due} 到期"
            ),
            (WarningKind.OVERDUE, "handle"): translate(
                "WarningBell", "“{title}”办理已超时：{due} 到期"
            ),
        }
        return words[row.kind, row.clock].format(title=row.title, due=short(row.due_at))
    late = sum(row.kind is WarningKind.OVERDUE for row in rows)
    soon = len(rows) - late
    parts = []
    if soon:
        parts.append(translate("WarningBell", "{n} 件将超时").format(n=soon))
    if late:
        parts.append(translate("WarningBell", "{n} 件已超时").format(n=late))
    return translate("WarningBell", "，").join(parts)


def _target(rows: tuple[WarningRow, ...]) -> Target:
    if len(rows) == 1:
        return CaseWanted(rows[0].case_id)
    late = any(row.kind is WarningKind.OVERDUE for row in rows)
    return QueueWanted(QueueView.OVERDUE if late else QueueView.DUE_SOON)
