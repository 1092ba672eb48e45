"""Pictures of dual report-in besides its page: registering, calls, figures, signed files."""

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.party.report_in.page import ReportInPage

PAGE = "party.report_in"


def registering(studio: Studio) -> QWidget | None:
    """Register somebody."""
    page = _page(studio)
    page.register()
    return page.dialog


def calls(studio: Studio) -> QWidget | None:
    """Look at the call-up that is open."""
    page = _page(studio)
    page.show_calls()
    studio.settle(PAGE)
    return page.dialog


def figures(studio: Studio) -> QWidget | None:
    """Count by community."""
    page = _page(studio)
    page.show_figures()
    studio.settle(PAGE)
    return page.dialog


def files(studio: Studio) -> QWidget | None:
    """Look at what came and went."""
    page = _page(studio)
    page.show_files()
    studio.settle(PAGE)
    return page.dialog


def _page(studio: Studio) -> ReportInPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: ReportInPage = studio.window.findChildren(ReportInPage)[-1]
    return page
