"""What was said (section 1 of the form): text, kind and what it asks, files."""

from PySide6.QtCore import QCoreApplication, QMimeData, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.steps import MAX_TEXT
from app.cases.queries.categories import CategoryRow
from ui.cases.form_values import FormValues
from ui.cases.kind_chooser import KindChooser
from ui.cases.question_fields import QuestionFields
from ui.core.controls import label
from ui.core.forms import FormField, FormSection
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.attachment_strip import AttachmentStrip
from ui.parts.tab_order import tab_before

LABEL_PX = 64


class WordsField(QPlainTextEdit):
    """The citizen's words; a picture or file that is pasted becomes an attachment."""

    files_pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(3 * current().type.body_line + 16)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802  Qt's name
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  Qt's name
        files = any(url.isLocalFile() for url in source.urls())
        if files or (source.hasImage() and not source.hasText()):
            self.files_pasted.emit()
        else:
            super().insertFromMimeData(source)


class SaidSection(FormSection):
    """Text, kind, the questions of the kind, files."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(1, QCoreApplication.translate("SaidSection", "说了什么"), parent)
        self.words = WordsField()
        self.words.setPlaceholderText(self.tr("照反映人说的写：什么事、什么样子、希望怎么办"))
        self.field = FormField("", self.words, required=True)
        self.words.setAccessibleName(self.tr("说了什么"))
        self.kind = KindChooser(desk)
        self.strip = AttachmentStrip(desk, can_add=True, removable=True)
        self.add(self.field)
        self.condition = label("", "caption")
        self.condition.setWordWrap(True)
        self.condition.hide()
        self.questions = QuestionFields()
        self.add(self.kind)
        self.add(self.condition)
        self.add(self.questions)
        self.add(FormField(self.tr("附件"), self.strip, label_width=LABEL_PX))
        self.words.files_pasted.connect(self.strip.paste)
        self.words.textChanged.connect(self._words_changed)
        self.kind.chosen.connect(self._kind_chosen)
        self.questions.changed.connect(self.changed)

    def _words_changed(self) -> None:
        self.kind.set_text(self.words.toPlainText())
        self.changed.emit()

    def _kind_chosen(self, row: CategoryRow | None) -> None:
        condition = row.opening_condition if row is not None else ""
        self.condition.setText(self.tr("立案条件：{condition}").format(condition=condition))
        self.condition.setVisible(bool(condition))
        self.questions.set_questions(row.questions if row is not None else ())
        tab_before(self.strip, *self.questions.inputs)
        self.changed.emit()

    def missing_words(self) -> str:
        """Return what is wrong with the text, "" for nothing."""
        text = self.words.toPlainText().strip()
        if not text:
            return self.tr("请写下反映人说的事")
        if len(text) > MAX_TEXT:
            return self.tr("最多 {limit} 字，现有 {have} 字；多的可作附件").format(
                limit=MAX_TEXT, have=len(text)
            )
        return ""

    def fill(self, values: FormValues) -> None:
        """Show values."""
        self.questions.set_answers(values.answers)
        self.kind.set_code(values.category, by_hand=values.category_by_hand)
        self.words.setPlainText(values.text)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
