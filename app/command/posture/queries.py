"""Which posture a region is in, and was; what an order would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.cases.clock import Limit
from app.cases.limits import limits_now, limits_of
from app.cases.models import Category
from app.command.incidents.models import Incident, IncidentEntry
from app.command.incidents.rules import EntrySort
from app.command.posture.forces import ForcesToCall, forces_to_call
from app.command.posture.models import PostureOrder
from app.command.posture.rules import (
    Measures,
    PostureLevel,
    WallScene,
    measures_of,
    rank,
    restored,
    scaled,
)
from app.command.posture.rules import changes as differing
from app.command.rules import IncidentKind, line_of
from app.core.actor import Actor
from app.core.shared_settings import settings_at
from app.party.report_in.models import ReportIn
from app.party.report_in.rules import ReportState
from app.workforce.duty.queries import roster
from app.workforce.duty.rules import Gap, gaps

ORDERS_AT_ONCE = 20
AHEAD = timedelta(days=1)
"""How far ahead the roster is looked at."""


@dataclass(frozen=True, slots=True)
class Posture:
    """A posture in force.

    Attributes:
        region: Whose order it is, "" where none was ever given.
        since: None where none was.
        number: Of the order, 0 for none.
        rehearsal: Level that is being rehearsed, None for none.
    """

    level: PostureLevel = PostureLevel.NORMAL
    kind: IncidentKind = IncidentKind.OTHER
    region: str = ""
    since: datetime | None = None
    number: int = 0
    reason: str = ""
    person_name: str = ""
    report_min: int = 0
    duty_least: int = 0
    scene: WallScene = WallScene.OVERVIEW
    rehearsal: PostureLevel | None = None

    @property
    def is_emergency(self) -> bool:
        """True in any level of 战时."""
        return self.level is not PostureLevel.NORMAL


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order that was given.

    Attributes:
        called: Members and units who reported in and were called up.
        forces: What the timeline says of the emergency units it called, "" for none.
    """

    number: int
    level: PostureLevel
    kind: IncidentKind
    reason: str
    ordered_at: datetime
    person_name: str
    limit_percent: int
    report_min: int
    duty_least: int
    called: int
    forces: str
    is_rehearsal: bool


@dataclass(frozen=True, slots=True)
class LimitPreview:
    """A limit for handling that would change."""

    kind: str
    level: str
    old: Limit | None
    new: Limit | None


@dataclass(frozen=True, slots=True)
class PosturePreview:
    """What an order would change.

    Attributes:
        number: Of the last order of the region, which is what one has seen.
        limits: Limits that would change.
        may_change_limits: False where limits are shared with centres the reader does not reach.
        lacks: When too few are on duty, of the day to come.
        report_old: Minutes between reports now, of `incidents` that go on.
        members: Members and units who reported in and would be called up.
        forces: Emergency units on duty that nobody holds, and where they would be called to.
    """

    now: Posture
    number: int
    limits: tuple[LimitPreview, ...]
    may_change_limits: bool
    lacks: tuple[Gap, ...]
    incidents: int
    members: int
    forces: ForcesToCall


def posture_at(session: Session, region: str, at: datetime) -> Posture:
    """Return the posture of a region at a moment: the gravest of its own and those above it.

    What was in force is read from what was ordered before; nothing later changes it.
    """
    last = _last_orders(session, PostureOrder.region.in_(line_of(region)), at)
    return _gravest(last)


def posture_now(session: Session, actor: Actor, now: datetime, scope: str = "") -> Posture:
    """Return the gravest posture within what is looked at, or above it."""
    if scope:
        return posture_at(session, scope, now)
    prefixes = actor.prefixes(Right.READ_COMMAND) or actor.prefixes(Right.READ_TERRITORY)
    above = tuple(code for prefix in prefixes for code in line_of(prefix))
    where = sa.or_(in_regions(PostureOrder.region, prefixes), PostureOrder.region.in_(above))
    return _gravest(_last_orders(session, where, now))


def duty_least(session: Session, region: str, now: datetime) -> int:
    """Return how many are to be on duty at any time: by the settings, or more by the posture."""
    return max(posture_at(session, region, now).duty_least, settings_at(session, now).duty_least)


def measures(session: Session, level: PostureLevel, now: datetime) -> Measures:
    """Return what a level brings by the settings."""
    told = settings_at(session, now)
    return measures_of(
        level,
        told.posture_limit_percents,
        told.posture_report_mins,
        told.posture_duty_leasts,
        duty_least=told.duty_least,
    )


