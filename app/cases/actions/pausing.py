"""What holds a case up, and what gives it more time: decided by the director."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.steps import (
    hold_case,
    holder_of,
    last_move,
    named,
    needed_text,
    open_case,
    step,
)
from app.cases.clock import BadLimit, Limit
from app.cases.life_clock import CLAIM
from app.cases.limits import limits_of
from app.cases.models import CaseFile
from app.cases.reach import may_act, may_handle, may_type_in
from app.cases.rules import CaseState, EventKind, Pause, after
from app.cases.work_states import RequestKind
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed

REASON_MOST = 200
"""Characters of the reason of a pause: it stands in the queue and on the sheet."""


class EndsBeforeStart(AppError):
    """A suspension is to end before it begins."""

    code = "cases.ends_before_start"


class ReasonTooLong(AppError):
    """A reason longer than is kept; facts: ``limit``, ``have``."""

    code = "cases.reason_too_long"


@dataclass(frozen=True, slots=True)
class Pausing:
    """A suspension, an extension or carrying over, asked for or ordered.

    Attributes:
        amount: EXTENDED: how much more, in the unit of the handling limit; above 0.
        until: SUSPENDED and CARRIED_OVER: when it ends by itself; None: when somebody says so.
    """

    case_id: UUID
    seen_version: int
    kind: RequestKind
    reason: str
    amount: float | None = None
    until: datetime | None = None


@once
def order_pause(uow: Uow, order: Pausing, *, command_key: UUID) -> None:
    """Suspend, extend or carry over a case, as the director.

    Raises:
        EndsBeforeStart: It is to end before now.
        BadLimit: An extension of nothing, or of a part of a day.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.APPROVE)
    take_pause(uow, case, order, check_pause(uow, case, order))


@once
def resume_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Let a suspended or carried-over case go on, as its holder or the director; the handling
    clock runs again.
    """
    case = hold_case(uow, case_id)
    unit = holder_of(uow, case)
    holds = may_handle(uow.actor, case, unit) or may_type_in(uow.actor, case, unit)
    if not holds and not may_act(uow.actor, case, Right.APPROVE):
        raise NotAllowed(right=Right.HANDLE_CASE)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    step(uow, case, EventKind.RESUMED, note=needed_text(note, EventKind.RESUMED), unit=named(unit))


def resume_as_planned(uow: Uow, case: CaseFile, note: str) -> None:
    """Let a case go on whose pause was to end by now: as of that moment, however late it is
    noticed (the keeper may have been away).
    """
    planned = case.resume_at
    unit = named(holder_of(uow, case))
    facts: dict[str, Any] = {CLAIM: "planned"}
    step(uow, case, EventKind.RESUMED, note=note, unit=unit, claimed_at=planned, **facts)


@once
def table_case(uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID) -> None:
    """Put a case on the agenda of the street's extended committee (提请); its clock runs on."""
    case = open_case(uow, case_id, seen_version, right=Right.ASSIGN_CASE)
    told = needed_text(note, EventKind.TABLED)
    case.pause_reason = told[:REASON_MOST]
    step(uow, case, EventKind.TABLED, note=told)


@once
def give_back_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Give a tabled case back with the result of the meeting."""
    case = open_case(uow, case_id, seen_version, right=Right.ASSIGN_CASE)
    step(uow, case, EventKind.GIVEN_BACK, note=needed_text(note, EventKind.GIVEN_BACK))


def check_pause(uow: Uow, case: CaseFile, order: Pausing) -> str:
    """Return the cleaned reason of what can be done now.

    Raises:
        AppError: What keeps it from being done, in one sentence.
    """
    kind = EventKind(order.kind)
    reason = needed_text(order.reason, kind)
    if len(reason) > REASON_MOST:
        raise ReasonTooLong(limit=REASON_MOST, have=len(reason))
    after(CaseState(case.state), kind, Pause(case.pause) if case.pause else None)
    if kind is EventKind.EXTENDED:
        Limit(order.amount or 0, _limit(uow, case).unit)  # refuses what no clock can count
    elif order.until is not None and order.until <= uow.now:
        raise EndsBeforeStart
    return reason


def take_pause(
    uow: Uow,
    case: CaseFile,
    order: Pausing,
    reason: str,
    *,
    asked_at: datetime | None = None,
    asked_by: str = "",
) -> None:
    """Take the step; one that was asked for counts from the asking, unless a clock has moved
    since (whoever waits for the director shall not lose time by that).
    """
    kind = EventKind(order.kind)
    facts: dict[str, Any] = {"asked_by": asked_by} if asked_by else {}
    claimed = _counts_from(uow, case, asked_at)
    if claimed is not None:
        facts[CLAIM] = "asked"
    if kind is EventKind.EXTENDED:
        if order.amount is None:
            raise BadLimit(amount="0")
        facts |= {"amount": order.amount, "limit_unit": _limit(uow, case).unit.value}
        claimed = None
        facts.pop(CLAIM, None)
    else:
        case.pause_reason, case.resume_at = reason, order.until
        if order.until is not None:
            facts["until"] = order.until.isoformat()
    unit = named(holder_of(uow, case))
    step(uow, case, kind, note=reason, unit=unit, claimed_at=claimed, **facts)


def _limit(uow: Uow, case: CaseFile) -> Limit:
    if case.limit_number is None:
        raise AssertionError("a case that can be extended was registered")
    return limits_of(uow.session, case.limit_number).limit("handle", case.category_code, case.level)


def _counts_from(uow: Uow, case: CaseFile, asked_at: datetime | None) -> datetime | None:
    if asked_at is None:
        return None
    moved = last_move(uow, case)
    return asked_at if moved is None or moved <= asked_at else moved
