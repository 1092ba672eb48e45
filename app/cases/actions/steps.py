"""What every step on a case has in common: find it, check it, write its event."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.due import refresh_due
from app.cases.held import HeldCase, PlainEvent, held_case
from app.cases.life_clock import CLAIM, MOVES_HANDLING, MOVES_SIGNING
from app.cases.models import CaseAudience, CaseFile, CasePlace
from app.cases.models.life import CaseEvent
from app.cases.models.work import CaseRequest, Outage
from app.cases.reach import may_act as may_act
from app.cases.rules import CaseState, EventKind, Pause, after
from app.cases.scope import may_read, visible
from app.cases.work_states import RequestState
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import storable

MAX_TEXT = 20_000
MOVES_CLOCK = MOVES_HANDLING | MOVES_SIGNING


class TextTooLong(AppError):
    """A text is longer than a case can hold; facts: ``limit``, ``have``."""

    code = "cases.text_too_long"


class TextMissing(AppError):
    """A step that must say something says nothing; facts: ``step``."""

    code = "cases.text_missing"


def clean_text(text: str) -> str:
    """Return text without control characters and outer white space (also U+3000 and NBSP).

    Raises:
        TextTooLong: More than `MAX_TEXT` characters are left.
    """
    kept = text if text.isprintable() else storable(text)
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    kept = kept.strip()
    if len(kept) > MAX_TEXT:
        raise TextTooLong(limit=MAX_TEXT, have=len(kept))
    return kept


def needed_text(text: str, step: EventKind) -> str:
    """Return cleaned text; a text of spaces is refused."""
    kept = clean_text(text)
    if not kept:
        raise TextMissing(step=step)
    return kept


def find_case(uow: Uow, case_id: UUID) -> CaseFile:
    """Return a case within the actor's scope.

    Raises:
        NotFound: It is absent or not theirs: the same answer for both.
    """
    return _found(uow, case_id, sa.select(CaseFile))


def hold_case(uow: Uow, case_id: UUID) -> CaseFile:
    """Return a case within the actor's scope as it is now, and let nobody else act on it until
    the commit: what is about to be said of it must not cross with another desk's step.

    Raises:
        NotFound: It is absent or not theirs: the same answer for both.
    """
    held = sa.select(CaseFile).with_for_update(of=CaseFile)
    return _found(uow, case_id, held.execution_options(populate_existing=True))


def _found(uow: Uow, case_id: UUID, asked: sa.Select[CaseFile]) -> CaseFile:
    kept = held_case(uow.session, case_id)
    if kept is not None:
        case = kept.case if may_read(uow.actor, kept.case, kept.heard, kept.placed) else None
    else:
        asked = asked.where(CaseFile.id == case_id, visible(uow.actor))
        case = uow.session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    remember(uow, case)
    return case


def open_case(uow: Uow, case_id: UUID, seen_version: int, *, right: str) -> CaseFile:
    """Return a case to act on, as the caller saw it.

    Raises:
        NotFound: Absent or out of scope.
        NotAllowed: The right does not reach this case.
        Conflict: Somebody changed it since it was read.
    """
    case = hold_case(uow, case_id)
    if not may_act(uow.actor, case, right):
        raise NotAllowed(right=right)
    if case.version != seen_version:
        raise Conflict(case_id=case_id)
    return case


REVERSIBLE = (
    "pause",
    "pause_reason",
    "resume_at",
    "handling_unit_id",
    "handler_id",
    "desk_region",
    "region",
    "category_code",
    "level",
    "matter_class",
    "finished_at",
    "closed_at",
    "archived_at",
    "supervision_level",
    "returned_count",
    "reopened_count",
    "call_count",
    "is_contacted",
    "is_solved",
    "is_satisfied",
    "is_promise_kept",
    "limit_number",
    "calendar_number",
)
"""Columns that a step may change; its event keeps what they were."""


def remember(uow: Uow, case: CaseFile) -> None:
    """Keep what a case is like before a step, for the event of that step."""
    kept = uow.session.info.setdefault("cases.before", {})
    now = vars(case)  # a tenth of the cost of asking for each; what is not loaded is asked for
    kept[case.id] = {n: now[n] if n in now else getattr(case, n) for n in REVERSIBLE}


def changed_from(uow: Uow, case: CaseFile) -> dict[str, Any]:
    """Return what the step has changed, as it was; the next step starts from what it is now."""
    kept = uow.session.info.get("cases.before", {}).get(case.id)
    if kept is None:
        return {}
    now = vars(case)
    changed = {
        name: old
        for name, old in kept.items()
        if (now[name] if name in now else getattr(case, name)) != old
    }
    for name in changed:
        kept[name] = getattr(case, name)
    return {name: _plain(old) for name, old in changed.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def holder_of(uow: Uow, case: CaseFile) -> Unit | None:
    """Return the unit that holds a case."""
    return uow.session.get(Unit, case.handling_unit_id) if case.handling_unit_id else None


def named(unit: Unit | None) -> tuple[UUID | None, str]:
    """Return key and name of a unit, as an event keeps them."""
    return (unit.id, unit.name) if unit else (None, "")


def step(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    *,
    note: str = "",
    unit: tuple[UUID | None, str] = (None, ""),
    claimed_at: datetime | None = None,
    **facts: object,
) -> None:
    """Move a case on by one event: new state, due times, journal and news in one go.

    Args:
        uow: Open transaction.
        case: As `hold_case` returned it, with the columns changed that the step changes.
        kind: Which step.
        note: What was said.
        unit: Whose step it is, or to whom the case went: key and name.
        claimed_at: When it happened, if not now; see `checked_claim`.
        facts: What else the event keeps.

    Raises:
        BadTransition: The step cannot be taken from where the case stands.
        WhilePaused: What holds the case up has to end first.
    """
    old = CaseState(case.state)
    case.state, case.pause = after(old, kind, Pause(case.pause) if case.pause else None)
    if case.pause is None and (case.pause_reason or case.resume_at):
        case.pause_reason, case.resume_at = "", None
    before = changed_from(uow, case)
    if before:
        facts["before"] = before
    if before.get("handling_unit_id") is not None:
        _drop_requests(uow, case)
    at = add_event(
        uow, case, kind, old=old, note=note, unit=unit, claimed_at=claimed_at, facts=facts
    )
    refresh_due(uow.session, case, at)


def add_event(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    *,
    old: CaseState | None,
    note: str,
    unit: tuple[UUID | None, str],
    facts: dict[str, object],
    claimed_at: datetime | None = None,
) -> datetime:
    """Append an event, journal it, and tell every desk.

    Returns:
        When it happened: now, yet never before the event it follows, since the clocks of two
        desks may differ by a second.
    """
    kept = held_case(uow.session, case.id)
    ordinal, before = _newest(uow, case, kept)
    ordinal, at = ordinal + 1, max(uow.now, before or uow.now)
    values = event_row(uow, case.id, kind, ordinal, (old, case.state), facts)
    values |= {"at": at, "claimed_at": claimed_at, "note": note}
    values |= {"unit_id": unit[0], "unit_name": unit[1]}
    _append(uow, values, kept)
    uow.record(
        f"cases.{kind}",
        Topic.CASE,
        case.id,
        region=case.region,
        **event_told(ordinal, (old, case.state)),
    )
    uow.touched(Topic.CASE, case.id, case.region)
    return at


def event_row(
    uow: Uow,
    case_id: UUID,
    kind: EventKind,
    ordinal: int,
    states: tuple[str | None, str],
    facts: dict[str, object],
) -> dict[str, Any]:
    """Return the columns of an event of this moment that says nothing and concerns no unit.

    Args:
        uow: Open transaction.
        case_id: Whose event it is.
        kind: Which step.
        ordinal: Its place among the events of the case, from 1.
        states: Before and after it.
        facts: What else the event keeps.
    """
    return {
        "id": new_id(),
        "case_id": case_id,
        "ordinal": ordinal,
        "kind": kind,
        "at": uow.now,
        "claimed_at": None,
        "person_id": uow.actor.person_id,
        "person_name": uow.actor.name,
        "unit_id": None,
        "unit_name": "",
        "old_state": states[0],
        "new_state": states[1],
        "note": "",
        "facts": facts,
    }


def event_told(ordinal: int, states: tuple[str | None, str]) -> dict[str, object]:
    """Return what the journal keeps of an event."""
    return {"state": list(states), "event": ordinal}


def newest_ordinal(uow: Uow, case: CaseFile) -> int:
    """Return the ordinal of the last event of a case; 0 before the first."""
    return _newest(uow, case, held_case(uow.session, case.id))[0]


def _newest(uow: Uow, case: CaseFile, kept: HeldCase | None) -> tuple[int, datetime | None]:
    if kept is not None:
        last = kept.events[-1] if kept.events else None
        return (last.ordinal, last.at) if last else (0, None)
    asked = sa.select(sa.func.max(CaseEvent.ordinal), sa.func.max(CaseEvent.at))
    found = uow.session.execute(asked.where(CaseEvent.case_id == case.id)).one()
    return found[0] or 0, found[1]


def last_move(uow: Uow, case: CaseFile) -> datetime | None:
    """Return when the last step was recorded that moved a clock."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        return max((e.at for e in kept.events if e.kind in MOVES_CLOCK), default=None)
    asked = sa.select(sa.func.max(CaseEvent.at)).where(
        CaseEvent.case_id == case.id, CaseEvent.kind.in_(MOVES_CLOCK)
    )
    return uow.session.scalar(asked)


