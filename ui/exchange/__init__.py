"""Files of other offices: what comes in by itself, and how it is read; twin of `app.exchange`."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.exchange import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import ImportWanted, PageWanted

FEEDS = "exchange.feeds"
CASES = "cases"


def _feeds(desk: Desk) -> QWidget:
    from ui.exchange.feeds_page import FeedsPage

    return FeedsPage(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Up Down", translate("ExchangeSlice", "移动")),
        KeyHelp("Ctrl+O", translate("ExchangeSlice", "导入文件")),
        KeyHelp("Ctrl+N", translate("ExchangeSlice", "新建来源")),
        KeyHelp("E", translate("ExchangeSlice", "修改来源")),
        KeyHelp("M", translate("ExchangeSlice", "修改映射")),
    )
    return Slice(
        "exchange",
        translate("ExchangeSlice", "管理"),
        "ph.gear-six",
        113,
        rail="administration",
        pages=(
            PageSpec(
                FEEDS,
                translate("ExchangeSlice", "来件文件"),
                _feeds,
                right=rights.IMPORT,
                takes=(ImportWanted,),
                help="feeds.md",
                keys=keys,
            ),
        ),
        commands=(
            Command(
                "exchange.import",
                translate("ExchangeSlice", "导入来件文件"),
                "",
                rights.IMPORT,
                lambda desk: desk.navigator.go(ImportWanted(CASES)),
                icon="ph.file-arrow-down",
            ),
            Command(
                FEEDS,
                translate("ExchangeSlice", "查看来件文件"),
                "",
                rights.IMPORT,
                lambda desk: desk.navigator.go(PageWanted(FEEDS)),
                icon="ph.tray",
            ),
        ),
        help="feeds.md",
    )


SLICE = _slice()
