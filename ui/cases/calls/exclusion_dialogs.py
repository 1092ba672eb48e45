"""Asking to leave a case out of the rates, and the director's words about it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.cases.actions.excluding import (
    BASIS_LEAST,
    BASIS_MOST,
    ExclusionWish,
    ask_exclusion,
    grant_exclusion,
    lift_exclusion,
    refuse_exclusion,
)
from app.cases.call_states import ExclusionReason
from app.cases.queries.exclusions import ExclusionRow
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, reason_box, text_area
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk


class AskExclusionDialog(FormDialog):
    """A reason of the list, and on what it rests."""

    def __init__(self, desk: Desk, case_id: UUID, title: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._case_id = case_id
        self.name_it(self.tr("申请剔除"), self.tr("报主任批"), title)
        self.reason = reason_box(ExclusionReason)
        self.basis = text_area(self.tr("依据什么、怎么核实的，例如：政策文件、判决书、通话记录"))
        self.add_field(
            FormField(self.tr("理由"), self.reason, required=True, label_width=LABEL_PX),
            lambda: "" if self.reason.value() is not None else self.tr("请选一个理由"),
        )
        field = self.add_field(
            FormField(self.tr("依据"), self.basis, required=True, label_width=LABEL_PX),
            self._basis_wrong,
        )
        field.note(self.tr("批准前照常计入三率；批准后从那一刻起不计，登记簿上写明主任的姓名。"))
        self.reason.setFocus()

    def _basis_wrong(self) -> str:
        have = len(self.basis.toPlainText().strip())
        if have < BASIS_LEAST:
            return self.tr("请写明依据，至少 {least} 个字").format(least=BASIS_LEAST)
        if have > BASIS_MOST:
            return self.tr("最多 {most} 字，现有 {have} 字").format(most=BASIS_MOST, have=have)
        return ""

    def action(self) -> Action:
        reason = ExclusionReason(str(self.reason.value()))
        wish = ExclusionWish(self._case_id, reason, self.basis.toPlainText())
        key = self.command_key
        return lambda uow: ask_exclusion(uow, wish, command_key=key)


class Verdict(StrEnum):
    """What the director does with an entry of the register."""

    GRANT = "grant"
    REFUSE = "refuse"
    LIFT = "lift"


_ACTIONS: dict[Verdict, Callable[..., object]] = {
    Verdict.GRANT: grant_exclusion,
    Verdict.REFUSE: refuse_exclusion,
    Verdict.LIFT: lift_exclusion,
}


class VerdictDialog(FormDialog):
    """The director's words; only a refusal and a lifting need any."""

    def __init__(self, desk: Desk, row: ExclusionRow, verdict: Verdict, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row, self._verdict = row, verdict
        self.seen_version = row.version
        titles = {
            Verdict.GRANT: (self.tr("同意剔除"), self.tr("批示，可不写")),
            Verdict.REFUSE: (self.tr("不予剔除"), self.tr("为什么不剔除")),
            Verdict.LIFT: (self.tr("恢复计算"), self.tr("为什么恢复")),
        }
        verb, asks = titles[verdict]
        told = self.tr("{title}：{reason}。{basis}").format(
            title=row.title or self.tr("（看不到内容）"), reason=word(row.reason), basis=row.basis
        )
        self.name_it(verb, verb, told)
        self.note = text_area(asks)
        needed = verdict is not Verdict.GRANT
        self.add_field(
            FormField(self.tr("批示"), self.note, required=needed, label_width=LABEL_PX),
            self._wrong if needed else lambda: "",
        )
        self.note.setFocus()

    def _wrong(self) -> str:
        if len(self.note.toPlainText().strip()) < BASIS_LEAST:
            return self.tr("请写明理由，至少 {least} 个字").format(least=BASIS_LEAST)
        return ""

    def action(self) -> Action:
        act, row_id, seen = _ACTIONS[self._verdict], self._row.id, self.seen_version
        note, key = self.note.toPlainText(), self.command_key

        def decide(uow: Any) -> object:
            return act(uow, row_id, seen, note, command_key=key)

        return decide
