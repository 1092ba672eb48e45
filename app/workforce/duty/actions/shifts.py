"""Shifts are planned one by one or in turn, and dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import SHANGHAI, local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.workforce.duty.errors import NobodyThere, OnDutyAlready, ShiftOver, ShiftWrong
from app.workforce.duty.models import DutyShift, DutySwap
from app.workforce.duty.rules import NOTE_MOST, ROUND_MOST, DutyPost, SwapState, is_shift

HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """Who is on duty from when to when, and as what.

    Attributes:
        region: Code of the street or district whose centre it is.
    """

    region: str
    post: DutyPost
    person_id: UUID
    starts_at: datetime
    ends_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """People who are on duty in turn, a shift a day.

    Attributes:
        people: In the order of their turns.
        first: Day of the first shift.
        days: How many shifts.
        at: When each begins, local time.
        hours: How long each lasts.
    """

    region: str
    post: DutyPost
    people: tuple[UUID, ...]
    first: date
    days: int
    at: time
    hours: int


@once
def plan_shift(uow: Uow, draft: ShiftDraft, *, command_key: UUID) -> UUID:
    """Put a shift on the roster.

    Raises:
        ShiftWrong: It ends before it begins, lasts days, or is over.
        OnDutyAlready: The person is on duty then.
        NobodyThere: The person works here no more.
    """
    _may_keep(uow, draft.region)
    if not is_shift(draft.starts_at, draft.ends_at) or draft.ends_at <= uow.now:
        raise ShiftWrong
    key = _put(uow, draft)
    uow.record("duty.planned", Topic.DUTY, key, region=draft.region, post=draft.post)
    uow.touched(Topic.DUTY, key, draft.region)
    return key


@once
def plan_round(uow: Uow, draft: RoundDraft, *, command_key: UUID) -> int:
    """Put people on the roster in turn, a shift a day, all or none; return how many shifts.

    Raises:
        ShiftWrong: No people, days or hours, or more than a quarter of a year.
        OnDutyAlready: One of them is on duty then.
    """
    _may_keep(uow, draft.region)
    fits = 0 < draft.days <= ROUND_MOST and 0 < draft.hours <= HOURS_OF_DAY
    if not draft.people or not fits:
        raise ShiftWrong
    for at in range(draft.days):
        day = draft.first + timedelta(days=at)
        begin = datetime.combine(day, draft.at, SHANGHAI)
        person = draft.people[at % len(draft.people)]
        end = begin + timedelta(hours=draft.hours)
        if end <= uow.now:
            raise ShiftWrong
        _put(uow, ShiftDraft(draft.region, draft.post, person, begin, end))
    told = {"post": draft.post, "first": f"{draft.first}", "days": draft.days}
    uow.record("duty.planned_round", Topic.DUTY, draft.region, region=draft.region, **told)
    uow.touched(Topic.DUTY, "", draft.region)
    return draft.days


@once
def drop_shift(uow: Uow, shift_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a shift that is not over off the roster; what is asked about it lapses.

    Raises:
        ShiftOver: It is over, or was dropped.
        Conflict: Somebody changed it since.
    """
    row = held_shift(uow, shift_id)
    _may_keep(uow, row.region)
    if row.version != seen_version:
        raise Conflict(row=shift_id)
    row.dropped_at = uow.now
    about = sa.or_(DutySwap.shift_id == shift_id, DutySwap.other_shift_id == shift_id)
    asked = sa.select(DutySwap).where(about, DutySwap.state == SwapState.ASKED)
    for swap in uow.session.scalars(asked):
        swap.state, swap.answered_at = SwapState.WITHDRAWN, uow.now
    uow.settle(row)
    uow.record("duty.dropped", Topic.DUTY, row.id, region=row.region, post=row.post)
    uow.touched(Topic.DUTY, row.id, row.region)


def held_shift(uow: Uow, shift_id: UUID) -> DutyShift:
    """Return a shift that is to be changed.

    Raises:
        ShiftOver: It is over, or was dropped.
    """
    row = uow.session.get(DutyShift, shift_id, populate_existing=True)
    if row is None:
        raise NotFound(row=shift_id)
    if row.dropped_at is not None or row.ends_at <= uow.now:
        raise ShiftOver
    return row


def refuse_overlap(
    uow: Uow, people: Sequence[tuple[UUID, str]], spans: Sequence[tuple[datetime, datetime]]
) -> None:
    """Say who is on duty already in one of the spans, where anybody is."""
    for (person, name), (begin, end) in zip(people, spans, strict=True):
        asked = sa.select(DutyShift.starts_at, DutyShift.ends_at).where(
            DutyShift.person_id == person,
            DutyShift.dropped_at.is_(None),
            DutyShift.starts_at < end,
            DutyShift.ends_at > begin,
        )
        found = uow.session.execute(asked.limit(1)).first()
        if found is not None:
            raise OnDutyAlready(name=name, span=span_words(*found))


def span_words(begin: datetime, end: datetime) -> str:
    """Return ``11-24 08:00–20:00``, with the day of the end where it is another."""
    a, b = local(begin), local(end)
    last = f"{b:%H:%M}" if a.date() == b.date() else f"{b:%m-%d %H:%M}"
    return f"{a:%m-%d %H:%M}–{last}"


def _put(uow: Uow, draft: ShiftDraft) -> UUID:
    person = uow.session.get(Person, draft.person_id)
    if person is None or not person.is_active:
        raise NobodyThere
    span = (draft.starts_at, draft.ends_at)
    refuse_overlap(uow, [(person.id, person.name)], [span])
    row = DutyShift(
        id=new_id(),
        region=draft.region,
        post=draft.post,
        person_id=person.id,
        person_name=person.name,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        note=one_line(draft.note)[:NOTE_MOST],
        dropped_at=None,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(row)
    except IntegrityError as error:  # another desk put the same person on duty at this moment
        raise OnDutyAlready(name=person.name, span=span_words(*span)) from error
    return row.id


def _may_keep(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.KEEP_DUTY, region):
        raise NotAllowed(right=Right.KEEP_DUTY)
