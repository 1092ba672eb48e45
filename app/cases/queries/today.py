"""What the Today page shows: figures of this moment, each the count of a list one can open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.queries.queue import (
    CaseRow,
    QueueView,
    as_count,
    case_rows,
    count_of,
    of_view,
    running,
)
from app.cases.scope import visible, within
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of, current_calendar
from app.core.clock import SHANGHAI, local
from app.core.database.functions import epoch_hour
from app.core.paging import Count

USUAL_DAYS = 10  # so many past days of the same sort make "usual"
HEAT_DAYS = 5
LOOK_BACK_DAYS = 45
MOST_DUE = 400
MOST_NEXT = 12
VIEWS = (QueueView.MINE, QueueView.REGISTERED, QueueView.DUE_SOON, QueueView.OVERDUE)

Seen = tuple[sa.ColumnElement[bool], ...]
Hours = Counter[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for one person.

    Attributes:
        count: All of it.
        due_today: How many of these run out before midnight.
        rows: The first to run out.
    """

    count: Count
    due_today: int
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Registered cases nobody has yet; `since` is the start of the longest wait."""

    count: Count
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DueSoon:
    """Cases past their warning share; `next_row` is the first of them to run out."""

    count: Count
    next_row: CaseRow | None


@dataclass(frozen=True, slots=True)
class Registered:
    """Cases registered today.

    Attributes:
        count: Since midnight; all of them are counted.
        usual: Least and most by this hour on past days of the same sort; None while there
            are too few of them.
    """

    count: Count
    usual: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Cases registered today against a usual day, cumulative by local hour.

    Attributes:
        as_of: The moment it was read.
        today: Registered by the end of each hour from 0; the last one is the running hour.
        low: Least of the usual days by the end of hours 0 to 23; empty when too few days.
        high: Most of them.
    """

    as_of: datetime
    today: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DueHeat:
    """How many running clocks run out per local hour on the coming working days.

    Attributes:
        as_of: The moment it was read.
        days: The days, today first where it is a working day.
        counts: For each day the counts of hours 0 to 23; hours gone by today are overdue.
    """

    as_of: datetime
    days: tuple[date, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Today:
    """All of it, read in one transaction, so that no figure contradicts another.

    Attributes:
        as_of: The moment it was read.
        calendar: The work calendar in force.
        calendars: Those the rows were counted by, by number.
        mine: What waits for the reader in person.
        unassigned: What waits for its unit.
        due_soon: What is about to run out.
        overdue: What has run out; `next_row` is late longest.
        registered: What came today.
        finished: How many cases were finished today.
        closed: How many of these are closed already.
        due: What runs or ran out today, in order of time.
        arrivals: What came today, hour by hour.
        heat: What runs out on the days to come.
    """

    as_of: datetime
    calendar: WorkCalendar
    calendars: Mapping[int, WorkCalendar]
    mine: Mine
    unassigned: Unassigned
    due_soon: DueSoon
    overdue: DueSoon
    registered: Registered
    finished: int
    closed: int
    due: tuple[CaseRow, ...]
    arrivals: Arrivals
    heat: DueHeat


def read_today(session: Session, actor: Actor, now: datetime, *, region: str = "") -> Today:
    """Return what the day looks like to `actor` within a region, in a handful of statements."""
    calendar = current_calendar(session)
    seen = (visible(actor), within(region))
    views = {view: (*seen, of_view(actor, view, now)) for view in VIEWS}
    figures = _figures(session, seen, views, now)

    def counted(view: QueueView) -> Count:
        count = as_count(getattr(figures, view))
        return replace(count, followers=getattr(figures, f"{view}_following"))

    lists = _lists(session, actor, views, (*seen, *_due_on(now)))
    usual, today = _hours(session, seen, calendar, now, figures.first)
    return Today(
        as_of=now,
        calendar=calendar,
        calendars=_calendars(session, [row for rows in lists.values() for row in rows], calendar),
        mine=Mine(counted(QueueView.MINE), figures.mine_due, lists[QueueView.MINE]),
        unassigned=Unassigned(counted(QueueView.REGISTERED), figures.waiting_since),
        due_soon=DueSoon(counted(QueueView.DUE_SOON), _first_of(lists[QueueView.DUE_SOON])),
        overdue=DueSoon(counted(QueueView.OVERDUE), _first_of(lists[QueueView.OVERDUE])),
        registered=_registered(today, usual, figures.today_following),
        finished=figures.finished,
        closed=figures.closed,
        due=lists[QueueView.DUE_TODAY],
        arrivals=_arrivals(now, today, usual),
        heat=_heat(session, seen, calendar, now),
    )


def midnight(day: date) -> datetime:
    """Return the start of a local day."""
    return datetime.combine(day, time(), SHANGHAI)


def _due_on(now: datetime) -> Seen:
    """Return the conditions that a clock runs or ran out on the day of `now`."""
    start = midnight(local(now).date())
    end = start + timedelta(days=1)
    return running(), CaseFile.order_at >= start, CaseFile.order_at < end


def _figures(session: Session, seen: Seen, views: Mapping[QueueView, Seen], now: datetime) -> Any:
    """Return all single figures as one record."""
    finished = CaseFile.finished_at >= midnight(local(now).date())
    mine_due = (*views[QueueView.MINE], *_due_on(now), CaseFile.order_at >= now)
    follow = CaseFile.lead_id.is_not(None)
    asked = {view.value: count_of(*conditions) for view, conditions in views.items()}
    asked |= {
        f"{view}_following": count_of(*conditions, follow) for view, conditions in views.items()
    }
    since_midnight = CaseFile.registered_at >= midnight(local(now).date())
    asked |= {
        "today_following": _how_many(*seen, since_midnight, CaseFile.registered_at <= now, follow),
        "mine_due": _how_many(*mine_due),
        "waiting_since": _earliest(*views[QueueView.REGISTERED]),
        "first": _earliest(*seen),
        "finished": _how_many(*seen, finished),
        "closed": _how_many(*seen, finished, CaseFile.closed_at.is_not(None)),
    }
    return session.execute(sa.select(*(part.label(name) for name, part in asked.items()))).one()


def _how_many(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    counted = sa.select(sa.func.count()).select_from(CaseFile).where(*conditions)
    return counted.scalar_subquery()


def _earliest(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    """Return when the first such case was registered."""
    return sa.select(sa.func.min(CaseFile.registered_at)).where(*conditions).scalar_subquery()


def _lists(
    session: Session, actor: Actor, views: Mapping[QueueView, Seen], due: Seen
) -> dict[QueueView, tuple[CaseRow, ...]]:
    """Return the rows that are shown: which ones in one statement, their contents in another."""
    most = {QueueView.MINE: MOST_NEXT, QueueView.DUE_SOON: 1, QueueView.OVERDUE: 1}
    parts = [_marked(view, views[view], number) for view, number in most.items()]
    parts.append(_marked(QueueView.DUE_TODAY, due, MOST_DUE))
    marked = sorted(session.execute(sa.union_all(*parts)), key=lambda found: found[1:])
    rows = {row.id: row for row in case_rows(session, actor, tuple({key for *_, key in marked}))}
    return {
        view: tuple(rows[key] for name, _, key in marked if name == view and key in rows)
        for view in (*most, QueueView.DUE_TODAY)
    }


def _first_of(rows: tuple[CaseRow, ...]) -> CaseRow | None:
    return rows[0] if rows else None


def _marked(view: QueueView, conditions: Seen, most: int) -> sa.Select[str, datetime, UUID]:
    """Return the first cases of a list, its name beside each."""
    first = sa.select(CaseFile.order_at, CaseFile.id).where(*conditions)
    found = first.order_by(CaseFile.order_at, CaseFile.id).limit(most).subquery()
    return sa.select(sa.literal(view.value), found.c.order_at, found.c.id)


def _calendars(
    session: Session, rows: Sequence[CaseRow], current: WorkCalendar
) -> dict[int, WorkCalendar]:
    numbers = {row.calendar_number for row in rows if row.calendar_number is not None}
    older = {number: calendar_of(session, number) for number in numbers - {current.number}}
    return {current.number: current, **older}


def _registered(today: Sequence[int], usual: Sequence[Sequence[int]], following: int) -> Registered:
    by_now = [sum(day[: len(today)]) for day in usual]
    count = Count(sum(today), followers=following)
    return Registered(count, (min(by_now), max(by_now)) if by_now else None)


def _arrivals(now: datetime, today: Sequence[int], usual: Sequence[Sequence[int]]) -> Arrivals:
    grown = [tuple(accumulate(day)) for day in usual]
    return Arrivals(
        as_of=now,
        today=tuple(accumulate(today)),
        low=tuple(map(min, zip(*grown, strict=True))),
        high=tuple(map(max, zip(*grown, strict=True))),
    )


def _hours(
    session: Session, seen: Seen, calendar: WorkCalendar, now: datetime, first: datetime | None
) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
    """Return registrations per hour of usual days, and of today up to the running hour.

    Working days compare with working days, days off with days off. Fewer than half of
    `USUAL_DAYS` say nothing.
    """
    today = local(now).date()
    works = calendar.kind_of(today).works
    past = [today - timedelta(days=n) for n in range(1, LOOK_BACK_DAYS)]
    alike = [day for day in past if calendar.kind_of(day).works is works][:USUAL_DAYS]
    known = [day for day in alike if first is not None and midnight(day) >= first]
    usual = known if len(known) >= USUAL_DAYS // 2 else []
    hours = _per_hour(session, seen, midnight(usual[-1] if usual else today), now)
    counted = [tuple(hours[day, hour] for hour in range(24)) for day in usual]
    return counted, tuple(hours[today, hour] for hour in range(local(now).hour + 1))


def _per_hour(session: Session, seen: Seen, start: datetime, end: datetime) -> Hours:
    hour = epoch_hour(CaseFile.registered_at)
    asked = sa.select(hour, sa.func.count()).where(*seen, CaseFile.registered_at >= start)
    asked = asked.where(CaseFile.registered_at <= end).group_by(hour)
    return _by_hour(session, asked)


def _heat(session: Session, seen: Seen, calendar: WorkCalendar, now: datetime) -> DueHeat:
    """Return when the deadlines of the coming working days pile up."""
    days = _working_days(calendar, local(now).date())
    begin, end = midnight(days[0]), midnight(days[-1] + timedelta(days=1))
    hour = epoch_hour(CaseFile.order_at)
    asked = sa.select(hour, sa.func.count()).where(*seen, running())
    asked = asked.where(CaseFile.order_at >= begin, CaseFile.order_at < end).group_by(hour)
    found = _by_hour(session, asked)
    counts = tuple(tuple(found[day, hour] for hour in range(24)) for day in days)
    return DueHeat(as_of=now, days=days, counts=counts)


def _by_hour(session: Session, asked: sa.Select[int, int]) -> Hours:
    return Counter({_local_hour(number): count for number, count in session.execute(asked)})


def _local_hour(number: int) -> tuple[date, int]:
    moment = local(datetime.fromtimestamp(number * 3600, UTC))
    return moment.date(), moment.hour


def _working_days(calendar: WorkCalendar, today: date) -> tuple[date, ...]:
    days = (today + timedelta(days=n) for n in range(60))
    working = (day for day in days if calendar.kind_of(day).works)
    return tuple(day for day, _ in zip(working, range(HEAT_DAYS), strict=False))
