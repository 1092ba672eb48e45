"""The cases of a region in its panel beside the map: what is open, and what came of late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.filters.model import EVERYTHING, Filter, FilterField
from app.cases.queries.by_region import MOST_LISTED, came_count, came_rows, last_days
from app.cases.queries.queue import CaseRow, QueueFilter, QueueView, queue_page, view_count
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of
from app.core.changes import Change, Topic
from app.core.paging import Count
from ui.cases.deadlines import row_deadline
from ui.cases.lines import Line, Lines
from ui.cases.queue_columns import number_of
from ui.cases.stages import stage_of
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.region_pane import RegionAsked, RegionPane
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.core.targets import CaseWanted


@dataclass(frozen=True, slots=True)
class Listed:
    """What was read.

    Attributes:
        asked: Of which region.
        rows: The first of them.
        count: How many there are.
        calendars: Those the rows were counted by, by number.
    """

    asked: RegionAsked
    rows: tuple[CaseRow, ...]
    count: Count
    calendars: Mapping[int, WorkCalendar] = field(default_factory=dict)


class RegionCases(RegionPane):
    """A list that follows the map; each line opens its case."""

    def __init__(self, desk: Desk, name: str, nothing: str) -> None:
        super().__init__()
        self._desk = desk
        self._nothing = nothing
        self._asked: RegionAsked | None = None
        self._rows: frozenset[UUID] = frozenset()
        self._job: Job | None = None
        self.lines = Lines(name)
        self._state: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.lines)
        self._column.addStretch(1)
        self.lines.opened.connect(self._open)
        self._refresher = Refresher(
            desk.hub,
            self,
            self._read,
            topics=frozenset({Topic.CASE}),
            concerns=self._concerns,
        )

    def show_region(self, asked: RegionAsked) -> None:
        """Show the list of another region."""
        if self._asked is None or asked.code != self._asked.code:
            self._show_state(Skeleton(5))
        self._asked = asked
        self._read()

    def take_keyboard(self) -> None:
        """Give the keyboard to the first line."""
        if self.lines.rows:
            self.lines.rows[0].setFocus()

    def load(self, session: Any, asked: RegionAsked) -> Listed:
        """Return the list; called on a reader thread."""
        raise NotImplementedError

    def _read(self) -> None:
        asked = self._asked
        if asked is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self._desk.read(
            lambda session: self.load(session, asked), self._take, self._failed
        )

    def _take(self, listed: Listed) -> None:
        self._job = None
        now = self._desk.parts.clock.now()
        self._rows = frozenset(row.id for row in listed.rows)
        self.lines.set_lines(
            [
                Line(
                    row.id,
                    row.title,
                    _under(row),
                    glyph=stage_of(row)[0],
                    deadline=row_deadline(row, listed.calendars, now),
                )
                for row in listed.rows
            ]
        )
        self._show_state(None if listed.rows else EmptyState(self._nothing, ""))
        self.tell_count(str(listed.count))

    def _failed(self, error: BaseException) -> None:
        self._job = None
        title = self.tr("没能读出事件")
        self._show_state(ErrorState(title, explain(error), self._read))

    def _show_state(self, state: QWidget | None) -> None:
        if self._state is not None:
            self._column.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
        self._state = state
        self.lines.setVisible(state is None)
        if state is not None:
            self._column.insertWidget(0, state)

    def _open(self, line: Line) -> None:
        if isinstance(line.key, UUID):
            self._desk.navigator.go(CaseWanted(line.key))

    def _concerns(self, change: Change) -> bool:
        code = self._asked.code if self._asked is not None else ""
        return not change.region or change.region.startswith(code) or change.id in self._rows


class OpenCases(RegionCases):
    """What is open, by its deadlines."""

    def load(self, session: Any, asked: RegionAsked) -> Listed:
        desk, now = self._desk, self._desk.parts.clock.now()
        narrowed = QueueFilter(region=asked.code, rules=_of_category(asked.category))
        view = QueueView.ALL_OPEN
        page = queue_page(session, desk.actor, view, now=now, narrowed=narrowed, size=MOST_LISTED)
        count = view_count(session, desk.actor, view, now=now, narrowed=narrowed)
        return Listed(asked, page.rows, count, _calendars(session, page.rows))


class CameCases(RegionCases):
    """What was registered in the period, the newest first."""

    def load(self, session: Any, asked: RegionAsked) -> Listed:
        desk, now = self._desk, self._desk.parts.clock.now()
        begin = last_days(now, asked.days).begin
        rows = came_rows(session, desk.actor, asked.code, begin, category=asked.category)
        count = Count(len(rows))
        if len(rows) == MOST_LISTED:
            count = came_count(session, desk.actor, asked.code, begin, category=asked.category)
        return Listed(asked, rows, count, _calendars(session, rows))


def _of_category(category: str | None) -> Filter:
    return EVERYTHING.setting(FilterField.CATEGORY, category) if category else EVERYTHING


def _calendars(session: Any, rows: tuple[CaseRow, ...]) -> dict[int, WorkCalendar]:
    numbers = {row.calendar_number for row in rows if row.calendar_number is not None}
    return {number: calendar_of(session, number) for number in numbers}


def _under(row: CaseRow) -> str:
    return "，".join(part for part in (number_of(row), row.category) if part)
