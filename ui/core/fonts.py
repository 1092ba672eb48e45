"""Which installed font family draws Chinese, and what to say when there is none."""

from functools import cache

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "方正黑体_GBK",
    "FZHei-B01S",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans SC",
    "Noto Serif CJK SC",
    "SimSun",
)


@cache
def chinese_family() -> str | None:
    """Return the best installed family for Chinese text, None when no font can draw it."""
    for family in FAMILIES:
        if QFontDatabase.hasFamily(family):
            return family
    others = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return others[0] if others else None


def missing_font_sentence(family: str | None) -> str | None:
    """Return what to tell a person whose computer cannot draw Chinese; None when it can."""
    if family is not None:
        return None
    return QCoreApplication.translate(
        "Fonts",
        "这台电脑没有中文字体，文字会显示成方框（No Chinese font is installed）。"
        "请安装 fonts-noto-cjk 或 fonts-wqy-microhei 软件包（Windows 请装“简体中文补充字体”），"
        "再重新打开街治通。",
    )


@cache
def font(pixels: int, bold: bool = False) -> QFont:  # noqa: FBT001, FBT002  cached by position
    """Return the desk's font at a height in device-independent pixels; two weights only."""
    made = QFont()
    family = chinese_family()
    if family is not None:
        made.setFamilies([family])
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
