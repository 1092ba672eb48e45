"""Open cases gathered per region: a ring with their number, red and amber for what presses."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.cases.queries.by_region import RegionCount
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point

RING_PX = 30.0
LARGE_RING_PX = 36.0
LARGE_FROM = 100
_STROKE = 3.0
_TOP = 90 * 16
_WHOLE = 360 * 16


@dataclass(frozen=True, slots=True)
class Cluster:
    """The open cases of a region.

    Attributes:
        code: Code of the region.
        name: What stands over the ring, "" for nothing.
        middle: Where the ring stands; CGCS2000 degrees.
        count: What it counts.
    """

    code: str
    name: str
    middle: Point
    count: RegionCount


class Clusters:
    """An overlay; rings that would lie on one another stand aside in the order of their size.

    Attributes:
        taken: Where rings and names stand that were painted last.
    """

    def __init__(self) -> None:
        self._clusters: tuple[Cluster, ...] = ()
        self._shown: list[tuple[Cluster, QPointF]] = []
        self.taken: list[QRectF] = []

    def set_clusters(self, clusters: Iterable[Cluster]) -> None:
        """Show these instead; one that has no open case is only named."""
        self._clusters = tuple(sorted(clusters, key=lambda c: (-c.count.open, c.code)))

    @property
    def shown(self) -> tuple[Cluster, ...]:
        """Those that had room when it was painted last."""
        return tuple(cluster for cluster, _ in self._shown if cluster.count.open)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the rings in view with the names that have room."""
        view = QRectF(0, 0, camera.size.width(), camera.size.height())
        self._shown = []
        taken: list[QRectF] = []
        self.taken = taken
        for cluster in self._clusters:
            at = camera.to_px(cluster.middle)
            box = ring_box(at, cluster.count)
            if view.intersects(box) and not _hits(box, taken):
                if cluster.count.open:
                    taken.append(box)
                self._shown.append((cluster, at))
        for cluster, at in self._shown:
            _name(painter, cluster, at, taken)
        for cluster, at in self._shown:
            if cluster.count.open:
                paint_ring(painter, at, cluster.count)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the cluster under a pixel."""
        for cluster, middle in reversed(self._shown):
            if cluster.count.open and ring_box(middle, cluster.count).contains(at):
                return cluster
        return None


def ring_box(at: QPointF, count: RegionCount) -> QRectF:
    """Return the square a ring stands in."""
    side = LARGE_RING_PX if count.open >= LARGE_FROM else RING_PX
    return QRectF(at.x() - side / 2, at.y() - side / 2, side, side)


def paint_ring(painter: QPainter, at: QPointF, count: RegionCount) -> None:
    """Paint a ring: its number, from the top clockwise the shares overdue and about to be."""
    theme, box = current(), ring_box(at, count)
    painter.setPen(QPen(map_color("halo"), 1.5))
    painter.setBrush(theme.color("bg.surface"))
    painter.drawEllipse(box)
    inner = box.adjusted(_STROKE, _STROKE, -_STROKE, -_STROKE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), _STROKE))
    painter.drawEllipse(inner)
    begin = _TOP
    for token, number in (("over", count.overdue), ("warn", count.due_soon)):
        span = -round(_WHOLE * number / max(1, count.open))
        if span:
            pen = QPen(theme.color(token), _STROKE + 1)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(inner, begin, span)
            begin += span
    painter.setFont(theme.font("caption" if count.open >= LARGE_FROM else "body", bold=True))
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count.open))


def _name(painter: QPainter, cluster: Cluster, at: QPointF, taken: list[QRectF]) -> None:
    if not cluster.name:
        return
    font = current().font("body", bold=True)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(cluster.name), metrics.height()
    ring = ring_box(at, cluster.count)
    above = QRectF(at.x() - width / 2, ring.top() - height, width, height)
    below = QRectF(at.x() - width / 2, ring.bottom(), width, height)
    inside = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
    where = (above, below) if cluster.count.open else (inside,)
    box = next((each for each in where if not _hits(each, taken)), None)
    if box is None:
        return
    taken.append(box)
    letters = QPainterPath()
    letters.addText(box.left(), box.top() + metrics.ascent(), font, cluster.name)
    pen = QPen(map_color("halo"), 3)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(letters, pen)
    painter.fillPath(letters, current().color("text"))


def _hits(box: QRectF, taken: Iterable[QRectF]) -> bool:
    return any(box.intersects(other) for other in taken)
