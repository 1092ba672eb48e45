"""Reversing the last step, believing a claimed time, counting anew: what was wrong put right."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases.actions.putting_right import accept_claim, recount_case, reverse_step
from app.cases.queries.card import CaseCard, EventRow
from app.cases.queries.foresight import BelievingClaim, Recounting, Reversing
from app.cases.rules import EventKind, Pause
from app.core.words import label as word
from ui.cases.dialogs.due_teller import DueTeller
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, text_area
from ui.cases.offers import last_event, living_events, open_claims
from ui.cases.step_dialog import StepDialog
from ui.core.controls import Combo
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.relative_time import short, time_of_day
from ui.core.slices import Desk


class _WhyDialog(StepDialog):
    """A reason, and what it does to the due time."""

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, card, step, parent)
        self.note = text_area(self._asks())
        self.teller = DueTeller(desk, card, self)
        self.teller.told = self.fit
        self._lay_out_first()
        self.note_field = self.add_field(
            FormField(self.tr("理由"), self.note, required=True, label_width=LABEL_PX),
            needs_text(self.note, self.tr("请写明理由，不能只有空格。")),
        )
        self.content.addWidget(self.teller.box)
        self.note.setFocus()

    def _asks(self) -> str:
        return ""

    def _lay_out_first(self) -> None:
        """Put something before the reason."""


class ReverseDialog(_WhyDialog):
    """The last step is put right; both stand in the story."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.REVERSED, parent)

    def _asks(self) -> str:
        return self.tr("哪里弄错了")

    def _lay_out_first(self) -> None:
        last = last_event(self.card)
        if last is not None:
            self.content.addWidget(quiet_line(reversal_words(self.card, last)))

    def say_notes(self) -> None:
        self.teller.ask(Reversing())

    def action(self) -> Action:
        case_id, seen, key = self.card.id, self.seen_version, self.command_key
        note = self.note.toPlainText()

        def reverse(uow: Any) -> None:
            reverse_step(uow, case_id, seen, note, command_key=key)

        return reverse


def reversal_words(card: CaseCard, last: EventRow) -> str:
    """Say what will be as before, and until when that can be done."""
    translate = QCoreApplication.translate
    before = last.facts.get("before", {})
    parts = [
        translate("ReverseDialog", "撤销 {time} {who}的“{step}”").format(
            time=time_of_day(last.at), who=last.person, step=word(last.kind)
        )
    ]
    if last.old_state is not None and last.old_state is not card.state:
        parts.append(translate("ReverseDialog", "回到“{state}”").format(state=word(last.old_state)))
    if "handling_unit_id" in before:
        holder = _holder_before(card, last) if before["handling_unit_id"] else ""
        parts.append(
            translate("ReverseDialog", "承办单位仍是{unit}").format(unit=holder)
            if holder
            else translate("ReverseDialog", "不再有承办单位")
        )
    if "pause" in before:
        was = before["pause"]
        parts.append(
            translate("ReverseDialog", "仍是{pause}").format(pause=word(Pause(was)))
            if was
            else translate("ReverseDialog", "不再{pause}").format(
                pause=word(card.pause) if card.pause is not None else ""
            )
        )
    words = "，".join(parts) + translate("ReverseDialog", "。两步都留在经过里。")
    if card.reverse_until is not None:
        words += translate("ReverseDialog", "{until} 前可以撤销。").format(
            until=time_of_day(card.reverse_until)
        )
    return words


def _holder_before(card: CaseCard, last: EventRow) -> str:
    handed = (EventKind.ASSIGNED, EventKind.REASSIGNED)
    earlier = (
        event
        for event in reversed(living_events(card))
        if event.ordinal < last.ordinal and event.kind in handed
    )
    return next((event.unit for event in earlier), "")


class RecountDialog(_WhyDialog):
    """The case is counted by the limits and calendar in force now."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.RECOUNTED, parent)

    def _asks(self) -> str:
        return self.tr("为什么要按现行的时限表和日历重新计")

    def say_notes(self) -> None:
        self.teller.ask(Recounting())
        self.note_field.note(self.tr("从受理起重算；原来的版本留在经过里，改动以您的名义记录。"))

    def action(self) -> Action:
        case_id, seen, key = self.card.id, self.seen_version, self.command_key
        note = self.note.toPlainText()

        def recount(uow: Any) -> None:
            recount_case(uow, case_id, seen, note, command_key=key)

        return recount


class ClaimDialog(_WhyDialog):
    """The time somebody says a step was really taken counts from now on."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.CLAIM_ACCEPTED, parent)

    def _asks(self) -> str:
        return self.tr("凭什么认可，例如：回执上的签收时间、现场照片")

    def _lay_out_first(self) -> None:
        self.claim = Combo()
        for row in reversed(open_claims(self.card)):
            claimed = row.claimed_at or row.at
            words = self.tr("{step}：实际 {claimed}，记录 {recorded}").format(
                step=word(row.kind), claimed=short(claimed), recorded=short(row.at)
            )
            self.claim.add(words, row.ordinal)
        self.add_field(FormField(self.tr("哪一步"), self.claim, label_width=LABEL_PX))

    def say_notes(self) -> None:
        ordinal = self.claim.value()
        self.teller.ask(BelievingClaim(ordinal) if isinstance(ordinal, int) else None)

    def action(self) -> Action:
        case_id, seen, key = self.card.id, self.seen_version, self.command_key
        note, ordinal = self.note.toPlainText(), self.claim.value()
        if not isinstance(ordinal, int):
            raise TypeError(ordinal)

        def accept(uow: Any) -> None:
            accept_claim(uow, case_id, seen, ordinal, note, command_key=key)

        return accept
