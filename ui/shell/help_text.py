"""Markdown as the desk shows it: headings of two sizes, quiet tables, roomy lines."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextList,
    QTextTable,
)

from ui.core.theme import current

LINE_PERCENT = 115.0  # of a line that Chinese fonts make tall enough already
INDENT = 16
CELL_PADDING = 6


def help_document(file: Path, document: QTextDocument) -> None:
    """Fill `document` with a file of resources/help."""
    document.setDefaultFont(current().font("body"))
    document.setDocumentMargin(0)
    document.setIndentWidth(INDENT)
    document.setMarkdown(file.read_text(encoding="utf-8"))
    for block in _blocks(document):
        _dress(block)
    for table in _tables(document):
        _dress_table(table)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _dress(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    shape = QTextBlockFormat()
    in_table = cursor.currentTable() is not None
    shape.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin({0: 0, 1: 0, 2: 16}.get(level, 8))
    shape.setBottomMargin(0 if in_table else 4)
    QTextCursor(block).mergeBlockFormat(shape)
    if level:
        cursor.setCharFormat(_heading(level))  # set, not merged: Qt's own size must go
    listed = block.textList()
    if isinstance(listed, QTextList):
        form = listed.format()
        form.setIndent(1)
        listed.setFormat(form)
    _dress_code(block)


def _heading(level: int) -> QTextCharFormat:
    """Return the look of a heading."""
    form = QTextCharFormat()
    form.setFont(current().font("title" if level == 1 else "section", bold=True))
    form.setForeground(current().color("text"))
    return form


def _dress_code(block: QTextBlock) -> None:
    """Show what stands between backticks in the letters of the desk, tinted."""
    parts = block.begin()
    while not parts.atEnd():
        fragment = parts.fragment()
        if fragment.charFormat().fontFixedPitch():
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            end = fragment.position() + fragment.length()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setFont(current().font("body"))
            form.setFontFixedPitch(False)
            form.setForeground(current().color("accent"))
            cursor.mergeCharFormat(form)
        parts += 1


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame


def _dress_table(table: QTextTable) -> None:
    form = table.format().toTableFormat()
    form.setBorder(1)
    form.setBorderBrush(current().color("border"))
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderCollapse(True)
    form.setCellPadding(CELL_PADDING)
    form.setTopMargin(4)
    form.setBottomMargin(8)
    table.setFormat(form)
