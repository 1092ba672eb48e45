"""From the events of a case to its two clocks, and the due times stored with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    ClockNotStarted,
    ClockState,
    Hold,
    Limit,
    LimitUnit,
    Verdict,
    deadline,
    hold_times,
)
from app.cases.held import PlainEvent, held, held_case, settings_held
from app.cases.life_clock import LifeEvent, as_of, handle_clock, living, sign_clock
from app.cases.limits import limits_now, limits_of
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import Level
from app.core.calendar import WorkCalendar
from app.core.calendar_store import calendar_of, current_calendar

AnyEvent = CaseEvent | PlainEvent
"""A mapped row, or a plain one where a transaction that writes alone keeps it."""

_DESKS_DIFFER = timedelta(seconds=5)
_AFTER_ALL = timedelta(days=366_000)  # cases without a running clock stand behind all others


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


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is stored of both clocks; see `ClockPair`."""

    sign: Verdict | None
    handle: Verdict


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


def clock_pair(
    session: Session, case: CaseFile, now: datetime, every: Sequence[AnyEvent] | None = None
) -> ClockPair | None:
    """Return both clocks of a case at `now`, by the versions it counts with; None before it is
    registered.

    Any past moment can be asked for: events after it are left out, and what they changed of
    kind, level and versions is taken back.

    Args:
        session: Open.
        case: Its present row.
        now: The moment asked about.
        every: All its events, where they were read already (see `events_of`).

    Raises:
        ClockNotStarted: `now` lies before it was registered.
        EventsOutOfOrder: A claimed time lies before what it follows.
    """
    found = _to_count(session, case, now, every)
    if found is None:
        return None
    events, counted, now, warn_share = found
    return pair_of(events, counted, now, warn_share=warn_share)


def _to_count(
    session: Session, case: CaseFile, now: datetime, every: Sequence[AnyEvent] | None = None
) -> "tuple[tuple[AnyEvent, ...], Counted, datetime, float] | None":
    if case.limit_number is None or case.calendar_number is None:
        return None
    if every is None:
        every = events_of(session, case)
    now = at_least(now, every)
    counted = _versions_at(session, case, every, now)
    # The share that was in force when the case was registered: the past is not rewritten.
    warn = settings_held(session, case.registered_at or now).warn_share_percent / 100
    return living(every, now), counted, now, warn


def at_least(now: datetime, events: Sequence[LifeEvent]) -> datetime:
    """Return now, or the moment of the last event where that lies a little later: a desk whose
    own clock is a moment behind sees what was just written.
    """
    last = events[-1].at if events else now
    return last if now < last < now + _DESKS_DIFFER else now


def events_of(session: Session, case: CaseFile) -> tuple[AnyEvent, ...]:
    """Return all events of a case, ascending."""
    kept = held_case(session, case.id)
    if kept is not None:
        return tuple(kept.events)
    asked = sa.select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.ordinal)
    return tuple(session.scalars(asked))


def life_of(session: Session, case: CaseFile) -> tuple[AnyEvent, ...]:
    """Return the events of a case that count, ascending; what was put right is left out."""
    return living(events_of(session, case))


@dataclass(frozen=True, slots=True)
class Counted:
    """By what a case is counted.

    Attributes:
        sign: Limit for signing.
        handle: Limit for handling.
        limit_number: Version of the time limits.
        calendar: Version of the calendar.
    """

    sign: Limit
    handle: Limit
    limit_number: int
    calendar: WorkCalendar


def _versions_at(
    session: Session, case: CaseFile, events: Sequence[AnyEvent], now: datetime
) -> Counted:
    limits = limits_of(session, as_of(events, now, "limit_number", case.limit_number))
    calendar = calendar_of(session, as_of(events, now, "calendar_number", case.calendar_number))
    category = as_of(events, now, "category_code", case.category_code)
    level = as_of(events, now, "level", case.level)
    return Counted(
        sign=limits.limit("sign", category, level),
        handle=limits.limit("handle", category, level),
        limit_number=limits.number,
        calendar=calendar,
    )


def pair_of(
    events: Sequence[LifeEvent], counted: Counted, now: datetime, *, warn_share: float
) -> ClockPair:
    """Return both clocks from the events that count; the one function behind every due time.

    Raises:
        ClockNotStarted: `now` lies before the case was registered.
        EventsOutOfOrder: A claimed time lies before what it follows.
    """
    sign_events, handle_events = sign_clock(events), handle_clock(events)
    verdicts = _verdicts(sign_events, handle_events, counted, now, warn_share)
    return ClockPair(
        sign=verdicts.sign,
        handle=verdicts.handle,
        sign_limit=counted.sign,
        handle_limit=counted.handle,
        holds=hold_times(handle_events, counted.handle.unit, counted.calendar, now),
        sign_events=sign_events,
        handle_events=handle_events,
        limit_number=counted.limit_number,
        calendar_number=counted.calendar.number,
    )


