"""Outlines as the ground of a light map."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.parts.map import Pin
from ui.parts.map_paint import ShapePaths, map_color, paint_shapes, transform_of
from ui.parts.map_shapes import Box, Camera, MapShapes


class ShapeGround:
    """Outlines, one of them chosen; no name lies on the pin.

    Attributes:
        paths: What is drawn.
        selected: Code of the outlined area, "" for none.
    """

    def __init__(self, pin: Pin | None = None) -> None:
        self.paths = ShapePaths(MapShapes())
        self.selected = ""
        self._pin = pin

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        point = self._pin.point if self._pin is not None else None
        tip = camera.to_px(point) if point is not None else None
        paint_shapes(painter, self.paths, camera, selected=self.selected, keep_free=tip)

    def code_at(self, at: QPointF, camera: Camera) -> str:
        """Return the code of the area under a pixel."""
        return self.paths.code_at(camera.to_earth(at))

    def box(self) -> Box | None:
        """Return the box around all of it."""
        return self.paths.shapes.box()


class ShapeBorders:
    """The borders of a ground once more, over a raster map that lies on it."""

    def __init__(self, ground: ShapeGround) -> None:
        self._ground = ground

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        transform, view = transform_of(camera), camera.view()
        painter.setPen(QPen(map_color("line_community"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for _, path in self._ground.paths.areas:
            if path.boundingRect().intersects(view):
                painter.drawPath(transform.map(path))

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Nothing to click."""
        return None
