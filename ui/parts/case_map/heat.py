"""Heat: where open cases lie close together, whatever the borders say."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.cases.queries.by_region import CasePoint
from ui.core.theme import current, paint_color
from ui.parts.map_shapes import METRES_PER_DEGREE, Camera

REACH_M = 120.0
"""Cases within some hundred metres of a place are felt there: half of a grid's width."""
CELL_PX = 6
FAINTEST, STRONGEST = 0.08, 0.85  # what is not painted at all; opacity of the hottest
FULL_CASES = 4.0
"""So many cases on one spot are as hot as it gets; with more, the hottest spot is the measure."""

Grid = NDArray[np.float32]


class Heat:
    """An overlay; the picture is made anew only when one looks elsewhere or the cases change."""

    def __init__(self) -> None:
        self._at = np.empty((0, 2))
        self._made_for: tuple[object, ...] = ()
        self._picture = QImage()

    def set_points(self, points: tuple[CasePoint, ...]) -> None:
        """Show these cases instead."""
        places = [(point.longitude, point.latitude) for point in points]
        self._at = np.array(places, dtype=float).reshape(-1, 2)
        self._made_for = ()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Lay the heat over the map."""
        size = camera.size
        wanted = (
            *(camera.longitude, camera.latitude, camera.metres_per_px),
            *(size.width(), size.height(), current().name),
        )
        if wanted != self._made_for:
            self._made_for = wanted
            self._picture = _picture(self.density(camera))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), self._picture)

    def hit(self, at: object, camera: Camera) -> object | None:
        """Heat is looked at, not clicked."""
        return None

    def density(self, camera: Camera) -> Grid:
        """Return how hot each cell in view is, from 0 to 1; rows from the top."""
        columns = max(1, int(camera.size.width()) // CELL_PX)
        rows = max(1, int(camera.size.height()) // CELL_PX)
        cell_m = camera.metres_per_px * CELL_PX
        spread = max(1.0, REACH_M / cell_m)  # cells
        east = METRES_PER_DEGREE * np.cos(np.radians(camera.latitude)) / cell_m
        x = (self._at[:, 0] - camera.longitude) * east + columns / 2
        y = (camera.latitude - self._at[:, 1]) * METRES_PER_DEGREE / cell_m + rows / 2
        reach = 3 * spread
        near = (x > -reach) & (x < columns + reach) & (y > -reach) & (y < rows + reach)
        # a bell is the product of its rows and its columns: two small matrices make all of them
        across = _bells(columns, x[near], spread)
        down = _bells(rows, y[near], spread)
        heat: Grid = down @ across.T
        return heat / max(FULL_CASES, float(heat.max(initial=0.0)))


def _bells(cells: int, middles: NDArray[np.float64], spread: float) -> Grid:
    apart = (np.arange(cells, dtype=np.float32)[:, None] - middles.astype(np.float32)) / spread
    bells: Grid = np.exp(apart * apart * np.float32(-0.5))
    return bells


def _picture(heat: Grid) -> QImage:
    """Return the heat as a picture: the ramp of overdue, the hotter the less transparent."""
    color = paint_color(current().chart.index[-1])
    rows, columns = heat.shape
    pixels = np.zeros((rows, columns, 4), dtype=np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = color.red(), color.green(), color.blue()
    opacity = np.clip((heat - FAINTEST) / (1 - FAINTEST), 0.0, 1.0) ** 0.7 * STRONGEST
    pixels[..., 3] = (opacity * 255).astype(np.uint8)
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
    return image.copy()
