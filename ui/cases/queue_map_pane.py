"""The map beside the queue: the rows of the view as points, over the grids they lie in.

A point leads to its case, a grid or a box to the rows in it; what is chosen in the table is
ringed here.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPointF, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.queries.by_region import CasePoints
from app.cases.queries.view_points import view_points
from ui.core.controls import Button, label
from ui.core.jobs import Job
from ui.core.page_bars import icon_button
from ui.core.slices import Desk
from ui.core.targets import CasesWanted, CaseWanted
from ui.parts.case_map import CasePins, CasePoint
from ui.parts.frame_shapes import FrameShapes, frame_of, read_frame
from ui.parts.map import AreaClicked, BoxDragged, MapView, ScaleBar, ThingClicked
from ui.parts.map.base_source import base_of
from ui.parts.map.layer_base import BaseLayer
from ui.parts.map_paint import ShapePaths
from ui.parts.shape_ground import ShapeBorders, ShapeGround

if TYPE_CHECKING:
    from ui.cases.queue_page import QueuePage

MARGIN_PX = 8.0
SOON_MS = 120  # changes that come in a burst are read once


class QueueMapPane(QFrame):
    """A head that says what is on the map, and the map."""

    closed = Signal()

    def __init__(self, desk: Desk, page: "QueuePage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._frame = ""
        self._job: Job | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._read)
        self.ground = ShapeGround()
        self.pins = CasePins()
        self.map = _TellingMap(self._tip)
        self.map.setAccessibleName(self.tr("队列里的事件在哪里"))
        self.map.set_areas(self.ground)
        self.map.set_base(BaseLayer(base_of(desk), self))
        self.map.add_overlay(ShapeBorders(self.ground))
        self.map.add_overlay(self.pins)
        self.map.add_overlay(ScaleBar(self.tr("{metres} 米")))
        self.words = label("", "second")
        self.box_button = Button(
            self.tr("框选"), kind="ghost", small=True, icon="ph.selection", parent=self
        )
        self.box_button.setCheckable(True)
        self.box_button.setToolTip(self.tr("拖出一个框，队列里只留框里的，再按 Ctrl+A 一起办"))
        self.close_button = icon_button("ph.x", self.tr("收起地图 Ctrl+M"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 8, 4)
        head.setSpacing(8)
        head.addWidget(label(self.tr("地图"), "section"))
        head.addWidget(self.words, 1)
        head.addWidget(self.box_button)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.map, 1)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.closed)
        self.box_button.toggled.connect(self.map.set_box_mode)
        self.map.thing_clicked.connect(self._point_clicked)
        self.map.area_clicked.connect(self._area_clicked)
        self.map.box_dragged.connect(self._box_dragged)

    # -- what is shown -------------------------------------------------------------------------

    def read(self) -> None:
        """Read the points of the view soon."""
        self._soon.start()

    def ring(self, keys: Iterable[object]) -> None:
        """Ring the chosen cases; one that lies out of view is brought into it."""
        chosen = set(keys)
        self.pins.set_chosen(chosen)
        found = [point for point in self.pins.points if point.id in chosen]
        if len(found) == 1:
            self.map.bring_into_view((found[0].longitude, found[0].latitude))
        self.map.update()

    def _read(self) -> None:
        if self._job is not None:
            self._job.cancel()
        desk, view, narrowed = self._desk, self._page.view, self._page.narrowed()
        now = desk.parts.clock.now()
        self._job = desk.read(
            lambda session: view_points(session, desk.actor, view, now, narrowed), self._take
        )

    def _take(self, found: CasePoints) -> None:
        self._job = None
        self.pins.set_points(found.rows)
        self.words.setText(self._told(found))
        codes = {point.region for point in found.rows} or self._desk.actor.prefixes(rights.READ)
        self._look_at(frame_of(self._desk.scope.code, codes))
        self.map.update()

    def _told(self, found: CasePoints) -> str:
        count = len(found.rows)
        if found.more:
            return self.tr("只画最急的 {count} 件").format(count=f"{count:,}")
        if not count:
            return self.tr("这些事件都没有点位")
        return self.tr("{count} 件有点位").format(count=f"{count:,}")

    def _look_at(self, frame: str) -> None:
        if frame == self._frame:
            return
        self._frame = frame
        self._desk.look_up(lambda session: read_frame(session, frame), self._take_ground)

    def _take_ground(self, ground: FrameShapes) -> None:
        if ground.frame != self._frame:
            return
        self.ground.paths = ShapePaths(ground.shapes)
        self.map.set_areas(self.ground)
        self.map.show_whole()

    def _tip(self, at: QPointF) -> str:
        point = self.map.thing_at(at)
        if isinstance(point, CasePoint):
            place = self._page.model.position_of(point.id)
            loaded = self._page.model.row_at(place).title if place is not None else ""
            return loaded or self.tr("点一下，看这件事")
        area = self.ground.paths.shapes.find(self.map.code_at(at))
        if area is None:
            return ""
        inside = sum(point.region.startswith(area.code) for point in self.pins.points)
        return self.tr("{name}　{count} 件").format(name=area.name, count=inside)

    # -- what one does -------------------------------------------------------------------------

    def _point_clicked(self, clicked: ThingClicked) -> None:
        if isinstance(clicked.thing, CasePoint):
            self._page.show_target(CaseWanted(clicked.thing.id))

    def _area_clicked(self, clicked: AreaClicked) -> None:
        area = self.ground.paths.shapes.find(clicked.code)
        if area is not None:
            inside = (p for p in self.pins.points if p.region.startswith(area.code))
            self._narrow(area.name, inside)

    def _box_dragged(self, dragged: BoxDragged) -> None:
        self.box_button.setChecked(False)
        west, south, east, north = dragged.box
        inside = (
            point
            for point in self.pins.points
            if west <= point.longitude <= east and south <= point.latitude <= north
        )
        self._narrow(self.tr("地图上框出的"), inside)

    def _narrow(self, title: str, points: Iterable[CasePoint]) -> None:
        """Leave only these rows in the queue; nothing happens where there are none."""
        keys: tuple[UUID, ...] = tuple(point.id for point in points)
        if keys:
            self._page.show_target(CasesWanted(keys, title))


class _TellingMap(MapView):
    """A map whose tips somebody else knows."""

    def __init__(self, tell: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tell = tell

    def go_home(self) -> bool:
        """Look at all there is; a low pane has no room for a wide margin."""
        box = self.home_box()
        if box is not None:
            self.camera.fit(box, margin_px=MARGIN_PX)
        return box is not None

    def tip_at(self, at: QPointF) -> str:
        """Return what is said of what lies under the mouse."""
        words: str = self._tell(at)
        return words
