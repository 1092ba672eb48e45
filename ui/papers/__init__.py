"""Briefings whose numbers can be asked; twin of `app.papers`."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from ui.core.slices import (
    Badge,
    Command,
    Desk,
    KeyHelp,
    Listener,
    PageSpec,
    Slice,
    TodayPart,
    TodayPlace,
)
from ui.core.targets import PageWanted

PAGE = "papers.briefings"
SCHEDULES = "papers.schedules"
DOCUMENTS = "papers.documents"
TEMPLATES = "papers.templates"
_EXPORT = "exchange.export"
_ORDER = 108
_RIGHTS = ("index.read", "cases.handle", "cases.approve")


def _page(desk: Desk) -> QWidget:
    from ui.papers.papers_page import PapersPage

    return PapersPage(desk)


def _schedules(desk: Desk) -> QWidget:
    from ui.papers.schedules_page import SchedulesPage

    return SchedulesPage(desk)


def _documents(desk: Desk) -> QWidget:
    from ui.papers.documents_page import DocumentsPage

    return DocumentsPage(desk)


def _schedule_card(desk: Desk) -> QWidget:
    from ui.papers.schedule_card import ScheduleCard

    return ScheduleCard(desk)


def _failing(desk: Desk, session: Any) -> int:
    from app.papers.schedules.queries import failing

    return len(failing(session, desk.actor, desk.parts.clock.now()))


def _ring(desk: Desk, owner: QObject) -> object:
    from ui.papers.schedule_bell import ScheduleBell

    return ScheduleBell(desk, owner)


def _templates(desk: Desk) -> QWidget:
    from ui.papers.template_page import TemplatePage

    return TemplatePage(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    return Slice(
        "papers",
        translate("PapersSlice", "报表"),
        "ph.newspaper",
        _ORDER,
        pages=(
            PageSpec(
                PAGE,
                translate("PapersSlice", "日报、周报和月度分析"),
                _page,
                right=_RIGHTS,
                help="papers.md",
                keys=(
                    KeyHelp("Left Right", translate("PapersSlice", "选上一个、下一个数字")),
                    KeyHelp("O", translate("PapersSlice", "打开这个数字的名单")),
                    KeyHelp("+ -", translate("PapersSlice", "放大、缩小")),
                    KeyHelp("PageUp PageDown", translate("PapersSlice", "翻页")),
                    KeyHelp("Ctrl+0 Ctrl+9", translate("PapersSlice", "整页、适合宽度")),
                    KeyHelp("R", translate("PapersSlice", "重新取数")),
                    KeyHelp("Ctrl+E", translate("PapersSlice", "导出 Word、Excel、PDF")),
                    KeyHelp("Ctrl+P", translate("PapersSlice", "打印")),
                ),
            ),
            PageSpec(
                DOCUMENTS,
                translate("PapersSlice", "函和纪要"),
                _documents,
                right="party.read",
                unit_right="cases.read",  # copies go to units
                help="papers.md",
                keys=(
                    KeyHelp("Up Down", translate("PapersSlice", "移动")),
                    KeyHelp("Ctrl+N", translate("PapersSlice", "拟稿")),
                    KeyHelp("R", translate("PapersSlice", "重新取数、更正")),
                    KeyHelp("Ctrl+P", translate("PapersSlice", "打印")),
                ),
            ),
            PageSpec(
                TEMPLATES,
                translate("PapersSlice", "样板"),
                _templates,
                right="administration.settings",
                help="paper_templates.md",
                keys=(KeyHelp("Ctrl+S", translate("PapersSlice", "存为新的一版")),),
            ),
            PageSpec(
                SCHEDULES,
                translate("PapersSlice", "定时"),
                _schedules,
                right=_EXPORT,
                help="papers.md",
                keys=(
                    KeyHelp("Up Down", translate("PapersSlice", "移动")),
                    KeyHelp("E", translate("PapersSlice", "修改、停用")),
                    KeyHelp("R", translate("PapersSlice", "现在出一次")),
                    KeyHelp("Ctrl+N", translate("PapersSlice", "新建定时")),
                ),
            ),
        ),
        today=(
            TodayPart("papers.schedules", 60, _schedule_card, right=_EXPORT, place=TodayPlace.SIDE),
        ),
        badge=Badge(
            _failing,
            frozenset({Topic.PAPER}),
            translate("PapersSlice", "定时文书没有写成"),
            right=_EXPORT,
        ),
        listeners=(Listener(_ring, right=_EXPORT),),
        commands=(
            Command(
                PAGE,
                translate("PapersSlice", "查看日报、周报和月度分析"),
                "",
                "index.read",
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.newspaper",
            ),
            Command(
                TEMPLATES,
                translate("PapersSlice", "改文书的样板"),
                "",
                "administration.settings",
                lambda desk: desk.navigator.go(PageWanted(TEMPLATES)),
                icon="ph.newspaper",
            ),
        ),
        help="papers.md",
    )


SLICE = _slice()
