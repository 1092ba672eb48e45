"""The ground under the wall's maps, painted once a size and once a change of its shades."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.command.wall.figures import Ground
from ui.core.theme import current, paint_color
from ui.parts.map_paint import transform_of
from ui.parts.map_shapes import Box, Camera

MOST_INWARD = 0.2
"""Of a view: so far at most it is moved away from what it looks at."""


class GroundPicture:
    """Keeps the last picture for as long as nothing about it changes."""

    def __init__(self) -> None:
        self._kept: QPixmap | None = None
        self._of: tuple[object, ...] = ()

    def paint(
        self,
        painter: QPainter,
        box: QRectF,
        ground: Ground,
        shades: dict[str, int],
        camera: Camera,
        scale: float,
    ) -> None:
        """Paint the ground into a box.

        Args:
            painter: Where.
            box: Its place.
            ground: What is drawn.
            shades: Class of each community, from 0.
            camera: From where it is seen.
            scale: Pixels of the screen for each measure.
        """
        seen = (camera.longitude, camera.latitude, camera.metres_per_px)
        of = (id(ground), tuple(shades.items()), box.width(), box.height(), scale, seen)
        if self._kept is None or self._of != of:
            made = QPixmap(round(box.width() * scale), round(box.height() * scale))
            made.setDevicePixelRatio(scale)
            made.fill(current().color("bg.surface"))
            inner = QPainter(made)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(inner, ground, shades, camera)
            inner.end()
            self._kept, self._of = made, of
        painter.drawPixmap(box.topLeft(), self._kept)


def camera_for(whole: Box, box: QRectF) -> Camera:
    """Return a camera that sees a part of the earth in a box of a tile."""
    camera = Camera(size=QSizeF(box.width(), box.height()))
    camera.latitude = (whole[1] + whole[3]) / 2
    camera.parallel = camera.latitude
    camera.fit(whole, margin_px=10)
    return camera


def turn_inward(camera: Camera, whole: Box) -> None:
    """Move what a camera sees towards the ground where one side of it would be empty: by a fifth
    of the view at most, so that what it looks at stays near the middle.
    """
    west, south, east, north = whole
    first, last = camera.to_px((west, north)), camera.to_px((east, south))
    size = camera.size
    camera.move_px(
        QPointF(
            -_inward(first.x(), last.x(), size.width()),
            -_inward(first.y(), last.y(), size.height()),
        )
    )


def _inward(first: float, last: float, size: float) -> float:
    empty = max(0.0, first), max(0.0, size - last)
    wanted = (empty[0] - empty[1]) / (2 if all(empty) else 1)
    return min(size * MOST_INWARD, max(-size * MOST_INWARD, wanted))


def paint_ground(painter: QPainter, ground: Ground, shades: dict[str, int], camera: Camera) -> None:
    """Paint communities in the shade of their open cases, then roads and rivers, then borders."""
    transform = transform_of(camera)
    seq, map_ = current().chart.seq, current().map
    paths = [(area, transform.map(_path(area.rings))) for area in ground.areas]
    painter.setPen(Qt.PenStyle.NoPen)
    for area, path in paths:
        if not area.is_street:
            painter.setBrush(paint_color(seq[shades.get(area.code, 0)]))
            painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for kind, parts in ground.lines:
        river = kind == "river"
        pen = QPen(paint_color(map_.river if river else map_.road_edge), 7.0 if river else 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        line = QPainterPath()
        for part in parts:
            line.addPolygon(QPolygonF([QPointF(x, y) for x, y in part]))
        painter.drawPath(transform.map(line))
    for area, path in paths:
        color = map_.line_street if area.is_street else map_.line_community
        painter.setPen(QPen(paint_color(color), 3.0 if area.is_street else 1.5))
        painter.drawPath(path)


def box_of_ground(ground: Ground) -> Box:
    """Return west, south, east, north of all areas."""
    points = [point for area in ground.areas for ring in area.rings for point in ring]
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _path(rings: tuple[tuple[tuple[float, float], ...], ...]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
        path.closeSubpath()
    return path