def _append(uow: Uow, values: dict[str, Any], kept: HeldCase | None) -> None:
    if kept is not None:
        kept.events.append(PlainEvent(**values))
        uow.add(CaseEvent, **values)
        return
    uow.session.add(CaseEvent(**values))
    uow.session.flush()


class ClaimedLater(AppError):
    """A step is said to have been taken in the future."""

    code = "cases.claimed_later"


class ClaimedTooEarly(AppError):
    """A step is said to have been taken before the one it follows; facts: ``earliest``."""

    code = "cases.claimed_too_early"


def checked_claim(uow: Uow, case: CaseFile, claimed_at: datetime | None) -> dict[str, Any]:
    """Check when a step is said to have been taken; return the facts its event keeps of that.

    The claim counts from the start where it lies within an outage that the server saw; else
    it stands beside the recorded time until the director accepts it.

    Raises:
        ClaimedLater: It lies in the future.
        ClaimedTooEarly: It lies before the last step that moved a clock.
    """
    if claimed_at is None:
        return {}
    if claimed_at > uow.now:
        raise ClaimedLater
    last = sa.select(sa.func.max(sa.func.coalesce(CaseEvent.claimed_at, CaseEvent.at)))
    steps = last.where(CaseEvent.case_id == case.id, CaseEvent.kind.in_(MOVES_CLOCK))
    earliest = uow.session.scalar(steps) or case.received_at
    if claimed_at < earliest:
        raise ClaimedTooEarly(earliest=f"{local(earliest):%Y-%m-%d %H:%M}")
    seen = sa.select(sa.literal(1)).where(
        Outage.began_at <= claimed_at, Outage.ended_at >= claimed_at
    )
    return {CLAIM: "outage"} if uow.session.scalar(seen.limit(1)) else {}


