"""Handing a case to the unit that is to deal with it (分流、转派)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.actions.ruling_checks import require_lead
from app.cases.actions.steps import clean_text, let_read, newest_ordinal, open_case, step
from app.cases.models import CaseFile
from app.cases.rules import CaseState, EventKind
from app.core.database import Uow, once
from app.core.errors import AppError


class UnitGone(AppError):
    """The unit does not exist or no longer works."""

    code = "cases.unit_gone"


class NotOfThatUnit(AppError):
    """The handler named does not belong to the unit; facts: ``person``, ``unit``."""

    code = "cases.not_of_that_unit"


@dataclass(frozen=True, slots=True)
class Assignment:
    """To whom a case goes.

    Attributes:
        handler_id: The person within the unit, None when the unit decides itself.
        note: What the handler should know; may be empty.
    """

    case_id: UUID
    seen_version: int
    unit_id: UUID
    handler_id: UUID | None = None
    note: str = ""


@once
def assign_case(uow: Uow, order: Assignment, *, command_key: UUID) -> None:
    """Assign a registered case, or reassign one that somebody already holds.

    The unit enters the audience; those who held the case before go on reading it. Handing on
    beyond one's own scope is what this right is for, so the unit may lie anywhere.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.ASSIGN_CASE)
    unit = uow.session.get(Unit, order.unit_id)
    if unit is None or not unit.is_active:
        raise UnitGone
    require_lead(uow, case, unit)
    handler = _handler(uow, order, unit)
    first = CaseState(case.state) is CaseState.REGISTERED
    kind = EventKind.ASSIGNED if first else EventKind.REASSIGNED
    case.handling_unit_id = unit.id
    case.handler_id = handler.id if handler else None
    let_read(uow, case, unit.id)
    facts: dict[str, Any] = {"handler": handler.name if handler else ""}
    if not unit.has_desk:
        facts["slip"] = slip_number(uow, case)
    step(uow, case, kind, note=clean_text(order.note), unit=(unit.id, unit.name), **facts)


def slip_number(uow: Uow, case: CaseFile) -> str:
    """Return the number of the assignment sheet that goes to a unit without a desk: the case's
    own with the ordinal of its event, so that a reply on paper finds its assignment.
    """
    return f"{case.number}-{newest_ordinal(uow, case) + 1}"


def _handler(uow: Uow, order: Assignment, unit: Unit) -> Person | None:
    if order.handler_id is None:
        return None
    person = uow.session.get(Person, order.handler_id)
    if person is None or not person.is_active or person.unit_id != unit.id:
        raise NotOfThatUnit(person=person.name if person else "", unit=unit.name)
    return person
