"""Lists that are typed line by line: what is asked at intake, what is ticked before the end."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases.kind_body import checked_question, new_key
from app.cases.kinds import MOST_QUESTIONS, AnswerKind, Check, Question
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from ui.core.controls import Button, Combo, Tick, label
from ui.core.page_bars import icon_button
from ui.core.theme import set_property

CHOICE_SIGNS = "、/／；;"


class AskedRow(QWidget):
    """One line: its text, how it is answered, whether it must be, and where it stands."""

    edited = Signal()
    moved = Signal(object)  # int: by how many lines
    removed = Signal()

    def __init__(self, asked: Question | Check, hint: str) -> None:
        super().__init__()
        self.asked = asked
        self.text = QLineEdit(asked.text)
        self.text.setPlaceholderText(hint)
        self.text.setAccessibleName(hint)
        self.required = Tick(self.tr("必填") if isinstance(asked, Question) else self.tr("必勾"))
        self.required.setChecked(asked.required)
        self.up = icon_button("ph.arrow-up", self.tr("上移"))
        self.down = icon_button("ph.arrow-down", self.tr("下移"))
        self.gone = icon_button("ph.trash", self.tr("移去这一项"))
        self.kind = Combo()
        self.choices = QLineEdit()
        self._says = label("", "error")
        self._says.setWordWrap(True)
        self._says.hide()
        self._lay_out()
        self.text.textEdited.connect(self._edited)
        self.choices.textEdited.connect(self._edited)
        self.required.toggled.connect(self._edited)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.gone.clicked.connect(self.removed)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        if isinstance(self.asked, Question):
            for kind in AnswerKind:
                self.kind.add(word(kind), kind)
            self.kind.set_value(self.asked.kind)
            self.kind.setAccessibleName(self.tr("怎样回答"))
            self.kind.activated.connect(self._kind_chosen)
            line.addWidget(self.kind)
        for widget in (self.required, self.up, self.down, self.gone):
            line.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        hint = self.tr("选项，用顿号分开：机动车道、人行道、小区内")
        self.choices.setPlaceholderText(hint)
        self.choices.setAccessibleName(self.tr("选项"))
        self.choices.setVisible(self._is_choice())
        if isinstance(self.asked, Question):
            self.choices.setText("、".join(self.asked.choices))
        column.addWidget(self.choices)
        column.addWidget(self._says)

    def value(self) -> Question | Check:
        """Return what is typed."""
        text, required = self.text.text(), self.required.isChecked()
        if isinstance(self.asked, Check):
            return replace(self.asked, text=text, required=required)
        answer = AnswerKind(str(self.kind.value()))  # a combo gives plain text back
        choices = _choices(self.choices.text()) if answer is AnswerKind.CHOICE else ()
        return replace(self.asked, text=text, kind=answer, choices=choices, required=required)

    def complain(self, told: str) -> None:
        """Say what is wrong with the line; "" takes it back."""
        self._says.setText(told)
        self._says.setVisible(bool(told))
        set_property(self.text, "wrong", bool(told))
        self.text.setAccessibleDescription(told)

    def own_complaint(self) -> str:
        """Return what is wrong with the line by itself."""
        value = self.value()
        try:
            if isinstance(value, Question):
                checked_question(value)
            elif not value.text.strip():
                return self.tr("写明要核对什么，或移去这一项")
        except AppError as error:
            return sentence(error)
        return ""

    def set_editable(self, *, editable: bool) -> None:
        """Let it be changed, or only read."""
        for field in (self.text, self.choices):
            field.setReadOnly(not editable)
        for widget in (self.kind, self.required):
            widget.setEnabled(editable)
        for button in (self.up, self.down, self.gone):
            button.setVisible(editable)

    def _is_choice(self) -> bool:
        return isinstance(self.asked, Question) and self.kind.value() == AnswerKind.CHOICE

    def _kind_chosen(self, _: int) -> None:
        self.choices.setVisible(self._is_choice())
        if self._is_choice():
            self.choices.setFocus()
        self.edited.emit()

    def _edited(self, *_: object) -> None:
        self.edited.emit()

    def _move(self, by: int, _: bool = False) -> None:  # noqa: FBT001, FBT002  a slot of Qt
        self.moved.emit(by)


def _choices(text: str) -> tuple[str, ...]:
    for sign in CHOICE_SIGNS:
        text = text.replace(sign, "\n")
    return tuple(part.strip() for part in text.split("\n") if part.strip())


class AskedList(QWidget):
    """Lines that can be added, put in another order and removed."""

    edited = Signal()

    def __init__(
        self,
        make: Callable[[], Question | Check],
        add: str,
        hint: str,
        nothing: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            make: Returns a new, empty line.
            add: Words on the button that adds one.
            hint: Stands in an empty line.
            nothing: Stands where there is no line.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._make, self._hint = make, hint
        self.rows: list[AskedRow] = []
        self._editable = True
        self.add_button = Button(add, kind="quiet", icon="ph.plus", small=True)
        self.add_button.clicked.connect(self.add)
        self._nothing = label(nothing, "caption")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._nothing)
        column.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_lines(self, asked: tuple[Question, ...] | tuple[Check, ...]) -> None:
        """Show these."""
        for row in self.rows:
            self._take_away(row)
        self.rows = []
        for each in asked:
            self._append(each)
        self._arranged()

    def values(self) -> tuple[Question | Check, ...]:
        """Return what is typed, from top to bottom."""
        return tuple(row.value() for row in self.rows)

    def complaints(self) -> int:
        """Say beside the lines what is wrong; return how many are."""
        seen: set[str] = set()
        wrong = 0
        for row in self.rows:
            text = row.text.text().strip()
            told = row.own_complaint()
            if not told and text in seen:
                told = self.tr("“{text}”写了两遍").format(text=text)
            seen.add(text)
            row.complain(told)
            wrong += bool(told)
        return wrong

    def set_editable(self, *, editable: bool) -> None:
        """Let it be changed, or only read."""
        self._editable = editable
        self.add_button.setVisible(editable)
        for row in self.rows:
            row.set_editable(editable=editable)

    def add(self) -> None:
        """Add a line at the end and go there."""
        self._append(self._make())
        self._arranged()
        self.rows[-1].text.setFocus()
        self.edited.emit()

    def _append(self, asked: Question | Check) -> None:
        row = AskedRow(asked, self._hint)
        row.edited.connect(self.edited)
        row.moved.connect(partial(self._move, row))
        row.removed.connect(partial(self._remove, row))
        row.set_editable(editable=self._editable)
        self.rows.append(row)
        self._lines.addWidget(row)

    def _move(self, row: AskedRow, by: object) -> None:
        at = self.rows.index(row)
        wanted = max(0, min(len(self.rows) - 1, at + (by if isinstance(by, int) else 0)))
        if wanted != at:
            self.rows.insert(wanted, self.rows.pop(at))
            self._lines.removeWidget(row)
            self._lines.insertWidget(wanted, row)
            self._arranged()
            self.edited.emit()

    def _remove(self, row: AskedRow) -> None:
        self.rows.remove(row)
        self._take_away(row)
        self._arranged()
        self.add_button.setFocus()
        self.edited.emit()

    def _take_away(self, row: AskedRow) -> None:
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _arranged(self) -> None:
        self._nothing.setVisible(not self.rows)
        self.add_button.setEnabled(len(self.rows) < MOST_QUESTIONS)
        for at, row in enumerate(self.rows):
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(self.rows) - 1)


def new_question() -> Question:
    """Return a question that has not been worded yet."""
    return Question(new_key(), "")


def new_check() -> Check:
    """Return something to tick that has not been worded yet."""
    return Check(new_key(), "")
