"""Beside the roster: who is on duty now, the chosen day, swaps that wait, what was handed over."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal

from app.core.words import label as word
from app.workforce.duty.queries import NoteRow, ShiftRow, SwapRow
from ui.core.controls import Button, label
from ui.core.relative_time import day_with_weekday, short
from ui.core.side_panel import PanelPart, SidePanel
from ui.parts.step_line import StepLine
from ui.workforce.roster_view import hours_of

PLAN_KEY, ROUND_KEY, NOTE_KEY = "N", "L", "J"


class DutyPanel(SidePanel):
    """Stands right of the roster."""

    plan_wanted = Signal()
    round_wanted = Signal()
    note_wanted = Signal()
    dropped = Signal(object)  # ShiftRow
    swap_wanted = Signal(object)  # ShiftRow
    answered = Signal(object)  # SwapRow and whether it was agreed to
    withdrawn = Signal(object)  # SwapRow
    taken = Signal(object)  # NoteRow

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("值班"))
        self._title = label("", "section")
        self.head.addWidget(self._title)
        self.now = PanelPart(self.tr("现在值班"))
        self.day = PanelPart(self.tr("这一天"))
        self.swaps = PanelPart(self.tr("换班"))
        self.notes = PanelPart(self.tr("交接"))
        for part in (self.now, self.day, self.swaps, self.notes):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.plan_button = Button(self.tr("排一班"), kind="primary", key=PLAN_KEY)
        self.round_button = Button(self.tr("轮流排"), kind="quiet", key=ROUND_KEY)
        self.note_button = Button(self.tr("写交接"), kind="quiet", key=NOTE_KEY)
        for button, asked in (
            (self.plan_button, self.plan_wanted),
            (self.round_button, self.round_wanted),
            (self.note_button, self.note_wanted),
        ):
            button.clicked.connect(asked)
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.show_record()

    def offer(self, *, keeps: bool, notes: bool) -> None:
        """Offer what one may do."""
        self.plan_button.setVisible(keeps)
        self.round_button.setVisible(keeps)
        self.note_button.setVisible(notes)
        self.set_foot_visible(visible=keeps or notes)

    def show_now(self, rows: Sequence[ShiftRow]) -> None:
        """Show who is on duty now."""
        lines = []
        for row in rows:
            until = self.tr("到 {moment}").format(moment=short(row.ends_at))
            told = f"{until}　{row.phone}".strip()
            line = StepLine(row.person_name, told)
            line.add_chip(word(row.post))
            lines.append(line)
        self.now.set_rows(lines, self.tr("现在没有人值班。"))

    def show_day(self, day: date, rows: Sequence[ShiftRow]) -> None:
        """Show the shifts of a day."""
        self._title.setText(day_with_weekday(day))
        lines = []
        for row in rows:
            under = f"{hours_of(row, day)}　{row.note}".strip()
            line = StepLine(row.person_name, under)
            line.add_chip(word(row.post))
            if row.asked:
                asked = self.tr("等{name}答复").format(name=row.asked)
                line.add_chip(asked, "warn", "ph.hourglass-high")
            elif row.is_mine:
                line.add_step(self.tr("换班"), partial(self.swap_wanted.emit, row))
            if row.may_keep:
                line.add_step(self.tr("撤下"), partial(self.dropped.emit, row))
            lines.append(line)
        self.day.set_rows(lines, self.tr("这一天没有排班。"))

    def show_swaps(self, rows: Sequence[SwapRow]) -> None:
        """Show what waits for an answer."""
        lines = []
        for row in rows:
            other = row.to_name if not row.is_asked else row.from_name
            words = self.tr("{name}想请您值") if row.is_asked else self.tr("问了{name}")
            span = f"{short(row.starts_at)} {word(row.post)}"
            if row.other is not None:
                back = self.tr("，换 {moment}").format(moment=short(row.other[0]))
                span += back
            line = StepLine(words.format(name=other), f"{span}　{row.reason}".strip())
            if row.is_asked:
                line.add_step(self.tr("同意"), partial(self.answered.emit, (row, True)))
                line.add_step(self.tr("不同意"), partial(self.answered.emit, (row, False)))
            else:
                line.add_step(self.tr("撤回"), partial(self.withdrawn.emit, row))
            lines.append(line)
        self.swaps.set_rows(lines, self.tr("没有等答复的换班。"))

    def show_notes(self, rows: Sequence[NoteRow]) -> None:
        """Show what was handed over."""
        lines = []
        for row in rows:
            who = f"{row.person_name} {short(row.written_at)}"
            if row.taken_at is not None:
                who += self.tr("，{name}接了").format(name=row.taken_name)
            line = StepLine(row.words, who, wrap=True)
            if row.taken_at is None:
                line.add_step(self.tr("接下"), partial(self.taken.emit, row))
            lines.append(line)
        self.notes.set_rows(lines, self.tr("还没有交接。"))
