"""Resolutions: what is due soonest on top; beside the chosen one what was said of it."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.changes import Topic
from app.core.clock import local
from app.core.words import label as word
from app.party.conference.queries.resolutions import (
    ReportRow,
    ResolutionRow,
    reports_of,
    resolution_rows,
)
from app.party.conference.rules import ResolutionState, ResolutionStep, is_late
from app.party.conference.telling import due_words, moment_words
from ui.core.chips import Chip
from ui.core.facts import FactLine
from ui.core.jobs import Job
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import PanelLine, toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.party.conference.resolution_dialogs import ReportDialog
from ui.party.conference.words import ICONS, RESOLUTION_TONES
from ui.party.papers import PartyPaper, PartyPapers

TOPICS = frozenset({Topic.RESOLUTION})
PROGRESS_KEY, DONE_KEY, YES_KEY, BACK_KEY, PRINT_KEY = "J", "F", "Y", "T", "P"
PAPER = "conference_resolutions"


@dataclass(frozen=True, slots=True)
class _Read:
    resolution: UUID
    reports: tuple[ReportRow, ...]


class ResolutionsView(RegisterView[ResolutionRow]):
    """J tells how far it is, F that it is done; Y confirms, T returns; P prints the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _register(desk))
        self._job: Job | None = None
        self.papers = PartyPapers(desk, self)
        self.reports = PanelPart(self.tr("经过"))
        self.panel.body.addWidget(self.reports)
        self.adds(self.tr("打印清单"), PRINT_KEY, self.print, icon="ph.printer")
        for key, kind in (
            *((PROGRESS_KEY, ResolutionStep.PROGRESS), (DONE_KEY, ResolutionStep.FINISHED)),
            *((YES_KEY, ResolutionStep.CONFIRMED), (BACK_KEY, ResolutionStep.RETURNED)),
        ):
            self.on_key(key, partial(self.report, kind))

    def fill(self, row: ResolutionRow) -> None:
        today = local(self.desk.parts.clock.now()).date()
        late = is_late(row.state, row.due_on, today)
        tone = RESOLUTION_TONES[row.state]
        chips = [Chip(word(row.state), tone, icon=ICONS[tone])]
        if late:
            chips.append(Chip(due_words(row, today), "over", icon=ICONS["over"]))
        self.head(row.text, *chips)
        self.facts.set_lines(
            FactLine(self.tr("责任单位"), row.unit),
            FactLine(self.tr("期限"), f"{row.due_on:%Y-%m-%d}"),
            FactLine(self.tr("会议"), row.meeting),
        )
        self._show_deeds(row)
        if self._job is not None:
            self._job.cancel()
        key = row.id
        self._job = self.desk.read(lambda session: _Read(key, reports_of(session, key)), self._take)

    def _take(self, read: _Read) -> None:
        self._job = None
        row = self.chosen()
        if row is None or row.id != read.resolution:
            return
        lines = []
        for report in read.reports:
            told = f"{report.person_name}　{moment_words(report.at)}"
            line = PanelLine(report.words, told)
            line.add(Chip(word(report.kind)))
            lines.append(line)
        self.reports.set_rows(lines, self.tr("责任单位还没有报过进展。"))

    def _show_deeds(self, row: ResolutionRow) -> None:
        deeds = []
        speaks = row.is_mine or row.may_keep
        if row.state is ResolutionState.OPEN and speaks:
            deeds = [
                self.deed(
                    self.tr("报办结"),
                    DONE_KEY,
                    lambda: self.report(ResolutionStep.FINISHED),
                    "primary",
                ),
                self.deed(
                    self.tr("报进展"), PROGRESS_KEY, lambda: self.report(ResolutionStep.PROGRESS)
                ),
            ]
        elif row.state is ResolutionState.REPORTED and row.may_keep:
            deeds = [
                self.deed(
                    self.tr("确认办结"),
                    YES_KEY,
                    lambda: self.report(ResolutionStep.CONFIRMED),
                    "primary",
                ),
                self.deed(self.tr("退回"), BACK_KEY, lambda: self.report(ResolutionStep.RETURNED)),
            ]
        self.offer(*deeds)

    def report(self, kind: ResolutionStep) -> None:
        """Ask what is said of the chosen one, if that can be said of it now."""
        row = self.chosen()
        if row is None:
            return
        answers = kind in (ResolutionStep.CONFIRMED, ResolutionStep.RETURNED)
        state = ResolutionState.REPORTED if answers else ResolutionState.OPEN
        may = row.may_keep or (row.is_mine and not answers)
        if may and row.state is state:
            self.open(ReportDialog(self.desk, row, (kind,), self.window()))

    def print(self) -> None:
        """Print what is not done yet, and by whom it is to be done."""
        rows = self.model.rows
        if rows:
            region = self.desk.scope.code
            title = self.tr("决议落实清单")
            order = PartyPaper(PAPER, region, rows[0].id, rows[0].region, title)
            self.papers.draw(order)


def _register(desk: Desk) -> Register[ResolutionRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[ResolutionRow, ...]:
        return resolution_rows(session, desk.actor, region=desk.scope.code)

    why = translate("Resolutions", "会议开成以后记下的决议，在这里跟到办结。")
    empty = (translate("Resolutions", "还没有决议"), why, "ph.checks")
    title = translate("Resolutions", "决议")
    unit = translate("Resolutions", "条")
    return Register("party.resolutions", title, _columns(desk), rows, TOPICS, unit, empty)


def _columns(desk: Desk) -> tuple[Column[ResolutionRow], ...]:
    translate = QCoreApplication.translate

    def due(row: ResolutionRow) -> tuple[str, str]:
        if row.state is ResolutionState.DONE:
            return f"{row.due_on:%Y-%m-%d}", "text.3"
        today = local(desk.parts.clock.now()).date()
        late = is_late(row.state, row.due_on, today)
        return due_words(row, today), "over" if late else "text.2"

    return (
        Column(
            "text",
            translate("Resolutions", "决议"),
            lambda row: row.text,
            width=220,
            tone="text",
            large=True,
            fixed=True,
            stretch=True,
        ),
        Column("unit", translate("Resolutions", "责任单位"), lambda row: row.unit, width=132),
        toned_column("due", translate("Resolutions", "期限"), due, width=104),
        Column("state", translate("Resolutions", "状态"), lambda row: word(row.state), width=72),
        Column(
            "last",
            translate("Resolutions", "最近说的"),
            lambda row: row.last.words if row.last is not None else "",
            width=160,
        ),
        Column("meeting", translate("Resolutions", "会议"), lambda row: row.meeting, width=150),
    )