def _drop_requests(uow: Uow, case: CaseFile) -> None:
    """Withdraw what the unit asked for that holds the case no more: its reasons were its own."""
    pending = sa.update(CaseRequest).where(
        CaseRequest.case_id == case.id, CaseRequest.state == RequestState.PENDING
    )
    gone = {"state": RequestState.WITHDRAWN, "version": CaseRequest.version + 1}
    uow.session.execute(pending.values(gone), execution_options={"synchronize_session": "fetch"})


def let_region_read(uow: Uow, case: CaseFile, region: str) -> None:
    """Let the people of a region read a case; being able to already changes nothing."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        known = region in kept.placed
        kept.placed.add(region)
    else:
        known = uow.session.get(CasePlace, (case.id, region)) is not None
    if not known:
        uow.add(CasePlace, case_id=case.id, region=region, since=uow.now)


def let_read(uow: Uow, case: CaseFile, unit_id: UUID) -> None:
    """Put a unit into the audience of a case; being there already changes nothing."""
    kept = held_case(uow.session, case.id)
    if kept is not None:
        known = unit_id in kept.heard
        kept.heard.add(unit_id)
    else:
        known = uow.session.get(CaseAudience, (case.id, unit_id)) is not None
    if not known:
        uow.add(CaseAudience, case_id=case.id, unit_id=unit_id, since=uow.now)
