"""How the light map is painted: areas, lines, labels, pin, scale bar."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from app.territory.queries import LineRow, OutlineRow
from ui.core.theme import current, paint_color
from ui.parts.map_shapes import Camera, MapShapes, Point, round_length

LABEL_MIN_PX = 56.0  # a narrower area carries no label
SCALE_BAR_PX = 120.0
PIN_PX = 26.0
_LINE_WIDTH = {"river": 9.0, "road": 4.0, "railway": 2.0}  # pixels at every zoom


def map_color(name: str) -> QColor:
    """Return a colour of the map by its name in the theme."""
    return paint_color(str(getattr(current().map, name)))


class ShapePaths:
    """Outlines as painter paths in degrees, made once and scaled when painted."""

    def __init__(self, shapes: MapShapes) -> None:
        self.shapes = shapes
        self.areas = [(area, _path(area.rings, closed=True)) for area in shapes.areas]
        self.lines = [(line, _path(line.parts, closed=False)) for line in shapes.lines]

    def code_at(self, point: Point) -> str:
        """Return the code of the area a point lies in, "" outside all: asked at every move of
        the mouse, so outlines far from it are not walked.
        """
        spot = QPointF(*point)
        near = (area for area, path in self.areas if path.boundingRect().contains(spot))
        found = MapShapes(tuple(near)).area_at(point)
        return found.code if found is not None else ""


def _path(parts: tuple[tuple[Point, ...], ...], *, closed: bool) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for part in parts:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in part]))
        if closed:
            path.closeSubpath()
    return path


def transform_of(camera: Camera) -> QTransform:
    """Return the way from degrees to pixels."""
    corner = camera.to_px((0.0, 0.0))
    step = camera.to_px((1.0, 1.0)) - corner
    return QTransform(step.x(), 0, 0, step.y(), corner.x(), corner.y())


def paint_shapes(
    painter: QPainter,
    paths: ShapePaths,
    camera: Camera,
    *,
    selected: str,
    keep_free: QPointF | None,
) -> None:
    """Paint ground, areas, lines and the names that have room.

    Args:
        painter: Where.
        paths: What.
        camera: From where it is seen.
        selected: Code of the area to outline, "" for none.
        keep_free: Tip of the pin, on which no name may lie.
    """
    size = camera.size
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), map_color("outside"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform, view = transform_of(camera), camera.view()
    seen = [(a, p) for a, p in paths.areas if p.boundingRect().intersects(view)]
    painter.setPen(QPen(map_color("line_grid_plain"), 1))
    for area, path in seen:
        chosen = area.code == selected
        painter.setBrush(current().color("accent.bg") if chosen else map_color("plain"))
        painter.drawPath(transform.map(path))
    for line, path in paths.lines:
        if path.boundingRect().adjusted(0, 0, 1e-9, 1e-9).intersects(view):
            _paint_line(painter, line, transform.map(path))
    for area, path in seen:
        if area.code == selected:
            _paint_selected(painter, transform.map(path))
    labels = _Labels(camera, keep_free)
    for area, path in sorted(seen, key=lambda each: each[0].code != selected):
        labels.paint(painter, area, transform.mapRect(path.boundingRect()))


def _paint_line(painter: QPainter, line: LineRow, path: QPainterPath) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = _LINE_WIDTH.get(line.kind, 3.0)
    if line.kind == "river":
        _stroke(painter, path, map_color("river"), width)
        return
    if line.kind == "railway":
        _stroke(painter, path, map_color("halo"), width + 2)
        _stroke(painter, path, map_color("railway"), width)
        return
    _stroke(painter, path, map_color("road_edge"), width + 1.5)
    if line.kind == "road":
        _stroke(painter, path, map_color("road"), width)
    if line.name and line.kind == "road":
        _name_along(painter, line.name, path)


def _stroke(painter: QPainter, path: QPainterPath, color: QColor, width: float) -> None:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)


def _name_along(painter: QPainter, name: str, path: QPainterPath) -> None:
    """Put a road's name at its middle, once the road is long enough for it."""
    font = current().font("caption")
    width = QFontMetricsF(font).horizontalAdvance(name)
    if path.length() < 3 * width:
        return
    at = path.pointAtPercent(0.5)
    letters = QPainterPath()
    letters.addText(at.x() - width / 2, at.y() + 4, font, name)
    _halo(painter, letters, current().color("text.3"))


