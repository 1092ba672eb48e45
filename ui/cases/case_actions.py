"""What can be done to one case from the panel, the queue's menu or a key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions.handle import (
    Step,
    close_case,
    finish_case,
    report_progress,
    sign_for_case,
)
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.words import label as word
from ui.cases.accept_dialog import AcceptDialog
from ui.cases.assign_dialog import AssignDialog
from ui.cases.receipt import Receipt
from ui.cases.step_dialog import NoteDialog, StepDialog, case_name
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk
from ui.parts.system_viewer import open_with_system

_SAYS = {
    EventKind.PROGRESSED: report_progress,
    EventKind.FINISHED: finish_case,
    EventKind.CLOSED: close_case,
}


class CaseActions(QObject):
    """Opens the dialog of a step, or takes it at once where nothing has to be asked."""

    changed_by_others = Signal(object)  # UUID of the case
    opened = Signal(object)  # StepDialog

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        *,
        open_file: Callable[[Path], bool] = open_with_system,
    ) -> None:
        """Act on behalf of `owner`, on whose window dialogs stand."""
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._signing: set[UUID] = set()
        self.receipt = Receipt(desk, owner, open_file=open_file)

    def take(self, step: EventKind, card: CaseCard) -> None:
        """Take a step, or ask for what it needs."""
        if step not in card.steps:
            return
        if step is EventKind.SIGNED_FOR:
            self._sign(card)
            return
        dialog = self._dialog(step, card)
        dialog.taken.connect(lambda: self._tell(step, card))
        dialog.open()
        self.opened.emit(dialog)

    def _dialog(self, step: EventKind, card: CaseCard) -> StepDialog:
        desk, window = self._desk, self._owner.window()
        if step is EventKind.REGISTERED:
            return AcceptDialog(desk, card, window)
        if step in (EventKind.ASSIGNED, EventKind.REASSIGNED):
            return AssignDialog(desk, card, step, window)
        act = _SAYS[step]

        def take(uow: Any, note: str, seen: int, key: UUID) -> None:
            act(uow, Step(card.id, seen, note), command_key=key)

        return NoteDialog(desk, card, step, window, action=take)

    def _sign(self, card: CaseCard) -> None:
        """Signing needs no words: one key, one transaction."""
        if card.id in self._signing:
            return
        self._signing.add(card.id)
        key, order = new_id(), Step(card.id, card.version)

        def signed(_: object) -> None:
            self._signing.discard(card.id)
            self._tell(EventKind.SIGNED_FOR, card)

        def refused(error: BaseException) -> None:
            self._signing.discard(card.id)
            self._refused(error, card)

        self._desk.write(lambda uow: sign_for_case(uow, order, command_key=key), signed, refused)

    def _refused(self, error: BaseException, card: CaseCard) -> None:
        if not isinstance(error, Conflict):
            self._desk.notices.report(error)
            return
        text = self.tr("{case} 刚被他人改过，已换成新的内容，请看过再签收。")
        notice = Notice(f"conflict-{card.id}", NoticeKind.INFO, text.format(case=case_name(card)))
        self._desk.notices.post(notice)
        self.changed_by_others.emit(card.id)

    def _tell(self, step: EventKind, card: CaseCard) -> None:
        words = self.tr("{case} 已{step}")
        self._desk.notices.tell(words.format(case=case_name(card), step=word(step)))
