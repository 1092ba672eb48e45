"""The territory: the tree, the map, and the region one has chosen."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.changes import Change, Topic
from app.core.clock import local
from app.territory.queries import PlaceRow, PostRow, RegionRow, place_row
from ui.core.controls import Button, Combo, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import menu_of
from ui.core.notices import explain
from ui.core.page_bars import ToolBar
from ui.core.segmented import Choice
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Step
from ui.core.targets import GridWanted, PlaceWanted, Target
from ui.core.view_list import WIDE_WINDOW_PX
from ui.parts.region_field import RegionField
from ui.territory.map_legend import MapLegend
from ui.territory.region_map import RegionChosen, RegionMap
from ui.territory.region_panel import PLACES, RegionPanel
from ui.territory.region_tree_view import RegionTreeView
from ui.territory.region_words import number
from ui.territory.shading import Shade, shading
from ui.territory.territory_deeds import TerritoryDeeds
from ui.territory.territory_source import (
    READ,
    Branches,
    MapFrame,
    RegionSeen,
    branch,
    frame_of,
    map_frame,
    region_seen,
    roots_of,
    way_to,
)

TREE_WIDE, TREE_SMALL = 240, 208
IMPORT = "python main.py import divisions FILE.csv"


class TerritoryPage(QWidget):
    """Everybody with the right to read the territory; changing it takes another."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = ""
        self._finding = ""
        self._seen_job: Job | None = None
        self._frame_job: Job | None = None
        self.deeds = TerritoryDeeds(desk, self)
        self.tree = RegionTreeView()
        self.search = RegionField(desk, self._roots())
        self.map = RegionMap()
        self.legend = MapLegend()
        self.shade = self._make_shades()
        self.bar = ToolBar()
        self.finding = label("", "section")
        self.panel = RegionPanel(desk)
        self._left = QFrame()
        self._middle = QWidget()
        self._over: QWidget | None = None
        self._lay_out()
        self.setFocusProxy(self.tree)
        self._connect()
        self.reload_tree()

    def _make_shades(self) -> Combo:
        made = Combo()
        made.setAccessibleName(self.tr("按什么着色"))
        for words, shade in (
            (self.tr("按人口着色"), Shade.POPULATION),
            (self.tr("按户数着色"), Shade.HOUSEHOLDS),
            (self.tr("看专职网格员"), Shade.WORKER),
            (self.tr("不着色"), Shade.NONE),
        ):
            made.add(words, shade)
        return made

    def _lay_out(self) -> None:
        self._left.setProperty("surface", "sunken")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        find = QHBoxLayout()
        find.setContentsMargins(12, 8, 11, 8)
        find.addWidget(self.search)
        column.addLayout(find)
        column.addWidget(self.tree, 1)
        self.bar.add(self.finding)
        self.bar.add_right(self.shade)
        self.shade.hide()
        self._stack = QStackedLayout(self._middle)
        self._stack.addWidget(self.map)
        self._panes = ListPanes((self.bar, self._middle, self.legend), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._left)
        line.addWidget(self._panes, 1)

    def _connect(self) -> None:
        self.tree.chosen.connect(self._row_chosen)
        self.tree.children_wanted.connect(self._read_children)
        self.search.chosen.connect(self._found)
        self.map.chosen.connect(self._map_chosen)
        self.shade.currentIndexChanged.connect(self._shade)
        self.panel.assign_wanted.connect(self.assign)
        self.panel.place_wanted.connect(self.add_place)
        self.panel.menu_wanted.connect(self._open_menu)
        self.panel.posts.end_wanted.connect(self._end_post)
        self.panel.places.edit_wanted.connect(self._edit_place)
        self.panel.places.shown_on_map.connect(self._point_at)
        self.panel.below.chosen.connect(self._below_chosen)
        self.panel.closed.connect(self.map.setFocus)
        self.deeds.opened.connect(self.show_region)
        self._desk.scope.changed.connect(self._scope_changed)
        topics = frozenset({Topic.REGION, Topic.PLACE})
        self._refresher = Refresher(
            self._desk.hub, self, self._reload, topics=topics, concerns=self._concerns
        )
        add_key(self, "/", self.search.setFocus)
        add_key(self, "A", self.assign)
        add_key(self, "P", self.add_place)
        add_key(self, "E", self.edit_totals)

    # -- the tree ------------------------------------------------------------------------------

    def _roots(self) -> tuple[str, ...]:
        scope = self._desk.scope.code
        return (scope,) if scope else self._desk.actor.prefixes(READ)

    def reload_tree(self) -> None:
        """Read the roots and, where each has one child only, what is below."""
        roots = self._roots()
        self._desk.read(lambda session: roots_of(session, roots), self._take_roots, self._no_tree)

    def _take_roots(self, branches: Branches) -> None:
        self.tree.show_branches(branches)
        first = self.tree.first()
        if first is None:
            self._show_nothing()
            return
        self._show_map()
        self.show_region(self._wanted or first.code)

    def _no_tree(self, error: BaseException) -> None:
        title = self.tr("没能读出区划")
        self._put_over(ErrorState(title, explain(error), self.reload_tree))

    def _show_nothing(self) -> None:
        why = self.tr("先在命令行导入官方区划，再导入网格边界。表头：code,name,level,parent_code。")
        step = Step(self.tr("复制导入命令"), self._copy_import)
        self._put_over(EmptyState(self.tr("还没有区划"), why, step, icon="ph.tree-structure"))
        self.panel.hide()

    def _copy_import(self) -> None:
        QGuiApplication.clipboard().setText(IMPORT)

    def _put_over(self, state: QWidget) -> None:
        self._show_map()
        self._over = QWidget()
        column = QVBoxLayout(self._over)
        column.addWidget(state, 1, Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._over)
        self._stack.setCurrentWidget(self._over)

    def _show_map(self) -> None:
        if self._over is not None:
            self._stack.removeWidget(self._over)
            self._over.deleteLater()
            self._over = None
        self._stack.setCurrentWidget(self.map)

    def _read_children(self, code: str) -> None:
        self._desk.read(lambda session: branch(session, code), self._take_children)

    def _take_children(self, found: Branches) -> None:
        for code, rows in found.rows.items():
            self.tree.fill(code, rows)

    # -- choosing ------------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show a region by its code, or a place on the map."""
        if isinstance(target, GridWanted):
            self.show_region(target.code)
        elif isinstance(target, PlaceWanted):
            self.show_region(target.region)
            self._desk.read(lambda session: place_row(session, target.place_id), self._point_at)
            self.panel.show_part(PLACES)

    def show_region(self, code: object) -> None:
        """Show a region in the tree, on the map and in the panel."""
        if not isinstance(code, str):
            return
        self._wanted = code
        self.map.point_at(None)
        if not self.tree.mark(code):
            self._desk.read(lambda session: way_to(session, code), self._reveal)
        self.panel.show()
        self._read_region()
        self._read_frame()

    def _reveal(self, way: Branches) -> None:
        if way.wanted == self._wanted and not self.tree.reveal(way):
            self.tree.unmark()  # it lies above the roots

    def _row_chosen(self, row: RegionRow) -> None:
        if row.code != self._wanted:
            self.show_region(row.code)

    def _below_chosen(self, row: RegionRow) -> None:
        self.show_region(row.code)

    def _map_chosen(self, chosen: RegionChosen) -> None:
        self.show_region(chosen.code)

    def _found(self, choice: Choice | None) -> None:
        if choice is not None:
            self.show_region(choice.value)
            self.search.set_choice(None)

    def _point_at(self, place: PlaceRow) -> None:
        self.map.point_at((place.longitude, place.latitude))

    # -- reading -------------------------------------------------------------------------------

    def _read_region(self) -> None:
        if self._seen_job is not None:
            self._seen_job.cancel()
        code, actor, on = self._wanted, self._desk.actor, self._today()
        self._seen_job = self._desk.read(
            lambda session: region_seen(session, actor, code, on),
            self._take_region,
            self._no_region,
        )

    def _take_region(self, seen: RegionSeen) -> None:
        self._seen_job = None
        may_manage = self.deeds.may_manage(seen.row.code)
        self.panel.show_region(seen, self._today(), may_manage=may_manage)
        self.map.select(seen.row.code)
        self._tell_finding()

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
        self._shade()

    def _concerns(self, change: Change) -> bool:
        return (
            not change.region
            or change.region.startswith(frame_of(self._wanted))
            or (change.topic is Topic.REGION)
        )

    def _reload(self) -> None:
        if not self._wanted:
            self.reload_tree()
            return
        code = self._wanted
        above = [code[:length] for length in (2, 4, 6, 9, 12) if length < len(code)]
        for known in (*above, code):
            self._read_children(known)
        self._read_region()
        self._read_frame_anew()

    def _scope_changed(self, _: object) -> None:
        self._wanted = ""
        self.reload_tree()

    def _today(self) -> date:
        return local(self._desk.parts.clock.now()).date()

    # -- colours -------------------------------------------------------------------------------

    def _shade(self, _: int = 0) -> None:
        shade = Shade(str(self.shade.value()))
        frame = self.map.frame
        self.shade.setVisible(bool(frame.grids))
        made = shading(shade, frame.grids)
        self.map.shade(made)
        title = {
            Shade.POPULATION: self.tr("每个网格的人口"),
            Shade.HOUSEHOLDS: self.tr("每个网格的户数"),
            Shade.WORKER: self.tr("综合网格"),
            Shade.NONE: "",
        }[shade]
        self.legend.show_shading(title, made)
        self._tell_finding(made.finding)

    def _tell_finding(self, finding: str | None = None) -> None:
        """Say what the map shows; where nothing is drawn, that."""
        if finding is not None:
            self._finding = finding
        frame = self.map.frame
        if not frame.areas:
            told = self.tr("{name} 还没有导入边界").format(name=frame.name).strip()
        elif self._finding:
            told = self._finding
        else:
            words = (
                self.tr("{name}，{count} 块")
                if not frame.is_street
                else self.tr("{name}，{count} 个网格")
            )
            told = words.format(name=frame.name, count=number(len(frame.areas)))
        self.finding.setText(told)

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
        wide = self.window().width() >= WIDE_WINDOW_PX
        self._left.setFixedWidth(TREE_WIDE if wide else TREE_SMALL)
