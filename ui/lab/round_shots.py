"""Pictures of rounds besides their page: the other tables, and the forms."""

from PySide6.QtWidgets import QWidget

from ui.cases.rounds.page import RoundsPage, RoundsView
from ui.core.targets import PageWanted
from ui.lab.studio import Studio

PAGE = "cases.rounds"


def made(studio: Studio) -> None:
    """Show what was walked."""
    _page(studio, RoundsView.MADE)


def by_grid(studio: Studio) -> None:
    """Show due beside made, by grid."""
    _page(studio, RoundsView.GRIDS)


def recording(studio: Studio) -> QWidget | None:
    """Write a round down."""
    page = _page(studio, RoundsView.PLANS)
    page.record_one()
    return page.dialog  # type: ignore[no-any-return]


def planning(studio: Studio) -> QWidget | None:
    """Plan a round."""
    page = _page(studio, RoundsView.PLANS)
    page.plan_one()
    return page.dialog  # type: ignore[no-any-return]


def _page(studio: Studio, view: RoundsView) -> RoundsPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: RoundsPage = studio.window.findChildren(RoundsPage)[-1]
    page.show_view(view)
    studio.settle(PAGE)
    return page
