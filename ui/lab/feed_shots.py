"""The mapping editor over a file of a hotline, one of whose columns was renamed since."""

import csv
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.core.targets import PageWanted
from ui.exchange.feeds_page import FeedsPage
from ui.lab.studio import Studio

PAGE = "exchange.feeds"
_HEAD = (
    *("工单编号", "来电时间", "诉求标题", "诉求内容描述", "诉求类别", "所属社区"),
    *("诉求地址", "来电人", "联系电话"),
)
_ROWS = (
    ("路灯不亮", "清泉家园 3 号楼前的路灯从上周起不亮，晚上放学的孩子看不见台阶。", "路灯"),
    ("井盖翘起", "滨河路 36 号门前的雨水井盖翘起，夜里看不清。", "井盖"),
    ("垃圾没人收", "东街菜市场后面的垃圾堆了三天，有味道。", "暴露垃圾"),
    ("烧烤占道", "新华里路口的烧烤摊晚上占了半条路。", "占道经营"),
)


def _sample() -> Path:
    """Write the file; it goes with the machine's other temporary files."""
    path = Path(tempfile.mkdtemp()) / "工单导出_下午.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEAD)
        for n in range(16):
            title, text, kind = _ROWS[n % len(_ROWS)]
            at = "昨天下午" if n == 6 else f"2026/11/24 {8 + n // 4:02d}:{n * 3:02d}"
            place = f"滨河路 {n * 7 + 1} 号"
            who = ("陈芳华", "13812346021") if n % 3 else ("", "")
            writer.writerow((f"GD{20261124000 + n}", at, title, text, kind, "", place, *who))
    return path


def _opened(studio: Studio, mapping: str) -> QWidget | None:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    page = studio.window.findChildren(FeedsPage)[-1]
    window = page.open_window(_sample(), mapping)
    studio.settle(PAGE)
    return window


def guessed(studio: Studio) -> QWidget | None:
    """A file nobody has seen: every column is guessed by its name."""
    return _opened(studio, "")


def drifted(studio: Studio) -> QWidget | None:
    """The same read by the mapping that is kept: a column is called otherwise now."""
    return _opened(studio, "12345 热线工单")
