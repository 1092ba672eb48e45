"""Signing for, reporting and finishing, with the check list of the kind and the real time."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.handle import Step, finish_case, report_progress, sign_for_case
from app.cases.outbox import step_entry
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from app.core.outbox import EntryKind
from ui.cases.dialogs.fields import ClaimedTime, quiet_line
from ui.cases.keeping_for_later import keep_for_later
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
_WAITS = {EventKind.SIGNED_FOR: EntryKind.SIGN_FOR, EventKind.PROGRESSED: EntryKind.PROGRESS}


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

    # -- while the server is away ----------------------------------------------------------------

    def refused(self, error: BaseException) -> None:
        """Say why not; a note or a signature waits on this computer while the server is away."""
        kind = _WAITS.get(self.step)
        if kind is None:
            super().refused(error)
            return
        order, at = self._order(), self.desk.parts.clock.now()
        if not keep_for_later(
            self.desk,
            error,
            lambda: step_entry(kind, order, self.card.title, at, key=self.command_key),
            self.leave_written,
            super().refused,
        ):
            super().refused(error)

    def _order(self) -> Step:
        ticked = tuple(key for key, tick in self.checks.items() if tick.isChecked())
        return Step(
            self.card.id,
            self.seen_version,
            self.note.toPlainText(),
            claimed_at=self.claimed.claimed(),
            checks=ticked,
        )

    def action(self) -> Action:
        order, key, act = self._order(), self.command_key, ACTS[self.step]

        def handle(uow: Any) -> None:
            act(uow, order, command_key=key)

        return handle


def _never(*_: object) -> None:
    raise AssertionError("HandleDialog writes by itself")
