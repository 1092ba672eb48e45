"""The walk over what happened to a clock, which verdict, hold times and ledger are made from.

It is walked for every case of a street in a row, so it makes no value that they can do without
and looks up no enum member inside its loop (on Python 3.11 that is a call of a function).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from app.cases.clock_units import BadLimit, minute_of
from app.core.errors import AppError


class ClockNotStarted(AppError):
    """The clock was asked about a moment before its start."""

    code = "clock.not_started"


class EventsOutOfOrder(AppError):
    """An event lies before the one it follows; facts: ``event``, ``at``."""

    code = "clock.out_of_order"


class BadClockEvent(AppError):
    """An event that cannot follow, e.g. stopped twice; facts: ``event``, ``at``, ``state``."""

    code = "clock.bad_event"


class ClockEventKind(StrEnum):
    """What moves a clock."""

    STARTED = "started"
    STOPPED = "stopped"
    RESUMED = "resumed"
    EXTENDED = "extended"
    HANDED = "handed"
    ENDED = "ended"


class ClockState(StrEnum):
    """Whether a clock runs."""

    WAITING = "waiting"  # not started; no verdict has it
    RUNNING = "running"
    SUSPENDED = "suspended"
    ENDED = "ended"


class ClockEvent(NamedTuple):
    """One thing that happened to a clock; a named tuple for the reason `Course` is one.

    Attributes:
        at: When (aware).
        kind: What.
        reason: Why, in words for the ledger; of a start: the step that started it (受理, 分流).
        amount: EXTENDED only: how much is added, in the limit's unit.
        holder: STARTED and HANDED: who has the case from here on.
        who: The person who approved or reported it, as the ledger names them.
    """

    at: datetime
    kind: ClockEventKind
    reason: str = ""
    amount: float = 0
    holder: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of time in which a clock ran, or stood.

    Attributes:
        runs: False while the clock is stopped.
        start: First second (since 1970, UTC), at a full minute.
        end: End in the same way; not included.
        opened: The event it begins with.
        closed: The event it ends with; None where it reaches the moment asked about.
    """

    runs: bool
    start: int
    end: int
    opened: ClockEvent
    closed: ClockEvent | None


class Course(NamedTuple):
    """What happened to a clock up to a moment: what one walk over its events found.

    Verdict, hold times and ledger are all made from it. A named tuple, as `Verdict` is: as
    frozen as our other values, and five times as fast to make, a hundred thousand in a row.

    Attributes:
        turns: The events that started, stopped, resumed and ended it, in this order; so it
            runs from each turn at an even place to the next.
        minutes: The minute of each turn (seconds since 1970, UTC), and of the moment asked
            about unless it has ended: where its legs meet.
        state: How it stands at the end.
        until: The exact moment it is judged at: its end, or the moment asked about.
        extended: Sum of all extensions, in the limit's unit.
        notes: Events that neither start nor stop it: extensions and hand-overs.
    """

    turns: list[ClockEvent]
    minutes: list[int]
    state: ClockState
    until: datetime
    extended: float
    notes: list[ClockEvent]

    @property
    def legs(self) -> list[Leg]:
        """The stretches in which it ran or stood, without gap or overlap, ascending."""
        closed = [*self.turns[1:], None]
        return [
            Leg(place % 2 == 0, start, end, self.turns[place], closed[place])
            for place, (start, end) in enumerate(pairwise(self.minutes))
        ]


NEXT: dict[ClockState, dict[ClockEventKind, ClockState]] = {
    ClockState.WAITING: {ClockEventKind.STARTED: ClockState.RUNNING},
    ClockState.RUNNING: {
        ClockEventKind.STOPPED: ClockState.SUSPENDED,
        ClockEventKind.EXTENDED: ClockState.RUNNING,
        ClockEventKind.HANDED: ClockState.RUNNING,
        ClockEventKind.ENDED: ClockState.ENDED,
    },
    ClockState.SUSPENDED: {
        ClockEventKind.RESUMED: ClockState.RUNNING,
        ClockEventKind.EXTENDED: ClockState.SUSPENDED,
        ClockEventKind.HANDED: ClockState.SUSPENDED,
        ClockEventKind.ENDED: ClockState.ENDED,
    },
    ClockState.ENDED: {},
}
"""Which event may follow in which state; what is not listed is refused.

An event that leaves the state as it is neither starts nor stops the clock: a note.
"""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_WAITING, _ENDED, _EXTENDED = ClockState.WAITING, ClockState.ENDED, ClockEventKind.EXTENDED


def follow(events: Iterable[ClockEvent], now: datetime) -> Course:
    """Walk over the events up to `now` and check them.

    Raises:
        ClockNotStarted: `now` lies before the start.
        EventsOutOfOrder: An event lies before the one it follows.
        BadClockEvent: An event cannot follow in the state the clock is in.
        BadLimit: An extension adds nothing.
    """
    turns: list[ClockEvent] = []
    minutes: list[int] = []
    notes: list[ClockEvent] = []
    state, may_follow = _WAITING, NEXT[_WAITING]
    extended, last = 0.0, _BEFORE_ALL
    for event in events:
        at, kind = event.at, event.kind
        if at > now:
            break
        if at < last:
            raise EventsOutOfOrder(event=kind, at=at)
        last = at
        reached = may_follow.get(kind)
        if reached is None:
            raise BadClockEvent(event=kind, at=at, state=state)
        if reached is not state:
            turns.append(event)
            minutes.append(minute_of(at))
            state, may_follow = reached, NEXT[reached]
            continue
        notes.append(event)
        if kind is _EXTENDED:
            extended += _added(event)
    if not turns:
        raise ClockNotStarted
    if state is _ENDED:
        return Course(turns, minutes, state, last, extended, notes)
    minutes.append(minute_of(now))
    return Course(turns, minutes, state, now, extended, notes)


def _added(event: ClockEvent) -> float:
    if event.amount <= 0:
        raise BadLimit(amount=f"{event.amount:g}")
    return event.amount
