"""What the handling unit does: sign for, report progress, finish."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.steps import clean_text, needed_text, open_case, step
from app.cases.models import CaseFile
from app.cases.rules import EventKind
from app.core.database import Uow, once


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a case as the caller saw it.

    Attributes:
        note: What was done or found; some steps must say something.
        claimed_at: When it happened, if not now; aware.
    """

    case_id: UUID
    seen_version: int
    note: str = ""
    claimed_at: datetime | None = None


@once
def sign_for_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Sign for a case: the unit has it in hand, and the signing clock stops."""
    case = open_case(uow, order.case_id, order.seen_version, right=Right.HANDLE_CASE)
    if case.handler_id is None:
        case.handler_id = uow.actor.person_id
    step(uow, case, EventKind.SIGNED_FOR, note=clean_text(order.note), unit=_holder(uow, case))


@once
def report_progress(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Say what has been done so far; the first report puts the case into handling."""
    case = open_case(uow, order.case_id, order.seen_version, right=Right.HANDLE_CASE)
    note = needed_text(order.note, EventKind.PROGRESSED)
    step(uow, case, EventKind.PROGRESSED, note=note, unit=_holder(uow, case))


@once
def finish_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Say that the matter is done and how; the handling clock stops."""
    case = open_case(uow, order.case_id, order.seen_version, right=Right.HANDLE_CASE)
    note = needed_text(order.note, EventKind.FINISHED)
    case.finished_at = uow.now
    step(uow, case, EventKind.FINISHED, note=note, unit=_holder(uow, case))


@once
def close_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Close a finished case with the outcome as the centre found it."""
    case = open_case(uow, order.case_id, order.seen_version, right=Right.CLOSE_CASE)
    note = needed_text(order.note, EventKind.CLOSED)
    case.closed_at = uow.now
    step(uow, case, EventKind.CLOSED, note=note)


def _holder(uow: Uow, case: CaseFile) -> tuple[UUID | None, str]:
    unit = uow.session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None
    return (unit.id, unit.name) if unit else (None, "")
