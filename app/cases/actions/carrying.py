"""Cases that were merged into another follow it: what is done with the lead is done with them.

Every case keeps its own start and limit. What stops or lengthens the lead's clock does the same to
theirs, and what ends the lead ends them; these are events of their own with the lead named, so that
leaving the family can take back just these.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.cases.actions.audience import share
from app.cases.actions.ending_checks import (
    TasksOpen,
    WhistleUnderWay,
    check_nothing_open,
    keep_promise,
)
from app.cases.actions.events import (
    add_event,
    changed_from,
    newest_ordinal,
    remember,
    restore,
)
from app.cases.due import AnyEvent, life_of, refresh_due
from app.cases.held import held_case
from app.cases.life_clock import CLAIM, last_step
from app.cases.models import CaseFile
from app.cases.rules import (
    CARRIED,
    FOLLOWER_STEPS,
    HANDLING_STATES,
    PAUSES,
    CaseState,
    EventKind,
)
from app.cases.scope import visible
from app.core.database import Uow

LEAD, OF = "lead", "of"
"""Facts of an event that was carried over: key of the lead, ordinal of the lead's event."""
_FOLLOWING = (CaseState.REGISTERED, *HANDLING_STATES)
_PASSES_ON = frozenset(
    {EventKind.ASSIGNED, EventKind.REASSIGNED, EventKind.ESCALATED, EventKind.HANDED_OVER}
)
"""Steps after which others read the lead than before."""
_KEPT = ("amount", "limit_unit", "until", "reason", "checks", CLAIM)


@dataclass(frozen=True, slots=True)
class Carried:
    """A step of a lead as it is carried over."""

    kind: EventKind
    note: str
    facts: Mapping[str, Any]
    claimed_at: datetime | None


def rests_with_lead(case: CaseFile, kind: EventKind) -> bool:
    """Tell whether a step is the lead's to take, as the case follows it."""
    return case.lead_id is not None and kind not in FOLLOWER_STEPS


def is_carried(event: AnyEvent) -> bool:
    """Tell whether an event came of following a lead."""
    return EventKind(event.kind) in CARRIED and LEAD in event.facts


def followers(uow: Uow, lead: CaseFile) -> Sequence[CaseFile]:
    """Return the cases that follow one directly, as they are now, held until the commit; those
    the actor may not see are left to the keeper (`app.cases.family_chores`).
    """
    if held_case(uow.session, lead.id) is not None:
        return ()  # it was opened in this transaction: nothing has been merged into it
    asked = sa.select(CaseFile).where(CaseFile.lead_id == lead.id, visible(uow.actor, few=True))
    held = asked.order_by(CaseFile.id).with_for_update(of=CaseFile)
    found = uow.session.scalars(held.execution_options(populate_existing=True)).all()
    for case in found:
        remember(uow, case)
    return found


def carry_on(
    uow: Uow,
    lead: CaseFile,
    kind: EventKind,
    note: str,
    facts: Mapping[str, Any],
    claimed_at: datetime | None,
) -> None:
    """Do with all who follow a case what was just done with it."""
    if kind is EventKind.REOPENED:
        take_back_carried(uow, lead, None, note)
    elif kind in _PASSES_ON:
        _share_all(uow, lead)
    elif kind in CARRIED:
        following = followers(uow, lead)
        of = newest_ordinal(uow, lead) if following else 0
        step = Carried(kind, note, facts, claimed_at)
        for case in following:
            carry(uow, lead, case, step, of)


def _share_all(uow: Uow, lead: CaseFile) -> None:
    for case in followers(uow, lead):
        share_down(uow, lead, case)


def share_down(uow: Uow, lead: CaseFile, case: CaseFile) -> None:
    """Let who reads a lead read a case that follows it, and all that follow that one."""
    share(uow, lead, case)
    _share_all(uow, case)


def carry(uow: Uow, lead: CaseFile, case: CaseFile, step: Carried, of: int) -> bool:
    """Do with one follower what was done with its lead, where it is not past that.

    Returns:
        Whether it was done: a case that somebody has a task for is not finished before.
    """
    if not _can_follow(uow, case, step):
        return False
    old, life = CaseState(case.state), life_of(uow.session, case)
    claimed = step.claimed_at if CLAIM in step.facts else None
    if claimed is not None and life and claimed < life[-1].at:
        claimed = None  # it came in after that
    _move(uow, lead, case, step.kind, claimed)
    facts: dict[str, object] = {name: step.facts[name] for name in _KEPT if name in step.facts}
    facts |= {LEAD: str(lead.id), OF: of, "number": lead.number}
    if before := changed_from(uow, case):
        facts["before"] = before
    at = add_event(
        uow,
        case,
        step.kind,
        old=old,
        note=step.note,
        unit=(None, ""),
        claimed_at=claimed,
        facts=facts,
    )
    refresh_due(uow.session, case, at)
    carry_on(uow, case, step.kind, step.note, facts, claimed)
    return True


