"""Beside the log: one conference, who took part, and what was written before."""

from PySide6.QtCore import Signal

from app.command.conferences.queries import ConferenceDetail, ConferenceRow
from app.command.conferences.rules import ConferenceQuality, StationAttendance, Turnout
from app.core.words import label as word
from ui.command.conferences.seats import MARKS
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import short, time_of_day
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState
from ui.parts.step_line import StepLine

CORRECT_KEY = "E"
_TONES = {
    ConferenceQuality.GOOD: ("ok", "ph.check-circle"),
    ConferenceQuality.FLAWED: ("warn", "ph.warning-circle"),
    ConferenceQuality.BROKEN: ("over", "ph.x-circle"),
}
_CHIPS = {
    StationAttendance.CAME: "ok",
    StationAttendance.LATE: "warn",
    StationAttendance.ABSENT: "over",
}


class ConferencePanel(SidePanel):
    """Stands right of the table."""

    correct_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("这次会议"))
        self.row: ConferenceRow | None = None
        self._title, self._chip = label("", "section"), Chip("")
        self._title.setWordWrap(True)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chip)
        self.facts = FactGrid()
        self.seats = PanelPart(self.tr("分会场"))
        self.earlier = PanelPart(self.tr("更正以前"))
        for part in (self.facts, self.seats, self.earlier):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.correct_button = Button(self.tr("更正"), kind="quiet", key=CORRECT_KEY)
        self.correct_button.clicked.connect(self.correct_wanted)
        self.foot.addWidget(self.correct_button)
        self.foot.addStretch(1)

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.row = None
        why = self.tr("选中一次会议，这里看谁到了、结果怎样。")
        self.show_state(EmptyState(self.tr("没有选中会议"), why, icon="ph.monitor"))

    def show_conference(self, row: ConferenceRow, detail: ConferenceDetail) -> None:
        """Show a conference."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        self._title.setText(row.subject)
        tone, icon = _TONES[row.quality]
        self._chip.set_chip(word(row.quality), tone, icon=icon)
        held = self.tr("{begin} 到 {end}，{n} 分钟").format(
            begin=short(row.held_from), end=time_of_day(row.held_to), n=row.minutes
        )
        lines = [
            FactLine(self.tr("时间"), held),
            FactLine(self.tr("主会场"), row.host, word(row.tier)),
            FactLine(self.tr("结果"), row.result or "—"),
        ]
        if row.faults:
            lines.append(FactLine(self.tr("故障"), row.faults))
        if row.incident:
            lines.append(FactLine(self.tr("突发事件"), row.incident))
        if row.case_number:
            lines.append(FactLine(self.tr("事件"), row.case_number))
        lines.append(FactLine(self.tr("记录"), row.person_name, short(row.recorded_at)))
        self.facts.set_lines(*lines)
        seats = []
        for seat in detail.seats:
            line = StepLine(seat.name, "")
            line.add_chip(
                word(seat.attendance),
                _CHIPS[seat.attendance],
                icon=MARKS[seat.attendance][0],
            )
            seats.append(line)
        self.seats.set_rows(seats, self.tr("没有分会场。"))
        self.earlier.setVisible(bool(detail.earlier))
        self.earlier.set_rows(
            [
                StepLine(
                    self.tr("{by} {moment}：{why}").format(
                        by=old.by, moment=short(old.corrected_at), why=old.why
                    ),
                    self.tr("原来记的：{subject}，{begin}–{end}，{host}，{came}").format(
                        subject=old.subject,
                        begin=short(old.held_from),
                        end=time_of_day(old.held_to),
                        host=old.host,
                        came=self.turnout(old.turnout),
                    ),
                )
                for old in detail.earlier
            ],
            "",
        )
        self.set_foot_visible(visible=row.may_correct)
        self.show_record()

    def turnout(self, told: Turnout) -> str:
        """Return how stations took part, in words."""
        words = self.tr("到 {came}、迟 {late}、缺 {absent}")
        return words.format(came=told.came, late=told.late, absent=told.absent)
