"""Pictures of the map with a grid chosen, from near by, and with a tool in the hand."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.cases.queries.by_region import CasePoints, case_points
from app.territory.sketches.rules import SketchKind
from ui.cases.queue_page import QueuePage
from ui.core.slices import Desk
from ui.core.targets import GridWanted, PageWanted
from ui.lab.studio import Studio
from ui.parts.patrol_map import COVER_DAYS
from ui.territory.shading import Shade
from ui.territory.territory_page import TerritoryPage

PAGE = "territory.regions"
QUEUE = "cases.queue"
NEAR_M = 1.2
GRID_DIGITS = 15
COUNTY_DIGITS = 6
CORNERS = ((0.3, 0.35), (0.55, 0.25), (0.68, 0.55), (0.45, 0.7), (0.3, 0.35))
"""Of the area that is measured, in shares of the map."""


def grid_chosen(studio: Studio) -> TerritoryPage:
    """Choose the grid of the case that is due first."""
    desk = _desk(studio)

    def find(session: Any) -> CasePoints:
        region = desk.scope.code or desk.actor.prefixes("cases.read")[0]
        return case_points(session, desk.actor, region, desk.parts.clock.now())

    def go(found: CasePoints) -> None:
        grid = next((p.region for p in found.rows if len(p.region) == GRID_DIGITS), "")
        desk.navigator.go(GridWanted(grid) if grid else PageWanted(PAGE))

    desk.read(find, go)
    return _page(studio)


def from_near(studio: Studio) -> None:
    """Look at the same grid from so near that single cases are seen."""
    page = grid_chosen(studio)
    middle = page.map.middle_of(page.wanted)
    if middle is not None:
        page.map.look_at(middle, NEAR_M)


def district(studio: Studio) -> None:
    """Show the county with all its grids, as tiles."""
    desk = _desk(studio)
    street = desk.scope.code or desk.actor.prefixes("cases.read")[0]
    desk.navigator.go(GridWanted(street[:COUNTY_DIGITS]))
    _page(studio).map.show_whole()


def heat(studio: Studio) -> None:
    """Show where open cases lie close together."""
    _desk(studio).navigator.go(PageWanted(PAGE))
    page = _page(studio)
    page.hands.take_tool("")
    page.map.show_whole()
    page.bar.clusters.setChecked(False)
    page.bar.heat.setChecked(True)


def covered(studio: Studio) -> None:
    """Colour the grids by what rounds covered in a week."""
    _desk(studio).navigator.go(PageWanted(PAGE))
    page = _page(studio)
    page.hands.take_tool("")
    page.map.show_whole()
    page.bar.heat.setChecked(False)
    page.bar.clusters.setChecked(False)
    page.bar.shade.set_value(Shade.COVERAGE)
    studio.settle(PAGE)


def covered_day(studio: Studio) -> None:
    """Show the ways of one day over it."""
    covered(studio)
    page = _page(studio)
    page.covered.bar.slider.setValue(COVER_DAYS - 1)


def measuring(studio: Studio) -> None:
    """Measure an area."""
    _desk(studio).navigator.go(PageWanted(PAGE))
    page = _page(studio)
    page.hands.take_tool("measure")
    size = page.map.size()
    for x, y in CORNERS:
        at = QPoint(round(size.width() * x), round(size.height() * y))
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)


def sketching(studio: Studio) -> None:
    """Draw an area, with what others drew around it."""
    _desk(studio).navigator.go(PageWanted(PAGE))
    page = _page(studio)
    page.map.show_whole()
    page.bar.clusters.setChecked(False)
    studio.settle(PAGE)
    page.sketches.draw(SketchKind.AREA)
    size = page.map.size()
    for x, y in CORNERS[:-1]:
        at = QPoint(round(size.width() * x), round(size.height() * y))
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)


def beside_queue(studio: Studio) -> None:
    """Show where the rows of the queue lie, below it."""
    _desk(studio).navigator.go(PageWanted(QUEUE))
    studio.settle(QUEUE)
    page = studio.window.findChildren(QueuePage)[-1]
    page.bar.map_button.setChecked(True)
    studio.settle(QUEUE)


def _desk(studio: Studio) -> Desk:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    return studio.window.desk.desk


def _page(studio: Studio) -> TerritoryPage:
    studio.settle(PAGE)
    return studio.window.findChildren(TerritoryPage)[-1]
