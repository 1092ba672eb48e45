"""A light map: outlines, the chosen grid, a pin that can be dragged, wheel zoom, scale bar.

The thumbnail in a panel and the map beside a form are the same widget; `movable` makes the
difference. It needs no plotting library and paints 160 grids in some milliseconds.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.core.theme import current
from ui.parts.map import MapView, Pin, ScaleBar, Tool
from ui.parts.map_paint import ShapePaths
from ui.parts.map_shapes import Camera, MapShapes, Point, box_of
from ui.parts.shape_ground import ShapeGround

NEAR_METRES_PER_PX = 1.2
_PUTTING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class PinMoved:
    """The pin was put somewhere by hand; CGCS2000 degrees."""

    longitude: float
    latitude: float


class _PinTool(Tool):
    """Drags the pin; a double click or Enter puts it somewhere else."""

    cursor = None

    def __init__(self, map_: "MiniMap", pin: Pin) -> None:
        self._map = map_
        self._pin = pin
        self._grabbed: QPointF | None = None

    def press(self, event: QMouseEvent, camera: Camera) -> bool:
        left = event.button() is Qt.MouseButton.LeftButton
        if left and self._pin.is_under(event.position(), camera):
            self._grabbed = event.position()
        return self._grabbed is not None

    def move(self, event: QMouseEvent, camera: Camera) -> bool:
        if self._grabbed is None or self._pin.point is None:
            return False
        by, self._grabbed = event.position() - self._grabbed, event.position()
        self._pin.point = camera.to_earth(camera.to_px(self._pin.point) + by)
        return True

    def release(self, event: QMouseEvent, camera: Camera) -> bool:
        grabbed, self._grabbed = self._grabbed, None
        if grabbed is None or self._pin.point is None:
            return False
        self._map.tell(self._pin.point)
        return True

    def double_click(self, event: QMouseEvent, camera: Camera) -> bool:
        self._map.put_pin(event.position())
        return True

    def key(self, event: QKeyEvent, camera: Camera) -> bool:
        if event.key() not in _PUTTING:
            return False
        self._map.put_pin(QPointF(camera.size.width() / 2, camera.size.height() / 2))
        return True

    def cursor_at(self, at: QPointF, camera: Camera) -> Qt.CursorShape | None:
        under = self._pin.is_under(at, camera)
        return Qt.CursorShape.PointingHandCursor if under else None


class MiniMap(MapView):
    """Outlines with one pin."""

    pin_moved = Signal(object)  # PinMoved

    def __init__(
        self,
        *,
        movable: bool,
        near: float = NEAR_METRES_PER_PX,
        parent: QWidget | None = None,
    ) -> None:
        """Begin empty.

        Args:
            movable: The pin may be dragged or set by a double click, and the view moved.
            near: Metres a pixel when it looks at the pin.
            parent: Qt parent.
        """
        super().__init__(parent, interactive=movable)
        self._movable = movable
        self._near = near
        self._pin = Pin()
        self._ground = ShapeGround(self._pin)
        self.setAccessibleName(self.tr("地图"))
        self.set_areas(self._ground)
        self.add_overlay(self._pin)
        if movable:
            self.add_overlay(ScaleBar(self.tr("{metres} 米")))
            self.set_tool(_PinTool(self, self._pin))

    # -- what pages use ------------------------------------------------------------------------

    def set_shapes(self, shapes: MapShapes) -> None:
        """Draw these outlines and lines; the first time the view is fitted to them."""
        self._ground.paths = ShapePaths(shapes)
        self.show_pin()

    def set_selected(self, code: str) -> None:
        """Outline one area; "" for none."""
        self._ground.selected = code
        if self._pin.point is None:
            self.show_pin()
        self.update()

    def set_pin(self, pin: Point | None, token: str = "") -> None:
        """Put the pin at a point (longitude, latitude) and look there; None takes it away."""
        self._pin.point = pin
        self._pin.token = token or self._pin.token
        self.show_pin()

    @property
    def selected(self) -> str:
        """Which area is outlined."""
        return self._ground.selected

    @property
    def pin(self) -> Point | None:
        """Where the pin is."""
        return self._pin.point

    @property
    def shapes(self) -> MapShapes:
        """What is drawn."""
        return self._ground.paths.shapes

    def show_pin(self) -> None:
        """Bring the pin, or else the chosen area, back into the middle."""
        self.show_whole()

    # -- hands ---------------------------------------------------------------------------------

    def put_pin(self, at: QPointF) -> None:
        """Put the pin at a pixel by hand."""
        self._pin.point = self.camera.to_earth(at)
        self.update()
        self.tell(self._pin.point)

    def tell(self, pin: Point) -> None:
        """Say where the pin was put."""
        self.pin_moved.emit(PinMoved(round(pin[0], 6), round(pin[1], 6)))

    # -- what the view asks --------------------------------------------------------------------

    def go_home(self) -> bool:
        """Look at the pin, else at the chosen area, else at all of them."""
        chosen = self.shapes.find(self.selected)
        if self._pin.point is not None:
            self.camera.look_at(self._pin.point, self._near)
            return True
        box = box_of(chosen) if chosen is not None else self.shapes.box()
        if box is not None:
            self.camera.fit(box)
        return box is not None

    def home_button(self) -> tuple[str, str]:
        return "ph.crosshair", self.tr("回到点位")

    def sizeHint(self) -> QSize:
        return QSize(320, 240) if self._movable else QSize(320, 72)

    def minimumSizeHint(self) -> QSize:
        return QSize()

    def paint_frame(self, painter: QPainter) -> None:
        if self.hasFocus() or not self._movable:
            token = "accent" if self.hasFocus() else "border"
            painter.setPen(QPen(current().color(token), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
