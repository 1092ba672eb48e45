"""From the events of a case to what moved its two clocks; pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from app.cases.clock import ClockEvent, ClockEventKind
from app.cases.rules import NOTES, EventKind
from app.core.clock import local
from app.core.words import label, say

CLAIM = "claim"
"""Fact of an event whose claimed time counts from the start: an outage covers it, or the
director who approved it accepts it with that."""


class LifeEvent(Protocol):
    """What is needed of an event; a mapped row, or a plain one where many are counted."""

    @property
    def ordinal(self) -> int:
        """Place in the life of its case, from 1."""

    @property
    def kind(self) -> str:
        """Return what happened."""

    @property
    def at(self) -> datetime:
        """When it was recorded."""

    @property
    def claimed_at(self) -> datetime | None:
        """When it is said to have happened."""

    @property
    def person_name(self) -> str:
        """Who did it."""

    @property
    def unit_name(self) -> str:
        """Of which unit, or to which it went."""

    @property
    def note(self) -> str:
        """What was said."""

    @property
    def facts(self) -> dict[str, Any]:
        """What else there is to know."""


Event = TypeVar("Event", bound=LifeEvent)

_TAKES = frozenset({EventKind.ASSIGNED, EventKind.REASSIGNED})
_GIVES = frozenset({EventKind.RETURNED, EventKind.ESCALATED, EventKind.HANDED_OVER})
_STARTS = frozenset({EventKind.REGISTERED, EventKind.REOPENED})
_STOPS = frozenset({EventKind.SUSPENDED, EventKind.CARRIED_OVER})
_ENDS = frozenset({EventKind.FINISHED, EventKind.DECLINED, EventKind.SOLVED_ON_SPOT})
_PUTS_RIGHT = frozenset({EventKind.REVERSED, EventKind.UNMERGED})
MOVES_HANDLING = (
    _TAKES | _GIVES | _STARTS | _STOPS | _ENDS | {EventKind.RESUMED, EventKind.EXTENDED}
)
"""Events that move the handling clock."""
MOVES_SIGNING = (
    _TAKES | _GIVES | _ENDS | {EventKind.SIGNED_FOR, EventKind.REOPENED, EventKind.MERGED}
)
"""Events that move the signing clock."""


def living(events: Sequence[Event], now: datetime | None = None) -> tuple[Event, ...]:
    """Return the events that count at `now`: what was put right by then is left out, with the
    event that put it right.
    """
    seen = [event for event in events if now is None or event.at <= now]
    undone = undone_by(seen)
    if not undone:
        return tuple(seen)
    return tuple(
        event for event in seen if event.kind not in _PUTS_RIGHT and event.ordinal not in undone
    )


class _PutsRight(Protocol):
    @property
    def ordinal(self) -> int: ...

    @property
    def kind(self) -> str: ...

    @property
    def facts(self) -> dict[str, Any]: ...


def undone_by(events: Iterable[_PutsRight]) -> dict[int, int]:
    """Return which event was put right by which, by ordinals: a reversing event takes back one,
    and leaving a family all that came of following its lead.
    """
    found: dict[int, int] = {}
    for event in events:
        if event.kind == EventKind.REVERSED:
            found[int(event.facts["event"])] = event.ordinal
        elif event.kind == EventKind.UNMERGED:
            found |= dict.fromkeys(event.facts["events"], event.ordinal)
    return found


def last_step(events: Sequence[Event]) -> Event | None:
    """Return the last event that moved the case, notes left out."""
    return next((event for event in reversed(events) if event.kind not in NOTES), None)


def counted_times(events: Iterable[LifeEvent]) -> dict[int, datetime]:
    """Return the claimed times that count, by the ordinal of their event.

    The clock counts a claimed time only if it lies within an outage the server also saw, or
    the director accepts it (DOMAIN §4).
    """
    found: dict[int, datetime] = {}
    claims: dict[int, datetime] = {}
    for event in events:
        if event.claimed_at is not None:
            claims[event.ordinal] = event.claimed_at
            if event.facts.get(CLAIM):
                found[event.ordinal] = event.claimed_at
        if event.kind == EventKind.CLAIM_ACCEPTED:
            accepted = event.facts["event"]
            if accepted in claims:
                found[accepted] = claims[accepted]
    return found


def handle_clock(events: Sequence[LifeEvent]) -> tuple[ClockEvent, ...]:
    """Return what moved the handling clock since it last began: from registering or reopening,
    over every hand, to finishing.
    """
    times = counted_times(events)
    found: list[ClockEvent] = []
    for event in events:
        if event.kind not in MOVES_HANDLING:
            continue
        kind, at = EventKind(event.kind), times.get(event.ordinal, event.at)
        if kind in _STARTS:
            start = ClockEventKind.STARTED
            found = [ClockEvent(at, start, reason=label(kind), holder=label(EventKind.ASSIGNED))]
        elif found and found[-1].kind is not ClockEventKind.ENDED:
            found.append(_moved(kind, at, event, late=event.ordinal in times))
    return tuple(found)


def _moved(kind: EventKind, at: datetime, event: LifeEvent, *, late: bool) -> ClockEvent:
    if kind in _TAKES:
        return ClockEvent(at, ClockEventKind.HANDED, holder=event.unit_name)
    if kind in _GIVES:
        return ClockEvent(at, ClockEventKind.HANDED, holder=label(EventKind.ASSIGNED))
    if kind in _ENDS:
        told = _claimed(label(kind), event) if late else label(kind)
        return ClockEvent(at, ClockEventKind.ENDED, reason=told, who=event.person_name)
    why = _claimed(_reason(event), event) if late else _reason(event)
    if kind in _STOPS:
        return ClockEvent(at, ClockEventKind.STOPPED, reason=why, who=event.person_name)
    if kind is EventKind.RESUMED:
        return ClockEvent(at, ClockEventKind.RESUMED, reason=why, who=event.person_name)
    amount = float(event.facts["amount"])
    return ClockEvent(at, ClockEventKind.EXTENDED, reason=why, amount=amount, who=event.person_name)


def _reason(event: LifeEvent) -> str:
    """Return what was said, without the full stop that the ledger puts itself."""
    return event.note.rstrip("。.；; \n")


def _claimed(words: str, event: LifeEvent) -> str:
    recorded = f"{local(event.at):%m-%d %H:%M}"
    return say("clock.claimed", words=words, recorded=recorded)


def sign_clock(events: Sequence[LifeEvent]) -> tuple[ClockEvent, ...]:
    """Return what moved the signing clock of the last assignment."""
    times = counted_times(events)
    found: list[ClockEvent] = []
    for event in events:
        if event.kind not in MOVES_SIGNING:
            continue
        kind, at = EventKind(event.kind), times.get(event.ordinal, event.at)
        if kind in _TAKES:
            start = ClockEventKind.STARTED
            found = [ClockEvent(at, start, reason=label(kind), holder=event.unit_name)]
        elif kind is EventKind.REOPENED:
            found = []
        elif found and found[-1].kind is ClockEventKind.STARTED:
            told = _claimed(label(kind), event) if event.ordinal in times else label(kind)
            found.append(ClockEvent(at, ClockEventKind.ENDED, reason=told, who=event.person_name))
    return tuple(found)


def as_of(events: Sequence[LifeEvent], now: datetime, name: str, present: Any) -> Any:
    """Return the value a field had at `now`: later events tell what they changed.

    Args:
        events: Of the case, ascending.
        now: The moment asked about.
        name: Column of `CaseFile`.
        present: Its present value.
    """
    value = present
    for event in reversed(events):
        if event.at <= now:
            break
        before = event.facts.get("before", {})
        if name in before:
            value = before[name]
    return value
