"""Sketches over the map."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.territory.sketches.queries import SketchRow
from app.territory.sketches.rules import SketchColor, SketchKind
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

TOKENS = {
    SketchColor.BLUE: "accent",
    SketchColor.RED: "over",
    SketchColor.AMBER: "warn",
    SketchColor.GREEN: "ok",
}
_WIDTH_PX, _CASING_PX, _DOT_PX = 3.0, 6.0, 6.0
_NEAR_PX = 7.0
_FILL = 0.16
_STEPS = (0.0, -1.0, 1.0, -1.8, 1.8, -2.6, 2.6)  # of the height of words, upwards first


@dataclass(frozen=True, slots=True)
class SketchHit:
    """A sketch under the mouse."""

    row: SketchRow


class SketchLayer:
    """An overlay of one's own sketches and of those that are shared."""

    def __init__(self, below: Callable[[], Iterable[QRectF]] = tuple) -> None:
        """Take what tells where names and marks under it stand in this frame."""
        self._below = below
        self.rows: tuple[SketchRow, ...] = ()
        self.chosen: UUID | None = None
        self._plates: list[tuple[SketchRow, QRectF]] = []

    def set_sketches(self, rows: Iterable[SketchRow]) -> None:
        """Show these instead; areas lie lowest, so that nothing is covered by one."""
        lowest = (SketchKind.AREA, SketchKind.LINE, SketchKind.POINT, SketchKind.NOTE)
        self.rows = tuple(sorted(rows, key=lambda row: lowest.index(row.kind)))

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint them, then what stands beside them."""
        for row in self.rows:
            spots = [camera.to_px(point) for point in row.points]
            paint_sketch(painter, row.kind, row.color, spots, strong=row.id == self.chosen)
        self._plates = []
        taken = list(self._below())
        for row in self.rows:
            if row.label:
                at = label_spot(row.kind, [camera.to_px(point) for point in row.points])
                box = _free(label_box(row.label, at), taken)
                taken.append(box)
                _write(painter, row, box)
                self._plates.append((row, box))

    @property
    def taken(self) -> list[QRectF]:
        """Where words stand that were painted last."""
        return [box for _, box in self._plates]

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the sketch under a pixel: by its words, its line, or near its point."""
        for row, box in reversed(self._plates):
            if box.contains(at):
                return SketchHit(row)
        for row in reversed(self.rows):
            if _is_near(row.kind, [camera.to_px(point) for point in row.points], at):
                return SketchHit(row)
        return None


def paint_sketch(
    painter: QPainter,
    kind: SketchKind,
    color: SketchColor,
    spots: list[QPointF],
    *,
    strong: bool = False,
) -> None:
    """Paint a sketch without its words; cased in light, to be seen on any ground."""
    ink = current().color(TOKENS[color])
    casing = _CASING_PX + (3 if strong else 0)
    if kind is SketchKind.NOTE:
        return
    if kind is SketchKind.POINT:
        painter.setPen(QPen(map_color("halo"), 2 + (2 if strong else 0)))
        painter.setBrush(ink)
        painter.drawEllipse(spots[0], _DOT_PX, _DOT_PX)
        return
    line = QPolygonF(spots)
    if kind is SketchKind.AREA and len(spots) > 2:
        fill = QColor(ink)
        fill.setAlphaF(_FILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(line)
        line.append(spots[0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen_color, width in ((map_color("halo"), casing), (ink, _WIDTH_PX)):
        pen = QPen(pen_color, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(line)


def label_spot(kind: SketchKind, spots: list[QPointF]) -> QPointF:
    """Return where the middle of the words lies: beside a point, on a line, in an area."""
    if kind is SketchKind.NOTE:
        return spots[0]
    if kind is SketchKind.POINT:
        return spots[0] + QPointF(0, -_DOT_PX - 12)
    if kind is SketchKind.LINE:
        at = len(spots) // 2
        return (spots[at - 1] + spots[at]) / 2
    whole = QPointF()
    for spot in spots:
        whole += spot
    return whole / len(spots)


def label_box(words: str, middle: QPointF) -> QRectF:
    """Return the place words take around a point."""
    metrics = QFontMetricsF(current().font("body", bold=True))
    width, height = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _free(box: QRectF, taken: list[QRectF]) -> QRectF:
    """Return a place that nothing else takes, above or below where there is none, else the place
    itself: what somebody wrote is never left out.
    """
    for step in _STEPS:
        moved = box.translated(0, step * box.height())
        if not any(moved.intersects(other) for other in taken):
            return moved
    return box


def _write(painter: QPainter, row: SketchRow, box: QRectF) -> None:
    """Write the words of a sketch; a note stands on a plate."""
    theme = current()
    font = theme.font("body", bold=True)
    metrics = QFontMetricsF(font)
    if row.kind is SketchKind.NOTE:
        painter.setPen(QPen(theme.color(TOKENS[row.color]), 1.5))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.setPen(theme.color("text"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.label)
        return
    letters = QPainterPath()
    letters.addText(box.left() + 6, box.top() + 2 + metrics.ascent(), font, row.label)
    pen = QPen(map_color("halo"), 4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(letters, pen)
    painter.fillPath(letters, theme.color("text"))


def _is_near(kind: SketchKind, spots: list[QPointF], at: QPointF) -> bool:
    if len(spots) == 1:
        return math.hypot(at.x() - spots[0].x(), at.y() - spots[0].y()) <= _DOT_PX + 3
    ends = [*spots, spots[0]] if kind is SketchKind.AREA else spots
    return any(_away(a, b, at) <= _NEAR_PX for a, b in pairwise(ends))


def _away(a: QPointF, b: QPointF, at: QPointF) -> float:
    """Return how far a pixel lies from a straight piece."""
    along, to = b - a, at - a
    size = along.x() ** 2 + along.y() ** 2
    share = (to.x() * along.x() + to.y() * along.y()) / size if size else 0.0
    nearest = a + along * min(1.0, max(0.0, share))
    return math.hypot(at.x() - nearest.x(), at.y() - nearest.y())
