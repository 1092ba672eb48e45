"""The people who work here: duty; twin of `app.workforce`."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.workforce.duty import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice, TodayPart, TodayPlace
from ui.core.targets import PageWanted

PAGE = "workforce.duty"
_ORDER = 80


def _page(desk: Desk) -> QWidget:
    from ui.workforce.duty_page import DutyPage  # pages are built when first shown

    return DutyPage(desk)


def _card(desk: Desk) -> QWidget:
    from ui.workforce.duty_card import DutyCard

    return DutyCard(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Left Right", translate("Workforce", "走日子")),
        KeyHelp("D", translate("Workforce", "日、周、月")),
        KeyHelp("T", translate("Workforce", "今天")),
        KeyHelp("N", translate("Workforce", "排一班")),
        KeyHelp("L", translate("Workforce", "轮流排班")),
        KeyHelp("J", translate("Workforce", "写交接")),
        KeyHelp("Ctrl+P", translate("Workforce", "打印值班表")),
    )
    page = PageSpec(
        PAGE, translate("Workforce", "值班"), _page, right=rights.READ, help="duty.md", keys=keys
    )
    command = Command(
        PAGE,
        translate("Workforce", "查看值班表"),
        "",
        rights.READ,
        lambda desk: desk.navigator.go(PageWanted(PAGE)),
        icon="ph.calendar",
    )
    return Slice(
        "workforce",
        translate("Workforce", "队伍"),
        "ph.users-three",
        _ORDER,
        right=rights.READ,
        pages=(page,),
        commands=(command,),
        today=(TodayPart("workforce.duty", 7, _card, rights.READ, TodayPlace.SIDE),),
        help="duty.md",
    )


SLICE = _slice()
