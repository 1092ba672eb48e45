"""The roster, who is on duty now, swaps that wait, and what was handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.territory.models import Region
from app.workforce.duty.models import DutyNote, DutyShift, DutySwap
from app.workforce.duty.rules import DutyPost, SwapState

NOTES_AT_ONCE = 30
COUNTY_DIGITS, STREET_DIGITS = 6, 9
SHIFTS_MOST = 2_000


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift.

    Attributes:
        phone: The number at work of whoever is on duty, "" for none.
        is_mine: The reader is on duty then.
        may_keep: The reader keeps this roster.
        asked: Name of who was asked to take it, "" for nobody.
    """

    id: UUID
    region: str
    post: DutyPost
    person_id: UUID
    person_name: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    note: str
    is_mine: bool
    may_keep: bool
    asked: str
    version: int


@dataclass(frozen=True, slots=True)
class SwapRow:
    """A request that waits; `is_asked` says that the reader is to answer it."""

    id: UUID
    from_name: str
    to_name: str
    starts_at: datetime
    ends_at: datetime
    post: DutyPost
    other: tuple[datetime, datetime] | None
    reason: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What was handed over; `taken_at` is None until somebody took it."""

    id: UUID
    shift_id: UUID
    words: str
    written_at: datetime
    person_name: str
    taken_at: datetime | None
    taken_name: str


def roster(
    session: Session, actor: Actor, begin: datetime, end: datetime, *, region: str = ""
) -> tuple[ShiftRow, ...]:
    """Return the shifts that touch a time, in the order of posts within the order of time.

    Args:
        session: To read with.
        actor: Who reads: those in their area, and their own.
        begin: From when.
        end: Until when.
        region: Part of the area, "" for all of it.
    """
    asked = (
        sa.select(DutyShift, Person.work_phone, _asked_name())
        .join(Person, Person.id == DutyShift.person_id)
        .where(
            DutyShift.dropped_at.is_(None),
            DutyShift.starts_at < end,
            DutyShift.ends_at > begin,
            _in_reach(actor),
            _near(region),
        )
        .order_by(DutyShift.starts_at, DutyShift.person_name, DutyShift.id)
        .limit(SHIFTS_MOST)
    )
    rows = [_shift(actor, *found) for found in session.execute(asked)]
    order = tuple(DutyPost)
    return tuple(sorted(rows, key=lambda row: (row.starts_at, order.index(row.post))))


def on_duty(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> tuple[ShiftRow, ...]:
    """Return who is on duty at a moment, the leader first."""
    found = roster(session, actor, now, now + timedelta(microseconds=1), region=region)
    order = tuple(DutyPost)
    return tuple(sorted(found, key=lambda row: (order.index(row.post), row.starts_at)))


def open_swaps(session: Session, actor: Actor, now: datetime) -> tuple[SwapRow, ...]:
    """Return the requests one made, or is to answer, about shifts that are not over."""
    other = sa.orm.aliased(DutyShift)
    mine = sa.or_(DutySwap.from_id == actor.person_id, DutySwap.to_id == actor.person_id)
    asked = (
        sa.select(DutySwap, DutyShift, other.starts_at, other.ends_at)
        .join(DutyShift, DutyShift.id == DutySwap.shift_id)
        .outerjoin(other, other.id == DutySwap.other_shift_id)
        .where(DutySwap.state == SwapState.ASKED, DutyShift.ends_at > now, mine)
        .order_by(DutyShift.starts_at, DutySwap.id)
    )
    return tuple(
        SwapRow(
            swap.id,
            swap.from_name,
            swap.to_name,
            shift.starts_at,
            shift.ends_at,
            DutyPost(shift.post),
            (begin, end) if swap.other_shift_id is not None else None,
            swap.reason,
            swap.to_id == actor.person_id,
        )
        for swap, shift, begin, end in session.execute(asked)
    )


def notes(session: Session, actor: Actor, *, region: str = "") -> tuple[NoteRow, ...]:
    """Return the last notes of hand-over, the newest first."""
    actor.require(Right.READ_TERRITORY)
    asked = (
        sa.select(DutyNote)
        .where(
            in_regions(DutyNote.region, actor.prefixes(Right.READ_TERRITORY)),
            in_regions(DutyNote.region, (region,)),
        )
        .order_by(DutyNote.written_at.desc(), DutyNote.id.desc())
        .limit(NOTES_AT_ONCE)
    )
    return tuple(
        NoteRow(
            row.id,
            row.shift_id,
            row.words,
            row.written_at,
            row.person_name,
            row.taken_at,
            row.taken_name,
        )
        for row in session.scalars(asked)
    )


def shifts_of(
    session: Session, actor: Actor, person_id: UUID, now: datetime, region: str
) -> tuple[ShiftRow, ...]:
    """Return the coming shifts of a colleague in a centre, to swap against."""
    actor.require(Right.READ_TERRITORY)
    asked = (
        sa.select(DutyShift, sa.literal(""), sa.literal(""))
        .where(
            DutyShift.person_id == person_id,
            DutyShift.region == region,
            DutyShift.dropped_at.is_(None),
            DutyShift.starts_at > now,
        )
        .order_by(DutyShift.starts_at)
        .limit(NOTES_AT_ONCE)
    )
    return tuple(_shift(actor, *found) for found in session.execute(asked))


def _in_reach(actor: Actor) -> sa.ColumnElement[bool]:
    seen = in_regions(DutyShift.region, actor.prefixes(Right.READ_TERRITORY))
    return sa.or_(seen, DutyShift.person_id == actor.person_id)


def _near(region: str) -> sa.ColumnElement[bool]:
    """Return the condition that a centre answers for a region, or lies within it."""
    if not region:
        return sa.true()
    above = [region[:digits] for digits in (2, 4, 6, 9) if len(region) >= digits]
    return sa.or_(DutyShift.region.in_(above), in_regions(DutyShift.region, (region,)))


def _asked_name() -> "sa.ScalarSelect[str]":
    return (
        sa.select(DutySwap.to_name)
        .where(DutySwap.shift_id == DutyShift.id, DutySwap.state == SwapState.ASKED)
        .correlate(DutyShift)
        .scalar_subquery()
    )


def _shift(actor: Actor, row: DutyShift, phone: str, asked: str | None) -> ShiftRow:
    return ShiftRow(
        id=row.id,
        region=row.region,
        post=DutyPost(row.post),
        person_id=row.person_id,
        person_name=row.person_name,
        phone=phone,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        note=row.note,
        is_mine=row.person_id == actor.person_id,
        may_keep=actor.may_in(Right.KEEP_DUTY, row.region),
        asked=asked or "",
        version=row.version,
    )


def own_centre(session: Session, actor: Actor, scope: str) -> str:
    """Return the code of the centre whose roster somebody keeps: that of the area looked at, else
    the first they keep; "" for none.
    """
    prefixes = actor.prefixes(Right.KEEP_DUTY)
    if scope:
        code = scope[:STREET_DIGITS]
        return code if actor.may_in(Right.KEEP_DUTY, code) else ""
    whole = [code[:STREET_DIGITS] for code in prefixes if len(code) >= COUNTY_DIGITS]
    if whole:
        return whole[0]
    asked = sa.select(sa.func.min(Region.code)).where(
        sa.func.length(Region.code) == STREET_DIGITS, in_regions(Region.code, prefixes)
    )
    return str(session.scalar(asked) or "")
