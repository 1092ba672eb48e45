"""Asking the director for what only they may do, and their answer (延期、挂起、挂账审批)."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.after_finishing import reopen
from app.cases.actions.handle import open_to_handle
from app.cases.actions.pausing import Pausing, check_pause, take_pause
from app.cases.actions.steps import add_event, clean_text, hold_case, named, needed_text
from app.cases.models import CaseFile
from app.cases.models.work import CaseRequest
from app.cases.reach import may_act
from app.cases.rules import CaseState, EventKind
from app.cases.work_states import RequestKind, RequestState
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id


class AskedAlready(AppError):
    """The same was asked for and waits for the director; facts: ``kind``."""

    code = "cases.asked_already"


class DecidedAlready(AppError):
    """Somebody has decided on the request, or it was withdrawn; facts: ``state``."""

    code = "cases.decided_already"


class OwnRequest(AppError):
    """Nobody approves what they asked for themselves, as a deputy either."""

    code = "cases.own_request"


@once
def ask_pause(uow: Uow, order: Pausing, *, command_key: UUID) -> UUID:
    """Ask the director for it; the clock runs on until the answer, which counts from the asking.

    Raises:
        AskedAlready: The same waits for an answer.
    """
    case, unit, _ = open_to_handle(uow, order.case_id, order.seen_version)
    reason = check_pause(uow, case, order)
    pending = sa.select(CaseRequest.id).where(
        CaseRequest.case_id == case.id,
        CaseRequest.kind == order.kind,
        CaseRequest.state == RequestState.PENDING,
    )
    if uow.session.scalar(pending) is not None:
        raise AskedAlready(kind=order.kind)
    request = CaseRequest(
        id=new_id(),
        case_id=case.id,
        kind=order.kind,
        reason=reason,
        amount=order.amount if order.kind is RequestKind.EXTENDED else None,
        until=None if order.kind is RequestKind.EXTENDED else order.until,
        state=RequestState.PENDING,
        asked_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
        unit_name=unit.name if unit else "",
    )
    uow.session.add(request)
    _tell(uow, case, EventKind.ASKED, request, reason, unit=named(unit))
    return request.id


@once
def approve_request(
    uow: Uow, request_id: UUID, seen_version: int, decision: str = "", *, command_key: UUID
) -> None:
    """Approve what was asked for: the step is taken, as of the moment of the asking.

    Raises:
        DecidedAlready: Somebody has decided, or it was withdrawn.
        Conflict: The request is not as it was seen.
        BadTransition: The case has moved on meanwhile and the step cannot be taken any more.
    """
    request, case = _to_decide(uow, request_id, seen_version)
    if request.person_id is not None and request.person_id == uow.actor.person_id:
        raise OwnRequest
    if RequestKind(request.kind) is RequestKind.REOPENED:
        words = clean_text(decision)
        _decide(uow, request, RequestState.APPROVED, words)
        reopen(uow, case, words or request.reason, by_rule=False)
        uow.touched(Topic.REQUEST, request.id, case.region)
        return
    order = Pausing(
        case_id=case.id,
        seen_version=case.version,
        kind=RequestKind(request.kind),
        reason=request.reason,
        amount=request.amount,
        until=request.until,
    )
    reason = check_pause(uow, case, order)
    _decide(uow, request, RequestState.APPROVED, clean_text(decision))
    who = request.person_name
    take_pause(uow, case, order, reason, asked_at=request.asked_at, asked_by=who)
    uow.touched(Topic.REQUEST, request.id, case.region)


@once
def refuse_request(
    uow: Uow, request_id: UUID, seen_version: int, decision: str, *, command_key: UUID
) -> None:
    """Refuse what was asked for, with the reason; nothing about the clock changes."""
    request, case = _to_decide(uow, request_id, seen_version)
    why = needed_text(decision, EventKind.REFUSED)
    _decide(uow, request, RequestState.REFUSED, why)
    _tell(uow, case, EventKind.REFUSED, request, why, unit=(None, ""))


@once
def withdraw_request(uow: Uow, request_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take back what one asked for oneself, before it is decided on."""
    request = _found(uow, request_id)
    case = hold_case(uow, request.case_id)
    if request.person_id != uow.actor.person_id:
        raise NotAllowed(right=Right.HANDLE_CASE)
    _check_pending(request, seen_version)
    _decide(uow, request, RequestState.WITHDRAWN, "")
    uow.record(
        "cases.request_withdrawn", Topic.REQUEST, request.id, region=case.region, kind=request.kind
    )
    uow.touched(Topic.REQUEST, request.id, case.region)
    uow.touched(Topic.CASE, case.id, case.region)


def _to_decide(uow: Uow, request_id: UUID, seen_version: int) -> tuple[CaseRequest, CaseFile]:
    request = _found(uow, request_id)
    case = hold_case(uow, request.case_id)
    if not may_act(uow.actor, case, Right.APPROVE):
        raise NotAllowed(right=Right.APPROVE)
    _check_pending(request, seen_version)
    return request, case


def _found(uow: Uow, request_id: UUID) -> CaseRequest:
    held = sa.select(CaseRequest).where(CaseRequest.id == request_id).with_for_update()
    request = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if request is None:
        raise NotFound(request=request_id)
    return request


def _check_pending(request: CaseRequest, seen_version: int) -> None:
    state = RequestState(request.state)
    if state is not RequestState.PENDING:
        raise DecidedAlready(state=state)
    if request.version != seen_version:
        raise Conflict(request=request.id)


def _decide(uow: Uow, request: CaseRequest, state: RequestState, decision: str) -> None:
    request.state = state
    request.decided_at, request.decided_name = uow.now, uow.actor.name
    request.decision = decision[:500]
    uow.settle(request)


def _tell(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    request: CaseRequest,
    note: str,
    *,
    unit: tuple[UUID | None, str],
) -> None:
    facts: dict[str, object] = {"kind": request.kind, "request": str(request.id)}
    if request.amount is not None:
        facts["amount"] = request.amount
    if request.until is not None:
        facts["until"] = request.until.isoformat()
    add_event(uow, case, kind, old=CaseState(case.state), note=note, unit=unit, facts=facts)
    uow.touched(Topic.REQUEST, request.id, case.region)
