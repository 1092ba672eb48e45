"""What a step would do to the due times of a case, counted before it is taken; reads only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.due import ClockPair, Counted, life_of, pair_of
from app.cases.life_clock import (
    CLAIM,
    MOVES_HANDLING,
    MOVES_SIGNING,
    LifeEvent,
    last_step,
)
from app.cases.limits import limits_now, limits_of
from app.cases.models import CaseFile
from app.cases.rules import EventKind, Level
from app.cases.scope import visible
from app.core.actor import Actor
from app.core.calendar_store import calendar_of, current_calendar
from app.core.errors import NotFound
from app.core.shared_settings import settings_at


@dataclass(frozen=True, slots=True)
class Extending:
    """The limit becomes longer by `amount` of its own unit."""

    amount: float


@dataclass(frozen=True, slots=True)
class Stopping:
    """The clock stops; it runs again at `until`, or None when somebody says so.

    Attributes:
        asked_at: Since when it stops: what the director was asked for counts from the asking,
            unless a clock has moved since. None: from now.
    """

    until: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Amending:
    """The case becomes one of another kind and level."""

    category: str
    level: Level


@dataclass(frozen=True, slots=True)
class Recounting:
    """Limits and calendar in force now count instead of those it was registered by."""


@dataclass(frozen=True, slots=True)
class BelievingClaim:
    """The time that the event with this ordinal claims counts."""

    event: int


@dataclass(frozen=True, slots=True)
class Reversing:
    """The last step is put right."""


Wish = Extending | Stopping | Amending | Recounting | BelievingClaim | Reversing


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Both clocks as they are, and as they would be.

    Attributes:
        before: At the moment asked about; None before registering.
        after: With the step taken; None when no clock would run. A stop with an end is told as
            of that end, when the clock runs again.
    """

    before: ClockPair | None
    after: ClockPair | None


@dataclass(frozen=True, slots=True)
class _Supposed:
    """An event nobody has written."""

    ordinal: int
    kind: str
    at: datetime
    claimed_at: datetime | None = None
    person_name: str = ""
    unit_name: str = ""
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def foresee(
    session: Session, actor: Actor, case_id: UUID, wish: Wish, *, now: datetime
) -> Foreseen:
    """Return the clocks of a case before and after a step that is only thought of.

    Raises:
        NotFound: Absent or out of scope.
        BadLimit: An extension of nothing, or of a part of a day.
        EventsOutOfOrder: By the claimed time its event would lie before the one it follows.
    """
    asked = sa.select(CaseFile).where(CaseFile.id == case_id, visible(actor))
    case = session.scalars(asked).one_or_none()
    if case is None:
        raise NotFound(case_id=case_id)
    if case.limit_number is None or case.calendar_number is None:
        return Foreseen(None, None)
    events = life_of(session, case)
    if events and events[-1].at > now:
        now = events[-1].at  # two desks' clocks differ by a moment
    warn = settings_at(session, case.registered_at or now).warn_share_percent / 100
    then = wish.until if isinstance(wish, Stopping) and wish.until and wish.until > now else now
    life = _life_with(events, wish, now)
    before = pair_of(events, _counted(session, case, {}), now, warn_share=warn)
    counted = _counted(session, case, _changes(session, events, wish))
    if not any(event.kind in _BEGINS for event in life):
        return Foreseen(before, None)
    return Foreseen(before, pair_of(life, counted, then, warn_share=warn))


_BEGINS = frozenset({EventKind.REGISTERED, EventKind.REOPENED})


def _life_with(events: tuple[Any, ...], wish: Wish, now: datetime) -> tuple[LifeEvent, ...]:
    after = events[-1].ordinal + 1
    match wish:
        case Extending(amount):
            return (*events, _Supposed(after, EventKind.EXTENDED, now, facts={"amount": amount}))
        case Stopping(until, asked_at):
            stop = _stop(events, after, asked_at, now)
            if until is None or until <= now:
                return (*events, stop)
            return (*events, stop, _Supposed(after + 1, EventKind.RESUMED, until))
        case BelievingClaim(event):
            accepted = _Supposed(after, EventKind.CLAIM_ACCEPTED, now, facts={"event": event})
            return (*events, accepted)
        case Reversing():
            last = last_step(events)
            return tuple(event for event in events if event is not last)
        case _:
            return events


def _stop(
    events: tuple[Any, ...], ordinal: int, asked_at: datetime | None, now: datetime
) -> _Supposed:
    if asked_at is None:
        return _Supposed(ordinal, EventKind.SUSPENDED, now)
    moves = MOVES_HANDLING | MOVES_SIGNING
    moved = max((event.at for event in events if event.kind in moves), default=asked_at)
    since, facts = max(asked_at, moved), {CLAIM: "asked"}
    return _Supposed(ordinal, EventKind.SUSPENDED, now, claimed_at=since, facts=facts)


def _changes(session: Session, events: tuple[Any, ...], wish: Wish) -> dict[str, Any]:
    """Return by what else it would be counted."""
    match wish:
        case Amending(category, level):
            return {"category_code": category, "level": level.value}
        case Recounting():
            return {
                "limit_number": limits_now(session).number,
                "calendar_number": current_calendar(session).number,
            }
        case Reversing():
            last = last_step(events)
            before: dict[str, Any] = last.facts.get("before", {}) if last else {}
            return before
        case _:
            return {}


def _counted(session: Session, case: CaseFile, changes: dict[str, Any]) -> Counted:
    def value(name: str) -> Any:
        return changes.get(name, getattr(case, name))

    limits = limits_of(session, value("limit_number"))
    category, level = value("category_code"), value("level")
    return Counted(
        sign=limits.limit("sign", category, level),
        handle=limits.limit("handle", category, level),
        limit_number=limits.number,
        calendar=calendar_of(session, value("calendar_number")),
    )
