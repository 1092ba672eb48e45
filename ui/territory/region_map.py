"""The map of the territory: a click chooses a grid, the wheel comes nearer, dragging moves."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.territory.queries import OutlineRow
from ui.core.slices import Desk
from ui.parts.map import AreaClicked, MapView, Note, Overlay, Pin
from ui.parts.map.road_names import RoadNames
from ui.parts.map_shapes import Box, Camera, MapShapes, Point, box_of
from ui.territory.around import MenuAsked
from ui.territory.frame_layers import FrameAreas, FrameMarks
from ui.territory.grid_ground import GridGround
from ui.territory.region_words import number
from ui.territory.shading import Shading
from ui.territory.sketching.layer import SketchLayer
from ui.territory.territory_source import MapFrame

EMPTY = MapFrame("", "", (), (), None, (), {})


@dataclass(frozen=True, slots=True)
class RegionChosen:
    """A region was chosen by hand."""

    code: str


class RegionMap(MapView):
    """Shows a frame; names communities from afar and grids from near by."""

    chosen = Signal(object)  # RegionChosen
    moved = Signal(object)  # Point | None: where the mouse is
    menu_asked = Signal(object)  # MenuAsked
    escaped = Signal()  # with no tool in the hand
    looked = Signal()  # from another height, or at another size

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = EMPTY
        self._ground = FrameAreas(EMPTY)
        self._marks = FrameMarks(self._ground)
        self._pin = Pin()
        self._note = Note()
        self.sketches = SketchLayer(lambda: self._taken_below(self.sketches))
        self.roads = RoadNames(lambda: self._taken_below(self.roads))
        self._metres_per_px = 0.0
        self._grids: GridGround | None = None
        self.tell: Callable[[str], str] = lambda _: ""
        self.setAccessibleName(self.tr("辖区地图"))
        self.set_areas(self._ground)
        self.add_overlay(self._marks)
        self.add_overlay(self._pin)
        self.add_overlay(self._note)
        self.add_overlay(self.roads)
        self.area_clicked.connect(self._choose)

    # -- what the page uses --------------------------------------------------------------------

    @property
    def frame(self) -> MapFrame:
        """What is shown."""
        return self._frame

    def add_overlay(self, overlay: Overlay, *, at: int | None = None) -> None:
        """Paint an overlay; sketches stay over it, names of roads over all, where there is room."""
        super().add_overlay(overlay, at=at)
        for each in (self.sketches, self.roads):
            if overlay is not each and each in self._overlays:
                self.remove_overlay(each)
                super().add_overlay(each)

    def _taken_below(self, layer: Overlay) -> list[QRectF]:
        """Return where the overlays under one painted names and marks in this frame."""
        below = self._overlays[: self._overlays.index(layer)]
        return [box for each in below for box in getattr(each, "taken", ())]

    def read_grids(self, desk: Desk) -> None:
        """Show the grids of larger regions as well, read and drawn off the GUI thread."""
        self._grids = GridGround(desk, self)
        self._grids.came.connect(self._grids_came)
        self._grids.making.connect(self._tell_making)

    def _grids_came(self) -> None:
        self.remove_overlay(self._marks)
        self.select(self._marks.selected)

    def _tell_making(self, count: int) -> None:
        words = self.tr("正在准备 {count} 个网格的图，好了就换上")
        self._note.words = words.format(count=f"{count:,}") if count else ""
        self.update()

    def show_frame(self, frame: MapFrame) -> None:
        """Show a frame; the view is fitted to it unless it is the one that stood already."""
        again = frame.code == self._frame.code and bool(self._frame.areas)
        self._frame = frame
        self._ground.show_frame(frame)
        self.roads.set_lines(frame.lines)
        self._fitted = self._fitted and again
        if self._grids is not None:
            self._grids.show_frame(frame)
        if self._grids is None or self._grids.areas is None:
            self.remove_overlay(self._marks)
            self.add_overlay(self._marks, at=0)
            self.set_areas(self._ground)
        else:
            self.set_areas(self._grids.areas)

    def shade(self, shading: Shading) -> None:
        """Colour the areas."""
        self._ground.shading = shading
        if self._grids is not None:
            self._grids.shade(shading)
        self.update()

    def select(self, code: str) -> None:
        """Outline a region; it is brought into view if it lies outside."""
        self._marks.selected = code
        if self._grids is not None:
            self._grids.select(code)
        area = self._find(code)
        if area is not None and self._fitted and len(code) > len(self._frame.code):
            west, south, east, north = box_of(area)
            if not self.camera.view().contains(QPointF((west + east) / 2, (south + north) / 2)):
                self.camera.look_at(area.centre)
        self.update()

    def point_at(self, point: Point | None) -> None:
        """Put a pin at a place and bring it into view; None takes it away."""
        self._pin.point = point
        if point is not None:
            self.bring_into_view(point)
        self.update()

    def middle_of(self, code: str) -> Point | None:
        """Return where a region's name would stand, None where it is not drawn."""
        area = self._find(code)
        return area.centre if area is not None else None

    def name_areas(self, *, shown: bool) -> None:
        """Name the areas; another overlay may do it instead."""
        self._marks.named = shown
        if self._grids is not None:
            self._grids.name_areas(shown=shown)
        self.update()

    def is_near(self, camera: Camera) -> bool:
        """Tell whether one is so near that grids are told apart, not communities."""
        return self._ground.is_near(camera)

    # -- what the view asks --------------------------------------------------------------------

    def home_box(self) -> Box | None:
        edge = (self._frame.edge,) if self._frame.edge is not None else ()
        return MapShapes((*self._frame.areas, *edge)).box()

    def tip_at(self, at: QPointF) -> str:
        grids = self._grids
        if grids is not None and grids.areas is not None:
            code = grids.region_at(at)
            return f"{grids.name_of(code)}\n{self.tell(code)}".strip()
        code = self.code_at(at)
        area = self._find(code)
        row = self._frame.grids.get(code)
        if area is None or row is None:
            return area.name if area is not None else ""
        words = self.tr(
            "{name}　{households} 户 {population} 人\n网格长：{head}　专职网格员：{worker}"
        )
        told = words.format(
            name=row.name,
            households=number(row.households),
            population=number(row.population),
            head=row.head or self.tr("缺"),
            worker=row.worker or self.tr("缺"),
        )
        return f"{told}\n{self.tell(code)}".strip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.moved.emit(self.camera.to_earth(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.tool is None:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu of the point under the mouse; by the keyboard, of the middle."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        at = event.pos() if by_mouse else self.rect().center()
        point = self.camera.to_earth(QPointF(at))
        self.menu_asked.emit(MenuAsked(point, self.mapToGlobal(at)))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.moved.emit(None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:  # another theme
            self.shade(self._ground.shading)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.camera.metres_per_px != self._metres_per_px:
            self._metres_per_px = self.camera.metres_per_px
            self.looked.emit()

    def _find(self, code: str) -> OutlineRow | None:
        edge = (self._frame.edge,) if self._frame.edge is not None else ()
        shown = (*self._frame.areas, *self._frame.borders, *edge)
        return next((area for area in shown if area.code == code), None)

    def _choose(self, clicked: AreaClicked) -> None:
        if clicked.code:
            at = self.camera.to_px((clicked.longitude, clicked.latitude))
            meant = self._grids.region_at(at) if self._grids is not None else ""
            self.chosen.emit(RegionChosen(meant or clicked.code))
