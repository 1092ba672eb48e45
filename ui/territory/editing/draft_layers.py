"""The grids of a draft as layers of a map view."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.territory.queries.redrawings import CellRow
from app.territory.redrawing import COMMUNITY_DIGITS
from ui.core.theme import current
from ui.parts.map_paint import map_color, transform_of
from ui.parts.map_shapes import Box, Camera, Point

Edge = tuple[Point, Point]

CORNER_PX = 3.0
CORNERS_FROM_M = 6.0
"""Corners are shown from so near: metres in a pixel."""


class DraftAreas:
    """The grids in plain colours: new ones tinted, chosen ones filled."""

    def __init__(self) -> None:
        self.cells: tuple[CellRow, ...] = ()
        self.chosen: frozenset[str] = frozenset()
        self.aimed = ""  # the grid a line would cut
        self._paths: list[tuple[CellRow, QPainterPath]] = []
        self.limits: frozenset[Edge] = frozenset()
        self._limit_path = QPainterPath()

    def show(self, cells: tuple[CellRow, ...]) -> None:
        """Show other grids; those that are gone are no longer chosen."""
        self.cells = cells
        self._paths = [(cell, _path(cell)) for cell in cells]
        self.limits = _limits(cells)
        self._limit_path = QPainterPath()
        for start, end in self.limits:
            self._limit_path.moveTo(*start)
            self._limit_path.lineTo(*end)
        self.chosen &= {cell.key for cell in cells}

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        transform, view = transform_of(camera), camera.view()
        seen = [(c, transform.map(p)) for c, p in self._paths if p.boundingRect().intersects(view)]
        painter.setPen(QPen(map_color("line_grid_plain"), 1))
        for cell, path in seen:
            painter.setBrush(self._color(cell))
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(map_color("line_community"), 1.3))
        painter.drawPath(transform.map(self._limit_path))
        for cell, path in seen:
            if cell.key in self.chosen or cell.key == self.aimed:
                painter.setPen(QPen(current().color("accent"), 2.5))
                painter.drawPath(path)

    def _color(self, cell: CellRow) -> QColor:
        if cell.key in self.chosen:
            return current().color("accent.bg")
        return current().color("warn.bg") if cell.is_new else map_color("plain")

    def code_at(self, at: QPointF, camera: Camera) -> str:
        """Return the key of the grid under a pixel."""
        point = QPointF(*camera.to_earth(at))
        return next((cell.key for cell, path in self._paths if path.contains(point)), "")

    def box(self) -> Box | None:
        """Return the box around all grids."""
        whole = QRectF()
        for _, path in self._paths:
            whole = whole.united(path.boundingRect())
        if whole.isNull():
            return None
        return whole.left(), whole.top(), whole.right(), whole.bottom()

    def find(self, key: str) -> CellRow | None:
        """Return a grid by its key."""
        return next((cell for cell in self.cells if cell.key == key), None)

    def rings_near(self, point: Point, px: float, camera: Camera) -> Iterator[tuple[Point, ...]]:
        """Yield the rings of grids that come so near to a point, by their boxes."""
        view = camera.view()
        x, y = view.width() / camera.size.width() * px, view.height() / camera.size.height() * px
        spot = QRectF(point[0] - x, point[1] - y, 2 * x, 2 * y)
        for cell, path in self._paths:
            if path.boundingRect().intersects(spot):
                yield from cell.rings

    def rings(self) -> Iterator[tuple[Point, ...]]:
        """Yield every ring of every grid."""
        for cell in self.cells:
            yield from cell.rings


class DraftMarks:
    """Names, those of new grids before others, and corners from near by."""

    def __init__(self, ground: DraftAreas) -> None:
        self._ground = ground
        self.with_corners = False

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        if self.with_corners and camera.metres_per_px <= CORNERS_FROM_M:
            self._paint_corners(painter, camera)
        taken: list[QRectF] = []
        for cell in sorted(self._ground.cells, key=lambda cell: not cell.is_new):
            self._paint_name(painter, camera, cell, taken)

    def _paint_corners(self, painter: QPainter, camera: Camera) -> None:
        view = camera.view()
        painter.setPen(QPen(current().color("text.2"), 1))
        painter.setBrush(current().color("bg.surface"))
        fixed = {point for edge in self._ground.limits for point in edge}
        for point in {point for ring in self._ground.rings() for point in ring} - fixed:
            if view.contains(QPointF(*point)):
                painter.drawEllipse(camera.to_px(point), CORNER_PX, CORNER_PX)

    def _paint_name(
        self, painter: QPainter, camera: Camera, cell: CellRow, taken: list[QRectF]
    ) -> None:
        theme = current()
        font = theme.font("caption", bold=cell.is_new)
        metrics = QFontMetricsF(font)
        words = cell.name
        middle = camera.to_px(cell.centre)
        width = metrics.horizontalAdvance(words) + 4
        plate = QRectF(middle.x() - width / 2, middle.y() - 10, width, 20)
        left = camera.to_px((min(x for x, _ in cell.rings[0]), cell.centre[1])).x()
        right = camera.to_px((max(x for x, _ in cell.rings[0]), cell.centre[1])).x()
        has_room = cell.is_new or right - left >= width
        if not has_room or any(plate.intersects(other) for other in taken):
            return
        taken.append(plate)
        letters = QPainterPath()
        letters.addText(plate.left() + 2, middle.y() + 4, font, words)
        painter.strokePath(letters, QPen(map_color("halo"), 3))
        painter.fillPath(letters, theme.color("text" if cell.is_new else "text.2"))

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """The grids answer for themselves."""
        return None


def edges_of(ring: tuple[Point, ...]) -> Iterator[Edge]:
    """Yield the straight pieces of a ring, each the same way round for both of its sides."""
    for start, end in pairwise(ring):
        yield min(start, end), max(start, end)


def _limits(cells: tuple[CellRow, ...]) -> frozenset[Edge]:
    """Return the pieces with the same community on one side only: they are not moved here."""
    sides: dict[Edge, list[str]] = {}
    for cell in cells:
        for ring in cell.rings:
            for edge in edges_of(ring):
                sides.setdefault(edge, []).append(cell.key[:COMMUNITY_DIGITS])
    return frozenset(
        edge for edge, beside in sides.items() if len(beside) == 1 or len(set(beside)) > 1
    )


def _path(cell: CellRow) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in cell.rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
        path.closeSubpath()
    return path
