"""The clock of a case: a deadline as a pure function of events, limit, calendar and moment.

The clock counts whole minutes: every moment is taken down to its minute first, so that what a
ledger shows in hours and minutes adds up to the minute, and a due time of 14:30 is 14:30:00.
Being late is judged by exact moments, as the queue does (due < now).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.cases.clock_units import LimitUnit as LimitUnit
from app.cases.clock_units import measures as measures
from app.cases.clock_units import minute_of as minute_of
from app.core.calendar import WorkCalendar
from app.core.errors import AppError

WARN_SHARE = 0.75
"""Share of the limit after which a clock turns yellow, unless settings say otherwise."""


class BadLimit(AppError):
    """A limit or extension of nothing, of part of a day or of part of a minute; ``amount``."""

    code = "clock.bad_limit"


class ClockNotStarted(AppError):
    """The clock was asked about a moment before its start."""

    code = "clock.not_started"


class EventsOutOfOrder(AppError):
    """An event lies before the one it follows; facts: ``event``, ``at``."""

    code = "clock.out_of_order"


class BadClockEvent(AppError):
    """An event that cannot follow, e.g. stopped twice; facts: ``event``, ``at``, ``state``."""

    code = "clock.bad_event"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take.

    Attributes:
        amount: Hours down to the minute (0.5 is 30 minutes), or whole working days; above 0.
        unit: What is counted.
    """

    amount: float
    unit: LimitUnit

    def __post_init__(self) -> None:
        """Refuse what no clock can count."""
        step = 1 if self.unit is LimitUnit.WORKING_DAY else 60
        steps = self.amount * step
        if not self.amount > 0 or abs(steps - round(steps)) > 1e-6:
            raise BadLimit(amount=f"{self.amount:g}")

    @property
    def hours_s(self) -> int:
        """Seconds of a limit in hours."""
        return round(self.amount * 60) * 60


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


class ClockMark(StrEnum):
    """How a clock stands against its limit."""

    OK = "ok"
    WARN = "warn"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that happened to a clock.

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


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to a clock up to a moment.

    Attributes:
        legs: Stretches without gap or overlap, ascending.
        state: How it stands at the end.
        until: The exact moment it is judged at: its end, or the moment asked about.
        extended: Sum of all extensions, in the limit's unit.
        notes: Events that neither start nor stop it: extensions and hand-overs.
    """

    legs: list[Leg]
    state: ClockState
    until: datetime
    extended: float
    notes: list[ClockEvent]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a clock stands at a moment; all durations are seconds of the limit's kind of time.

    Attributes:
        state: RUNNING, SUSPENDED or ENDED.
        mark: OK, WARN or OVER; an ended clock is OK or OVER.
        unit: What is counted.
        limit_s: The whole limit with its extensions.
        used_s: Time counted so far.
        started_at: Start, at its full minute (aware UTC).
        due_at: When the limit is used up (aware UTC); None while it is suspended before that.
        warn_at: When `WARN_SHARE` is used up; None in the same way.
    """

    state: ClockState
    mark: ClockMark
    unit: LimitUnit
    limit_s: int
    used_s: int
    started_at: datetime
    due_at: datetime | None
    warn_at: datetime | None

    @property
    def left_s(self) -> int:
        """Time left; negative once it is overdue."""
        return self.limit_s - self.used_s

    @property
    def share(self) -> float:
        """Used share of the limit; above 1 once it is overdue."""
        return self.used_s / self.limit_s


@dataclass(frozen=True, slots=True)
class Hold:
    """How long somebody had the case while its clock ran.

    Attributes:
        holder: As named by the event that handed it over.
        seconds: Counted time.
    """

    holder: str
    seconds: int


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
"""Which event may follow in which state; what is not listed is refused."""

_NOTES = frozenset({ClockEventKind.EXTENDED, ClockEventKind.HANDED})


