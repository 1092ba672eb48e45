"""Putting right what was wrong: a mistaken step, a wrong kind, a time, the version counted by."""

from dataclasses import dataclass
from datetime import timedelta
from inspect import unwrap
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.calling import after_reversal
from app.cases.actions.carrying import is_carried, rests_with_lead, take_back_carried
from app.cases.actions.events import add_event, changed_from, restore
from app.cases.actions.intake import check_category, is_told_in_confidence
from app.cases.actions.ruling import take_back_ruling
from app.cases.actions.steps import (
    hold_case,
    needed_text,
    open_case,
    step,
)
from app.cases.due import AnyEvent, clock_pair, life_of, refresh_due
from app.cases.life_clock import counted_times, last_step
from app.cases.limits import limits_now
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.reach import may_act
from app.cases.rules import NOT_REVERSIBLE, CaseState, EventKind, FollowsLead, Level, MatterClass
from app.cases.work_states import SupervisionState
from app.core.calendar_store import current_calendar
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.shared_settings import settings_at

_ASSIGNMENTS = frozenset({EventKind.ASSIGNED, EventKind.REASSIGNED})


class NothingToReverse(AppError):
    """The last step is none that can be put right by a reversing event."""

    code = "cases.nothing_to_reverse"


class TooLateToReverse(AppError):
    """The minutes in which a mistaken step may be put right are over; facts: ``minutes``."""

    code = "cases.too_late_to_reverse"


class NotYourStep(AppError):
    """A step is put right by who took it, or by the director; facts: ``who``."""

    code = "cases.not_your_step"


class NoClaim(AppError):
    """That event claims no other time, or it counts already."""

    code = "cases.no_claim"


class MovedOn(AppError):
    """Something followed the assignment that was to be taken back."""

    code = "cases.moved_on"


@once
def take_back_assignment(uow: Uow, case_id: UUID, note: str, *, command_key: UUID) -> None:
    """Put one's own assignment right while it is the last step of the case.

    Raises:
        MovedOn: Somebody took another step since, or the assignment was another's.
        TooLateToReverse: It is too long ago.
    """
    case = hold_case(uow, case_id)
    last = last_step(life_of(uow.session, case))
    own = last is not None and last.person_id == uow.actor.person_id
    if last is None or not own or EventKind(last.kind) not in _ASSIGNMENTS:
        raise MovedOn
    unwrap(reverse_step)(uow, case_id, case.version, note, command_key=command_key)


