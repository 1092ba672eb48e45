"""What the wall shows of posture, duty and incidents: levels, posts, points and timers.

No name, text, telephone or exact place is among it: on a server the wall's account reaches the
tables by no way but these doors.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.command.forces.models import EmergencyUnit, UnitCall
from app.command.forces.rules import UnitAnswer
from app.command.incidents.models import Incident, IncidentEntry, IncidentTask
from app.command.incidents.rules import DutyState, EntrySort
from app.command.posture.models import PostureOrder
from app.command.posture.rules import PostureLevel, WallScene, rank
from app.command.rules import IncidentKind, line_of
from app.command.wall.case_figures import POINT_DIGITS
from app.core.actor import Actor
from app.core.database import has_own_account
from app.workforce.duty.models import DutyShift
from app.workforce.duty.rules import DutyPost

ENTRIES_MOST = 12
"""Lines of the timeline that the wall is told of an incident."""
_POSTURE = sa.text("SELECT level, kind, scene, since FROM jz.wall_posture()")
_DUTY = sa.text("SELECT post, people, until FROM jz.wall_duty()")
_INCIDENTS = sa.text(
    "SELECT id, kind, longitude, latitude, since, tasks, done, rehearsal, report_due"
    " FROM jz.wall_incidents()"
)
_ENTRIES = sa.text("SELECT incident, sort, at, times FROM jz.wall_entries()")
_UNITS = sa.text(
    "SELECT incident, number, longitude, latitude, answer, heard_at FROM jz.wall_units()"
)


@dataclass(frozen=True, slots=True)
class WallPosture:
    """The gravest posture in force; `since` is None where none was ever ordered."""

    level: PostureLevel = PostureLevel.NORMAL
    kind: IncidentKind = IncidentKind.OTHER
    scene: WallScene = WallScene.OVERVIEW
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WallDuty:
    """How many are on duty as what, and until when the first of them."""

    post: DutyPost
    people: int
    until: datetime


@dataclass(frozen=True, slots=True)
class WallIncident:
    """An incident that goes on; the point is rounded to a hundred metres, None for nowhere.

    Attributes:
        key: Tells it from others; leads nowhere on the wall.
        tasks: How many it has, of which `done` are.
        report_due: When its next situation report is due.
    """

    key: str
    kind: IncidentKind
    longitude: float | None
    latitude: float | None
    since: datetime
    tasks: int
    done: int
    is_rehearsal: bool
    report_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class WallUnit:
    """A unit held by an incident, by its number there; its timer runs from `heard_at`."""

    incident: str
    number: int
    longitude: float | None
    latitude: float | None
    answer: UnitAnswer
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class WallEntry:
    """That something of a sort happened in an incident in a minute, and how often: no words."""

    incident: str
    sort: EntrySort
    at: datetime
    times: int


def wall_posture(session: Session, actor: Actor) -> WallPosture:
    """Return the gravest posture in force where one looks."""
    rows: Any
    if has_own_account(session):
        rows = session.execute(_POSTURE).all()
    else:
        prefixes = actor.prefixes(Right.READ_FIGURES)
        above = [code for prefix in prefixes for code in line_of(prefix)]
        newest = (
            sa.select(PostureOrder.region, sa.func.max(PostureOrder.number).label("number"))
            .where(
                PostureOrder.is_rehearsal.is_(False),
                sa.or_(in_regions(PostureOrder.region, prefixes), PostureOrder.region.in_(above)),
            )
            .group_by(PostureOrder.region)
            .subquery()
        )
        same = sa.and_(
            newest.c.region == PostureOrder.region, newest.c.number == PostureOrder.number
        )
        told = (PostureOrder.level, PostureOrder.kind, PostureOrder.scene, PostureOrder.ordered_at)
        rows = session.execute(sa.select(*told).join(newest, same)).all()
    found = [
        WallPosture(PostureLevel(level), IncidentKind(kind), WallScene(scene), since)
        for level, kind, scene, since in rows
    ]
    return max(found, key=lambda each: rank(each.level), default=WallPosture())


def wall_duty(session: Session, actor: Actor, *, now: datetime) -> tuple[WallDuty, ...]:
    """Return how many are on duty now, post by post, without names."""
    rows: Any
    if has_own_account(session):
        rows = session.execute(_DUTY)
    else:
        rows = session.execute(
            sa.select(DutyShift.post, sa.func.count(), sa.func.min(DutyShift.ends_at))
            .where(
                in_regions(DutyShift.region, actor.prefixes(Right.READ_FIGURES)),
                DutyShift.dropped_at.is_(None),
                DutyShift.starts_at <= now,
                DutyShift.ends_at > now,
            )
            .group_by(DutyShift.post)
        )
    found = [WallDuty(DutyPost(post), people, until) for post, people, until in rows]
    order = tuple(DutyPost)
    return tuple(sorted(found, key=lambda each: order.index(each.post)))


def wall_incidents(session: Session, actor: Actor) -> tuple[WallIncident, ...]:
    """Return the incidents that go on, the oldest first."""
    rows: Any
    if has_own_account(session):
        rows = session.execute(_INCIDENTS)
    else:
        counted = sa.func.count(IncidentTask.id)
        is_done = sa.case((IncidentTask.state == DutyState.DONE, 1))
        asked = (
            sa.select(
                Incident.id,
                Incident.kind,
                Incident.longitude,
                Incident.latitude,
                Incident.started_at,
                counted,
                sa.func.count(is_done),
                Incident.is_rehearsal,
                Incident.report_due_at,
            )
            .outerjoin(
                IncidentTask,
                sa.and_(
                    IncidentTask.incident_id == Incident.id,
                    IncidentTask.state != DutyState.DROPPED,
                ),
            )
            .where(
                Incident.ended_at.is_(None),
                in_regions(Incident.region, actor.prefixes(Right.READ_FIGURES)),
            )
            .group_by(Incident.id)
            .order_by(Incident.started_at)
        )
        rows = session.execute(asked)
    return tuple(
        WallIncident(str(key), IncidentKind(kind), _about(x), _about(y), *rest)
        for key, kind, x, y, *rest in rows
    )


def wall_units(session: Session, actor: Actor) -> tuple[WallUnit, ...]:
    """Return the units that incidents hold, by number."""
    rows: Any
    if has_own_account(session):
        rows = session.execute(_UNITS)
    else:
        asked = (
            sa.select(
                UnitCall.incident_id,
                UnitCall.number,
                EmergencyUnit.longitude,
                EmergencyUnit.latitude,
                UnitCall.answer,
                UnitCall.heard_at,
            )
            .join(EmergencyUnit, EmergencyUnit.id == UnitCall.unit_id)
            .join(Incident, Incident.id == UnitCall.incident_id)
            .where(
                UnitCall.released_at.is_(None),
                Incident.ended_at.is_(None),
                in_regions(Incident.region, actor.prefixes(Right.READ_FIGURES)),
            )
            .order_by(UnitCall.incident_id, UnitCall.number)
        )
        rows = session.execute(asked)
    return tuple(
        WallUnit(str(key), number, _about(x), _about(y), UnitAnswer(answer), heard)
        for key, number, x, y, answer, heard in rows
    )


def wall_entries(session: Session, actor: Actor) -> tuple[WallEntry, ...]:
    """Return what happened last in the incidents that go on, the newest first."""
    if has_own_account(session):
        return tuple(
            WallEntry(str(key), EntrySort(sort), at, times)
            for key, sort, at, times in session.execute(_ENTRIES)
        )
    asked = (
        sa.select(IncidentEntry.incident_id, IncidentEntry.sort, IncidentEntry.at)
        .join(Incident, Incident.id == IncidentEntry.incident_id)
        .where(
            Incident.ended_at.is_(None),
            in_regions(Incident.region, actor.prefixes(Right.READ_FIGURES)),
        )
        .order_by(IncidentEntry.at.desc(), IncidentEntry.sort)
    )
    counts: dict[tuple[str, str, datetime], int] = {}
    shown: Counter[str] = Counter()
    for key, sort, at in session.execute(asked):
        found = (str(key), sort, at.replace(second=0, microsecond=0))
        if found not in counts:
            if shown[found[0]] >= ENTRIES_MOST:
                continue
            shown[found[0]] += 1
        counts[found] = counts.get(found, 0) + 1
    told = [WallEntry(key, EntrySort(sort), at, n) for (key, sort, at), n in counts.items()]
    return tuple(sorted(told, key=lambda each: (-each.at.timestamp(), each.sort)))


def _about(degrees: float | None) -> float | None:
    return None if degrees is None else round(float(degrees), POINT_DIGITS)
