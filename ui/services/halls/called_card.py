"""The number in hand: large, since when, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.core.words import label as word
from app.services.halls.queries.boards import HallBoard, TicketRow, WindowRow, waiting_at
from app.services.halls.rules import Priority
from ui.core.cards import Card
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.slices import Desk
from ui.core.theme import current

NUMBER_FACTOR = 3
TICK_MS = 1000
Deed = tuple[str, str, Callable[[], object], str]


class CalledCard(Card):
    """Space calls the next, R again, S passes over, F ends, T sends on, C makes a case."""

    def __init__(self, desk: Desk, deeds: tuple[Deed, ...]) -> None:
        super().__init__()
        self._desk = desk
        self._since: datetime | None = None
        self.setAccessibleName(self.tr("手上的号"))
        self.number = label("—", "kpi")
        font = QFont(current().font("kpi", bold=True))  # a copy: the theme's own is shared
        font.setPixelSize(font.pixelSize() * NUMBER_FACTOR)
        self.number.setFont(font)
        self.number.setMinimumHeight(font.pixelSize() + 12)
        self.told = label("", "section")
        self.since = label("", "second")
        self.first = label("", "second")
        self.first.setWordWrap(True)
        self.chips = FlowRow(6)
        self.next = Button(self.tr("办结并叫下一个"), kind="primary", key="Space")
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, (words, key, run, icon) in enumerate(deeds):
            made = Button(words, icon=icon, key=key)
            made.clicked.connect(lambda _=False, run=run: run())
            self.buttons[key] = made
            grid.addWidget(made, at // 2, at % 2)
        top = QHBoxLayout()
        top.addWidget(self.number)
        top.addStretch(1)
        self.add(top)
        for part in (self.told, self.chips, self.since, self.first):
            self.add(part)
        self.add(QWidget(), 1)
        self.add(self.next)
        self.add(grid)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._say_since)
        self._tick.start()

    def show_window(self, board: HallBoard, window: WindowRow | None) -> None:
        """Show what a window has in hand."""
        held = next((row for row in board.in_hand if window and row.window_id == window.id), None)
        waits = len(waiting_at(board, window)) if window is not None else 0
        seated = window is not None and window.is_mine
        title = self.tr("{n} 号窗口").format(n=window.number) if window else self.tr("还没有窗口")
        self.set_title(title, self.tr("还有 {n} 位等着").format(n=waits) if seated else "")
        self.next.setEnabled(seated and (waits > 0 or held is not None))
        self.next.setText(self.tr("办结并叫下一个") if held else self.tr("叫下一个"))
        for button in self.buttons.values():
            button.setEnabled(seated and held is not None)
        self._show_held(board, held, seated=seated, waits=waits)

    def _show_held(
        self, board: HallBoard, held: TicketRow | None, *, seated: bool, waits: int
    ) -> None:
        self._since = held.called_at if held is not None else None
        self.number.setText(held.number if held is not None else "—")
        queue = next((q.name for q in board.queues if held and q.letter == held.letter), "")
        if held is None:
            rest = self.tr("按空格叫号") if waits else self.tr("没有人在等")
            queue = rest if seated else self.tr("先上岗，再叫号")
        self.told.setText(queue)
        chips = []
        if held is not None and held.priority is not Priority.ORDINARY:
            chips.append(Chip(word(held.priority), "ok", icon="ph.star"))
        if held is not None and held.calls > 1:
            chips.append(Chip(self.tr("叫了 {n} 遍").format(n=held.calls)))
        if held is not None and held.case_id is not None:
            chips.append(Chip(self.tr("已转事件"), "ok", icon="ph.check"))
        self.chips.set_members(*chips)
        self.chips.setVisible(bool(chips))
        first = self.tr("首问负责：{name}").format(name=held.first_name) if held else ""
        note = self.tr("转来说明：{note}").format(note=held.note) if held and held.note else ""
        self.first.setText("\n".join(part for part in (first, note) if part))
        self.first.setVisible(bool(first or note))
        self._say_since()

    def _say_since(self) -> None:
        if self._since is None:
            self.since.setText("")
            return
        passed = max(0, int((self._desk.parts.clock.now() - self._since).total_seconds()))
        told = self.tr("已办 {m} 分 {s:02d} 秒")
        self.since.setText(told.format(m=passed // 60, s=passed % 60))
