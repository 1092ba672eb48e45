"""A small slice to try the shell with: two pages, a command, a search, figures, a badge."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.core.changes import Topic
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.controls import label
from ui.core.slices import (
    Badge,
    Command,
    Desk,
    KeyHelp,
    PageSpec,
    SearchHit,
    SearchSource,
    Slice,
    TodayPart,
    TodayPlace,
)
from ui.core.targets import GridWanted, NewCaseWanted, PageWanted, Target


class Page(QWidget):
    """A page that remembers what it was asked to show."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.shown: list[Target] = []
        self.setObjectName(title)
        column = QVBoxLayout(self)
        column.addWidget(label(title))
        self.field = QLineEdit()
        column.addWidget(self.field)

    def show_target(self, target: Target) -> None:
        self.shown.append(target)


def _build(title: str):
    return lambda desk: Page(title)


def find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    """Find grids whose name holds the text."""
    names = {"140213004001": "南塘一网格", "140213004002": "南塘二网格"}
    return [
        SearchHit(name, code, "ph.map-trifold", GridWanted(code), 70)
        for code, name in names.items()
        if text in name
    ]


def _tile(desk: Desk) -> QWidget:
    return KpiTile(Kpi("我的待办", "12", "4 件今天到期"))


def _card(title: str):
    return lambda desk: Card(title, "截至 14:05")


COUNTS = {"waiting": 3}


def count_waiting(desk: Desk, session: Any) -> int:
    return COUNTS["waiting"]


GRIDS = Slice(
    key="grids",
    title="网格图",
    icon="ph.map-trifold",
    order=20,
    pages=(
        PageSpec(
            "grids.map",
            "地图",
            _build("地图"),
            takes=(GridWanted,),
            keys=(KeyHelp("Up Down", "移动"), KeyHelp("Return", "打开")),
        ),
        PageSpec("grids.list", "网格表", _build("网格表")),
        PageSpec("grids.new", "新建事件", _build("新建事件"), takes=(NewCaseWanted,), tab=False),
        PageSpec("grids.secret", "密", _build("密"), right="secret.read"),
    ),
    commands=(
        Command(
            "grids.open",
            "查看网格",
            "G",
            None,
            lambda desk: desk.navigator.go(PageWanted("grids.list")),
        ),
    ),
    search=SearchSource("网格", find),
    today=(
        TodayPart("grids.mine", 1, _tile, place=TodayPlace.FIGURE),
        TodayPart("grids.next", 1, _card("接下来做"), place=TodayPlace.MAIN),
        TodayPart("grids.note", 1, _card("留意"), place=TodayPlace.SIDE),
    ),
    badge=Badge(count_waiting, frozenset({Topic.REGION}), "件已超时"),
)
CLOSED = Slice(
    "closed",
    "密",
    "ph.lock-key",
    30,
    right="secret.read",
    pages=(PageSpec("closed.page", "密", _build("密")),),
)
