"""Cases that another page wants to see on the map: ringed at every zoom until one lets them go."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from app.territory.measures import length_words
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.parts.case_map import (
    CasePins,
    CasePoints,
    RouteLine,
    WalkingRoute,
    read_points,
    read_route,
)
from ui.territory.territory_source import frame_of

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

ROOM = 0.15
"""So much of their extent is left free around the cases."""
LEAST_DEGREES = 0.002


class MarkedCases(QObject):
    """Belongs to the page."""

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._job: Job | None = None
        self._wanted: tuple[UUID, ...] = ()
        self.pins = CasePins()
        self.route = RouteLine()

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        self._page.bar.marked.clicked.connect(lambda _=False: self.forget())
        self._page.bar.route.clicked.connect(lambda _=False: self.show_route())
        self._page.map.escaped.connect(self.forget)

    def show(self, ids: tuple[UUID, ...]) -> None:
        """Mark cases and look at them."""
        self._wanted = ids
        if self._job is not None:
            self._job.cancel()
        actor, now = self._desk.actor, self._desk.parts.clock.now()

        def ask(session: Any) -> CasePoints:
            return read_points(session, actor, ids, now)

        self._job = self._desk.read(ask, self._take)

    def forget(self) -> None:
        """Take the marks away."""
        self._wanted = ()
        self._take_off()
        self._page.bar.show_marked("")

    def _take_off(self) -> None:
        self._page.map.remove_overlay(self.pins)
        self._page.map.remove_overlay(self.route)

    def show_route(self) -> None:
        """Draw the way through the marked cases."""
        if self._job is not None:
            self._job.cancel()
        actor, now, ids = self._desk.actor, self._desk.parts.clock.now(), self._wanted

        def ask(session: Any) -> WalkingRoute:
            return read_route(session, actor, ids, now)

        self._job = self._desk.read(ask, self._take_route)

    def _take_route(self, route: WalkingRoute) -> None:
        self._job = None
        page = self._page
        self.route.route = route
        self._take_off()
        page.map.add_overlay(self.route)
        words = self.tr("走访 {count} 处，直线 {length}，步行约 {minutes} 分钟")
        told = words.format(
            count=len(route.stops), length=length_words(route.length_m), minutes=route.minutes
        )
        page.bar.show_marked(told, can_route=False)

    def _take(self, found: CasePoints) -> None:
        self._job = None
        points = found.rows
        self.pins.set_points(points)
        self.pins.set_chosen(point.id for point in points)
        page = self._page
        self._take_off()
        if not points:
            page.bar.show_marked("")
            self._desk.notices.tell(self.tr("选中的事件都没有点位，不能在地图上看"))
            return
        page.map.add_overlay(self.pins)
        self._tell(len(points))
        region = points[0].region
        if not all(point.region.startswith(frame_of(region)) for point in points):
            region = _shared([point.region for point in points])
        if not page.wanted or frame_of(page.wanted) != frame_of(region):
            page.show_region(frame_of(region))
        page.map.show_box(_box(points))

    def _tell(self, shown: int) -> None:
        words = self.tr("标出 {count} 件").format(count=shown)
        missing = len(self._wanted) - shown
        if missing:
            told = self.tr("{count} 件没有点位，地图上看不到").format(count=missing)
            self._desk.notices.tell(told)
        self._page.bar.show_marked(words, can_route=shown > 1)


def _shared(codes: list[str]) -> str:
    """Return the region that holds all regions."""
    first, last = min(codes), max(codes)
    return next(first[:length] for length in (6, 4, 2, 0) if first[:length] == last[:length])


def _box(points: tuple[Any, ...]) -> tuple[float, float, float, float]:
    longitudes = [point.longitude for point in points]
    latitudes = [point.latitude for point in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    across = max(LEAST_DEGREES, (east - west) * ROOM)
    up = max(LEAST_DEGREES, (north - south) * ROOM)
    return west - across, south - up, east + across, north + up
