"""Planned rounds, how each stands, and what was planned and done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.rounds.models import PatrolHand, PatrolPlan, PatrolRound
from app.cases.rounds.reach import around, sees_plan, sees_round
from app.cases.rounds.rules import (
    PlanState,
    Rhythm,
    RoundKind,
    Standing,
    Stop,
    Tally,
    standing,
    tally,
)
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.territory.models import Region

PLANS_MOST = 5_000
TALLY_DAYS = 30


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A planned round.

    Attributes:
        people: Keys and names of whoever is to make it.
        standing: How it stands today.
        last_at: When the last round began, None for never.
        may_keep: The reader changes and ends it.
        may_record: The reader writes down rounds of it.
        is_mine: The reader is to make it.
    """

    id: UUID
    region: str
    region_name: str
    kind: RoundKind
    name: str
    rhythm: Rhythm
    people: tuple[tuple[UUID, str], ...]
    stops: tuple[Stop, ...]
    first_on: date
    ended_on: date | None
    standing: Standing
    last_at: datetime | None
    may_keep: bool
    may_record: bool
    is_mine: bool
    version: int

    @property
    def names(self) -> str:
        """Who is to make it."""
        return "、".join(name for _, name in self.people)


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Rounds due and made of a grid, or of somebody who is to make them.

    Attributes:
        key: Code of the region, or key of the person as text.
        walked: Rounds made at all, also without a plan.
    """

    key: str
    name: str
    tally: Tally
    walked: int


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How many plans are overdue and due, all and the reader's own."""

    overdue: int
    due: int
    mine: tuple[PlanRow, ...]


def plans(
    session: Session, actor: Actor, now: datetime, *, region: str = "", ended: bool = False
) -> tuple[PlanRow, ...]:
    """Return the planned rounds one may see, what is overdue first.

    Args:
        session: To read with.
        actor: Who reads.
        now: Moment by which they stand as they do.
        region: Part of the area, "" for all of it.
        ended: Also those that hold no more.
    """
    last = (
        sa.select(sa.func.max(PatrolRound.started_at))
        .where(PatrolRound.plan_id == PatrolPlan.id, PatrolRound.dropped_at.is_(None))
        .correlate(PatrolPlan)
        .scalar_subquery()
    )
    asked = (
        sa.select(PatrolPlan, Region.name, sa.type_coerce(last, PatrolRound.started_at.type))
        .join(Region, Region.code == PatrolPlan.region)
        .where(sees_plan(actor), around(PatrolPlan.region, region))
        .order_by(PatrolPlan.region, PatrolPlan.name, PatrolPlan.id)
        .limit(PLANS_MOST)
    )
    today = local(now).date()
    if not ended:
        asked = asked.where(sa.or_(PatrolPlan.ended_on.is_(None), PatrolPlan.ended_on > today))
    found = session.execute(asked).all()
    hands = _hands(session, [row.id for row, _, _ in found])
    rows = [_plan(actor, row, name, at, hands.get(row.id, ()), today) for row, name, at in found]
    order = tuple(PlanState)
    return tuple(sorted(rows, key=lambda row: order.index(row.standing.state)))


def plan_counts(session: Session, actor: Actor, now: datetime, *, region: str = "") -> PlanCounts:
    """Return how many planned rounds wait, and those the reader is to make."""
    rows = plans(session, actor, now, region=region)
    waiting = (PlanState.OVERDUE, PlanState.DUE)
    return PlanCounts(
        sum(row.standing.state is PlanState.OVERDUE for row in rows),
        sum(row.standing.state is PlanState.DUE for row in rows),
        tuple(row for row in rows if row.is_mine and row.standing.state in waiting),
    )


