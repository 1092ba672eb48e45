"""The map view: areas below, overlays over them, and the hands on the map.

The wheel comes nearer, dragging moves, a click asks the overlays from the top and then the
areas; plus, minus, zero and the arrow keys do it without a mouse.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from ui.core.controls import Button
from ui.core.theme import current
from ui.parts.map.box_tool import BoxTool, adds
from ui.parts.map.contracts import (
    AreaClicked,
    AreaHovered,
    Areas,
    BoxDragged,
    Overlay,
    ThingClicked,
    Tool,
)
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Box, Camera, Point

if TYPE_CHECKING:
    from ui.parts.map.layer_base import BaseLayer

PAN_PX = 60
ZOOM_STEP = 1.35
MARGIN_PX = 32
_PANS = {
    Qt.Key.Key_Left: QPointF(PAN_PX, 0),
    Qt.Key.Key_Right: QPointF(-PAN_PX, 0),
    Qt.Key.Key_Up: QPointF(0, PAN_PX),
    Qt.Key.Key_Down: QPointF(0, -PAN_PX),
}


class MapView(QWidget):
    """Shows areas and overlays through a camera."""

    area_clicked = Signal(object)  # AreaClicked
    area_hovered = Signal(object)  # AreaHovered
    thing_clicked = Signal(object)  # ThingClicked
    box_dragged = Signal(object)  # BoxDragged

    def __init__(self, parent: QWidget | None = None, *, interactive: bool = True) -> None:
        """Begin empty; one that is not interactive is only looked at."""
        super().__init__(parent)
        self._areas: Areas | None = None
        self._overlays: list[Overlay] = []
        self._base: BaseLayer | None = None
        self._camera = Camera()
        self._interactive = interactive
        self._tool: Tool | None = None
        self._fitted = False
        self._sized = False  # the camera knows how large the widget is
        self._pressed: QPointF | None = None
        self._dragging = False
        self._hovered = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._buttons = self._make_buttons() if interactive else []
        if interactive:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setMouseTracking(True)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """Where the map looks; call `update` after changing it."""
        return self._camera

    def set_areas(self, areas: Areas | None) -> None:
        """Show these areas; the view stays where it is unless nothing was fitted yet."""
        self._areas = areas
        box = areas.box() if areas is not None else None
        self._camera.parallel = (box[1] + box[3]) / 2 if box is not None else None
        self._fit()
        self.update()

    def set_base(self, base: "BaseLayer | None") -> None:
        """Paint a raster map between the areas and the overlays, or none any more."""
        if self._base is not None:
            self._base.changed.disconnect(self.update)
        self._base = base
        if base is not None:
            base.changed.connect(self.update)
        self.update()

    def add_overlay(self, overlay: Overlay, *, at: int | None = None) -> None:
        """Paint an overlay over all others, or at a place in their order (0 is the lowest)."""
        self._overlays.insert(len(self._overlays) if at is None else at, overlay)
        self.update()

    def remove_overlay(self, overlay: Overlay) -> None:
        """Take an overlay away; one that is not there is let be."""
        if overlay in self._overlays:
            self._overlays.remove(overlay)
            self.update()

    @property
    def tool(self) -> Tool | None:
        """Which tool has the mouse."""
        return self._tool

    def set_tool(self, tool: Tool | None) -> None:
        """Let a tool have the mouse first; None gives it back to the map."""
        if self._tool is not None and self._tool is not tool:
            self._tool.leave()
        self._tool = tool
        self._show_cursor(self.mapFromGlobal(self.cursor().pos()).toPointF())
        self.update()

    def set_box_mode(self, on: bool) -> None:  # noqa: FBT001  a switch, as Qt's setters are
        """Let the left button draw boxes, told by `box_dragged`, instead of moving the map."""
        if on:
            self.set_tool(BoxTool(self._tell_box))
        elif isinstance(self._tool, BoxTool):
            self.set_tool(None)

    def _tell_box(self, dragged: BoxDragged) -> None:
        self.box_dragged.emit(dragged)

    # -- looking -------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        """Come nearer."""
        self._zoom(ZOOM_STEP, QPointF(self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Step back."""
        self._zoom(1 / ZOOM_STEP, QPointF(self.width() / 2, self.height() / 2))

    def show_whole(self) -> None:
        """Show all there is."""
        self._fitted = False
        self._fit()
        self.update()

    def show_box(self, box: Box) -> None:
        """Show a box of degrees whole."""
        self._camera.fit(box, margin_px=MARGIN_PX)
        self._fitted = True
        self.update()

    def look_at(self, point: Point, metres_per_px: float | None = None) -> None:
        """Put a point in the middle."""
        self._camera.look_at(point, metres_per_px)
        self._fitted = True
        self.update()

    def bring_into_view(self, point: Point) -> None:
        """Look at a point if it lies outside what is seen."""
        if not self._camera.view().contains(QPointF(*point)):
            self._camera.look_at(point)
        self.update()

    def code_at(self, at: QPointF) -> str:
        """Return the code of the area under a pixel, "" where there is none."""
        return self._areas.code_at(at, self._camera) if self._areas is not None else ""

    def thing_at(self, at: QPointF) -> object | None:
        """Return what the overlays have under a pixel, asked from the top."""
        for overlay in reversed(self._overlays):
            thing = overlay.hit(at, self._camera)
            if thing is not None:
                return thing
        return None

    def home_box(self) -> Box | None:
        """Return what `show_whole` shows; a widget that starts elsewhere overrides this."""
        return self._areas.box() if self._areas is not None else None

    def go_home(self) -> bool:
        """Look at all there is; False while there is nothing to look at."""
        box = self.home_box()
        if box is not None:
            self._camera.fit(box, margin_px=MARGIN_PX)
        return box is not None

    def tip_at(self, at: QPointF) -> str:
        """Return what is said of what lies under the mouse; "" says nothing."""
        return ""

    def _fit(self) -> None:
        """Look at all there is once there is something and a size to fit it into."""
        if not self._fitted and self._sized:
            self._fitted = self.go_home()

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._camera.zoom(factor, at)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._camera.size = QSizeF(self.size())
        self._sized = self.width() > 1
        self._fit()
        side = current().sizes.control
        for place, button in enumerate(self._buttons):
            button.move(self.width() - side - 12, 12 + place * (side + 4))

    def sizeHint(self) -> QSize:
        return QSize(720, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 200) if self._interactive else QSize(0, 0)

    def home_button(self) -> tuple[str, str]:
        """Return icon and words of the button that shows the whole."""
        return "ph.corners-out", self.tr("看全图")

    def _make_buttons(self) -> list[Button]:
        found = []
        acts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("ph.plus", self.tr("放大"), self.zoom_in),
            ("ph.minus", self.tr("缩小"), self.zoom_out),
            (*self.home_button(), self.show_whole),
        )
        for icon, words, run in acts:
            button = Button(kind="quiet", icon=icon, parent=self)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(run)
            found.append(button)
        return found

    # -- hands ---------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._interactive:
            event.ignore()
            return
        self._zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._interactive:
            super().mousePressEvent(event)
        elif self._tool is not None and self._tool.press(event, self._camera):
            self.update()
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._tool is not None and self._tool.move(event, self._camera):
            self.update()
        elif self._pressed is None:
            self._hover(self.code_at(event.position()))
            self._show_cursor(event.position())
        else:
            self._drag_to(event.position())

    def _drag_to(self, at: QPointF) -> None:
        by = at - self._pressed if self._pressed is not None else QPointF()
        if not self._dragging and by.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = at
        self._camera.move_px(by)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._tool is not None and self._tool.release(event, self._camera):
            self._pressed = None
            self.update()
            return
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._dragging:
            self._click(event)
        self._show_cursor(event.position())

    def _click(self, event: QMouseEvent) -> None:
        thing = self.thing_at(event.position())
        if thing is not None:
            self.thing_clicked.emit(ThingClicked(thing, adds(event)))
            return
        longitude, latitude = self._camera.to_earth(event.position())
        code = self.code_at(event.position())
        self.area_clicked.emit(AreaClicked(code, longitude, latitude, adds(event)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._tool is not None and self._tool.double_click(event, self._camera):
            self.update()
        elif self._interactive:
            self._zoom(ZOOM_STEP**2, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")
        super().leaveEvent(event)

    def _hover(self, code: str) -> None:
        if code != self._hovered:
            self._hovered = code
            self.area_hovered.emit(AreaHovered(code))

    def _show_cursor(self, at: QPointF) -> None:
        shape = self._tool.cursor_at(at, self._camera) if self._tool is not None else None
        if self._interactive:
            self.setCursor(shape if shape is not None else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._interactive:
            super().keyPressEvent(event)
        elif self._tool is not None and self._tool.key(event, self._camera):
            self.update()
        else:
            self._key(event)

    def _key(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.show_whole,
        }
        key = Qt.Key(event.key())
        if key in _PANS:
            self._camera.move_px(_PANS[key])
            self.update()
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if not isinstance(event, QHelpEvent) or not self._interactive:
            return super().event(event)
        words = self.tip_at(QPointF(event.pos()))
        if words:
            QToolTip.showText(event.globalPos(), words)
        else:
            QToolTip.hideText()
        return True

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not getattr(self._areas, "fills_view", False):
            painter.fillRect(self.rect(), map_color("outside"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._areas is not None:
            self._areas.paint(painter, self._camera)
        if self._base is not None:
            self._base.paint(painter, self._camera)
        for overlay in self._overlays:
            overlay.paint(painter, self._camera)
        if self._tool is not None:
            self._tool.paint(painter, self._camera)
        self.paint_frame(painter)
        painter.end()

    def paint_frame(self, painter: QPainter) -> None:
        """Paint the edge of the widget: it shows where the keyboard is."""
        if self.hasFocus():
            painter.setPen(QPen(current().color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
