"""What the Today page shows: figures of this moment, each the count of a list one can open."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.queries.queue import CaseRow, QueueFilter, QueueView, queue_page, view_count
from app.cases.rules import OPEN_STATES, CaseState
from app.cases.scope import visible, within
from app.core.actor import Actor
from app.core.calendar import WorkCalendar
from app.core.clock import SHANGHAI, local
from app.core.database.functions import epoch_hour
from app.core.paging import Count

USUAL_DAYS = 10  # so many past days of the same sort make "usual"
HEAT_DAYS = 5
LOOK_BACK_DAYS = 45
MOST_DUE = 200


@dataclass(frozen=True, slots=True)
class Mine:
    """What waits for one person.

    Attributes:
        count: All of it.
        due_today: How many of these run out before midnight.
    """

    count: Count
    due_today: int


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
        count: Since midnight.
        usual: Least and most by this hour on past days of the same sort; None while there
            are too few of them.
    """

    count: int
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


def midnight(day: date) -> datetime:
    """Return the start of a local day."""
    return datetime.combine(day, time(), SHANGHAI)


def mine(session: Session, actor: Actor, now: datetime, *, region: str = "") -> Mine:
    """Return what waits for `actor` in person."""
    narrowed = QueueFilter(region=region)
    view = QueueView.MINE
    count = view_count(session, actor, view, now=now, narrowed=narrowed)
    page = queue_page(session, actor, view, now=now, narrowed=narrowed, size=MOST_DUE)
    end = midnight(local(now).date() + timedelta(days=1))
    due = (row.due_at for row in page.rows if row.due_at is not None)
    return Mine(count, sum(1 for at in due if now <= at < end))


def unassigned(session: Session, actor: Actor, now: datetime, *, region: str = "") -> Unassigned:
    """Return how many cases wait for their unit, and since when the first one does."""
    waits = CaseFile.state == CaseState.REGISTERED
    first = sa.select(sa.func.min(CaseFile.registered_at)).where(*_seen(actor, region), waits)
    return Unassigned(
        _count(session, actor, QueueView.REGISTERED, now, region), session.scalar(first)
    )


def due_soon(session: Session, actor: Actor, now: datetime, *, region: str = "") -> DueSoon:
    """Return how many cases are about to run out, and the first of them."""
    narrowed, view = QueueFilter(region=region), QueueView.DUE_SOON
    page = queue_page(session, actor, view, now=now, narrowed=narrowed, size=1)
    return DueSoon(_count(session, actor, view, now, region), page.rows[0] if page.rows else None)


def overdue(session: Session, actor: Actor, now: datetime, *, region: str = "") -> DueSoon:
    """Return how many cases have run out, and the one that is late longest."""
    narrowed, view = QueueFilter(region=region), QueueView.OVERDUE
    page = queue_page(session, actor, view, now=now, narrowed=narrowed, size=1)
    return DueSoon(_count(session, actor, view, now, region), page.rows[0] if page.rows else None)


def registered_today(
    session: Session, actor: Actor, calendar: WorkCalendar, now: datetime, *, region: str = ""
) -> Registered:
    """Return how many cases were registered today, and how many usually are by this hour."""
    seen = _seen(actor, region)
    usual = _usual_days(session, seen, calendar, now)
    by_now = [sum(day[: local(now).hour + 1]) for day in usual]
    count = _since(session, seen, CaseFile.registered_at, midnight(local(now).date()))
    return Registered(count, (min(by_now), max(by_now)) if by_now else None)


