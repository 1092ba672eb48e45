"""What makes the daily work shorter: standard phrases, macros, duties per post."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

PHRASES, MACROS, TAGS, DUTIES = "aids.phrases", "aids.macros", "aids.tags", "aids.duties"
NOTICES = "aids.notices"
RULES = "aids.rules"


def _phrases(desk: Desk) -> QWidget:
    from ui.cases.aids.phrases_page import PhrasesPage  # pages are built when first shown

    return PhrasesPage(desk)


def _macros(desk: Desk) -> QWidget:
    from ui.cases.aids.macros_page import MacrosPage

    return MacrosPage(desk)


def _tags(desk: Desk) -> QWidget:
    from ui.cases.aids.tags_page import TagsPage

    return TagsPage(desk)


def _notices(desk: Desk) -> QWidget:
    from ui.cases.aids.notices_page import NoticesPage

    return NoticesPage(desk)


def _duties(desk: Desk) -> QWidget:
    from ui.cases.aids.duties_page import DutiesPage

    return DutiesPage(desk)


def _rules(desk: Desk) -> QWidget:
    from ui.cases.automation.rules_page import RulesPage

    return RulesPage(desk)


def _goes_to(key: str) -> Callable[[Desk], object]:
    return lambda desk: desk.navigator.go(PageWanted(key))


def _right_of(key: str) -> str:
    """Return what a page asks for: tags and notices are kept by who manages kinds; rules by the
    director, since their trials show cases, and an administrator reads none.
    """
    if key == RULES:
        return rights.APPROVE
    return rights.MANAGE_KINDS if key in (TAGS, NOTICES) else rights.READ


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Up Down", translate("AidsSlice", "移动")),
        KeyHelp("Return", translate("AidsSlice", "修改")),
        KeyHelp("/", translate("AidsSlice", "筛选")),
        KeyHelp("Ctrl+N", translate("AidsSlice", "新建")),
        KeyHelp("Delete", translate("AidsSlice", "删去")),
    )
    moving = KeyHelp("Alt+Up Alt+Down", translate("AidsSlice", "往前、往后排"))
    setting = (*keys[:3], KeyHelp("Delete", translate("AidsSlice", "不再指定")))
    ruling = (
        *(*keys[:4], moving),
        KeyHelp("T", translate("AidsSlice", "试运行")),
        KeyHelp("Space", translate("AidsSlice", "启用、停用")),
        KeyHelp("L", translate("AidsSlice", "触发记录")),
        KeyHelp("Delete", translate("AidsSlice", "作废")),
    )
    tagging = (*keys[:4], KeyHelp("Delete", translate("AidsSlice", "停用")))
    pages = (
        (PHRASES, translate("AidsSlice", "常用语"), _phrases, (*keys, moving), "ph.chat-text"),
        (MACROS, translate("AidsSlice", "宏"), _macros, keys, "ph.lightning"),
        (TAGS, translate("AidsSlice", "标签"), _tags, tagging, "ph.tag"),
        (NOTICES, translate("AidsSlice", "通知"), _notices, tagging, "ph.paper-plane-tilt"),
        (RULES, translate("AidsSlice", "自动规则"), _rules, ruling, "ph.robot"),
        (DUTIES, translate("AidsSlice", "一岗多责"), _duties, setting, "ph.identification-badge"),
    )
    return Slice(
        "aids",
        translate("AidsSlice", "管理"),
        "ph.gear-six",
        118,
        right=None,  # every page asks for its right
        rail="administration",
        pages=tuple(
            PageSpec(key, title, build, right=_right_of(key), keys=its, help="aids.md")
            for key, title, build, its, _ in pages
        ),
        commands=tuple(
            Command(
                key,
                translate("AidsSlice", "查看{page}").format(page=title),
                "",
                _right_of(key),
                _goes_to(key),
                icon=mark,
            )
            for key, title, _, _, mark in pages
        ),
        help="aids.md",
    )


SLICE = _slice()
