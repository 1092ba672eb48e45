"""What the handling unit does: sign for, report progress, finish; and how the centre ends it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.calling import asks_reopening, drop_reopening
from app.cases.actions.claims import checked_claim
from app.cases.actions.ending_checks import (
    check_checks,
    check_nothing_open,
    keep_promise,
)
from app.cases.actions.steps import (
    clean_text,
    hold_case,
    holder_of,
    named,
    needed_text,
    open_case,
    step,
)
from app.cases.models import CaseFile
from app.cases.reach import may_handle, may_type_in
from app.cases.rules import CaseState, EventKind
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.shared_settings import settings_at


class CallBackOwed(AppError):
    """The reporter was promised a call, and nobody has reached them; facts: ``tries``."""

    code = "cases.call_back_owed"


class ReopeningUndecided(AppError):
    """The reporter was not content a second time, and the director has not decided yet."""

    code = "cases.reopening_undecided"


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a case as the caller saw it.

    Attributes:
        note: What was done or found; some steps must say something.
        claimed_at: When it happened, if not now; aware.
        checks: Keys of the kind's check list that were ticked; finishing wants them.
    """

    case_id: UUID
    seen_version: int
    note: str = ""
    claimed_at: datetime | None = None
    checks: tuple[str, ...] = ()


def open_to_handle(
    uow: Uow, case_id: UUID, seen_version: int
) -> tuple[CaseFile, Unit | None, dict[str, Any]]:
    """Return a case to do the holder's work on, with the unit and what its event keeps of who
    typed it in: for a unit without a desk the centre does (代签收、代反馈), and it is counted.

    Raises:
        NotFound: Absent or out of scope.
        NotAllowed: It is held by others.
        Conflict: Somebody changed it since it was read.
    """
    case = hold_case(uow, case_id)
    unit = holder_of(uow, case)
    facts: dict[str, Any] = {}
    if not may_handle(uow.actor, case, unit):
        if not may_type_in(uow.actor, case, unit):
            raise NotAllowed(right=Right.HANDLE_CASE)
        facts["on_behalf"] = True
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    return case, unit, facts


@once
def sign_for_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Sign for a case: the unit has it in hand, and the signing clock stops."""
    case, unit, facts = open_to_handle(uow, order.case_id, order.seen_version)
    if case.handler_id is None and not facts:
        case.handler_id = uow.actor.person_id
    _take(uow, case, EventKind.SIGNED_FOR, order, unit, facts, clean_text(order.note))


@once
def report_progress(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Say what has been done so far; the first report puts the case into handling."""
    case, unit, facts = open_to_handle(uow, order.case_id, order.seen_version)
    note = needed_text(order.note, EventKind.PROGRESSED)
    _take(uow, case, EventKind.PROGRESSED, order, unit, facts, note)


@once
def finish_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Say that the matter is done and how; the handling clock stops.

    Raises:
        TasksOpen: Somebody still has a task to do for it (事不完、人不走).
        ChecksOpen: The kind's check list wants more to be ticked.
    """
    case, unit, facts = open_to_handle(uow, order.case_id, order.seen_version)
    note = needed_text(order.note, EventKind.FINISHED)
    check_nothing_open(uow, case)
    facts |= check_checks(uow, case, order.checks)
    case.finished_at = order.claimed_at or uow.now
    keep_promise(uow, case)
    _take(uow, case, EventKind.FINISHED, order, unit, facts, note)


@once
def close_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Close a finished case with the outcome as the centre found it.

    Raises:
        CallBackOwed: The reporter asked to be called back and nobody was reached, nor was the
            place looked at after as many tries as the centre set; the director may close it all
            the same.
        ReopeningUndecided: The director is to decide whether it is reopened once more.
        TasksOpen: Somebody still has a task to do for it.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.CLOSE_CASE)
    note = needed_text(order.note, EventKind.CLOSED)
    tries = settings_at(uow.session, uow.now).call_tries
    if _owes_call(case, tries) and not uow.actor.may_in(Right.APPROVE, case.desk_region):
        raise CallBackOwed(tries=tries)
    _check_decided(uow, case, note)
    check_nothing_open(uow, case)
    case.closed_at = uow.now
    step(uow, case, EventKind.CLOSED, note=note)


def _check_decided(uow: Uow, case: CaseFile, note: str) -> None:
    """Leave it to the director to close what was found unsolved once more."""
    if case.is_solved is not False and case.is_satisfied is not False:
        return
    if uow.actor.may_in(Right.APPROVE, case.desk_region):
        drop_reopening(uow, case, note)
    elif asks_reopening(uow.session, case.id):
        raise ReopeningUndecided


def _owes_call(case: CaseFile, tries: int) -> bool:
    if not case.wants_call_back or case.is_contacted is not None:
        return False
    return CaseState(case.state) is not CaseState.VERIFIED or case.call_count < tries


@once
def archive_case(uow: Uow, order: Step, *, command_key: UUID) -> None:
    """Put a closed case into the archive; the chore does it after the days the centre set."""
    case = open_case(uow, order.case_id, order.seen_version, right=Right.CLOSE_CASE)
    case.archived_at = uow.now
    step(uow, case, EventKind.ARCHIVED, note=clean_text(order.note))


def _take(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    order: Step,
    unit: Unit | None,
    facts: dict[str, Any],
    note: str,
) -> None:
    facts |= checked_claim(uow, case, order.claimed_at)
    step(uow, case, kind, note=note, unit=named(unit), claimed_at=order.claimed_at, **facts)
