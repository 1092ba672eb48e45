"""The frames of a ride over the map as a picture: when, and how long each took."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from app.core.words import say
from ui.core.theme import current
from ui.lab.measures.map_ride import FRAME_S

WIDTH, HEIGHT = 1440, 420
LEFT, TOP, RIGHT, BOTTOM = 56, 44, 16, 32
MOST_MS = 60.0
LINES_MS = (16.7, 33.0, 50.0)


def write_plot(file: Path, frames_s: Sequence[float]) -> None:
    """Write the picture; a frame longer than the scale reaches ends at its top.

    Raises:
        OSError: It cannot be written.
    """
    theme = current()
    picture = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(theme.color("bg.surface"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)
    late = sorted(frames_s)[int(len(frames_s) * 0.99)] * 1000
    painter.setFont(theme.font("section", bold=True))
    painter.setPen(theme.color("text"))
    title = say("lab.map_frames", frames=len(frames_s), late=f"{late:.1f}")
    painter.drawText(QPointF(LEFT, 28), title)
    _paint_scale(painter, inner, len(frames_s) * FRAME_S)
    painter.setPen(QPen(theme.color("accent"), 1))
    for number, taken in enumerate(frames_s):
        x = inner.left() + inner.width() * number / len(frames_s)
        up = inner.height() * min(1.0, taken * 1000 / MOST_MS)
        painter.drawLine(QPointF(x, inner.bottom()), QPointF(x, inner.bottom() - up))
    painter.end()
    if not picture.save(str(file)):
        raise OSError(str(file))


def _paint_scale(painter: QPainter, inner: QRectF, seconds: float) -> None:
    """Paint what is allowed as lines across, and every ten seconds below."""
    theme = current()
    painter.setFont(theme.font("caption"))
    for limit in LINES_MS:
        y = inner.bottom() - inner.height() * limit / MOST_MS
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
        painter.setPen(theme.color("text.2"))
        words = QRectF(0, y - 10, LEFT - 8, 20)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, say("lab.map_ms", ms=f"{limit:g}"))
    for at in range(0, int(seconds) + 1, 10):
        x = inner.left() + inner.width() * at / seconds
        painter.drawText(QPointF(x, inner.bottom() + 20), say("lab.map_s", seconds=at))
