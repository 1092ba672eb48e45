"""Keeps what stands beside a table on the row the keyboard is at."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable


class ChosenRow(QObject):
    """Shows the chosen row; where it went, its follower is chosen, and where none is left,
    nothing is shown.
    """

    def __init__(
        self,
        table: DeskTable,
        model: PagedTableModel[Any],
        show: Callable[[Any], None],
        show_nothing: Callable[[], None],
    ) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._show, self._show_nothing = show, show_nothing
        self._last = 0  # where the last chosen row stood
        table.current_key_changed.connect(self._changed)

    def forget(self) -> None:
        """Begin at the first row again: another list is shown."""
        self._last = 0

    def settle(self, loading: Loading) -> None:
        """Choose once the list has been read, and show the row again that is chosen already."""
        if loading is not Loading.READY:
            return
        count = self._model.rowCount()
        if not count:
            self._show_nothing()
        elif self._table.current_key() is None:
            self._table.selectRow(min(self._last, count - 1))
        else:
            self._changed(self._table.current_key())

    def _changed(self, key: object) -> None:
        at = self._model.position_of(key) if isinstance(key, UUID) else None
        if at is not None:
            self._last = at
            self._show(self._model.row_at(at))
