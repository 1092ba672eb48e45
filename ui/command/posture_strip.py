"""Posture and duty in a line over the command page, and the two things that begin there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.command.board import Board
from app.command.posture.rules import PostureLevel, rank
from app.core.words import label as word
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.relative_time import short

GRAVE = rank(PostureLevel.II)


class PostureStrip(QFrame):
    """平时 is calm; 战时 is unmistakable by word, icon and colour."""

    order_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("平战状态"))
        self.level, self.rehearsal = Chip(self.tr("平时")), Chip("")
        self.words, self.duty = label("", "second"), label("", "second")
        self.lacks = Chip("")
        self.order_button = Button(self.tr("平战转换"), key="P")
        self.new_button = Button(self.tr("启动突发事件"), kind="primary", icon="ph.plus", key="N")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        for chip in (self.level, self.rehearsal):
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.duty)
        row.addWidget(self.lacks, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.order_button)
        row.addWidget(self.new_button)
        self.order_button.clicked.connect(self.order_wanted)
        self.new_button.clicked.connect(self.new_wanted)

    def show_board(self, board: Board, *, may_order: bool, may_begin: bool) -> None:
        """Show posture and duty."""
        posture = board.posture
        tone = ("over" if rank(posture.level) >= GRAVE else "warn") if posture.is_emergency else ""
        icon = "ph.warning-octagon" if posture.is_emergency else ""
        self.level.set_chip(word(posture.level), tone, icon=icon)
        self.rehearsal.setVisible(posture.rehearsal is not None)
        if posture.rehearsal is not None:
            told = self.tr("演练 {level}").format(level=word(posture.rehearsal))
            self.rehearsal.set_chip(told, "sup", icon="ph.play-circle")
        words = ""
        if posture.is_emergency and posture.since is not None:
            words = self.tr("{kind}：{reason}　{moment} {name}下令").format(
                kind=word(posture.kind),
                reason=posture.reason,
                moment=short(posture.since),
                name=posture.person_name,
            )
        self.words.setText(words)
        shown = "　".join(f"{each.post} {each.name}" for each in board.duty[:2])
        more = len(board.duty) - 2
        if more > 0:
            shown += self.tr("　等 {n} 人").format(n=len(board.duty))
        self.duty.setText(shown or self.tr("现在没有人值班"))
        self.lacks.setVisible(board.lacks is not None)
        if board.lacks is not None:
            lacks = self.tr("{moment} 起人手不够").format(moment=short(board.lacks))
            self.lacks.set_chip(lacks, "warn", icon="ph.warning")
        self.order_button.setVisible(may_order)
        self.new_button.setVisible(may_begin)
