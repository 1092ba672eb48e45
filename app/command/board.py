"""What the command page shows at once: posture, duty, incidents, and the one that is looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.models import CaseFile, Category
from app.cases.rules import Level
from app.cases.scope import is_open
from app.command.forces.queries import nearest, without_position
from app.command.forces.rules import Proposal
from app.command.incidents.queries import (
    IncidentDetail,
    IncidentRow,
    incident_detail,
    incidents,
)
from app.command.posture.queries import Posture, posture_now
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.core.words import label
from app.territory.models import Region
from app.workforce.duty.queries import on_duty, roster
from app.workforce.duty.rules import gaps

PROPOSED, CHOICES = 6, 12
COUNTY_DIGITS, STREET_DIGITS = 6, 9
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is on duty now; `post` in words."""

    name: str
    post: str
    phone: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """All of it.

    Attributes:
        lacks: From when on too few are on duty within a day, under this posture; None for never.
        going: Incidents that go on, the newest first; after them the last that ended.
        detail: The one that is looked at, None for none.
        proposed: Units that may be called to it, the first to be called first.
        nowhere: Units on duty without a position, which no distance proposes.
        amber_min: Minutes after which a unit is to answer, and `red_min` after which it is lost.
    """

    posture: Posture
    duty: tuple[OnDuty, ...]
    lacks: datetime | None
    going: tuple[IncidentRow, ...]
    ended: tuple[IncidentRow, ...]
    detail: IncidentDetail | None
    proposed: tuple[Proposal, ...]
    nowhere: tuple[tuple[UUID, str], ...]
    amber_min: int
    red_min: int


def duty_now(session: Session, actor: Actor, now: datetime, scope: str) -> tuple[OnDuty, ...]:
    """Return who is on duty, the leader first."""
    rows = on_duty(session, actor, now, region=scope)
    return tuple(OnDuty(row.person_name, label(row.post), row.phone, row.ends_at) for row in rows)


def board(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    scope: str = "",
    incident_id: UUID | None = None,
    skill: str = "",
) -> Board:
    """Return what the page shows; of an incident that is gone or out of reach the newest instead.

    Args:
        session: To read with.
        actor: Who looks.
        now: The moment.
        scope: Part of the area, "" for all of it.
        incident_id: The one that is looked at, None for the newest that goes on.
        skill: What a unit should be able to do.
    """
    going = incidents(session, actor, region=scope)
    ended = incidents(session, actor, region=scope, closed=True)
    told, posture = settings_at(session, now), posture_now(session, actor, now, scope)
    wanted = incident_id or next((row.id for row in going), None)
    detail = _detail(session, actor, wanted, now)
    proposed: tuple[Proposal, ...] = ()
    placed = detail is not None and detail.longitude is not None and detail.latitude is not None
    if detail is not None and placed and detail.may_work:
        proposed = nearest(
            session,
            actor,
            detail.longitude or 0.0,
            detail.latitude or 0.0,
            now=now,
            fresh_min=told.unit_fresh_min,
            skill=skill,
            region=scope,
            most=PROPOSED,
        )
    return Board(
        posture=posture,
        duty=duty_now(session, actor, now, scope),
        lacks=_lacks(session, actor, now, scope, max(posture.duty_least, told.duty_least)),
        going=going,
        ended=ended,
        detail=detail,
        proposed=proposed,
        nowhere=without_position(session, actor, now=now, region=scope),
        amber_min=told.roll_amber_min,
        red_min=told.roll_red_min,
    )


def _detail(
    session: Session, actor: Actor, wanted: UUID | None, now: datetime
) -> IncidentDetail | None:
    if wanted is None:
        return None
    try:
        return incident_detail(session, actor, wanted, now)
    except NotFound:
        return None


def _lacks(
    session: Session, actor: Actor, now: datetime, scope: str, least: int
) -> datetime | None:
    rows = roster(session, actor, now, now + AHEAD, region=scope)
    spans = [(row.starts_at, row.ends_at) for row in rows]
    found = gaps(spans, now, now + AHEAD, least)
    return found[0].begin if found else None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case that may become an incident."""

    id: UUID
    number: str
    title: str
    region: str
    place: str
    longitude: float | None
    latitude: float | None


def cases_named(session: Session, actor: Actor, text: str) -> tuple[CaseFact, ...]:
    """Return open cases where one commands by number or title, the urgent ones first."""
    typed = text.strip()
    asked = sa.select(CaseFile).where(
        is_open(), in_regions(CaseFile.region, actor.prefixes(Right.COMMAND))
    )
    if typed:
        told = (CaseFile.number, CaseFile.title)
        asked = asked.where(sa.or_(*(column.contains(typed, autoescape=True) for column in told)))
    first = sa.case((CaseFile.level == Level.URGENT, 0), else_=1)
    asked = asked.order_by(first, CaseFile.received_at.desc()).limit(CHOICES)
    return tuple(_fact(row) for row in session.scalars(asked))


def case_fact(session: Session, actor: Actor, case_id: UUID) -> CaseFact | None:
    """Return what an incident takes over of an open case where one commands, None of others."""
    asked = sa.select(CaseFile).where(
        CaseFile.id == case_id,
        is_open(),
        in_regions(CaseFile.region, actor.prefixes(Right.COMMAND)),
    )
    row = session.scalars(asked).one_or_none()
    return _fact(row) if row is not None else None


def _fact(row: CaseFile) -> CaseFact:
    return CaseFact(
        row.id,
        row.number or "",
        row.title,
        row.region,
        row.place,
        row.longitude,
        row.latitude,
    )


def command_region(session: Session, actor: Actor, scope: str) -> str:
    """Return the street or district orders are given for: that of the area looked at, else the
    first one commands; "" for none.
    """
    if scope:
        code = scope[:STREET_DIGITS]
        return code if actor.may_in(Right.READ_COMMAND, code) else ""
    whole = [code[:STREET_DIGITS] for code in actor.prefixes(Right.READ_COMMAND)]
    known = [code for code in whole if len(code) >= COUNTY_DIGITS]
    if known:
        return known[0]
    streets = sa.select(sa.func.min(Region.code)).where(
        sa.func.length(Region.code) == STREET_DIGITS,
        in_regions(Region.code, actor.prefixes(Right.READ_COMMAND)),
    )
    return str(session.scalar(streets) or "")


def kinds_named(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the kinds of cases whose limits a posture may shorten: code and name."""
    asked = sa.select(Category.code, Category.name).where(
        Category.parent_code.is_not(None), Category.is_active.is_(True)
    )
    return tuple((code, name) for code, name in session.execute(asked.order_by(Category.code)))


def incidents_named(session: Session, actor: Actor, text: str) -> tuple[IncidentRow, ...]:
    """Return incidents by part of their title or place, those that go on first."""
    typed = text.strip()
    if not typed:
        return ()
    rows = (*incidents(session, actor), *incidents(session, actor, closed=True))
    return tuple(row for row in rows if typed in row.title or typed in row.place)[:CHOICES]
