"""What can be done to one case from the panel, the queue's menu or a key."""

from dataclasses import dataclass, replace
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
from ui.cases.accept_dialog import AcceptDialog
from ui.cases.assign_dialog import AssignDialog
from ui.cases.receipt import Receipt
from ui.cases.step_dialog import NoteDialog, StepDialog, case_name, verb_of
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk

_SAYS = {
    EventKind.PROGRESSED: report_progress,
    EventKind.FINISHED: finish_case,
    EventKind.CLOSED: close_case,
}


class CaseActions(QObject):
    """Opens the dialog of a step, or takes it at once where nothing has to be asked."""

    changed_by_others = Signal(object)  # UUID of the case
    opened = Signal(object)  # StepDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        """Act on behalf of `owner`, on whose window dialogs stand."""
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._signing: set[UUID] = set()
        self.receipt = Receipt(desk, owner)

    def take(self, step: EventKind, card: CaseCard) -> None:
        """Take a step, or ask for what it needs."""
        if step not in card.steps:
            return
        if step is EventKind.SIGNED_FOR:
            self._sign(card)
            return
        dialog = self._dialog(step, card)
        dialog.saved.connect(lambda result: self._saved(step, card, result))
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

        return NoteDialog(desk, card, step, window, take=take)

    def _sign(self, card: CaseCard) -> None:
        """Signing needs no words: one key, one transaction."""
        if card.id not in self._signing:
            self._signing.add(card.id)
            signing = _Signing(self._desk, card, self)
            signing.signed.connect(self._signed)
            signing.refused.connect(self._refused)
            signing.start()

    def _signed(self, card: CaseCard) -> None:
        self._signing.discard(card.id)
        self._tell(EventKind.SIGNED_FOR, card)

    def _refused(self, refusal: "_Refusal") -> None:
        card = refusal.card
        self._signing.discard(card.id)
        if not isinstance(refusal.error, Conflict):
            self._desk.notices.report(refusal.error)
            return
        text = self.tr("{case} 刚被他人改过，已换成新的内容，请看过再签收。")
        notice = Notice(f"conflict-{card.id}", NoticeKind.INFO, text.format(case=case_name(card)))
        self._desk.notices.post(notice)
        self.changed_by_others.emit(card.id)

    def _saved(self, step: EventKind, card: CaseCard, result: object) -> None:
        """Say so; a message that was accepted is called by its new number from now on."""
        number = result if isinstance(result, str) else card.number
        self._tell(step, replace(card, number=number))

    def _tell(self, step: EventKind, card: CaseCard) -> None:
        words = self.tr("{case} 已{step}")
        self._desk.notices.tell(words.format(case=case_name(card), step=verb_of(step)))


@dataclass(frozen=True, slots=True)
class _Refusal:
    card: CaseCard
    error: BaseException


class _Signing(QObject):
    """One signing on its way; ends itself."""

    signed = Signal(object)  # CaseCard
    refused = Signal(object)  # _Refusal

    def __init__(self, desk: Desk, card: CaseCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card

    def start(self) -> None:
        key, order = new_id(), Step(self._card.id, self._card.version)
        self._desk.write(
            lambda uow: sign_for_case(uow, order, command_key=key), self._done, self._failed
        )

    def _done(self, _result: object) -> None:
        self.signed.emit(self._card)
        self.deleteLater()

    def _failed(self, error: BaseException) -> None:
        self.refused.emit(_Refusal(self._card, error))
        self.deleteLater()
