"""The pages of whistles and of the street's powers, as the slice offers them."""

from PySide6.QtWidgets import QWidget

from app.cases import rights
from ui.core.slices import Desk, KeyHelp, PageSpec
from ui.core.targets import WhistlesWanted


def _whistles(desk: Desk) -> QWidget:
    from ui.cases.whistles.page import WhistlesPage  # pages are built when first shown

    return WhistlesPage(desk)


def _powers(desk: Desk) -> QWidget:
    from ui.cases.powers.page import PowersPage

    return PowersPage(desk)


WHISTLE_PAGES = (
    PageSpec(
        key="cases.whistles",
        title="吹哨",
        build=_whistles,
        right=rights.READ,
        takes=(WhistlesWanted,),
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("Return", "打开事件"),
            KeyHelp("Q", "走吹哨的下一步"),
            KeyHelp("/", "筛选"),
            KeyHelp("Ctrl+P", "打印"),
        ),
    ),
    PageSpec(
        key="cases.powers",
        title="街道职权",
        build=_powers,
        right=rights.READ_FIGURES,
        keys=(
            KeyHelp("Up Down", "移动"),
            KeyHelp("U", "记一次行使"),
            KeyHelp("E", "改（主任）"),
            KeyHelp("N", "新增职权（主任）"),
        ),
    ),
)
