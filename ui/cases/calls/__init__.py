"""Calling back: who is to be called, the three rates, and what the director leaves out of them."""

from PySide6.QtWidgets import QWidget

from app.cases import rights
from ui.core.slices import Desk, KeyHelp, PageSpec
from ui.core.targets import AnswersWanted


def _calls(desk: Desk) -> QWidget:
    from ui.cases.calls.calls_page import CallsPage  # pages are built when first shown

    return CallsPage(desk)


def _rates(desk: Desk) -> QWidget:
    from ui.cases.calls.rates_page import RatesPage

    return RatesPage(desk)


def _exclusions(desk: Desk) -> QWidget:
    from ui.cases.calls.register_page import RegisterPage

    return RegisterPage(desk)


_WALK = (KeyHelp("Up Down", "移动"), KeyHelp("Return", "打开事件"))
_CALL_KEYS = (
    *_WALK,
    KeyHelp("V", "看电话（留痕）"),
    KeyHelp("Y", "及时联系了、解决了、满意"),
    KeyHelp("1 2 3", "及时联系了、联系晚了、没联系"),
    KeyHelp("4 5", "解决了、没解决"),
    KeyHelp("6 7", "满意、不满意"),
    KeyHelp("0", "没打通"),
    KeyHelp("Ctrl+Return", "存，打下一个"),
    KeyHelp("Ctrl+J", "常用语"),
    KeyHelp("Ctrl+P", "打印回访记录"),
)
_RATE_KEYS = (
    *_WALK,
    KeyHelp("E", "申请剔除选中的事件"),
    KeyHelp("Ctrl+E", "导出"),
    KeyHelp("Ctrl+P", "打印三率表"),
)
_REGISTER_KEYS = (
    *_WALK,
    KeyHelp("Y", "同意剔除"),
    KeyHelp("X", "不予剔除、恢复计算"),
    KeyHelp("Ctrl+P", "打印剔除登记簿"),
)
CALL_PAGES = (
    PageSpec(
        key="cases.calls",
        title="回访",
        build=_calls,
        right=rights.CALL_BACK,
        help="calls.md",
        keys=_CALL_KEYS,
    ),
    PageSpec(
        key="cases.rates",
        title="三率",
        build=_rates,
        right=rights.TO_COUNT,
        takes=(AnswersWanted,),
        help="calls.md",
        keys=_RATE_KEYS,
    ),
    PageSpec(
        key="cases.exclusions",
        title="剔除登记",
        build=_exclusions,
        right=rights.TO_COUNT,
        help="calls.md",
        keys=_REGISTER_KEYS,
    ),
)
