"""The chosen region of a large layer: its outline as lines, dark in a light casing."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen

from app.territory.layers.packed import Level, PackedLayer
from app.territory.layers.squares import level_for
from ui.parts.map.plane import Plane
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

_ROOM_PX = 8.0
_STROKES = (("halo", 5.5), ("selected", 2.5))


class LayerChosen:
    """An overlay that outlines an area, or a region above with all its areas."""

    def __init__(self, layer: PackedLayer) -> None:
        self._layer = layer
        self._origin = (int(layer.boxes[:, 0].min()), int(layer.boxes[:, 3].max()))
        self._first = self._last = 0
        self._ends: dict[float, npt.NDArray[np.int32]] = {}

    def choose(self, code: str) -> None:
        """Outline the region of that code; "" for none."""
        self._ends = {}
        self._first, self._last = self._layer.numbers_within(code) if code else (0, 0)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view of the outline."""
        if not self._last:
            return
        ratio = painter.device().devicePixelRatioF()
        plane = Plane.of(camera, self._origin, ratio)
        lines = self._lines(plane, camera, ratio)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, width in _STROKES:
            pen = QPen(map_color(token), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(lines)

    def hit(self, at: object, camera: Camera) -> object | None:
        """The area under it answers."""
        return None

    def _lines(self, plane: Plane, camera: Camera, ratio: float) -> list[QLineF]:
        ends = self._outline(level_for(self._layer, plane.metres_per_px))
        corner = plane.view(camera, ratio).topLeft()
        x = ((ends[:, (0, 2)] - float(plane.origin[0])) * plane.east - corner.x()) / ratio
        y = ((float(plane.origin[1]) - ends[:, (1, 3)]) * plane.north - corner.y()) / ratio
        size = camera.size
        seen = (x.max(axis=1) > -_ROOM_PX) & (x.min(axis=1) < size.width() + _ROOM_PX)
        seen &= (y.max(axis=1) > -_ROOM_PX) & (y.min(axis=1) < size.height() + _ROOM_PX)
        found = np.column_stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]])[seen]
        return [QLineF(*each) for each in found.tolist()]

    def _outline(self, level: Level) -> npt.NDArray[np.int32]:
        """Return the borders of a level that have the region on one side only."""
        if level.tolerance_m not in self._ends:
            inside = (level.sides >= self._first) & (level.sides <= self._last)
            self._ends[level.tolerance_m] = level.ends[inside[:, 0] != inside[:, 1]]
        return self._ends[level.tolerance_m]
