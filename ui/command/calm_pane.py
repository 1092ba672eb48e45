"""When nothing goes on: posture, who is on duty, what happened lately, and how to begin."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.command.board import Board
from app.command.posture.queries import OrderRow
from app.core.words import label as word
from ui.command.side_lists import Pane
from ui.core.relative_time import short
from ui.parts.step_line import StepLine


class CalmPane(QWidget):
    """Three columns: duty, orders of posture, incidents that ended."""

    opened = Signal(object)  # UUID of an incident

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duty = Pane(self.tr("现在值班"))
        self.orders = Pane(self.tr("平战转换"))
        self.ended = Pane(self.tr("以前的突发事件"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.duty, 1)
        row.addLayout(left, 1)
        row.addWidget(self.orders, 1)
        row.addWidget(self.ended, 1)

    def show_board(self, board: Board, orders: tuple[OrderRow, ...]) -> None:
        """Show what is known."""
        lines: list[QWidget] = []
        for each in board.duty:
            until = self.tr("到 {moment}　{phone}").format(
                moment=short(each.until), phone=each.phone
            )
            line = StepLine(each.name, until.strip())
            line.add_chip(each.post)
            lines.append(line)
        aside = ""
        if board.lacks is not None:
            aside = self.tr("{moment} 起人手不够").format(moment=short(board.lacks))
        self.duty.aside.setText(aside)
        self.duty.show_lines(lines, self.tr("现在没有人值班。"))
        self.orders.show_lines(
            [self._order(each) for each in orders], self.tr("还没有下过令，一直是平时。")
        )
        past: list[QWidget] = []
        for row in board.ended:
            ended = short(row.ended_at) if row.ended_at is not None else ""
            line = StepLine(row.title, f"{word(row.kind)}　{short(row.started_at)} – {ended}")
            line.add_step(self.tr("打开"), partial(self.opened.emit, row.id))
            past.append(line)
        self.ended.show_lines(past, self.tr("还没有突发事件。"))

    def _order(self, row: OrderRow) -> StepLine:
        told = self.tr("{moment}　{name}　{reason}").format(
            moment=short(row.ordered_at), name=row.person_name, reason=row.reason
        )
        if row.forces:
            told = f"{told}\n{row.forces}"
        line = StepLine(f"{row.number}　{word(row.level)}·{word(row.kind)}", told, wrap=True)
        if row.is_rehearsal:
            line.add_chip(self.tr("演练"), "sup", "ph.play-circle")
        if row.called:
            called = self.tr("召集 {n} 个").format(n=row.called)
            line.add_chip(called, "accent", "ph.megaphone")
        return line
