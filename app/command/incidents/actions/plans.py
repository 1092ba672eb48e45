"""Response plans (预案) are kept; incidents that began by them keep their own copy."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.rules import Right
from app.command.incidents.errors import PlanLineWrong, PlanWrong
from app.command.incidents.models import ResponsePlan
from app.command.incidents.rules import STEPS_MOST, steps_of
from app.command.rules import NAME_MOST, IncidentKind
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable

EDITION_MOST = 32


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a plan says.

    Attributes:
        edition: E.g. ``2026-02 版``.
        steps: As it is edited, see `app.command.incidents.rules.steps_of`.
    """

    region: str
    kind: IncidentKind
    name: str
    edition: str
    steps: str


@once
def save_plan(
    uow: Uow, plan_id: UUID | None, seen_version: int | None, draft: PlanDraft, *, command_key: UUID
) -> UUID:
    """Write a plan, a new one where `plan_id` is None.

    Raises:
        PlanWrong: Without a name, without steps, or with too many.
        PlanLineWrong: A line is no step.
        Conflict: Somebody changed it since.
    """
    _may(uow, draft.region)
    name, steps = one_line(draft.name)[:NAME_MOST], storable(draft.steps).strip()
    found, wrong = steps_of(steps)
    if wrong:
        raise PlanLineWrong(line=wrong)
    if not name or not 0 < len(found) <= STEPS_MOST:
        raise PlanWrong
    row = uow.session.get(ResponsePlan, plan_id, populate_existing=True) if plan_id else None
    if plan_id is not None and (row is None or row.region != draft.region):
        raise NotFound(row=plan_id)
    if row is not None and row.version != seen_version:
        raise Conflict(row=plan_id)
    if row is None:
        row = ResponsePlan(id=new_id(), region=draft.region, retired_at=None)
        uow.session.add(row)
    row.kind, row.name, row.steps = draft.kind, name, steps
    row.edition = one_line(draft.edition)[:EDITION_MOST]
    uow.settle(row)
    uow.record("command.plan_saved", Topic.INCIDENT, row.id, region=row.region, steps=len(found))
    uow.touched(Topic.INCIDENT, row.id, row.region)
    return row.id


@once
def retire_plan(uow: Uow, plan_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a plan out of use; it stays readable."""
    row = uow.session.get(ResponsePlan, plan_id, populate_existing=True)
    if row is None:
        raise NotFound(row=plan_id)
    _may(uow, row.region)
    if row.version != seen_version:
        raise Conflict(row=plan_id)
    row.retired_at = uow.now
    uow.settle(row)
    uow.record("command.plan_retired", Topic.INCIDENT, row.id, region=row.region)
    uow.touched(Topic.INCIDENT, row.id, row.region)


def _may(uow: Uow, region: str) -> None:
    if not uow.actor.may_in(Right.COMMAND, region):
        raise NotAllowed(right=Right.COMMAND)
