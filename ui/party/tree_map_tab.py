"""组织图: the organisations as a tree map, each as large as it has members."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec
from ui.core.targets import PageWanted
from ui.party.tab import Tab

PAGE = "party.map"


def _page(desk: Desk) -> QWidget:
    from ui.party.tree_map_page import TreeMapPage

    return TreeMapPage(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Left Right", translate("PartySlice", "在党组织之间移动")),
        KeyHelp("Return", translate("PartySlice", "打开这个党组织")),
    )
    return Tab(
        pages=(
            PageSpec(PAGE, translate("PartySlice", "组织图"), _page, right=rights.READ, keys=keys),
        ),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "查看组织图"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.squares-four",
            ),
        ),
    )


TAB = _tab()
