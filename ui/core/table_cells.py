"""How table cells are painted: text, stage, deadline; one delegate, sizes from font metrics."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.core.marks import Deadline, StageGlyph, paint_deadline, paint_glyph
from ui.core.table_model import CellPaint, Column, PagedTableModel
from ui.core.theme import current

Row = TypeVar("Row")
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
    painter.setFont(theme.font("caption", bold=glyph is StageGlyph.SUPERVISED))
    painter.setPen(theme.color("text.2" if quiet else _LOUD.get(glyph, "text")))
    room = rect.adjusted(side + 6, 0, 0, 0)
    text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)


def paint_text(painter: QPainter, column: Column[Any], row: object, rect: QRect) -> None:
    """Paint the text of a cell, shortened with dots where the column is too narrow."""
    theme, role = current(), "body" if column.large else "caption"
    painter.setFont(theme.font(role))
    painter.setPen(theme.color(column.tone))
    text = _shortened(column.text(row), theme.name, role, rect.width())
    painter.drawText(rect, _flags(column.align), text)


@lru_cache(maxsize=4096)
def _shortened(text: str, _theme: str, role: str, width: int) -> str:
    """Return what has room; the same few hundred texts are painted again and again."""
    metrics = QFontMetrics(current().font(role))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@cache
def _flags(align: Qt.AlignmentFlag) -> int:
    return int(align | Qt.AlignmentFlag.AlignVCenter)


class DeskDelegate(QStyledItemDelegate):
    """Paints what stands in the cells of a `DeskTable`: text or the column's own paint."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        model: PagedTableModel[Any] = index.model()  # type: ignore[assignment]
        if model.head_at(index.row()) is not None:
            return  # the table paints it over all columns
        column, row = model.columns[index.column()], model.row_at(index.row())
        inner = rect.adjusted(PADDING_LEFT, 0, -PADDING_RIGHT, -1)
        if column.paint is None:
            paint_text(painter, column, row, inner)
            return
        painter.save()
        painter.setClipRect(rect)
        column.paint(CellPaint(painter, inner), row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model: PagedTableModel[Any] = index.model()  # type: ignore[assignment]
        if model.head_at(index.row()) is not None:
            return QSize(0, current().sizes.row)
        column, row = model.columns[index.column()], model.row_at(index.row())
        font = current().font("body" if column.large else "caption")
        width = QFontMetrics(font).horizontalAdvance(column.text(row))
        extra = current().sizes.stage_glyph + 6 if column.paint is not None else 0
        return QSize(width + extra + PADDING_LEFT + PADDING_RIGHT, current().sizes.row)
