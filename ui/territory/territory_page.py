"""The grid map: coloured by a figure, the open cases over it, and the region one has chosen."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.changes import Change, Topic
from app.core.clock import local
from app.territory.queries import PlaceRow, PostRow, RegionRow, place_row
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import menu_of
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Step
from ui.core.targets import CasesOnMapWanted, GridWanted, PlaceWanted, Target
from ui.core.view_list import WIDE_WINDOW_PX
from ui.territory.around import Around
from ui.territory.base_ground import BaseGround
from ui.territory.case_layers import CaseLayers
from ui.territory.covered_ground import CoveredGround
from ui.territory.covered_map import CoveredMap
from ui.territory.finding_plate import FindingPlate
from ui.territory.map_bar import MapBar
from ui.territory.map_desk import MapDesk
from ui.territory.map_foot import MapFoot
from ui.territory.map_paper import MapPaper
from ui.territory.marked_cases import MarkedCases
from ui.territory.region_map import RegionChosen, RegionMap
from ui.territory.region_panel import GROUND, RegionPanel
from ui.territory.sketching.desk import SketchDesk
from ui.territory.territory_deeds import TerritoryDeeds
from ui.territory.territory_source import MapFrame, RegionSeen, frame_of, map_frame, region_seen
from ui.territory.tree_pane import TreePane

IMPORT = "python main.py import divisions FILE.csv"
TREE_KEPT = "territory.tree"


class TerritoryPage(QWidget):
    """Everybody with the right to read the territory; changing it takes another."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self._seen_job: Job | None = None
        self._frame_job: Job | None = None
        self.deeds = TerritoryDeeds(desk, self)
        self.side = TreePane(desk)
        self.tree, self.search = self.side.tree, self.side.search
        self.map = RegionMap()
        self.map.read_grids(desk)
        self.foot = MapFoot(self.map.camera)
        self.plate = FindingPlate(self.map)
        self.panel = RegionPanel(desk)
        self.cases = CaseLayers(desk, self)
        self.bar = MapBar(with_cases=self.cases.source.counts_cases)
        self.hands = MapDesk(desk, self)
        self.marked = MarkedCases(desk, self)
        self.paper = MapPaper(desk, self)
        self.sketches = SketchDesk(desk, self)
        self.around = Around(desk, self)
        self.covered = CoveredGround(desk, self)
        self.base = BaseGround(desk, self.map, self.bar.base)
        self._middle = QWidget()
        self._lay_out()
        self.setFocusProxy(self.map)
        self._connect()
        self.cases.begin()
        self.hands.begin()
        self.marked.begin()
        self.paper.begin()
        self.sketches.begin()
        self.around.begin()
        self.side.reload()

    def _lay_out(self) -> None:
        self._stack = CoveredMap(self._middle, self.map)
        self._panes = ListPanes((self.bar, self._middle, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.side)
        line.addWidget(self._panes, 1)
        shown = self._desk.preferences.text(TREE_KEPT) == "shown"
        self.side.setVisible(shown)
        self.bar.tree.setChecked(shown)

    def _connect(self) -> None:
        self.side.chosen.connect(self.show_region)
        self.side.begun.connect(self._begun)
        self.side.failed.connect(self._no_tree)
        self.map.chosen.connect(self._map_chosen)
        self.panel.assign_wanted.connect(self.assign)
        self.panel.place_wanted.connect(self.add_place)
        self.panel.menu_wanted.connect(self._open_menu)
        self.panel.posts.end_wanted.connect(self._end_post)
        self.panel.places.edit_wanted.connect(self._edit_place)
        self.panel.places.shown_on_map.connect(self._point_at)
        self.panel.below.chosen.connect(self._below_chosen)
        self.panel.region_wanted.connect(self.show_region)
        self.panel.closed.connect(self.map.setFocus)
        self.deeds.opened.connect(self.show_region)
        self.bar.tree_wanted.connect(self._show_tree)
        self._desk.scope.changed.connect(self._scope_changed)
        topics = frozenset({Topic.REGION, Topic.PLACE})
        self._refresher = Refresher(
            self._desk.hub, self, self._reload, topics=topics, concerns=self._concerns
        )
        add_key(self, "/", self._search)
        add_key(self, "T", self.bar.tree.toggle)
        add_key(self, "A", self.assign)
        add_key(self, "P", self.add_place)
        add_key(self, "E", self.edit_totals)

    # -- the tree ------------------------------------------------------------------------------

    def _show_tree(self, shown: object) -> None:
        self.side.setVisible(bool(shown))
        self._desk.preferences.set_text(TREE_KEPT, "shown" if shown else "")
        if shown:
            self.tree.setFocus()
        else:
            self.map.setFocus()

    def _search(self) -> None:
        self.bar.tree.setChecked(True)
        self.search.setFocus()

    def _begun(self, first: RegionRow | None) -> None:
        if first is None:
            self._show_nothing()
            return
        self._stack.show_map()
        self.show_region(self._wanted or first.code)

    def _no_tree(self, error: BaseException) -> None:
        title = self.tr("没能读出区划")
        self._stack.put_over(ErrorState(title, explain(error), self.side.reload))

    def _show_nothing(self) -> None:
        why = self.tr("先在命令行导入官方区划，再导入网格边界。表头：code,name,level,parent_code。")
        step = Step(self.tr("复制导入命令"), self._copy_import)
        self._stack.put_over(EmptyState(self.tr("还没有区划"), why, step, icon="ph.tree-structure"))
        self.panel.hide()

    def _copy_import(self) -> None:
        QGuiApplication.clipboard().setText(IMPORT)

    # -- choosing ------------------------------------------------------------------------------

    @property
    def wanted(self) -> str:
        """Code of the region that is looked at."""
        return self._wanted

    def show_target(self, target: Target) -> None:
        """Show a region by its code, or a place on the map."""
        if isinstance(target, GridWanted):
            self.show_region(target.code)
        elif isinstance(target, PlaceWanted):
            self.show_region(target.region)
            self._desk.read(lambda session: place_row(session, target.place_id), self._point_at)
            self.panel.show_part(GROUND)
        elif isinstance(target, CasesOnMapWanted):
            self.marked.show(target.case_ids)

    def show_region(self, code: object) -> None:
        """Show a region in the tree, on the map and in the panel."""
        if not isinstance(code, str):
            return
        self._wanted = code
        self.map.point_at(None)
        self.side.show_region(code)
        self.panel.show()
        self._read_region()
        self._read_frame()

    def _below_chosen(self, row: RegionRow) -> None:
        self.show_region(row.code)

    def _map_chosen(self, chosen: RegionChosen) -> None:
        self.show_region(chosen.code)

    def _point_at(self, place: PlaceRow) -> None:
        self.map.point_at((place.longitude, place.latitude))

    # -- reading -------------------------------------------------------------------------------

    def _read_region(self) -> None:
        if self._seen_job is not None:
            self._seen_job.cancel()
        code, actor, on = self._wanted, self._desk.actor, self._today()

        def ask(session: Any) -> RegionSeen:
            return region_seen(session, actor, code, on)

        self._seen_job = self._desk.read(ask, self._take_region, self._no_region)
        self.cases.show_region(code)

    def _take_region(self, seen: RegionSeen) -> None:
        self._seen_job = None
        may_manage = self.deeds.may_manage(seen.row.code)
        self.panel.show_region(seen, self._today(), may_manage=may_manage)
        self.map.select(seen.row.code)

    def _no_region(self, error: BaseException) -> None:
        self._seen_job = None
        title = self.tr("没能读出这个区划")
        self.panel.show_state(ErrorState(title, explain(error), self._read_region))

    def _read_frame(self) -> None:
        code = frame_of(self._wanted)
        if code == self.map.frame.code and self.map.frame.areas:
            self.map.select(self._wanted)
            return
        self._read_frame_anew()

    def _read_frame_anew(self) -> None:
        if self._frame_job is not None:
            self._frame_job.cancel()
        code, on = frame_of(self._wanted), self._today()
        self._frame_job = self._desk.read(
            lambda session: map_frame(session, code, on), self._take_frame
        )

    def _take_frame(self, frame: MapFrame) -> None:
        self._frame_job = None
        self.map.show_frame(frame)
        self.map.select(self._wanted)
        counts: dict[str, int] = {}
        for code in frame.grids:
            counts[code[:12]] = counts.get(code[:12], 0) + 1
        if frame.grids:
            counts[frame.code] = len(frame.grids)
        self.tree.set_counts(counts)
        self.cases.show_frame(frame)
        self.sketches.show_street(frame.code if frame.is_street else "")

    def _concerns(self, change: Change) -> bool:
        return (
            not change.region
            or change.region.startswith(frame_of(self._wanted))
            or (change.topic is Topic.REGION)
        )

    def _reload(self) -> None:
        if not self._wanted:
            self.side.reload()
            return
        self.side.reload_around(self._wanted)
        self._read_region()
        self._read_frame_anew()

    def _scope_changed(self, _: object) -> None:
        self._wanted = ""
        self.side.reload()

    def _today(self) -> date:
        return local(self._desk.parts.clock.now()).date()

    # -- doing ---------------------------------------------------------------------------------

    def _managed(self) -> RegionSeen | None:
        """Return the region in the panel where this person may change it."""
        seen = self.panel.seen
        if seen is None or not self.deeds.may_manage(seen.row.code):
            return None
        return seen

    def assign(self) -> None:
        """Fill a post of the region."""
        seen = self._managed()
        if seen is not None and self.panel.assign_button.isEnabled():
            self.deeds.assign(seen)

    def add_place(self) -> None:
        """Enter a place in the region."""
        seen = self._managed()
        if seen is not None and self.panel.place_button.isEnabled():
            self.deeds.add_place(seen)

    def edit_totals(self) -> None:
        """Correct households and population of the grid."""
        seen = self._managed()
        if seen is not None:
            self.deeds.edit_totals(seen)

    def _end_post(self, post: PostRow) -> None:
        seen = self._managed()
        if seen is not None:
            self.deeds.end_post(seen, post)

    def _edit_place(self, place: PlaceRow) -> None:
        seen = self._managed()
        if seen is not None:
            self.deeds.edit_place(seen, place)

    def _open_menu(self, button: Button) -> None:
        seen = self._managed()
        if seen is not None:
            menu = menu_of(self.deeds.menu(seen), self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(wide=self.window().width() >= WIDE_WINDOW_PX)
