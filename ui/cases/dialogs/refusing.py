"""Not taking a message on (不予受理), and giving a case back (退回): a typed reason and words."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.refusing import Decline, Return, decline_case, return_case
from app.cases.queries.card import CaseCard
from app.cases.rules import DeclineReason, EventKind, ReturnReason
from ui.cases.dialogs.fields import LABEL_PX, needs_text, reason_box, text_area
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk


class DeclineDialog(StepDialog):
    """Why a message is not taken on; the notice says the same."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.DECLINED, parent)
        self.reason = reason_box(DeclineReason)
        self.note = text_area(self.tr("为什么不受理、可以去哪里办，照这个告知反映人"))
        self.reason_field = self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            self._missing_reason,
        )
        self.note_field = self.add_field(
            FormField(self.tr("告知"), self.note, required=True, label_width=LABEL_PX),
            needs_text(self.note, self.tr("请写明不予受理的理由，不能只有空格。")),
        )
        self.reason.setFocus()

    def _missing_reason(self) -> str:
        return "" if self.reason.value() is not None else self.tr("请选不予受理的原因")

    def say_notes(self) -> None:
        self.note_field.note(self.tr("保存后可以打印《不予受理告知书》；要改回来得由主任重办。"))

    def action(self) -> Action:
        reason, note = self.reason.value(), self.note.toPlainText()
        case_id, seen, key = self.card.id, self.seen_version, self.command_key

        def decline(uow: Any) -> None:
            order = Decline(case_id, seen, DeclineReason(str(reason)), note)
            decline_case(uow, order, command_key=key)

        return decline


class ReturnDialog(StepDialog):
    """Why a unit gives a case back, and the rule or fact this rests on."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.RETURNED, parent)
        self.reason = reason_box(ReturnReason)
        self.basis = text_area(self.tr("依据：哪条规定、什么事实，应当由谁办"))
        self.reason_field = self.add_field(
            FormField(self.tr("理由"), self.reason, required=True, label_width=LABEL_PX),
            self._missing_reason,
        )
        self.basis_field = self.add_field(
            FormField(self.tr("依据"), self.basis, required=True, label_width=LABEL_PX),
            needs_text(self.basis, self.tr("请写明退回的依据，不能只有空格。")),
        )
        self.reason.setFocus()

    def _missing_reason(self) -> str:
        return "" if self.reason.value() is not None else self.tr("请选退回的理由")

    def say_notes(self) -> None:
        if self.card.returned_count:
            words = self.tr("已经退过 {count} 次；再退可能要主任终审定牵头，办理时限照常走。")
            self.basis_field.note(words.format(count=self.card.returned_count))
        else:
            self.basis_field.note(self.tr("退回到分拨员手上，办理时限照常走。"))

    def action(self) -> Action:
        reason, basis = self.reason.value(), self.basis.toPlainText()
        case_id, seen, key = self.card.id, self.seen_version, self.command_key

        def give_back(uow: Any) -> None:
            order = Return(case_id, seen, ReturnReason(str(reason)), basis)
            return_case(uow, order, command_key=key)

        return give_back
