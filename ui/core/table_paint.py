"""What a `DeskTable` paints around its cells: grounds, parting lines, heads of groups."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from app.core.paging import Head
from ui.core.icons import paint_icon
from ui.core.table_cells import paint_column
from ui.core.table_model import PagedTableModel
from ui.core.theme import current

ACCENT_EDGE = 3
CARET_LEFT = 8


def paint_grounds(
    table: QTableView, painter: QPainter, rows: Iterable[int], chosen: set[int]
) -> None:
    """Paint what lies under the cells of chosen rows and of the one the mouse is at."""
    width, height = table.viewport().width(), current().sizes.row
    for row in rows:
        ground = current().color("bg.selected" if row in chosen else "bg.hover")
        painter.fillRect(0, table.rowViewportPosition(row), width, height, ground)


def paint_cells(
    table: QTableView, model: PagedTableModel[Any], painter: QPainter, rows: range
) -> None:
    """Paint the cells of these rows, heads of groups left out.

    The table itself would ask model and style about each cell on its own, for looks that no
    cell of ours has: twice the time, and rows must not stutter past.
    """
    cells = [
        (table.rowViewportPosition(position), model.row_at(position))
        for position in rows
        if model.head_at(position) is None
    ]
    edge, height = table.viewport().width(), current().sizes.row
    for at, column in enumerate(model.columns):
        left, width = table.columnViewportPosition(at), table.columnWidth(at)
        if not table.isColumnHidden(at) and -width < left < edge:
            paint_column(painter, column, (left, width), cells, height)


def paint_lines(table: QTableView, painter: QPainter, rows: range, chosen: set[int]) -> None:
    """Part the rows, and mark the chosen ones at the left edge wherever one scrolled to."""
    width, height = table.viewport().width(), current().sizes.row
    line, accent = current().color("border.subtle"), current().color("accent")
    for row in rows:
        top = table.rowViewportPosition(row)
        painter.fillRect(0, top + height - 1, width, 1, line)
        if row in chosen:
            painter.fillRect(0, top, ACCENT_EDGE, height, accent)


def paint_heads(
    table: QTableView, model: PagedTableModel[Any], painter: QPainter, rows: range
) -> None:
    """Paint the heads of groups among these rows."""
    width, height = table.viewport().width(), current().sizes.row
    here = table.currentIndex().row() if table.hasFocus() else -1
    for row in rows:
        head = model.head_at(row)
        if head is not None:
            rect = QRect(0, table.rowViewportPosition(row), width, height)
            paint_head(painter, head, rect, focused=row == here)


def paint_head(painter: QPainter, head: Head, rect: QRect, *, focused: bool) -> None:
    """Paint the head of a group over the whole width: caret, name, count."""
    theme = current()
    painter.fillRect(rect, theme.color("bg.selected" if focused else "bg.sunken"))
    side = theme.sizes.icon_small
    top = rect.top() + (rect.height() - side) // 2
    caret = "ph.caret-right-bold" if head.folded else "ph.caret-down-bold"
    paint_icon(painter, caret, QRect(CARET_LEFT, top, side, side), "text.2")
    left = CARET_LEFT + side + 6
    middle = int(Qt.AlignmentFlag.AlignVCenter)
    painter.setFont(theme.font("body", bold=True))
    painter.setPen(theme.color("text"))
    metrics = painter.fontMetrics()
    room = max(0, rect.width() - left - 80)
    name = metrics.elidedText(head.name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(rect.adjusted(left, 0, 0, -1), middle, name)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.3"))
    after = left + metrics.horizontalAdvance(name) + 8
    painter.drawText(rect.adjusted(after, 0, 0, -1), middle, str(head.count))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
