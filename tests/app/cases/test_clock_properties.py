"""Whatever happens to a clock, its ledger and its verdict agree."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise, takewhile

from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.clock import (
    NEXT,
    ClockEvent,
    ClockEventKind,
    ClockMark,
    ClockState,
    Limit,
    LimitUnit,
    deadline,
    hold_times,
)
from app.cases.clock_aloud import read_aloud
from app.cases.clock_ledger import ledger
from app.cases.clock_segments import SegmentKind
from app.cases.clock_words import ledger_words
from app.core.calendar import CHINA, WorkCalendar
from app.core.calendar_national import default_body

CALENDAR = WorkCalendar(1, default_body())
K = ClockEventKind
URGENT = LimitUnit.EMERGENCY_HOUR
MINUTE = timedelta(minutes=1)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=CHINA)


@st.composite
def courses(draw: st.DrawFn, most: int = 40) -> tuple[Limit, tuple[ClockEvent, ...], datetime]:
    """Draw a limit, events that may follow each other, and a moment not before the first."""
    unit = draw(st.sampled_from(LimitUnit))
    limit = Limit(draw(st.integers(1, most)), unit)
    moment = NEW_YEAR + timedelta(minutes=draw(st.integers(0, 500_000)))
    events = [ClockEvent(moment, K.STARTED, holder="甲")]
    state = ClockState.RUNNING
    for _ in range(draw(st.integers(0, 7))):
        if not NEXT[state]:
            break
        kind = draw(st.sampled_from(sorted(NEXT[state])))
        state = NEXT[state][kind]
        moment += timedelta(seconds=draw(st.integers(0, 400_000)))
        amount = draw(st.integers(1, 5)) if kind is K.EXTENDED else 0
        holder = draw(st.sampled_from("甲乙丙")) if kind is K.HANDED else ""
        events.append(ClockEvent(moment, kind, amount=amount, holder=holder))
    now = moment + timedelta(seconds=draw(st.integers(0, 400_000)))
    return limit, tuple(events), now


def floor(moment: datetime) -> datetime:
    """Take a moment down to its minute."""
    return moment.replace(second=0, microsecond=0)


@cache
def working_minutes(day: date) -> frozenset[int]:
    """Return the minutes of a local day that are office hours."""
    return frozenset(m for span in CALENDAR.spans(day) for m in range(span.opens, span.closes))


def counts(unit: LimitUnit, minute: datetime) -> bool:
    """Tell whether one minute counts while the clock runs."""
    return unit is URGENT or minute.hour * 60 + minute.minute in working_minutes(minute.date())


def limit_minutes(limit: Limit, events: tuple[ClockEvent, ...], start: datetime) -> int:
    """Count the whole limit; in days up to the close of the last working day, minute by minute."""
    amount = int(limit.amount + sum(event.amount for event in events))
    if limit.unit is not LimitUnit.WORKING_DAY:
        return amount * 60
    day, left = start.date(), amount
    while left:
        day += timedelta(days=1)
        left -= bool(working_minutes(day))
    minutes = (start + n * MINUTE for n in range(10**9))
    whole = takewhile(lambda minute: minute.date() <= day, minutes)
    return sum(counts(limit.unit, minute) for minute in whole)


def counted_slowly(
    limit: Limit, events: tuple[ClockEvent, ...], now: datetime
) -> tuple[int, datetime | None]:
    """Go through time minute by minute; return what was used, in minutes, and the due time."""
    start = floor(events[0].at)
    last = floor(events[-1].at if events[-1].kind is K.ENDED else now)
    turns = [event for event in events if event.kind not in (K.HANDED, K.EXTENDED)]
    goes_on = turns[-1].kind in (K.STARTED, K.RESUMED) or (
        turns[-1].kind is K.ENDED and turns[-2].kind is not K.STOPPED
    )
    whole = limit_minutes(limit, events, start)
    used, total, due, minute = 0, 0, None, start
    while minute < last or (goes_on and due is None):
        before = [event for event in turns if floor(event.at) <= minute]
        runs = goes_on if minute >= last else before[-1].kind in (K.STARTED, K.RESUMED)
        minute += MINUTE
        if runs and counts(limit.unit, minute - MINUTE):
            total += 1
            used += minute <= last
            due = minute if due is None and total == whole else due
    return used, due


@settings(max_examples=40)
@given(courses(most=6))
def test_the_one_walk_finds_what_a_slow_count_minute_by_minute_finds(course):
    limit, events, now = course

    verdict = deadline(limit, events, CALENDAR, now)

    used, due = counted_slowly(limit, events, now)
    assert (verdict.used_s, verdict.due_at) == (used * 60, due)


@given(courses())
def test_a_ledger_ends_where_the_verdict_says_and_starts_where_the_clock_does(course):
    limit, events, now = course
    verdict = deadline(limit, events, CALENDAR, now)

    segments = ledger(limit, events, CALENDAR, now)

    if segments and verdict.state is ClockState.RUNNING:
        assert segments[0].start == verdict.started_at
        assert segments[-1].end == max(verdict.due_at, floor(now))


@given(courses())
def test_a_due_time_moves_only_when_the_clock_is_stopped_resumed_or_extended(course):
    limit, events, _ = course
    told = [deadline(limit, events[: n + 1], CALENDAR, events[n].at) for n in range(len(events))]

    for event, before, after in zip(events[1:], told, told[1:], strict=False):
        if event.kind in (K.HANDED, K.ENDED):
            assert after.due_at == before.due_at


@given(courses())
def test_the_ledger_covers_time_without_gap_or_overlap(course):
    limit, events, now = course
    verdict = deadline(limit, events, CALENDAR, now)

    segments = ledger(limit, events, CALENDAR, now)

    ended = events[-1].kind is K.ENDED
    end = floor(events[-1].at if ended else now)
    if verdict.state is ClockState.RUNNING and verdict.mark is not ClockMark.OVER:
        end = max(end, verdict.due_at)
    assert all(first.end == second.start for first, second in pairwise(segments))
    assert all(segment.start < segment.end for segment in segments)
    assert (segments[0].start if segments else end) == floor(events[0].at)
    assert (segments[-1].end if segments else floor(events[0].at)) == end


@given(courses())
def test_what_the_ledger_counts_is_what_was_used(course):
    limit, events, now = course
    verdict = deadline(limit, events, CALENDAR, now)

    segments = ledger(limit, events, CALENDAR, now)

    counted = [segment for segment in segments if segment.kind is SegmentKind.COUNTED]
    assert sum(segment.seconds for segment in counted) == verdict.used_s
    left = [segment for segment in segments if segment.kind is SegmentKind.LEFT]
    assert all(segment.seconds == verdict.left_s > 0 for segment in left)
    assert all(segment.running == verdict.limit_s for segment in left)
    if limit.unit is not URGENT:
        assert all(
            CALENDAR.working_seconds(segment.start, segment.end) == segment.seconds
            for segment in segments
        )


@given(courses())
def test_the_holders_share_exactly_what_was_used(course):
    limit, events, now = course

    holds = hold_times(events, limit.unit, CALENDAR, now)

    used = deadline(limit, events, CALENDAR, now).used_s
    assert sum(hold.seconds for hold in holds) == used


@given(courses(), st.integers(0, 3_000_000))
def test_only_events_move_a_due_time(course, seconds):
    limit, events, now = course

    later = deadline(limit, events, CALENDAR, now + timedelta(seconds=seconds))

    verdict = deadline(limit, events, CALENDAR, now)
    assert (later.due_at, later.warn_at) == (verdict.due_at, verdict.warn_at)


@given(courses(), st.integers(0, 3_000_000))
def test_time_in_which_a_clock_is_stopped_never_counts(course, seconds):
    limit, events, now = course
    verdict = deadline(limit, events, CALENDAR, now)
    if verdict.state is not ClockState.SUSPENDED:
        events = (
            (*events, ClockEvent(now, K.STOPPED)) if verdict.state is ClockState.RUNNING else events
        )

    stopped = deadline(limit, events, CALENDAR, now + timedelta(seconds=seconds))

    assert stopped.used_s == verdict.used_s


@given(courses())
def test_a_running_clock_is_used_up_exactly_at_its_due_time(course):
    limit, events, now = course
    verdict = deadline(limit, events, CALENDAR, now)
    if verdict.state is ClockState.RUNNING and verdict.due_at > now:
        then = deadline(limit, events, CALENDAR, verdict.due_at)

        assert (then.used_s, then.mark) == (then.limit_s, ClockMark.WARN)


@given(courses())
def test_every_ledger_can_be_put_into_words(course):
    limit, events, now = course

    segments = ledger(limit, events, CALENDAR, now)

    assert all(line.why for line in ledger_words(segments))
    assert read_aloud(limit, events, CALENDAR, now).endswith("。")
