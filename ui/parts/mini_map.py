"""A light map: outlines, the chosen grid, a pin that can be dragged, wheel zoom, scale bar.

The thumbnail in a panel and the map beside a form are the same widget; `movable` makes the
difference. It needs no plotting library and paints 160 grids in some milliseconds.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.controls import Button
from ui.core.theme import current
from ui.parts.map_paint import PIN_PX, ShapePaths, paint_pin, paint_scale, paint_shapes
from ui.parts.map_shapes import Camera, MapShapes, Point, box_of

PAN_PX = 60
ZOOM_STEP = 1.35
NEAR_METRES_PER_PX = 1.2


@dataclass(frozen=True, slots=True)
class PinMoved:
    """The pin was put somewhere by hand; CGCS2000 degrees."""

    longitude: float
    latitude: float


class MiniMap(QWidget):
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
        super().__init__(parent)
        self._movable = movable
        self._near = near
        self._shapes = MapShapes()
        self._paths = ShapePaths(self._shapes)
        self._camera = Camera()
        self._selected = ""
        self._pin: Point | None = None
        self._pin_token = "over"
        self._fitted = False
        self._grabbed: QPointF | None = None
        self._dragging_pin = False
        self.setAccessibleName(self.tr("地图"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._buttons = self._make_buttons() if movable else []
        if movable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setMouseTracking(True)

    # -- what pages use ------------------------------------------------------------------------

    def set_shapes(self, shapes: MapShapes) -> None:
        """Draw these outlines and lines; the first time the view is fitted to them."""
        self._shapes = shapes
        self._paths = ShapePaths(shapes)
        self._fitted = False
        self._look()

    def set_selected(self, code: str) -> None:
        """Outline one area; "" for none."""
        self._selected = code
        if self._pin is None:
            self._fitted = False
            self._look()
        self.update()

    def set_pin(self, pin: Point | None, token: str = "") -> None:
        """Put the pin at a point (longitude, latitude) and look there; None takes it away."""
        self._pin = pin
        self._pin_token = token or self._pin_token
        self._fitted = False
        self._look()

    @property
    def selected(self) -> str:
        """Which area is outlined."""
        return self._selected

    @property
    def pin(self) -> Point | None:
        """Where the pin is."""
        return self._pin

    @property
    def shapes(self) -> MapShapes:
        """What is drawn."""
        return self._shapes

    @property
    def camera(self) -> Camera:
        """Where the map looks."""
        return self._camera

    def show_pin(self) -> None:
        """Bring the pin, or else the chosen area, back into the middle."""
        self._fitted = False
        self._look()

    def zoom_in(self) -> None:
        """Come nearer."""
        self._zoom(ZOOM_STEP, QPointF(self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Step back."""
        self._zoom(1 / ZOOM_STEP, QPointF(self.width() / 2, self.height() / 2))

    # -- looking -------------------------------------------------------------------------------

    def _look(self) -> None:
        """Fit the view once there is something to fit it to and a size to fit it into."""
        self.update()
        if self._fitted or not self._camera.size.width() > 1:
            return
        chosen = self._shapes.find(self._selected)
        if self._pin is not None:
            self._camera.look_at(self._pin, self._near)
        elif chosen is not None:
            self._camera.fit(box_of(chosen))
        else:
            box = self._shapes.box()
            if box is None:
                return
            self._camera.fit(box)
        self._fitted = True

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._camera.zoom(factor, at)
        self.update()

    def _make_buttons(self) -> list[Button]:
        found = []
        for name, words, run in (
            ("ph.plus", self.tr("放大"), self.zoom_in),
            ("ph.minus", self.tr("缩小"), self.zoom_out),
            ("ph.crosshair", self.tr("回到点位"), self.show_pin),
        ):
            button = Button(kind="quiet", icon=name, parent=self)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(run)
            found.append(button)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        first = self._camera.size.width() <= 1 or not self._fitted
        self._camera.size = QSizeF(self.size())
        if first:
            self._fitted = False
            self._look()
        side = current().sizes.control
        for at, button in enumerate(self._buttons):
            button.move(self.width() - side - 12, 12 + at * (side + 4))

    def sizeHint(self) -> QSize:
        return QSize(320, 240) if self._movable else QSize(320, 72)

    # -- hands ---------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._movable:
            event.ignore()
            return
        self._zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._movable or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._grabbed = event.position()
        self._dragging_pin = self._over_pin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            over = self._over_pin(event.position())
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            )
            return
        by = event.position() - self._grabbed
        self._grabbed = event.position()
        if self._dragging_pin and self._pin is not None:
            self._pin = self._camera.to_earth(self._camera.to_px(self._pin) + by)
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._camera.move_px(by)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._dragging_pin = self._dragging_pin, False
        self._grabbed = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if dragged and self._pin is not None:
            self._tell(self._pin)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._movable:
            self._put_pin(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: QPointF(PAN_PX, 0),
            Qt.Key.Key_Right: QPointF(-PAN_PX, 0),
            Qt.Key.Key_Up: QPointF(0, PAN_PX),
            Qt.Key.Key_Down: QPointF(0, -PAN_PX),
        }
        key = Qt.Key(event.key())
        if not self._movable:
            super().keyPressEvent(event)
        elif key in moves:
            self._camera.move_px(moves[key])
            self.update()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._put_pin(QPointF(self.width() / 2, self.height() / 2))
        else:
            super().keyPressEvent(event)

    def _put_pin(self, at: QPointF) -> None:
        self._pin = self._camera.to_earth(at)
        self.update()
        self._tell(self._pin)

    def _tell(self, pin: Point) -> None:
        self.pin_moved.emit(PinMoved(round(pin[0], 6), round(pin[1], 6)))

    def _over_pin(self, at: QPointF) -> bool:
        if self._pin is None:
            return False
        tip = self._camera.to_px(self._pin)
        return QRectF(tip.x() - PIN_PX / 2, tip.y() - PIN_PX, PIN_PX, PIN_PX + 4).contains(at)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tip = self._camera.to_px(self._pin) if self._pin is not None else None
        paint_shapes(painter, self._paths, self._camera, selected=self._selected, keep_free=tip)
        if tip is not None:
            paint_pin(painter, tip, self._pin_token)
        if self._movable:
            paint_scale(painter, self._camera, self.tr("{metres} 米"))
        if self.hasFocus() or not self._movable:
            token = "accent" if self.hasFocus() else "border"
            painter.setPen(QPen(current().color(token), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
