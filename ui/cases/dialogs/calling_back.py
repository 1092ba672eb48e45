"""The call-back (回访): three answers, or nobody reached; says what follows from them."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.after_finishing import REOPENED_BY_RULE, CallBack, call_back
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from ui.cases.dialogs.fields import quiet_line, text_area
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

LABEL_PX = 128
MISSED = "missed"


class CallBackDialog(StepDialog):
    """Asks as the caller is asked: 打通了吗, 联系了吗, 解决了吗, 满意吗."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.CALLED_BACK, parent)
        self.reached = self._question(self.tr("打通了"), self.tr("没打通"), self.tr("电话打通了吗"))
        self.contacted = self._question(
            self.tr("联系了"), self.tr("没联系"), self.tr("承办单位联系了吗")
        )
        self.solved = self._question(self.tr("解决了"), self.tr("没解决"), self.tr("解决了吗"))
        self.satisfied = self._question(self.tr("满意"), self.tr("不满意"), self.tr("满意吗"))
        self._fields: dict[SegmentedControl, FormField] = {}
        for title, control in (
            (self.tr("电话打通了吗"), self.reached),
            (self.tr("承办单位联系了吗"), self.contacted),
            (self.tr("解决了吗"), self.solved),
            (self.tr("满意吗"), self.satisfied),
        ):
            field = FormField(title, control, required=True, label_width=LABEL_PX)
            self._fields[control] = self.add_field(field, partial(self._missing, control))
        self.note = text_area(self.tr("反映人的原话，可不写"))
        self.add_field(FormField(self.tr("原话"), self.note, label_width=LABEL_PX))
        self.follows = quiet_line("")
        self.content.addWidget(self.follows)
        self.reached.setFocus()

    def _question(self, yes: str, no: str, name: str) -> SegmentedControl:
        return SegmentedControl(
            (Choice(value=True, title=yes), Choice(value=False, title=no)), name=name
        )

    def _missing(self, control: SegmentedControl) -> str:
        needed = control is self.reached or self.reached.value() is True
        if control.value() is None and needed:
            return self.tr("请选一个回答")
        return ""

    def say_notes(self) -> None:
        missed = self.reached.value() is False
        for control in (self.contacted, self.solved, self.satisfied):
            control.setEnabled(not missed)
            self._fields[control].setVisible(not missed)
        self.follows.setText(self._follows())

    def _follows(self) -> str:
        """Say what happens with these answers."""
        if self.reached.value() is False:
            return self.tr("记一次没打通（已有 {count} 次），事件仍等回访。").format(
                count=sum(event.kind is EventKind.CALL_MISSED for event in self.card.events)
            )
        if self.solved.value() is None or self.satisfied.value() is None:
            return self.tr("三个回答都要问到：联系了吗、解决了吗、满意吗。")
        if self.solved.value() and self.satisfied.value():
            return self.tr("保存后可以结案。")
        if self.card.reopened_count < REOPENED_BY_RULE:
            unit = self.card.unit or self.tr("承办单位")
            words = self.tr("按规则自动重办一次：办理时限重新起算，交回{unit}。")
            return words.format(unit=unit)
        return self.tr("已经重办过，这次不会自动重办；由主任决定重办还是结案。")

    def action(self) -> Action:
        missed = self.reached.value() is False
        order = CallBack(
            case_id=self.card.id,
            seen_version=self.seen_version,
            contacted=None if missed else self.contacted.value() is True,
            solved=None if missed else self.solved.value() is True,
            satisfied=None if missed else self.satisfied.value() is True,
            note=self.note.toPlainText(),
        )
        key = self.command_key

        def call(uow: Any) -> None:
            call_back(uow, order, command_key=key)

        return call
