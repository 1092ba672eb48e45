"""The page of dual report-in, as the slice offers it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec
from ui.core.targets import PageWanted
from ui.party.tab import Tab

PAGE = "party.report_in"


def _page(desk: Desk) -> QWidget:
    from ui.party.report_in.page import ReportInPage  # pages are built when first shown

    return ReportInPage(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("C", translate("PartySlice", "扫码或输编号，确认报到")),
        KeyHelp("N", translate("PartySlice", "登记报到")),
        KeyHelp("/", translate("PartySlice", "筛选")),
        KeyHelp("Up Down", translate("PartySlice", "移动")),
        KeyHelp("P", translate("PartySlice", "打印报到单")),
    )
    title = translate("PartySlice", "双报到")
    return Tab(
        pages=(PageSpec(PAGE, title, _page, right=rights.READ, help="report_in.md", keys=keys),),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "确认报到，看双报到"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.identification-card",
            ),
        ),
    )


TAB = _tab()
