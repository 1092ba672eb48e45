"""A camera for pictures of the kiosk: it sees a street lamp somebody drew."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPen

from ui.core.theme import load, paint_color
from ui.kiosk.camera import Camera

WIDE, HIGH = 1280, 960


class DrawnCamera(Camera):
    """Is there, and sees the same thing always."""

    def __init__(self) -> None:
        super().__init__()
        self.is_there = True

    def start(self) -> None:
        QTimer.singleShot(0, lambda: self.seen.emit(lamp()))

    def take(self) -> None:
        self.taken.emit(lamp())

    def stop(self) -> None:
        """Nothing to be stopped."""


def lamp() -> QImage:
    """Return the picture."""
    colors = load("wall").colors
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(paint_color(colors.bg_window))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, HIGH * 0.78, WIDE, HIGH), paint_color(colors.bg_surface))
    painter.setPen(QPen(paint_color(colors.text_2), 26, Qt.PenStyle.SolidLine))
    top = QPointF(WIDE * 0.42, HIGH * 0.16)
    painter.drawLine(QPointF(WIDE * 0.42, HIGH * 0.9), top)
    painter.drawLine(top, QPointF(WIDE * 0.62, HIGH * 0.12))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paint_color(colors.warn))
    painter.drawRoundedRect(QRectF(WIDE * 0.58, HIGH * 0.1, WIDE * 0.12, HIGH * 0.05), 12, 12)
    painter.end()
    return image
