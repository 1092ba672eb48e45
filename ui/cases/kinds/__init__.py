"""The editors of kinds and time limits: a second slice of the cases, under 管理."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

KINDS = "cases.kinds"


def _page(desk: Desk) -> QWidget:
    from ui.cases.kinds.kinds_page import KindsPage  # pages are built when first shown

    return KindsPage(desk)


def _slice() -> Slice:
    """Return a slice of its own: who keeps the kinds need not be allowed to read cases."""
    translate = QCoreApplication.translate
    title = translate("KindsSlice", "类别与时限")
    keys = (
        KeyHelp("Up Down", translate("KindsSlice", "在类别里移动")),
        KeyHelp("/", translate("KindsSlice", "找类别")),
        KeyHelp("Ctrl+N", translate("KindsSlice", "新增自定义类别")),
        KeyHelp("Ctrl+Return", translate("KindsSlice", "保存这一类；在“时限”里是发布")),
        KeyHelp("Alt+1", translate("KindsSlice", "内容")),
        KeyHelp("Alt+2", translate("KindsSlice", "时限")),
        KeyHelp("Alt+3", translate("KindsSlice", "版本")),
    )
    return Slice(
        "kinds",
        translate("KindsSlice", "管理"),
        "ph.gear-six",
        111,
        rail="administration",
        pages=(PageSpec(KINDS, title, _page, help="kinds.md", keys=keys),),
        commands=(
            Command(
                KINDS,
                translate("KindsSlice", "查看类别与时限"),
                "",
                None,
                lambda desk: desk.navigator.go(PageWanted(KINDS)),
                icon="ph.tree-structure",
            ),
        ),
        help="kinds.md",
    )


SLICE = _slice()
