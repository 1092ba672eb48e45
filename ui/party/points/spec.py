"""The pages of points, as the slice offers them."""

from PySide6.QtWidgets import QWidget

from app.party import rights
from ui.core.slices import Desk, KeyHelp, PageSpec
from ui.party.tab import Tab


def _points(desk: Desk) -> QWidget:
    from ui.party.points.page import PointsPage  # pages are built when first shown

    return PointsPage(desk)


def _waiting(desk: Desk) -> QWidget:
    from ui.party.points.waiting_page import WaitingPage

    return WaitingPage(desk)


def _came(desk: Desk) -> QWidget:
    from ui.party.points.came_page import CamePage

    return CamePage(desk)


def _rules(desk: Desk) -> QWidget:
    from ui.party.points.rules_page import RulesPage

    return RulesPage(desk)


POINTS_PAGES = (
    PageSpec(
        key="party.points",
        title="积分",
        build=_points,
        right=rights.READ,
        help="points.md",
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("N", "给选中的党员记积分"),
            KeyHelp("K", "兑换"),
            KeyHelp("Ctrl+P", "打印证书"),
            KeyHelp("W", "看待确认的"),
            KeyHelp("S", "看等着记分的签到"),
            KeyHelp("G", "看积分规则"),
            KeyHelp("/", "按姓名找党员"),
        ),
    ),
    PageSpec(
        key="party.points_waiting",
        title="待确认的积分",
        build=_waiting,
        right=(rights.MANAGE_POINTS, rights.CONFIRM_REPORT_IN),
        help="points.md",
        tab=False,
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("Y", "确认"),
            KeyHelp("X", "退回"),
            KeyHelp("Esc", "回积分"),
        ),
    ),
    PageSpec(
        key="party.points_came",
        title="签到记分",
        build=_came,
        right=(rights.MANAGE_POINTS, rights.CONFIRM_REPORT_IN),
        help="points.md",
        tab=False,
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("Y", "记这一笔"),
            KeyHelp("A", "全部记分"),
            KeyHelp("Esc", "回积分"),
        ),
    ),
    PageSpec(
        key="party.points_rules",
        title="积分规则",
        build=_rules,
        right=rights.READ,
        help="points.md",
        tab=False,
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("N", "新增规则"),
            KeyHelp("E", "改选中的规则"),
            KeyHelp("Esc", "回积分"),
        ),
    ),
)

TAB = Tab(POINTS_PAGES)
