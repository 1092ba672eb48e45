"""The tree of organisations at the left: all of it is there, opened as far as one looks."""

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.party.queries.organisations import OrganisationRow
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.party.tree_rows import TreeRows, short_name

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
INDENT = 14
OPEN_DEPTH = 1  # levels that stand open at first
EDGE = 10
Index = QModelIndex | QPersistentModelIndex


class OrganisationTreeView(QTreeWidget):
    """Arrows walk and open; what is chosen is marked in red."""

    chosen = Signal(object)  # OrganisationRow
    menu_wanted = Signal(object, object)  # OrganisationRow, QPoint on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[UUID, QTreeWidgetItem] = {}
        self._quiet = False
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("surface", "sunken")
        self.setAccessibleName(self.tr("党组织树"))
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._current_changed)

    def show_tree(self, tree: TreeRows) -> None:
        """Show another state of the tree; what stood open and what was chosen stays so."""
        first = not self._items
        opened = {key for key, item in self._items.items() if item.isExpanded()}
        before = self.current_key()
        self._quiet = True
        self.clear()
        self._items = {}
        for row in tree.rows:
            self._add(row, tree)
        for row in tree.rows:
            shallow = len(tree.way_to(row.id)) <= OPEN_DEPTH
            self._items[row.id].setExpanded(row.id in opened or (first and shallow))
        self._quiet = False
        if before is not None:
            self.mark(before)

    def _add(self, row: OrganisationRow, tree: TreeRows) -> None:
        above = tree.get(row.parent_id)
        item = QTreeWidgetItem()
        name = short_name(row, above)
        item.setText(0, name)
        item.setData(0, ROW_ROLE, row)
        item.setToolTip(0, row.name if name != row.name else "")
        item.setData(0, int(Qt.ItemDataRole.AccessibleTextRole), f"{row.name} {row.whole}")
        if row.parent_id in self._items and row.parent_id is not None:
            self._items[row.parent_id].addChild(item)
        else:
            self.addTopLevelItem(item)
        self._items[row.id] = item

    def mark(self, key: UUID) -> bool:
        """Choose an organisation without telling anybody; return whether it is there."""
        item = self._items.get(key)
        if item is None:
            return False
        self._quiet = True
        above = item.parent()
        while above is not None:
            above.setExpanded(True)
            above = above.parent()
        self.setCurrentItem(item)
        self.scrollToItem(item)
        self._quiet = False
        return True

    def current_key(self) -> UUID | None:
        """Return what is chosen."""
        item = self.currentItem()
        return self._row(item).id if item is not None else None

    def row_of(self, key: UUID) -> OrganisationRow | None:
        """Return an organisation that is in the tree."""
        item = self._items.get(key)
        return self._row(item) if item is not None else None

    def names(self) -> tuple[str, ...]:
        """Return what stands in the tree, from top to bottom."""
        return tuple(item.text(0) for item in self._all())

    def _all(self) -> Iterable[QTreeWidgetItem]:
        return self._items.values()

    @staticmethod
    def _row(item: QTreeWidgetItem) -> OrganisationRow:
        row: OrganisationRow = item.data(0, ROW_ROLE)
        return row

    def _current_changed(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if item is not None and not self._quiet:
            self.chosen.emit(self._row(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum() and not event.modifiers():
            event.ignore()  # single letters are commands of the page
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.itemAt(event.pos()) or self.currentItem()
        if item is not None:
            self.setCurrentItem(item)
            self.menu_wanted.emit(self._row(item), event.globalPos())

    # -- painting ------------------------------------------------------------------------------

    def drawRow(  # noqa: N802  Qt's name
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint the ground from edge to edge, then caret, name and count."""
        theme = current()
        rect = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        chosen = self.selectionModel().isSelected(index)
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        near = self.viewport().underMouse() and under == index
        ground = "party.bg" if chosen else "bg.hover" if near else "bg.sunken"
        painter.fillRect(rect, theme.color(ground))
        if chosen:
            painter.fillRect(0, rect.top(), 3, rect.height(), theme.color("party"))
        left = self._left_of(index)
        self._paint_caret(painter, left, rect, index)
        self._paint_words(
            painter, QRect(left, rect.top(), rect.width() - left, rect.height()), index
        )
        if self.hasFocus() and self.currentIndex() == index:
            painter.setPen(theme.color("party.line"))
            painter.drawRect(rect.adjusted(3, 0, -1, -1))

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme = current()
        row: OrganisationRow = index.data(ROW_ROLE)
        chosen = self.selectionModel().isSelected(index)
        middle = Qt.AlignmentFlag.AlignVCenter
        count = f"{row.whole:,}"
        painter.setFont(theme.font("caption", bold=chosen))
        painter.setPen(theme.color("party" if chosen else "text.3"))
        right = int(middle | Qt.AlignmentFlag.AlignRight)
        painter.drawText(rect.adjusted(0, 0, -EDGE, 0), right, count)
        taken = painter.fontMetrics().horizontalAdvance(count) + EDGE + 8
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.color("party" if chosen else "text"))
        room = rect.adjusted(2, 0, -taken, 0)
        name = str(index.data(int(Qt.ItemDataRole.DisplayRole)))
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(middle), elided)

    def _left_of(self, index: Index) -> int:
        depth, above = 1, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return depth * INDENT + 10

    def _paint_caret(self, painter: QPainter, left: int, rect: QRect, index: Index) -> None:
        item = self.itemFromIndex(index)
        if item.childCount() == 0:
            return
        side = current().sizes.icon_small
        top = rect.top() + (rect.height() - side) / 2
        name = "ph.caret-down" if item.isExpanded() else "ph.caret-right"
        paint_icon(painter, name, QRectF(left - side - 3, top, side, side), "text.3")

    def at_row(self, key: UUID) -> QPoint:
        """Return where on the screen an organisation stands, for its menu."""
        return self.viewport().mapToGlobal(self.visualItemRect(self._items[key]).bottomLeft())


class _Delegate(QStyledItemDelegate):
    """Rows of 32 px; `drawRow` paints them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, current().sizes.tree_row)
