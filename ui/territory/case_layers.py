"""Keeps map, legend and panel of the page to what is asked: figure, period, kind, layers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter

from app.core.paging import Page
from app.territory.queries import OutlineRow, PlaceRow, places_page
from app.territory.video.queries import stations
from ui.core.jobs import Job
from ui.core.region_pane import RegionAsked
from ui.core.slices import Desk
from ui.parts.case_map import (
    CaseMap,
    CaseMapAsked,
    CaseMapSource,
    CasePins,
    CasePoint,
    Cluster,
    Clusters,
    Heat,
    MapFigure,
    RegionCount,
    WeeksRead,
    kind_rows,
)
from ui.parts.map_shapes import Camera
from ui.territory.map_paint import short_of
from ui.territory.place_marks import PlaceMarks
from ui.territory.region_words import number
from ui.territory.shading import PLAIN, Shade, Shading, case_shading, shading
from ui.territory.territory_source import MapFrame, digits_below
from ui.territory.video.marks import CameraMarks

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

PINS_FROM_M = 1.6
"""Nearer than so many metres a pixel, single cases are shown in place of rings."""
MOST_PLACES = 2_000
NOTHING = RegionCount()


class CaseLevels:
    """Rings by community from afar, by grid from nearer, single cases from near by."""

    def __init__(self, page: "TerritoryPage") -> None:
        self._page = page
        self.far = Clusters()
        self.near = Clusters()
        self.named = Clusters()
        self.pins = CasePins()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint what fits how near one is."""
        self._at(camera).paint(painter, camera)
        if camera.metres_per_px <= PINS_FROM_M:
            self.pins.paint(painter, camera)

    @property
    def taken(self) -> list[QRectF]:
        """Where rings and names stand that were painted last."""
        return self._at(self._page.map.camera).taken

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the case or the cluster under a pixel."""
        if camera.metres_per_px <= PINS_FROM_M:
            found = self.pins.hit(at, camera)
            if found is not None:
                return found
        return self._at(camera).hit(at, camera)

    def _at(self, camera: Camera) -> Clusters:
        if camera.metres_per_px <= PINS_FROM_M:
            return self.named
        return self.near if self._page.map.is_near(camera) else self.far


class CaseLayers(QObject):
    """Belongs to the page; reads through the source of the case map."""

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._found: CaseMap | None = None
        self._weeks_of = ""
        self._places_of = ""
        self._places_job: Job | None = None
        self._kinds_job: Job | None = None
        self.source = CaseMapSource(desk, page)
        self.levels = CaseLevels(page)
        self.heat = Heat()
        self.places = PlaceMarks()
        self.cameras = CameraMarks()
        self.shading: Shading = PLAIN

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        bar = self._page.bar
        bar.shade_changed.connect(self.shade)
        bar.asked_anew.connect(self._ask)
        bar.layers_changed.connect(self._show_layers)
        self.source.ready.connect(self._take)
        self.source.weeks_ready.connect(self._take_weeks)
        self._show_layers()
        if self.source.counts_cases:
            self._kinds_job = self._desk.look_up(kind_rows, bar.set_kinds)

    @property
    def points(self) -> tuple[CasePoint, ...]:
        """The open cases of the frame that have a point."""
        return self._found.points.rows if self._found is not None else ()

    # -- what is asked -------------------------------------------------------------------------

    def show_frame(self, frame: MapFrame) -> None:
        """Show the cases of another frame."""
        if self._found is not None and self._found.asked.region != frame.code:
            self._found = None
            self._page.panel.show_cases(None)
            self._show_clusters()
        self._ask_map()
        self._show_clusters()
        self.shade()
        self.reload_places()

    def show_region(self, code: str) -> None:
        """Show weeks and lists of another region."""
        bar, page = self._page.bar, self._page
        if code != self._weeks_of:
            self._weeks_of = code
            page.panel.weeks.show_weeks(None)
        self.source.ask_weeks(code, bar.category)
        page.panel.ask_panes(RegionAsked(code, bar.days, bar.category))

    def _ask(self) -> None:
        self._ask_map()
        self.show_region(self._page.wanted)

    def _ask_map(self) -> None:
        bar, frame = self._page.bar, self._page.map.frame
        if frame.areas:
            digits = digits_below(frame)
            self.source.ask(CaseMapAsked(frame.code, digits, bar.days, bar.category))

    def _take(self, found: CaseMap) -> None:
        if found.asked.region != self._page.map.frame.code:
            return
        self._found = found
        self._page.panel.show_cases(found.figures)
        self._show_clusters()
        self.shade()

    def _take_weeks(self, found: WeeksRead) -> None:
        if found.region == self._page.wanted:
            self._page.panel.weeks.show_weeks(found.weeks)

    # -- what is shown -------------------------------------------------------------------------

    def shade(self) -> None:
        """Colour the map by what the bar says."""
        page, figure = self._page, self._page.bar.figure
        frame = page.map.frame
        if page.bar.heat.isChecked():
            self.shading = self._cold(figure)
        elif figure is Shade.COVERAGE:
            self.shading = page.covered.shading()
        elif isinstance(figure, Shade):
            self.shading = shading(figure, frame.grids)
        elif self._found is not None:
            self.shading = case_shading(figure, self._found.figures)
        else:
            self.shading = PLAIN
        page.covered.follow(shown=figure is Shade.COVERAGE and not page.bar.heat.isChecked())
        page.map.shade(self.shading)
        page.foot.show_shading(self.shading, grids=frame.is_street)
        page.plate.setText(self._finding(frame))

    def _cold(self, figure: MapFigure | Shade) -> Shading:
        """Return no colours, for heat is laid over the ground; what is hot is told in words."""
        title = self.tr("在办事件哪里最密：越红越密，不分网格")
        found = self._found.figures.finding(MapFigure.OPEN) if self._found is not None else ""
        return Shading(figure, {}, (), found, title)

    def _finding(self, frame: MapFrame) -> str:
        """Say what the map shows; where nothing is drawn, that."""
        if not frame.areas:
            return self.tr("{name} 还没有导入边界").format(name=frame.name).strip()
        if self.shading.finding:
            return self.shading.finding
        if isinstance(self._page.bar.figure, MapFigure) and self._found is None:
            return ""  # it is being counted
        words = (
            self.tr("{name}，{count} 块")
            if not frame.is_street
            else self.tr("{name}，{count} 个网格")
        )
        return words.format(name=frame.name, count=number(len(frame.areas)))

    def _show_layers(self) -> None:
        page = self._page
        rings = self.source.counts_cases and page.bar.clusters.isChecked()
        for overlay in (self.heat, self.places, self.cameras, self.levels):
            page.map.remove_overlay(overlay)
        if page.bar.heat.isChecked():
            page.map.add_overlay(self.heat, at=0)
        if page.bar.places.isChecked():
            page.map.add_overlay(self.places)
            page.map.add_overlay(self.cameras)
            self._read_places()
        if rings:
            page.map.add_overlay(self.levels)
        page.map.name_areas(shown=not rings)
        self.shade()
        page.foot.show_rings(shown=rings)

    def _read_places(self) -> None:
        """Read the places of a street; they are too many above it."""
        frame = self._page.map.frame
        if not frame.is_street or frame.code == self._places_of:
            return
        self._places_of = code = frame.code
        if self._places_job is not None:
            self._places_job.cancel()
        self._places_job = self._desk.read(
            lambda session: places_page(session, code, size=MOST_PLACES), self._take_places
        )

        actor = self._desk.actor
        self._desk.read(
            lambda session: stations(session, actor, region=code), self.cameras.set_stations
        )

    def _take_places(self, page: Page[PlaceRow]) -> None:
        self._places_job = None
        self.places.set_places(page.rows)
        self._page.map.update()

    def reload_places(self) -> None:
        """Read the places anew where they are shown."""
        self._places_of = ""
        self._show_layers()

    def _show_clusters(self) -> None:
        frame, found = self._page.map.frame, self._found
        if found is None:
            counts: dict[int, dict[str, RegionCount]] = {}
        else:
            counts = {digits: found.figures.grouped(digits) for digits in _digits(frame)}
        self.levels.near.set_clusters(_clusters(frame.areas, counts))
        self.levels.far.set_clusters(_clusters(frame.borders or frame.areas, counts))
        self.levels.named.set_clusters(map(_name_only, _clusters(frame.areas, counts)))
        self.levels.pins.set_points(self.points)
        self.heat.set_points(self.points)
        self._page.map.update()

    def count_of(self, code: str) -> RegionCount | None:
        """Return the cases of a region of the frame, None while they are not known, and for a
        region below those that were counted.
        """
        found = self._found
        if found is None or len(code) > found.asked.digits:
            return None
        return found.figures.counts.of(code)


def _digits(frame: MapFrame) -> set[int]:
    return {len(area.code) for area in (*frame.areas[:1], *frame.borders[:1])}


def _name_only(cluster: Cluster) -> Cluster:
    """Return what stands where single cases are shown: the name, with how many there are."""
    name = f"{cluster.name}　{cluster.count.open or ''}".strip()
    return replace(cluster, name=name, count=NOTHING)


def _clusters(
    areas: Sequence[OutlineRow], counts: dict[int, dict[str, RegionCount]]
) -> Iterable[Cluster]:
    for area in areas:
        count = counts.get(len(area.code), {}).get(area.code, NOTHING)
        yield Cluster(area.code, short_of(area).removesuffix("社区"), area.centre, count)
