"""Hides every other window of the program while the screen is locked."""

from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import isValid


class Curtain:
    """Draws before dialogs, torn-off panes and popups, and lifts again."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._hidden: list[QWidget] = []

    def draw(self) -> None:
        """Hide what stands beside the window; what somebody typed there stays in it."""
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        others = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isWindow() and widget.isVisible() and not self._is_spared(widget)
        ]
        for widget in others:
            widget.hide()
        self._hidden += others

    def _is_spared(self, widget: QWidget) -> bool:
        """Tell whether it is the window itself, or stands on one that has its own curtain."""
        root = widget
        while (above := root.parentWidget()) is not None:
            root = above
        if widget is self._window:
            return True
        return isinstance(root, QMainWindow) and root is not self._window

    def lift(self) -> None:
        """Show again what was hidden and still exists."""
        for widget in self._hidden:
            if isValid(widget):
                widget.show()
        self._hidden = []

    def drop(self) -> None:
        """End what was hidden: its owner does not come back."""
        for widget in self._hidden:
            if isValid(widget):
                if isinstance(widget, QDialog):
                    widget.reject()
                widget.deleteLater()
        self._hidden = []
