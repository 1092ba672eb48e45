"""Cameras over the map: a mark each from near by, the broken ones in amber."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from app.territory.video.queries import StationRow
from app.territory.video.rules import VideoKind, VideoState
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.parts.map_shapes import Camera

MARKS_FROM_M, MARK_PX = 6.0, 18.0  # metres a pixel; pixels
ICONS = {VideoKind.CAMERA: "ph.video-camera", VideoKind.STATION: "ph.monitor"}


class CameraMarks:
    """An overlay; marks that would lie on one another are left out."""

    def __init__(self) -> None:
        self._rows: tuple[StationRow, ...] = ()
        self._shown: list[tuple[StationRow, QPointF]] = []

    def set_stations(self, rows: Iterable[StationRow]) -> None:
        """Show these instead."""
        self._rows = tuple(row for row in rows if row.point is not None)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        self._shown = []
        if camera.metres_per_px > MARKS_FROM_M:
            return
        view = QRectF(0, 0, camera.size.width(), camera.size.height())
        taken: list[QRectF] = []
        for row in self._rows:
            at = camera.to_px(row.point or (0.0, 0.0))
            box = QRectF(at.x() - MARK_PX / 2, at.y() - MARK_PX / 2, MARK_PX, MARK_PX)
            if view.contains(at) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                self._shown.append((row, at))
                _mark(painter, row, box)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the station under a pixel."""
        for row, middle in self._shown:
            if (middle - at).manhattanLength() <= MARK_PX * 0.7:
                return row
        return None


def _mark(painter: QPainter, row: StationRow, box: QRectF) -> None:
    theme = current()
    works = row.state is VideoState.WORKS
    painter.setPen(QPen(theme.color("border.control" if works else "warn"), 1))
    painter.setBrush(theme.color("bg.surface" if works else "warn.bg"))
    painter.drawRoundedRect(box, 4, 4)
    inner = box.adjusted(3, 3, -3, -3)
    paint_icon(painter, ICONS[row.kind], inner, "text.2" if works else "warn.text")
