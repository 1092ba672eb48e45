"""A dialog for one step on one case: what it needs, and what others did meanwhile."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.numbers import short
from app.cases.queries.card import CaseCard, case_card
from app.cases.rules import EventKind
from app.core.errors import Conflict
from app.core.words import label as word
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.notices import explain
from ui.core.relative_time import time_of_day
from ui.core.slices import Desk

NOTE_PX = 112


def case_name(card: CaseCard) -> str:
    """Return what a desk calls a case: its short number, or its receipt code before that."""
    return short(card.number) if card.number else card.receipt_code


def verb_of(step: EventKind) -> str:
    """Return what a step is called where somebody is about to take it.

    The story of a case names what happened; one of those names is no verb.
    """
    if step is EventKind.PROGRESSED:
        return QCoreApplication.translate("StepDialog", "报进展")
    return word(step)


class StepDialog(FormDialog):
    """Takes one step on the case as it was seen; a change by others is named with its author."""

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.card = card
        self.step = step
        self.seen_version = card.version
        verb = verb_of(step)
        self.name_it(f"{verb} {case_name(card)}", verb, card.title)
        self.leave_button.setText(self.tr("先不{step}").format(step=verb))

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
        lead = self.tr("{who}刚改过这件事（{step} {time}）。").format(
            who=last.person, step=word(last.kind), time=time_of_day(last.at)
        )
        rest = self.tr("您写的还在。")
        possible = self.step in card.steps
        if not possible:
            rest = self.tr("现在是“{state}”，不能再{step}。您写的还在，可以复制。").format(
                state=word(card.state), step=verb_of(self.step)
            )
        self.show_change(lead, rest, version=card.version, can_go_on=possible)


class NoteDialog(StepDialog):
    """A step that says something: progress, finishing, closing."""

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
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self._asks())
        self.note.setMinimumHeight(NOTE_PX)
        self.field = self.add_field(FormField("", self.note, required=True), self._missing)
        self.note.setAccessibleName(self._asks())
        self.field.note(self._consequence())
        self.note.setFocus()

    def _asks(self) -> str:
        return {
            EventKind.PROGRESSED: self.tr("做了什么、现场怎样、下一步是什么"),
            EventKind.FINISHED: self.tr("怎么解决的、现场怎样、反映人怎么说"),
            EventKind.CLOSED: self.tr("核实的结果：解决了没有，反映人满意吗"),
        }[self.step]

    def _consequence(self) -> str:
        return {
            EventKind.PROGRESSED: "",
            EventKind.FINISHED: self.tr("办结后办理时限停止计时，等中心结案。"),
            EventKind.CLOSED: self.tr("结案后经过不能再改；附件和回执仍可查看。"),
        }[self.step]

    def _missing(self) -> str:
        if self.note.toPlainText().strip():
            return ""
        return self.tr("请写明{step}的内容，不能只有空格。").format(step=word(self.step))

    def say_notes(self) -> None:
        self.field.note(self._consequence())

    def action(self) -> Action:
        take, note = self._take, self.note.toPlainText()
        seen, key = self.seen_version, self.command_key
        return lambda uow: take(uow, note, seen, key)
