"""交叉任职: who sits where, checked compound by compound; agreements with their review."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, TodayPart, TodayPlace
from ui.core.targets import PageWanted
from ui.party.tab import Tab

PAGE = "party.cooperation"


def _page(desk: Desk) -> QWidget:
    from ui.parts.registers.page import RegistersPage
    from ui.party.cooperation.agreements_view import AgreementsView
    from ui.party.cooperation.posts_view import CompoundsView, PostsView

    title = QCoreApplication.translate("PartySlice", "交叉任职和共建")
    views = (CompoundsView(desk), PostsView(desk), AgreementsView(desk))
    return RegistersPage(PAGE, title, views)


def _agreements(desk: Desk) -> QWidget:
    from ui.party.cooperation.today_card import AgreementsCard

    return AgreementsCard(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    title = translate("PartySlice", "交叉任职和共建")
    keys = (
        KeyHelp("Alt+1 Alt+2 Alt+3", translate("PartySlice", "看核对、名单、共建协议")),
        KeyHelp("N", translate("PartySlice", "登记任职，登记协议")),
        KeyHelp("X", translate("PartySlice", "记离任，终止协议")),
        KeyHelp("V", translate("PartySlice", "评议协议")),
        KeyHelp("E", translate("PartySlice", "续签协议")),
    )
    return Tab(
        pages=(PageSpec(PAGE, title, _page, rights.READ, help="cooperation.md", keys=keys),),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "查看交叉任职和共建协议"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.arrows-left-right",
            ),
        ),
        today=(TodayPart("party.agreements", 35, _agreements, rights.MANAGE, TodayPlace.SIDE),),
    )


TAB = _tab()
