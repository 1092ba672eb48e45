"""Tells the other desks that a case is worked on here, as long as a form on it is open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog

from app.cases.actions.presence import clear_in_hand, mark_in_hand
from app.cases.queries.presence import InHand
from app.core.errors import DatabaseUnreachable, ReadOnly, ReadOnlyNow
from app.core.ids import new_id
from ui.core.slices import Desk

RENEW_MS = 25_000  # the shortest time a mark may be set to last is a minute


class InHandMark(QObject):
    """Marks a case while a dialog is open; a dialog that is gone on with is marked anew."""

    def __init__(self, desk: Desk, case_id: UUID, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._desk, self._case_id, self._mark_id = desk, case_id, new_id()
        self._timer = QTimer(self)
        self._timer.setInterval(RENEW_MS)
        self._timer.timeout.connect(self._renew)
        self._timer.start()
        dialog.finished.connect(self._clear)
        dialog.installEventFilter(self)
        if dialog.isVisible():
            self._mark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._mark()
        return super().eventFilter(watched, event)

    def _renew(self) -> None:
        parent = self.parent()
        if isinstance(parent, QDialog) and parent.isVisible():
            self._mark()

    def _mark(self) -> None:
        case_id, mark_id = self._case_id, self._mark_id

        def mark(uow: Any) -> None:
            mark_in_hand(uow, case_id, mark_id)

        self._desk.write(mark, _nothing, self._failed)

    def _clear(self, _result: int) -> None:
        case_id, mark_id = self._case_id, self._mark_id

        def clear(uow: Any) -> None:
            clear_in_hand(uow, case_id, mark_id)

        self._desk.write(clear, _nothing, self._failed)

    def _failed(self, error: BaseException) -> None:
        # what the desk says above every page, or in its status bar
        if not isinstance(error, DatabaseUnreachable | ReadOnly | ReadOnlyNow):
            self._desk.notices.report(error)


def _nothing(_: object) -> None:
    """Nothing is to be shown here: the news shows it at the other desks."""


def presence_words(held: tuple[InHand, ...], now: datetime) -> str:
    """Return who else works on a case and for how long, "" for nobody."""
    told = QCoreApplication.translate("InHand", "{who} 正在办理 · {minutes} 分钟")
    parts = (
        told.format(who=each.person, minutes=max(0, int((now - each.since).total_seconds() // 60)))
        for each in held
    )
    return "；".join(parts)
