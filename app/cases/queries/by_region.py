"""Cases counted by where they lie: the figures of a map, its points, the weeks of one region.

All of it is asked of `counted`: what somebody may read. Where a grant reaches the whole region
that is asked about, nothing is added to that, so that the counts come out of indexes alone; on a
shared server the row rules hold anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.queries.conditions import of_category
from app.cases.queries.figures import covered
from app.cases.queries.queue import CaseRow, as_count, case_rows, count_of
from app.cases.scope import is_open, visible, within
from app.core.actor import Actor
from app.core.clock import SHANGHAI, local
from app.core.database.functions import epoch_hour, sorted_anew, unindexed
from app.core.paging import Count

MOST_POINTS = 5_000
"""Points of open cases that are read at once; a county has some thousand."""
MOST_LISTED = 60
WEEKS = 12
USUAL_WEEKS = 26
"""So many weeks before those shown say what is usual."""
FEWEST_USUAL = 8
"""Weeks below which nothing is called usual."""
_SMALL = 12
"""From so many digits on, a region has few cases beside all of some months."""
_WEEK_HOURS = 168
_MONDAY_HOURS = 80
"""Hours from the Monday (in Shanghai) before the first hour of 1970 (UTC) to that hour."""

Box = tuple[float, float, float, float]
"""West, south, east, north; CGCS2000 degrees."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period and the one of the same length before it.

    Attributes:
        begin: Where it begins, a local midnight.
        end: Where it ends, the moment of asking.
        days: Local days it touches.
    """

    begin: datetime
    end: datetime
    days: int

    @property
    def before(self) -> datetime:
        """Where the period before begins; it ends `days` before `end`, so both are as long."""
        return self.begin - timedelta(days=self.days)


def last_days(now: datetime, days: int) -> Span:
    """Return the last days, today among them as far as it has come."""
    first = local(now).date() - timedelta(days=days - 1)
    return Span(datetime.combine(first, time(), SHANGHAI), now, days)


@dataclass(frozen=True, slots=True)
class RegionCount:
    """Cases of one region.

    Attributes:
        open: Open ones.
        due_soon: Of these, past their warning share and not overdue.
        overdue: Of these, overdue.
        came: Registered in the period.
        came_before: Registered in the period before.
    """

    open: int = 0
    due_soon: int = 0
    overdue: int = 0
    came: int = 0
    came_before: int = 0

    def __add__(self, other: "RegionCount") -> "RegionCount":
        return RegionCount(
            self.open + other.open,
            self.due_soon + other.due_soon,
            self.overdue + other.overdue,
            self.came + other.came,
            self.came_before + other.came_before,
        )


NONE = RegionCount()


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """Cases of a region, by the regions of one tier in it.

    Attributes:
        as_of: The moment it was read.
        span: The period.
        rows: Code → its cases, where there are any. Cases whose place is known less exactly than
            the tier stand under the shorter code.
    """

    as_of: datetime
    span: Span
    rows: dict[str, RegionCount]

    def of(self, prefix: str) -> RegionCount:
        """Return what lies in a region: its own and all below."""
        found = (row for code, row in self.rows.items() if code.startswith(prefix))
        return sum(found, NONE)


def counted(actor: Actor, region: str) -> sa.ColumnElement[bool]:
    """Return the condition that a case in a region may be counted for `actor`: what they may
    read, and where they read figures only, what those cover.
    """
    if not actor.may(Right.READ_CASES):
        return covered(actor)
    if any(region.startswith(prefix) for prefix in actor.prefixes(Right.READ_CASES)):
        return sa.true()
    return visible(actor)


def region_counts(
    session: Session,
    actor: Actor,
    region: str,
    *,
    digits: int,
    span: Span,
    category: str | None = None,
) -> RegionCounts:
    """Return the cases in a region by the regions of one tier: two statements.

    Args:
        session: Reading session.
        actor: Who asks.
        region: Code prefix of what is looked at.
        digits: Of the codes that are counted by: 15 for grids, 12 for communities.
        span: The period.
        category: Code of a kind or of a category; None for all.
    """
    seen = [counted(actor, region), within(region)]
    if category is not None:
        seen.append(of_category(category))
    open_now = session.execute(_open_by_region(digits, span.end).where(*seen))
    found = {code: RegionCount(*counts) for code, *counts in open_now}
    for code, came, both in session.execute(_came_by_region(digits, span).where(*seen)):
        found[code] = found.get(code, NONE) + RegionCount(came=came, came_before=both - came)
    return RegionCounts(span.end, span, found)


def _open_by_region(digits: int, now: datetime) -> sa.Select[Any]:
    code = sa.func.substr(CaseFile.region, 1, digits)
    runs = CaseFile.clock.is_not(None)
    soon = sa.and_(runs, CaseFile.order_at >= now, CaseFile.warn_at <= now)
    over = sa.and_(runs, CaseFile.order_at < now)
    asked = sa.select(code, sa.func.count(), _how_many(soon), _how_many(over))
    return asked.where(is_open()).group_by(code)


def _came_by_region(digits: int, span: Span) -> sa.Select[Any]:
    """Both periods at once; what came between the end of the one before and the beginning of
    this one (a part of today as of then) is left out.
    """
    code = sa.func.substr(CaseFile.region, 1, digits)
    at = CaseFile.registered_at
    ended = span.end - timedelta(days=span.days)
    asked = sa.select(code, _how_many(at >= span.begin), sa.func.count())
    both = sa.or_(at >= span.begin, at < ended)
    return asked.where(at >= span.before, at <= span.end, both).group_by(code)


def _how_many(condition: sa.ColumnElement[bool]) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))


# -- points ------------------------------------------------------------------------------------


class Urgency(StrEnum):
    """How the clock of an open case stands; the most pressing first."""

    OVER = "over"
    SOON = "soon"
    RUNS = "runs"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class CasePoint:
    """An open case on the map; CGCS2000 degrees. What it is about is read when it is listed."""

    id: UUID
    region: str
    longitude: float
    latitude: float
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class CasePoints:
    """Open cases in a box, what is due first first.

    Attributes:
        rows: `MOST_POINTS` at most.
        more: There are more of them.
    """

    rows: tuple[CasePoint, ...]
    more: bool = False


def case_points(
    session: Session,
    actor: Actor,
    region: str,
    now: datetime,
    *,
    box: Box | None = None,
    category: str | None = None,
) -> CasePoints:
    """Return the open cases of a region that have a point: one statement."""
    asked = (
        points_asked()
        .where(counted(actor, region), within(region), is_open())
        .order_by(sorted_anew(CaseFile.order_at), CaseFile.id)
        .limit(MOST_POINTS + 1)
    )
    if box is not None:
        west, south, east, north = box
        asked = asked.where(
            CaseFile.longitude.between(west, east), CaseFile.latitude.between(south, north)
        )
    if category is not None:
        asked = asked.where(of_category(category))
    found = [point_of(record, now) for record in session.execute(asked)]
    return CasePoints(tuple(found[:MOST_POINTS]), len(found) > MOST_POINTS)


def points_of(session: Session, actor: Actor, ids: Sequence[UUID], now: datetime) -> CasePoints:
    """Return given cases as points, open or ended, as far as they may be seen and have one."""
    asked = points_asked().where(CaseFile.id.in_(ids[:MOST_POINTS]), visible(actor, few=True))
    return CasePoints(tuple(point_of(record, now) for record in session.execute(asked)))


def points_asked() -> sa.Select[*tuple[Any, ...]]:
    """Ask for what `point_of` makes a point of, of cases that have one."""
    return sa.select(
        CaseFile.id,
        CaseFile.region,
        CaseFile.longitude,
        CaseFile.latitude,
        CaseFile.clock,
        CaseFile.order_at,
        CaseFile.warn_at,
    ).where(CaseFile.longitude.is_not(None), CaseFile.latitude.is_not(None))


def point_of(record: Any, now: datetime) -> CasePoint:
    """Return a row of `points_asked` as a point at a moment."""
    key, region, longitude, latitude, clock, order_at, warn_at = record
    return CasePoint(key, region, longitude, latitude, _urgency(clock, order_at, warn_at, now))


def _urgency(
    clock: str | None, order_at: datetime, warn_at: datetime | None, now: datetime
) -> Urgency:
    if clock is None:
        return Urgency.STANDS
    if order_at < now:
        return Urgency.OVER
    return Urgency.SOON if warn_at is not None and warn_at <= now else Urgency.RUNS


# -- one region --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weeks:
    """Cases registered week by week, the running week last.

    Attributes:
        as_of: The moment it was read.
        first: Monday of the first week shown.
        counts: `WEEKS` of them.
        usual: Between which numbers eight of ten of the weeks before lay; None where there are
            too few of them to say.
    """

    as_of: datetime
    first: date
    counts: tuple[int, ...]
    usual: tuple[int, int] | None

    @property
    def above(self) -> int:
        """How many of the weeks shown lie above what is usual."""
        return 0 if self.usual is None else sum(n > self.usual[1] for n in self.counts)

    @property
    def below(self) -> int:
        """How many whole weeks lie below it."""
        return 0 if self.usual is None else sum(n < self.usual[0] for n in self.counts[:-1])


def weeks_of(
    session: Session, actor: Actor, region: str, now: datetime, *, category: str | None = None
) -> Weeks:
    """Return how many cases were registered in a region week by week: one statement."""
    today = local(now).date()
    this_week = today - timedelta(days=today.weekday())
    first = this_week - timedelta(weeks=WEEKS - 1)
    begin = datetime.combine(first - timedelta(weeks=USUAL_WEEKS), time(), SHANGHAI)
    at = CaseFile.registered_at if len(region) < _SMALL else unindexed(CaseFile.registered_at)
    week = (epoch_hour(CaseFile.registered_at) + _MONDAY_HOURS) // _WEEK_HOURS
    asked = (
        sa.select(week, sa.func.count())
        .where(counted(actor, region), within(region))
        .where(at >= begin, at <= now)
        .group_by(week)
    )
    if category is not None:
        asked = asked.where(of_category(category))
    found = {row[0]: row[1] for row in session.execute(asked)}
    last = _week_number(this_week)
    counts = tuple(found.get(last - back, 0) for back in reversed(range(WEEKS)))
    known = [number for number in found if number <= last - WEEKS]
    past = range(min(known), last - WEEKS + 1) if known else ()
    return Weeks(now, first, counts, usual_of([found.get(number, 0) for number in past]))


def _week_number(monday: date) -> int:
    begin = datetime.combine(monday, time(), SHANGHAI).astimezone(UTC)
    return (int(begin.timestamp()) // 3_600 + _MONDAY_HOURS) // _WEEK_HOURS


def usual_of(past: list[int]) -> tuple[int, int] | None:
    """Return the first and the last decile of the weeks since the first case."""
    if len(past) < FEWEST_USUAL:
        return None
    ordered = sorted(past)
    cut = len(ordered) // 10
    return ordered[cut], ordered[-1 - cut]


def came_rows(
    session: Session, actor: Actor, region: str, begin: datetime, *, category: str | None = None
) -> tuple[CaseRow, ...]:
    """Return what was registered in a region since `begin`, the newest first, `MOST_LISTED` at
    most.
    """
    at, came = _came_since(actor, region, begin, category)
    asked = sa.select(CaseFile.id).where(*came)
    asked = asked.order_by(at.desc(), CaseFile.id.desc()).limit(MOST_LISTED)
    ids = tuple(session.scalars(asked))
    rows = {row.id: row for row in case_rows(session, actor, ids)}
    return tuple(rows[key] for key in ids if key in rows)


def came_count(
    session: Session, actor: Actor, region: str, begin: datetime, *, category: str | None = None
) -> Count:
    """Count what was registered in a region since `begin`, to a thousand at most."""
    _, came = _came_since(actor, region, begin, category)
    return as_count(session.execute(sa.select(count_of(*came))).scalar_one())


def _came_since(
    actor: Actor, region: str, begin: datetime, category: str | None
) -> tuple[sa.ColumnElement[Any], list[sa.ColumnElement[bool]]]:
    """Return what such cases are ordered by, and what they fulfil."""
    at: sa.ColumnElement[Any] = CaseFile.registered_at.expression
    lies: sa.ColumnElement[bool] = within(region)
    if len(region) >= _SMALL:
        at = unindexed(at)
    elif region:  # walked back from now: the first few rows are soon found
        lies = unindexed(CaseFile.region).between(region, f"{region}:")
    found = [counted(actor, region), lies, at >= begin]
    return at, [*found, of_category(category)] if category is not None else found
