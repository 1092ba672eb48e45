"""Command: posture, incidents, emergency units, plans; twin of `app.command`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.command import rights
from app.core.words import label as word
from ui.core.relative_time import short
from ui.core.slices import (
    Command,
    Desk,
    KeyHelp,
    PageSpec,
    PanelSection,
    SearchHit,
    SearchSource,
    Slice,
    TodayPart,
    TodayPlace,
)
from ui.core.targets import ConferencesWanted, IncidentFromCaseWanted, IncidentWanted, PageWanted

BOARD, FORCES, PLANS = "command.board", "command.forces", "command.plans"
CONFERENCES = "command.conferences"
_ORDER = 90


def _board(desk: Desk) -> QWidget:
    from ui.command.board_page import BoardPage  # pages are built when first shown

    return BoardPage(desk)


def _forces(desk: Desk) -> QWidget:
    from ui.command.forces_page import ForcesPage

    return ForcesPage(desk)


def _plans(desk: Desk) -> QWidget:
    from ui.command.plans_page import PlansPage

    return PlansPage(desk)


def _conferences(desk: Desk) -> QWidget:
    from ui.command.conferences.page import ConferencesPage

    return ConferencesPage(desk)


def _card(desk: Desk) -> QWidget:
    from ui.command.today_card import CommandCard

    return CommandCard(desk)


def _chip(desk: Desk) -> QWidget:
    from ui.command.posture_chip import PostureChip

    return PostureChip(desk)


def _case_line(desk: Desk, case_id: UUID) -> QWidget:
    from ui.command.case_line import CaseLine

    return CaseLine(desk, case_id)


def _find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    from app.command.board import incidents_named  # its queries are loaded when first asked for

    return [
        SearchHit(
            row.title,
            f"{word(row.kind)}　{short(row.started_at)}",
            "ph.broadcast",
            IncidentWanted(row.id),
        )
        for row in incidents_named(session, desk.actor, text)
    ]


def _goes(key: str, title: str, icon: str) -> Command:
    return Command(
        key, title, "", rights.READ, lambda desk: desk.navigator.go(PageWanted(key)), icon=icon
    )


def _slice() -> Slice:
    translate = QCoreApplication.translate
    board_keys = (
        KeyHelp("N", translate("CommandSlice", "启动突发事件")),
        KeyHelp("P", translate("CommandSlice", "平战转换")),
        KeyHelp("R", translate("CommandSlice", "点名")),
        KeyHelp("C", translate("CommandSlice", "一起呼叫就近的应急单元")),
        KeyHelp("Up Down", translate("CommandSlice", "在点名里移动")),
        KeyHelp("Return", translate("CommandSlice", "应答、再叫、放回")),
        KeyHelp("J", translate("CommandSlice", "记一笔")),
        KeyHelp("A", translate("CommandSlice", "加任务")),
        KeyHelp("F", translate("CommandSlice", "记数字")),
        KeyHelp("B", translate("CommandSlice", "情况报告")),
        KeyHelp("E", translate("CommandSlice", "结束")),
    )
    force_keys = (
        KeyHelp("N", translate("CommandSlice", "登记应急单元")),
        KeyHelp("E", translate("CommandSlice", "修改")),
        KeyHelp("S", translate("CommandSlice", "签到")),
        KeyHelp("D", translate("CommandSlice", "记演练")),
        KeyHelp("M", translate("CommandSlice", "改成员")),
        KeyHelp("/", translate("CommandSlice", "筛选")),
    )
    plan_keys = (
        KeyHelp("N", translate("CommandSlice", "新预案")),
        KeyHelp("E", translate("CommandSlice", "修改预案")),
    )
    return Slice(
        "command",
        translate("CommandSlice", "指挥"),
        "ph.broadcast",
        _ORDER,
        right=rights.READ,
        pages=(
            PageSpec(
                BOARD,
                translate("CommandSlice", "指挥"),
                _board,
                right=rights.READ,
                takes=(IncidentWanted, IncidentFromCaseWanted),
                help="command.md",
                keys=board_keys,
            ),
            PageSpec(
                FORCES,
                translate("CommandSlice", "应急单元"),
                _forces,
                right=rights.READ,
                help="command.md",
                keys=force_keys,
            ),
            PageSpec(
                PLANS,
                translate("CommandSlice", "预案"),
                _plans,
                right=rights.READ,
                help="command.md",
                keys=plan_keys,
            ),
            PageSpec(
                CONFERENCES,
                translate("CommandSlice", "视联网会议"),
                _conferences,
                right=rights.READ,
                takes=(ConferencesWanted,),
                help="conferences.md",
                keys=(
                    KeyHelp("N", translate("CommandSlice", "记一次会议")),
                    KeyHelp("E", translate("CommandSlice", "更正")),
                    KeyHelp("Ctrl+E", translate("CommandSlice", "导出")),
                    KeyHelp("/", translate("CommandSlice", "筛选")),
                ),
            ),
        ),
        commands=(
            _goes(BOARD, translate("CommandSlice", "打开指挥页"), "ph.broadcast"),
            _goes(FORCES, translate("CommandSlice", "查看应急单元"), "ph.first-aid-kit"),
            _goes(PLANS, translate("CommandSlice", "查看预案"), "ph.check-square"),
            _goes(CONFERENCES, translate("CommandSlice", "查看视联网会议"), "ph.monitor"),
        ),
        search=SearchSource(translate("CommandSlice", "突发事件"), _find, rights.READ),
        panel=(
            PanelSection(
                "command.case",
                translate("CommandSlice", "突发事件"),
                10,
                _case_line,
                rights.READ,
            ),
        ),
        today=(TodayPart("command.now", 1, _card, rights.READ, TodayPlace.SIDE),),
        help="command.md",
        top=_chip,
    )


SLICE = _slice()
