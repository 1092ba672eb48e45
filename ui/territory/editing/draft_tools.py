"""Tools of a draft: cutting along a line, choosing what to put together, moving borders."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from ui.core.theme import current
from ui.parts.map import Tool
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point
from ui.territory.editing.draft_layers import DraftAreas, Edge, edges_of

NEAR_PX = 10.0
_DOT_PX = 5.0
_STEPS = 40
"""In so many pieces a line is looked at to find the grid it cuts."""


class SplitTool(Tool):
    """Each click is a corner of the line; a double click or Return cuts, Backspace takes the last
    corner back, Escape drops the line and then the tool. Space sets a corner in the middle.
    """

    def __init__(
        self,
        ground: DraftAreas,
        cut: Callable[[str, tuple[Point, ...]], None],
        ended: Callable[[], None],
    ) -> None:
        self._ground = ground
        self._cut = cut
        self._ended = ended
        self.points: list[Point] = []
        self._mouse: Point | None = None

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Set a corner."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self.points.append(camera.to_earth(event.position()))
        return True

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Stretch the line to the mouse."""
        self._mouse = camera.to_earth(event.position())
        if self.points:
            self._ground.aimed = self._crossed((*self.points, self._mouse), camera)
        return bool(self.points)

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Nothing hangs on it, but the map is not clicked."""
        return event.button() is Qt.MouseButton.LeftButton

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """Cut: the first of the two clicks has set the last corner."""
        self._finish(camera)
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Everything without a mouse, too."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._drop_or_end()
        elif key == Qt.Key.Key_Backspace:
            del self.points[-1:]
        elif key == Qt.Key.Key_Space:
            self._mouse = None
            middle = QPointF(camera.size.width() / 2, camera.size.height() / 2)
            self.points.append(camera.to_earth(middle))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(camera)
        else:
            return False
        return True

    def leave(self) -> None:
        """Drop the line."""
        self.points = []
        self._ground.aimed = ""

    def _drop_or_end(self) -> None:
        if self.points:
            self.leave()
        else:
            self._ended()

    def _finish(self, camera: Camera) -> None:
        points = tuple(self.points)
        key = self._crossed(points, camera)
        self.leave()
        if len(points) > 1:
            self._cut(key, points)

    def _crossed(self, points: tuple[Point, ...], camera: Camera) -> str:
        """Return the grid most of the line lies in; a chosen one goes before others."""
        found: dict[str, int] = {}
        for start, end in pairwise(map(camera.to_px, points)):
            for step in range(_STEPS + 1):
                key = self._ground.code_at(start + (end - start) * (step / _STEPS), camera)
                if key:
                    found[key] = found.get(key, 0) + 1
        chosen = [key for key in found if key in self._ground.chosen]
        return max(chosen or found, key=lambda key: found[key], default="")

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the line and its corners."""
        if not self.points:
            return
        points = [*self.points, self._mouse] if self._mouse is not None else self.points
        line = [camera.to_px(point) for point in points]
        for color, width in ((map_color("halo"), 5.0), (current().color("over"), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawPolyline(QPolygonF(line))
        painter.setBrush(current().color("bg.surface"))
        for corner in line[: len(self.points)]:
            painter.drawEllipse(corner, _DOT_PX - 1, _DOT_PX - 1)


class MergeTool(Tool):
    """A click chooses a grid or lets it go, Space the one in the middle; Return puts the chosen
    ones together, Escape lets them go and then ends the tool.
    """

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(
        self,
        ground: DraftAreas,
        toggled: Callable[[str], None],
        merge: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._ground = ground
        self._toggled = toggled
        self._merge = merge
        self._ended = ended

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Choose."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        key = self._ground.code_at(event.position(), camera)
        if key:
            self._toggled(key)
        return bool(key)

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Nothing hangs on it, but the map is not clicked."""
        return event.button() is Qt.MouseButton.LeftButton

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        """Put together what is chosen."""
        self._merge()
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Return puts together, Escape lets go."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            middle = QPointF(camera.size.width() / 2, camera.size.height() / 2)
            found = self._ground.code_at(middle, camera)
            if found:
                self._toggled(found)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._merge()
        elif key == Qt.Key.Key_Escape and self._ground.chosen:
            self._ground.chosen = frozenset()
        elif key == Qt.Key.Key_Escape:
            self._ended()
        else:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Grip:
    """Where a border can be taken hold of.

    Attributes:
        point: A corner, or a point on a straight piece.
        ends: The corners it hangs between; they stay.
    """

    point: Point
    ends: tuple[Point, ...]


class MoveTool(Tool):
    """Drags a corner of the borders, or bends a straight piece; Escape lets go of it unmoved."""

    cursor = None

    def __init__(
        self,
        ground: DraftAreas,
        moved: Callable[[Point, Point], None],
        ended: Callable[[], None],
    ) -> None:
        self._ground = ground
        self._moved = moved
        self._ended = ended
        self._over: Grip | None = None
        self._held: Grip | None = None
        self._mouse: Point = (0.0, 0.0)

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        """Take hold."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._held = self.grip_at(event.position(), camera)
        self._mouse = camera.to_earth(event.position())
        return self._held is not None

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        """Show where one could take hold, or where the border goes."""
        self._mouse = camera.to_earth(event.position())
        if self._held is None and event.buttons() == Qt.MouseButton.NoButton:
            before, self._over = self._over, self.grip_at(event.position(), camera)
            return self._over is not None or before is not None
        return self._held is not None

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        """Move the border."""
        held, self._held = self._held, None
        if held is None:
            return False
        away = camera.to_px(held.point) - event.position()
        if away.manhattanLength() > 2:
            self._moved(held.point, camera.to_earth(event.position()))
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        """Let go."""
        if event.key() != Qt.Key.Key_Escape:
            return False
        if self._held is not None:
            self._held = None
        else:
            self._ended()
        return True

    def leave(self) -> None:
        """Let go."""
        self._held = self._over = None

    def cursor_at(self, at: QPointF, camera: Camera) -> Qt.CursorShape | None:
        """A hand where one can take hold."""
        if self._held is not None or self._over is not None:
            return Qt.CursorShape.SizeAllCursor
        return None

    def grip_at(self, at: QPointF, camera: Camera) -> Grip | None:
        """Return the corner under a pixel, else the straight piece of border."""
        edges = self._edges_near(at, camera)
        fixed = {point for edge in edges & self._ground.limits for point in edge}
        corners = {point for edge in edges for point in edge} - fixed
        near = [
            (_away(camera.to_px(point), at), point)
            for point in corners
            if _away(camera.to_px(point), at) <= NEAR_PX
        ]
        if near:
            point = min(near)[1]
            return Grip(point, self._neighbours(point))
        found = [
            (away, on, edge)
            for edge in edges - self._ground.limits
            for away, on in (_nearest(at, *map(camera.to_px, edge)),)
            if away <= NEAR_PX / 2 and 0.0 < on < 1.0
        ]
        if not found:
            return None
        _, share, edge = min(found)
        (x1, y1), (x2, y2) = edge
        return Grip((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share), edge)

    def _edges_near(self, at: QPointF, camera: Camera) -> set[Edge]:
        """Return the straight pieces that come near a pixel, each once."""
        west, north = camera.to_earth(at - QPointF(NEAR_PX, NEAR_PX))
        east, south = camera.to_earth(at + QPointF(NEAR_PX, NEAR_PX))
        found = set()
        for ring in self._ground.rings():
            for start, end in edges_of(ring):
                beside = max(start[0], end[0]) < west or min(start[0], end[0]) > east
                if not beside and max(start[1], end[1]) >= south and min(start[1], end[1]) <= north:
                    found.add((start, end))
        return found

    def _neighbours(self, point: Point) -> tuple[Point, ...]:
        found = {
            other
            for ring in self._ground.rings()
            for start, end in pairwise(ring)
            for other in ((end,) if start == point else (start,) if end == point else ())
        }
        return tuple(sorted(found))

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the handle, and the border where it would go."""
        grip = self._held or self._over
        if grip is None:
            return
        at = camera.to_px(self._mouse if self._held is not None else grip.point)
        if self._held is not None:
            for color, width in ((map_color("halo"), 5.0), (current().color("accent"), 2.0)):
                painter.setPen(QPen(color, width))
                for end in grip.ends:
                    painter.drawLine(camera.to_px(end), at)
        painter.setPen(QPen(current().color("accent"), 2))
        painter.setBrush(current().color("bg.surface"))
        painter.drawEllipse(at, _DOT_PX, _DOT_PX)


def _away(one: QPointF, other: QPointF) -> float:
    way = one - other
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)


def _nearest(at: QPointF, start: QPointF, end: QPointF) -> tuple[float, float]:
    """Return how far a straight piece is from a pixel, and in which share of it it is nearest."""
    way = end - start
    length = way.x() ** 2 + way.y() ** 2
    if not length:
        return _away(start, at), 0.0
    share = ((at.x() - start.x()) * way.x() + (at.y() - start.y()) * way.y()) / length
    share = min(1.0, max(0.0, share))
    return _away(start + way * share, at), share
