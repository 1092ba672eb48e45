"""Merging cases under a lead (并案), and taking them apart again (撤销并案); DOMAIN §6.

Every original stays whole. A case that follows keeps its number, its caller, its start and its
limit; leaving the family takes back what following brought it, by one event, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.carrying import (
    LEAD,
    Carried,
    call_nobody,
    came_of_following,
    carry,
    followers,
    last_of,
    put_back,
    share_down,
    take_back_carried,
)
from app.cases.actions.events import add_event, changed_from, newest_ordinal
from app.cases.actions.steps import (
    clean_text,
    find_case,
    hold_case,
    step,
)
from app.cases.due import refresh_due
from app.cases.likeness import kept
from app.cases.models import CaseFile
from app.cases.reach import may_merge
from app.cases.rules import (
    HANDLING_STATES,
    BadTransition,
    CaseState,
    EventKind,
    Pause,
)
from app.cases.telling import why_alike
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed

_CAN_LEAD = (CaseState.REGISTERED, *HANDLING_STATES)
_STOPS = {
    Pause.SUSPENDED: EventKind.SUSPENDED,
    Pause.CARRIED_OVER: EventKind.CARRIED_OVER,
}


class SameFamily(AppError):
    """The two stand in one family already, or are one case."""

    code = "cases.same_family"


class FollowsNone(AppError):
    """The case is in no family, so there is nothing to take it out of."""

    code = "cases.follows_none"


class WentItsOwnWay(AppError):
    """Its caller was called back, or it was closed: what was said to them cannot be unsaid."""

    code = "cases.went_its_own_way"


@dataclass(frozen=True, slots=True)
class Joining:
    """A case that is to follow another, as the caller saw it.

    Attributes:
        reasons: Why the two are taken for one matter, as `Likeness.as_facts` tells it; kept.
            None where nobody was told: it is seen then what speaks for it.
    """

    case_id: UUID
    seen_version: int
    reasons: dict[str, object] | None = None


@once
def merge_cases(
    uow: Uow, lead_id: UUID, joining: Sequence[Joining], note: str, *, command_key: UUID
) -> UUID:
    """Let cases follow a lead; where that one follows another itself, they follow its lead.

    A case that leads others brings these along. Who handles the lead may read what follows it.

    Args:
        uow: Open transaction; its actor merges at the desks of all of them (`may_merge`).
        lead_id: Which case goes on for all.
        joining: Those that follow it.
        note: Why, if it needs saying.
        command_key: Made by the caller, once per user action.

    Returns:
        The case that leads.

    Raises:
        SameFamily: One of them stands in that family already.
        BadTransition: One of them waits to be registered, or is finished.
        WhilePaused: One of them is held up.
        NotFound: Absent or out of scope; also a lead of the lead.
        NotAllowed: The right does not reach one of them.
        Conflict: Somebody changed one of them since it was read.
    """
    lead = _lead_of(uow, lead_id)
    _check_lead(uow, lead)
    told = clean_text(note)
    for each in sorted(joining, key=lambda one: one.case_id):  # all desks hold in one order
        case = hold_case(uow, each.case_id)
        if case.id == lead.id or case.lead_id is not None:
            raise SameFamily
        if not may_merge(uow.actor, case):
            raise NotAllowed(right=Right.ASSIGN_CASE)
        if case.version != each.seen_version:
            raise Conflict(case_id=case.id)
        _join(uow, lead, case, told, each.reasons)
    return lead.id


def _lead_of(uow: Uow, case_id: UUID) -> CaseFile:
    case = find_case(uow, case_id)
    seen = {case.id}
    while case.lead_id is not None and case.lead_id not in seen:
        seen.add(case.lead_id)
        case = find_case(uow, case.lead_id)
    return hold_case(uow, case.id)


def _check_lead(uow: Uow, lead: CaseFile) -> None:
    if not may_merge(uow.actor, lead, leads=True):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    if CaseState(lead.state) not in _CAN_LEAD:
        raise BadTransition(old=CaseState(lead.state), step=EventKind.MERGED)


def _join(
    uow: Uow, lead: CaseFile, case: CaseFile, note: str, reasons: dict[str, object] | None
) -> None:
    case.lead_id = lead.id
    facts: dict[str, Any] = {LEAD: str(lead.id), "number": lead.number}
    why = why_alike(uow.session, case, lead) if reasons is None else None
    if reasons or why:
        facts["reasons"] = kept(reasons or (why.as_facts() if why else {}))
    step(uow, case, EventKind.MERGED, note=note, **facts)
    _tell_lead(uow, lead, case, EventKind.JOINED, note)
    share_down(uow, lead, case)
    if lead.pause in _STOPS:
        stop = Carried(_STOPS[Pause(lead.pause)], lead.pause_reason, {}, None)
        began = last_of(uow, lead, stop.kind)
        carry(uow, lead, case, stop, began.ordinal if began else newest_ordinal(uow, lead))


def _tell_lead(uow: Uow, lead: CaseFile, case: CaseFile, kind: EventKind, note: str) -> None:
    """Note with the lead who came or went; nothing of the lead itself changes."""
    state = CaseState(lead.state)
    facts: dict[str, object] = {"case": str(case.id), "number": case.number}
    add_event(uow, lead, kind, old=state, note=note, unit=(None, ""), facts=facts)


@once
def unmerge_case(
    uow: Uow, case_id: UUID, seen_version: int, note: str, *, command_key: UUID
) -> None:
    """Take a case out of its family: it is as if it had never been merged, and those that had
    been merged into it before go along.

    Raises:
        FollowsNone: It follows no other.
        WentItsOwnWay: It took a step of its own since.
        NotFound: Absent or out of scope.
        NotAllowed: The right does not reach it.
        Conflict: Somebody changed it since it was read.
    """
    case = hold_case(uow, case_id)
    if not may_merge(uow.actor, case):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    if case.lead_id is None:
        raise FollowsNone
    lead = hold_case(uow, case.lead_id)
    _part(uow, lead, case, clean_text(note))


def _part(uow: Uow, lead: CaseFile, case: CaseFile, note: str) -> None:
    came = came_of_following(uow, case)
    if came is None:
        raise WentItsOwnWay
    old = CaseState(case.state)
    put_back(case, came)
    facts: dict[str, object] = {
        "events": [event.ordinal for event in came],
        "from": str(lead.id),
        "number": lead.number,
        "before": changed_from(uow, case),
    }
    at = add_event(uow, case, EventKind.UNMERGED, old=old, note=note, unit=(None, ""), facts=facts)
    call_nobody(uow, case, came)
    refresh_due(uow.session, case, at)
    _tell_lead(uow, lead, case, EventKind.PARTED, note)
    take_back_carried(uow, case, {event.ordinal for event in came}, note)


@once
def change_lead(
    uow: Uow, lead_id: UUID, new_lead_id: UUID, note: str, *, stays: bool, command_key: UUID
) -> None:
    """Let another case of a family lead it; the old lead follows it, or leaves.

    Args:
        uow: Open transaction.
        lead_id: Which case leads.
        new_lead_id: Which one is to; it follows the lead directly.
        note: Why, if it needs saying.
        stays: Whether the old lead follows the new one.
        command_key: Made by the caller, once per user action.

    Raises:
        FollowsNone: The new lead does not follow the old one.
        BadTransition: The lead is finished: there is nothing left to lead.
        NotAllowed: The right does not reach one of them.
    """
    lead = hold_case(uow, lead_id)
    _check_lead(uow, lead)
    told = clean_text(note)
    group = followers(uow, lead)
    chosen = next((case for case in group if case.id == new_lead_id), None)
    if chosen is None:
        raise FollowsNone
    if not all(may_merge(uow.actor, case) for case in (lead, *group)):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    going = [case for case in group if came_of_following(uow, case) is not None]
    for case in going:
        _part(uow, lead, case, told)
    rest = [case for case in going if case is not chosen]
    for case in (*rest, lead) if stays else rest:
        _join(uow, chosen, case, told, None)
