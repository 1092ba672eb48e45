"""Pictures of a draft of grids: with tools in the hand, and its forms."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.territory.editing.draft_bar import Hand
from ui.territory.editing.draft_dialogs import DescribeDialog, PublishDialog
from ui.territory.editing.draft_page import DraftPage

PAGE = "territory.redrawing"
NEAR_M = 1.2
CUT = ((0.38, 0.3), (0.5, 0.36), (0.62, 0.33))
"""Of the line that cuts, in shares of the map."""
FREE = ((0.72, 0.2), (0.9, 0.18), (0.93, 0.45), (0.8, 0.5))


def cutting(studio: Studio) -> None:
    """Draw a line through grids of the draft, from near by."""
    page = _drafts(studio)
    page.map.zoom_in()
    page.map.zoom_in()
    page.take(Hand.SPLIT)
    size = page.map.size()
    for x, y in CUT:
        at = QPoint(round(size.width() * x), round(size.height() * y))
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)


def drawing(studio: Studio) -> None:
    """Draw a grid on the free ground beside the street."""
    page = _drafts(studio)
    page.take(Hand.DRAW)
    size = page.map.size()
    for x, y in FREE:
        at = QPoint(round(size.width() * x), round(size.height() * y))
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)


def moving(studio: Studio) -> None:
    """Show the corners that can be moved, around a new grid."""
    page = _drafts(studio)
    page.take(Hand.MOVE)
    cell = next((cell for cell in page.ground.cells if cell.is_new), None)
    if cell is not None:
        page.map.look_at(cell.centre, NEAR_M)
        page.ground.chosen = frozenset({cell.key})


def described(studio: Studio) -> QWidget | None:
    """Open what a new grid is to be."""
    page = _drafts(studio)
    cell = next((cell for cell in page.ground.cells if cell.is_new), None)
    if cell is None:
        return None
    page.describe(cell)
    return page.findChildren(DescribeDialog)[-1]


def publishing(studio: Studio) -> QWidget | None:
    """Ask for the day from which the draft holds."""
    page = _drafts(studio)
    page.publish()
    return next(iter(page.findChildren(PublishDialog)), None)


def _drafts(studio: Studio) -> DraftPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page = studio.window.findChildren(DraftPage)[-1]
    page.map.show_whole()
    return page
