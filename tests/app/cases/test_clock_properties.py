"""Whatever happens to a clock, its ledger and its verdict agree."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
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
NEW_YEAR = datetime(2026, 1, 1, tzinfo=CHINA)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Limit, tuple[ClockEvent, ...], datetime]:
    """Draw a limit, events that may follow each other, and a moment not before the first."""
    unit = draw(st.sampled_from(LimitUnit))
    limit = Limit(draw(st.integers(1, 40)), unit)
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
