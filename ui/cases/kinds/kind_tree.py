"""The tree of kinds at the left: all kinds, the categories, the kinds; narrowed while typing."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
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

from app.cases.limit_edit import DEFAULT
from app.cases.queries.kinds import KindNode
from ui.core.icons import paint_icon
from ui.core.theme import current

CODE_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class KindDelegate(QStyledItemDelegate):
    """The name; at the right what is special about it."""

    def __init__(self, tree: "KindTree") -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, current().sizes.tree_row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, code = current(), str(index.data(CODE_ROLE))
        node = self._tree.node(code)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect, theme.color("bg.selected" if chosen else "bg.sunken"))
        left = rect.left() + 4
        if code in self._tree.unsaved:
            side = 8
            dot = QRectF(left, rect.top() + (rect.height() - side) / 2, side, side)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(dot)
            left += side + 6
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        aside = self._tree.aside(node)
        room = QRect(left, rect.top(), rect.right() - left - 10, rect.height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), aside)
        taken = painter.fontMetrics().horizontalAdvance(aside) + 8 if aside else 0
        is_group = node is None or node.parent_code is None
        painter.setFont(theme.font("body", bold=chosen or is_group))
        retired = node is not None and not node.is_active
        ink = "accent" if chosen else "text.3" if retired else "text"
        painter.setPen(theme.color(ink))
        words = room.adjusted(0, 0, -taken, 0)
        name = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)),
            Qt.TextElideMode.ElideRight,
            words.width(),
        )
        painter.drawText(words, int(middle), name)
        painter.restore()


class KindTree(QTreeWidget):
    """Arrows walk and open, as in every tree."""

    chosen = Signal(object)  # str: code of a kind or category, DEFAULT for all kinds

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nodes: dict[str, KindNode] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._quiet = False
        self.unsaved: frozenset[str] = frozenset()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setProperty("surface", "sunken")
        self.setAccessibleName(self.tr("类别"))
        self.setItemDelegate(KindDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(self._current_changed)

    # -- what the page uses --------------------------------------------------------------------

    def show_nodes(self, nodes: tuple[KindNode, ...]) -> None:
        """Show these, open where they were open, at the one that was chosen."""
        opened = {code for code, item in self._items.items() if item.isExpanded()}
        kept = self.code()
        self._quiet = True
        self.clear()
        self._items = {}
        self._nodes = {node.code: node for node in nodes}
        self._add(None, DEFAULT, self.tr("全部类别"))
        for node in nodes:
            self._add(self._items.get(node.parent_code or "-"), node.code, node.name)
        for code in opened:
            if code in self._items:
                self._items[code].setExpanded(True)
        self._quiet = False
        if kept is not None:
            self.mark(kept)

    def narrow(self, shown: Collection[str] | None) -> None:
        """Show only these and the categories above them; None shows all."""
        for code, item in self._items.items():
            item.setHidden(shown is not None and code not in shown)
            if shown is not None and item.childCount():
                item.setExpanded(code in shown)

    def node(self, code: str) -> KindNode | None:
        """Return what stands at a code, None for all kinds."""
        return self._nodes.get(code)

    def code(self) -> str | None:
        """Return the code that is chosen, None for nothing."""
        item = self.currentItem()
        return str(item.data(0, CODE_ROLE)) if item is not None else None

    def codes(self) -> tuple[str, ...]:
        """Return the codes that are not hidden, from top to bottom."""
        return tuple(code for code, item in self._items.items() if not item.isHidden())

    def mark(self, code: str) -> bool:
        """Choose one without telling anybody; return whether it is there."""
        item = self._items.get(code)
        if item is None:
            return False
        self._quiet = True
        above = item.parent()
        if above is not None:
            above.setExpanded(True)
        self.setCurrentItem(item)
        self.scrollToItem(item)
        self._quiet = False
        return True

    def set_unsaved(self, codes: frozenset[str]) -> None:
        """Mark the kinds in which something was typed and not saved."""
        self.unsaved = codes
        self.viewport().update()

    def aside(self, node: KindNode | None) -> str:
        """Return the quiet word at the right of a name."""
        if node is None:
            return self.tr("默认时限")
        if not node.is_active:
            return self.tr("已停用")
        if node.is_own:
            return self.tr("自定义")
        item = self._items[node.code]
        return str(item.childCount()) if item.childCount() else ""

    # -- inside --------------------------------------------------------------------------------

    def _add(self, above: QTreeWidgetItem | None, code: str, name: str) -> None:
        item = QTreeWidgetItem([name.removesuffix("（自定义）")])
        item.setData(0, CODE_ROLE, code)
        item.setToolTip(0, f"{name} {code}".strip())
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        self._items[code] = item

    def _current_changed(self, item: QTreeWidgetItem | None, _: QTreeWidgetItem | None) -> None:
        if item is not None and not self._quiet:
            self.chosen.emit(str(item.data(0, CODE_ROLE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text().strip() and not event.modifiers():
            event.ignore()  # single letters are commands of the page
        else:
            super().keyPressEvent(event)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802
        """Paint the ground from edge to edge, and the caret of a category."""
        theme = current()
        chosen = self.selectionModel().isSelected(index)
        painter.fillRect(rect, theme.color("bg.selected" if chosen else "bg.sunken"))
        if chosen:
            painter.fillRect(0, rect.top(), 3, rect.height(), theme.color("accent"))
        item = self.itemFromIndex(index)
        if not item.childCount():
            return
        side = theme.sizes.icon_small
        box = QRectF(rect.right() - side, rect.top() + (rect.height() - side) / 2, side, side)
        paint_icon(
            painter, "ph.caret-down" if item.isExpanded() else "ph.caret-right", box, "text.3"
        )