def planned_and_done(
    session: Session, actor: Actor, now: datetime, *, region: str = "", days: int = TALLY_DAYS
) -> tuple[tuple[TallyRow, ...], tuple[TallyRow, ...]]:
    """Return rounds due and made in the last days: of each region, and of each person.

    A round of several people counts as due for each, and as done for each once one has made it:
    it is told what was covered, not who was how busy.
    """
    today = local(now).date()
    first, last = today - timedelta(days=days), today - timedelta(days=1)
    rows = plans(session, actor, now, region=region, ended=True)
    done, walked_at, walked_by = _made(session, actor, first, region)
    tallies = {
        row.id: tally(row.rhythm, row.first_on, row.ended_on, done.get(row.id, ()), first, last)
        for row in rows
    }
    places: dict[str, list[UUID]] = defaultdict(list)
    people: dict[str, list[UUID]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        places[row.region].append(row.id)
        names[row.region] = row.region_name
        for person_id, name in row.people:
            people[str(person_id)].append(row.id)
            names[str(person_id)] = name
    return (
        _tally_rows(places, names, tallies, walked_at),
        _tally_rows(people, names, tallies, walked_by),
    )


def _tally_rows(
    groups: dict[str, list[UUID]],
    names: dict[str, str],
    tallies: dict[UUID, Tally],
    walked: dict[str, int],
) -> tuple[TallyRow, ...]:
    found = []
    for key in sorted(groups):
        parts = [tallies[each] for each in groups[key]]
        whole = Tally(sum(part.planned for part in parts), sum(part.done for part in parts))
        found.append(TallyRow(key, names[key], whole, walked.get(key, 0)))
    return tuple(found)


def _made(
    session: Session, actor: Actor, first: date, region: str
) -> tuple[dict[UUID, set[date]], dict[str, int], dict[str, int]]:
    asked = sa.select(
        PatrolRound.plan_id, PatrolRound.region, PatrolRound.person_id, PatrolRound.started_at
    ).where(
        sees_round(actor),
        around(PatrolRound.region, region),
        PatrolRound.dropped_at.is_(None),
        PatrolRound.started_at >= day_begins(first),
    )
    done: dict[UUID, set[date]] = defaultdict(set)
    at: dict[str, int] = defaultdict(int)
    by: dict[str, int] = defaultdict(int)
    for plan_id, code, person_id, started_at in session.execute(asked):
        if plan_id is not None:
            done[plan_id].add(local(started_at).date())
        at[code] += 1
        by[str(person_id)] += 1
    return done, at, by


def _hands(session: Session, plan_ids: Iterable[UUID]) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    wanted = set(plan_ids)
    if not wanted:
        return {}
    asked = sa.select(PatrolHand).order_by(PatrolHand.person_name, PatrolHand.person_id)
    if len(wanted) <= 500:
        asked = asked.where(PatrolHand.plan_id.in_(wanted))
    found: dict[UUID, tuple[tuple[UUID, str], ...]] = {}
    for hand in session.scalars(asked):
        if hand.plan_id in wanted:
            told = found.get(hand.plan_id, ())
            found[hand.plan_id] = (*told, (hand.person_id, hand.person_name))
    return found


def _plan(
    actor: Actor,
    row: PatrolPlan,
    region_name: str,
    last_at: datetime | None,
    people: tuple[tuple[UUID, str], ...],
    today: date,
) -> PlanRow:
    rhythm = Rhythm(row.rhythm)
    done = () if last_at is None else (local(last_at).date(),)
    is_mine = any(key == actor.person_id for key, _ in people)
    may_keep = actor.may_in(Right.KEEP_PATROLS, row.region)
    return PlanRow(
        id=row.id,
        region=row.region,
        region_name=region_name,
        kind=RoundKind(row.kind),
        name=row.name,
        rhythm=rhythm,
        people=people,
        stops=tuple(map(_stop, row.stops)),
        first_on=row.first_on,
        ended_on=row.ended_on,
        # The last round is enough: an earlier one lies in a window that is no longer asked about.
        standing=standing(rhythm, row.first_on, row.ended_on, done, today),
        last_at=last_at,
        may_keep=may_keep,
        may_record=may_keep or is_mine or actor.may_in(Right.REGISTER_CASE, row.region),
        is_mine=is_mine,
        version=row.version,
    )


def _stop(kept: Any) -> Stop:
    name, longitude, latitude = kept
    point = None if longitude is None or latitude is None else (longitude, latitude)
    return Stop(name, point)
