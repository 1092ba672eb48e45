"""The map of the territory: a click chooses a grid, the wheel comes nearer, dragging moves."""

from dataclasses import dataclass

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

from app.territory.queries import OutlineRow
from ui.core.controls import Button
from ui.core.theme import current
from ui.parts.map_paint import map_color, paint_pin, paint_scale, transform_of
from ui.parts.map_shapes import Camera, MapShapes, Point, box_of
from ui.territory.map_paint import (
    FramePaths,
    paint_areas,
    paint_borders,
    paint_chosen,
    paint_missing,
    paint_names,
)
from ui.territory.region_words import number
from ui.territory.shading import Shade, Shading
from ui.territory.territory_source import MapFrame

PAN_PX = 60
ZOOM_STEP = 1.35
EMPTY = MapFrame("", "", (), (), None, (), {})


@dataclass(frozen=True, slots=True)
class RegionChosen:
    """A region was chosen by hand."""

    code: str


class RegionMap(QWidget):
    """Shows a frame; names communities from afar and grids from near by."""

    chosen = Signal(object)  # RegionChosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = EMPTY
        self._shapes = MapShapes()
        self._paths = FramePaths(EMPTY)
        self._shading = Shading(Shade.NONE, {}, (), "")
        self._camera = Camera()
        self._selected = ""
        self._pin: Point | None = None
        self._fitted = False
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setAccessibleName(self.tr("辖区地图"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._buttons = self._make_buttons()

    def _make_buttons(self) -> list[Button]:
        made = []
        for icon, words, run in (
            ("ph.plus", self.tr("放大"), self.zoom_in),
            ("ph.minus", self.tr("缩小"), self.zoom_out),
            ("ph.corners-out", self.tr("看全图"), self.show_whole),
        ):
            button = Button(kind="quiet", icon=icon, parent=self)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(run)
            made.append(button)
        return made

    # -- what the page uses --------------------------------------------------------------------

    @property
    def frame(self) -> MapFrame:
        """What is shown."""
        return self._frame

    @property
    def camera(self) -> Camera:
        """Where the map looks."""
        return self._camera

    def show_frame(self, frame: MapFrame) -> None:
        """Show a frame; the view is fitted to it unless it is the one that stood already."""
        again = frame.code == self._frame.code and bool(self._frame.areas)
        self._frame = frame
        self._shapes = MapShapes(frame.areas, frame.lines)
        self._paths = FramePaths(frame)
        self._fitted = self._fitted and again
        self._fit()
        self.update()

    def shade(self, shading: Shading) -> None:
        """Colour the areas."""
        self._shading = shading
        self.update()

    def select(self, code: str) -> None:
        """Outline a region; it is brought into view if it lies outside."""
        self._selected = code
        area = self._find(code)
        if area is not None and self._fitted and len(code) > len(self._frame.code):
            west, south, east, north = box_of(area)
            view = self._camera.view()
            if not view.contains(QPointF((west + east) / 2, (south + north) / 2)):
                self._camera.look_at(area.centre)
        self.update()

    def point_at(self, point: Point | None) -> None:
        """Put a pin at a place and bring it into view; None takes it away."""
        self._pin = point
        if point is not None and not self._camera.view().contains(QPointF(*point)):
            self._camera.look_at(point)
        self.update()

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

    # -- looking -------------------------------------------------------------------------------

    def _fit(self) -> None:
        if self._fitted or self._camera.size.width() <= 1:
            return
        edge = (self._frame.edge,) if self._frame.edge is not None else ()
        box = MapShapes((*self._frame.areas, *edge)).box()
        if box is not None:
            self._camera.fit(box, margin_px=32)
            self._fitted = True

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._camera.zoom(factor, at)
        self.update()

    def _find(self, code: str) -> OutlineRow | None:
        edge = (self._frame.edge,) if self._frame.edge is not None else ()
        shown = (*self._frame.areas, *self._frame.borders, *edge)
        return next((area for area in shown if area.code == code), None)

    def area_under(self, at: QPointF) -> OutlineRow | None:
        """Return the area under a pixel."""
        return self._shapes.area_at(self._camera.to_earth(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        first = self._camera.size.width() <= 1
        self._camera.size = QSizeF(self.size())
        if first or not self._fitted:
            self._fitted = False
            self._fit()
        side = current().sizes.control
        for at, button in enumerate(self._buttons):
            button.move(self.width() - side - 12, 12 + at * (side + 4))

    def sizeHint(self) -> QSize:
        return QSize(720, 600)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 200)

    # -- hands ---------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        by = event.position() - self._pressed
        if not self._dragging and by.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = event.position()
        self._camera.move_px(by)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if pressed is None or self._dragging:
            return
        area = self.area_under(event.position())
        if area is not None:
            self.chosen.emit(RegionChosen(area.code))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._zoom(ZOOM_STEP**2, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: QPointF(PAN_PX, 0),
            Qt.Key.Key_Right: QPointF(-PAN_PX, 0),
            Qt.Key.Key_Up: QPointF(0, PAN_PX),
            Qt.Key.Key_Down: QPointF(0, -PAN_PX),
        }
        acts = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.show_whole,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._camera.move_px(moves[key])
            self.update()
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what lies under the mouse."""
        if isinstance(event, QHelpEvent):
            area = self.area_under(QPointF(event.pos()))
            if area is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._words(area))
            return True
        return super().event(event)

    def _words(self, area: OutlineRow) -> str:
        row = self._frame.grids.get(area.code)
        if row is None:
            return area.name
        words = self.tr("{name}\n{households} 户 {population} 人\n专职网格员：{worker}")
        return words.format(
            name=row.name,
            households=number(row.households),
            population=number(row.population),
            worker=row.worker or self.tr("缺"),
        )

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), map_color("outside"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        transform, paths = transform_of(self._camera), self._paths
        paint_areas(painter, paths, transform, self._camera.view(), self._shading)
        paint_borders(painter, paths, transform)
        paint_missing(painter, paths, transform, self._shading, self._camera)
        for shapes in (paths.areas, paths.borders, paths.edge):
            for area, path in shapes.areas:
                if area.code == self._selected:
                    paint_chosen(painter, transform.map(path))
        if self._near():
            paint_names(painter, paths.areas, self._camera, transform, bold=False)
        else:
            paint_names(painter, paths.borders, self._camera, transform, bold=True)
        if self._pin is not None:
            paint_pin(painter, self._camera.to_px(self._pin), "over")
        if self._frame.areas:
            paint_scale(painter, self._camera, self.tr("{metres} 米"))
        self._paint_frame(painter)
        painter.end()

    def _near(self) -> bool:
        """Tell whether most areas in view have room for their names; else communities are named."""
        if not self._frame.borders:
            return True
        widths = sorted((box_of(area)[2] - box_of(area)[0]) for area in self._frame.areas)
        middle = widths[len(widths) // 2] if widths else 0.0
        return middle / max(self._camera.view().width(), 1e-9) * self.width() > 72

    def _paint_frame(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(current().color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
