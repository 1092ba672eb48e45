"""Shapes on a paper: areas filled and edged, lines, circles with arcs; in points from the top."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.core.words import RESOURCES

Spot = tuple[float, float]
Color = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pen:
    """How an edge looks; weight in points."""

    color: Color
    weight: float


class Plotter:
    """Draws on a canvas of reportlab whose height is known; every state it sets it takes back."""

    def __init__(self, canvas: Any, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def area(self, rings: Sequence[Sequence[Spot]], fill: Color | None, pen: Pen | None) -> None:
        """Draw an area; rings within rings are holes."""
        path = self._canvas.beginPath()
        for ring in rings:
            self._trace(path, ring)
            path.close()
        self._draw(path, fill, pen)

    def line(self, spots: Sequence[Spot], pen: Pen) -> None:
        """Draw a line through spots."""
        path = self._canvas.beginPath()
        self._trace(path, spots)
        self._draw(path, None, pen)

    def disc(self, middle: Spot, radius: float, fill: Color, pen: Pen) -> None:
        """Draw a filled circle."""
        path = self._canvas.beginPath()
        path.circle(middle[0], self._height - middle[1], radius)
        self._draw(path, fill, pen)

    def arc(self, middle: Spot, radius: float, begin: float, end: float, pen: Pen) -> None:
        """Draw a part of a circle, clockwise from the top; shares of the whole."""
        x, y = middle[0], self._height - middle[1]
        box = (x - radius, y - radius, x + radius, y + radius)
        path = self._canvas.beginPath()
        path.arc(*box, startAng=90 - 360 * begin, extent=-360 * (end - begin))
        self._draw(path, None, pen)

    def clip(self, left: float, top: float, width: float, height: float) -> None:
        """Draw within a rectangle only, until `release`."""
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.rect(left, self._height - top - height, width, height)
        self._canvas.clipPath(path, stroke=0, fill=0)

    def release(self) -> None:
        """Draw everywhere again."""
        self._canvas.restoreState()

    def _trace(self, path: Any, spots: Sequence[Spot]) -> None:
        for at, (x, y) in enumerate(spots):
            (path.lineTo if at else path.moveTo)(x, self._height - y)

    def _draw(self, path: Any, fill: Color | None, pen: Pen | None) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineJoin(1)
        canvas.setLineCap(1)
        if fill is not None:
            canvas.setFillColorRGB(*fill)
        if pen is not None:
            canvas.setStrokeColorRGB(*pen.color)
            canvas.setLineWidth(pen.weight)
        # fillMode 0: even-odd, so that a hole needs no direction
        canvas.drawPath(path, stroke=int(pen is not None), fill=int(fill is not None), fillMode=0)
        canvas.restoreState()


@cache
def _theme() -> dict[str, Any]:
    """Return the light theme: paper is white, and no other place names a colour."""
    with (RESOURCES / "theme" / "light.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def themed(part: str, name: str) -> Color:
    """Return a colour of the light theme."""
    return _color_of(str(_theme()[part][name]))


def ramp(at: int) -> Color:
    """Return the colour of a class of a choropleth, few to many."""
    return _color_of(str(_theme()["chart"]["seq"][at]))


def _color_of(code: str) -> Color:
    """Return a colour by its code in the theme: two hexadecimal digits each."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
