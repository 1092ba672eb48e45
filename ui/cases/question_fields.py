"""What a kind of case asks besides, as fields: shown where the story is told, checked in words."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases.kinds import (
    LONGEST_ANSWER,
    YES_NO,
    AnswerKind,
    AnswerMissing,
    AnswerWrong,
    Question,
    checked_answer,
)
from ui.core.controls import Combo, label
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl

QUESTION_PX = 152
CHOICES_PX = 280  # wider choices stand in a list
GAP = 8


class QuestionField(QWidget):
    """One question with its answer."""

    changed = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.input = self._input()
        hint = self.tr("必答") if question.required else ""
        self.field = FormField("", self.input, hint=hint, required=question.required, label_width=0)
        self.input.setAccessibleName(question.text)
        asked = label(question.text, "second")
        asked.setWordWrap(True)
        asked.setFixedWidth(QUESTION_PX)
        asked.setMinimumHeight(self.input.sizeHint().height())
        asked.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(asked, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.field, 1)

    def _input(self) -> QLineEdit | Combo | SegmentedControl:
        question = self.question
        if question.kind in (AnswerKind.TEXT, AnswerKind.NUMBER):
            made = QLineEdit()
            made.setMaxLength(LONGEST_ANSWER)
            made.textChanged.connect(self._changed)
            return made
        answers = YES_NO if question.kind is AnswerKind.YES_NO else question.choices
        choices = tuple(Choice(each, each) for each in answers)
        control = SegmentedControl(choices, name=question.text, optional=not question.required)
        if control.sizeHint().width() <= CHOICES_PX:
            control.chosen.connect(self._changed)
            return control
        return self._list(answers)

    def _list(self, answers: tuple[str, ...]) -> Combo:
        made = Combo()
        if not self.question.required:
            made.add(self.tr("没问到"), "")
        for each in answers:
            made.add(each, each)
        made.setPlaceholderText(self.tr("请选"))
        made.setCurrentIndex(-1)
        made.currentIndexChanged.connect(self._changed)
        return made

    def _changed(self, _: object) -> None:
        self.check(show_missing=False)
        self.changed.emit()

    def answer(self) -> str:
        """Return what is answered, "" for nothing."""
        if isinstance(self.input, QLineEdit):
            return self.input.text()
        return str(self.input.value() or "")

    def set_answer(self, answer: str) -> None:
        """Show an answer; one that is no longer offered is left out."""
        if isinstance(self.input, QLineEdit):
            self.input.setText(answer)
        elif isinstance(self.input, Combo):
            self.input.set_value(answer or None)
        else:
            offered = YES_NO if self.question.kind is AnswerKind.YES_NO else self.question.choices
            self.input.set_value(answer if answer in offered else None)

    def check(self, *, show_missing: bool) -> str:
        """Say beside the answer what is wrong with it; return that, "" for nothing.

        Args:
            show_missing: False while typing: what is not answered yet is no mistake yet.
        """
        try:
            checked_answer(self.question, self.answer())
        except AnswerMissing:
            words = self.tr("这一问要答")
            self.field.error(words if show_missing else "")
            return words
        except AnswerWrong:
            words = self._wrong_words()
            self.field.error(words)
            return words
        self.field.error("")
        return ""

    def _wrong_words(self) -> str:
        if self.question.kind is AnswerKind.NUMBER:
            return self.tr("这里只填数字，如 3 或 2.5")
        return self.tr("请从给出的选项里选")

    @property
    def is_wrong(self) -> bool:
        """Tell whether what stands there cannot be kept; nothing at all is not wrong."""
        return bool(self.answer().strip()) and bool(self.field.complaint)


class _Rows(QWidget):
    """The questions one below the other; a form's checks ask for its value."""

    def __init__(self, is_wrong: Callable[[], bool]) -> None:
        super().__init__()
        self._is_wrong = is_wrong

    def value(self) -> object:
        """Return None while nothing that was answered is wrong: what is missing can wait."""
        return True if self._is_wrong() else None


class QuestionFields(FormField):
    """All questions of a kind; takes no room while there are none.

    It is one field among those of a form. Answers outlive their questions: when the kind
    changes and another asks for the same, it is answered already.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows = _Rows(self._has_wrong)
        super().__init__("", self._rows, label_width=0, parent=parent)
        self.title = QCoreApplication.translate("QuestionFields", "补充问")
        self._rows.setAccessibleName(self.title)
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._fields: tuple[QuestionField, ...] = ()
        self._kept: dict[str, str] = {}
        self._filling = False
        self.hide()

    @property
    def fields(self) -> tuple[QuestionField, ...]:
        """The questions that are asked now."""
        return self._fields

    @property
    def inputs(self) -> tuple[QWidget, ...]:
        """Where Tab goes, in order."""
        return tuple(each.input for each in self._fields)

    def set_questions(self, questions: tuple[Question, ...]) -> None:
        """Ask these instead of those before."""
        if questions == tuple(each.question for each in self._fields):
            return
        self._keep()
        for old in self._fields:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._fields = tuple(QuestionField(each) for each in questions)
        for field in self._fields:
            self._column.addWidget(field)
            field.changed.connect(self._answered)
        self._show_kept()
        self.setVisible(bool(questions))

    def answers(self) -> dict[str, str]:
        """Return every answer by its key, also those to questions of other kinds."""
        self._keep()
        return dict(self._kept)

    def asked(self) -> dict[str, str]:
        """Return the answers to the questions that are asked now."""
        kept = self.answers()
        keys = (each.question.key for each in self._fields)
        return {key: kept[key] for key in keys if key in kept}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        """Show answers, e.g. of a draft; those whose question is not asked yet wait for it."""
        self._kept = dict(answers)
        self._show_kept()

    def _keep(self) -> None:
        for field in self._fields:
            answer = field.answer().strip()
            if answer:
                self._kept[field.question.key] = answer
            else:
                self._kept.pop(field.question.key, None)

    def _show_kept(self) -> None:
        self._filling = True
        for field in self._fields:
            field.set_answer(self._kept.get(field.question.key, ""))
        self._filling = False

    def _answered(self) -> None:
        if not self._filling:
            self.changed.emit()

    # -- as one field of a form ----------------------------------------------------------------

    def wrong(self) -> str:
        """Return what is wrong with an answer, else that one is missing, "" for neither."""
        found = {each: each.check(show_missing=False) for each in self._fields}
        for field, words in found.items():
            if field.is_wrong:
                return words
        return next(filter(None, found.values()), "")

    def error(self, text: str) -> None:
        """Mark what is wrong or missing beside each question, not under them all."""
        self._complaint = text
        show_missing = bool(text) and not self._has_wrong()
        for each in self._fields:
            each.check(show_missing=show_missing)

    def _has_wrong(self) -> bool:
        return any(each.is_wrong for each in self._fields)
