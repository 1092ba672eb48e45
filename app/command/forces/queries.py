"""Units in lists, one in detail, and which are nearest to an incident."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.personal import masked_phone
from app.command.forces.models import (
    EmergencyUnit,
    UnitCall,
    UnitCheckIn,
    UnitDrill,
    UnitMember,
    UnitMemberReading,
)
from app.command.forces.rules import (
    M_PER_DEGREE,
    Candidate,
    ForceKind,
    ForceView,
    Proposal,
    metres_between,
    ranked,
    skills_of,
)
from app.command.incidents.models import Incident
from app.core.actor import Actor
from app.core.clock import day_begins
from app.core.database import has_own_account
from app.core.errors import NotFound
from app.core.paging import Page
from app.territory.models import Region

AT_ONCE, NEAREST, LOOKED_AT, HISTORY = 80, 20, 200, 12
DRILL_DAYS = 180
GOOD_FOR = timedelta(seconds=30)
REACHES = (0.03, 0.06, 0.2, None)
"""Degrees of latitude that are looked at in turn: from three kilometres to everywhere."""
_MEMBERS = sa.text("SELECT id, name, duty, phone FROM jz.unit_members(:unit)")
_PHONE = sa.text("SELECT phone FROM jz.read_unit_phone(:request)")


@dataclass(frozen=True, slots=True)
class ForceRow:
    """A unit in the list.

    Attributes:
        incident: Title of the incident that holds it, "" for none.
        is_on_duty: Its check-in holds.
        drilled_on: Day of the last drill, None for never.
    """

    id: UUID
    name: str
    kind: ForceKind
    region: str
    region_name: str
    place: str
    longitude: float | None
    latitude: float | None
    people: int
    kit: str
    skills: tuple[str, ...]
    checked_in_at: datetime | None
    on_duty_until: datetime | None
    is_on_duty: bool
    incident: str
    drilled_on: date | None
    may_keep: bool
    version: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as a list may show them: ``138****6021``."""

    id: UUID
    name: str
    duty: str
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ForceDetail:
    """What the panel shows besides the row: members, check-ins and drills, the newest first."""

    id: UUID
    members: tuple[MemberRow, ...]
    check_ins: tuple[tuple[datetime, datetime, int, str], ...]
    drills: tuple[tuple[date, str, int, int], ...]


def units_page(
    session: Session,
    actor: Actor,
    view: ForceView = ForceView.ALL,
    *,
    now: datetime,
    text: str = "",
    region: str = "",
    after: tuple[object, ...] | None = None,
    limit: int | None = AT_ONCE,
) -> Page[ForceRow]:
    """Return units in the reader's reach, by name."""
    held = (
        sa.select(Incident.title)
        .join(UnitCall, UnitCall.incident_id == Incident.id)
        .where(UnitCall.hold_of == EmergencyUnit.id)
        .correlate(EmergencyUnit)
        .scalar_subquery()
    )
    drilled = (
        sa.select(sa.func.max(UnitDrill.held_on))
        .where(UnitDrill.unit_id == EmergencyUnit.id)
        .correlate(EmergencyUnit)
        .scalar_subquery()
    )
    asked = (
        sa.select(EmergencyUnit, Region.name, held, drilled)
        .join(Region, Region.code == EmergencyUnit.region)
        .where(*_in_reach(actor, region), *_narrowed(view, now, drilled))
        .order_by(EmergencyUnit.name, EmergencyUnit.id)
    )
    if text:
        told = (EmergencyUnit.name, EmergencyUnit.place, EmergencyUnit.skills, EmergencyUnit.kit)
        asked = asked.where(sa.or_(*(column.contains(text, autoescape=True) for column in told)))
    if after is not None:
        at = sa.tuple_(EmergencyUnit.name, EmergencyUnit.id)
        asked = asked.where(at > sa.tuple_(*map(sa.literal, after)))
    found = session.execute(asked if limit is None else asked.limit(limit + 1)).all()
    shown = found if limit is None else found[:limit]
    rows = tuple(_row(actor, now, *each) for each in shown)
    more = len(found) > len(shown)
    return Page(rows, (rows[-1].name, rows[-1].id) if more else None)


