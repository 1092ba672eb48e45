"""Selecting all rows of a queue: first what is loaded, then, if wanted, the rest up to a limit."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.core.table_model import REREAD_ROWS, Loading, PagedTableModel
from ui.core.tables import DeskTable

MOST_SELECTED = REREAD_ROWS
"""So many rows a reload reads anew; a selection beyond them would crumble at the next news."""


class SelectAll(QObject):
    """Loads page after page until all are there, then selects them; stopped at will."""

    progressed = Signal(object)  # int: rows loaded
    ended = Signal()

    def __init__(self, table: DeskTable, model: PagedTableModel[Any], parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._model = model
        self._runs = False
        model.loading_changed.connect(self._loading)

    @property
    def runs(self) -> bool:
        """True while it loads."""
        return self._runs

    @property
    def more(self) -> bool:
        """Whether there are rows that are not loaded, and room for them in a selection."""
        loading = self._model.loading in (Loading.FIRST, Loading.MORE)
        more = self._model.canFetchMore(self._table.rootIndex()) or loading
        return more and self._model.rowCount() < MOST_SELECTED

    def start(self) -> None:
        """Select all rows."""
        self._runs = True
        self._go_on()

    def stop(self) -> None:
        """Load no more; what is selected stays so."""
        if self._runs:
            self._runs = False
            self.ended.emit()

    def _loading(self, loading: Loading) -> None:
        if not self._runs or loading in (Loading.FIRST, Loading.MORE):
            return
        if loading is Loading.READY:
            self._go_on()
        else:
            self.stop()

    def _go_on(self) -> None:
        if self._model.loading in (Loading.FIRST, Loading.MORE):
            return  # its end is heard of
        if self.more:
            self.progressed.emit(self._model.rowCount())
            self._model.fetchMore(self._table.rootIndex())
            return
        self._table.selectAll()
        self.stop()
