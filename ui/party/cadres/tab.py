"""后备干部: reserve pools, staff of posted offices, secondments."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec
from ui.core.targets import PageWanted
from ui.party.tab import Tab

PAGE = "party.cadres"


def _page(desk: Desk) -> QWidget:
    from app.party.cadres.rules import CadreKind
    from ui.parts.registers.page import RegistersPage
    from ui.party.cadres.view import CadresView

    title = QCoreApplication.translate("PartySlice", "后备干部")
    return RegistersPage(PAGE, title, [CadresView(desk, kind) for kind in CadreKind])


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Alt+1 Alt+2 Alt+3", translate("PartySlice", "看后备、派驻、下派")),
        KeyHelp("N", translate("PartySlice", "登记一个人")),
        KeyHelp("T", translate("PartySlice", "记培训")),
        KeyHelp("R", translate("PartySlice", "记任职")),
        KeyHelp("M", translate("PartySlice", "记免职")),
        KeyHelp("J", translate("PartySlice", "记提名")),
        KeyHelp("V", translate("PartySlice", "记考核、鉴定")),
        KeyHelp("E", translate("PartySlice", "延期")),
        KeyHelp("X", translate("PartySlice", "记离开、返回")),
    )
    title = translate("PartySlice", "后备干部")
    return Tab(
        pages=(PageSpec(PAGE, title, _page, rights.READ, help="cadres.md", keys=keys),),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "查看后备、派驻和下派干部"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.user-list",
            ),
        ),
    )


TAB = _tab()
