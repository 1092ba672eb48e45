"""Tells warnings that concern whoever sits here: each once, many of them in one sentence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject

from app.cases.queries.queue import QueueView
from app.cases.queries.warnings import WarningRow, warnings_for
from app.cases.work_states import WarningKind
from app.core.changes import Topic
from ui.cases.bell import Bell
from ui.core.relative_time import short
from ui.core.slices import Desk
from ui.core.targets import CaseWanted, QueueWanted, Target

KEPT = "cases/warned"


class WarningBell(Bell[WarningRow]):
    """Clocks that are about to run out, or have."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, KEPT, frozenset({Topic.WARNING}))

    def read(self, session: Any, since: datetime) -> Sequence[WarningRow]:
        return warnings_for(session, self.desk.actor, since)

    def words(self, rows: Sequence[WarningRow]) -> str:
        return told(rows)

    def target(self, rows: Sequence[WarningRow]) -> Target:
        return _target(rows)


def told(rows: Sequence[WarningRow]) -> str:
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


def _target(rows: Sequence[WarningRow]) -> Target:
    if len(rows) == 1:
        return CaseWanted(rows[0].case_id)
    late = any(row.kind is WarningKind.OVERDUE for row in rows)
    return QueueWanted(QueueView.OVERDUE if late else QueueView.DUE_SOON)
