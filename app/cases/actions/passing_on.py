"""Handing a case on: to the next tier, to another street, to another person of the unit."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.models import Person
from app.accounts.rules import Right
from app.cases.actions.assign import NotOfThatUnit
from app.cases.actions.intake import check_region
from app.cases.actions.ruling_checks import require_no_ruling
from app.cases.actions.steps import (
    hold_case,
    holder_of,
    let_region_read,
    named,
    needed_text,
    open_case,
    step,
)
from app.cases.models import CaseFile
from app.cases.reach import may_act, may_handle
from app.cases.rules import EventKind
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.territory.models import Region


class NotAbove(AppError):
    """A case is escalated to a region above the desk it lies at; facts: ``region``."""

    code = "cases.not_above"


class SameDesk(AppError):
    """The case lies at that desk already; facts: ``region``."""

    code = "cases.same_desk"


@dataclass(frozen=True, slots=True)
class Passing:
    """Where a case goes, and why.

    Attributes:
        region: Code of the region whose desk is to dispose of it.
        note: Why; what was tried so far.
    """

    case_id: UUID
    seen_version: int
    region: str
    note: str


@once
def escalate_case(uow: Uow, order: Passing, *, command_key: UUID) -> None:
    """Escalate a case to a tier above (上报): that tier's desk disposes of it from now on.

    Raises:
        NotAbove: The region is not above the desk it lies at.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.ASSIGN_CASE)
    note = needed_text(order.note, EventKind.ESCALATED)
    region = uow.session.get(Region, order.region)
    above = region is not None and len(order.region) < len(case.desk_region)
    if region is None or not above or not case.desk_region.startswith(order.region):
        raise NotAbove(region=order.region)
    require_no_ruling(uow, case)
    _lie_at(case, order.region)
    step(uow, case, EventKind.ESCALATED, note=note, to=order.region, to_name=region.name)


@once
def hand_over_case(uow: Uow, order: Passing, *, command_key: UUID) -> None:
    """Hand a case over to another street or district (移交); both go on seeing it.

    Raises:
        UnknownRegion: No such street.
        SameDesk: It lies there already.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=_right_to_pass(uow, order))
    note = needed_text(order.note, EventKind.HANDED_OVER)
    if case.desk_region.startswith(order.region) or order.region.startswith(case.desk_region):
        raise SameDesk(region=order.region)
    check_region(uow, order.region)
    require_no_ruling(uow, case)
    let_region_read(uow, case, order.region)
    let_region_read(uow, case, case.desk_region)
    _lie_at(case, order.region)
    name = uow.session.get_one(Region, order.region).name
    step(uow, case, EventKind.HANDED_OVER, note=note, to=order.region, to_name=name)


def _lie_at(case: CaseFile, region: str) -> None:
    """Let another desk dispose of a case: nobody has it, and what was ruled here binds no more."""
    case.desk_region = region
    case.handling_unit_id = case.handler_id = None
    case.ruling_due_at = case.ruled_unit_id = None


def _right_to_pass(uow: Uow, order: Passing) -> Right:
    """Return the right it takes: a message nobody has accepted is passed on by who accepts."""
    case = hold_case(uow, order.case_id)
    return Right.ASSIGN_CASE if case.registered_at is not None else Right.REGISTER_CASE


@once
def rehandle_case(
    uow: Uow,
    case_id: UUID,
    seen_version: int,
    handler_id: UUID,
    note: str = "",
    *,
    command_key: UUID,
) -> None:
    """Let another person of the same unit deal with a case (换承办人); no clock notices.

    Raises:
        NotOfThatUnit: The person is not of the unit that holds it.
    """
    case = hold_case(uow, case_id)
    unit = holder_of(uow, case)
    if not may_handle(uow.actor, case, unit) and not may_act(uow.actor, case, Right.ASSIGN_CASE):
        raise NotAllowed(right=Right.HANDLE_CASE)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    person = uow.session.get(Person, handler_id)
    if person is None or not person.is_active or unit is None or person.unit_id != unit.id:
        raise NotOfThatUnit(person=person.name if person else "", unit=unit.name if unit else "")
    case.handler_id = person.id
    note = note.strip()
    step(uow, case, EventKind.REHANDLED, note=note, unit=named(unit), handler=person.name)
