"""From the events of a case to its two clocks, and the due times stored with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockState,
    Hold,
    Limit,
    LimitUnit,
    Verdict,
    deadline,
    hold_times,
)
from app.cases.limits import limits_now, limits_of
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState, EventKind, Level
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of, current_calendar
from app.core.shared_settings import settings_at
from app.core.words import label

_AFTER_ALL = timedelta(days=366_000)  # cases without a running clock stand behind all others
_HANDS = (EventKind.ASSIGNED, EventKind.REASSIGNED)


@dataclass(frozen=True, slots=True)
class ClockPair:
    """Both clocks of a case at a moment.

    Attributes:
        sign: The signing clock of the present holder; None before the case is assigned.
        handle: The handling clock, from registering to finishing.
        holds: Who had the case for how long while the handling clock ran.
        sign_events: What moved the signing clock, for its ledger.
        handle_events: What moved the handling clock, for its ledger.
        limit_number: Version of the time limits used.
        calendar_number: Version of the calendar used.
    """

    sign: Verdict | None
    handle: Verdict
    sign_limit: Limit
    handle_limit: Limit
    holds: tuple[Hold, ...]
    sign_events: tuple[ClockEvent, ...]
    handle_events: tuple[ClockEvent, ...]
    limit_number: int
    calendar_number: int


@dataclass(frozen=True, slots=True)
class Promise:
    """The deadlines a case would get if it were registered and assigned at a moment."""

    sign_due_at: datetime
    handle_due_at: datetime
    sign_limit: Limit
    handle_limit: Limit
    limit_number: int
    calendar_number: int


def promise(session: Session, category: str | None, level: Level, now: datetime) -> Promise:
    """Return what a citizen can be told before the case is saved."""
    limits, calendar = limits_now(session), current_calendar(session)
    sign = limits.limit("sign", category, level)
    handle = limits.limit("handle", category, level)
    start = (ClockEvent(now, ClockEventKind.STARTED),)
    due = [deadline(limit, start, calendar, now).due_at for limit in (sign, handle)]
    if due[0] is None or due[1] is None:
        raise AssertionError("a clock that just started runs")
    return Promise(due[0], due[1], sign, handle, limits.number, calendar.number)


def clock_pair(session: Session, case: CaseFile, now: datetime) -> ClockPair | None:
    """Return both clocks of a case at `now`, by the versions it was registered under."""
    if case.limit_number is None or case.calendar_number is None:
        return None
    asked = sa.select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.ordinal)
    events = tuple(session.scalars(asked))
    limits = limits_of(session, case.limit_number)
    calendar = calendar_of(session, case.calendar_number)
    sign_limit = limits.limit("sign", case.category_code, case.level)
    handle_limit = limits.limit("handle", case.category_code, case.level)
    sign_events, handle_events = sign_clock(events), handle_clock(events)
    # A desk whose own clock is a moment behind sees these clocks just started.
    now = max(now, *(each[0].at for each in (sign_events, handle_events) if each))
    # The share that was in force when the case was registered: the past is not rewritten.
    warn = settings_at(session, case.registered_at or now).warn_share_percent / 100
    return ClockPair(
        sign=deadline(sign_limit, sign_events, calendar, now, warn_share=warn)
        if sign_events
        else None,
        handle=deadline(handle_limit, handle_events, calendar, now, warn_share=warn),
        sign_limit=sign_limit,
        handle_limit=handle_limit,
        holds=hold_times(handle_events, handle_limit.unit, calendar, now),
        sign_events=sign_events,
        handle_events=handle_events,
        limit_number=limits.number,
        calendar_number=calendar.number,
    )


def handle_clock(events: tuple[CaseEvent, ...]) -> tuple[ClockEvent, ...]:
    """Return what moved the handling clock: from registering, over every hand, to finishing."""
    found: list[ClockEvent] = []
    for event in events:
        kind = EventKind(event.kind)
        if kind is EventKind.REGISTERED:
            start = ClockEventKind.STARTED
            found.append(
                ClockEvent(event.at, start, reason=label(kind), holder=label(EventKind.ASSIGNED))
            )
        elif kind in _HANDS:
            found.append(ClockEvent(event.at, ClockEventKind.HANDED, holder=event.unit_name))
        elif kind is EventKind.FINISHED:
            found.append(ClockEvent(event.at, ClockEventKind.ENDED, who=event.person_name))
    return tuple(found)


def sign_clock(events: tuple[CaseEvent, ...]) -> tuple[ClockEvent, ...]:
    """Return what moved the signing clock of the last assignment."""
    found: list[ClockEvent] = []
    for event in events:
        kind = EventKind(event.kind)
        if kind in _HANDS:
            start = ClockEventKind.STARTED
            found = [ClockEvent(event.at, start, reason=label(kind), holder=event.unit_name)]
        elif kind is EventKind.SIGNED_FOR:
            found.append(ClockEvent(event.at, ClockEventKind.ENDED, who=event.person_name))
    return tuple(found)


def refresh_due(session: Session, case: CaseFile, now: datetime) -> None:
    """Store the due times that follow from the events, in the transaction that wrote them."""
    if CaseState(case.state) is not CaseState.SUBMITTED and case.limit_number is None:
        case.limit_number = limits_now(session).number
        case.calendar_number = current_calendar(session).number
    pair = clock_pair(session, case, now)
    stored = stored_due(case, pair)
    for name, value in stored.items():
        setattr(case, name, value)


def stored_due(case: CaseFile, pair: ClockPair | None) -> dict[str, object]:
    """Return the values of the due columns that the function gives; `check` compares them."""
    shown = _shown(pair) if pair else None
    clock, verdict = shown or (None, None)
    order = verdict.due_at if verdict else None
    return {
        "sign_due_at": pair.sign.due_at if pair and pair.sign else None,
        "handle_due_at": pair.handle.due_at if pair else None,
        "warn_at": verdict.warn_at if verdict else None,
        "clock": clock,
        "clock_unit": verdict.unit.value if verdict else None,
        "clock_limit_s": verdict.limit_s if verdict else None,
        "order_at": order or case.closed_at or case.received_at + _AFTER_ALL,
    }


def _shown(pair: ClockPair) -> tuple[str, Verdict] | None:
    """Return the clock that runs out first among those that run."""
    running = [
        (name, verdict)
        for name, verdict in (("sign", pair.sign), ("handle", pair.handle))
        if verdict is not None and verdict.state is ClockState.RUNNING
    ]
    return min(running, key=lambda each: each[1].due_at or each[1].started_at, default=None)


def elapsed(unit: LimitUnit, calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Return the seconds from `start` to `end` as a unit counts them; negative when reversed."""
    if unit is LimitUnit.EMERGENCY_HOUR:
        return int((end - start).total_seconds())
    return calendar.working_seconds(start, end)


def wrong_due_times(session: Session, ids: tuple[UUID, ...], now: datetime) -> tuple[UUID, ...]:
    """Return those of the given cases whose stored due times differ from the function."""
    cases = session.scalars(sa.select(CaseFile).where(CaseFile.id.in_(ids)))
    return tuple(
        case.id
        for case in cases
        for right in (stored_due(case, clock_pair(session, case, now)),)
        if any(getattr(case, name) != value for name, value in right.items())
    )
