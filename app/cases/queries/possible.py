"""What somebody may do with a case now: the same rights the actions ask for."""

from dataclasses import dataclass

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.reach import may_act, may_handle, may_merge, may_type_in
from app.cases.reminding import may_remind
from app.cases.rights import TO_MARK
from app.cases.rules import ASKABLE, CaseState, EventKind, Pause, steps_from
from app.core.actor import Actor

_BY_RIGHT: dict[EventKind, Right] = {
    EventKind.REGISTERED: Right.REGISTER_CASE,
    EventKind.DECLINED: Right.ASSIGN_CASE,
    EventKind.ASSIGNED: Right.ASSIGN_CASE,
    EventKind.REASSIGNED: Right.ASSIGN_CASE,
    EventKind.TABLED: Right.ASSIGN_CASE,
    EventKind.GIVEN_BACK: Right.ASSIGN_CASE,
    EventKind.ESCALATED: Right.ASSIGN_CASE,
    EventKind.HANDED_OVER: Right.ASSIGN_CASE,
    EventKind.AMENDED: Right.ASSIGN_CASE,
    EventKind.SUSPENDED: Right.APPROVE,
    EventKind.EXTENDED: Right.APPROVE,
    EventKind.CARRIED_OVER: Right.APPROVE,
    EventKind.REOPENED: Right.APPROVE,
    EventKind.SUPERVISED: Right.SUPERVISE_CASE,
    EventKind.CALL_MISSED: Right.CALL_BACK,
    EventKind.CALLED_BACK: Right.CALL_BACK,
    EventKind.VERIFIED: Right.CALL_BACK,
    EventKind.CLOSED: Right.CLOSE_CASE,
    EventKind.ARCHIVED: Right.CLOSE_CASE,
    EventKind.SOLVED_ON_SPOT: Right.HANDLE_CASE,
}
_BY_HOLDING = frozenset(
    {EventKind.SIGNED_FOR, EventKind.PROGRESSED, EventKind.FINISHED, EventKind.RETURNED}
)
_OF_MESSAGES = frozenset({EventKind.HANDED_OVER, EventKind.DECLINED})
"""What is done to a message nobody has accepted by who accepts messages."""
_HOLDING_OR = {EventKind.REHANDLED: Right.ASSIGN_CASE, EventKind.RESUMED: Right.APPROVE}


@dataclass(frozen=True, slots=True)
class Possible:
    """What somebody may do with a case now.

    Attributes:
        steps: Steps they may take.
        asks: Steps they may ask the director for.
        holds: Whether they do the holder's work, for their own unit or typed in for it.
        on_behalf: Whether they type in for a unit without a desk.
        may_give_tasks: Whether they may give and withdraw tasks.
        may_decide: Whether they decide as the director: on requests, claimed times, counting.
        may_remind: Whether they may remind of it, were it time to.
        may_mark: Whether they work on it in any way and may so put tags on it.
    """

    steps: frozenset[EventKind]
    asks: frozenset[EventKind]
    holds: bool
    on_behalf: bool
    may_give_tasks: bool
    may_decide: bool
    may_remind: bool
    may_mark: bool


def possible(actor: Actor, case: CaseFile, unit: Unit | None) -> Possible:
    """Return what `actor` may do with a case that `unit` holds."""
    pause, follows = Pause(case.pause) if case.pause else None, case.lead_id is not None
    open_steps = steps_from(CaseState(case.state), pause, follows=follows)
    own = _handles(actor, case, unit)
    types_in = not own and may_type_in(actor, case, unit)
    holds = own or types_in
    assigns = may_act(actor, case, Right.ASSIGN_CASE)
    steps = frozenset(step for step in open_steps if _may_take(actor, case, step, holds=holds))
    return Possible(
        steps=steps,
        asks=(ASKABLE & open_steps) - steps if holds else frozenset(),
        holds=holds,
        on_behalf=types_in,
        may_give_tasks=case.registered_at is not None and (holds or assigns),
        may_decide=may_act(actor, case, Right.APPROVE),
        may_remind=may_remind(actor, case),
        may_mark=own or any(may_act(actor, case, right) for right in TO_MARK),
    )


def may_take(actor: Actor, case: CaseFile, unit: Unit | None, step: EventKind) -> bool:
    """Tell whether the rights of `actor` reach a step, wherever the case stands."""
    holds = _handles(actor, case, unit) or may_type_in(actor, case, unit)
    return _may_take(actor, case, step, holds=holds)


def _handles(actor: Actor, case: CaseFile, unit: Unit | None) -> bool:
    return may_handle(actor, case, unit) if case.handling_unit_id else False


def _may_take(actor: Actor, case: CaseFile, step: EventKind, *, holds: bool) -> bool:
    if step in _BY_HOLDING:
        return holds
    if step is EventKind.MERGED:
        return may_merge(actor, case)
    if step in _HOLDING_OR:
        return holds or may_act(actor, case, _HOLDING_OR[step])
    if step in _OF_MESSAGES and case.registered_at is None:
        return may_act(actor, case, Right.REGISTER_CASE)
    return may_act(actor, case, _BY_RIGHT[step])