def unit_detail(session: Session, actor: Actor, unit_id: UUID) -> ForceDetail:
    """Return who belongs to a unit, when it checked in and drilled; of one out of reach nothing."""
    known = sa.select(EmergencyUnit.region).where(
        EmergencyUnit.id == unit_id, *_in_reach(actor, "")
    )
    region = session.scalar(known)
    if region is None:
        return ForceDetail(unit_id, (), (), ())
    came = (
        sa.select(UnitCheckIn.at, UnitCheckIn.until, UnitCheckIn.people, UnitCheckIn.person_name)
        .where(UnitCheckIn.unit_id == unit_id)
        .order_by(UnitCheckIn.at.desc())
        .limit(HISTORY)
    )
    drills = (
        sa.select(UnitDrill.held_on, UnitDrill.topic, UnitDrill.people, UnitDrill.minutes)
        .where(UnitDrill.unit_id == unit_id)
        .order_by(UnitDrill.held_on.desc())
        .limit(HISTORY)
    )
    return ForceDetail(
        unit_id,
        _members(session, unit_id),
        tuple((at, until, people, name) for at, until, people, name in session.execute(came)),
        tuple((day, topic, people, n) for day, topic, people, n in session.execute(drills)),
    )


def read_phone(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> str:
    """Return a telephone number against a committed request of half a minute at most.

    Raises:
        NotFound: There is no such request of this person at this desk.
    """
    if has_own_account(session):
        try:
            told = session.execute(_PHONE, {"request": request_id}).scalar()
        except sa.exc.ProgrammingError as error:
            raise NotFound(request=request_id) from error
        return str(told or "")
    asked = session.get(UnitMemberReading, request_id)
    own = asked is not None and (asked.person_id, asked.desk) == (actor.person_id, actor.desk)
    if asked is None or not own or now - asked.at > GOOD_FOR:
        raise NotFound(request=request_id)
    return session.get_one(UnitMember, asked.member_id).phone


def nearest(
    session: Session,
    actor: Actor,
    longitude: float,
    latitude: float,
    *,
    now: datetime,
    fresh_min: int,
    skill: str = "",
    region: str = "",
    most: int = NEAREST,
) -> tuple[Proposal, ...]:
    """Return the units on duty that nobody holds and that are to be called first.

    The database picks the nearest by a straight line, of which a few times more than wanted are
    weighed: so freshness and skill may bring one forward, and 23,000 units are not carried here.
    It looks close by first, and wider only where too few are there.
    """
    wanted = min(LOOKED_AT, most * 3)
    found: list[Candidate] = []
    for reach in REACHES:
        found = _close_by(session, actor, (longitude, latitude), reach, now, region, wanted)
        if reach is None or len(found) < wanted:
            continue
        last = found[-1]
        far = metres_between(longitude, latitude, last.longitude, last.latitude)
        if far <= reach * M_PER_DEGREE:  # nobody outside is nearer
            break
    fresh = timedelta(minutes=fresh_min)
    return ranked(found, longitude, latitude, now=now, fresh=fresh, skill=skill, most=most)


def _close_by(
    session: Session,
    actor: Actor,
    here: tuple[float, float],
    reach: float | None,
    now: datetime,
    region: str,
    wanted: int,
) -> list[Candidate]:
    """Return free units on duty within so many degrees of latitude, the nearest first."""
    narrowing = math.cos(math.radians(here[1]))
    east = (EmergencyUnit.longitude - here[0]) * narrowing
    north = EmergencyUnit.latitude - here[1]
    asked = sa.select(
        EmergencyUnit.id,
        EmergencyUnit.name,
        EmergencyUnit.people,
        EmergencyUnit.kit,
        EmergencyUnit.skills,
        EmergencyUnit.longitude,
        EmergencyUnit.latitude,
        EmergencyUnit.checked_in_at,
    ).where(
        *_in_reach(actor, region),
        EmergencyUnit.on_duty_until > now,
        EmergencyUnit.longitude.is_not(None),
        EmergencyUnit.latitude.is_not(None),
        ~sa.exists().where(UnitCall.hold_of == EmergencyUnit.id),
    )
    if reach is not None:
        wide = reach / max(narrowing, 0.01)
        asked = asked.where(
            EmergencyUnit.longitude.between(here[0] - wide, here[0] + wide),
            EmergencyUnit.latitude.between(here[1] - reach, here[1] + reach),
        )
    rows = session.execute(asked.order_by(east * east + north * north).limit(wanted))
    return [
        Candidate(key, name, people, kit, skills_of(skills), x, y, since)
        for key, name, people, kit, skills, x, y, since in rows
        if x is not None and y is not None and since is not None
    ]


def without_position(
    session: Session, actor: Actor, *, now: datetime, region: str = ""
) -> tuple[tuple[UUID, str], ...]:
    """Return units on duty nobody knows the position of, which no distance proposes."""
    asked = (
        sa.select(EmergencyUnit.id, EmergencyUnit.name)
        .where(
            *_in_reach(actor, region),
            EmergencyUnit.on_duty_until > now,
            sa.or_(EmergencyUnit.longitude.is_(None), EmergencyUnit.latitude.is_(None)),
            ~sa.exists().where(UnitCall.hold_of == EmergencyUnit.id),
        )
        .order_by(EmergencyUnit.name)
        .limit(NEAREST)
    )
    return tuple((key, name) for key, name in session.execute(asked))


def _members(session: Session, unit_id: UUID) -> tuple[MemberRow, ...]:
    if has_own_account(session):
        return tuple(MemberRow(*row) for row in session.execute(_MEMBERS, {"unit": unit_id}))
    asked = sa.select(UnitMember).where(UnitMember.unit_id == unit_id).order_by(UnitMember.name)
    return tuple(
        MemberRow(row.id, row.name, row.duty, masked_phone(row.phone))
        for row in session.scalars(asked)
    )


def _in_reach(actor: Actor, region: str) -> tuple[sa.ColumnElement[bool], ...]:
    actor.require(Right.READ_COMMAND)
    seen = in_regions(EmergencyUnit.region, actor.prefixes(Right.READ_COMMAND))
    return (EmergencyUnit.is_active.is_(True), seen, in_regions(EmergencyUnit.region, (region,)))


def _narrowed(view: ForceView, now: datetime, drilled: Any) -> tuple[sa.ColumnElement[bool], ...]:
    since = day_begins((now - timedelta(days=DRILL_DAYS)).date()).date()
    nowhere = sa.or_(EmergencyUnit.longitude.is_(None), EmergencyUnit.latitude.is_(None))
    return {
        ForceView.ALL: (),
        ForceView.ON_DUTY: (EmergencyUnit.on_duty_until > now,),
        ForceView.COMMITTED: (sa.exists().where(UnitCall.hold_of == EmergencyUnit.id),),
        ForceView.NO_POSITION: (nowhere,),
        ForceView.NO_DRILL: (sa.or_(drilled.is_(None), drilled < since),),
    }[view]


def _row(
    actor: Actor,
    now: datetime,
    row: EmergencyUnit,
    region_name: str,
    incident: str | None,
    drilled_on: date | None,
) -> ForceRow:
    return ForceRow(
        id=row.id,
        name=row.name,
        kind=ForceKind(row.kind),
        region=row.region,
        region_name=region_name,
        place=row.place,
        longitude=row.longitude,
        latitude=row.latitude,
        people=row.people,
        kit=row.kit,
        skills=skills_of(row.skills),
        checked_in_at=row.checked_in_at,
        on_duty_until=row.on_duty_until,
        is_on_duty=row.on_duty_until is not None and row.on_duty_until > now,
        incident=incident or "",
        drilled_on=drilled_on,
        may_keep=actor.may_in(Right.KEEP_FORCES, row.region),
        version=row.version,
    )
