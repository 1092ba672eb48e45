"""Rounds: planned, made, and what was covered."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice, TodayPart, TodayPlace
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

PAGE = "cases.rounds"


def _page(desk: Desk) -> QWidget:
    from ui.cases.rounds.page import RoundsPage  # pages are built when first shown

    return RoundsPage(desk)


def _card(desk: Desk) -> QWidget:
    from ui.cases.rounds.card import RoundsCard

    return RoundsCard(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Up Down", translate("RoundsSlice", "移动")),
        KeyHelp("D", translate("RoundsSlice", "换一张表")),
        KeyHelp("J", translate("RoundsSlice", "记一次巡查")),
        KeyHelp("N", translate("RoundsSlice", "排一项巡查")),
        KeyHelp("E", translate("RoundsSlice", "改这项巡查")),
        KeyHelp("Return", translate("RoundsSlice", "补录发现的问题")),
    )
    page = PageSpec(
        PAGE,
        translate("RoundsSlice", "巡查"),
        _page,
        right=rights.READ,
        help="rounds.md",
        keys=keys,
    )
    command = Command(
        PAGE,
        translate("RoundsSlice", "查看巡查：计划、走过的、没走的"),
        "",
        rights.READ,
        lambda desk: desk.navigator.go(PageWanted(PAGE)),
        icon="ph.path",
    )
    return Slice(
        "rounds",
        translate("RoundsSlice", "事件"),
        "ph.clipboard-text",
        22,
        right=None,  # the page asks for its right
        rail="cases",
        pages=(page,),
        commands=(command,),
        today=(TodayPart(PAGE, 8, _card, rights.REGISTER, TodayPlace.SIDE),),
        help="rounds.md",
    )


SLICE = _slice()
