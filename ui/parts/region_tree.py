"""The region tree in a popup: children are read when a node is opened."""

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.territory.queries import RegionRow, children, region
from app.territory.rules import Tier
from ui.core.slices import Desk
from ui.core.theme import current

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
POPUP_SIZE = QSize(320, 380)


class RegionTree(QFrame):
    """Opens under a field; a click or Enter on a node takes it."""

    chosen = Signal(object)  # RegionRow

    def __init__(self, desk: Desk, roots: tuple[str, ...], parent: QWidget) -> None:
        """Show the regions at and below `roots`; ("",) begins with the provinces."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._desk = desk
        self._roots = roots
        self.setProperty("surface", "card")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(self.tr("区划树"))
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(16)
        self.tree.itemExpanded.connect(self._expanded)
        self.tree.itemClicked.connect(lambda item, _column: self._take(item))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.tree)

    def open_under(self, field: QWidget) -> None:
        """Show the tree; the first time its roots are read."""
        at = field.mapToGlobal(QPoint(0, field.height() + 2))
        room = field.screen().availableGeometry()
        size = QSize(max(field.width(), POPUP_SIZE.width()), POPUP_SIZE.height())
        if at.y() + size.height() > room.bottom():
            at = field.mapToGlobal(QPoint(0, -size.height() - 2))
        at.setX(max(room.left(), min(at.x(), room.right() - size.width())))
        self.setGeometry(at.x(), max(room.top(), at.y()), size.width(), size.height())
        self.show()
        self.tree.setFocus()
        if self.tree.topLevelItemCount() == 0:
            self._desk.look_up(self._read_roots, self._show_roots)

    def _read_roots(self, session: Any) -> tuple[RegionRow, ...]:
        if self._roots in ((), ("",)):
            return children(session, None)
        return tuple(region(session, code) for code in self._roots)

    def _show_roots(self, rows: tuple[RegionRow, ...]) -> None:
        self.tree.clear()
        items = [self._item(row) for row in rows]
        self.tree.addTopLevelItems(items)
        if items:
            self.tree.setCurrentItem(items[0])
            items[0].setExpanded(len(items) == 1)

    def _item(self, row: RegionRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem([row.short])
        item.setData(0, ROW_ROLE, row)
        item.setSizeHint(0, QSize(0, current().sizes.control_small))
        item.setToolTip(0, row.code)
        if row.tier is not Tier.GRID:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _expanded(self, item: QTreeWidgetItem) -> None:
        row: RegionRow = item.data(0, ROW_ROLE)
        if item.childCount() == 0:
            self._desk.look_up(
                lambda session: (row.code, children(session, row.code)), self._show_children
            )

    def _show_children(self, found: tuple[str, tuple[RegionRow, ...]]) -> None:
        code, rows = found
        item = self._find(code)
        if item is None or item.childCount():
            return
        item.addChildren([self._item(row) for row in rows])
        if not rows:
            policy = QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicator
            item.setChildIndicatorPolicy(policy)

    def _find(self, code: str) -> QTreeWidgetItem | None:
        waiting = [self.tree.invisibleRootItem()]
        while waiting:
            item = waiting.pop()
            row: RegionRow | None = item.data(0, ROW_ROLE)
            if row is not None and row.code == code:
                return item
            below = (item.child(at) for at in range(item.childCount()))
            waiting.extend(child for child in below if child is not None)
        return None

    def _take(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            row: RegionRow = item.data(0, ROW_ROLE)
            self.close()
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.tree.currentItem())
        else:
            super().keyPressEvent(event)
