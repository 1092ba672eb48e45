"""A dialog for one step on one case: what it needs, and what others did meanwhile."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.cases.numbers import short
from app.cases.queries.card import CaseCard, case_card
from app.cases.rules import EventKind
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.forms import escaped
from ui.core.notices import explain
from ui.core.relative_time import time_of_day
from ui.core.shortcuts import on_save
from ui.core.slices import Desk
from ui.core.states import IconMark

Action = Callable[[Any, int, UUID], object]
MIN_WIDTH = 440


def case_name(card: CaseCard) -> str:
    """Return what a desk calls a case: its short number, or its receipt code before that."""
    return short(card.number) if card.number else card.receipt_code


class ConflictStrip(QFrame):
    """Blue: somebody changed the case; what was typed is still there."""

    reread = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "tint")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        line.setSpacing(8)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.button = Button(self.tr("按新的继续"), kind="quiet", small=True)
        self.button.clicked.connect(self.reread)
        line.addWidget(IconMark("ph.info", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, lead: str, rest: str, *, can_go_on: bool) -> None:
        """Say who changed what; the button is there when the step can still be taken."""
        self._words.setText(f"<b>{escaped(lead)}</b>{escaped(rest)}")
        self.setAccessibleName(f"{lead}{rest}")
        self.button.setVisible(can_go_on)
        self.show()


class StepDialog(QDialog):
    """Takes one step; its command key is made once, so that a second click does nothing twice.

    Attributes:
        content: Where a subclass puts its fields.
    """

    taken = Signal()  # committed

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.card = card
        self.step = step
        self._command_key = new_id()
        self._seen = card.version
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(MIN_WIDTH)
        self.setWindowTitle(f"{word(step)} {case_name(card)}")
        self.strip = ConflictStrip()
        self.strip.reread.connect(self._go_on)
        self._error = label("", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        self.leave_button = Button(self.tr("先不{step}").format(step=word(step)), kind="quiet")
        self.do_button = Button(word(step), kind="primary", key="Ctrl+Return")
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.take_step)
        self._lay_out()
        on_save(self, self.take_step)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{word(self.step)} {case_name(self.card)}", "section"))
        title = label(self.card.title, "second")
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(self.strip)
        column.addLayout(self.content)
        column.addWidget(self._error)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)

    # -- what subclasses say -------------------------------------------------------------------

    def complaint(self) -> str:
        """Return what is missing or wrong, "" for nothing."""
        return ""

    def action(self) -> Action:
        """Return what does the step with (uow, seen version, command key); reads the fields now."""
        raise NotImplementedError

    # -- taking the step -----------------------------------------------------------------------

    def take_step(self) -> None:
        """Do it, unless something is missing or it is being done already."""
        if not self.do_button.isEnabled():
            return
        wrong = self.complaint()
        self.show_error(wrong)
        if wrong:
            return
        action, seen, key = self.action(), self._seen, self._command_key
        self._set_busy(busy=True)
        self.desk.write(lambda uow: action(uow, seen, key), self._committed, self._refused)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong; "" takes it back."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    @property
    def error_text(self) -> str:
        """What is said to be wrong."""
        return self._error.text()

    def reject(self) -> None:
        if self.leave_button.isEnabled():  # what is being written must be heard of
            super().reject()

    def _set_busy(self, *, busy: bool) -> None:
        self.do_button.setEnabled(not busy)
        self.leave_button.setEnabled(not busy)

    def _committed(self, _result: object) -> None:
        self.taken.emit()
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Conflict):
            self._look_again()
        else:
            self.show_error(explain(error).text)

    # -- somebody was faster -------------------------------------------------------------------

    def _look_again(self) -> None:
        self._set_busy(busy=True)
        desk, case_id = self.desk, self.card.id
        self.desk.read(
            lambda session: case_card(session, desk.actor, case_id, now=desk.parts.clock.now()),
            self._changed_by_others,
            self._refused_to_read,
        )

    def _refused_to_read(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self.show_error(explain(error).text)

    def _changed_by_others(self, card: CaseCard) -> None:
        self._set_busy(busy=False)
        self.card = card
        last = card.events[-1]
        lead = self.tr("{who}刚改过这件事（{step} {time}）。").format(
            who=last.person, step=word(last.kind), time=time_of_day(last.at)
        )
        still = self.step in card.steps
        rest = self.tr("您写的还在。")
        if not still:
            rest = self.tr("现在是“{state}”，不能再{step}。您写的还在，可以复制。").format(
                state=word(card.state), step=word(self.step)
            )
        self.do_button.setEnabled(False)
        self.strip.tell(lead, rest, can_go_on=still)
        self.adjustSize()

    def _go_on(self) -> None:
        self._seen = self.card.version
        self.strip.hide()
        self.do_button.setEnabled(True)
        self.do_button.setFocus()


class NoteDialog(StepDialog):
    """A step that says something: progress, finishing, closing."""

    def __init__(
        self,
        desk: Desk,
        card: CaseCard,
        step: EventKind,
        parent: QWidget,
        *,
        action: Callable[[Any, str, int, UUID], object],
    ) -> None:
        """Ask for the note; `action(uow, note, seen version, command key)` takes the step."""
        super().__init__(desk, card, step, parent)
        self._action = action
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self._asks())
        self.note.setAccessibleName(self._asks())
        self.note.setMinimumHeight(112)
        self.content.addWidget(self.note)
        consequence = self._consequence()
        if consequence:
            says = label(consequence, "caption")
            says.setWordWrap(True)
            self.content.addWidget(says)
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

    def complaint(self) -> str:
        if self.note.toPlainText().strip():
            return ""
        return self.tr("请写明{step}的内容，不能只有空格。").format(step=word(self.step))

    def action(self) -> Action:
        take, note = self._action, self.note.toPlainText()
        return lambda uow, seen, key: take(uow, note, seen, key)
