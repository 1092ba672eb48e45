"""How table cells are painted: text, stage, deadline; one delegate, sizes from font metrics."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.core.marks import Deadline, StageGlyph, paint_deadline, paint_glyph, shortened
from ui.core.table_model import CellPaint, Column, PagedTableModel
from ui.core.theme import current

Row = TypeVar("Row")
Cell = tuple[int, object]
"""Where a row begins, px from the top, and the row."""
Index = QModelIndex | QPersistentModelIndex

PADDING_LEFT = 12
PADDING_RIGHT = 4


def stage_column(
    key: str,
    title: str,
    stage: Callable[[Row], tuple[StageGlyph, str]],
    *,
    width: int = 92,
    fixed: bool = False,
) -> Column[Row]:
    """Return a column that shows a stage glyph and its word."""

    def paint(cell: CellPaint, row: Row) -> None:
        glyph, word = stage(row)
        paint_stage(cell.painter, glyph, word, cell.rect)

    return Column(key, title, text=lambda row: stage(row)[1], width=width, paint=paint, fixed=fixed)


def deadline_column(
    key: str,
    title: str,
    deadline: Callable[[Row], Deadline],
    *,
    width: int = 164,
    sortable: bool = False,
) -> Column[Row]:
    """Return a column that shows a clock: what is left, the moment, the bar."""

    def paint(cell: CellPaint, row: Row) -> None:
        paint_deadline(cell.painter, deadline(row), cell.rect.adjusted(0, 0, -8, 0))

    return Column(
        key,
        title,
        text=lambda row: deadline(row).spoken,
        width=width,
        paint=paint,
        sortable=sortable,
    )


_LOUD = {StageGlyph.SUPERVISED: "sup.text", StageGlyph.RETURNED: "text"}


def paint_stage(painter: QPainter, glyph: StageGlyph, word: str, rect: QRect) -> None:
    """Paint a stage glyph and its word, vertically centred in `rect`."""
    theme = current()
    side = theme.sizes.stage_glyph
    top = rect.top() + (rect.height() - side) / 2
    paint_glyph(painter, glyph, QRectF(rect.left(), round(top), side, side))
    quiet = glyph in (StageGlyph.PAUSED, StageGlyph.VOID)
    loud = glyph is StageGlyph.SUPERVISED
    painter.setFont(theme.font("caption", bold=loud))
    painter.setPen(theme.color("text.2" if quiet else _LOUD.get(glyph, "text")))
    room = rect.adjusted(side + 6, 0, 0, 0)
    text = shortened(word, theme.name, "caption", room.width(), bold=loud)
    painter.drawText(room, _flags(Qt.AlignmentFlag.AlignLeft), text)


@cache
def _flags(align: Qt.AlignmentFlag) -> int:
    return int(align | Qt.AlignmentFlag.AlignVCenter)


def paint_column(
    painter: QPainter,
    column: Column[Any],
    span: tuple[int, int],
    cells: Sequence[Cell],
    height: int,
) -> None:
    """Paint what stands in the cells of a column: texts, or the column's own paint.

    Args:
        painter: Of the table's viewport.
        column: Which.
        span: Its left edge and width, px.
        cells: The top of each row, px, and the row.
        height: Of a row, px.
    """
    left, width = span
    if column.paint is None:
        room = QRect(left + PADDING_LEFT, 0, width - PADDING_LEFT - PADDING_RIGHT, height - 1)
        _paint_texts(painter, column, room, cells)
        return
    for top, row in cells:
        rect = QRect(left, top, width, height)
        painter.save()
        painter.setClipRect(rect)
        column.paint(CellPaint(painter, rect.adjusted(PADDING_LEFT, 0, -PADDING_RIGHT, -1)), row)
        painter.restore()


def paint_text(painter: QPainter, column: Column[Any], row: object, rect: QRect) -> None:
    """Paint the text of one cell, shortened with dots where the column is too narrow."""
    _paint_texts(painter, column, rect.translated(0, -rect.top()), [(rect.top(), row)])


def _paint_texts(
    painter: QPainter, column: Column[Any], room: QRect, cells: Sequence[Cell]
) -> None:
    """Paint the texts of a column, shortened with dots where it is too narrow: pen and font are
    taken up once, and a text at the left goes straight to its base line.
    """
    theme, role = current(), "body" if column.large else "caption"
    painter.setFont(theme.font(role))
    painter.setPen(theme.color(column.tone))
    metrics, width = painter.fontMetrics(), room.width()
    base = (room.height() - metrics.height()) // 2 + metrics.ascent()
    at_left = column.align == Qt.AlignmentFlag.AlignLeft
    for top, row in cells:
        text = shortened(column.text(row), theme.name, role, width)
        if at_left:
            painter.drawText(room.left(), top + base, text)
        else:
            painter.drawText(room.translated(0, top), _flags(column.align), text)


class DeskDelegate(QStyledItemDelegate):
    """Knows how much room the cells of a `DeskTable` want; the table paints them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model: PagedTableModel[Any] = index.model()  # type: ignore[assignment]
        if model.head_at(index.row()) is not None:
            return QSize(0, current().sizes.row)
        column, row = model.columns[index.column()], model.row_at(index.row())
        font = current().font("body" if column.large else "caption")
        width = QFontMetrics(font).horizontalAdvance(column.text(row))
        extra = current().sizes.stage_glyph + 6 if column.paint is not None else 0
        return QSize(width + extra + PADDING_LEFT + PADDING_RIGHT, current().sizes.row)
