"""Suspending, carrying over and extending, as the director or as a request to the director."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.pausing import REASON_MOST, Pausing, order_pause
from app.cases.actions.requests import ask_pause
from app.cases.clock import BadLimit, Limit, LimitUnit
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Extending, Stopping, Wish
from app.cases.rules import EventKind
from app.cases.work_states import RequestKind
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.dialogs.due_teller import DueTeller
from ui.cases.dialogs.fields import (
    LABEL_PX,
    OptionalMoment,
    needs_text,
    quiet_line,
    text_area,
)
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk

AMOUNT_PX = 96


class PauseDialog(StepDialog):
    """Reason, and until when or how much more; tells the due time this makes."""

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, card, step, parent)
        self.kind = RequestKind(step.value)
        # What this kind does not ask for stays a hidden child: a widget without an owner would
        # be swept up by whatever thread happens to collect garbage.
        self.amount = QLineEdit(self)
        self.amount.setVisible(self._extends)
        self.until = OptionalMoment(
            self.tr("恢复"),
            self.tr("到时间自动恢复"),
            desk.parts.clock.now().replace(second=0, microsecond=0) + timedelta(days=1),
        )
        self.until.setParent(self)
        self.until.setVisible(not self._extends)
        self.reason = text_area(self._asks_reason())
        self.teller = DueTeller(desk, card, self, asks=self.asks)
        self.teller.told = self.fit
        if self._extends:
            self.amount_field = self._add_amount()
        self.reason_field = self.add_field(
            FormField(self.tr("理由"), self.reason, required=True, label_width=LABEL_PX),
            needs_text(self.reason, self.tr("请写明理由，不能只有空格。"), REASON_MOST),
        )
        if not self._extends:
            self.add_field(self.until, self._wrong_until)
            self.until.moment.dateTimeChanged.connect(self._edited)
        self.content.addWidget(self.teller.box)
        if self.asks:
            self.content.addWidget(
                quiet_line(self.tr("要主任批准；批准前时限照走，批准后从申请时起算。"))
            )
        (self.amount if self._extends else self.reason).setFocus()

    @property
    def _extends(self) -> bool:
        return self.kind is RequestKind.EXTENDED

    def _asks_reason(self) -> str:
        return {
            RequestKind.SUSPENDED: self.tr("在等什么，例如：等配件、等当事人回来"),
            RequestKind.EXTENDED: self.tr("为什么到期办不完，还差什么"),
            RequestKind.CARRIED_OVER: self.tr("为什么眼下办不了，什么条件具备了再办"),
        }[self.kind]

    # -- how much more -------------------------------------------------------------------------

    def _add_amount(self) -> FormField:
        self.amount.setFixedWidth(AMOUNT_PX)
        field = FormField(self.tr("延长"), self.amount, required=True, label_width=LABEL_PX)
        unit = self._unit()
        field.set_hint(word(unit) if unit is not None else "")
        return self.add_field(field, self._wrong_amount)

    def _unit(self) -> LimitUnit | None:
        return self.card.clocks.handle_limit.unit if self.card.clocks is not None else None

    def _amount(self) -> float | None:
        """Return what was typed as a number, None while it is none."""
        text = self.amount.text().strip().replace("．", ".")
        if len(text) > 6 or not text.replace(".", "", 1).isdecimal():
            return None
        return float(text)

    def _wrong_amount(self) -> str:
        if not self.amount.text().strip():
            return self.tr("请填要延长多少")
        amount, unit = self._amount(), self._unit()
        if amount is None or unit is None:
            return self.tr("请填数字，例如 2")
        try:
            Limit(amount, unit)
        except BadLimit as error:
            return sentence(error)
        return ""

    def _wrong_until(self) -> str:
        until = self.until.value()
        if until is not None and until <= self.desk.parts.clock.now():
            return self.tr("恢复的时间早于现在，请选以后的时间，或者不填")
        return ""

    # -- what it does --------------------------------------------------------------------------

    def _wish(self) -> Wish | None:
        if not self._extends:
            return None if self._wrong_until() else Stopping(self.until.value())
        amount = self._amount()
        return None if self._wrong_amount() or amount is None else Extending(amount)

    def say_notes(self) -> None:
        self.teller.ask(self._wish())

    def action(self) -> Action:
        order = Pausing(
            case_id=self.card.id,
            seen_version=self.seen_version,
            kind=self.kind,
            reason=self.reason.toPlainText(),
            amount=self._amount() if self._extends else None,
            until=None if self._extends else self.until.value(),
        )
        key, act = self.command_key, ask_pause if self.asks else order_pause

        def pause(uow: Any) -> None:
            act(uow, order, command_key=key)

        return pause
