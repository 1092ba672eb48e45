"""Under the map: the legend with its counts, what a ring means, scale and coordinates."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.core.notice_bar import FOOT_PROPERTY
from ui.core.theme import current, paint_color
from ui.parts.case_map import RegionCount
from ui.parts.case_map.clusters import RING_PX, paint_ring
from ui.parts.map_shapes import Camera, Point, round_length
from ui.territory.shading import PLAIN, Shade, Shading

HEIGHT = 64
PADDING = 16
PLATE = 60.0
SMALL_PLATE = 44.0
SCALE_PX = 100.0
SCALE_ROOM = 200.0
RING_ROOM = 190.0
_EXAMPLE = RegionCount(open=9, due_soon=1, overdue=2)


class MapFoot(QWidget):
    """Paints all of it; the map tells where it looks and where the mouse is."""

    def __init__(self, camera: Camera, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(FOOT_PROPERTY, "true")
        self.setFixedHeight(HEIGHT)
        self._camera = camera
        self._shading = PLAIN
        self._unit = self.tr("{count} 格")
        self._rings = False
        self._mouse: Point | None = None

    def show_shading(self, shading: Shading, *, grids: bool) -> None:
        """Show the classes; `grids` says whether it is grids that are coloured."""
        self._shading = shading
        self._unit = self.tr("{count} 格") if grids else self.tr("{count} 个")
        told = (f"{entry.words} {entry.count}" for entry in shading.classes)
        self.setAccessibleName(f"{shading.title} {shading.detail} {'，'.join(told)}".strip())
        self.update()

    def show_rings(self, *, shown: bool) -> None:
        """Explain the rings where they are shown."""
        self._rings = shown
        self.update()

    def show_mouse(self, point: Point | None) -> None:
        """Tell where the mouse is, None where it is not over the map."""
        self._mouse = point
        self.update(self._scale_box().toAlignedRect())

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def _scale_box(self) -> QRectF:
        return QRectF(self.width() - PADDING - SCALE_ROOM, 1, SCALE_ROOM, HEIGHT - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        left = self._paint_legend(painter)
        room = self._scale_box().left() - left
        if self._rings and room >= RING_ROOM:
            self._paint_rings(painter, left + PADDING)
        self._paint_scale(painter, self._scale_box())
        painter.end()

    # -- legend --------------------------------------------------------------------------------

    def _paint_legend(self, painter: QPainter) -> float:
        """Paint title and classes; return where they end."""
        theme, shading = current(), self._shading
        if not shading.classes:
            self._paint_hint(painter)
            return float(self._scale_box().left())
        bold, plain = theme.font("caption", bold=True), theme.font("caption")
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(PADDING, 26), shading.title)
        painter.setFont(plain)
        painter.setPen(theme.color("text.2"))
        painter.drawText(QPointF(PADDING, 46), shading.detail)
        wide = max(
            QFontMetricsF(bold).horizontalAdvance(shading.title),
            QFontMetricsF(plain).horizontalAdvance(shading.detail),
        )
        left = PADDING + wide + PADDING
        count, end = len(shading.classes), self._scale_box().left() - PADDING
        fits = end - left - (RING_ROOM if self._rings else 0) >= PLATE * count
        plate = max(24.0, min(PLATE if fits else SMALL_PLATE, (end - left) / count))
        if shading.shade is Shade.WORKER:
            plate = 96.0
        for at in range(len(shading.classes)):
            self._paint_class(painter, at, QRectF(left + at * plate, 13, plate, 20))
        return left + plate * len(shading.classes)

    def _paint_hint(self, painter: QPainter) -> None:
        """Say what can be done on the map where nothing is coloured."""
        painter.setFont(current().font("caption"))
        painter.setPen(current().color("text.3"))
        words = self._shading.title or self.tr(
            "点一块选中它，滚轮放大缩小，按住拖动；加号、减号、方向键也行"
        )
        metrics, most = QFontMetrics(painter.font()), self._scale_box().left() - 2 * PADDING
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(most))
        painter.drawText(QPointF(PADDING, HEIGHT / 2 + 4), words)

    def _color(self, at: int) -> QColor:
        if self._shading.shade is Shade.WORKER:
            return current().color("warn.bg") if at else paint_color(current().chart.seq[1])
        return paint_color(current().chart.seq[at])

    def _paint_class(self, painter: QPainter, at: int, plate: QRectF) -> None:
        """The plate with how many it holds; under its left edge, where it begins."""
        theme, shading = current(), self._shading
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(self._color(at))
        painter.drawRect(plate.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(theme.font("caption"))
        painter.setPen(self._ink(at))
        count = shading.classes[at].count
        words = self._unit.format(count=count)
        if QFontMetricsF(painter.font()).horizontalAdvance(words) > plate.width() - 4:
            words = str(count)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(theme.color("text.2"))
        if not shading.limits:
            below = QRectF(plate.left(), plate.bottom() + 2, plate.width(), 18)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, shading.classes[at].words)
        elif at:
            edge = QRectF(plate.left() - 30, plate.bottom() + 2, 60, 18)
            painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, shading.limits[at - 1])

    def _ink(self, at: int) -> QColor:
        """Return an ink that reads on the class: the ramp runs the other way on dark themes."""
        theme = current()
        if self._shading.shade is Shade.WORKER:
            return theme.color("warn.text" if at else "text")
        bright = self._color(at).lightness() > 150
        is_light = theme.color("text").lightness() < 128
        if bright:
            return theme.color("text" if is_light else "bg.window")
        return theme.color("text.onfill")

    def _paint_rings(self, painter: QPainter, left: float) -> None:
        theme = current()
        painter.fillRect(QRectF(left, 14, 1, HEIGHT - 28), theme.color("border"))
        left += PADDING
        paint_ring(painter, QPointF(left + RING_PX / 2, HEIGHT / 2), _EXAMPLE)
        left += RING_PX + 10
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(left, 28), self.tr("在办件数"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(QPointF(left, 46), self.tr("红已超时，黄将超时"))

    # -- scale ---------------------------------------------------------------------------------

    def _paint_scale(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        metres = round_length(SCALE_PX * self._camera.metres_per_px)
        length = metres / self._camera.metres_per_px
        words = self.tr("{metres} 米").format(metres=f"{metres:,}")
        if metres >= 1_000:
            words = self.tr("{km} 公里").format(km=f"{metres // 1_000:,}")
        painter.setFont(theme.font("caption"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(words)
        painter.setPen(theme.color("text.2"))
        painter.drawText(QPointF(box.right() - width, 26), words)
        end, base = box.right() - width - 8, 24.5
        painter.setPen(QPen(theme.color("text.2"), 1.5))
        painter.drawPolyline(
            [
                QPointF(end - length, base - 6),
                QPointF(end - length, base),
                QPointF(end, base),
                QPointF(end, base - 6),
            ]
        )
        if self._mouse is not None:
            told = f"{self._mouse[0]:.5f}, {self._mouse[1]:.5f} CGCS2000"
        else:
            told = "CGCS2000"
        painter.setPen(theme.color("text.2"))
        line = QRectF(box.left(), 32, box.width(), 20)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, told)
