"""Pictures of services besides their pages: the form, the hall's screen, bookings, reception."""

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.lab.studio import Studio

ITEMS, WINDOW, HALL = "services.items", "services.window", "services.hall"


def _page(studio: Studio, key: str) -> Any:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(key))
    studio.settle(key)
    pages: list[QWidget] = studio.window.findChildren(QWidget, key)
    return next(each for each in pages if each.isVisible())


def editing(studio: Studio) -> QWidget:
    """Edit an item, with what residents will read beside it."""
    from ui.services.items.item_dialog import ItemDialog

    view = _page(studio, ITEMS).view
    row = next(row for row in view.model.rows if row.body.delegation is not None)
    dialog = ItemDialog(view.desk, row, studio.window)
    dialog.open()
    studio.settle(ITEMS)
    return dialog


def lacking(studio: Studio) -> None:
    """Look at the items that keep a target from being met."""
    page = _page(studio, ITEMS)
    while not page.targets.tiles:  # a slow machine reads the items a little later
        studio.settle(ITEMS)
    page.targets.tiles[1].click()
    studio.settle(ITEMS)


def checking(studio: Studio) -> None:
    """Check the papers of whoever stands at the window."""
    page = _page(studio, WINDOW)
    papers = page.papers
    papers.item = next(item for item in papers._items if len(item.body.materials) > 2)  # noqa: SLF001
    from ui.core.segmented import Choice

    papers.what.set_choice(Choice(papers.item, papers.item.name))
    papers._show((0,))  # noqa: SLF001  as a clerk would tick it
    studio.settle(WINDOW)


def screen(studio: Studio) -> QWidget:
    """Look at the screen of the hall."""
    from ui.services.halls.hall_screen import HallScreen

    page = _page(studio, HALL)
    made = HallScreen(page.bookings.desk, page.board)
    made.setParent(studio.window)
    made.resize(studio.window.size())
    made.show()
    studio.settle(HALL)
    return made


def bookings(studio: Studio) -> None:
    """Look at who comes when."""
    page = _page(studio, HALL)
    page.which.set_value(1)
    page.which.chosen.emit(1)
    studio.settle(HALL)


def booking(studio: Studio) -> QWidget:
    """Book a time."""
    from ui.services.halls.reception_dialogs import BookDialog

    page = _page(studio, HALL)
    dialog = BookDialog(page.bookings.desk, page.board, studio.window)
    dialog.open()
    studio.settle(HALL)
    return dialog
