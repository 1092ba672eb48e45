"""Cases on the desk: the queue with its panel, the form of a new case, search, Today."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.core.changes import Topic
from ui.cases.calls import CALL_PAGES
from ui.cases.slip_command import RESUME_SLIPS
from ui.cases.today import TODAY
from ui.cases.whistles.spec import WHISTLE_PAGES
from ui.core.slices import (
    Badge,
    Command,
    Desk,
    KeyHelp,
    Listener,
    PageSpec,
    RegionPart,
    SearchHit,
    SearchSource,
    Slice,
)
from ui.core.targets import (
    CasesWanted,
    CaseWanted,
    FoundWanted,
    InHandWanted,
    LedgerWanted,
    NewCaseWanted,
    PhoneWanted,
    QueueWanted,
    SheetsWanted,
)

__all__ = ["SLICE"]


def _queue(desk: Desk) -> QWidget:
    from ui.cases.queue_page import QueuePage  # pages are built when first shown

    return QueuePage(desk)


def _form(desk: Desk) -> QWidget:
    from ui.cases.case_form import CaseForm

    return CaseForm(desk)


def _ledger(desk: Desk) -> QWidget:
    from ui.cases.ledger_page import LedgerPage

    return LedgerPage(desk)


def _found(desk: Desk) -> QWidget:
    from ui.cases.found_page import FoundPage

    return FoundPage(desk)


def _approvals(desk: Desk) -> QWidget:
    from ui.cases.decide_page import DecidePage
    from ui.cases.decide_requests import requests

    return DecidePage(desk, requests())


def _sheets(desk: Desk) -> QWidget:
    from ui.cases.supervision.page import SheetsPage

    return SheetsPage(desk)


def _month(desk: Desk) -> QWidget:
    from ui.cases.supervision.figures_page import FiguresPage

    return FiguresPage(desk)


def _recurrences(desk: Desk) -> QWidget:
    from ui.cases.family.recurrences_page import RecurrencesPage

    return RecurrencesPage(desk)


def _precedents(desk: Desk) -> QWidget:
    from ui.cases.precedents.page import PrecedentsPage

    return PrecedentsPage(desk)


def _own(desk: Desk) -> QWidget:
    from ui.cases.own_page import OwnPage

    return OwnPage(desk)


def _warn(desk: Desk, owner: QObject) -> object:
    from ui.cases.warning_bell import WarningBell

    return WarningBell(desk, owner)


def _remind(desk: Desk, owner: QObject) -> object:
    from ui.cases.quiet_bells import ReminderBell

    return ReminderBell(desk, owner)


def _follow(desk: Desk, owner: QObject) -> object:
    from ui.cases.quiet_bells import FollowBell, RuleBell

    return FollowBell(desk, owner), RuleBell(desk, owner)  # what others and rules did


def _rule(desk: Desk, owner: QObject) -> object:
    from ui.cases.quiet_bells import RulingBell

    return RulingBell(desk, owner)


def _whistle(desk: Desk, owner: QObject) -> object:
    from ui.cases.quiet_bells import WhistleBell

    return WhistleBell(desk, owner)


def _windows(desk: Desk, owner: QObject) -> object:
    from ui.cases.torn_off import Restorer

    return Restorer(desk, owner) if isinstance(owner, QWidget) else None


def _open_in_region(desk: Desk) -> QWidget:
    from ui.cases.region_cases import OpenCases

    return OpenCases(desk, "在办的事件", "没有在办的事件")


def _came_in_region(desk: Desk) -> QWidget:
    from ui.cases.region_cases import CameCases

    return CameCases(desk, "新登记的事件", "这段时间没有新登记的事件")


def _find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    from ui.cases.search import find_cases

    return find_cases(desk, session, text)


def _overdue(desk: Desk, session: Any) -> int:
    from app.cases.queries.queue import QueueView, view_counts

    now, region = desk.parts.clock.now(), desk.scope.code
    views = (QueueView.OVERDUE,)
    return view_counts(session, desk.actor, views, now=now, region=region)[views[0]].value


def _goes_to(view: str) -> Any:
    return lambda desk: desk.navigator.go(QueueWanted(view))


QUEUE_KEYS = (
    KeyHelp("Up Down", "在队列里移动"),
    KeyHelp("Home End", "第一行、最后一行"),
    KeyHelp("Return", "打开选中的事件"),
    KeyHelp("/", "筛选：写词或简写"),
    KeyHelp("Ctrl+F", "筛选、排序、分组"),
    KeyHelp("Left Right", "收起、展开所在的组"),
    KeyHelp("R", "受理"),
    KeyHelp("D", "不予受理"),
    KeyHelp("A", "分流、转派"),
    KeyHelp("S", "签收"),
    KeyHelp("P", "报进展"),
    KeyHelp("F", "办结"),
    KeyHelp("T", "退回"),
    KeyHelp("H", "挂起"),
    KeyHelp("G", "恢复、交回"),
    KeyHelp("E", "延期"),
    KeyHelp("V", "回访"),
    KeyHelp("C", "结案"),
    KeyHelp("O", "重办"),
    KeyHelp("U", "撤销走错的上一步"),
    KeyHelp("Q", "吹哨，或走吹哨的下一步"),
    KeyHelp("L", "看时限台账"),
    KeyHelp("B", "催办选中的事件"),
    KeyHelp("#", "给选中的事件贴标签"),
    KeyHelp("*", "关注、不再关注选中的事件"),
    KeyHelp("!", "批示督办（主任）"),
    KeyHelp("M", "用宏办理选中的事件"),
    KeyHelp("J", "并案：选中的几件，或并入另一件"),
    KeyHelp("W", "在地图上看选中的事件"),
    KeyHelp("Ctrl+P", "打印回执，不予受理的打印告知书"),
    KeyHelp("Shift+Down", "连选下一行"),
    KeyHelp("Ctrl+A", "选中已载入的全部"),
    KeyHelp("Ctrl+C", "把选中的行复制为文字"),
    KeyHelp("Ctrl+Shift+C", "只复制编号"),
    KeyHelp("Ctrl+E", "导出筛选出的"),
    KeyHelp("Ctrl+M", "在下面打开地图"),
    KeyHelp("Ctrl+Shift+N", "把这个队列放进单独的窗口"),
)
FORM_KEYS = (
    KeyHelp("Ctrl+Return", "登记并分流"),
    KeyHelp("Ctrl+Shift+Return", "自处置：登记并结案（网格员）"),
    KeyHelp("F4", "到“电话”，先问号码"),
    KeyHelp("F6", "看这个号码以前反映的"),
    KeyHelp("F7", "到可能是同一件的那些"),
    KeyHelp("Esc", "收起，草稿留着"),
    KeyHelp("Ctrl+V", "粘贴照片"),
)

LEDGER_KEYS = (
    KeyHelp("Esc", "回到事件"),
    KeyHelp("1", "看签收时限"),
    KeyHelp("2", "看办理时限"),
    KeyHelp("Ctrl+C", "把台账复制成文字"),
    KeyHelp("Ctrl+P", "打印台账"),
)

WALK_KEYS = (KeyHelp("Up Down", "移动"), KeyHelp("Return", "打开事件"))


APPROVAL_KEYS = (
    *WALK_KEYS,
    KeyHelp("Y", "批准，反复退回的终审"),
    KeyHelp("X", "不批准"),
    KeyHelp("Ctrl+P", "打印审批单"),
)
SHEET_KEYS = (
    *WALK_KEYS,
    KeyHelp("Y", "签发选中的，认可答复"),
    KeyHelp("X", "不签发，退回答复"),
    KeyHelp("Shift+Down", "连选几份，一起签发"),
    KeyHelp("Ctrl+P", "打印督办单"),
)

MONTH_KEYS = (KeyHelp("Ctrl+E", "导出督办月报"), KeyHelp("Ctrl+P", "打印督办月报"))
_STOPS = KeyHelp("X", "停用判例（裁定它的街道的主任）")
PRECEDENT_KEYS = (*WALK_KEYS, KeyHelp("/", "按字找判例"), _STOPS)
RECURRENCE_KEYS = (
    KeyHelp("Up Down", "移动"),
    KeyHelp("Return", "在地图上看那几件"),
    KeyHelp("Y", "立案先办"),
    KeyHelp("X", "不用先办"),
)

SLICE = Slice(
    key="cases",
    title="事件",
    icon="ph.clipboard-text",
    order=20,
    right=None,  # whoever reads figures only finds them on Today; every page asks for its right
    pages=(
        PageSpec(
            key="cases.queue",
            title="事件",
            build=_queue,
            right=rights.READ,
            takes=(CaseWanted, CasesWanted, QueueWanted),
            help="queue.md",
            keys=QUEUE_KEYS,
        ),
        PageSpec(key="cases.own", title="承办", build=_own, right=rights.HANDLE, keys=WALK_KEYS),
        PageSpec(
            key="cases.approvals",
            title="审批",
            build=_approvals,
            right=rights.APPROVE,
            keys=APPROVAL_KEYS,
        ),
        PageSpec(
            key="cases.sheets",
            title="督办",
            build=_sheets,
            right=rights.SUPERVISE,
            takes=(SheetsWanted,),
            keys=SHEET_KEYS,
        ),
        PageSpec(
            key="cases.supervision_month",
            title="督办月报",
            build=_month,
            right=rights.SUPERVISE,
            keys=(*WALK_KEYS[:1], KeyHelp("Return", "看签发的"), *MONTH_KEYS),
        ),
        PageSpec(
            key="cases.precedents",
            title="权责判例",
            build=_precedents,
            right=rights.ASSIGN,
            keys=PRECEDENT_KEYS,
        ),
        *CALL_PAGES,
        *WHISTLE_PAGES,
        PageSpec(
            key="cases.recurrences",
            title="未诉先办",
            build=_recurrences,
            right=rights.ASSIGN,
            keys=RECURRENCE_KEYS,
        ),
        PageSpec(
            key="cases.new",
            title="新建事件",
            build=_form,
            right=rights.REGISTER,
            takes=(NewCaseWanted,),
            tab=False,
            keys=FORM_KEYS,
        ),
        PageSpec(
            key="cases.found",
            title="搜索结果",
            build=_found,
            right=rights.READ,
            takes=(FoundWanted, PhoneWanted, InHandWanted),
            tab=False,
            keys=(*WALK_KEYS, KeyHelp("/", "改搜索的字")),
        ),
        PageSpec(
            key="cases.ledger",
            title="时限台账",
            build=_ledger,
            right=rights.READ,
            takes=(LedgerWanted,),
            tab=False,
            keys=LEDGER_KEYS,
        ),
    ),
    commands=(
        Command(
            key="cases.new",
            title="新建事件",
            shortcut="N",
            right=rights.REGISTER,
            run=lambda desk: desk.navigator.go(NewCaseWanted()),
            icon="ph.plus",
        ),
        RESUME_SLIPS,
        Command("cases.mine", "看我的待办", "", rights.READ, _goes_to("mine"), "ph.check-square"),
        Command(
            "cases.overdue",
            "看已超时的事件",
            "",
            rights.READ,
            _goes_to("overdue"),
            "ph.warning-circle",
        ),
        Command(
            "cases.due_soon",
            "看将超时的事件",
            "",
            rights.READ,
            _goes_to("due_soon"),
            "ph.hourglass-high",
        ),
        Command(
            "cases.due_today",
            "看今天到期的事件",
            "",
            rights.READ,
            _goes_to("due_today"),
            "ph.sun-horizon",
        ),
        Command("cases.followed", "看我关注的", "", rights.READ, _goes_to("followed"), "ph.star"),
        Command("cases.paused", "看挂起的事件", "", rights.READ, _goes_to("paused"), "ph.pause"),
        Command(
            "cases.supervised",
            "看督办中的事件",
            "",
            rights.READ,
            _goes_to("supervised"),
            "ph.flag",
        ),
    ),
    search=SearchSource(title="事件", find=_find, right=rights.READ),
    today=TODAY,
    region=(
        RegionPart("cases.open", "在办", 10, _open_in_region, rights.READ),
        RegionPart("cases.came", "近 {days} 日", 20, _came_in_region, rights.READ),
    ),
    help="cases.md",
    listeners=(
        Listener(_warn, rights.READ),
        Listener(_remind, rights.HANDLE),
        Listener(_follow, rights.READ),
        Listener(_rule, rights.APPROVE),
        Listener(_whistle, rights.READ),
        Listener(_windows, rights.READ),
    ),
    badge=Badge(_overdue, frozenset({Topic.CASE}), "已超时", rights.READ),
)
