"""Who waits for a window, and who was passed over; what the other windows do."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.services.halls.queries.boards import HallBoard, TicketRow, WindowRow, waiting_at
from app.services.halls.rules import Priority
from ui.core.chips import Chip
from ui.core.side_panel import PanelPart
from ui.parts.registers.lines import PanelLine

MOST = 12


class WaitingPane(QWidget):
    """The next on top; a number that was passed over can be called."""

    def __init__(self, call: Callable[[UUID], object]) -> None:
        super().__init__()
        self._call = call
        self.waiting = PanelPart(self.tr("等着的"))
        self.skipped = PanelPart(self.tr("过号的"))
        self.windows = PanelPart(self.tr("各窗口"))
        inner = QWidget()
        inner.setProperty("scrolled", "true")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        for part in (self.waiting, self.skipped, self.windows):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_board(self, board: HallBoard, window: WindowRow | None) -> None:
        """Show how the hall stands for a window."""
        rows = waiting_at(board, window) if window is not None else board.waiting
        names = {queue.letter: queue.name for queue in board.queues}
        self.waiting.set_title(self.tr("等着的"), str(len(rows)))
        lines: list[QWidget] = [self._line(row, names, board) for row in rows[:MOST]]
        self.waiting.set_rows(lines, self.tr("没有人在等。"))
        may_call = window is not None and window.is_mine and not window.in_hand
        passed: list[QWidget] = []
        for row in board.skipped[:MOST]:
            line = self._line(row, names, board)
            if may_call:
                line.act(self.tr("再叫"), partial(self._call, row.id))
            passed.append(line)
        self.skipped.set_title(self.tr("过号的"), str(len(board.skipped)))
        self.skipped.set_rows(passed, self.tr("今天没有过号的。"))
        self.windows.set_rows([self._window(each) for each in board.windows if each.is_active])

    def _line(self, row: TicketRow, names: dict[str, str], board: HallBoard) -> PanelLine:
        waited = max(0, int((board.at - row.taken_at).total_seconds() // 60))
        under = self.tr("{queue}　{at} 取号，等了 {n} 分").format(
            queue=names.get(row.letter, ""), at=f"{local(row.taken_at):%H:%M}", n=waited
        )
        line = PanelLine(row.number, under)
        if row.for_window_id is not None:
            line.add(Chip(self.tr("转来"), "ok", icon="ph.arrow-right"))
        elif row.priority is not Priority.ORDINARY:
            line.add(Chip(word(row.priority), "ok", icon="ph.star"))
        return line

    def _window(self, row: WindowRow) -> PanelLine:
        who = row.clerk_name if row.is_open else self.tr("没有人")
        under = self.tr("受理 {letters}　{who}").format(letters="、".join(row.letters), who=who)
        line = PanelLine(self.tr("{n} 号窗口").format(n=row.number), under)
        if row.in_hand:
            line.add(Chip(row.in_hand))
        return line
