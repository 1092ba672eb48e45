"""Rounds are planned, changed and ended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.rules import Right
from app.cases.rounds.errors import NobodyThere, PlanEnded, PlanWrong
from app.cases.rounds.models import PatrolHand, PatrolPlan
from app.cases.rounds.rules import HANDS_MOST, NAME_MOST, STOPS_MOST, Rhythm, RoundKind, Stop
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A round that is to be made again and again.

    Attributes:
        region: Code of the grid, community or street.
        people: Who makes it; whoever of them does, it is done.
        first_on: From which day on.
    """

    region: str
    kind: RoundKind
    name: str
    rhythm: Rhythm
    first_on: date
    people: tuple[UUID, ...] = ()
    stops: tuple[Stop, ...] = ()


@once
def plan_round(uow: Uow, draft: PlanDraft, *, command_key: UUID) -> UUID:
    """Plan a round.

    Raises:
        PlanWrong: It has no name, or too many people or stops.
        NobodyThere: One of the people works here no more.
        NotAllowed: The region is not this person's.
    """
    may_keep(uow, draft.region)
    row = PatrolPlan(
        id=new_id(),
        region=draft.region,
        kind=draft.kind,
        name=_name(draft),
        rhythm=draft.rhythm,
        stops=_stops(draft),
        first_on=draft.first_on,
        ended_on=None,
    )
    uow.session.add(row)
    uow.session.flush()
    _give(uow, row, draft.people)
    _tell(uow, "rounds.planned", row)
    return row.id


@once
def change_plan(
    uow: Uow, plan_id: UUID, draft: PlanDraft, seen_version: int, *, command_key: UUID
) -> None:
    """Change name, rhythm, people and stops; kind and region stay, what was made belongs to them.

    Raises:
        PlanEnded: It holds no more.
        Conflict: Somebody changed it since.
    """
    row = _held(uow, plan_id, seen_version)
    row.name, row.rhythm = _name(draft), draft.rhythm
    row.stops = _stops(draft)
    uow.settle(row)
    gone = sa.delete(PatrolHand).where(PatrolHand.plan_id == plan_id)
    uow.session.execute(gone, execution_options={"synchronize_session": False})
    uow.session.expire_all()
    _give(uow, row, draft.people)
    _tell(uow, "rounds.changed", row)


@once
def end_plan(uow: Uow, plan_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """End a plan from today on; the rounds that were made stay.

    Raises:
        PlanEnded: It has ended.
        Conflict: Somebody changed it since.
    """
    row = _held(uow, plan_id, seen_version)
    row.ended_on = local(uow.now).date()
    uow.settle(row)
    _tell(uow, "rounds.ended", row)


def may_keep(uow: Uow, region: str) -> None:
    """Refuse whoever does not keep the rounds of a region."""
    if not uow.actor.may_in(Right.KEEP_PATROLS, region):
        raise NotAllowed(right=Right.KEEP_PATROLS)


def _held(uow: Uow, plan_id: UUID, seen_version: int) -> PatrolPlan:
    row = uow.session.get(PatrolPlan, plan_id, populate_existing=True)
    if row is None:
        raise NotFound(row=plan_id)
    may_keep(uow, row.region)
    if row.ended_on is not None:
        raise PlanEnded
    if row.version != seen_version:
        raise Conflict(row=plan_id)
    return row


def _name(draft: PlanDraft) -> str:
    name = one_line(draft.name)[:NAME_MOST]
    if not name or len(draft.people) > HANDS_MOST or len(draft.stops) > STOPS_MOST:
        raise PlanWrong(people=HANDS_MOST, stops=STOPS_MOST)
    return name


def _stops(draft: PlanDraft) -> list[list[object]]:
    told: dict[str, list[object]] = {}
    for stop in draft.stops:
        name = one_line(stop.name)[:NAME_MOST]
        if name:
            longitude, latitude = stop.point or (None, None)
            told.setdefault(name, [name, longitude, latitude])
    return list(told.values())


def _give(uow: Uow, row: PatrolPlan, people: tuple[UUID, ...]) -> None:
    for person_id in dict.fromkeys(people):
        person = uow.session.get(Person, person_id)
        if person is None or not person.is_active:
            raise NobodyThere
        hand = PatrolHand(
            plan_id=row.id, person_id=person.id, person_name=person.name, region=row.region
        )
        uow.session.add(hand)
    uow.session.flush()


def _tell(uow: Uow, action: str, row: PatrolPlan) -> None:
    uow.record(action, Topic.PATROL, row.id, region=row.region, kind=row.kind)
    uow.touched(Topic.PATROL, row.id, row.region)
