"""A map, or what is said where there is nothing to draw."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget


class CoveredMap(QStackedLayout):
    """Shows the map unless a state stands over it."""

    def __init__(self, parent: QWidget, map_: QWidget) -> None:
        super().__init__(parent)
        self._map = map_
        self._over: QWidget | None = None
        self.addWidget(map_)

    def put_over(self, state: QWidget) -> None:
        """Show a state in the middle instead of the map."""
        self.show_map()
        self._over = QWidget()
        column = QVBoxLayout(self._over)
        column.addWidget(state, 1, Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self._over)
        self.setCurrentWidget(self._over)

    def show_map(self) -> None:
        """Show the map."""
        if self._over is not None:
            self.removeWidget(self._over)
            self._over.deleteLater()
            self._over = None
        self.setCurrentWidget(self._map)