def deadline(
    limit: Limit,
    events: Iterable[ClockEvent],
    calendar: WorkCalendar,
    now: datetime,
    *,
    warn_share: float = WARN_SHARE,
) -> Verdict:
    """Return how a clock stands at `now`; events after `now` are left out.

    Hours run from the minute of the start, emergency hours (紧急工作时) day and night, working
    hours (工作时) inside office hours only. Working days (工作日) end at the close of business
    of the n-th working day after the day of the start (see `WorkCalendar.add_working_days`);
    the limit of such a clock is the working time up to there, and a suspension moves the due
    time by the working time it took. So only events move a due time, never the passing of time.

    Raises:
        ClockNotStarted: `now` lies before the start.
        EventsOutOfOrder: An event lies before the one it follows.
        BadClockEvent: An event cannot follow in the state the clock is in.
        BadLimit: An extension adds nothing or a part of a day or minute.
    """
    course = follow(events, now)
    measure, moment = measures(limit.unit, calendar)
    start = course.legs[0].start
    limit_s = whole_limit_s(limit, course.extended, start, calendar)
    warn_s = int(limit_s * warn_share)
    used = 0
    due: int | None = None
    warn: int | None = None
    for leg in course.legs:
        if not leg.runs:
            continue
        mark = measure(leg.start)
        open_end = leg.closed is None or leg.closed.kind is ClockEventKind.ENDED
        through = used + measure(leg.end) - mark
        if warn is None and (open_end or through >= warn_s):
            warn = moment(mark + warn_s - used)
        if due is None and (open_end or through >= limit_s):
            due = moment(mark + limit_s - used)
        used = through
    due_at = None if due is None else datetime.fromtimestamp(due, UTC)
    return Verdict(
        state=course.state,
        mark=_mark(course, due_at, used >= warn_s),
        unit=limit.unit,
        limit_s=limit_s,
        used_s=used,
        started_at=datetime.fromtimestamp(start, UTC),
        due_at=due_at,
        warn_at=None if warn is None else datetime.fromtimestamp(warn, UTC),
    )


def _mark(course: Course, due_at: datetime | None, warned: bool) -> ClockMark:  # noqa: FBT001
    if due_at is not None and course.until > due_at:
        return ClockMark.OVER
    if warned and course.state is not ClockState.ENDED:
        return ClockMark.WARN
    return ClockMark.OK


def hold_times(
    events: Iterable[ClockEvent], unit: LimitUnit, calendar: WorkCalendar, now: datetime
) -> tuple[Hold, ...]:
    """Return for each holder in turn how long they had the case while the clock ran.

    Raises:
        AppError: As `deadline`.
    """
    course = follow(events, now)
    measure, _ = measures(unit, calendar)
    hands = [course.legs[0].opened]
    hands += [note for note in course.notes if note.kind is ClockEventKind.HANDED]
    begins = [minute_of(hand.at) for hand in hands]
    ends = [*begins[1:], course.legs[-1].end]
    found: dict[str, int] = {}
    for hand, begin, end in zip(hands, begins, ends, strict=True):
        held = sum(
            measure(min(end, leg.end)) - measure(max(begin, leg.start))
            for leg in course.legs
            if leg.runs and leg.start < end and begin < leg.end
        )
        found[hand.holder] = found.get(hand.holder, 0) + held
    return tuple(Hold(holder, seconds) for holder, seconds in found.items())


def provisional_years(verdict: Verdict, calendar: WorkCalendar) -> tuple[int, ...]:
    """Return the years a verdict runs through whose national calendar is not published yet."""
    if verdict.unit is LimitUnit.EMERGENCY_HOUR:
        return ()
    last = verdict.due_at or verdict.started_at
    years = range(verdict.started_at.year, last.year + 1)
    return tuple(year for year in years if calendar.is_provisional(year))


def follow(events: Iterable[ClockEvent], now: datetime) -> Course:
    """Check the events up to `now` and cut time into legs; raises as `deadline` does."""
    legs: list[Leg] = []
    notes: list[ClockEvent] = []
    state, extended, until = ClockState.WAITING, 0.0, now
    opened: ClockEvent | None = None
    last: datetime | None = None
    for event in events:
        at = event.at
        if at > now:
            break
        if last is not None and at < last:
            raise EventsOutOfOrder(event=event.kind, at=at)
        last = at
        reached = NEXT[state].get(event.kind)
        if reached is None:
            raise BadClockEvent(event=event.kind, at=at, state=state)
        if event.kind in _NOTES:
            notes.append(event)
            extended += _added(event)
            continue
        if opened is not None:
            legs.append(_leg(state, opened, event, at))
        opened, state = event, reached
    if opened is None:
        raise ClockNotStarted
    if state is ClockState.ENDED:
        until = opened.at
    else:
        legs.append(_leg(state, opened, None, now))
    return Course(legs, state, until, extended, notes)


def _added(event: ClockEvent) -> float:
    if event.kind is not ClockEventKind.EXTENDED:
        return 0
    if event.amount <= 0:
        raise BadLimit(amount=f"{event.amount:g}")
    return event.amount


def _leg(state: ClockState, opened: ClockEvent, closed: ClockEvent | None, end: datetime) -> Leg:
    runs = state is ClockState.RUNNING
    return Leg(runs, minute_of(opened.at), minute_of(end), opened, closed)


def whole_limit_s(limit: Limit, extended: float, start: int, calendar: WorkCalendar) -> int:
    """Return the limit with its extensions in counted seconds."""
    whole = Limit(limit.amount + extended, limit.unit) if extended else limit
    if limit.unit is LimitUnit.WORKING_DAY:
        close = calendar.close_s(start, round(whole.amount))
        return calendar.elapsed_s(close) - calendar.elapsed_s(start)
    return whole.hours_s
