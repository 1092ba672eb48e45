"""The lists of the command page: what is to be done, what happened, who may be called."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.command.forces.rules import Proposal
from app.command.incidents.queries import IncidentDetail, TaskRow
from app.command.incidents.rules import DutyState, EntrySort, done_share
from app.core.words import label as word
from ui.command.incident_map import LETTERS
from ui.core.controls import Button, label
from ui.core.relative_time import relative, time_of_day, time_or_day
from ui.core.states import IconMark
from ui.parts.step_line import StepLine

ENTRIES_SHOWN = 60
_ICONS = {
    EntrySort.OPENED: ("ph.flag", "accent"),
    EntrySort.NOTE: ("ph.note-pencil", "text.2"),
    EntrySort.TASK: ("ph.check", "ok.text"),
    EntrySort.FIGURE: ("ph.chart-bar", "accent"),
    EntrySort.CALLED: ("ph.phone-call", "warn.text"),
    EntrySort.ANSWERED: ("ph.chat-circle", "ok.text"),
    EntrySort.ROLL_CALL: ("ph.broadcast", "accent"),
    EntrySort.RELEASED: ("ph.arrow-u-up-left", "text.2"),
    EntrySort.REPORT: ("ph.paper-plane-tilt", "accent"),
    EntrySort.POSTURE: ("ph.warning", "warn.text"),
    EntrySort.ENDED: ("ph.check-circle", "ok.text"),
}
_CHIPS = {
    DutyState.TODO: ("", ""),
    DutyState.DOING: ("accent", "ph.circle-half"),
    DutyState.DONE: ("ok", "ph.check-circle"),
    DutyState.DROPPED: ("sus", "ph.x"),
}


class Pane(QFrame):
    """A card with a head and a list that scrolls."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(title)
        self.title, self.aside = label(title, "section"), label("", "caption")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(12, 8, 8, 4)
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self._head.addWidget(self.aside)
        self.lines = QVBoxLayout()
        self.lines.setContentsMargins(12, 0, 12, 8)
        self.lines.setSpacing(0)
        inner = QWidget()
        inner.setProperty("scrolled", "true")
        inner.setLayout(self.lines)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._scroll, 1)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something at the right end of the head."""
        self._head.addWidget(widget)

    def show_lines(self, lines: list[QWidget], nothing: str) -> None:
        """Show these lines in place of those before."""
        while (item := self.lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not lines:
            told = label(nothing, "caption")
            told.setWordWrap(True)
            lines = [told]
        for line in lines:
            self.lines.addWidget(line)
        self.lines.addStretch(1)


class TaskPane(Pane):
    """What the plan asks, section by section."""

    moved = Signal(object)  # TaskRow and DutyState

    def show_tasks(self, detail: IncidentDetail, now: datetime) -> None:
        """Show the tasks of an incident."""
        done, all_ = done_share([task.state for task in detail.tasks])
        self.title.setText(self.tr("清单做完 {done}/{all}").format(done=done, all=all_))
        lines: list[QWidget] = []
        section = None
        for task in detail.tasks:
            if task.section != section:
                section = task.section
                lines.append(label(section or self.tr("其他"), "caption"))
            lines.append(self._line(task, now, works=detail.may_work))
        self.show_lines(lines, self.tr("没有用预案；按 A 加任务。"))

    def _line(self, task: TaskRow, now: datetime, *, works: bool) -> StepLine:
        if task.done_at is not None:
            when = time_of_day(task.done_at)
        else:
            when = self.tr("{moment} 前").format(moment=time_or_day(task.due_at, now))
        line = StepLine(task.title, f"{task.owner}　{when}　{task.note}".strip())
        if task.is_late:
            line.add_chip(self.tr("晚了"), "over", "ph.warning-circle-fill")
        elif task.state is not DutyState.TODO:
            tone, icon = _CHIPS[task.state]
            line.add_chip(word(task.state), tone, icon)
        if works and task.state is DutyState.TODO:
            line.add_step(self.tr("开始"), partial(self.moved.emit, (task, DutyState.DOING)))
        if works and task.state in (DutyState.TODO, DutyState.DOING):
            line.add_step(self.tr("做完"), partial(self.moved.emit, (task, DutyState.DONE)))
        return line


class StoryPane(Pane):
    """What happened, the newest first; nobody edits it."""

    def show_story(self, detail: IncidentDetail, now: datetime) -> None:
        """Show the timeline of an incident."""
        self.title.setText(self.tr("经过 {n} 条").format(n=len(detail.entries)))
        lines: list[QWidget] = []
        for entry in detail.entries[:ENTRIES_SHOWN]:
            line = QWidget()
            line.setProperty("scrolled", "true")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 3, 0, 3)
            row.setSpacing(8)
            icon, token = _ICONS[entry.sort]
            moment = label(time_or_day(entry.at, now), "caption")
            moment.setMinimumWidth(40)
            words = label(entry.words, "body")
            words.setToolTip(f"{entry.words}\n{entry.person_name}")
            words.setWordWrap(True)
            row.addWidget(moment)
            row.addWidget(IconMark(icon, token, 14))
            row.addWidget(words, 1)
            row.addWidget(label(entry.person_name, "caption"))
            line.setAccessibleName(f"{moment.text()} {entry.words} {entry.person_name}")
            lines.append(line)
        self.show_lines(lines, self.tr("还没有经过。"))


class NearPane(Pane):
    """Which units may be called, and why these."""

    called = Signal(object)  # keys of units
    skill_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._proposed: tuple[Proposal, ...] = ()
        self.all_button = Button(self.tr("一起呼叫 10 组"), kind="primary", small=True, key="C")
        self.all_button.clicked.connect(self.call_all)
        self.add_to_head(self.all_button)

    def call_all(self) -> None:
        """Ask for all that are proposed to be called."""
        if self._proposed and self.all_button.isEnabled():
            self.called.emit(tuple(each.unit.id for each in self._proposed))

    def show_near(
        self,
        proposed: tuple[Proposal, ...],
        nowhere: tuple[tuple[UUID, str], ...],
        now: datetime,
        *,
        works: bool,
        placed: bool,
    ) -> None:
        """Show who is near; units without a position stand below, as what they are."""
        self._proposed = proposed
        self.title.setText(self.tr("就近还能叫 {n} 组").format(n=len(proposed)))
        self.all_button.setText(self.tr("一起呼叫 {n} 组").format(n=len(proposed)))
        self.all_button.setEnabled(works and bool(proposed))
        self.all_button.setVisible(works)
        lines: list[QWidget] = [
            self._line(letter, each, now, works=works)
            for letter, each in zip(LETTERS, proposed, strict=False)
        ]
        for key, name in nowhere:
            line = StepLine(name, self.tr("没有位置，不知道多远"))
            line.add_chip(self.tr("没有位置"), "warn", "ph.map-pin")
            if works:
                line.add_step(self.tr("呼叫"), partial(self.called.emit, (key,)))
            lines.append(line)
        nothing = (
            self.tr("附近没有在岗又空闲的应急单元。")
            if placed
            else self.tr("现场没有位置，不能按远近提出应急单元。")
        )
        self.show_lines(lines, nothing)

    def _line(self, letter: str, each: Proposal, now: datetime, *, works: bool) -> StepLine:
        unit = each.unit
        far = (
            self.tr("{m} 米").format(m=each.metres)
            if each.metres < 1000
            else self.tr("{km:.1f} 公里").format(km=each.metres / 1000)
        )
        fresh = self.tr("{when}签到").format(when=relative(unit.checked_in_at, now))
        parts = [self.tr("{n} 人").format(n=unit.people), far, fresh, self.tr("空闲")]
        if each.skill:
            parts.append(self.tr("会{skill}").format(skill=each.skill))
        line = StepLine(f"{letter}　{unit.name}", "，".join(parts))
        if not each.is_fresh:
            line.add_chip(self.tr("签到久了"), "warn", "ph.clock")
        if works:
            run: Callable[[], object] = partial(self.called.emit, (unit.id,))
            line.add_step(self.tr("呼叫"), run)
        return line
