"""Over the command page: which incident, how it stands in four numbers, and what to do next."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.command.board import Board
from app.command.incidents.queries import IncidentDetail
from app.command.incidents.rules import FigureSort, done_share
from app.core.words import label as word
from ui.core.chips import Chip
from ui.core.controls import Button, Combo, label
from ui.core.relative_time import relative, short, time_of_day

REPORT_KEY, END_KEY, FIGURE_KEY = "B", "E", "F"
MOST_FIGURES = 2


class HeadCard(QFrame):
    """One incident at a time; the box chooses another."""

    chosen = Signal(object)  # UUID
    report_wanted = Signal()
    figure_wanted = Signal()
    end_wanted = Signal()
    case_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("突发事件"))
        self.pick = Combo()
        self.pick.setAccessibleName(self.tr("看哪一件突发事件"))
        self.pick.setMinimumWidth(220)
        self.under = label("", "caption")
        self.mark = Chip("")
        self.figures = QHBoxLayout()
        self.figures.setSpacing(20)
        self.report_button = Button(
            self.tr("情况报告 第 88 期 22:00 前"), kind="primary", icon="ph.note-pencil"
        )
        self.figure_button = Button(self.tr("记数字"), key=FIGURE_KEY)
        self.case_button = Button(self.tr("看事件"), kind="quiet")
        self.print_button = Button(self.tr("打印总结"), kind="quiet", icon="ph.printer")
        self.end_button = Button(self.tr("结束"), key=END_KEY)
        self._lay_out()
        self.pick.activated.connect(lambda _: self.chosen.emit(self.pick.value()))
        self.report_button.clicked.connect(self.report_wanted)
        self.figure_button.clicked.connect(self.figure_wanted)
        self.case_button.clicked.connect(self.case_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        self.end_button.clicked.connect(self.end_wanted)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.pick)
        first.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        names.addLayout(first)
        names.addWidget(self.under)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addLayout(names)
        row.addStretch(1)
        row.addLayout(self.figures)
        row.addStretch(1)
        for button in (
            self.report_button,
            self.figure_button,
            self.case_button,
            self.print_button,
            self.end_button,
        ):
            row.addWidget(button)

    def show_board(self, board: Board, now: datetime) -> None:
        """Show the incident that is looked at, and the others to choose from."""
        self._fill(board)
        detail = board.detail
        if detail is None:
            return
        self.under.setText(self._told(detail, now))
        kind = word(detail.kind)
        if detail.is_rehearsal:
            self.mark.set_chip(
                self.tr("演练·{kind}").format(kind=kind), "sup", icon="ph.play-circle"
            )
        elif detail.ended_at is not None:
            self.mark.set_chip(self.tr("已结束"), "sus", icon="ph.check-circle")
        else:
            self.mark.set_chip(kind, "warn", icon="ph.warning")
        self._show_figures(detail)
        self.report_button.setText(self._report_words(detail, now))
        works = detail.may_work
        for button in (self.report_button, self.figure_button, self.end_button):
            button.setVisible(works)
        self.case_button.setVisible(detail.case_id is not None)
        self.print_button.setVisible(detail.ended_at is not None)

    def _fill(self, board: Board) -> None:
        rows = (*board.going, *board.ended)
        self.pick.clear()
        for row in rows:
            told = row.title
            if row.ended_at is not None:
                told = self.tr("{title}（{day} 结束）").format(
                    title=row.title, day=short(row.ended_at)[:5]
                )
            self.pick.add(told, row.id)
        if board.detail is not None:
            self.pick.set_value(board.detail.id)

    def _told(self, detail: IncidentDetail, now: datetime) -> str:
        parts = [
            self.tr("{moment} 启动，{since}").format(
                moment=short(detail.started_at), since=relative(detail.started_at, now)
            )
        ]
        if detail.plan_name:
            parts.append(detail.plan_name)
        parts.append(self.tr("指挥 {name}").format(name=detail.commander))
        return "　".join(parts)

    def _show_figures(self, detail: IncidentDetail) -> None:
        while (item := self.figures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        over = detail.ended_at is not None
        held = detail.calls if over else detail.held
        there = sum(call.arrived_at is not None for call in held)
        told = [(f"{there} / {len(held)}", self.tr("组到场 / 已叫"))]
        order = (FigureSort.CASUALTY, FigureSort.MEASURE, FigureSort.NEED, FigureSort.RESOURCE)
        known = sorted(detail.figures, key=lambda each: order.index(each.sort))
        for figure in known[:MOST_FIGURES]:
            amount = f"{figure.amount}"
            if figure.wanted is not None:
                amount = f"{figure.amount} / {figure.wanted}"
            told.append((amount, f"{figure.name}·{time_of_day(figure.at)}"))
        done, all_ = done_share([task.state for task in detail.tasks])
        if all_:
            told.append((f"{done} / {all_}", self.tr("预案已做 / 共")))
        for amount, name in told:
            self.figures.addWidget(_figure(amount, name))

    def _report_words(self, detail: IncidentDetail, now: datetime) -> str:
        number = len(detail.reports) + 1
        due = detail.report_due_at
        if due is None:
            return self.tr("情况报告 第 {n} 期").format(n=number)
        words = (
            self.tr("情况报告 第 {n} 期 {moment} 前")
            if due > now
            else self.tr("情况报告 第 {n} 期 已到时间")
        )
        return words.format(n=number, moment=time_of_day(due))


def _figure(amount: str, name: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    number = label(amount, "figure")
    column.addWidget(number)
    column.addWidget(label(name, "caption"))
    made.setAccessibleName(f"{name} {amount}")
    return made
