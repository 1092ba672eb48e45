"""Resolutions: of a meeting, of a region, and those somebody's own unit has to carry out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.party.conference.models import ConferenceMeeting, ConferenceReport, ConferenceResolution
from app.party.conference.rules import ResolutionState, ResolutionStep
from app.party.conference.scope import is_own_unit, region_seen

MOST = 1000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What was said of a resolution."""

    kind: ResolutionStep
    words: str
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A resolution; `is_mine` where the reader stands for its unit, `last` what was said last."""

    id: UUID
    meeting_id: UUID
    meeting: str
    region: str
    text: str
    unit_id: UUID
    unit: str
    due_on: date
    state: ResolutionState
    done_at: datetime | None
    is_mine: bool
    may_keep: bool
    last: ReportRow | None
    version: int


def resolution_rows(
    session: Session, actor: Actor, *, region: str = "", with_done: bool = True
) -> tuple[ResolutionRow, ...]:
    """Return the resolutions of a region: those not done first, what is due soonest on top."""
    actor.require(Right.READ_PARTY)
    asked = _asked(actor).where(region_seen(ConferenceResolution.region, actor))
    if region:
        asked = asked.where(in_regions(ConferenceResolution.region, (region,)))
    if not with_done:
        asked = asked.where(ConferenceResolution.state != ResolutionState.DONE)
    return _rows(session, actor, asked)


def own_resolutions(session: Session, actor: Actor) -> tuple[ResolutionRow, ...]:
    """Return what the units somebody stands for still have to carry out, for Today."""
    waits = ConferenceResolution.state == ResolutionState.OPEN
    return _rows(session, actor, _asked(actor).where(waits, is_own_unit(actor)))


def resolutions_of(session: Session, actor: Actor, meeting_id: UUID) -> tuple[ResolutionRow, ...]:
    """Return the resolutions of a meeting the reader may see."""
    return _rows(session, actor, _asked(actor).where(ConferenceResolution.meeting_id == meeting_id))


def reports_of(session: Session, resolution_id: UUID) -> tuple[ReportRow, ...]:
    """Return what was said of a resolution, the latest first."""
    asked = sa.select(ConferenceReport).where(ConferenceReport.resolution_id == resolution_id)
    latest = asked.order_by(ConferenceReport.at.desc(), ConferenceReport.id.desc())
    return tuple(_report(row) for row in session.scalars(latest))


_Asked = sa.Select[ConferenceResolution, str, str, bool]


def _asked(actor: Actor) -> _Asked:
    done = ConferenceResolution.state == ResolutionState.DONE
    # Whoever carries one out need not see the meeting.
    return (
        sa.select(
            ConferenceResolution,
            Unit.name,
            sa.func.coalesce(ConferenceMeeting.title, ""),
            is_own_unit(actor).label("is_mine"),
        )
        .join(Unit, Unit.id == ConferenceResolution.unit_id)
        .outerjoin(ConferenceMeeting, ConferenceMeeting.id == ConferenceResolution.meeting_id)
        .order_by(done, ConferenceResolution.due_on, ConferenceResolution.id)
        .limit(MOST)
    )


def _rows(session: Session, actor: Actor, asked: _Asked) -> tuple[ResolutionRow, ...]:
    found = session.execute(asked).all()
    last = _last(session, [row.id for row, *_ in found])
    return tuple(
        ResolutionRow(
            row.id,
            row.meeting_id,
            meeting,
            row.region,
            row.text,
            row.unit_id,
            unit,
            row.due_on,
            ResolutionState(row.state),
            row.done_at,
            bool(mine),
            actor.may_in(Right.MANAGE_PARTY, row.region),
            last.get(row.id),
            row.version,
        )
        for row, unit, meeting, mine in found
    )


def _last(session: Session, keys: list[UUID]) -> dict[UUID, ReportRow]:
    if not keys:
        return {}
    asked = sa.select(ConferenceReport).where(ConferenceReport.resolution_id.in_(keys))
    inorder = asked.order_by(ConferenceReport.at, ConferenceReport.id)
    return {row.resolution_id: _report(row) for row in session.scalars(inorder)}


def _report(row: ConferenceReport) -> ReportRow:
    return ReportRow(ResolutionStep(row.kind), row.words, row.person_name, row.at)
