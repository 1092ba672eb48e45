"""The text of a template with the numbers of its lines; a line with a fault stands out."""

import re

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ui.core.theme import current

_MARGIN_PX = 8
_TINT = 60  # of 255
_PARTS = (
    (re.compile(r"\{[^{}]*\}"), "accent", QFont.Weight.Normal),
    (re.compile(r"^\s*\[.*"), "text", QFont.Weight.Bold),
    (re.compile(r"^\s*[\w-]+\s*="), "text.2", QFont.Weight.Bold),
    (re.compile(r"^\s*#.*"), "text.3", QFont.Weight.Normal),
)


class _Numbers(QWidget):
    """At the left of the text: the number of each line."""

    def __init__(self, editor: "TemplateEditor") -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)


class _Parts(QSyntaxHighlighter):
    """Tells remarks, tables and names in braces apart."""

    def highlightBlock(self, text: str) -> None:  # noqa: N802  Qt calls it so
        for shape, token, weight in _PARTS:
            made = QTextCharFormat()
            made.setForeground(current().color(token))
            made.setFontWeight(weight)
            for found in shape.finditer(text):
                self.setFormat(found.start(), len(found.group()), made)


class TemplateEditor(QPlainTextEdit):
    """Edits a template line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self.fontInfo().pixelSize())
        self.setFont(font)
        self.setAccessibleName(self.tr("样板的文字"))
        self.setTabChangesFocus(True)
        self._numbers, self._parts = _Numbers(self), _Parts(self.document())
        self._faulty: frozenset[int] = frozenset()
        self.blockCountChanged.connect(lambda _: self._make_room())
        self.updateRequest.connect(self._scrolled)
        self._make_room()

    def mark(self, lines: frozenset[int]) -> None:
        """Let lines with a fault stand out, counted from 1."""
        self._faulty = lines
        marks = []
        color = current().color("over")
        color.setAlpha(_TINT)
        for line in lines:
            block = self.document().findBlockByNumber(line - 1)
            if not block.isValid():
                continue
            mark = QTextEdit.ExtraSelection()
            mark.format.setBackground(color)
            mark.format.setProperty(
                QTextFormat.Property.FullWidthSelection.value,
                True,  # noqa: FBT003  Qt has no names
            )
            mark.cursor = QTextCursor(block)
            marks.append(mark)
        self.setExtraSelections(marks)
        self._numbers.update()

    def go_to(self, line: int) -> None:
        """Put the cursor into a line, counted from 1."""
        block = self.document().findBlockByNumber(max(line - 1, 0))
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()
        self.setFocus()

    def insert_name(self, name: str) -> None:
        """Write a name in braces where the cursor is."""
        self.insertPlainText(f"{{{name}}}")
        self.setFocus()

    # -- numbers of lines ----------------------------------------------------------------------

    def numbers_width(self) -> int:
        """Return how wide the numbers are, in pixels."""
        digits = len(str(max(self.blockCount(), 100)))
        return 2 * _MARGIN_PX + digits * self.fontMetrics().horizontalAdvance("9")

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the number of each line in sight."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), current().color("bg.track"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width = self._numbers.width() - _MARGIN_PX
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            token = "over" if number in self._faulty else "text.3"
            painter.setPen(current().color(token))
            box = QRect(0, int(top), width, self.fontMetrics().height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(number))
            block, top = block.next(), top + height
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(
            QRect(inside.left(), inside.top(), self.numbers_width(), inside.height())
        )

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _scrolled(self, rect: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())
