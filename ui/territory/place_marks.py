"""Places of the gazetteer over the map: their marks from near by, their names from nearer."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.territory.queries import PlaceRow
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera
from ui.territory.places_part import ICONS

MARKS_FROM_M, NAMES_FROM_M = 6.0, 2.0  # metres a pixel
MARK_PX = 18.0


class PlaceMarks:
    """An overlay; marks that would lie on one another are left out, former names always."""

    def __init__(self) -> None:
        self._places: tuple[PlaceRow, ...] = ()
        self._shown: list[tuple[PlaceRow, QPointF]] = []

    def set_places(self, places: Iterable[PlaceRow]) -> None:
        """Show these instead."""
        self._places = tuple(place for place in places if place.former_name_of is None)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        self._shown = []
        if camera.metres_per_px > MARKS_FROM_M:
            return
        view = QRectF(0, 0, camera.size.width(), camera.size.height())
        taken: list[QRectF] = []
        for place in self._places:
            at = camera.to_px((place.longitude, place.latitude))
            box = QRectF(at.x() - MARK_PX / 2, at.y() - MARK_PX / 2, MARK_PX, MARK_PX)
            if view.contains(at) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                self._shown.append((place, at))
                _mark(painter, place, box)
        if camera.metres_per_px <= NAMES_FROM_M:
            for place, at in self._shown:
                _name(painter, place.name, at, taken)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the place under a pixel."""
        for place, middle in self._shown:
            if (middle - at).manhattanLength() <= MARK_PX * 0.7:
                return place
        return None


def _mark(painter: QPainter, place: PlaceRow, box: QRectF) -> None:
    theme = current()
    painter.setPen(QPen(theme.color("border.control"), 1))
    painter.setBrush(theme.color("bg.surface"))
    painter.drawRoundedRect(box, 4, 4)
    inner = box.adjusted(3, 3, -3, -3)
    paint_icon(painter, ICONS[place.kind], inner, "text.2")


def _name(painter: QPainter, name: str, at: QPointF, taken: list[QRectF]) -> None:
    font = current().font("caption")
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(name), metrics.height()
    box = QRectF(at.x() + MARK_PX / 2 + 3, at.y() - height / 2, width, height)
    if any(box.intersects(other) for other in taken):
        return
    taken.append(box)
    letters = QPainterPath()
    letters.addText(box.left(), box.top() + metrics.ascent(), font, name)
    pen = QPen(map_color("halo"), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(letters, pen)
    painter.fillPath(letters, current().color("text.2"))
