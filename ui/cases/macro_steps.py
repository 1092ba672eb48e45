"""The steps of a macro on screen: what each would do, and the words it says this time."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.cases.macros import MacroStep, foresee
from app.cases.queries.phrases import MacroRow
from app.cases.rules import CaseState, EventKind, Pause, ReturnReason
from app.cases.rules import DeclineReason as Decline
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.stages import STEP_ICON
from ui.cases.step_dialog import verb_of
from ui.core.controls import label
from ui.core.states import IconMark
from ui.core.theme import current, set_property

VERB_PX = 84


@dataclass(frozen=True, slots=True)
class MacroTarget:
    """A case a macro is to run on, as it was seen.

    Attributes:
        name: Short number, or the receipt code before there is one.
    """

    case_id: UUID
    name: str
    title: str
    state: CaseState
    pause: Pause | None
    version: int


def step_words(step: MacroStep, units: dict[UUID, str]) -> str:
    """Return a step in words: what is done, to whom, for what reason."""
    verb = verb_of(step.kind)
    if step.kind is EventKind.ASSIGNED and step.unit_id is not None:
        gone = QCoreApplication.translate("MacroSteps", "（单位已停用）")
        to = QCoreApplication.translate("MacroSteps", "分流给{unit}")
        return to.format(unit=units.get(step.unit_id, gone))
    if step.kind is EventKind.RETURNED:
        return f"{verb}：{word(ReturnReason(step.reason))}"
    if step.kind is EventKind.DECLINED:
        return f"{verb}：{word(Decline(step.reason))}"
    return verb


def stops_at(row: MacroRow, target: MacroTarget, barred: int = 0) -> tuple[int, str]:
    """Return which step could not be taken on a case (from 1) and why; 0 where all could.

    Args:
        row: The macro.
        target: The case.
        barred: The first step the reader has no right to, 0 where there is none.
    """
    seen = foresee(target.state, target.pause, row.steps)
    for number, each in enumerate(seen, 1):
        if each.why_not is not None:
            return number, sentence(each.why_not)
        if number == barred:
            return number, QCoreApplication.translate("MacroSteps", "您没有这项权限。")
        unit = each.step.unit_id
        if unit is not None and unit not in row.units:
            return number, QCoreApplication.translate("MacroSteps", "承办单位已停用。")
    return 0, ""


class MacroStepsView(QWidget):
    """The steps one under another: what is done, the words (to be changed), what follows."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        self._shown: list[QWidget] = []
        self.fields: tuple[QLineEdit, ...] = ()
        self.outcomes: tuple[str, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """Return the words of each step."""
        return tuple(field.text() for field in self.fields)

    def show_macro(self, row: MacroRow, target: MacroTarget | None, barred: int = 0) -> None:
        """Show a macro; what each step does to `target`, None where there are several."""
        stop = stops_at(row, target, barred) if target is not None else (0, "")
        for old in self._shown:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown, fields, outcomes = [], [], []
        for number, step in enumerate(row.steps, 1):
            fields.append(self._add_step(number, step, row))
            outcome, wrong = self._outcome(number, row, target, stop)
            outcomes.append(outcome)
            if outcome:
                says = label(outcome, "error" if wrong else "caption")
                says.setWordWrap(True)
                self._put(says, number * 2 + 1, 2)
        self.fields, self.outcomes = tuple(fields), tuple(outcomes)

    def _add_step(self, number: int, step: MacroStep, row: MacroRow) -> QLineEdit:
        line = number * 2
        side = current().sizes.icon
        mark = IconMark(STEP_ICON[step.kind], "text.2", side)
        self._put(mark, line, 0)
        what = label(f"{number}. {step_words(step, row.units)}")
        what.setMinimumWidth(VERB_PX)
        self._put(what, line, 1)
        field = QLineEdit(step.note)
        field.setAccessibleName(self.tr("第 {number} 步说什么").format(number=number))
        field.setPlaceholderText(self.tr("可不写"))
        if step.note:
            field.setPlaceholderText(self.tr("这一步要写内容"))
        if step.kind is EventKind.SIGNED_FOR:
            field.setPlaceholderText(self.tr("签收不用写"))
            field.setEnabled(False)
        field.setCursorPosition(0)
        field.textChanged.connect(self.edited)
        self._put(field, line, 2)
        return field

    def _put(self, widget: QWidget, line: int, column: int) -> None:
        self._grid.addWidget(widget, line, column)
        self._shown.append(widget)

    def _outcome(
        self, number: int, row: MacroRow, target: MacroTarget | None, stops: tuple[int, str]
    ) -> tuple[str, bool]:
        if target is None:
            return "", False
        stop, why = stops
        if stop and number == stop:
            return why, True
        if stop and number > stop:
            return self.tr("走不到这一步"), False
        state = foresee(target.state, target.pause, row.steps)[number - 1].state
        if state is None:
            return "", False
        return self.tr("之后是“{state}”").format(state=word(state)), False

    def mark_missing(self, missing: frozenset[int]) -> None:
        """Mark the steps (from 1) that lack words."""
        for number, field in enumerate(self.fields, 1):
            set_property(field, "wrong", number in missing)
