"""Pictures of duty and command besides their pages: a month, an incident that is over, forms."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio

BOARD, FORCES, PLANS, DUTY = "command.board", "command.forces", "command.plans", "workforce.duty"
CONFERENCES = "command.conferences"


def month(studio: Studio) -> None:
    """Look at the roster of a month."""
    _page(studio, DUTY).show_span("month")
    studio.settle(DUTY)


def over(studio: Studio) -> None:
    """Look at an incident that is over."""
    page = _page(studio, BOARD)
    if page.known is not None and page.known.board.ended:
        page.show_incident(page.known.board.ended[0].id)
    studio.settle(BOARD)


def beginning(studio: Studio) -> QWidget | None:
    """Ask how an incident begins."""
    return _asked(studio, BOARD, lambda page: page.begin())


def reporting(studio: Studio) -> QWidget | None:
    """Ask for a situation report."""
    page = _page(studio, BOARD)
    if page.known is not None and page.known.board.going:
        page.show_incident(page.known.board.going[0].id)
        studio.settle(BOARD)
    return _asked(studio, BOARD, lambda page: page.report())


def keeping(studio: Studio) -> QWidget | None:
    """Ask what is different in a unit."""
    return _asked(studio, FORCES, lambda page: page.change())


def planning(studio: Studio) -> QWidget | None:
    """Ask what is different in a plan."""
    return _asked(studio, PLANS, lambda page: page.change())


def conferring(studio: Studio) -> QWidget | None:
    """Ask for a conference."""
    return _asked(studio, CONFERENCES, lambda page: page.add())


def ordering(studio: Studio) -> QWidget | None:
    """Ask for an order of posture; who looks here may not give one, so the form stands alone."""
    from ui.command.posture_dialog import PostureDialog

    page, window = _page(studio, BOARD), studio.window
    if page.known is None or not page.known.region or window.desk is None:
        return None
    dialog = PostureDialog(window.desk.desk, page.known.region, page.window())
    dialog.open()
    studio.settle(BOARD)
    return dialog


def _asked(studio: Studio, key: str, ask: Callable[[Any], object]) -> QWidget | None:
    page = _page(studio, key)
    page.dialog = None  # that of the picture before is gone
    ask(page)
    studio.settle(key)
    dialog: QWidget | None = page.dialog
    return dialog


def _page(studio: Studio, key: str) -> Any:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(key))
    studio.settle(key)
    return studio.window.findChildren(QWidget, key)[-1]