def finished_today(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> tuple[int, int]:
    """Return how many cases were finished today, and how many of them are closed already."""
    seen, start = _seen(actor, region), midnight(local(now).date())
    closed = (*seen, CaseFile.closed_at.is_not(None))
    return (
        _since(session, seen, CaseFile.finished_at, start),
        _since(session, closed, CaseFile.finished_at, start),
    )


def due_today(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> tuple[CaseRow, ...]:
    """Return the cases whose clock runs or ran out today, in order of time."""
    start = midnight(local(now).date())
    narrowed = QueueFilter(region=region)
    late = queue_page(session, actor, QueueView.OVERDUE, now=now, narrowed=narrowed, size=MOST_DUE)
    coming = queue_page(
        session, actor, QueueView.DUE_TODAY, now=now, narrowed=narrowed, size=MOST_DUE
    )
    rows = [row for row in late.rows if row.due_at is not None and row.due_at >= start]
    return (*rows, *coming.rows)


def arrivals(
    session: Session, actor: Actor, calendar: WorkCalendar, now: datetime, *, region: str = ""
) -> Arrivals:
    """Return today's registrations against a usual day."""
    seen = _seen(actor, region)
    usual = [tuple(accumulate(day)) for day in _usual_days(session, seen, calendar, now)]
    hours = _per_hour(session, seen, midnight(local(now).date()), now)
    today = local(now).date()
    counted = [hours[today, hour] for hour in range(local(now).hour + 1)]
    return Arrivals(
        as_of=now,
        today=tuple(accumulate(counted)),
        low=tuple(map(min, zip(*usual, strict=True))),
        high=tuple(map(max, zip(*usual, strict=True))),
    )


def due_by_hour(
    session: Session, actor: Actor, calendar: WorkCalendar, now: datetime, *, region: str = ""
) -> DueHeat:
    """Return when the deadlines of the coming working days pile up."""
    days = _working_days(calendar, local(now).date())
    end = midnight(days[-1] + timedelta(days=1))
    hour = epoch_hour(CaseFile.order_at)
    asked = (
        sa.select(hour, sa.func.count())
        .where(*_seen(actor, region), *_running(), CaseFile.order_at < end)
        .where(CaseFile.order_at >= midnight(days[0]))
        .group_by(hour)
    )
    found = Counter({_local_hour(n): count for n, count in session.execute(asked)})
    counts = tuple(tuple(found[day, hour] for hour in range(24)) for day in days)
    return DueHeat(as_of=now, days=days, counts=counts)


def _seen(actor: Actor, region: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (visible(actor), within(region))


def _running() -> tuple[sa.ColumnElement[bool], ...]:
    return (CaseFile.state.in_(OPEN_STATES), CaseFile.clock.is_not(None))


def _count(session: Session, actor: Actor, view: QueueView, now: datetime, region: str) -> Count:
    return view_count(session, actor, view, now=now, narrowed=QueueFilter(region=region))


def _since(
    session: Session,
    seen: tuple[sa.ColumnElement[bool], ...],
    column: sa.orm.InstrumentedAttribute[datetime | None],
    start: datetime,
) -> int:
    asked = sa.select(sa.func.count()).select_from(CaseFile).where(*seen, column >= start)
    return session.scalar(asked) or 0


def _usual_days(
    session: Session,
    seen: tuple[sa.ColumnElement[bool], ...],
    calendar: WorkCalendar,
    now: datetime,
) -> list[tuple[int, ...]]:
    """Return registrations per hour of past days that are of the same sort as today.

    Working days compare with working days, days off with days off. Fewer than half of
    `USUAL_DAYS` say nothing.
    """
    today = local(now).date()
    works = calendar.kind_of(today).works
    past = [today - timedelta(days=n) for n in range(1, LOOK_BACK_DAYS)]
    alike = [day for day in past if calendar.kind_of(day).works is works][:USUAL_DAYS]
    start = midnight(alike[-1])
    first = session.scalar(sa.select(sa.func.min(CaseFile.registered_at)).where(*seen))
    known = [day for day in alike if first is not None and midnight(day) >= first]
    if len(known) < USUAL_DAYS // 2:
        return []
    hours = _per_hour(session, seen, start, midnight(today))
    return [tuple(hours[day, hour] for hour in range(24)) for day in known]


def _per_hour(
    session: Session,
    seen: tuple[sa.ColumnElement[bool], ...],
    start: datetime,
    end: datetime,
) -> Counter[tuple[date, int]]:
    hour = epoch_hour(CaseFile.registered_at)
    asked = sa.select(hour, sa.func.count()).where(*seen, CaseFile.registered_at >= start)
    asked = asked.where(CaseFile.registered_at <= end).group_by(hour)
    return Counter({_local_hour(n): count for n, count in session.execute(asked)})


def _local_hour(number: int) -> tuple[date, int]:
    moment = local(datetime.fromtimestamp(number * 3600, UTC))
    return moment.date(), moment.hour


def _working_days(calendar: WorkCalendar, today: date) -> tuple[date, ...]:
    days = (today + timedelta(days=n) for n in range(60))
    working = (day for day in days if calendar.kind_of(day).works)
    return tuple(day for day, _ in zip(working, range(HEAT_DAYS), strict=False))
