"""Drawing a grid on free ground."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from ui.core.theme import current
from ui.parts.map import Tool
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point
from ui.territory.editing.draft_layers import DraftAreas

NEAR_PX = 10.0
_SAME_PX = 3.0
_DOT_PX = 4.0
_FILL = 0.18


class DrawTool(Tool):
    """Each click is a corner; near a corner of a grid it is that corner. A click on the first one,
    a double click or Return ends, Backspace takes the last corner back, Escape drops all and then
    the tool. Space sets a corner in the middle, for whoever has no mouse.
    """

    def __init__(
        self,
        ground: DraftAreas,
        drawn: Callable[[tuple[Point, ...]], None],
        ended: Callable[[], None],
    ) -> None:
        self._ground = ground
        self._drawn = drawn
        self._ended = ended
        self.points: list[Point] = []
        self._mouse: Point | None = None

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Set a corner."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._set(event.position(), camera)
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Stretch the line to the mouse."""
        self._mouse = self._snapped(event.position(), camera)
        return True

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Nothing hangs on it, but the map is not clicked."""
        return event.button() is Qt.MouseButton.LeftButton

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """End where the first of the two clicks set a corner."""
        self._end()
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Everything without a mouse, too."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.points:
                self.leave()
            else:
                self._ended()
        elif key == Qt.Key.Key_Backspace:
            del self.points[-1:]
        elif key == Qt.Key.Key_Space:
            self._mouse = None
            self._set(QPointF(camera.size.width() / 2, camera.size.height() / 2), camera)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        else:
            return False
        return True

    def leave(self) -> None:
        """Drop what was begun."""
        self.points = []

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the area so far, and the corner a click would set."""
        stretched = [*self.points, self._mouse] if self._mouse is not None else self.points
        spots = [camera.to_px(point) for point in stretched]
        accent = current().color("accent")
        if len(spots) > 2:
            fill = QColor(accent)
            fill.setAlphaF(_FILL)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(spots))
        if len(spots) > 1:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for color, width in ((map_color("halo"), 5.0), (accent, 2.0)):
                painter.setPen(QPen(color, width))
                painter.drawPolyline(QPolygonF(spots))
        painter.setPen(QPen(accent, 2))
        painter.setBrush(current().color("bg.surface"))
        for spot in spots:
            painter.drawEllipse(spot, _DOT_PX, _DOT_PX)

    def _set(self, at: QPointF, camera: Camera) -> None:
        if len(self.points) > 2 and _is_near(camera.to_px(self.points[0]), at, NEAR_PX):
            self._end()
            return
        point = self._snapped(at, camera)
        if self.points and _is_near(camera.to_px(self.points[-1]), camera.to_px(point), _SAME_PX):
            return
        self.points.append(point)

    def _end(self) -> None:
        if len(self.points) > 2:
            points, self.points = tuple(self.points), []
            self._drawn(points)

    def _snapped(self, at: QPointF, camera: Camera) -> Point:
        """Return the corner of a grid near a pixel, else the point under it."""
        near = [
            ((camera.to_px(corner) - at).manhattanLength(), corner)
            for ring in self._ground.rings_near(camera.to_earth(at), NEAR_PX, camera)
            for corner in ring
        ]
        away, corner = min(near, default=(NEAR_PX + 1, camera.to_earth(at)))
        return corner if away <= NEAR_PX else camera.to_earth(at)


def _is_near(one: QPointF, other: QPointF, most: float) -> bool:
    return (one - other).manhattanLength() <= most
