"""Regions, grids, posts and places: twin of `app.territory`."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.territory.video import rights as video_rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, SearchHit, SearchSource, Slice
from ui.core.targets import CasesOnMapWanted, GridWanted, PageWanted, PlaceWanted, RedrawingWanted

PAGE = "territory.regions"
DRAFTS = "territory.redrawing"
VIDEO = "territory.video"
READ, REDRAW = "territory.read", "territory.redraw"


def _page(desk: Desk) -> QWidget:
    from ui.territory.territory_page import TerritoryPage

    return TerritoryPage(desk)


def _drafts(desk: Desk) -> QWidget:
    from ui.territory.editing.draft_page import DraftPage

    return DraftPage(desk)


def _video(desk: Desk) -> QWidget:
    from ui.territory.video.page import VideoPage

    return VideoPage(desk)


def _find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    from ui.territory.search import find

    return find(desk, session, text)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    return Slice(
        "territory",
        translate("TerritorySlice", "网格图"),
        "ph.map-trifold",
        20,
        pages=(
            PageSpec(
                PAGE,
                translate("TerritorySlice", "辖区"),
                _page,
                right=READ,
                takes=(GridWanted, PlaceWanted, CasesOnMapWanted),
                keys=(
                    KeyHelp("/", translate("TerritorySlice", "搜区划")),
                    KeyHelp("Up Down", translate("TerritorySlice", "在区划树里移动")),
                    KeyHelp("+ -", translate("TerritorySlice", "地图放大、缩小")),
                    KeyHelp("0", translate("TerritorySlice", "看全图")),
                    KeyHelp("T", translate("TerritorySlice", "显示、收起区划树")),
                    KeyHelp("J", translate("TerritorySlice", "显示、收起在办事件")),
                    KeyHelp("H", translate("TerritorySlice", "看在办事件的热力")),
                    KeyHelp("Q", translate("TerritorySlice", "在事件里打开这里在办的")),
                    KeyHelp("L", translate("TerritorySlice", "测距离和面积")),
                    KeyHelp("O", translate("TerritorySlice", "圈选事件")),
                    KeyHelp("B", translate("TerritorySlice", "标绘：在图上画点、线、面，写字")),
                    KeyHelp("Ctrl+P", translate("TerritorySlice", "打印网格图，A4 到 A0")),
                    KeyHelp("A", translate("TerritorySlice", "安排人员")),
                    KeyHelp("P", translate("TerritorySlice", "登记地点")),
                    KeyHelp("E", translate("TerritorySlice", "改户数和人口")),
                ),
            ),
            PageSpec(
                DRAFTS,
                translate("TerritorySlice", "网格调整"),
                _drafts,
                right=REDRAW,
                takes=(RedrawingWanted,),
                help="redrawing.md",
                keys=(
                    KeyHelp("V", translate("TerritorySlice", "查看")),
                    KeyHelp("F", translate("TerritorySlice", "分割：画一条线切开")),
                    KeyHelp("H", translate("TerritorySlice", "合并：点选，回车")),
                    KeyHelp("Y", translate("TerritorySlice", "移界：拖动边界")),
                    KeyHelp("N", translate("TerritorySlice", "新画：在空地上画一个网格")),
                    KeyHelp("Ctrl+Z", translate("TerritorySlice", "撤销一步")),
                    KeyHelp("Ctrl+Y", translate("TerritorySlice", "重做一步")),
                    KeyHelp("Esc", translate("TerritorySlice", "放下画了一半的、放下工具")),
                ),
            ),
            PageSpec(
                VIDEO,
                translate("TerritorySlice", "视频点位"),
                _video,
                right=video_rights.EITHER,
                help="video.md",
                keys=(
                    KeyHelp("Return", translate("TerritorySlice", "打开画面")),
                    KeyHelp("N", translate("TerritorySlice", "登记一个点位")),
                    KeyHelp("E", translate("TerritorySlice", "改这个点位")),
                ),
            ),
        ),
        commands=(
            Command(
                "territory.open",
                translate("TerritorySlice", "查看辖区和网格"),
                "",
                READ,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.map-trifold",
            ),
            Command(
                "territory.redraw",
                translate("TerritorySlice", "调整网格"),
                "",
                REDRAW,
                lambda desk: desk.navigator.go(PageWanted(DRAFTS)),
                icon="ph.polygon",
            ),
        ),
        search=SearchSource(translate("TerritorySlice", "区划和地点"), _find, READ),
        help="territory.md",
    )


SLICE = _slice()
