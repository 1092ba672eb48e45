"""A dialog for one step on one case: what it needs, and what others did meanwhile."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.numbers import short
from app.cases.queries.card import CaseCard, case_card
from app.cases.rules import EventKind
from app.core.errors import Conflict
from app.core.words import label as word
from ui.cases.note_words import note_words
from ui.cases.offers import offer
from ui.cases.phrase_button import PhraseBar, carry_phrases
from ui.cases.verbs import verb_of as verb_of
from ui.core.form_dialog import Action, FormDialog, no_check
from ui.core.forms import FormField
from ui.core.merge_dialog import Present
from ui.core.notices import explain
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk

NOTE_PX = 112


def case_name(card: CaseCard) -> str:
    """Return what a desk calls a case: its short number, or its receipt code before that."""
    return short(card.number) if card.number else card.receipt_code


class StepDialog(FormDialog):
    """Takes one step on the case as it was seen; a change by others is named with its author."""

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.card = card
        self.step = step
        self.phrases: PhraseBar | None = None
        self.seen_version = card.version
        offered = offer(card, step)
        self.asks = offered is not None and offered.asks
        verb = offered.verb if offered is not None else verb_of(step)
        self.name_it(f"{verb} {case_name(card)}", verb, card.title)
        leave = self.tr("先不{step}").format(step=verb)
        self.leave_button.setText(self.tr("先放着") if step is EventKind.DECLINED else leave)

    def add_field(self, field: FormField, check: Callable[[], str] = no_check) -> FormField:
        """Add a field; a text area gets the phrases for this step under it."""
        if isinstance(field.input, QPlainTextEdit):
            self.phrases = carry_phrases(field, self.desk, field.input, self.card, self.step)
        return super().add_field(field, check)

    # -- somebody was faster -------------------------------------------------------------------

    def refused(self, error: BaseException) -> None:
        """Say why not; where somebody was faster, read what they did first."""
        if not isinstance(error, Conflict):
            super().refused(error)
            return
        desk, case_id = self.desk, self.card.id
        desk.read(
            lambda session: case_card(session, desk.actor, case_id, now=desk.parts.clock.now()),
            self._changed_by_others,
            self._unread,
        )

    def _unread(self, error: BaseException) -> None:
        self.set_busy(busy=False)
        self.say_error(explain(error).text)

    def _changed_by_others(self, card: CaseCard) -> None:
        self.set_busy(busy=False)
        self.card = card
        last = card.events[-1]
        theirs = self.values_of(card)
        if theirs is not None and self._is_possible(card):
            self.merge(Present(card.version, theirs, last.person, last.at))
            return
        lead = self.tr("{who}刚改过这件事（{step} {time}）。").format(
            who=last.person, step=word(last.kind), time=time_of_day(last.at)
        )
        rest = self.tr("您写的还在。")
        possible = self._is_possible(card)
        if not possible:
            rest = self.tr("现在是“{state}”，不能再{step}。您写的还在，可以复制。").format(
                state=word(card.state), step=verb_of(self.step)
            )
        self.show_change(lead, rest, version=card.version, can_go_on=possible)

    def _is_possible(self, card: CaseCard) -> bool:
        offered = offer(card, self.step)
        return offered is not None and not offered.why_not and offered.asks == self.asks

    def values_of(self, card: CaseCard) -> Mapping[str, Any] | None:
        """Return the fields that are merged with others' as a case has them; None for a step
        that changes no fields."""
        return None


class NoteDialog(StepDialog):
    """A step that says something: progress, finishing, closing, and most others."""

    def __init__(
        self,
        desk: Desk,
        card: CaseCard,
        step: EventKind,
        parent: QWidget,
        *,
        take: Callable[[Any, str, int, UUID], object],
    ) -> None:
        """Ask for the note; `take(uow, note, seen version, command key)` takes the step."""
        super().__init__(desk, card, step, parent)
        self._take = take
        self.words = note_words(step, card)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self.words.asks)
        self.note.setMinimumHeight(NOTE_PX)
        field = FormField("", self.note, required=self.words.required)
        self.field = self.add_field(field, self._missing)
        self.note.setAccessibleName(self.words.asks)
        self.field.note(self.words.follows)
        self.note.setFocus()

    def _missing(self) -> str:
        if self.note.toPlainText().strip() or not self.words.required:
            return ""
        return self.tr("请写明{step}的内容，不能只有空格。").format(step=word(self.step))

    def say_notes(self) -> None:
        self.field.note(self.words.follows)

    def action(self) -> Action:
        take, note = self._take, self.note.toPlainText()
        seen, key = self.seen_version, self.command_key
        return lambda uow: take(uow, note, seen, key)
