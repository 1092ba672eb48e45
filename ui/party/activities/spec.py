"""岗位活动, as the slice offers it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party.activities import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec
from ui.core.targets import PageWanted
from ui.party.tab import Tab

PAGE = "party.activities"


def _page(desk: Desk) -> QWidget:
    from ui.party.activities.page import ActivitiesPage  # pages are built when first shown

    return ActivitiesPage(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Left Right Up Down", translate("Activities", "在月历上走日子")),
        KeyHelp("Space", translate("Activities", "同一天的下一场")),
        KeyHelp("PgUp PgDown", translate("Activities", "上个月、下个月")),
        KeyHelp("T", translate("Activities", "回到今天")),
        KeyHelp("V", translate("Activities", "换到岗位、活动")),
        KeyHelp("N", translate("Activities", "排活动，设岗位")),
        KeyHelp("B", translate("Activities", "报名，认领岗位")),
        KeyHelp("Q", translate("Activities", "输签到码")),
        KeyHelp("J", translate("Activities", "写纪要")),
        KeyHelp("E", translate("Activities", "改活动、岗位")),
        KeyHelp("X", translate("Activities", "取消活动，撤下岗位")),
        KeyHelp("/", translate("Activities", "筛选岗位")),
    )
    title = translate("Activities", "岗位活动")
    page = PageSpec(PAGE, title, _page, right=rights.READ, help="activities.md", keys=keys)
    command = Command(
        PAGE,
        translate("Activities", "查看岗位和活动"),
        "",
        rights.READ,
        lambda desk: desk.navigator.go(PageWanted(PAGE)),
        icon="ph.calendar-blank",
    )
    return Tab((page,), (command,))


TAB = _tab()
