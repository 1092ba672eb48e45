"""How the wall writes: in measures of a screen 1080 high, whatever the screen is."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from ui.core.fonts import font
from ui.core.theme import current, paint_color

CAPTION, BODY, TITLE = 24, 28, 44
LEAST_PX = 18
"""Smaller than this nothing is written: it is left out or cut short instead."""
STEPS_FROM, STEP = 40, 8
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignCenter


def number(value: float | None) -> str:
    """Return a figure as it is shown: what is no number is a dash, and none is below nothing."""
    if value is None or not math.isfinite(value):
        return "—"
    if value < 0:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() or value >= 1000 else f"{value:.1f}"


def width_of(text: str, pixels: int, *, bold: bool = False) -> float:
    """Return how wide a text is at a height."""
    return QFontMetricsF(font(pixels, bold)).horizontalAdvance(text)


def fitting(text: str, pixels: float, room: float, *, bold: bool = False) -> int:
    """Return the height, `pixels` at most, at which a text has room."""
    size = _step(pixels)
    wide = width_of(text, size, bold=bold)
    return size if wide <= room or wide <= 0 else _step(size * room / wide)


def _step(pixels: float) -> int:
    """Return one of few heights: the system keeps its letters of each height it ever wrote."""
    size = max(LEAST_PX, int(pixels))
    return size if size < STEPS_FROM else size - size % STEP


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    pixels: int,
    token: str,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write one line into a box; what has no room ends in dots."""
    made = font(max(1, pixels), bold)
    shown = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(made)
    painter.setPen(current().color(token))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)


class Stamps:
    """Small pictures that are painted again and again: made once, and as large as the screen
    wants them; when there are many, all are dropped and made anew.
    """

    MOST = 400

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], QPixmap] = {}

    def put(
        self,
        painter: QPainter,
        at: QPointF,
        key: tuple[object, ...],
        side: tuple[float, float],
        paint: Callable[[QPainter], None],
    ) -> None:
        """Paint a picture whose middle is at a point.

        Args:
            painter: Where.
            at: Its middle.
            key: What tells it from others.
            side: Width and height.
            paint: Paints it with its middle at the origin; called when it is not there yet.
        """
        ratio = painter.worldTransform().m11()
        kept = self._made.get((*key, ratio))
        if kept is None:
            if len(self._made) >= self.MOST:
                self._made.clear()
            kept = _picture(side, ratio, paint)
            self._made[(*key, ratio)] = kept
        painter.drawPixmap(QPointF(at.x() - side[0] / 2, at.y() - side[1] / 2), kept)


def _picture(side: tuple[float, float], ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    made = QPixmap(max(1, round(side[0] * ratio)), max(1, round(side[1] * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    inner = QPainter(made)
    inner.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner.translate(side[0] / 2, side[1] / 2)
    paint(inner)
    inner.end()
    return made


def write_on_map(
    painter: QPainter,
    stamps: Stamps,
    at: QPointF,
    text: str,
    pixels: int,
    *,
    bold: bool = False,
) -> None:
    """Write a text whose middle is at a point, with a halo around its letters."""
    wide = width_of(text, pixels, bold=bold)

    def paint(inner: QPainter) -> None:
        path = QPainterPath()
        path.addText(-wide / 2, pixels * 0.36, font(pixels, bold), text)
        halo = QPen(paint_color(current().map.halo), max(3.0, pixels / 6))
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        inner.strokePath(path, halo)
        inner.fillPath(path, current().color("text"))

    stamps.put(painter, at, (text, pixels, bold), (wide + pixels, pixels * 1.8), paint)


def plate(
    painter: QPainter, box: QRectF, *, fill: str = "bg.surface", line: str = "border",
    dashed: bool = False,
) -> None:  # fmt: skip
    """Paint the ground of a tile."""
    pen = QPen(current().color(line), 1.5)
    if dashed:
        pen = QPen(current().color("warn"), 2, Qt.PenStyle.DashLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(current().color(fill))
    radius = current().sizes.radius
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
