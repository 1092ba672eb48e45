"""What the centre does once a unit says it is done: call back, verify, reopen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.actions.calling import asks_reopening, note_answer, note_missed, overtake
from app.cases.actions.numbering import give_number
from app.cases.actions.steps import (
    add_event,
    clean_text,
    named,
    needed_text,
    open_case,
    step,
)
from app.cases.due import life_of
from app.cases.models import CaseFile
from app.cases.models.work import CaseRequest
from app.cases.rules import CaseState, EventKind
from app.cases.work_states import RequestKind, RequestState
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError
from app.core.ids import new_id
from app.core.words import say

_NAMES_HANDLER = frozenset({EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.REHANDLED})
REASON_MOST = 500
REOPENED_BY_RULE = 1
"""An unsatisfied reporter reopens a case once by rule; then the director decides (DOMAIN §3)."""


class AnswersIncomplete(AppError):
    """Somebody was reached and one of the two other answers is missing."""

    code = "cases.answers_incomplete"


@dataclass(frozen=True, slots=True)
class CallBack:
    """The three answers of a call-back: 联系了吗、解决了吗、满意吗.

    Attributes:
        contacted: Whether the handling unit had contacted the reporter; None: nobody was
            reached at this call, and the other two are None as well.
        solved: Whether the matter is solved.
        satisfied: Whether the reporter is satisfied.
        note: In the reporter's words.
        late: Contacted, but later than the reporter should have had to wait.
    """

    case_id: UUID
    seen_version: int
    contacted: bool | None
    solved: bool | None = None
    satisfied: bool | None = None
    note: str = ""
    late: bool = False


@once
def call_back(uow: Uow, order: CallBack, *, command_key: UUID) -> None:
    """Note what a call-back found; who is not satisfied has the case reopened, once by rule, and
    the next time the director is asked.

    Raises:
        AnswersIncomplete: An answer is missing.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.CALL_BACK)
    case.call_count += 1
    note = clean_text(order.note)
    if order.contacted is None:
        step(uow, case, EventKind.CALL_MISSED, note=note, count=case.call_count)
        note_missed(uow, case)
        return
    if order.solved is None or order.satisfied is None:
        raise AnswersIncomplete
    case.is_contacted, case.is_solved = order.contacted, order.solved
    case.is_satisfied = order.satisfied
    answers = {"contacted": order.contacted, "solved": order.solved, "satisfied": order.satisfied}
    facts: Mapping[str, Any] = {**answers, **({"late": True} if order.late else {})}
    step(uow, case, EventKind.CALLED_BACK, note=note, **facts)
    in_time = order.contacted and not order.late
    note_answer(uow, case, in_time=in_time, **answers)
    if order.solved and order.satisfied:
        return
    if case.reopened_count < REOPENED_BY_RULE:
        reopen(uow, case, say("cases.reopened_by_rule"), by_rule=True)
    else:
        _ask_director(uow, case, note)


def _ask_director(uow: Uow, case: CaseFile, note: str) -> None:
    """Put before the director whether it is reopened once more, unless it lies there already."""
    if asks_reopening(uow.session, case.id):
        return
    unit = uow.session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None
    words = say("cases.unhappy_again", times=case.reopened_count)
    row = CaseRequest(
        id=new_id(),
        case_id=case.id,
        kind=RequestKind.REOPENED,
        reason=f"{words}{note}"[:REASON_MOST],
        state=RequestState.PENDING,
        asked_at=uow.now,
        person_id=None,  # by rule: whoever called may be the one to decide
        person_name=uow.actor.name,
        unit_name=unit.name if unit else "",
    )
    uow.session.add(row)
    uow.settle(row)
    told: dict[str, object] = {"kind": row.kind, "request": str(row.id)}
    add_event(
        uow,
        case,
        EventKind.ASKED,
        old=CaseState(case.state),
        note=row.reason,
        unit=named(unit),
        facts=told,
    )
    uow.touched(Topic.REQUEST, row.id, case.region)


@once
def verify_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Note that somebody has looked at the place and found the matter done (核查)."""
    case = open_case(uow, case_id, seen_version, right=Right.CALL_BACK)
    step(uow, case, EventKind.VERIFIED, note=needed_text(note, EventKind.VERIFIED))


@once
def reopen_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Reopen a case as the director (重办): a new handling clock starts, and the unit that had
    it gets it again; a dispatcher may reassign it.
    """
    case = open_case(uow, case_id, seen_version, right=Right.APPROVE)
    reopen(uow, case, needed_text(note, EventKind.REOPENED), by_rule=False)


def reopen(uow: Uow, case: CaseFile, note: str, *, by_rule: bool) -> None:
    """Reopen a case and give it back to the unit that had it; the rights were checked."""
    unit = uow.session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None
    handler = _last_handler(uow, case)
    overtake(uow, case)
    case.finished_at = case.closed_at = case.archived_at = None
    case.is_promise_kept = None
    case.reopened_count += 1
    case.lead_id = None  # what is open again of one caller is a matter of its own
    if case.registered_at is None:  # a message that was declined
        case.registered_at = uow.now
        give_number(uow, case)
    step(uow, case, EventKind.REOPENED, note=note, by_rule=by_rule)
    if unit is not None and unit.is_active:
        step(uow, case, EventKind.ASSIGNED, unit=named(unit), handler=handler)


def _last_handler(uow: Uow, case: CaseFile) -> str:
    named = (
        event for event in reversed(life_of(uow.session, case)) if event.kind in _NAMES_HANDLER
    )
    last = next(named, None)
    return str(last.facts.get("handler", "")) if last is not None else ""
