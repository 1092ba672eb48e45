"""Patrol findings entered many at once, by hand or from the photos of a telephone."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases import rights
from ui.core.slices import Command, Desk, KeyHelp, PageSpec, Slice
from ui.core.targets import PageWanted

__all__ = ["SLICE"]

PAGE = "cases.patrol"


def _patrol(desk: Desk) -> QWidget:
    from ui.cases.patrol.patrol_page import PatrolPage  # pages are built when first shown

    return PatrolPage(desk)


def _slice() -> Slice:
    translate = QCoreApplication.translate
    return Slice(
        "patrol",
        translate("PatrolSlice", "事件"),
        "ph.clipboard-text",
        21,
        right=None,  # the page asks for its right
        rail="cases",
        pages=(
            PageSpec(
                PAGE,
                translate("PatrolSlice", "巡查补录"),
                build=_patrol,
                right=rights.REGISTER,
                tab=False,
                keys=(
                    KeyHelp("Return", translate("PatrolSlice", "下一条的同一格")),
                    KeyHelp("Ctrl+D", translate("PatrolSlice", "类别、网格同上一条")),
                    KeyHelp("Ctrl+N", translate("PatrolSlice", "加一条")),
                    KeyHelp("Ctrl+Return", translate("PatrolSlice", "全部登记")),
                ),
                help="patrol.md",
            ),
        ),
        commands=(
            Command(
                PAGE,
                translate("PatrolSlice", "巡查补录：一次登记多条，从手机照片"),
                "",
                rights.REGISTER,
                lambda desk: desk.navigator.go(PageWanted(PAGE)),
                icon="ph.camera",
            ),
        ),
        help="patrol.md",
    )


SLICE = _slice()
