"""The region tree at the left: children are read when a node is opened."""

from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.territory.queries import RegionRow
from app.territory.rules import Tier
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.territory.territory_source import Branches

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
INDENT = 18
Index = QModelIndex | QPersistentModelIndex


class RegionDelegate(QStyledItemDelegate):
    """A name, and at the right how many grids are below."""

    def __init__(self, tree: "RegionTreeView") -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, current().sizes.tree_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current()
        row: RegionRow = index.data(ROW_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        middle = Qt.AlignmentFlag.AlignVCenter
        count = self._tree.count_of(row.code)
        painter.setFont(theme.font("caption", bold=chosen))
        painter.setPen(theme.color("accent" if chosen else "text.3"))
        right = rect.adjusted(0, 0, -10, 0)
        painter.drawText(right, int(middle | Qt.AlignmentFlag.AlignRight), count)
        taken = painter.fontMetrics().horizontalAdvance(count) + 18 if count else 10
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.color("accent" if chosen else "text"))
        room = rect.adjusted(2, 0, -taken, 0)
        text = painter.fontMetrics().elidedText(
            row.short, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(middle), text)
        painter.restore()


class RegionTreeView(QTreeWidget):
    """Arrows walk and open, as in every tree."""

    chosen = Signal(object)  # RegionRow
    children_wanted = Signal(object)  # str, a code

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._counts: Mapping[str, int] = {}
        self._quiet = False
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("surface", "sunken")
        self.setAccessibleName(self.tr("区划树"))
        self.setItemDelegate(RegionDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemExpanded.connect(self._expanded)
        self.currentItemChanged.connect(self._current_changed)

    # -- what the page uses --------------------------------------------------------------------

    def show_branches(self, branches: Branches) -> None:
        """Begin anew with the roots and what is known below them."""
        self._quiet = True
        self.clear()
        self._items = {}
        self._add(None, branches.rows.get("", ()))
        for code, rows in branches.rows.items():
            if code:
                self.fill(code, rows)
                self._items[code].setExpanded(True)
        self._quiet = False

    def fill(self, code: str, rows: tuple[RegionRow, ...]) -> None:
        """Put the children of a region under it; those that stand there stay, open or closed."""
        item = self._items.get(code)
        if item is None:
            return
        present = {row.code: row for row in rows}
        for old in self._below(item):
            if old.code in present:
                self._show_row(self._items[old.code], present[old.code])
            else:
                item.removeChild(self._items.pop(old.code))
        self._add(item, tuple(row for row in rows if row.code not in self._items))
        if not rows:
            policy = QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicator
            item.setChildIndicatorPolicy(policy)

    def reveal(self, way: Branches) -> bool:
        """Open the way down to a region and choose it; return whether it is in the tree."""
        for code, rows in way.rows.items():
            self.fill(code, rows)
        item = self._items.get(way.wanted)
        if item is None:
            return False
        above = item.parent()
        while above is not None:
            above.setExpanded(True)
            above = above.parent()
        self.setCurrentItem(item)
        self.scrollToItem(item)
        return True

    def mark(self, code: str) -> bool:
        """Choose a region that is in the tree without telling anybody."""
        item = self._items.get(code)
        if item is None:
            return False
        self._quiet = True
        self.setCurrentItem(item)
        self.scrollToItem(item)
        self._quiet = False
        return True

    def unmark(self) -> None:
        """Choose nothing."""
        self._quiet = True
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self._quiet = False

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many grids some regions hold."""
        self._counts = {**self._counts, **counts}
        self.viewport().update()

    def count_of(self, code: str) -> str:
        """Return how many grids a region holds, "" where it is not known."""
        found = self._counts.get(code)
        return str(found) if found else ""

    def first(self) -> RegionRow | None:
        """Return the region to begin with."""
        item = self.topLevelItem(0)
        return self._row(item) if item is not None else None

    # -- inside --------------------------------------------------------------------------------

    def _add(self, above: QTreeWidgetItem | None, rows: tuple[RegionRow, ...]) -> None:
        for row in rows:
            item = QTreeWidgetItem()
            self._show_row(item, row)
            if row.tier is not Tier.GRID:
                policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
                item.setChildIndicatorPolicy(policy)
            if above is None:
                self.addTopLevelItem(item)
            else:
                above.addChild(item)
            self._items[row.code] = item

    @staticmethod
    def _show_row(item: QTreeWidgetItem, row: RegionRow) -> None:
        item.setText(0, row.short)
        item.setData(0, ROW_ROLE, row)
        item.setToolTip(0, row.code)

    @staticmethod
    def _row(item: QTreeWidgetItem) -> RegionRow:
        row: RegionRow = item.data(0, ROW_ROLE)
        return row

    def _below(self, item: QTreeWidgetItem) -> list[RegionRow]:
        children = (item.child(at) for at in range(item.childCount()))
        return [self._row(child) for child in children if child is not None]

    def _expanded(self, item: QTreeWidgetItem) -> None:
        if item.childCount() == 0:
            self.children_wanted.emit(self._row(item).code)

    def _current_changed(
        self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None
    ) -> None:
        if item is not None and not self._quiet:
            self.chosen.emit(self._row(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum() and not event.modifiers():
            event.ignore()  # single letters are commands of the page
        else:
            super().keyPressEvent(event)

    # -- painting ------------------------------------------------------------------------------

    def drawRow(  # noqa: N802  Qt's name
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint the ground from edge to edge, then caret and name."""
        theme = current()
        rect = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        chosen = self.selectionModel().isSelected(index)
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        near = self.viewport().underMouse() and under == index
        ground = "bg.selected" if chosen else "bg.hover" if near else "bg.sunken"
        painter.fillRect(rect, theme.color(ground))
        if chosen:
            painter.fillRect(0, rect.top(), 3, rect.height(), theme.color("accent"))
        self._paint_caret(painter, option.rect, index)
        left = self._left_of(index)
        option.rect = QRect(left, rect.top(), rect.width() - left, rect.height())
        self.itemDelegate().paint(painter, self._option(option, chosen=chosen), index)

    def _option(self, option: QStyleOptionViewItem, *, chosen: bool) -> QStyleOptionViewItem:
        made = QStyleOptionViewItem(option)
        if chosen:
            made.state |= QStyle.StateFlag.State_Selected
        return made

    def _left_of(self, index: Index) -> int:
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return depth * INDENT + 4 - self.horizontalScrollBar().value()

    def _paint_caret(self, painter: QPainter, rect: QRect, index: Index) -> None:
        item = self.itemFromIndex(index)
        policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
        if item.childCount() == 0 and item.childIndicatorPolicy() != policy:
            return
        side = current().sizes.icon_small
        left = self._left_of(index) - side - 6
        corner = QPointF(left, rect.top() + (rect.height() - side) / 2)
        name = "ph.caret-down" if item.isExpanded() else "ph.caret-right"
        paint_icon(painter, name, QRectF(corner.x(), corner.y(), side, side), "text.3")
