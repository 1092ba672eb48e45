"""What one does on the map besides choosing: tools, opening lists, hovering, printing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.territory.measures import is_inside
from app.territory.queries import PlaceRow
from app.territory.video.queries import StationRow
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.targets import CasesWanted, CaseWanted, QueueWanted
from ui.parts.case_map import CasePoint, Cluster, StopHit
from ui.parts.map import ThingClicked, Tool
from ui.parts.map_shapes import Point
from ui.parts.patrol_map import Track
from ui.territory.map_tools import LassoTool, MeasureTool

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

MEASURE, LASSO = "measure", "lasso"


class MapDesk(QObject):
    """Belongs to the page."""

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        page = self._page
        page.bar.tool_wanted.connect(self.take_tool)
        page.map.thing_clicked.connect(self._clicked)
        page.map.moved.connect(page.foot.show_mouse)
        page.map.looked.connect(page.foot.update)
        page.map.tell = self.tell
        page.panel.queue_wanted.connect(self.open_queue)
        add_key(page, "L", lambda: self._toggle(MEASURE))
        if page.cases.source.counts_cases:
            add_key(page, "O", lambda: self._toggle(LASSO))
            add_key(page, "J", page.bar.clusters.toggle)
            add_key(page, "H", page.bar.heat.toggle)
            add_key(page, "Q", self.open_queue)

    # -- tools ---------------------------------------------------------------------------------

    def _toggle(self, key: str) -> None:
        taken = {MEASURE: MeasureTool, LASSO: LassoTool}[key]
        self.take_tool("" if isinstance(self._page.map.tool, taken) else key)

    def take_tool(self, key: object) -> None:
        """Take a tool into the hand, or put it down."""
        tool: Tool | None = None
        if key == MEASURE:
            tool = MeasureTool(self._put_down)
        elif key == LASSO:
            tool = LassoTool(self._circled, self._put_down)
        self._page.bar.show_tool(str(key))
        self._page.map.set_tool(tool)
        self._page.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_down(self) -> None:
        self.take_tool("")

    def _circled(self, ring: tuple[Point, ...]) -> None:
        points = self._page.cases.points
        inside = [p for p in points if is_inside(ring, (p.longitude, p.latitude))]
        if not inside:
            self._desk.notices.tell(self.tr("圈里没有在办的事件"))
            return
        title = self.tr("地图上圈出的 {count} 件").format(count=len(inside))
        self._desk.navigator.go(CasesWanted(tuple(point.id for point in inside), title))

    # -- lists ---------------------------------------------------------------------------------

    def _clicked(self, clicked: ThingClicked) -> None:
        thing, page = clicked.thing, self._page
        if isinstance(thing, Cluster):
            page.show_region(thing.code)
            page.panel.show_cases_part()
        elif isinstance(thing, CasePoint):
            self._desk.navigator.go(CaseWanted(thing.id))
        elif isinstance(thing, StopHit):
            self._desk.navigator.go(CaseWanted(thing.case_id))
        elif isinstance(thing, Track):
            page.covered.open_rounds()
        elif isinstance(thing, StationRow):
            self._desk.notices.tell(f"{thing.name}，{thing.region_name}，{thing.code}")
        elif isinstance(thing, PlaceRow):
            page.map.point_at((thing.longitude, thing.latitude))
            self._desk.notices.tell(f"{thing.name}，{thing.region_name}")

    def open_queue(self) -> None:
        """Open what is open in the region in the queue."""
        page = self._page
        if page.wanted and page.panel.panes:
            typed = [self.tr("网格") + f":={page.wanted}"]
            if page.bar.category:
                typed.append(self.tr("类别") + f":={page.bar.category}")
            self._desk.navigator.go(QueueWanted("all_open", " ".join(typed)))

    # -- hovering ------------------------------------------------------------------------------

    def tell(self, code: str) -> str:
        """Return what is said of a region's open cases under the mouse."""
        return f"{self._page.covered.tell(code)}\n{self._of_cases(code)}".strip()

    def _of_cases(self, code: str) -> str:
        count = self._page.cases.count_of(code)
        if count is None:
            return ""
        words = self.tr("在办 {open} 件")
        if count.overdue:
            words = self.tr("在办 {open} 件，其中超时 {overdue} 件")
        return words.format(open=count.open, overdue=count.overdue)
