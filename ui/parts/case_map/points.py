"""Single cases on a map: marks whose shape and colour say how their clock stands."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.cases.queries.by_region import CasePoint, Urgency
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

MARK_PX = 13.0
CHOSEN_PX = 22.0
TOKEN = {
    Urgency.OVER: "over",
    Urgency.SOON: "warn",
    Urgency.RUNS: "accent",
    Urgency.STANDS: "sus",
}


class CasePins:
    """An overlay of single cases; chosen ones have a ring around them.

    Attributes:
        reach_m: Farther away than so many metres a pixel they are not drawn; 0 draws them always.
    """

    def __init__(self, reach_m: float = 0.0) -> None:
        self.reach_m = reach_m
        self._points: tuple[CasePoint, ...] = ()
        self._chosen: frozenset[object] = frozenset()

    @property
    def points(self) -> tuple[CasePoint, ...]:
        """What is shown."""
        return self._points

    @property
    def chosen(self) -> frozenset[object]:
        """Keys of the cases that have a ring."""
        return self._chosen

    def set_points(self, points: Iterable[CasePoint]) -> None:
        """Show these instead."""
        self._points = tuple(points)

    def set_chosen(self, keys: Iterable[object]) -> None:
        """Ring the cases with these keys."""
        self._chosen = frozenset(keys)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view, the most pressing on top."""
        for point, at in reversed(self._in_view(camera)):
            if point.id in self._chosen:
                _ring(painter, at)
            paint_mark(painter, at, point.urgency)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the case under a pixel."""
        for point, middle in self._in_view(camera):
            if (middle - at).manhattanLength() <= MARK_PX:
                return point
        return None

    def _in_view(self, camera: Camera) -> list[tuple[CasePoint, QPointF]]:
        if self.reach_m and camera.metres_per_px > self.reach_m:
            return []
        view = camera.view()
        west, south = view.left(), view.top()
        east, north = west + view.width(), south + view.height()
        return [
            (point, camera.to_px((point.longitude, point.latitude)))
            for point in self._points
            if west <= point.longitude <= east and south <= point.latitude <= north
        ]


def paint_mark(painter: QPainter, at: QPointF, urgency: Urgency, size: float = MARK_PX) -> None:
    """Paint a mark: a diamond is overdue, a triangle about to be, a disc runs, a ring stands."""
    half = size / 2
    painter.setPen(QPen(map_color("halo"), 1.5))
    painter.setBrush(current().color(TOKEN[urgency]))
    if urgency is Urgency.OVER:
        _polygon(painter, at, (0, -half - 1), (half + 1, 0), (0, half + 1), (-half - 1, 0))
    elif urgency is Urgency.SOON:
        _polygon(painter, at, (0, -half - 1), (half + 1, half), (-half - 1, half))
    elif urgency is Urgency.RUNS:
        painter.drawEllipse(at, half - 1, half - 1)
    else:
        painter.setPen(QPen(current().color(TOKEN[urgency]), 2.5))
        painter.setBrush(current().color("bg.surface"))
        painter.drawEllipse(at, half - 2, half - 2)


def _polygon(painter: QPainter, at: QPointF, *corners: tuple[float, float]) -> None:
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))


def _ring(painter: QPainter, at: QPointF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(at.x() - CHOSEN_PX / 2, at.y() - CHOSEN_PX / 2, CHOSEN_PX, CHOSEN_PX)
    for token, width in (("bg.surface", 5.0), ("text", 2.5)):
        painter.setPen(QPen(current().color(token), width))
        painter.drawEllipse(box)
