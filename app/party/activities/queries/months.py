"""The activities of a month as a calendar shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.clock import SHANGHAI
from app.core.errors import NotFound
from app.party.activities.models import Activity, ActivitySignUp
from app.party.activities.rules import ActivityState, SignUpState, activity_state
from app.territory.queries.regions import code_within, region_names

WEEKS, DAYS = 6, 7


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity; `signed`, `waiting` and `there` are how many have a place, wait, and came."""

    id: UUID
    region: str
    region_name: str
    title: str
    kind: str
    place: str
    held_by: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    signed: int
    waiting: int
    there: int
    note: str
    state: ActivityState
    called_off_why: str
    minutes: str
    minutes_at: datetime | None
    minutes_name: str
    may_keep: bool
    version: int


def first_shown(year: int, month: int) -> date:
    """Return the Monday with which the page of a month begins."""
    first = date(year, month, 1)
    return first - timedelta(days=first.weekday())


def month_of(
    session: Session, actor: Actor, year: int, month: int, *, now: datetime, region: str = ""
) -> tuple[ActivityRow, ...]:
    """Return what takes place on the six weeks a month is shown on, in the order of time.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    first = datetime.combine(first_shown(year, month), time(), SHANGHAI)
    asked = sa.select(Activity).where(
        Activity.starts_at >= first,
        Activity.starts_at < first + timedelta(days=WEEKS * DAYS),
    )
    if region:
        asked = asked.where(code_within(Activity.region, region))
    found = session.scalars(asked.order_by(Activity.starts_at, Activity.id)).all()
    return _rows(session, actor, found, now)


def activity_row(session: Session, actor: Actor, key: UUID, *, now: datetime) -> ActivityRow:
    """Return one activity.

    Raises:
        NotFound: There is none.
    """
    actor.require(Right.READ_PARTY)
    row = session.get(Activity, key)
    if row is None:
        raise NotFound(activity=key)
    return _rows(session, actor, (row,), now)[0]


def _rows(
    session: Session, actor: Actor, found: Sequence[Activity], now: datetime
) -> tuple[ActivityRow, ...]:
    counts = _counts(session, [row.id for row in found])
    names = region_names(session, {row.region for row in found})
    return tuple(_row(actor, row, counts.get(row.id, (0, 0, 0)), names, now) for row in found)


def _counts(session: Session, keys: list[UUID]) -> dict[UUID, tuple[int, int, int]]:
    if not keys:
        return {}
    state = ActivitySignUp.state
    asked = (
        sa.select(
            ActivitySignUp.activity_id,
            sa.func.sum(sa.case((state == SignUpState.SIGNED, 1), else_=0)),
            sa.func.sum(sa.case((state == SignUpState.WAITING, 1), else_=0)),
            sa.func.count(ActivitySignUp.checked_at),
        )
        .where(ActivitySignUp.activity_id.in_(keys))
        .group_by(ActivitySignUp.activity_id)
    )
    return {key: (signed, wait, there) for key, signed, wait, there in session.execute(asked)}


def _row(
    actor: Actor,
    row: Activity,
    counts: tuple[int, int, int],
    names: dict[str, str],
    now: datetime,
) -> ActivityRow:
    signed, wait, there = counts
    state = activity_state(
        row.starts_at,
        row.ends_at,
        now,
        is_full=signed >= row.capacity,
        is_called_off=row.called_off_at is not None,
        has_minutes=row.minutes_at is not None,
    )
    return ActivityRow(
        id=row.id,
        region=row.region,
        region_name=names.get(row.region, row.region),
        title=row.title,
        kind=row.kind,
        place=row.place,
        held_by=row.held_by,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        capacity=row.capacity,
        signed=signed,
        waiting=wait,
        there=there,
        note=row.note,
        state=state,
        called_off_why=row.called_off_why,
        minutes=row.minutes,
        minutes_at=row.minutes_at,
        minutes_name=row.minutes_name,
        may_keep=actor.may_in(Right.KEEP_ACTIVITIES, row.region),
        version=row.version,
    )
