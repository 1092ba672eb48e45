"""Incidents begin, out of a case or not, and end."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.queries.card import case_card
from app.command.forces.models import UnitCall
from app.command.incidents.actions.steps import open_one, tell
from app.command.incidents.errors import CaseHasIncident, ForcesThere, IncidentUntitled
from app.command.incidents.models import Incident, IncidentTask, ResponsePlan
from app.command.incidents.rules import DutyState, EntrySort, steps_of
from app.command.posture.queries import measures, posture_at
from app.command.rules import NOTE_MOST, TITLE_MOST, IncidentKind
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.core.words import say


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """What is known when it begins.

    Attributes:
        region: Code where it happens: a street or what lies in it.
        plan_id: The plan whose steps become its tasks, None for none.
        case_id: The case it came from, None for none.
    """

    region: str
    kind: IncidentKind
    title: str
    place: str
    longitude: float | None = None
    latitude: float | None = None
    plan_id: UUID | None = None
    case_id: UUID | None = None
    is_rehearsal: bool = False


@once
def open_incident(uow: Uow, draft: IncidentDraft, *, command_key: UUID) -> UUID:
    """Begin an incident; the steps of its plan become tasks with a time each.

    Raises:
        IncidentUntitled: Nothing is said of it.
        CaseHasIncident: The case has one that goes on.
    """
    if not uow.actor.may_in(Right.COMMAND, draft.region):
        raise NotAllowed(right=Right.COMMAND)
    title = one_line(draft.title)[:TITLE_MOST]
    if not title:
        raise IncidentUntitled
    if draft.case_id is not None:
        _check_case(uow, draft.case_id)
    plan = uow.session.get(ResponsePlan, draft.plan_id) if draft.plan_id is not None else None
    now = posture_at(uow.session, draft.region, uow.now)
    every = now.report_min or measures(uow.session, now.level, uow.now).report_min
    row = Incident(
        id=new_id(),
        region=draft.region,
        kind=draft.kind,
        title=title,
        place=one_line(draft.place)[:NOTE_MOST],
        longitude=draft.longitude,
        latitude=draft.latitude,
        case_id=draft.case_id,
        plan_name=f"{plan.name} {plan.edition}".strip() if plan is not None else "",
        commander=uow.actor.name,
        is_rehearsal=draft.is_rehearsal,
        started_at=uow.now,
        ended_at=None,
        report_min=every,
        report_due_at=uow.now + timedelta(minutes=every),
        rolled_at=None,
    )
    uow.session.add(row)
    uow.session.flush()
    if plan is not None:
        uow.add_many(IncidentTask, _tasks(uow, row, plan))
    tell(uow, row, EntrySort.OPENED, say("command.opened", title=title, place=row.place))
    if draft.case_id is not None:
        uow.touched(Topic.CASE, draft.case_id, draft.region)
    return row.id


@once
def end_incident(uow: Uow, incident_id: UUID, words: str, *, command_key: UUID) -> None:
    """End an incident, once every unit was released.

    Raises:
        ForcesThere: Units are committed to it.
    """
    row = open_one(uow, incident_id)
    held = sa.select(sa.func.count()).where(
        UnitCall.incident_id == incident_id, UnitCall.released_at.is_(None)
    )
    count = uow.session.scalar(held) or 0
    if count:
        raise ForcesThere(count=count)
    # First: an incident that ended takes nothing more.
    tell(uow, row, EntrySort.ENDED, storable(words).strip() or say("command.ended_plainly"))
    row.ended_at, row.report_due_at = uow.now, None
    uow.settle(row)


def _tasks(uow: Uow, row: Incident, plan: ResponsePlan) -> list[dict[str, object]]:
    steps, _ = steps_of(plan.steps)
    return [
        {
            "id": new_id(),
            "incident_id": row.id,
            "ordinal": at,
            "section": step.section,
            "title": step.title,
            "owner": step.owner,
            "due_at": uow.now + timedelta(minutes=step.minutes),
            "state": DutyState.TODO,
            "note": "",
            "done_at": None,
            "done_name": "",
            "version": 1,
        }
        for at, step in enumerate(steps, 1)
    ]


def _check_case(uow: Uow, case_id: UUID) -> None:
    case_card(uow.session, uow.actor, case_id, now=uow.now)  # raises where it is out of reach
    uow.session.get_one(CaseFile, case_id)
    going = sa.select(Incident.title).where(
        Incident.case_id == case_id, Incident.ended_at.is_(None), Incident.is_rehearsal.is_(False)
    )
    title = uow.session.scalar(going.limit(1))
    if title is not None:
        raise CaseHasIncident(title=title)
