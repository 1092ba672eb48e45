"""A chart as a picture, for files that carry no drawing of ours: the very drawing of the pages, put
on points of colour instead of paper.
"""

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from app.papers.chart import Bars, bars_height, draw_bars
from app.papers.fonts import FontBook, installed_fonts
from app.papers.frame import BASE_LINE, GB_9704, Style
from app.papers.geometry import Color, Pen, Spot
from app.papers.lines import printable
from app.papers.page import one_at_a_time

_FINE, _DOTS = 6, 3
"""Dots a point it is drawn with, and those it keeps: edges between are grey."""
_WHITE = (255, 255, 255)


def picture_of(bars: Bars) -> bytes:
    """Return a chart as PNG, as wide as the type area; the same chart gives the same bytes.

    Raises:
        NoPaperFont: No Chinese font is installed.
    """
    return one_at_a_time(lambda: _drawn(bars))


def _drawn(bars: Bars) -> bytes:
    ground = _Ground(installed_fonts(), GB_9704.type_width, bars_height())
    draw_bars(ground, 0.0, bars)
    return ground.finish()


class _Ground:
    """What a chart is drawn on; its left edge is that of the type area."""

    def __init__(self, book: FontBook, width: float, height: float) -> None:
        self._book = book
        self._size = (width, height)
        self._image = Image.new("RGB", (round(width * _FINE), round(height * _FINE)), _WHITE)
        self._draw = ImageDraw.Draw(self._image)

    def width(self, text: str, style: Style) -> float:
        """Return the width of a text in points."""
        return self._book.width(printable(text), style.role, style.size)

    def text(self, x: float, top: float, text: str, style: Style) -> None:
        """Draw a line of text."""
        base = top + (style.leading - style.size) / 2 + style.size * BASE_LINE
        level = round(style.grey * 255)
        for run in self._book.runs(printable(text), style.role):
            font = _font(*run.font.place, style.size)
            at = ((x - GB_9704.left) * _FINE, base * _FINE)
            thick = round(run.thicken * style.size * _FINE / 2)
            ink = (level, level, level)
            self._draw.text(at, run.text, ink, font, anchor="ls", stroke_width=thick)
            x += run.font.stringWidth(run.text, style.size)

    def flush_right(self, right: float, top: float, text: str, style: Style) -> None:
        """Draw a line of text that ends somewhere."""
        self.text(right - self.width(text, style), top, text, style)

    def spot(self, key: str, x: float, top: float, width: float, height: float) -> None:
        """Nobody points at a picture."""

    def plotter(self) -> "_Ground":
        """Return what draws lines and areas."""
        return self

    def area(self, rings: Sequence[Sequence[Spot]], fill: Color | None, pen: Pen | None) -> None:
        """Draw areas without holes."""
        for ring in rings:
            edge = _ink(pen.color) if pen is not None else None
            self._draw.polygon(_fine(ring), _ink(fill) if fill is not None else None, edge)

    def line(self, spots: Sequence[Spot], pen: Pen) -> None:
        """Draw a line."""
        self._draw.line(_fine(spots), _ink(pen.color), max(1, round(pen.weight * _FINE)))

    def finish(self) -> bytes:
        """Return the picture."""
        width, height = (round(side * _DOTS) for side in self._size)
        small = self._image.resize((width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "PNG", optimize=True, dpi=(72 * _DOTS, 72 * _DOTS))
        return out.getvalue()


@cache
def _font(file: str, index: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size * _FINE, index)


def _fine(spots: Sequence[Spot]) -> list[tuple[float, float]]:
    return [((x - GB_9704.left) * _FINE, y * _FINE) for x, y in spots]


def _ink(color: Color) -> tuple[int, int, int]:
    red, green, blue = (round(part * 255) for part in color)
    return red, green, blue
