"""What happened? Ready sentences, or one's own words by the keyboard on the screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QTextEdit

from ui.core.theme import current
from ui.kiosk.controls import LEAST, BigButton
from ui.kiosk.screens.base import GAP, Screen, Stage, sensitive

MOST = 500


class WordsField(QTextEdit):
    """Plain words, few enough; nothing is pasted or dropped in."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        sensitive(self)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._shorten)

    def canInsertFromMimeData(self, source: object) -> bool:  # noqa: N802  Qt's name
        return False

    def insertFromMimeData(self, source: object) -> None:  # noqa: N802  Qt's name
        """Take nothing that was copied elsewhere."""

    def _shorten(self) -> None:
        text = self.toPlainText()
        if len(text) > MOST:
            self.setPlainText(text[:MOST])
            self.moveCursor(self.textCursor().MoveOperation.End)


class _Sentence(BigButton):
    """A ready sentence; it may take two lines, and on a wide screen little room."""

    def __init__(self, text: str, press: Callable[[], object]) -> None:
        super().__init__(text, press, role="body")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(current().sizes.control)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current().sizes.control)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, current().sizes.control_small)


class WordsScreen(Screen):
    """The screen “说说是什么事”."""

    wants_keyboard = True
    asked_at = 3

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("说说是什么事"), self.tr("点一句现成的话，或者自己写"))
        topic = stage.visit.topic
        sentences = topic.sentences if topic is not None else ()
        self.field = WordsField()
        self.field.setObjectName("words")
        self.field.setAccessibleName(self.tr("是什么事"))
        self.field.setPlaceholderText(self.tr("也可以用下面的键盘写"))
        self.field.setPlainText(stage.visit.words)
        self.field.setMinimumHeight(100)
        self.field.textChanged.connect(self._show)
        self._arrange([_Sentence(each, partial(self._take, each)) for each in sentences])
        self._clear = BigButton(self.tr("清空"), self._empty, icon="ph.trash")
        self._on = BigButton(self.tr("写好了"), self._go_on, icon="ph.check", primary=True)
        self.add_foot(self._clear, self._on)
        self._show()

    def _arrange(self, sentences: list[BigButton]) -> None:
        """Put the sentences over the field, on a wide screen beside it."""
        if self.stage.is_upright:
            self.rows_of(sentences, 2)
            self.body.addWidget(self.field, 2)
            return
        row, grid = QHBoxLayout(), QGridLayout()
        row.setSpacing(GAP)
        grid.setSpacing(GAP // 2)
        for place, sentence in enumerate(sentences):
            grid.addWidget(sentence, place // 2, place % 2)
        row.addWidget(self.field, 1)
        row.addLayout(grid, 1)
        self.body.addLayout(row, 1)

    def entered(self) -> None:
        self.field.setFocus()
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def _take(self, sentence: str) -> None:
        text = self.field.toPlainText()
        if sentence not in text:
            self.field.setPlainText(f"{text}{sentence}")
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field.setFocus()

    def _empty(self) -> None:
        self.field.setPlainText("")
        self.field.setFocus()

    def _show(self) -> None:
        self._on.setEnabled(bool(self.field.toPlainText().strip()))

    def _go_on(self) -> None:
        from ui.kiosk.screens.photo import photo_or_phone

        self.stage.visit.words = self.field.toPlainText().strip()
        self.stage.go(photo_or_phone)
