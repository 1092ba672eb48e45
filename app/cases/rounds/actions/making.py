"""A round that was made is written down, and taken back where that was wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.rules import Right
from app.cases.rounds.errors import (
    NobodyThere,
    PlanEnded,
    ReasonWanted,
    RoundDropped,
    TimeWrong,
    TrackWrong,
)
from app.cases.rounds.models import PatrolFinding, PatrolHand, PatrolPlan, PatrolRound
from app.cases.rounds.rules import LONGEST, NOTE_MOST, STOPS_MOST, TRACK_MOST, RoundKind, TrackPoint
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line

AHEAD = timedelta(minutes=10)
"""As far as the clock of a telephone may be ahead."""


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round that was made.

    Attributes:
        plan_id: The plan it was made by, None for none; then `region` and `kind` say what it was.
        person_id: Who made it, None for whoever writes it down.
        visited: Names of the stops that were seen.
    """

    started_at: datetime
    ended_at: datetime
    plan_id: UUID | None = None
    region: str = ""
    kind: RoundKind = RoundKind.WALK
    person_id: UUID | None = None
    track: tuple[TrackPoint, ...] = ()
    visited: tuple[str, ...] = ()
    note: str = ""


@once
def record_round(uow: Uow, draft: RoundDraft, *, command_key: UUID) -> UUID:
    """Write down a round that was made.

    Whoever is to make it, or registers cases where it goes, writes down their own; whoever keeps
    the rounds writes down anybody's.

    Raises:
        TimeWrong: It ends before it begins, lasts longer than a day, or lies ahead.
        TrackWrong: Its track cannot be.
        PlanEnded: The plan holds no more.
        NotAllowed: It is neither theirs nor theirs to keep.
    """
    region, kind = _of_plan(uow, draft)
    person_id, name = _walker(uow, draft, region)
    longest = timedelta() < draft.ended_at - draft.started_at <= LONGEST
    if not longest or draft.ended_at > uow.now + AHEAD:
        raise TimeWrong
    row = PatrolRound(
        id=new_id(),
        plan_id=draft.plan_id,
        region=region,
        kind=kind,
        person_id=person_id,
        person_name=name,
        started_at=draft.started_at,
        ended_at=draft.ended_at,
        track=_track(draft.track),
        visited=[one_line(each) for each in draft.visited[:STOPS_MOST]],
        note=one_line(draft.note)[:NOTE_MOST],
        recorded_at=uow.now,
        recorded_name=uow.actor.name,
        dropped_at=None,
        dropped_why="",
    )
    uow.session.add(row)
    uow.session.flush()
    _tell(uow, "rounds.recorded", row)
    return row.id


@once
def drop_round(uow: Uow, round_id: UUID, seen_version: int, why: str, *, command_key: UUID) -> None:
    """Take a round back; it stays readable as taken back, and counts no more.

    Raises:
        ReasonWanted: Without a word why.
        RoundDropped: It was taken back before.
        NotAllowed: It is neither theirs nor theirs to keep.
        Conflict: Somebody changed it since.
    """
    reason = one_line(why)[:NOTE_MOST]
    if not reason:
        raise ReasonWanted
    row = uow.session.get(PatrolRound, round_id, populate_existing=True)
    if row is None:
        raise NotFound(row=round_id)
    if row.person_id != uow.actor.person_id and not _keeps(uow, row.region):
        raise NotAllowed(right=Right.KEEP_PATROLS)
    if row.dropped_at is not None:
        raise RoundDropped
    if row.version != seen_version:
        raise Conflict(row=round_id)
    row.dropped_at, row.dropped_why = uow.now, reason
    uow.settle(row)
    _tell(uow, "rounds.dropped", row)


def add_finding(uow: Uow, round_id: UUID, case_id: UUID) -> None:
    """Note that a case was found on a round.

    Raises:
        RoundDropped: There is no such round any more, or it is not theirs.
    """
    row = uow.session.get(PatrolRound, round_id)
    theirs = row is not None and (row.person_id == uow.actor.person_id or _keeps(uow, row.region))
    if row is None or row.dropped_at is not None or not theirs:
        raise RoundDropped
    uow.session.add(PatrolFinding(round_id=round_id, case_id=case_id))
    uow.session.flush()
    uow.touched(Topic.PATROL, round_id, row.region)


def _of_plan(uow: Uow, draft: RoundDraft) -> tuple[str, str]:
    if draft.plan_id is None:
        return draft.region, draft.kind
    plan = uow.session.get(PatrolPlan, draft.plan_id, populate_existing=True)
    if plan is None:
        raise NotFound(row=draft.plan_id)
    if plan.ended_on is not None and plan.ended_on <= local(draft.started_at).date():
        raise PlanEnded
    return plan.region, plan.kind


def _walker(uow: Uow, draft: RoundDraft, region: str) -> tuple[UUID, str]:
    me = uow.actor.person_id
    asked = draft.person_id or me
    if asked is None:
        raise NotAllowed(right=Right.REGISTER_CASE)
    if not _keeps(uow, region):
        mine = uow.actor.may_in(Right.REGISTER_CASE, region) or _is_given(uow, draft.plan_id)
        if asked != me or not mine:
            raise NotAllowed(right=Right.KEEP_PATROLS)
    person = uow.session.get(Person, asked)
    if person is None or not person.is_active:
        raise NobodyThere
    return person.id, person.name


def _is_given(uow: Uow, plan_id: UUID | None) -> bool:
    if plan_id is None:
        return False
    asked = sa.select(PatrolHand.plan_id).where(
        PatrolHand.plan_id == plan_id, PatrolHand.person_id == uow.actor.person_id
    )
    return uow.session.execute(asked).first() is not None


def _keeps(uow: Uow, region: str) -> bool:
    return uow.actor.may_in(Right.KEEP_PATROLS, region)


def _track(points: Sequence[TrackPoint]) -> list[list[float]]:
    if len(points) > TRACK_MOST:
        raise TrackWrong(most=TRACK_MOST)
    for point in points:
        where = (point.longitude, point.latitude)
        if not all(map(math.isfinite, where)) or abs(where[0]) > 180 or abs(where[1]) > 90:
            raise TrackWrong(most=TRACK_MOST)
    known = sorted(points, key=lambda point: point.at)
    return [
        [round(each.at.timestamp()), round(each.longitude, 6), round(each.latitude, 6)]
        for each in known
    ]


def _tell(uow: Uow, action: str, row: PatrolRound) -> None:
    uow.record(action, Topic.PATROL, row.id, region=row.region, kind=row.kind)
    uow.touched(Topic.PATROL, row.id, row.region)
