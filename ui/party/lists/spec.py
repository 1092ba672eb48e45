"""The pages of the three lists, as the slice offers them."""

from PySide6.QtWidgets import QWidget

from app.party.lists import rights
from ui.core.slices import Desk, KeyHelp, PageSpec
from ui.core.targets import ListProjectWanted
from ui.party.tab import Tab


def _board(desk: Desk) -> QWidget:
    from ui.party.lists.page import ListsPage  # pages are built when first shown

    return ListsPage(desk)


def _project(desk: Desk) -> QWidget:
    from ui.party.lists.project_page import ProjectPage

    return ProjectPage(desk)


def _lacks(desk: Desk) -> QWidget:
    from ui.party.lists.lacks_page import LacksPage

    return LacksPage(desk)


LIST_PAGES = (
    PageSpec(
        key="party.lists",
        title="三张清单",
        build=_board,
        right=rights.READ,
        help="lists.md",
        keys=(
            KeyHelp("Up Down", "在清单里移动"),
            KeyHelp("Left Right", "到左边、右边的清单"),
            KeyHelp("Space", "勾上、取消资源"),
            KeyHelp("Return", "改选中的，打开项目"),
            KeyHelp("Ctrl+Return", "结成项目"),
            KeyHelp("R", "登记资源"),
            KeyHelp("N", "登记需求"),
            KeyHelp("E", "改选中的资源或需求"),
            KeyHelp("Delete", "撤下选中的资源或需求"),
            KeyHelp("G", "看没人提供的"),
            KeyHelp("/", "筛选"),
        ),
    ),
    PageSpec(
        key="party.project",
        title="项目",
        build=_project,
        right=rights.READ,
        takes=(ListProjectWanted,),
        help="lists.md",
        tab=False,
        keys=(
            KeyHelp("J", "加节点"),
            KeyHelp("F", "报办完"),
            KeyHelp("V", "评价"),
            KeyHelp("X", "退回"),
            KeyHelp("Esc", "回撮合板"),
        ),
    ),
    PageSpec(
        key="party.lacks",
        title="没人提供的",
        build=_lacks,
        right=rights.READ,
        help="lists.md",
        tab=False,
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("Ctrl+E", "导出"),
            KeyHelp("Ctrl+P", "打印"),
            KeyHelp("Esc", "回撮合板"),
        ),
    ),
)

TAB = Tab(LIST_PAGES)
