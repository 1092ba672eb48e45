"""Reserves, posted staff and secondments, with what was decided of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.shared_settings import settings_at
from app.party.cadres.models import Cadre, CadreEvent
from app.party.cadres.rules import (
    STEPS,
    CadreCategory,
    CadreKind,
    CadreStep,
    Grade,
    right_for,
)
from app.territory.models import Region


@dataclass(frozen=True, slots=True)
class EventRow:
    """What was decided of somebody."""

    step: CadreStep
    day: date
    grade: Grade | None
    words: str
    person_name: str


@dataclass(frozen=True, slots=True)
class CadreRow:
    """Somebody who is kept.

    Attributes:
        last: What was decided last, None for nothing.
        days_left: Of the term, None without an end.
        may_step: What the reader may write down of them.
        may_leave: Whether the reader may let them leave.
    """

    id: UUID
    region: str
    region_name: str
    kind: CadreKind
    category: CadreCategory
    person_name: str
    home: str
    post: str
    talent: str
    since: date
    until: date | None
    ended_on: date | None
    ended_words: str
    last: EventRow | None
    days_left: int | None
    may_step: tuple[CadreStep, ...]
    may_leave: bool
    version: int
    member_id: UUID | None = None


def cadre_rows(
    session: Session, actor: Actor, kind: CadreKind, *, today: date, region: str = ""
) -> tuple[CadreRow, ...]:
    """Return who is kept as something in a region; those who left come last."""
    actor.require(Right.READ_PARTY)
    asked = (
        sa.select(Cadre, Region.name)
        .join(Region, Region.code == Cadre.region)
        .where(Cadre.kind == kind, in_regions(Cadre.region, actor.prefixes(Right.READ_PARTY)))
        .order_by(Cadre.region, Cadre.category, Cadre.since, Cadre.id)
    )
    if region:
        asked = asked.where(in_regions(Cadre.region, (region,)))
    found = session.execute(asked).all()
    last = _last(session, [row.id for row, _ in found])
    rows = [_row(actor, today, row, name, last.get(row.id)) for row, name in found]
    return tuple(sorted(rows, key=lambda row: row.ended_on is not None))


def events_of(session: Session, cadre_id: UUID) -> tuple[EventRow, ...]:
    """Return what was decided of somebody, the latest first."""
    asked = sa.select(CadreEvent).where(CadreEvent.cadre_id == cadre_id)
    latest = asked.order_by(CadreEvent.day.desc(), CadreEvent.at.desc(), CadreEvent.id.desc())
    return tuple(_event(row) for row in session.scalars(latest))


def talents_at(session: Session, now: datetime) -> tuple[str, ...]:
    """Return the sorts of talent the centre keeps pools of."""
    told = settings_at(session, now).talent_kinds.split("、")
    return tuple(name.strip() for name in told if name.strip())


def _last(session: Session, keys: list[UUID]) -> dict[UUID, EventRow]:
    if not keys:
        return {}
    asked = sa.select(CadreEvent).where(CadreEvent.cadre_id.in_(keys))
    inorder = asked.order_by(CadreEvent.day, CadreEvent.at, CadreEvent.id)
    return {row.cadre_id: _event(row) for row in session.scalars(inorder)}


def _event(row: CadreEvent) -> EventRow:
    grade = Grade(row.grade) if row.grade else None
    return EventRow(CadreStep(row.step), row.day, grade, row.words, row.person_name)


def _row(actor: Actor, today: date, row: Cadre, name: str, last: EventRow | None) -> CadreRow:
    kind, category = CadreKind(row.kind), CadreCategory(row.category)
    there = row.ended_on is None
    steps = tuple(
        step
        for step in STEPS[category]
        if there and actor.may_in(right_for(kind, step), row.region)
    )
    leaves = category is not CadreCategory.GENERAL
    return CadreRow(
        row.id,
        row.region,
        name,
        kind,
        category,
        row.person_name,
        row.home,
        row.post,
        row.talent,
        row.since,
        row.until,
        row.ended_on,
        row.ended_words,
        last,
        (row.until - today).days if row.until is not None else None,
        steps,
        there and leaves and actor.may_in(Right.MANAGE_PARTY, row.region),
        row.version,
        row.member_id,
    )
