"""Marks that many maps carry: a pin, a scale bar."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ui.core.theme import current
from ui.parts.map_paint import PIN_PX, paint_pin, paint_scale
from ui.parts.map_shapes import Camera, Point


class Pin:
    """A pin at a place, or none."""

    def __init__(self, token: str = "over") -> None:
        self.point: Point | None = None
        self.token = token

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint it with its tip on the place."""
        if self.point is not None:
            paint_pin(painter, camera.to_px(self.point), self.token)

    def is_under(self, at: QPointF, camera: Camera) -> bool:
        """Tell whether a pixel lies on the pin."""
        if self.point is None:
            return False
        tip = camera.to_px(self.point)
        return QRectF(tip.x() - PIN_PX / 2, tip.y() - PIN_PX, PIN_PX, PIN_PX + 4).contains(at)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """A pin only shows a place: what lies under it is asked instead."""
        return None


class Note:
    """A line on a plate at the lower edge, or none: what is still being done."""

    def __init__(self) -> None:
        self.words = ""

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint it."""
        if not self.words:
            return
        theme = current()
        font = theme.font("body")
        width = QFontMetricsF(font).horizontalAdvance(self.words) + 24
        size = camera.size
        plate = QRectF((size.width() - width) / 2, size.height() - 44, width, 32)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawRoundedRect(plate, theme.sizes.radius, theme.sizes.radius)
        painter.setFont(font)
        painter.setPen(theme.color("text.2"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self.words)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Nothing to click."""
        return None


class ScaleBar:
    """How long so many metres are."""

    def __init__(self, words: str) -> None:
        """Take the words with the place ``{metres}``."""
        self._words = words

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint it at the lower left."""
        paint_scale(painter, camera, self._words)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Nothing to click."""
        return None
