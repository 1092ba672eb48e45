"""A frame of the territory as layers of a map view: its areas, and the marks over them."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ui.parts.map_paint import transform_of
from ui.parts.map_shapes import Box, Camera, box_of
from ui.territory.map_paint import (
    FramePaths,
    paint_areas,
    paint_borders,
    paint_chosen,
    paint_missing,
    paint_names,
)
from ui.territory.shading import Shade, Shading
from ui.territory.territory_source import MapFrame

NAMED_FROM_PX = 72  # in the middle, areas wider than this are named; else the communities are


class FrameAreas:
    """The areas of a frame in their colours, and the lines across them."""

    def __init__(self, frame: MapFrame) -> None:
        self.shading = Shading(Shade.NONE, {}, (), "")
        self.show_frame(frame)

    def show_frame(self, frame: MapFrame) -> None:
        """Show another frame."""
        self.paths = FramePaths(frame)
        widths = sorted((box_of(area)[2] - box_of(area)[0]) for area in frame.areas)
        self._middle_width = widths[len(widths) // 2] if widths else 0.0
        self._is_divided = bool(frame.borders)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        paint_areas(painter, self.paths, transform_of(camera), camera.view(), self.shading)

    def code_at(self, at: QPointF, camera: Camera) -> str:
        """Return the code of the area under a pixel."""
        return self.paths.areas.code_at(camera.to_earth(at))

    def box(self) -> Box | None:
        """Return the box around all areas."""
        return self.paths.areas.shapes.box()

    def is_near(self, camera: Camera) -> bool:
        """Tell whether most areas in view have room for their names; else communities are named."""
        if not self._is_divided:
            return True
        shown = self._middle_width / max(camera.view().width(), 1e-9) * camera.size.width()
        return shown > NAMED_FROM_PX


class FrameMarks:
    """Borders, what is missing, the chosen region, names.

    Attributes:
        taken: Where names stand that were painted last.
    """

    def __init__(self, ground: FrameAreas) -> None:
        self._ground = ground
        self.selected = ""
        self.named = True
        self.taken: list[QRectF] = []

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what is in view."""
        transform, paths = transform_of(camera), self._ground.paths
        paint_borders(painter, paths, transform)
        paint_missing(painter, paths, transform, self._ground.shading, camera)
        for shapes in (paths.areas, paths.borders, paths.edge):
            for area, path in shapes.areas:
                if area.code == self.selected:
                    paint_chosen(painter, transform.map(path))
        self.taken = []
        if self.named:
            is_near = self._ground.is_near(camera)
            shapes = paths.areas if is_near else paths.borders
            self.taken = paint_names(painter, shapes, camera, transform, bold=not is_near)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """The areas answer for themselves."""
        return None
