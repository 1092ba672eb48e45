"""What a month of supervision came to, by department; each number is the count of a list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.queries.today import midnight
from app.cases.rules import SupervisionLevel
from app.cases.scope import visible, within
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_store import current_calendar
from app.core.clock import local


@dataclass(frozen=True, slots=True)
class SheetTimes:
    """What is counted of a sheet.

    Attributes:
        unit_id: To whom it was issued, None where nobody had the case.
        level: How hard it presses now.
        answered_s: Working seconds from issuing to its first answer; None without one.
        in_time: Whether that came within the first limit.
    """

    unit_id: UUID | None
    unit: str
    level: SupervisionLevel
    answered_s: int | None
    in_time: bool


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The sheets issued to a unit in a month; all of them where `unit_id` is None and it is
    the sum.

    Attributes:
        unit: Its name, "" where nobody had the case.
        issued: All of them.
        by_level: How many press how hard now.
        answered: Those with an answer, in time or not.
        in_time: Answered within the first limit.
        days: Working days to the first answer on average; None without any.
    """

    unit_id: UUID | None
    unit: str
    issued: int = 0
    by_level: dict[SupervisionLevel, int] = field(default_factory=dict)
    answered: int = 0
    in_time: int = 0
    days: float | None = None

    @property
    def late(self) -> int:
        """Not answered in time, or not at all."""
        return self.issued - self.in_time

    @property
    def share(self) -> float | None:
        """Answered in time of all that were issued; None without any."""
        return self.in_time / self.issued if self.issued else None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month of supervision as of a moment.

    Attributes:
        since: Its begin (aware).
        until: Its end, not included.
        as_of: When it was counted.
        units: Those a sheet was issued to, the most first.
        whole: All of them together.
    """

    since: datetime
    until: datetime
    as_of: datetime
    units: tuple[UnitFigures, ...]
    whole: UnitFigures


def month_of(day: date) -> tuple[datetime, datetime]:
    """Return begin and end of the local month a day lies in."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return midnight(first), midnight(following)


def months_back(now: datetime, count: int) -> tuple[date, ...]:
    """Return the first days of this month and those before it, the newest first."""
    found, day = [], local(now).date().replace(day=1)
    for _ in range(count):
        found.append(day)
        day = (day - timedelta(days=1)).replace(day=1)
    return tuple(found)


def month_figures(
    session: Session, actor: Actor, month: date, *, now: datetime, region: str = ""
) -> MonthFigures:
    """Return what the sheets issued in a month came to, as far as this person may see them."""
    since, until = month_of(month)
    asked = (
        sa.select(
            Supervision.unit_id,
            Supervision.unit_name,
            Supervision.level,
            Supervision.issued_at,
            Supervision.first_due_at,
            Supervision.first_replied_at,
        )
        .join(CaseFile, CaseFile.id == Supervision.case_id)
        .where(
            Supervision.issued_at >= since,
            Supervision.issued_at < until,
            visible(actor),
            within(region),
        )
    )
    calendar = current_calendar(session)
    found = [
        _times(calendar, (unit_id, unit, level), issued_at, due_at, replied_at)
        for unit_id, unit, level, issued_at, due_at, replied_at in session.execute(asked)
        if issued_at is not None
    ]
    day_s = calendar.season(local(now).date()).day_s
    return MonthFigures(since, until, now, by_unit(found, day_s), summed(found, day_s))


def by_unit(sheets: Iterable[SheetTimes], day_s: int) -> tuple[UnitFigures, ...]:
    """Return the figures of each unit, the most sheets first.

    Args:
        sheets: What is counted.
        day_s: Length of a working day in seconds.
    """
    found: dict[UUID | None, list[SheetTimes]] = {}
    for sheet in sheets:
        found.setdefault(sheet.unit_id, []).append(sheet)
    rows = [_figures(unit_id, own[0].unit, own, day_s) for unit_id, own in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.issued, row.unit)))


def summed(sheets: Iterable[SheetTimes], day_s: int) -> UnitFigures:
    """Return the figures of all units together."""
    return _figures(None, "", list(sheets), day_s)


def _figures(unit_id: UUID | None, unit: str, sheets: list[SheetTimes], day_s: int) -> UnitFigures:
    took = [sheet.answered_s for sheet in sheets if sheet.answered_s is not None]
    return UnitFigures(
        unit_id=unit_id,
        unit=unit,
        issued=len(sheets),
        by_level={level: sum(s.level is level for s in sheets) for level in SupervisionLevel},
        answered=len(took),
        in_time=sum(sheet.in_time for sheet in sheets),
        days=sum(took) / len(took) / day_s if took else None,
    )


def _times(
    calendar: WorkCalendar,
    whose: tuple[UUID | None, str, str],
    issued_at: datetime,
    due_at: datetime | None,
    replied_at: datetime | None,
) -> SheetTimes:
    took = None if replied_at is None else calendar.working_seconds(issued_at, replied_at)
    in_time = replied_at is not None and due_at is not None and replied_at <= due_at
    unit_id, unit, level = whose
    return SheetTimes(unit_id, unit, SupervisionLevel(level), took, in_time)
