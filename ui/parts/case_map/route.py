"""The way through some cases on the map: a line, and a number at each stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.cases.queries.by_region import Urgency
from app.cases.queries.route import WalkingRoute, walking_route
from app.core.actor import Actor
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

STOP_PX = 22.0


@dataclass(frozen=True, slots=True)
class StopHit:
    """A stop under the mouse."""

    case_id: UUID


def read_route(session: Any, actor: Actor, ids: Sequence[UUID], now: datetime) -> WalkingRoute:
    """Return the way through given cases; called on a reader thread."""
    return walking_route(session, actor, ids, now)


class RouteLine:
    """An overlay."""

    def __init__(self) -> None:
        self.route = WalkingRoute((), 0)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the way, then its stops, the first one on top."""
        spots = [camera.to_px(stop.point) for stop in self.route.stops]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((map_color("halo"), 6.0), (current().color("accent"), 3.0)):
            pen = QPen(color, width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(spots))
        for at in reversed(range(len(spots))):
            _paint_stop(painter, spots[at], at + 1, self.route.stops[at].urgency)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the stop under a pixel."""
        for stop in self.route.stops:
            if (camera.to_px(stop.point) - at).manhattanLength() <= STOP_PX * 0.7:
                return StopHit(stop.row.id)
        return None


def _paint_stop(painter: QPainter, at: QPointF, number: int, urgency: Urgency) -> None:
    theme = current()
    box = QRectF(at.x() - STOP_PX / 2, at.y() - STOP_PX / 2, STOP_PX, STOP_PX)
    painter.setPen(QPen(theme.color("over" if urgency is Urgency.OVER else "accent"), 2.5))
    painter.setBrush(theme.color("bg.surface"))
    painter.drawEllipse(box)
    painter.setFont(theme.font("caption", bold=True))
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))