def _halo(painter: QPainter, letters: QPainterPath, ink: QColor) -> None:
    _stroke(painter, letters, map_color("halo"), 3)
    painter.fillPath(letters, ink)


def _paint_selected(painter: QPainter, path: QPainterPath) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _stroke(painter, path, map_color("halo"), 4)
    _stroke(painter, path, current().color("accent"), 1.5)


class _Labels:
    """Names on small plates; none lies on another one, on the pin or across the edge."""

    def __init__(self, camera: Camera, pin: QPointF | None) -> None:
        self._camera = camera
        self._pin = pin
        self._whole = QRectF(0, 0, camera.size.width(), camera.size.height())
        self._taken: list[QRectF] = [_pin_box(pin)] if pin is not None else []

    def paint(self, painter: QPainter, area: OutlineRow, box: QRectF) -> None:
        """Put the name of an area on its middle, or right of the pin that stands there."""
        theme = current()
        font = theme.font("caption")
        width = QFontMetricsF(font).horizontalAdvance(area.name) + 10
        if box.width() < max(LABEL_MIN_PX, width) or box.height() < theme.sizes.chip:
            return
        middle = self._camera.to_px(area.centre)
        plate = QRectF(middle.x() - width / 2, middle.y() - 10, width, theme.sizes.chip)
        if self._pin is not None and plate.intersects(_pin_box(self._pin)):
            plate.moveLeft(self._pin.x() + PIN_PX / 2 + 4)
            plate.moveTop(self._pin.y() - PIN_PX / 2 - plate.height() / 2)
        crowded = any(plate.intersects(other) for other in self._taken)
        if crowded or not self._whole.contains(plate):
            return
        self._taken.append(plate)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.setFont(font)
        painter.setPen(theme.color("text.2"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, area.name)


def _pin_box(tip: QPointF) -> QRectF:
    return QRectF(tip.x() - PIN_PX / 2, tip.y() - PIN_PX, PIN_PX, PIN_PX)


def paint_pin(painter: QPainter, tip: QPointF, token: str) -> None:
    """Paint a pin whose tip points at the place."""
    theme = current()
    radius = PIN_PX * 0.36
    head = QPointF(tip.x(), tip.y() - PIN_PX + radius)
    body = QPainterPath()
    body.moveTo(tip)
    body.cubicTo(
        tip.x() - radius * 0.4, tip.y() - radius, head.x() - radius, head.y() + radius * 0.9,
        head.x() - radius, head.y(),
    )  # fmt: skip
    body.arcTo(QRectF(head.x() - radius, head.y() - radius, 2 * radius, 2 * radius), 180, -180)
    body.cubicTo(
        head.x() + radius, head.y() + radius * 0.9, tip.x() + radius * 0.4, tip.y() - radius,
        tip.x(), tip.y(),
    )  # fmt: skip
    painter.setPen(QPen(map_color("halo"), 1.5))
    painter.setBrush(theme.color(token))
    painter.drawPath(body)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(map_color("halo"))
    painter.drawEllipse(head, radius * 0.4, radius * 0.4)


def paint_scale(painter: QPainter, camera: Camera, words: str) -> None:
    """Paint the scale bar at the lower left; `words` has the place ``{metres}``."""
    metres = round_length(SCALE_BAR_PX * camera.metres_per_px_across)
    length = metres / camera.metres_per_px_across
    base = camera.size.height() - 12
    theme = current()
    path = QPainterPath(QPointF(12, base - 5))
    for x, y in ((12, base), (12 + length, base), (12 + length, base - 5)):
        path.lineTo(x, y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _stroke(painter, path, map_color("halo"), 4)
    _stroke(painter, path, theme.color("text.2"), 1.5)
    font = theme.font("caption")
    text = words.format(metres=metres)
    letters = QPainterPath()
    width = QFontMetricsF(font).horizontalAdvance(text)
    letters.addText(12 + (length - width) / 2, base - 6, font, text)
    _halo(painter, letters, theme.color("text.2"))