def _can_follow(uow: Uow, case: CaseFile, step: Carried) -> bool:
    if CaseState(case.state) not in _FOLLOWING:
        return False
    if step.kind in PAUSES:
        return case.pause is None
    if step.kind is EventKind.RESUMED:
        return case.pause is not None
    if step.kind is EventKind.EXTENDED:  # so many hours are not so many days
        unit = step.facts.get("limit_unit")
        return unit is None or case.clock_unit is None or case.clock_unit == unit
    try:
        check_nothing_open(uow, case)
    except (TasksOpen, WhistleUnderWay):
        return False
    return True


def _move(
    uow: Uow, lead: CaseFile, case: CaseFile, kind: EventKind, claimed: datetime | None
) -> None:
    """Set the columns that the step of the lead changes."""
    if kind in PAUSES:
        case.pause, case.pause_reason = PAUSES[kind], lead.pause_reason
    elif kind is EventKind.RESUMED or case.pause is not None:
        case.pause, case.pause_reason = None, ""
    if kind is EventKind.FINISHED:
        case.state, case.finished_at = CaseState.FINISHED, claimed or uow.now
        keep_promise(uow, case)
    elif kind is EventKind.DECLINED:
        case.state, case.closed_at = CaseState.DECLINED, uow.now


def take_back_carried(
    uow: Uow, lead: CaseFile, ordinals: Collection[int] | None, note: str
) -> None:
    """Take back with all who follow a case what is taken back with it, unless they went on.

    Args:
        uow: Open transaction.
        lead: Whose step was put right, or which is open again.
        ordinals: Its events that were; None for all that ended it.
        note: Why.
    """
    for case in followers(uow, lead):
        while (last := _to_take_back(uow, lead, case, ordinals)) is not None:
            _take_back(uow, case, last, note)


def _to_take_back(
    uow: Uow, lead: CaseFile, case: CaseFile, ordinals: Collection[int] | None
) -> AnyEvent | None:
    last = last_step(life_of(uow.session, case))
    if last is None or not is_carried(last) or last.facts[LEAD] != str(lead.id):
        return None
    if ordinals is not None:
        return last if last.facts[OF] in ordinals else None
    return last if last.new_state != last.old_state else None


def _take_back(uow: Uow, case: CaseFile, event: AnyEvent, note: str) -> None:
    old = CaseState(case.state)
    put_back(case, (event,))
    facts: dict[str, object] = {"event": event.ordinal, "kind": event.kind}
    facts["before"] = changed_from(uow, case)
    add_event(uow, case, EventKind.REVERSED, old=old, note=note, unit=(None, ""), facts=facts)
    call_nobody(uow, case, (event,))
    refresh_due(uow.session, case, uow.now)
    take_back_carried(uow, case, {event.ordinal}, note)


def call_nobody(uow: Uow, case: CaseFile, events: Sequence[AnyEvent]) -> None:
    """Call nobody about a finishing that is taken back."""
    if any(event.kind == EventKind.FINISHED for event in events):
        from app.cases.actions.calling import overtake  # it stands on the steps above this

        overtake(uow, case)


def put_back(case: CaseFile, events: Sequence[AnyEvent]) -> None:
    """Let a case be as it was before some events, of which the last is undone first."""
    for event in reversed(events):
        case.state = event.old_state or case.state
        restore(case, event.facts.get("before", {}))


def came_of_following(uow: Uow, case: CaseFile) -> tuple[AnyEvent, ...] | None:
    """Return the events that following brought a case, from the merging on, as far as they
    stand; None where it took a step of its own since, as when its caller was called back.
    """
    events = life_of(uow.session, case)
    merged = next((e for e in reversed(events) if e.kind == EventKind.MERGED), None)
    if merged is None:
        return None
    since = [e for e in events if e.ordinal >= merged.ordinal]
    found = tuple(e for e in since if e is merged or is_carried(e))
    last = last_step(since)
    return found if last is not None and last in found else None


def last_of(uow: Uow, case: CaseFile, kind: EventKind) -> AnyEvent | None:
    """Return the last event of a kind that stands."""
    return next((e for e in reversed(life_of(uow.session, case)) if e.kind == kind), None)
