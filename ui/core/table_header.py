"""The head of a table: its painting, and which columns are shown, how wide, in which order."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.core.icons import paint_icon
from ui.core.states import paint_block
from ui.core.table_cells import PADDING_LEFT, PADDING_RIGHT
from ui.core.table_model import Column
from ui.core.theme import current

WIDEST_PX = 4_000  # what was kept may be spoiled


class DeskHeader(QHeaderView):
    """A flat header; the sorted column is bold and carries an arrow."""

    arranged = Signal()  # a width, the order or the choice of columns changed by hand

    def __init__(self, columns: tuple[Column[Any], ...], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self._sorted: tuple[str, bool] | None = None
        self._restoring = False
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(48)
        self.setSectionsClickable(True)
        self.setFixedHeight(current().sizes.header)
        self.sectionResized.connect(self._moved)
        self.sectionMoved.connect(self._moved)

    def lay_out(self) -> None:
        """Give every column its first width; call once the model is set."""
        self._restoring = True
        for section, column in enumerate(self._columns):
            self.moveSection(self.visualIndex(section), section)
            self.resizeSection(section, column.width)
            self.setSectionHidden(section, column.hidden)
        self._restoring = False

    def fit(self, room: int) -> None:
        """Let the stretching column take the room the others leave, but never below its width."""
        for section, column in enumerate(self._columns):
            if column.stretch and not self.isSectionHidden(section):
                others = self.length() - self.sectionSize(section)
                self._restoring = True
                self.resizeSection(section, max(column.width, room - others))
                self._restoring = False
                return

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._sorted = (key, descending)
        self.viewport().update()

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Key of the sorted column and whether it descends."""
        return self._sorted

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide one column."""
        for section, column in enumerate(self._columns):
            if column.key == key and not column.fixed:
                self.setSectionHidden(section, not shown)
                self._moved()

    def shown_columns(self) -> tuple[Column[Any], ...]:
        """Return the columns as they stand, from left to right."""
        order = (self.logicalIndex(at) for at in range(self.count()))
        return tuple(self._columns[at] for at in order if not self.isSectionHidden(at))

    def paint_skeleton(self, painter: QPainter, room: QSize) -> None:
        """Paint grey blocks where rows will stand, in the columns' own widths."""
        height = current().sizes.row
        for row in range(room.height() // height + 1):
            for section, column in enumerate(self._columns):
                if self.isSectionHidden(section):
                    continue
                left = self.sectionViewportPosition(section) + PADDING_LEFT
                share = (0.72, 0.55, 0.64)[(row + section) % 3] if column.stretch else 0.85
                width = (self.sectionSize(section) - 2 * PADDING_LEFT) * share
                paint_block(painter, QRectF(left, row * height + 13, max(12.0, width), 10))
            line = current().color("border.subtle")
            painter.fillRect(0, (row + 1) * height - 1, room.width(), 1, line)

    def arrangement(self) -> dict[str, object]:
        """Return how the columns stand: widths, order and which are hidden."""
        widths = {
            c.key: self.sectionSize(at)
            for at, c in enumerate(self._columns)
            if not c.stretch and not self.isSectionHidden(at)
        }
        order = [self._columns[self.logicalIndex(at)].key for at in range(self.count())]
        hidden = [c.key for at, c in enumerate(self._columns) if self.isSectionHidden(at)]
        return {"widths": widths, "order": order, "hidden": hidden}

    def arrange(self, kept: Mapping[str, object]) -> None:
        """Let the columns stand as they were kept; those the program no longer has are skipped."""
        widths, order, hidden = kept.get("widths"), kept.get("order"), kept.get("hidden")
        sections = {column.key: at for at, column in enumerate(self._columns)}
        self._restoring = True
        if isinstance(hidden, list):
            for key, section in sections.items():
                self.setSectionHidden(section, key in hidden and not self._columns[section].fixed)
        if isinstance(widths, dict):
            for key, width in widths.items():
                if key in sections and isinstance(width, int) and 0 < width <= WIDEST_PX:
                    self.resizeSection(sections[key], width)
        if isinstance(order, list):
            for at, key in enumerate(key for key in order if key in sections):
                self.moveSection(self.visualIndex(sections[key]), at)
        self._restoring = False

    def _moved(self, *_: int) -> None:
        if not self._restoring:
            self.arranged.emit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), current().sizes.header)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current()
        column = self._columns[section]
        chosen = self._sorted is not None and self._sorted[0] == column.key
        painter.save()
        painter.fillRect(rect, theme.color("bg.sunken"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color("border"))
        painter.setFont(theme.font("caption", bold=chosen))
        painter.setPen(theme.color("text" if chosen else "text.2"))
        inner = rect.adjusted(PADDING_LEFT, 0, -PADDING_RIGHT, -1)
        arrow = theme.sizes.icon_small if chosen else 0
        metrics = painter.fontMetrics()
        text = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, inner.width() - arrow)
        painter.drawText(inner, int(column.align | Qt.AlignmentFlag.AlignVCenter), text)
        if chosen and self._sorted is not None:
            name = "ph.arrow-down-bold" if self._sorted[1] else "ph.arrow-up-bold"
            left = inner.left() + metrics.horizontalAdvance(text) + 4
            top = inner.center().y() - arrow // 2
            paint_icon(painter, name, QRect(left, top + 1, arrow, arrow), "text")
        painter.restore()

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        painter.fillRect(whole, current().color("bg.sunken"))
        painter.fillRect(QRect(0, whole.bottom(), whole.width(), 1), current().color("border"))
        painter.end()
        super().paintEvent(event)
