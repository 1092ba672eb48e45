"""The sheet behind `?`: keys of the page one is on, of commands, and of the whole window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import Button, KeyHint, label
from ui.core.slices import KeyHelp
from ui.shell.offer import Offer, Room

WIDTH = 720
HEIGHT = 520
HEAD = 56
ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Escape": "Esc"}


class KeySheet(QDialog):
    """A list to look at; any of its keys still works once it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key-sheet")
        self.setWindowTitle(self.tr("快捷键"))
        self.resize(WIDTH, HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 12, 8)
        head.addWidget(label(self.tr("快捷键"), "title"))
        head.addSpacing(12)
        head.addWidget(label(self.tr("正在打字时，单个字母的快捷键不起作用"), "caption"))
        head.addStretch(1)
        close = Button(kind="ghost", icon="ph.x", small=True)
        close.setAccessibleName(self.tr("关闭"))
        close.clicked.connect(self.close)
        head.addWidget(close)
        column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(self._scroll, 1)

    def begin(self, room: Room | None, offer: Offer) -> None:
        """Show the keys of `room`, of the commands and of the window."""
        groups = [(self.tr("全程"), self._everywhere(offer))]
        commands = [KeyHelp(c.shortcut, c.title) for c in offer.commands if c.shortcut]
        if commands:
            groups.insert(0, (self.tr("随时可做"), commands))
        if room is not None and room.page.keys:
            title = self.tr("在“{page}”").format(page=room.page.title)
            groups.insert(0, (title, list(room.page.keys)))
        content = QWidget()
        content.setProperty("scrolled", "true")
        columns = QHBoxLayout(content)
        columns.setContentsMargins(24, 4, 24, 20)
        columns.setSpacing(40)
        sides = [QVBoxLayout(), QVBoxLayout()]
        for at, (title, keys) in enumerate(groups):
            sides[at == len(groups) - 1].addLayout(_group(title, keys))
        for side in sides:
            side.setSpacing(16)
            side.addStretch(1)
            columns.addLayout(side, 1)
        self._scroll.setWidget(content)
        self.resize(WIDTH, min(HEIGHT, content.sizeHint().height() + HEAD))
        self.show()
        self.raise_()
        self.setFocus()

    def lines(self) -> tuple[str, ...]:
        """Return what the sheet says, for people who hear it read out and for tests."""
        return tuple(line.text() for line in self._scroll.findChildren(QLabel))

    def _everywhere(self, offer: Offer) -> list[KeyHelp]:
        numbers = len(offer.entries[:9])
        return [
            KeyHelp("Ctrl+K", self.tr("搜一切：编号、地点、人、网格、命令")),
            KeyHelp("Ctrl+1", self.tr("工作台")),
            KeyHelp(f"Ctrl+2 Ctrl+{numbers}", self.tr("左边第 2 到 {n} 项").format(n=numbers))
            if numbers > 2
            else KeyHelp("Ctrl+2", self.tr("左边第 2 项")),
            KeyHelp("Alt+← Alt+→", self.tr("回到上一页、下一页")),
            KeyHelp("Tab", self.tr("到下一处")),
            KeyHelp("Ctrl+L", self.tr("锁屏")),
            KeyHelp("F1", self.tr("看这一页的说明")),
            KeyHelp("F11", self.tr("全屏与还原")),
            KeyHelp("?", self.tr("打开这张表")),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
            self.close()
        else:
            super().keyPressEvent(event)


def _group(title: str, keys: Sequence[KeyHelp]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(title, "caption"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    for at, line in enumerate(keys):
        words = label(line.does)
        words.setMinimumHeight(28)
        grid.addWidget(words, at, 0)
        hints = QHBoxLayout()
        hints.setSpacing(4)
        hints.addStretch(1)
        for key in line.key.split(" "):
            hints.addWidget(KeyHint(ARROWS.get(key, key)))
        grid.addLayout(hints, at, 1)
    column.addLayout(grid)
    return column