@once
def reverse_step(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Put the last step right by a reversing event: all is as before it, and both stand in the
    story. Only for some minutes, and only by who took it or the director.

    Raises:
        NothingToReverse: There is no such step.
        TooLateToReverse: It is too long ago.
        NotYourStep: Somebody else took it.
    """
    case = hold_case(uow, case_id)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    last = last_step(life_of(uow.session, case))
    if last is None or EventKind(last.kind) in NOT_REVERSIBLE or is_carried(last):
        raise NothingToReverse
    directs = may_act(uow.actor, case, Right.APPROVE)
    if last.person_id != uow.actor.person_id and not directs:
        raise NotYourStep(who=last.person_name)
    minutes = settings_at(uow.session, uow.now).reverse_min
    if uow.now - last.at > timedelta(minutes=minutes):
        raise TooLateToReverse(minutes=minutes)
    why = needed_text(note, EventKind.REVERSED)
    if EventKind(last.kind) is EventKind.SUPERVISED:
        _take_back_sheet(uow, case, last, why)
    if "ruling" in last.facts:
        take_back_ruling(uow, UUID(last.facts["ruling"]), why)
    old = CaseState(case.state)
    case.state = CaseState(last.old_state) if last.old_state else old
    restore(case, last.facts.get("before", {}))
    facts: dict[str, object] = {"event": last.ordinal, "kind": last.kind}
    facts["before"] = changed_from(uow, case)
    add_event(uow, case, EventKind.REVERSED, old=old, note=why, unit=(None, ""), facts=facts)
    after_reversal(uow, case, last)
    refresh_due(uow.session, case, uow.now)
    take_back_carried(uow, case, {last.ordinal}, why)


def _take_back_sheet(uow: Uow, case: CaseFile, issued: AnyEvent, why: str) -> None:
    """Let an issued sheet press nobody any more; one that was answered stands."""
    row = uow.session.get_one(Supervision, UUID(issued.facts["sheet"]))
    if "news" in issued.facts or SupervisionState(row.state) is not SupervisionState.ISSUED:
        raise NothingToReverse
    row.state, row.reply = SupervisionState.DROPPED, why
    row.ended_at, row.ended_name = uow.now, uow.actor.name
    uow.touched(Topic.SUPERVISION, row.id, case.region)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a case is, better known: its kind, how pressing, which class of matter."""

    case_id: UUID
    seen_version: int
    category: str
    level: Level
    matter_class: MatterClass | None
    note: str


@once
def amend_case(uow: Uow, order: Amendment, *, command_key: UUID) -> None:
    """Correct kind and level; the deadline counts from the same start by the new limit, and the
    event keeps both.
    """
    case = open_case(uow, order.case_id, order.seen_version, right=Right.ASSIGN_CASE)
    amend(uow, case, order.category, order.level, order.matter_class, order.note)


def amend(
    uow: Uow,
    case: CaseFile,
    category: str | None,
    level: Level,
    matter_class: str | None,
    note: str,
) -> None:
    """Correct a case that is held, as whoever may."""
    told = needed_text(note, EventKind.AMENDED)
    check_category(uow, category)
    due = case.handle_due_at.isoformat() if case.handle_due_at else None
    case.category_code, case.level, case.matter_class = category, level, matter_class
    # Never taken back by another correction: who may not learn it would learn it.
    case.is_confidential = case.is_confidential or is_told_in_confidence(uow, category)
    step(uow, case, EventKind.AMENDED, note=told, old_due=due, category=category)


@once
def accept_claim(
    uow: Uow, case_id: UUID, seen_version: int, event: int, note: str, *, command_key: UUID
) -> None:
    """Let the clock count the time that an event claims, as the director (DOMAIN §4).

    Args:
        uow: Open transaction.
        case_id: Which case.
        seen_version: As the caller saw it.
        event: Ordinal of the event.
        note: Why it is believed.
        command_key: Makes doing it twice do it once.

    Raises:
        NoClaim: The event claims no other time, or it counts already.
        EventsOutOfOrder: By that time it would lie before the step it follows.
    """
    case = open_case(uow, case_id, seen_version, right=Right.APPROVE)
    why = needed_text(note, EventKind.CLAIM_ACCEPTED)
    found = next((e for e in life_of(uow.session, case) if e.ordinal == event), None)
    if found is None or found.claimed_at is None or _counts(uow, case, event):
        raise NoClaim
    _note(uow, case, EventKind.CLAIM_ACCEPTED, why, {"event": event})


def _counts(uow: Uow, case: CaseFile, event: int) -> bool:
    return event in counted_times(life_of(uow.session, case))


@once
def recount_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Count a case by the limits and the calendar in force now, from its start, because the
    director orders it; changing a rule by itself never rewrites the past (DOMAIN §4).
    """
    case = open_case(uow, case_id, seen_version, right=Right.APPROVE)
    why = needed_text(note, EventKind.RECOUNTED)
    if rests_with_lead(case, EventKind.RECOUNTED):
        raise FollowsLead(step=EventKind.RECOUNTED)
    if clock_pair(uow.session, case, uow.now) is None:
        raise NotAllowed(right=Right.APPROVE)
    before = {"limit_number": case.limit_number, "calendar_number": case.calendar_number}
    case.limit_number = limits_now(uow.session).number
    case.calendar_number = current_calendar(uow.session).number
    _note(uow, case, EventKind.RECOUNTED, why, {"before": before})


def _note(uow: Uow, case: CaseFile, kind: EventKind, note: str, facts: dict[str, object]) -> None:
    state = CaseState(case.state)
    at = add_event(uow, case, kind, old=state, note=note, unit=(None, ""), facts=facts)
    refresh_due(uow.session, case, at)
