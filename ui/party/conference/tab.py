"""大工委: meetings, resolutions, members; what my unit carries out is on Today."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party.conference import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, TodayPart
from ui.core.targets import MeetingWanted, PageWanted
from ui.party.tab import Tab

PAGE = "party.conference"
CARRIES_OUT = "cases.handle"
"""The right of whoever does what is asked of their unit."""


def _page(desk: Desk) -> QWidget:
    from ui.party.conference.page import ConferencePage

    return ConferencePage(desk, PAGE)


def _own(desk: Desk) -> QWidget:
    from ui.party.conference.today_card import OwnResolutionsCard

    return OwnResolutionsCard(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Alt+1 Alt+2 Alt+3", translate("PartySlice", "看会议、决议、委员")),
        KeyHelp("N", translate("PartySlice", "召集会议，登记委员")),
        KeyHelp("S", translate("PartySlice", "签到开会")),
        KeyHelp("A", translate("PartySlice", "加议题")),
        KeyHelp("R", translate("PartySlice", "记决议")),
        KeyHelp("W", translate("PartySlice", "写纪要")),
        KeyHelp("P", translate("PartySlice", "打印纪要、决议清单")),
        KeyHelp("J", translate("PartySlice", "报决议的进展")),
        KeyHelp("F", translate("PartySlice", "报决议办结")),
        KeyHelp("Y", translate("PartySlice", "确认决议办结")),
        KeyHelp("T", translate("PartySlice", "退回再办")),
        KeyHelp("X", translate("PartySlice", "取消会议，记离任")),
    )
    title = translate("PartySlice", "大工委")
    return Tab(
        pages=(
            PageSpec(
                PAGE,
                title,
                _page,
                rights.READ,
                help="conference.md",
                keys=keys,
                takes=(MeetingWanted,),
            ),
        ),
        commands=(
            Command(
                PAGE,
                translate("PartySlice", "查看大工委的会议和决议"),
                "",
                rights.READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.users-three",
            ),
        ),
        today=(TodayPart("party.own_resolutions", 25, _own, CARRIES_OUT),),
    )


TAB = _tab()