def orders(session: Session, actor: Actor, region: str) -> tuple[OrderRow, ...]:
    """Return the last orders of a region, the newest first."""
    actor.require(Right.READ_COMMAND)
    # the order and its calls are one transaction: no other line of the region is of its moment
    forces = (
        sa.select(sa.func.max(IncidentEntry.words))
        .join(Incident, Incident.id == IncidentEntry.incident_id)
        .where(
            in_regions(Incident.region, (region,)),
            IncidentEntry.sort == EntrySort.CALLED,
            IncidentEntry.at == PostureOrder.ordered_at,
            PostureOrder.is_rehearsal.is_(False),
        )
        .correlate(PostureOrder)
        .scalar_subquery()
    )
    asked = (
        sa.select(PostureOrder, sa.func.coalesce(forces, ""))
        .where(PostureOrder.region == region)
        .order_by(PostureOrder.number.desc())
        .limit(ORDERS_AT_ONCE)
    )
    return tuple(
        OrderRow(
            row.number,
            PostureLevel(row.level),
            IncidentKind(row.kind),
            row.reason,
            row.ordered_at,
            row.person_name,
            row.limit_percent,
            row.report_min,
            row.duty_least,
            row.called,
            called,
            row.is_rehearsal,
        )
        for row, called in session.execute(asked)
    )


def last_number(session: Session, region: str) -> int:
    """Return the number of the last order of a region, 0 for none."""
    asked = sa.select(sa.func.max(PostureOrder.number)).where(PostureOrder.region == region)
    return session.scalar(asked) or 0


def preview(
    session: Session,
    actor: Actor,
    region: str,
    level: PostureLevel,
    categories: Sequence[str],
    percent: int,
    duty_least: int,
    *,
    now: datetime,
) -> PosturePreview:
    """Return what an order would change, without giving it."""
    actor.require(Right.READ_COMMAND)
    old, new = limit_bodies(session, region, level, categories, percent)
    names = {row.code: row.name for row in session.scalars(sa.select(Category))}
    shifts = roster(session, actor, now, now + AHEAD, region=region)
    spans = [(row.starts_at, row.ends_at) for row in shifts]
    going = sa.select(sa.func.count()).where(
        in_regions(Incident.region, (region,)),
        Incident.ended_at.is_(None),
        Incident.is_rehearsal.is_(False),
    )
    reported = sa.select(sa.func.count()).where(
        in_regions(ReportIn.region, (region,)), ReportIn.state == ReportState.CONFIRMED
    )
    is_normal = level is PostureLevel.NORMAL
    forces = ForcesToCall() if is_normal else forces_to_call(session, region, now)
    return PosturePreview(
        now=posture_at(session, region, now),
        number=last_number(session, region),
        limits=tuple(
            LimitPreview(names.get(change.code, change.code), change.level, change.old, change.new)
            for change in differing(old, new)
        ),
        may_change_limits=actor.reaches_all(Right.MANAGE_KINDS),
        lacks=gaps(spans, now, now + AHEAD, duty_least),
        incidents=session.scalar(going) or 0,
        members=session.scalar(reported) or 0 if level is not PostureLevel.NORMAL else 0,
        forces=forces,
    )


def limit_bodies(
    session: Session, region: str, level: PostureLevel, categories: Sequence[str], percent: int
) -> tuple[dict[str, object], dict[str, object]]:
    """Return the limits in force, and as they would be: what the last order did is taken back."""
    now = limits_now(session).body
    plain = now
    pair = limits_changed(session, region)
    if pair is not None:
        before, after = (limits_of(session, number).body for number in pair)
        plain = restored(before, after, now)
    if level is PostureLevel.NORMAL:
        return now, plain
    return now, scaled(plain, categories, percent)


def limits_changed(session: Session, region: str) -> tuple[int, int] | None:
    """Return the versions of limits before 战时 began and of the last order, None in 平时."""
    asked = (
        sa.select(PostureOrder.limits_before, PostureOrder.limits_after)
        .where(PostureOrder.region == region, PostureOrder.is_rehearsal.is_(False))
        .order_by(PostureOrder.number.desc())
        .limit(1)
    )
    found = session.execute(asked).first()
    if found is None or found[0] is None or found[1] is None:
        return None
    return found[0], found[1]


def _last_orders(
    session: Session, where: sa.ColumnElement[bool], at: datetime
) -> list[PostureOrder]:
    """Return the last order of each region, of real and of rehearsed ones."""
    newest = (
        sa.select(
            PostureOrder.region,
            PostureOrder.is_rehearsal,
            sa.func.max(PostureOrder.number).label("number"),
        )
        .where(where, PostureOrder.ordered_at <= at)
        .group_by(PostureOrder.region, PostureOrder.is_rehearsal)
        .subquery()
    )
    asked = sa.select(PostureOrder).join(
        newest,
        sa.and_(newest.c.region == PostureOrder.region, newest.c.number == PostureOrder.number),
    )
    return list(session.scalars(asked))


def _gravest(found: Sequence[PostureOrder]) -> Posture:
    real = [row for row in found if not row.is_rehearsal]
    tried = [PostureLevel(row.level) for row in found if row.is_rehearsal]
    rehearsal = max(tried, key=rank, default=PostureLevel.NORMAL)
    played = rehearsal if rehearsal is not PostureLevel.NORMAL else None
    if not real:
        return Posture(rehearsal=played)
    row = max(real, key=lambda each: (rank(PostureLevel(each.level)), each.ordered_at))
    return Posture(
        PostureLevel(row.level),
        IncidentKind(row.kind),
        row.region,
        row.ordered_at,
        row.number,
        row.reason,
        row.person_name,
        row.report_min,
        row.duty_least,
        WallScene(row.scene),
        played,
    )
