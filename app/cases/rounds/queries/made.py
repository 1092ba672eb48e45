"""Rounds that were made, their tracks, and the cases found on them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.rounds.models import PatrolFinding, PatrolPlan, PatrolRound
from app.cases.rounds.reach import around, sees_round
from app.cases.rounds.rules import RoundKind, TrackPoint
from app.cases.scope import visible
from app.core.actor import Actor
from app.territory.models import Region

ROUNDS_MOST = 2_000
MINE_DAYS, MINE_MOST = 7, 30


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round that was made.

    Attributes:
        plan_name: Of the plan it was made by, "" for none.
        points: Places of its track.
        stops: Stops its plan has.
        findings: Cases found on it.
        dropped_at: When it was taken back, None for not.
        may_drop: The reader may take it back.
    """

    id: UUID
    plan_id: UUID | None
    plan_name: str
    region: str
    region_name: str
    kind: RoundKind
    person_name: str
    started_at: datetime
    ended_at: datetime
    points: int
    visited: tuple[str, ...]
    stops: int
    findings: int
    note: str
    recorded_name: str
    recorded_at: datetime
    dropped_at: datetime | None
    dropped_why: str
    may_drop: bool
    version: int


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case found on a round."""

    id: UUID
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Track:
    """Where somebody went on a round, in the order of time."""

    round_id: UUID
    region: str
    kind: RoundKind
    person_name: str
    started_at: datetime
    points: tuple[TrackPoint, ...]


def rounds(
    session: Session,
    actor: Actor,
    begin: datetime,
    end: datetime,
    *,
    region: str = "",
    plan_id: UUID | None = None,
) -> tuple[RoundRow, ...]:
    """Return the rounds that began between two moments, the newest first, also those taken back.

    Args:
        session: To read with.
        actor: Who reads: those where they read cases, and their own.
        begin: From when on.
        end: Until when.
        region: Part of the area, "" for all of it.
        plan_id: Only those of a plan.
    """
    found = (
        sa.select(sa.func.count())
        .where(PatrolFinding.round_id == PatrolRound.id)
        .correlate(PatrolRound)
        .scalar_subquery()
    )
    asked = (
        sa.select(PatrolRound, Region.name, PatrolPlan.name, PatrolPlan.stops, found)
        .join(Region, Region.code == PatrolRound.region)
        .outerjoin(PatrolPlan, PatrolPlan.id == PatrolRound.plan_id)
        .where(
            sees_round(actor),
            around(PatrolRound.region, region),
            PatrolRound.started_at >= begin,
            PatrolRound.started_at < end,
        )
        .order_by(PatrolRound.started_at.desc(), PatrolRound.id.desc())
        .limit(ROUNDS_MOST)
    )
    if plan_id is not None:
        asked = asked.where(PatrolRound.plan_id == plan_id)
    return tuple(_round(actor, *row) for row in session.execute(asked))


def my_rounds(session: Session, actor: Actor, now: datetime) -> tuple[RoundRow, ...]:
    """Return the rounds of the last days to which the reader may put findings."""
    known = rounds(session, actor, now - timedelta(days=MINE_DAYS), now + timedelta(hours=1))
    return tuple(row for row in known if row.may_drop and row.dropped_at is None)[:MINE_MOST]


def found_cases(session: Session, actor: Actor, round_id: UUID) -> tuple[FoundCase, ...]:
    """Return the cases found on a round that the reader may see."""
    asked = (
        sa.select(CaseFile.id, CaseFile.number, CaseFile.text)
        .join(PatrolFinding, PatrolFinding.case_id == CaseFile.id)
        .where(PatrolFinding.round_id == round_id, visible(actor, few=True))
        .order_by(CaseFile.id)
    )
    return tuple(FoundCase(*row) for row in session.execute(asked))


def tracks(
    session: Session, actor: Actor, begin: datetime, end: datetime, *, region: str = ""
) -> tuple[Track, ...]:
    """Return where rounds went that began between two moments, the oldest first."""
    asked = (
        sa.select(PatrolRound)
        .where(
            sees_round(actor),
            around(PatrolRound.region, region),
            PatrolRound.dropped_at.is_(None),
            PatrolRound.started_at >= begin,
            PatrolRound.started_at < end,
        )
        .order_by(PatrolRound.started_at.desc(), PatrolRound.id)
        .limit(ROUNDS_MOST * 2)
    )
    found = [
        Track(
            row.id,
            row.region,
            RoundKind(row.kind),
            row.person_name,
            row.started_at,
            track_points(row.track),
        )
        for row in session.scalars(asked)
    ]
    return tuple(reversed(found))


def track_of(session: Session, actor: Actor, round_id: UUID) -> tuple[TrackPoint, ...]:
    """Return where one round went."""
    asked = sa.select(PatrolRound.track).where(PatrolRound.id == round_id, sees_round(actor))
    return track_points(session.scalar(asked) or [])


def track_points(kept: list[Any]) -> tuple[TrackPoint, ...]:
    """Return a track as it is kept in points."""
    return tuple(
        TrackPoint(datetime.fromtimestamp(at, UTC), longitude, latitude)
        for at, longitude, latitude in kept
    )


def _round(
    actor: Actor,
    row: PatrolRound,
    region_name: str,
    plan_name: str | None,
    stops: list[Any] | None,
    findings: int,
) -> RoundRow:
    mine = row.person_id == actor.person_id
    return RoundRow(
        id=row.id,
        plan_id=row.plan_id,
        plan_name=plan_name or "",
        region=row.region,
        region_name=region_name,
        kind=RoundKind(row.kind),
        person_name=row.person_name,
        started_at=row.started_at,
        ended_at=row.ended_at,
        points=len(row.track),
        visited=tuple(row.visited),
        stops=len(stops or ()),
        findings=findings,
        note=row.note,
        recorded_name=row.recorded_name,
        recorded_at=row.recorded_at,
        dropped_at=row.dropped_at,
        dropped_why=row.dropped_why,
        may_drop=mine or actor.may_in(Right.KEEP_PATROLS, row.region),
        version=row.version,
    )
