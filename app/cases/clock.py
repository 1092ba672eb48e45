"""The clock of a case: a deadline as a pure function of events, limit, calendar and moment.

The clock counts whole minutes: every moment is taken down to its minute first, so that what a
ledger shows in hours and minutes adds up to the minute, and a due time of 14:30 is 14:30:00.
Being late is judged by exact moments, as the queue does (due < now).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from app.cases.clock_course import NEXT as NEXT
from app.cases.clock_course import BadClockEvent as BadClockEvent
from app.cases.clock_course import ClockEvent as ClockEvent
from app.cases.clock_course import ClockEventKind as ClockEventKind
from app.cases.clock_course import ClockNotStarted as ClockNotStarted
from app.cases.clock_course import ClockState as ClockState
from app.cases.clock_course import Course as Course
from app.cases.clock_course import EventsOutOfOrder as EventsOutOfOrder
from app.cases.clock_course import Leg as Leg
from app.cases.clock_course import follow as follow
from app.cases.clock_units import DAYS, URGENT, check_amount
from app.cases.clock_units import BadLimit as BadLimit
from app.cases.clock_units import LimitUnit as LimitUnit
from app.cases.clock_units import measures as measures
from app.cases.clock_units import minute_of as minute_of
from app.core.calendar import WorkCalendar

WARN_SHARE = 0.75
"""Share of the limit after which a clock turns yellow, unless settings say otherwise."""


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
        check_amount(self.amount, self.unit)

    @property
    def hours_s(self) -> int:
        """Seconds of a limit in hours."""
        return round(self.amount * 60) * 60


class ClockMark(StrEnum):
    """How a clock stands against its limit."""

    OK = "ok"
    WARN = "warn"
    OVER = "over"


class Verdict(NamedTuple):
    """How a clock stands at a moment; all durations are seconds of the limit's kind of time.

    Attributes:
        state: RUNNING, SUSPENDED or ENDED.
        mark: OK, WARN or OVER; an ended clock is OK or OVER.
        unit: What is counted.
        limit_s: The whole limit with its extensions.
        used_s: Time counted so far.
        start: The full minute it started (seconds since 1970, UTC).
        due: When the limit is used up, in the same way; None while it is suspended before that.
        warn: When `WARN_SHARE` is used up; None in the same way.
    """

    state: ClockState
    mark: ClockMark
    unit: LimitUnit
    limit_s: int
    used_s: int
    start: int
    due: int | None
    warn: int | None

    @property
    def started_at(self) -> datetime:
        """`start` as an aware moment (UTC)."""
        return datetime.fromtimestamp(self.start, UTC)

    @property
    def due_at(self) -> datetime | None:
        """`due` as an aware moment (UTC)."""
        return None if self.due is None else datetime.fromtimestamp(self.due, UTC)

    @property
    def warn_at(self) -> datetime | None:
        """`warn` as an aware moment (UTC)."""
        return None if self.warn is None else datetime.fromtimestamp(self.warn, UTC)

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
        times: In how many turns.
    """

    holder: str
    seconds: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One holder's turn of a case.

    Attributes:
        since: When it was handed to them.
        until: When it was handed on; of the last turn the moment asked about, or the clock's end.
        seconds: Counted time between.
    """

    holder: str
    since: datetime
    until: datetime
    seconds: int


_OK, _WARN, _OVER, _ENDED = ClockMark.OK, ClockMark.WARN, ClockMark.OVER, ClockState.ENDED


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
    return judge(limit, follow(events, now), calendar, warn_share=warn_share)


def judge(
    limit: Limit, course: Course, calendar: WorkCalendar, *, warn_share: float = WARN_SHARE
) -> Verdict:
    """Return the verdict on a course: `deadline` without the walk over the events."""
    unit, minutes = limit.unit, course.minutes
    marks = minutes if unit is URGENT else calendar.elapsed_all_s(minutes)
    limit_s = _whole_s(limit, course.extended, minutes[0], marks[0], calendar)
    warn_s = int(limit_s * warn_share)
    used, due, warn = _spent(marks, limit_s, warn_s)
    if unit is not URGENT:
        due = None if due is None else calendar.moment_s(due)
        warn = None if warn is None else calendar.moment_s(warn)
    mark = _OK
    if due is not None and _is_late(course, due):
        mark = _OVER
    elif used >= warn_s and course.state is not _ENDED:
        mark = _WARN
    return Verdict(course.state, mark, unit, limit_s, used, minutes[0], due, warn)


def _is_late(course: Course, due: int) -> bool:
    minute = course.minutes[-1]
    return minute > due or (minute == due and course.until > datetime.fromtimestamp(due, UTC))


def _spent(marks: Sequence[int], limit_s: int, warn_s: int) -> tuple[int, int | None, int | None]:
    """Return what was used, and the counted seconds by which limit and warning are reached.

    Args:
        marks: Counted seconds at each of `Course.minutes`.
        limit_s: The whole limit.
        warn_s: The share of it that warns.

    Returns:
        Used seconds, due, warn; due and warn are None while it stands before them.
    """
    used = 0
    due = warn = None
    for start, end in zip(marks[::2], marks[1::2]):  # noqa: B905  a clock that stands has one more
        through = used + end - start
        if warn is None and through >= warn_s:
            warn = start + warn_s - used
        if due is None and through >= limit_s:
            due = start + limit_s - used
        used = through
    if len(marks) % 2 == 0:  # it runs on from the last mark
        still = marks[-1] - used
        warn = still + warn_s if warn is None else warn
        due = still + limit_s if due is None else due
    return used, due, warn


def hold_times(
    events: Iterable[ClockEvent], unit: LimitUnit, calendar: WorkCalendar, now: datetime
) -> tuple[Hold, ...]:
    """Return for each holder in turn how long they had the case while the clock ran.

    Raises:
        AppError: As `deadline`.
    """
    return held(follow(events, now), unit, calendar)


def held(course: Course, unit: LimitUnit, calendar: WorkCalendar) -> tuple[Hold, ...]:
    """Return the hold times of a course: `hold_times` without the walk over the events."""
    found: dict[str, Hold] = {}
    for turn in turns_of(course, unit, calendar):
        before = found.get(turn.holder, Hold(turn.holder, 0, 0))
        seconds = before.seconds + turn.seconds
        found[turn.holder] = Hold(turn.holder, seconds, before.times + 1)
    return tuple(found.values())


def turns_of(course: Course, unit: LimitUnit, calendar: WorkCalendar) -> tuple[Turn, ...]:
    """Return the turns in which a case went through hands; handed to who has it is no new one."""
    measure, _ = measures(unit, calendar)
    hands = [course.turns[0]]
    hands += [note for note in course.notes if note.kind is ClockEventKind.HANDED]
    begins = [minute_of(hand.at) for hand in hands]
    ends = [*begins[1:], course.minutes[-1]]
    runs = list(zip(course.minutes[::2], course.minutes[1::2], strict=False))
    until = [hand.at for hand in hands[1:]] + [course.until]
    found: list[Turn] = []
    for hand, begin, end, left in zip(hands, begins, ends, until, strict=True):
        seconds = sum(
            measure(min(end, stop)) - measure(max(begin, start))
            for start, stop in runs
            if start < end and begin < stop
        )
        if found and found[-1].holder == hand.holder:
            last = found.pop()
            found.append(Turn(last.holder, last.since, left, last.seconds + seconds))
        else:
            found.append(Turn(hand.holder, hand.at, left, seconds))
    return tuple(found)


def provisional_years(verdict: Verdict, calendar: WorkCalendar) -> tuple[int, ...]:
    """Return the years a verdict runs through whose national calendar is not published yet."""
    if verdict.unit is URGENT:
        return ()
    last = verdict.due_at or verdict.started_at
    years = range(verdict.started_at.year, last.year + 1)
    return tuple(year for year in years if calendar.is_provisional(year))


def whole_limit_s(limit: Limit, extended: float, start: int, calendar: WorkCalendar) -> int:
    """Return the limit with its extensions in counted seconds."""
    measure, _ = measures(limit.unit, calendar)
    return _whole_s(limit, extended, start, measure(start), calendar)


def _whole_s(
    limit: Limit, extended: float, start: int, counted: int, calendar: WorkCalendar
) -> int:
    """Return `whole_limit_s`, where the counted seconds at the start are known."""
    amount = limit.amount
    if extended:
        amount += extended
        check_amount(amount, limit.unit)
    if limit.unit is DAYS:
        return calendar.elapsed_at_close_s(start, round(amount)) - counted
    return round(amount * 60) * 60
