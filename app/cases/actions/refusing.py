"""Not taking a message on (不予受理), and giving a case back (退回)."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.ending_checks import check_nothing_open
from app.cases.actions.handle import open_to_handle
from app.cases.actions.intake import Intake, open_message
from app.cases.actions.ruling_checks import require_no_ruling
from app.cases.actions.steps import hold_case, named, needed_text, open_case, step
from app.cases.held import settings_held
from app.cases.models import CaseFile
from app.cases.rules import DeclineReason, EventKind, ReturnReason
from app.cases.ruling_rules import LeadStays, must_rule
from app.core.attachments import Prepared, attach
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class Decline:
    """Why a message is not taken on.

    Attributes:
        note: In words, as the notice says it, with the way that is open instead.
    """

    case_id: UUID
    seen_version: int
    reason: DeclineReason
    note: str


@dataclass(frozen=True, slots=True)
class Return:
    """Why a unit gives a case back.

    Attributes:
        basis: The rule or fact it rests on.
    """

    case_id: UUID
    seen_version: int
    reason: ReturnReason
    basis: str


@once
def decline_case(uow: Uow, order: Decline, *, command_key: UUID) -> None:
    """Decline a message, or a case nobody has yet; the notice can be printed from then on.

    What was registered already is declined by who assigns: nobody makes a case about
    themselves disappear from their own grid.
    """
    is_case = hold_case(uow, order.case_id).registered_at is not None
    right = Right.ASSIGN_CASE if is_case else Right.REGISTER_CASE
    case = open_case(uow, order.case_id, order.seen_version, right=right)
    check_nothing_open(uow, case)
    require_no_ruling(uow, case)
    case.ruling_due_at = None
    _decline(uow, case, order.reason, order.note)


@once
def decline_at_desk(
    uow: Uow,
    intake: Intake,
    reason: DeclineReason,
    note: str,
    pepper: bytes,
    *,
    files: tuple[Prepared, ...] = (),
    command_key: UUID,
) -> UUID:
    """Decline what somebody says at the desk: kept and refused in one step, never taken on.

    It gets no number, as nothing was registered; the notice carries the receipt's code.

    Args:
        uow: Open transaction; its actor registers in the region of the place.
        intake: What was said; what its kind asks need not be answered.
        reason: Why it is not taken on.
        note: In words, as the notice says it, with the way that is open instead.
        pepper: Key of the phone hashes.
        files: What was shown at the desk.
        command_key: Made by the caller, once per user action.
    """
    if not uow.actor.may_in(Right.REGISTER_CASE, intake.region):
        raise NotAllowed(right=Right.REGISTER_CASE)
    case = open_message(uow, intake, pepper, received_at=uow.now)
    for file in files:
        attach(uow, Topic.CASE, str(case.id), case.region, file, command_key=new_id())
    _decline(uow, case, reason, note)
    return case.id


def _decline(uow: Uow, case: CaseFile, reason: DeclineReason, note: str) -> None:
    told = needed_text(note, EventKind.DECLINED)
    case.closed_at = uow.now
    if case.first_contact_id is None:
        case.first_contact_id = uow.actor.person_id
    step(uow, case, EventKind.DECLINED, note=told, reason=reason.value)


@once
def return_case(uow: Uow, order: Return, *, command_key: UUID) -> None:
    """Give a case back to the dispatcher with a typed reason and a basis (退单, DOMAIN §5). So
    many returns as the centre set, two unless it decided otherwise, force the director's ruling.

    Raises:
        LeadStays: A ruling fixed that the unit leads it.
    """
    case, unit, facts = open_to_handle(uow, order.case_id, order.seen_version)
    basis = needed_text(order.basis, EventKind.RETURNED)
    if unit is not None and case.ruled_unit_id == unit.id:
        raise LeadStays(unit=unit.name)
    case.handling_unit_id = case.handler_id = None
    case.returned_count += 1
    if must_rule(case.returned_count, settings_held(uow.session, uow.now).returns_until_ruling):
        case.ruling_due_at = uow.now
    facts["reason"] = order.reason.value
    step(uow, case, EventKind.RETURNED, note=basis, unit=named(unit), **facts)
