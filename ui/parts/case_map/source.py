"""Reading the cases of a map, and anew where a change touches what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.accounts.rules import Right
from app.cases.queries.by_region import (
    CasePoints,
    Weeks,
    case_points,
    last_days,
    points_of,
    weeks_of,
)
from app.cases.queries.categories import categories
from app.cases.queries.map_figures import MapAsked, MapFigures, map_figures
from app.core.actor import Actor
from app.core.changes import Change, Topic
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk


@dataclass(frozen=True, slots=True)
class CaseMapAsked:
    """What a map looks at.

    Attributes:
        region: Code of the region that is framed.
        digits: Of the codes of the areas in it.
        days: Days of the period, today among them.
        category: Code of a kind or category, None for all.
    """

    region: str
    digits: int
    days: int
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CaseMap:
    """What was read, in one transaction."""

    asked: CaseMapAsked
    figures: MapFigures
    points: CasePoints


@dataclass(frozen=True, slots=True)
class WeeksRead:
    """The weeks of one region."""

    region: str
    weeks: Weeks


@dataclass(frozen=True, slots=True)
class KindRow:
    """A category of cases one may narrow to."""

    code: str
    name: str


def read_points(session: Any, actor: Actor, ids: Sequence[UUID], now: datetime) -> CasePoints:
    """Return given cases as points; called on a reader thread."""
    return points_of(session, actor, ids, now)


def counts_cases(actor: Actor) -> bool:
    """Tell whether somebody may see figures of cases at all."""
    return actor.may(Right.READ_CASES) or actor.may(Right.READ_FIGURES)


def kind_rows(session: Any) -> tuple[KindRow, ...]:
    """Return the categories (大类) in use; called on a reader thread."""
    return tuple(KindRow(row.code, row.name) for row in categories(session) if not row.parent_code)


class CaseMapSource(QObject):
    """Belongs to a page, and reads anew only while that is shown."""

    ready = Signal(object)  # CaseMap
    weeks_ready = Signal(object)  # WeeksRead

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._asked: CaseMapAsked | None = None
        self._weeks: tuple[str, str | None] | None = None
        self._job: Job | None = None
        self._weeks_job: Job | None = None
        self._refresher = Refresher(
            desk.hub, page, self._read_anew, topics=frozenset({Topic.CASE}), concerns=self._concerns
        )

    @property
    def counts_cases(self) -> bool:
        """Tell whether this person may see figures of cases at all."""
        return counts_cases(self._desk.actor)

    def ask(self, asked: CaseMapAsked) -> None:
        """Read what a map looks at, unless it has been read."""
        if self.counts_cases and asked != self._asked:
            self._asked = asked
            self.read()

    def ask_weeks(self, region: str, category: str | None) -> None:
        """Read the weeks of one region."""
        if self.counts_cases:
            self._weeks = (region, category)
            self._read_weeks()

    def _read_anew(self) -> None:
        self.read()
        self._read_weeks()

    def _read_weeks(self) -> None:
        if self._weeks is None:
            return
        if self._weeks_job is not None:
            self._weeks_job.cancel()
        desk, (region, category) = self._desk, self._weeks
        now = desk.parts.clock.now()

        def work(session: Any) -> WeeksRead:
            found = weeks_of(session, desk.actor, region, now, category=category)
            return WeeksRead(region, found)

        self._weeks_job = desk.read(work, self._take_weeks)

    def _take_weeks(self, found: WeeksRead) -> None:
        self._weeks_job = None
        self.weeks_ready.emit(found)

    def read(self) -> None:
        """Read it anew."""
        asked = self._asked
        if asked is None:
            return
        if self._job is not None:
            self._job.cancel()
        desk = self._desk
        now = desk.parts.clock.now()

        def work(session: Any) -> CaseMap:
            span = last_days(now, asked.days)
            wanted = MapAsked(asked.region, asked.digits, span, asked.category)
            figures = map_figures(session, desk.actor, wanted)
            points = CasePoints(())
            if desk.actor.may(Right.READ_CASES):
                points = case_points(
                    session, desk.actor, asked.region, now, category=asked.category
                )
            return CaseMap(asked, figures, points)

        self._job = desk.read(work, self._take)

    def _take(self, found: CaseMap) -> None:
        self._job = None
        self.ready.emit(found)

    def _concerns(self, change: Change) -> bool:
        region = self._asked.region if self._asked is not None else ""
        return not change.region or change.region.startswith(region)
