"""What stands over a table without rows: that nothing is there, or why nothing could be read."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.core.notices import explain
from ui.core.states import EmptyState, ErrorState
from ui.core.table_model import Loading, PagedTableModel

STATE_PX = 400  # what is said of an empty table stands in whole lines


class Over:
    """Shows one state in the room of the rows, as long as there are none."""

    def __init__(self, model: PagedTableModel[Any], viewport: Callable[[], QWidget]) -> None:
        self._model = model
        self._viewport = viewport
        self._shown: QWidget | None = None
        self.empty: Callable[[], QWidget] = plain_empty
        self.failed_title = QCoreApplication.translate("DeskTable", "没能读出这些行")

    def follow(self, loading: Loading) -> bool:
        """Show what goes with the state of the model; return whether anything is to be painted."""
        wanted = self._wanted(loading)
        if self._shown is not None:
            self._shown.hide()  # deleting waits for the event loop; the rows are there now
            self._shown.deleteLater()
        elif self._model.rowCount() > 0:
            return False  # the rows stand, and whichever changed is painted anyway
        self._shown = wanted
        if wanted is not None:
            wanted.setParent(self._viewport())
            self.place()
            wanted.show()
        return True

    def _wanted(self, loading: Loading) -> QWidget | None:
        if self._model.rowCount() > 0:
            return None
        if loading is Loading.READY:
            return self.empty()
        if loading is Loading.FAILED and self._model.error is not None:
            return ErrorState(self.failed_title, explain(self._model.error), self._model.reload)
        return None

    def place(self) -> None:
        """Put it into the middle of the room there is."""
        if self._shown is not None:
            room = self._viewport().rect()
            size = self._shown.sizeHint()
            width = min(max(size.width(), STATE_PX), room.width())
            height = max(self._shown.heightForWidth(width), size.height())
            top = max(0, (room.height() - height) // 3)
            self._shown.setGeometry((room.width() - width) // 2, top, width, height)


def plain_empty() -> QWidget:
    """Say that there is nothing yet."""
    translate = QCoreApplication.translate
    title = translate("DeskTable", "这里还没有内容")
    return EmptyState(title, translate("DeskTable", "有了会自动出现，不用刷新。"))
