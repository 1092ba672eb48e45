"""Regions, grids, posts and places: twin of `app.territory`."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.core.slices import Command, Desk, KeyHelp, PageSpec, SearchHit, SearchSource, Slice
from ui.core.targets import GridWanted, PageWanted, PlaceWanted

PAGE = "territory.regions"
READ = "territory.read"


def _page(desk: Desk) -> QWidget:
    from ui.territory.territory_page import TerritoryPage

    return TerritoryPage(desk)


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
                takes=(GridWanted, PlaceWanted),
                keys=(
                    KeyHelp("/", translate("TerritorySlice", "搜区划")),
                    KeyHelp("Up Down", translate("TerritorySlice", "在区划树里移动")),
                    KeyHelp("+ -", translate("TerritorySlice", "地图放大、缩小")),
                    KeyHelp("0", translate("TerritorySlice", "看全图")),
                    KeyHelp("A", translate("TerritorySlice", "安排人员")),
                    KeyHelp("P", translate("TerritorySlice", "登记地点")),
                    KeyHelp("E", translate("TerritorySlice", "改户数和人口")),
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
        ),
        search=SearchSource(translate("TerritorySlice", "区划和地点"), _find, READ),
        help="territory.md",
    )


SLICE = _slice()
