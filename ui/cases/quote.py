"""The citizen's own words: one line, and all of them on demand."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.theme import current


class OneLine(QWidget):
    """Text shortened with dots to the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, current().type.body_line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(current().color("text.2"))
        text = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class Quote(QFrame):
    """A sunken note with the text as it was said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "note")
        self._text = ""
        self._open = False
        self._line = OneLine()
        self._words = label("")
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button(self.tr("原话"), kind="link", small=True)
        self.button.clicked.connect(self._toggle)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._line, 1)
        head.addWidget(self._words, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 3, 8, 3)
        column.addLayout(head)
        self._show()

    def set_text(self, text: str) -> None:
        """Show another text, short at first."""
        if text != self._text:
            self._text, self._open = text, False
        self._show()

    @property
    def shown(self) -> str:
        """The whole text while it is open, "" while only its beginning stands there."""
        return self._words.text() if self._open else ""

    def _toggle(self) -> None:
        self._open = not self._open
        self._show()

    def _show(self) -> None:
        self._line.set_text(self._text)
        self._words.setText(self._text if self._open else "")
        self._line.setVisible(not self._open)
        self._words.setVisible(self._open)
        self.button.setText(self.tr("收起") if self._open else self.tr("原话"))
