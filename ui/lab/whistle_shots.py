"""Pictures of whistles besides their page: the figures, and the dialog that blows one."""

from PySide6.QtWidgets import QWidget

from ui.cases.whistles.blow_dialog import BlowDialog
from ui.cases.whistles.page import FIGURES, WhistlesPage
from ui.core.targets import PageWanted
from ui.lab.studio import Studio

PAGE = "cases.whistles"


def figures(studio: Studio) -> None:
    """Show how the units answered."""
    page = _page(studio)
    page.sort.set_value(FIGURES)
    page.sort.chosen.emit(FIGURES)
    studio.settle(PAGE)


def blowing(studio: Studio) -> QWidget | None:
    """Ask whom to summon to the case of the first whistle."""
    page = _page(studio)
    card = page.panel.card
    if card is None or studio.window.desk is None:
        return None
    dialog = BlowDialog(studio.window.desk.desk, card, page.window())
    dialog.open()
    return dialog


def _page(studio: Studio) -> WhistlesPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page: WhistlesPage = studio.window.findChildren(WhistlesPage)[-1]
    return page
