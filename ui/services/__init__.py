"""Services on the desk: twin of `app.services`."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.services import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

ITEMS, WINDOW, HALL = "services.items", "services.window", "services.hall"


def _items(desk: Desk) -> QWidget:
    from ui.services.items.page import ItemsPage

    return ItemsPage(desk, ITEMS)


def _window(desk: Desk) -> QWidget:
    from ui.services.halls.window_page import WindowPage

    return WindowPage(desk, WINDOW)


def _hall(desk: Desk) -> QWidget:
    from ui.services.halls.hall_page import HallPage

    return HallPage(desk, HALL)


def _go(key: str, title: str, right: str, icon: str) -> Command:
    return Command(key, title, "", right, lambda desk: desk.navigator.go(PageWanted(key)), icon)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    item_keys = (
        KeyHelp("N", translate("ServicesSlice", "新增事项")),
        KeyHelp("E", translate("ServicesSlice", "修改事项")),
        KeyHelp("P", translate("ServicesSlice", "发布最近一版")),
        KeyHelp("X", translate("ServicesSlice", "撤回，群众不再看到")),
        KeyHelp("G", translate("ServicesSlice", "打印一次性告知单")),
        KeyHelp("I", translate("ServicesSlice", "从表格导入")),
        KeyHelp("O", translate("ServicesSlice", "导出成表格")),
    )
    window_keys = (
        KeyHelp("Space", translate("ServicesSlice", "办结手上的，叫下一个")),
        KeyHelp("R", translate("ServicesSlice", "重新叫一遍")),
        KeyHelp("S", translate("ServicesSlice", "过号")),
        KeyHelp("F", translate("ServicesSlice", "办结，先不叫下一个")),
        KeyHelp("T", translate("ServicesSlice", "转到别的窗口")),
        KeyHelp("C", translate("ServicesSlice", "转成事件")),
        KeyHelp("I", translate("ServicesSlice", "选事项，核对材料")),
        KeyHelp("L", translate("ServicesSlice", "上岗、离席")),
    )
    hall_keys = (
        KeyHelp("Q", translate("ServicesSlice", "前台取号")),
        KeyHelp("B", translate("ServicesSlice", "登记预约")),
        KeyHelp("K", translate("ServicesSlice", "预约取号")),
        KeyHelp("F11", translate("ServicesSlice", "打开大厅屏")),
    )
    pages = (
        PageSpec(
            ITEMS,
            translate("ServicesSlice", "服务事项"),
            _items,
            rights.READ,
            help="services.md",
            keys=item_keys,
        ),
        PageSpec(
            WINDOW,
            translate("ServicesSlice", "窗口叫号"),
            _window,
            rights.SERVE,
            help="halls.md",
            keys=window_keys,
        ),
        PageSpec(
            HALL,
            translate("ServicesSlice", "大厅"),
            _hall,
            rights.READ,
            help="halls.md",
            keys=hall_keys,
        ),
    )
    commands = (
        _go(ITEMS, translate("ServicesSlice", "查服务事项"), rights.READ, "ph.checks"),
        _go(WINDOW, translate("ServicesSlice", "到窗口叫号"), rights.SERVE, "ph.bell-ringing"),
        _go(HALL, translate("ServicesSlice", "看大厅排队"), rights.READ, "ph.users-three"),
    )
    return Slice(
        "services",
        translate("ServicesSlice", "服务"),
        "ph.handshake",
        60,
        right=rights.READ,
        pages=pages,
        commands=commands,
        help="services.md",
    )


SLICE = _slice()
