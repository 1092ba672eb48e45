"""How the territory is painted: shaded areas, borders, names with halos, the chosen one."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from app.territory.queries import LineRow, OutlineRow
from ui.core.icons import paint_icon
from ui.core.theme import current, paint_color
from ui.parts.map_paint import ShapePaths, map_color
from ui.parts.map_shapes import Camera, MapShapes
from ui.territory.shading import Shade, Shading
from ui.territory.territory_source import MapFrame

LINE_WIDTH = {"river": 8.0, "road": 4.0, "railway": 2.0}  # pixels at every zoom
NAME_ROOM = 12.0


class FramePaths:
    """Outlines of a frame as painter paths in degrees, made once."""

    def __init__(self, frame: MapFrame) -> None:
        self.areas = ShapePaths(MapShapes(frame.areas, frame.lines))
        edge = (frame.edge,) if frame.edge is not None else ()
        self.borders = ShapePaths(MapShapes(frame.borders))
        self.edge = ShapePaths(MapShapes(edge))


def shade_color(shading: Shading, code: str) -> QColor:
    """Return the colour of an area."""
    at = shading.class_of.get(code)
    if at is None:
        return map_color("plain")
    if shading.shade is Shade.WORKER:
        return current().color("warn.bg") if at else paint_color(current().chart.seq[1])
    return paint_color(current().chart.seq[at])


def paint_areas(
    painter: QPainter, paths: FramePaths, transform: QTransform, view: QRectF, shading: Shading
) -> None:
    """Paint the areas in their colours, then the lines across them."""
    shaded = bool(shading.class_of)
    painter.setPen(QPen(map_color("line_grid" if shaded else "line_grid_plain"), 1))
    for area, path in paths.areas.areas:
        if path.boundingRect().intersects(view):
            painter.setBrush(shade_color(shading, area.code))
            painter.drawPath(transform.map(path))
    for line, path in paths.areas.lines:
        if path.boundingRect().adjusted(0, 0, 1e-9, 1e-9).intersects(view):
            _paint_line(painter, line, transform.map(path))


def paint_missing(
    painter: QPainter, paths: FramePaths, transform: QTransform, shading: Shading, camera: Camera
) -> None:
    """Mark the grids that lack their full-time worker: amber edge and sign, not colour alone."""
    if shading.shade is not Shade.WORKER:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current().color("warn"), 1.5))
    missing = [(a, path) for a, path in paths.areas.areas if shading.class_of.get(a.code)]
    for _, path in missing:
        painter.drawPath(transform.map(path))
    side = float(current().sizes.icon)
    for area, _ in missing:
        middle = camera.to_px(area.centre)
        box = QRectF(middle.x() - side / 2, middle.y() - side - 6, side, side)
        paint_icon(painter, "ph.warning-fill", box, "warn")


def paint_borders(painter: QPainter, paths: FramePaths, transform: QTransform) -> None:
    """Paint the lines of communities, and the edge of the frame over them."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for name, width, shapes in (
        ("line_community", 1.3, paths.borders),
        ("line_street", 2.2, paths.edge),
    ):
        pen = QPen(map_color(name), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for _, path in shapes.areas:
            painter.drawPath(transform.map(path))


def paint_chosen(painter: QPainter, path: QPainterPath) -> None:
    """Paint the outline of the chosen region: dark in a light casing, legible on every class."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((map_color("halo"), 5.5), (map_color("selected"), 2.5)):
        pen = QPen(color, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def paint_names(
    painter: QPainter, shapes: ShapePaths, camera: Camera, transform: QTransform, *, bold: bool
) -> list[QRectF]:
    """Name the areas that have room for it; a name that would lie on another is left out.

    Returns:
        Where names stand.
    """
    font = current().font("body" if bold else "caption", bold=bold)
    metrics = QFontMetricsF(font)
    taken: list[QRectF] = []
    for area, path in shapes.areas:
        room = transform.mapRect(path.boundingRect())
        name = short_of(area)
        width = metrics.horizontalAdvance(name)
        middle = camera.to_px(area.centre)
        box = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
        if width + NAME_ROOM > room.width() or room.height() < 18 or _hits(box, taken):
            continue
        taken.append(box)
        _write(painter, name, QPointF(box.left(), middle.y() + metrics.ascent() / 2 - 1), font)
    return taken


def short_of(area: OutlineRow) -> str:
    """Return what stands on the map: the name without the word that every one has."""
    for ending in ("社区居民委员会", "居民委员会", "村民委员会", "社区居委会", "居委会", "网格"):
        if area.name.endswith(ending) and len(area.name) > len(ending):
            return area.name.removesuffix(ending)
    return area.name


def _hits(box: QRectF, taken: Iterable[QRectF]) -> bool:
    return any(box.intersects(other) for other in taken)


def _write(painter: QPainter, text: str, base: QPointF, font: object) -> None:
    letters = QPainterPath()
    letters.addText(base, font, text)  # type: ignore[call-overload]
    pen = QPen(map_color("halo"), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(letters, pen)
    painter.fillPath(letters, current().color("text"))


def _paint_line(painter: QPainter, line: LineRow, path: QPainterPath) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = LINE_WIDTH.get(line.kind, 3.0)
    strokes = [(map_color("river"), width)]
    if line.kind == "railway":
        strokes = [(map_color("halo"), width + 2), (map_color("railway"), width)]
    elif line.kind != "river":
        strokes = [(map_color("road_edge"), width + 1.5)]
        if line.kind == "road":
            strokes.append((map_color("road"), width))
    for color, thick in strokes:
        pen = QPen(color, thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
