"""Dragging a rectangle on the map."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from ui.core.theme import current
from ui.parts.map.contracts import BoxDragged, Tool
from ui.parts.map_shapes import Camera

_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def adds(event: QMouseEvent) -> bool:
    """Tell whether a click adds to what is chosen."""
    return bool(event.modifiers() & _ADDING)


class BoxTool(Tool):
    """Tells the box that was drawn; Escape drops one that was begun."""

    def __init__(self, told: Callable[[BoxDragged], None]) -> None:
        self._told = told
        self._from: QPointF | None = None
        self._to = QPointF()

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Begin."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._from = self._to = event.position()
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Draw the box larger or smaller."""
        self._to = event.position()
        return self._from is not None

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Tell the box, unless it is as good as a click."""
        begun, self._from = self._from, None
        if begun is None:
            return False
        way = event.position() - begun
        if way.manhattanLength() < QApplication.startDragDistance():
            return True
        box = QRectF(begun, event.position()).normalized()
        west, north = camera.to_earth(box.topLeft())
        east, south = camera.to_earth(box.bottomRight())
        self._told(BoxDragged((west, south, east, north), adds(event)))
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Drop the box with Escape."""
        if event.key() != Qt.Key.Key_Escape or self._from is None:
            return False
        self._from = None
        return True

    def leave(self) -> None:
        """Drop what was begun."""
        self._from = None

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the box."""
        if self._from is None:
            return
        fill = QColor(current().color("accent"))  # the theme keeps its own
        painter.setPen(QPen(fill, 1.5))
        fill.setAlphaF(0.12)
        painter.setBrush(fill)
        painter.drawRect(QRectF(self._from, self._to).normalized())
