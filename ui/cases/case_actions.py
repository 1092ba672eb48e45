"""What can be done to one case from the panel, the queue's menu or a key."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions.after_finishing import reopen_case, verify_case
from app.cases.actions.handle import Step, archive_case, close_case, sign_for_case
from app.cases.actions.on_the_spot import solve_on_spot
from app.cases.actions.pausing import give_back_case, resume_case, table_case
from app.cases.actions.reminding import remind_case
from app.cases.outbox import step_entry
from app.cases.queries.card import CaseCard
from app.cases.queries.whistles import next_step
from app.cases.rules import EventKind
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.outbox import Entry, EntryKind
from ui.cases.accept_dialog import AcceptDialog
from ui.cases.assign_dialog import AssignDialog
from ui.cases.dialogs.amending import AmendDialog
from ui.cases.dialogs.calling_back import CallBackDialog
from ui.cases.dialogs.handling import HandleDialog
from ui.cases.dialogs.passing import EscalateDialog, HandOverDialog, RehandleDialog
from ui.cases.dialogs.pausing import PauseDialog
from ui.cases.dialogs.putting_right import ClaimDialog, RecountDialog, ReverseDialog
from ui.cases.dialogs.refusing import DeclineDialog, ReturnDialog
from ui.cases.dialogs.ruling import RulingDialog
from ui.cases.dialogs.supervising import DraftDialog
from ui.cases.dialogs.tasks import TaskDialog
from ui.cases.family.merge_dialog import MergeDialog
from ui.cases.in_hand import InHandMark
from ui.cases.keeping_for_later import is_signed_here, keep_for_later
from ui.cases.offers import offer, ruling_verb
from ui.cases.receipt import Receipt
from ui.cases.row_actions import RowActions
from ui.cases.step_dialog import NoteDialog, StepDialog, case_name, verb_of
from ui.cases.whistles.actions import wanted_of
from ui.cases.whistles.blow_dialog import BlowDialog
from ui.core.notices import Notice, NoticeKind
from ui.core.slices import Desk


def _remind(uow: Any, case_id: UUID, _seen: int, note: str, *, command_key: UUID) -> None:
    """Remind of a case, whatever was seen of it: nothing is overwritten."""
    remind_case(uow, case_id, note, command_key=command_key)


_BY_STEP = {
    EventKind.CLOSED: close_case,
    EventKind.ARCHIVED: archive_case,
    EventKind.SOLVED_ON_SPOT: solve_on_spot,
}
_BY_NOTE = {
    EventKind.RESUMED: resume_case,
    EventKind.TABLED: table_case,
    EventKind.GIVEN_BACK: give_back_case,
    EventKind.VERIFIED: verify_case,
    EventKind.REOPENED: reopen_case,
    EventKind.REMINDED: _remind,
}
_DIALOGS: dict[EventKind, Callable[[Desk, CaseCard, QWidget], StepDialog]] = {
    EventKind.REGISTERED: AcceptDialog,
    EventKind.DECLINED: DeclineDialog,
    EventKind.RETURNED: ReturnDialog,
    EventKind.ESCALATED: EscalateDialog,
    EventKind.HANDED_OVER: HandOverDialog,
    EventKind.REHANDLED: RehandleDialog,
    EventKind.AMENDED: AmendDialog,
    EventKind.SUPERVISED: DraftDialog,
    EventKind.MERGED: MergeDialog,
    EventKind.CALLED_BACK: CallBackDialog,
    EventKind.TASK_GIVEN: TaskDialog,
    EventKind.WHISTLED: BlowDialog,
    EventKind.REVERSED: ReverseDialog,
    EventKind.RECOUNTED: RecountDialog,
    EventKind.CLAIM_ACCEPTED: ClaimDialog,
}
_WITH_STEP: dict[EventKind, Callable[[Desk, CaseCard, EventKind, QWidget], StepDialog]] = {
    EventKind.ASSIGNED: AssignDialog,
    EventKind.REASSIGNED: AssignDialog,
    EventKind.SIGNED_FOR: HandleDialog,
    EventKind.PROGRESSED: HandleDialog,
    EventKind.FINISHED: HandleDialog,
    EventKind.SUSPENDED: PauseDialog,
    EventKind.CARRIED_OVER: PauseDialog,
    EventKind.EXTENDED: PauseDialog,
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
        self.rows = RowActions(desk, owner)
        self.rows.opened.connect(self.opened)

    def take(self, step: EventKind, card: CaseCard, *, at_length: bool = False) -> None:
        """Take a step, or ask for what it needs; signing `at_length` asks as well."""
        offered = offer(card, step)
        if offered is None or offered.why_not:
            return
        following = next_step(card.whistles) if step is EventKind.WHISTLED else None
        if following is not None:
            self.rows.take(wanted_of(following, card.whistles), card)
            return
        if step is EventKind.SIGNED_FOR and is_signed_here(self._desk, card.id):
            self._desk.notices.tell(self.tr("已经签收，在本机等着补报。"))
            return
        if step is EventKind.SIGNED_FOR and not card.on_behalf and not at_length:
            self._sign(card)
            return
        dialog = self._dialog(step, card)
        asks = offered.asks
        dialog.saved.connect(lambda result: self._saved(step, card, result, asks=asks))
        InHandMark(desk=self._desk, case_id=card.id, dialog=dialog)
        dialog.open()
        self.opened.emit(dialog)

    def _dialog(self, step: EventKind, card: CaseCard) -> StepDialog:
        desk, window = self._desk, self._owner.window()
        if ruling_verb(card, step):
            return RulingDialog(desk, card, window)
        if step in _DIALOGS:
            return _DIALOGS[step](desk, card, window)
        if step in _WITH_STEP:
            return _WITH_STEP[step](desk, card, step, window)

        def take(uow: Any, note: str, seen: int, key: UUID) -> None:
            if step in _BY_STEP:
                _BY_STEP[step](uow, Step(card.id, seen, note), command_key=key)
            else:
                _BY_NOTE[step](uow, card.id, seen, note, command_key=key)

        return NoteDialog(desk, card, step, window, take=take)

    def _sign(self, card: CaseCard) -> None:
        """Signing needs no words: one key, one transaction."""
        if card.id not in self._signing:
            self._signing.add(card.id)
            signing = _Signing(self._desk, card, self)
            signing.signed.connect(self._signed)
            signing.refused.connect(self._refused)
            signing.kept.connect(self._signing.discard)
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

    def _saved(self, step: EventKind, card: CaseCard, result: object, *, asks: bool) -> None:
        """Say so; a message that was accepted is called by its new number from now on."""
        if asks:
            words = self.tr("{case} 已申请{step}，等主任批")
            told = words.format(case=case_name(card), step=verb_of(step))
            self._desk.notices.tell(told)
            return
        if step is EventKind.SUPERVISED:
            words = self.tr("{case} 的督办单已起草，签发后生效")
            self._desk.notices.tell(words.format(case=case_name(card)))
            return
        if step is EventKind.WHISTLED and result is False:
            words = self.tr("{case} 的吹哨单已起草，等主任吹哨")
            self._desk.notices.tell(words.format(case=case_name(card)))
            return
        number = result if isinstance(result, str) else card.number
        self._tell(step, replace(card, number=number))

    def _tell(self, step: EventKind, card: CaseCard) -> None:
        words = self.tr("{case} 已{step}")
        verb = ruling_verb(card, step) or verb_of(step, on_behalf=card.on_behalf)
        self._desk.notices.tell(words.format(case=case_name(card), step=verb))


@dataclass(frozen=True, slots=True)
class _Refusal:
    card: CaseCard
    error: BaseException


class _Signing(QObject):
    """One signing on its way; ends itself."""

    signed = Signal(object)  # CaseCard
    refused = Signal(object)  # _Refusal
    kept = Signal(object)  # UUID of the case: it waits on this computer

    def __init__(self, desk: Desk, card: CaseCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._key, self._order = new_id(), Step(card.id, card.version)

    def start(self) -> None:
        key, order = self._key, self._order
        self._desk.write(
            lambda uow: sign_for_case(uow, order, command_key=key), self._done, self._failed
        )

    def _done(self, _result: object) -> None:
        self.signed.emit(self._card)
        self.deleteLater()

    def _failed(self, error: BaseException) -> None:
        at = self._desk.parts.clock.now()
        if not keep_for_later(self._desk, error, lambda: self._entry(at), self._kept, self._lost):
            self._lost(error)

    def _entry(self, at: datetime) -> Entry:
        kind, title = EntryKind.SIGN_FOR, self._card.title
        return step_entry(kind, self._order, title, at, key=self._key)

    def _kept(self) -> None:
        self.kept.emit(self._card.id)
        self.deleteLater()

    def _lost(self, error: BaseException) -> None:
        self.refused.emit(_Refusal(self._card, error))
        self.deleteLater()
