"""Drawing a sketch: each click is a corner, a double click or Return ends it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen

from app.territory.sketches.rules import LEAST_POINTS, SketchColor, SketchKind, Spots
from ui.core.theme import current
from ui.parts.map import Tool
from ui.parts.map_shapes import Camera, Point
from ui.territory.map_tools import paint_plate
from ui.territory.sketching.layer import paint_sketch

_SAME_PX = 3.0
_CORNER_PX = 4.0


class SketchTool(Tool):
    """Backspace takes the last corner back, Escape drops all and then puts the tool down, Space
    sets a corner in the middle of the map, for whoever has no mouse.
    """

    def __init__(
        self,
        kind: SketchKind,
        color: SketchColor,
        drawn: Callable[[SketchKind, Spots], None],
        ended: Callable[[], None],
    ) -> None:
        self._kind, self._color = kind, color
        self._drawn, self._ended = drawn, ended
        self._mouse: Point | None = None
        self.points: list[Point] = []

    @property
    def words(self) -> str:
        """What to do next."""
        translate = QCoreApplication.translate
        if LEAST_POINTS[self._kind] == 1:
            return translate("SketchTool", "在图上点一下")
        left = LEAST_POINTS[self._kind] - len(self.points)
        if left > 0:
            words = translate("SketchTool", "再点 {count} 处，退格去掉上一点，Esc 不画了")
            return words.format(count=left)
        return translate("SketchTool", "接着点，双击或回车画完，退格去掉上一点")

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Set a corner; while the right button is down the map may be moved."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._set(camera.to_earth(event.position()), camera)
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Stretch the line to the mouse."""
        self._mouse = camera.to_earth(event.position())
        return True

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Nothing hangs on it, but the map is not clicked."""
        return event.button() is Qt.MouseButton.LeftButton

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """End where the first of the two clicks set a corner."""
        self._end()
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Draw without a mouse too."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.points:
                self.leave()
            else:
                self._ended()
        elif key == Qt.Key.Key_Backspace:
            del self.points[-1:]
        elif key == Qt.Key.Key_Space:
            size = camera.size
            self._set(camera.to_earth(QPointF(size.width() / 2, size.height() / 2)), camera)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end()
        else:
            return False
        return True

    def leave(self) -> None:
        """Forget what was begun."""
        self.points = []

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what stands so far, and what to do next beside the mouse."""
        stretched = [*self.points, self._mouse] if self._mouse is not None else self.points
        spots = [camera.to_px(point) for point in stretched]
        if len(spots) > 1 and self.points:
            kind = self._kind if len(spots) > 2 else SketchKind.LINE
            paint_sketch(painter, kind, self._color, spots)
        painter.setPen(QPen(current().color("accent"), 2))
        painter.setBrush(current().color("bg.surface"))
        for spot in spots[: len(self.points)]:
            painter.drawEllipse(spot, _CORNER_PX, _CORNER_PX)
        middle = QPointF(camera.size.width() / 2, camera.size.height() / 2)
        at = camera.to_px(self._mouse) if self._mouse is not None else middle
        paint_plate(painter, at + QPointF(14, -14), self.words)

    def _set(self, point: Point, camera: Camera) -> None:
        last = camera.to_px(self.points[-1]) if self.points else None
        if last is not None and (camera.to_px(point) - last).manhattanLength() < _SAME_PX:
            return
        self.points.append(point)
        if LEAST_POINTS[self._kind] == 1:
            self._end()

    def _end(self) -> None:
        if len(self.points) >= LEAST_POINTS[self._kind]:
            points, self.points = tuple(self.points), []
            self._drawn(self._kind, points)
