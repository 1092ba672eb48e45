"""The map beside the queue, for whoever wants to see where the rows lie: made when asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.core.controls import Button
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.table_model import Loading

if TYPE_CHECKING:
    from ui.cases.queue_map_pane import QueueMapPane
    from ui.cases.queue_page import QueuePage

MAP_PANE_KEY = "Ctrl+M"
KEPT = "cases.queue.map"
_SHOWN = "shown"
_TABLE_PARTS, _MAP_PARTS = 3, 2


class QueueMap(QObject):
    """Belongs to the page: holds its table and, below it, the map while that is wanted."""

    def __init__(self, desk: Desk, page: "QueuePage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self.pane: QueueMapPane | None = None

    def hold(self, table: QWidget) -> QSplitter:
        """Take the table in; what is returned stands in its place."""
        self._split.addWidget(table)
        self._split.setStretchFactor(0, 1)
        return self._split

    def begin(self, button: Button) -> None:
        """Listen to the page, whose parts stand now; show the map where it was shown last."""
        self._button = button
        button.setCheckable(True)
        button.toggled.connect(self._toggled)
        add_key(self._page, MAP_PANE_KEY, button.toggle)
        self._page.model.loading_changed.connect(self._loading)
        self._page.table.chosen_changed.connect(self._chosen)
        self._page.table.current_key_changed.connect(self._current)
        button.setChecked(self._desk.preferences.text(KEPT) == _SHOWN)

    def _toggled(self, is_on: bool) -> None:  # noqa: FBT001  a slot of `toggled`
        self._desk.preferences.set_text(KEPT, _SHOWN if is_on else "")
        if is_on and self.pane is None:
            self.pane = self._made()
        if self.pane is not None:
            self.pane.setVisible(is_on)
            if is_on:
                self.pane.read()
            else:
                self._page.table.setFocus()

    def _made(self) -> "QueueMapPane":
        from ui.cases.queue_map_pane import QueueMapPane

        pane = QueueMapPane(self._desk, self._page)
        pane.closed.connect(lambda: self._button.setChecked(False))
        self._split.addWidget(pane)
        height = max(self._split.height(), 1)
        whole = _TABLE_PARTS + _MAP_PARTS
        self._split.setSizes([height * _TABLE_PARTS // whole, height * _MAP_PARTS // whole])
        return pane

    def _loading(self, loading: Loading) -> None:
        """Read the points again once the rows stand: they are waited for."""
        if loading is Loading.READY and self.pane is not None and self.pane.isVisibleTo(self._page):
            self.pane.read()

    def _chosen(self, keys: object) -> None:
        if self.pane is not None and isinstance(keys, tuple):
            self.pane.ring(keys)

    def _current(self, key: object) -> None:
        if self.pane is not None and key is not None:
            self.pane.ring((key,))
