"""Tools of the map page: measuring along a line or around an area, and circling cases."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from app.territory.measures import area_m2, area_words, length_m, length_words
from ui.core.theme import current
from ui.parts.map import Tool
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point

CLOSE_PX = 10.0
"""So near to the first corner, a click closes the area."""
_DOT_PX = 4.0


class MeasureTool(Tool):
    """Each click is a corner; a click on the first one closes an area. Backspace takes the last
    corner back, Escape begins anew and then ends it, Return ends the line.
    """

    def __init__(self, ended: Callable[[], None]) -> None:
        self._ended = ended
        self.points: list[Point] = []
        self.closed = False
        self._done = False
        self._mouse: Point | None = None

    @property
    def words(self) -> str:
        """What was measured so far."""
        translate = QCoreApplication.translate
        if self.closed:
            words = translate("MeasureTool", "面积 {area}，周长 {length}")
            area, around = area_m2(self.points), length_m((*self.points, self.points[0]))
            return words.format(area=area_words(area), length=length_words(around))
        line = self._line()
        if len(line) < 2:
            return translate("MeasureTool", "点一下定起点，再点量下一段；点回起点量面积，Esc 结束")
        last = length_words(length_m(line[-2:]))
        whole = length_words(length_m(line))
        if len(line) == 2:
            return whole
        words = translate("MeasureTool", "共 {whole}，末段 {last}")
        return words.format(whole=whole, last=last)

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Set a corner; while the right button is down the map may be moved."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if self.closed or self._done:
            self._begin_anew()
        if len(self.points) > 2 and self._is_near_first(event.position(), camera):
            self.closed = True
        else:
            self.points.append(camera.to_earth(event.position()))
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Stretch the line to the mouse."""
        self._mouse = camera.to_earth(event.position())
        return bool(self.points) and not self.closed and not self._done

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Nothing hangs on it, but the map is not clicked."""
        return event.button() is Qt.MouseButton.LeftButton

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """End the line where the first of the two clicks set a corner."""
        self._done = len(self.points) > 1
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Set corners without a mouse too: Space sets one in the middle of the map."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if self.points:
                self._begin_anew()
            else:
                self._ended()
        elif key == Qt.Key.Key_Backspace:
            self.closed = self._done = False
            del self.points[-1:]
        elif key == Qt.Key.Key_Space:
            if self.closed or self._done:
                self._begin_anew()
            self._mouse = None
            size = camera.size
            self.points.append(camera.to_earth(QPointF(size.width() / 2, size.height() / 2)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.closed = len(self.points) > 2
            self._done = True
        else:
            return False
        return True

    def leave(self) -> None:
        """Forget what was measured."""
        self._begin_anew()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the corners and the way between, and what it measures beside the last one."""
        if not self.points:
            return
        line = [camera.to_px(point) for point in self._line()]
        accent = current().color("accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.closed:
            fill = QColor(current().color("accent"))
            fill.setAlphaF(0.15)
            painter.setBrush(fill)
        for color, width in ((map_color("halo"), 5.0), (accent, 2.0)):
            painter.setPen(QPen(color, width))
            if self.closed:
                painter.drawPolygon(QPolygonF(line))
            else:
                painter.drawPolyline(QPolygonF(line))
        painter.setPen(QPen(accent, 2))
        painter.setBrush(current().color("bg.surface"))
        for corner in line[: len(self.points)]:
            painter.drawEllipse(corner, _DOT_PX, _DOT_PX)
        if len(line) > 1:
            paint_plate(painter, line[-1] + QPointF(12, -12), self.words)

    def _line(self) -> list[Point]:
        stretches = self._mouse is not None and not self.closed and not self._done
        return [*self.points, self._mouse] if stretches and self._mouse else list(self.points)

    def _is_near_first(self, at: QPointF, camera: Camera) -> bool:
        return (camera.to_px(self.points[0]) - at).manhattanLength() <= CLOSE_PX

    def _begin_anew(self) -> None:
        self.points = []
        self.closed = self._done = False


class LassoTool(Tool):
    """Drawing around cases with the button held down; Escape drops it, then ends the tool."""

    def __init__(
        self, told: Callable[[tuple[Point, ...]], None], ended: Callable[[], None]
    ) -> None:
        self._told = told
        self._ended = ended
        self._line: list[Point] = []
        self._ring: tuple[Point, ...] = ()
        self._drawing = False

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Begin."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._drawing, self._ring = True, ()
        self._line = [camera.to_earth(event.position())]
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Draw on."""
        if self._drawing:
            self._line.append(camera.to_earth(event.position()))
        return self._drawing

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Tell what was circled."""
        if not self._drawing:
            return False
        self._drawing = False
        line, self._line = self._line, []
        if len(line) > 2:
            self._ring = tuple(line)
            self._told(self._ring)
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Return circles all that is in view, for whoever has no mouse."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            width, height = camera.size.width(), camera.size.height()
            corners = ((0, 0), (width, 0), (width, height), (0, height))
            self._ring = tuple(camera.to_earth(QPointF(x, y)) for x, y in corners)
            self._told(self._ring)
            return True
        if key != Qt.Key.Key_Escape:
            return False
        if self._drawing or self._ring:
            self._drawing, self._line, self._ring = False, [], ()
        else:
            self._ended()
        return True

    def leave(self) -> None:
        """Forget what was circled."""
        self._drawing, self._line, self._ring = False, [], ()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the line, and the area once it is closed."""
        points = self._ring or tuple(self._line)
        if len(points) < 2:
            return
        fill = QColor(current().color("accent"))
        pen = QPen(fill, 2)
        pen.setDashPattern([4, 3])
        fill.setAlphaF(0.12)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([camera.to_px(point) for point in points]))


def paint_plate(painter: QPainter, at: QPointF, words: str) -> None:
    """Paint words on a small plate whose lower left corner is at a point."""
    theme = current()
    painter.setFont(theme.font("body", bold=True))
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(words) + 16, metrics.height() + 8
    box = QRectF(at.x(), at.y() - height, width, height)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("bg.surface"))
    painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
