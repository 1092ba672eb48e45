"""Signing for, reporting and finishing, with the check list of the kind and the real time."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.handle import Step, finish_case, report_progress, sign_for_case
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from ui.cases.dialogs.fields import ClaimedTime, quiet_line
from ui.cases.step_dialog import NoteDialog
from ui.core.controls import Tick, label
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk

ACTS = {
    EventKind.SIGNED_FOR: sign_for_case,
    EventKind.PROGRESSED: report_progress,
    EventKind.FINISHED: finish_case,
}


class HandleDialog(NoteDialog):
    """What the handling unit says, or what is typed in for one without a desk."""

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, card, step, parent, take=_never)
        self.checks: dict[str, Tick] = {}
        if card.on_behalf:
            self.content.insertWidget(0, quiet_line(self._typed_in()))
        if step is EventKind.FINISHED and card.checks:
            self._add_checks()
        self.claimed = ClaimedTime(desk, card)
        self.add_field(self.claimed, self.claimed.wrong)
        self.claimed.moment.dateTimeChanged.connect(self._edited)

    def _typed_in(self) -> str:
        slip = next(
            (str(e.facts["slip"]) for e in reversed(self.card.events) if e.facts.get("slip")), ""
        )
        words = self.tr("{unit}没有电脑，由中心照回执代填，经过里会注明。交办单号 {slip}")
        return words.format(unit=self.card.unit, slip=slip or "—")

    def _add_checks(self) -> None:
        self.content.addWidget(label(self.tr("结案条件，逐项核对"), "second"))
        field: FormField | None = None
        for check in self.card.checks:
            optional = self.tr("{check}（可选）").format(check=check.text)
            tick = Tick(check.text if check.required else optional)
            tick.toggled.connect(self._edited)
            self.checks[check.key] = tick
            field = FormField("", tick, label_width=0)
            tick.setAccessibleName(tick.text())
            self.content.addWidget(field)
        if field is not None:  # what is not ticked is told under the last of them
            self.watch(field, self._unchecked)

    def _unchecked(self) -> str:
        missing = [
            check.text
            for check in self.card.checks
            if check.required and not self.checks[check.key].isChecked()
        ]
        if not missing or not self._tried:
            return ""
        return self.tr("还没核对：{missing}").format(missing="、".join(missing))

    def say_notes(self) -> None:
        super().say_notes()
        self.claimed.tell()

    def action(self) -> Action:
        ticked = tuple(key for key, tick in self.checks.items() if tick.isChecked())
        order = Step(
            self.card.id,
            self.seen_version,
            self.note.toPlainText(),
            claimed_at=self.claimed.claimed(),
            checks=ticked,
        )
        key, act = self.command_key, ACTS[self.step]

        def handle(uow: Any) -> None:
            act(uow, order, command_key=key)

        return handle


def _never(*_: object) -> None:
    raise AssertionError("HandleDialog writes by itself")