def verdicts_of(
    events: Sequence[LifeEvent], counted: Counted, now: datetime, *, warn_share: float
) -> Verdicts:
    """Return what is stored of both clocks: as `pair_of`, without who held the case how long."""
    return _verdicts(sign_clock(events), handle_clock(events), counted, now, warn_share)


def _verdicts(
    sign_events: tuple[ClockEvent, ...],
    handle_events: tuple[ClockEvent, ...],
    counted: Counted,
    now: datetime,
    warn_share: float,
) -> Verdicts:
    if not handle_events:
        raise ClockNotStarted
    calendar = counted.calendar
    return Verdicts(
        sign=deadline(counted.sign, sign_events, calendar, now, warn_share=warn_share)
        if sign_events
        else None,
        handle=deadline(counted.handle, handle_events, calendar, now, warn_share=warn_share),
    )


def refresh_due(session: Session, case: CaseFile, now: datetime) -> None:
    """Store the due times that follow from the events, in the transaction that wrote them."""
    if case.limit_number is None and case.registered_at is not None:
        case.limit_number, case.calendar_number = _versions_now(session)
    found = _to_count(session, case, now)
    verdicts: Verdicts | None = None
    if found is not None:
        events, counted, now, warn_share = found
        verdicts = verdicts_of(events, counted, now, warn_share=warn_share)
    stored, now_stored = stored_due(case, verdicts), vars(case)
    for name, value in stored.items():
        if name not in now_stored or now_stored[name] != value:
            setattr(case, name, value)


def _versions_now(session: Session) -> tuple[int, int]:
    kept = held(session)
    if kept is not None and kept.versions is not None:
        return kept.versions
    found = limits_now(session).number, current_calendar(session).number
    if kept is not None:
        kept.versions = found
    return found


class Ended(Protocol):
    """What is needed of a case to store its due times; a mapped row, or a plain one."""

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed."""

    @property
    def received_at(self) -> datetime:
        """When it came in."""


def stored_due(case: Ended, pair: ClockPair | Verdicts | None) -> dict[str, object]:
    """Return the values of the due columns that the function gives; `check` compares them."""
    shown = _shown(pair) if pair else None
    clock, verdict = shown or (None, None)
    order = verdict.due_at if verdict else None
    stands = verdict is not None and verdict.state is ClockState.SUSPENDED
    return {
        "sign_due_at": pair.sign.due_at if pair and pair.sign else None,
        "handle_due_at": pair.handle.due_at if pair else None,
        "warn_at": verdict.warn_at if verdict else None,
        "clock_left_s": verdict.left_s if verdict and stands else None,
        "clock": clock,
        "clock_unit": verdict.unit.value if verdict else None,
        "clock_limit_s": verdict.limit_s if verdict else None,
        "order_at": order or case.closed_at or order_of_waiting(case.received_at),
    }


def order_of_waiting(received_at: datetime) -> datetime:
    """Return by what a case is sorted that no clock runs for yet."""
    return received_at + _AFTER_ALL


def _shown(pair: ClockPair | Verdicts) -> tuple[str, Verdict] | None:
    """Return the clock that runs out first among those that run; else the one that stands."""
    going = [
        (name, verdict)
        for name, verdict in (("sign", pair.sign), ("handle", pair.handle))
        if verdict is not None and verdict.state is not ClockState.ENDED
    ]
    running = [each for each in going if each[1].state is ClockState.RUNNING]
    first = min(running, key=lambda each: each[1].due_at or each[1].started_at, default=None)
    return first or next(iter(going), None)


def elapsed(unit: LimitUnit, calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    """Return the seconds from `start` to `end` as a unit counts them; negative when reversed."""
    if unit is LimitUnit.EMERGENCY_HOUR:
        return int((end - start).total_seconds())
    return calendar.working_seconds(start, end)


def wrong_due_times(session: Session, ids: tuple[UUID, ...], now: datetime) -> tuple[UUID, ...]:
    """Return those of the given cases whose stored due times differ from the function; for many
    cases see `app.cases.recount`.
    """
    cases = session.scalars(sa.select(CaseFile).where(CaseFile.id.in_(ids)))
    return tuple(
        case.id
        for case in cases
        for right in (stored_due(case, clock_pair(session, case, now)),)
        if any(getattr(case, name) != value for name, value in right.items())
    )
