"""The desk's table: keyboard, copy, columns to choose, and what stands without rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ui.core.menus import MenuEntry, menu_of
from ui.core.preferences import Preferences
from ui.core.table_cells import DeskDelegate
from ui.core.table_copy import rows_as_text
from ui.core.table_header import DeskHeader
from ui.core.table_model import Index, Loading, PagedTableModel
from ui.core.table_over import Over
from ui.core.table_paint import paint_cells, paint_grounds, paint_heads, paint_lines
from ui.core.table_rows import chosen_positions
from ui.core.theme import current

_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)  # of the rows, with Ctrl or without


@dataclass(frozen=True, slots=True)
class SortWanted:
    """A click on the heading of a sortable column."""

    key: str
    descending: bool


@dataclass(frozen=True, slots=True)
class _Before:
    """What was selected, where the keyboard was and what stood on top before a reload."""

    current: object
    row: int
    chosen: tuple[object, ...]
    top: object


class DeskTable(QTableView):
    """A table over a `PagedTableModel`; arrows walk, Enter opens, Ctrl+C copies as text."""

    opened = Signal(object)  # key of the row
    current_key_changed = Signal(object)  # key of the row, None for none
    chosen_changed = Signal(object)  # tuple of the keys selected
    sort_wanted = Signal(object)  # SortWanted
    fold_wanted = Signal(object)  # Head of the group to fold, or to unfold
    columns_arranged = Signal()  # by hand

    def __init__(
        self,
        model: PagedTableModel[Any],
        name: str,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        """Show `model`; the columns are remembered under `name`."""
        super().__init__(parent)
        self._model = model
        self._name = name
        self._preferences = preferences
        self._menu: Callable[[tuple[Any, ...]], Sequence[MenuEntry]] | None = None
        self._over = Over(model, self.viewport)
        self._before: _Before | None = None
        self._told: object = None
        self._hovered_row = -1
        self._set_up_view()
        self._head = DeskHeader(model.columns, self)
        self.setHorizontalHeader(self._head)
        model.modelAboutToBeReset.connect(self._remember)
        self.setModel(model)
        self._head.lay_out()
        self._usual: Mapping[str, object] = {}
        self._head.arrange(preferences.layout(f"table/{name}"))
        self._head.arranged.connect(self._arranged)
        self._head.sectionClicked.connect(self._heading_clicked)
        self._head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._head.customContextMenuRequested.connect(self._choose_columns)
        model.modelReset.connect(self._restore)
        model.loading_changed.connect(self._show_state)
        self._show_state(model.loading)

    def _set_up_view(self) -> None:
        self.setItemDelegate(DeskDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(current().sizes.row)
        self.verticalHeader().setDefaultSectionSize(current().sizes.row)
        self.doubleClicked.connect(self._open)
        # scrolled pixels would carry the accent edge along
        self.horizontalScrollBar().valueChanged.connect(self._repaint)

    # -- what pages use ------------------------------------------------------------------------

    def set_menu(self, entries: Callable[[tuple[Any, ...]], Sequence[MenuEntry]]) -> None:
        """Ask `entries(rows selected)` for the context menu."""
        self._menu = entries

    def set_empty(self, build: Callable[[], QWidget]) -> None:
        """Say what is shown when there are no rows, e.g. that the filter leaves nothing."""
        self._over.empty = build
        self._show_state(self._model.loading)

    def set_failed_title(self, title: str) -> None:
        """Say what could not be read, e.g. "没能读出事件"."""
        self._over.failed_title = title

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._head.set_sorted(key, descending=descending)

    def use_columns(self, name: str, usual: Mapping[str, object]) -> None:
        """Remember the columns under another name from now on; `usual` until they are arranged."""
        self._name, self._usual = name, usual
        self._lay_out_columns(self._preferences.layout(f"table/{name}"))

    def columns(self) -> dict[str, object]:
        """Return how the columns stand now."""
        return self._head.arrangement()

    def show_top(self) -> None:
        """Scroll to the first row, past the head of its group; select it if none is selected."""
        self.scrollToTop()
        rows = (at for at in range(self._model.rowCount()) if self._model.head_at(at) is None)
        if self.current_key() is None:
            self.selectRow(next(rows, -1))

    def chosen_rows(self) -> tuple[Any, ...]:
        """Return the selected rows from top to bottom."""
        return tuple(map(self._model.row_at, chosen_positions(self.selectionModel())))

    def current_key(self) -> object:
        """Return the key of the selected row the keyboard is at, None for none."""
        rows = chosen_positions(self.selectionModel())
        if not rows:
            return None
        # Qt tells of a selection before it moves the current index there
        here = self.currentIndex().row()
        return self._model.key_at(here if here in rows else rows[0])

    def select_key(self, key: object) -> bool:
        """Select the row with that key; return whether it is loaded."""
        position = self._model.position_of(key)
        if position is None:
            return False
        self.selectRow(position)
        self.scrollTo(self._model.index(position, 0))
        return True

    def selectRow(self, row: int) -> None:  # noqa: N802  Qt's
        """Select one row alone; Qt's own would add to the rows while Ctrl or Shift is held."""
        flags = QItemSelectionModel.SelectionFlag
        alone = flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), alone)

    def copy(self) -> None:
        """Copy the selected rows as text with tabs, columns as shown, heading first."""
        rows = self.chosen_rows()
        if rows:
            text = rows_as_text(self._head.shown_columns(), rows)
            QGuiApplication.clipboard().setText(text)

    def shown_columns(self) -> tuple[str, ...]:
        """Return the keys of the columns as they stand, from left to right."""
        return tuple(column.key for column in self._head.shown_columns())

    def column_menu(self) -> QMenu:
        """Return the menu that chooses columns."""
        menu = QMenu(self)
        for section, column in enumerate(self._model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._head.isSectionHidden(section))
            action.setEnabled(not column.fixed)
            action.toggled.connect(
                lambda shown, key=column.key: self._head.show_column(key, shown=shown)
            )
        menu.addSeparator()
        menu.addAction(self.tr("恢复默认列"), self._default_columns)
        return menu

    def context_menu(self) -> QMenu | None:
        """Return the menu for the rows selected, None when there is none."""
        rows = self.chosen_rows()
        if self._menu is None or not rows:
            return None
        return menu_of(self._menu(rows), self)

    # -- keyboard and mouse --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._folds(event.key()):
            pass
        elif enter and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENDS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.selectRow(0 if event.key() == _ENDS[0] else self._model.rowCount() - 1)
        elif event.text().isalnum() and not event.modifiers():
            event.ignore()  # single letters are commands of the page, not a search in the rows
        else:
            super().keyPressEvent(event)

    def _folds(self, key: int) -> bool:
        """Fold or unfold the group the keyboard is at the head of; Left leads there from a row."""
        here = self.currentIndex().row()
        head = self._model.head_at(here)
        if head is None:
            above = (at for at in range(here, -1, -1) if self._model.head_at(at) is not None)
            to = next(above, None) if key == Qt.Key.Key_Left else None
            if to is not None:
                self.selectRow(to)
            return to is not None
        toggles = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if toggles or key == (Qt.Key.Key_Right if head.folded else Qt.Key.Key_Left):
            self.fold_wanted.emit(head)
        return toggles or key in (Qt.Key.Key_Left, Qt.Key.Key_Right)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        head = self._model.head_at(self.rowAt(event.position().toPoint().y()))
        if head is not None and event.button() is Qt.MouseButton.LeftButton:
            self.fold_wanted.emit(head)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.context_menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        if self._before is None:
            self.chosen_changed.emit(tuple(self._model.key_of(row) for row in self.chosen_rows()))
            self._tell_current()

    def currentChanged(self, current_index: Index, previous: Index) -> None:
        super().currentChanged(current_index, previous)
        if self._before is None:
            self._tell_current()

    def _repaint(self, _: int) -> None:
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if self._model.head_at(index.row()) is not None:
            return
        self.opened.emit(self._model.key_at(index.row()))

    def _hover(self, row: int) -> None:
        before = self._hovered_row
        if row != before:
            self._hovered_row = row
            for changed in (before, row):
                top = self.rowViewportPosition(changed)
                self.viewport().update(0, top, self.viewport().width(), current().sizes.row)

    def _heading_clicked(self, section: int) -> None:
        column = self._model.columns[section]
        if column.sortable:
            before = self._head.sorted_by
            descending = before == (column.key, False)
            self.sort_wanted.emit(SortWanted(column.key, descending))

    def _choose_columns(self, at: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._head.mapToGlobal(at))

    def _default_columns(self) -> None:
        self._preferences.remove(f"table/{self._name}")
        self._lay_out_columns({})

    def _lay_out_columns(self, kept: Mapping[str, object]) -> None:
        self._head.lay_out()
        self._head.arrange(kept or self._usual)
        self._head.fit(self.viewport().width())
        self.columns_arranged.emit()

    def _arranged(self) -> None:
        self._head.fit(self.viewport().width())
        self._preferences.set_layout(f"table/{self._name}", self._head.arrangement())
        self.columns_arranged.emit()

    # -- what survives a reload ----------------------------------------------------------------

    def _remember(self) -> None:
        keys = tuple(self._model.key_of(row) for row in self.chosen_rows())
        at = self.rowAt(0)
        top = self._model.key_at(at) if at > 0 else None
        here = self.currentIndex().row()
        head = self._model.head_at(here)
        current_key = self._model.key_of(head) if head is not None else self.current_key()
        self._before = _Before(current_key, here, keys, top)

    def _restore(self) -> None:
        before = self._before
        if before is None:
            return
        selection = QItemSelection()
        for key in before.chosen:
            at = self._model.position_of(key)
            if at is not None:
                last = self._model.columnCount() - 1
                selection.select(self._model.index(at, 0), self._model.index(at, last))
        selector = self.selectionModel()
        selector.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        at = self._model.position_of(before.current) if before.current is not None else None
        here = at if at is not None else max(0, before.row - 1)
        if at is not None or before.row >= 0:
            index = self._model.index(min(here, self._model.rowCount() - 1), 0)
            selector.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        top = self._model.position_of(before.top) if before.top is not None else None
        if top is not None:
            self.scrollTo(self._model.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        self._before = None
        chosen = tuple(self._model.key_of(row) for row in self.chosen_rows())
        if chosen != before.chosen:
            self.chosen_changed.emit(chosen)
        self._tell_current()

    def _tell_current(self) -> None:
        key = self.current_key()
        if key != self._told:
            self._told = key
            self.current_key_changed.emit(key)

    # -- painting ------------------------------------------------------------------------------

    def _show_state(self, loading: Loading) -> None:
        if self._over.follow(loading):
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.fit(self.viewport().width())
        self._over.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        rows = self._rows_in(event.rect())
        chosen = set(chosen_positions(self.selectionModel()))
        painter = QPainter(self.viewport())
        paint_grounds(self, painter, {*chosen, self._hovered_row}.intersection(rows), chosen)
        paint_cells(self, self._model, painter, rows)
        if self._model.rowCount() == 0 and self._model.loading is Loading.FIRST:
            self._head.paint_skeleton(painter, self.viewport().size())
        else:
            paint_lines(self, painter, rows, chosen)
            paint_heads(self, self._model, painter, rows)
        painter.end()

    def _rows_in(self, dirty: QRect) -> range:
        """Return the rows of which something is to be painted."""
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)
