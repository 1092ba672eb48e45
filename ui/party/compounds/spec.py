"""红色小区, as the slice offers it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.party.compounds import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec
from ui.core.targets import CompoundWanted, PageWanted
from ui.party.tab import Tab

PAGE = "party.compounds"


def _page(desk: Desk) -> QWidget:
    from ui.party.compounds.page import CompoundsPage  # pages are built when first shown

    return CompoundsPage(desk)


def _tab() -> Tab:
    translate = QCoreApplication.translate
    keys = (
        KeyHelp("Up Down", translate("Compounds", "移动")),
        KeyHelp("/", translate("Compounds", "筛选小区")),
        KeyHelp("E", translate("Compounds", "登记三方")),
        KeyHelp("S", translate("Compounds", "加服务站")),
        KeyHelp("N", translate("Compounds", "加事项")),
        KeyHelp("Ctrl+E", translate("Compounds", "导出")),
        KeyHelp("Ctrl+P", translate("Compounds", "打印服务站覆盖")),
    )
    title = translate("Compounds", "红色小区")
    takes = (CompoundWanted,)
    page = PageSpec(PAGE, title, _page, rights.READ, takes, "compounds.md", keys=keys)
    command = Command(
        PAGE,
        translate("Compounds", "查看红色小区"),
        "",
        rights.READ,
        lambda desk: desk.navigator.go(PageWanted(PAGE)),
        icon="ph.buildings",
    )
    return Tab((page,), (command,))


TAB = _tab()
