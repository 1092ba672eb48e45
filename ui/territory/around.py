"""Around a point of the map: as far as one walks in 15 minutes, and the nearest places."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.territory.measures import is_inside, length_words, ring_around, walked_m
from app.territory.queries import PlaceNear, places_near
from ui.core.jobs import Job
from ui.core.menus import MenuEntry, group_entry, menu_of
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point
from ui.territory.map_tools import paint_plate

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

MINUTES = 15
NEAREST = 8


@dataclass(frozen=True, slots=True)
class MenuAsked:
    """A menu is wanted for a point of the map, at a place of the screen."""

    point: Point
    at: QPoint


class WalkCircle:
    """An overlay: a ring around a point, and what is in it in words."""

    def __init__(self, middle: Point, ring: tuple[Point, ...], words: str) -> None:
        self.middle = middle
        self.ring = ring
        self.words = words

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the ring and its words at the top of it."""
        accent = current().color("accent")
        fill = QColor(accent)
        fill.setAlphaF(0.08)
        polygon = QPolygonF([camera.to_px(point) for point in self.ring])
        painter.setBrush(fill)
        painter.setPen(QPen(map_color("halo"), 5))
        painter.drawPolygon(polygon)
        pen = QPen(accent, 2)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(polygon)
        painter.setBrush(accent)
        painter.drawEllipse(camera.to_px(self.middle), 4, 4)
        paint_plate(painter, camera.to_px(self.middle) + QPointF(10, -10), self.words)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """What lies below answers."""
        return None


class Around(QObject):
    """Belongs to the page."""

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._job: Job | None = None
        self.circle: WalkCircle | None = None

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        self._page.map.menu_asked.connect(self._ask)
        self._page.map.escaped.connect(self.forget)

    def _ask(self, asked: MenuAsked) -> None:
        """Look what is near, then open the menu."""
        if self._job is not None:
            self._job.cancel()
        point, prefix = asked.point, self._page.map.frame.code

        def find(session: Any) -> tuple[PlaceNear, ...]:
            return places_near(session, point, walked_m(MINUTES), prefix=prefix)

        self._job = self._desk.read(find, lambda near: self._open(asked, near))

    def entries(self, point: Point, near: tuple[PlaceNear, ...]) -> list[MenuEntry]:
        """Return what can be asked of a point."""
        walk = self.tr("步行 {minutes} 分钟能到哪里").format(minutes=MINUTES)
        places = tuple(
            MenuEntry(f"{each.place.name}　{length_words(each.metres)}", partial(self._go, each))
            for each in near[:NEAREST]
        )
        nearest = self.tr("最近的地点")
        return [
            MenuEntry(walk, lambda: self.show(point, near), icon="ph.person-simple-walk"),
            group_entry(nearest, places, "ph.map-pin")
            if places
            else MenuEntry(nearest, lambda: None, self.tr("附近还没有登记地点"), icon="ph.map-pin"),
        ]

    def _open(self, asked: MenuAsked, near: tuple[PlaceNear, ...]) -> None:
        self._job = None
        menu = menu_of(self.entries(asked.point, near), self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(asked.at)

    def _go(self, near: PlaceNear) -> None:
        self._page.map.point_at((near.place.longitude, near.place.latitude))

    def show(self, point: Point, near: tuple[PlaceNear, ...]) -> None:
        """Draw the circle with what is in it."""
        self.forget()
        ring = ring_around(point, walked_m(MINUTES))
        cases = [p for p in self._page.cases.points if is_inside(ring, (p.longitude, p.latitude))]
        words = self.tr("步行 {minutes} 分钟内：地点 {places} 处")
        if self._page.cases.source.counts_cases:
            words = self.tr("步行 {minutes} 分钟内：在办 {cases} 件，地点 {places} 处")
        told = words.format(minutes=MINUTES, cases=len(cases), places=len(near))
        self.circle = WalkCircle(point, ring, told)
        self._page.map.add_overlay(self.circle)

    def forget(self) -> None:
        """Take the circle away."""
        if self.circle is not None:
            self._page.map.remove_overlay(self.circle)
            self.circle = None
