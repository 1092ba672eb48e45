"""Deadlines of a hundred thousand cases against a bare loop, and one long ledger in words."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from app.cases.clock import (
    NEXT,
    ClockEvent,
    ClockEventKind,
    ClockState,
    Limit,
    LimitUnit,
    deadline,
)
from app.cases.clock_ledger import ledger
from app.cases.clock_words import ledger_words
from app.commands.measures.rows import BenchRow, against, paired, timed
from app.core.calendar import WorkCalendar
from app.core.calendar_national import default_body
from app.core.calendar_table import DAY_S, CountedTable, count_years, local_ordinal
from app.core.words import say

CASES = 100_000
EVENTS = 60
"""Events of the long ledger, besides its start."""

LEDGER_LIMIT_MS = 5.0
YEAR_BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
YEAR_ENDS = datetime(2026, 12, 31, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_K = ClockEventKind

Case = tuple[Limit, tuple[ClockEvent, ...]]


def made_cases(count: int, seed: int = 1) -> list[Case]:
    """Return cases of 2026 with about five events each, in all three units."""
    chance = random.Random(seed)  # noqa: S311  cases, not secrets
    return [_case(chance) for _ in range(count)]


def _case(chance: random.Random) -> Case:
    at = YEAR_BEGINS + timedelta(seconds=chance.randrange(300 * DAY_S))
    events = [ClockEvent(at, _K.STARTED, holder="分流")]
    at += timedelta(seconds=chance.randrange(60, 7_200))
    events.append(ClockEvent(at, _K.HANDED, holder="供水公司"))
    state = ClockState.RUNNING
    for _ in range(chance.randint(2, 5)):
        if state is ClockState.ENDED:
            break
        kind = chance.choice(list(NEXT[state]))
        at += timedelta(seconds=chance.randrange(60, 2 * DAY_S))
        amount = chance.randint(1, 3) if kind is _K.EXTENDED else 0
        events.append(ClockEvent(at, kind, amount=amount, holder="物业"))
        state = NEXT[state][kind]
    return Limit(chance.randint(1, 15), chance.choice(list(LimitUnit))), tuple(events)


def due_times(
    cases: Sequence[Case], calendar: WorkCalendar, now: datetime
) -> list[datetime | None]:
    """Return when each case is due, by the function that writes the ledger too."""
    return [deadline(limit, events, calendar, now).due_at for limit, events in cases]


def bare_due_times(cases: Sequence[Case], table: CountedTable) -> list[int]:
    """Return the same by a plain loop: one bisect an event, one look-up of the due time.

    It reads the same events and drops their seconds, and that is all: no order is checked, no
    state kept, nothing warns, a clock that stands is taken as if it went on in that minute.
    """
    opens, closes, shifts, through = table.opens, table.closes, table.shifts, table.through
    started, resumed, extended, handed = _K.STARTED, _K.RESUMED, _K.EXTENDED, _K.HANDED
    by_day, by_clock = LimitUnit.WORKING_DAY, LimitUnit.EMERGENCY_HOUR
    found = []
    for limit, events in cases:
        unit, amount = limit.unit, limit.amount
        used = mark = begin = first = 0
        runs = False
        for event in events:
            since = event.at - _EPOCH
            at = since.days * DAY_S + since.seconds // 60 * 60
            if unit is not by_clock:
                index = bisect_right(opens, at) - 1
                close = closes[index]
                counted = shifts[index] + (at if at < close else close)
            else:
                counted = at
            if runs:
                used += counted - mark
            mark = counted
            kind = event.kind
            if kind is extended:
                amount += event.amount
            elif kind is not handed:
                runs = kind is started or kind is resumed
                if kind is started:
                    begin, first = at, counted
        if unit is by_day:
            day = bisect_right(table.work_days, local_ordinal(begin)) + int(amount) - 1
            whole = table.day_through[day] - first
        else:
            whole = int(amount * 3_600)
        due = mark + whole - used
        if unit is not by_clock:
            due -= shifts[bisect_left(through, due)]
        found.append(due)
    return found


def table_of(calendar: WorkCalendar) -> CountedTable:
    """Return the cumulative working time the bare loop looks up."""
    return count_years(
        2026, 2028, lambda day: [(span.opens, span.closes) for span in calendar.spans(day)]
    )


def deadlines(runs: int) -> BenchRow:
    """Measure the deadlines of 100,000 cases against a bare loop over the same events."""
    cases, calendar = made_cases(CASES), WorkCalendar(1, default_body())
    table = table_of(calendar)
    return paired(
        say("lab.deadlines", cases=f"{CASES:,}"),
        timed(lambda: due_times(cases, calendar, YEAR_ENDS)),
        timed(lambda: bare_due_times(cases, table)),
        bound=3.0,
        runs=runs,
    )


def long_case(later: int = 0) -> tuple[Limit, tuple[ClockEvent, ...], datetime]:
    """Return a case of seven weeks that was stopped, resumed, extended and handed on in turn.

    Args:
        later: Minutes by which everything happens later.
    """
    turn = (_K.HANDED, _K.EXTENDED, _K.STOPPED, _K.RESUMED)
    at = datetime(2026, 9, 1, 2, tzinfo=UTC) + timedelta(minutes=later)
    events = [ClockEvent(at, _K.STARTED, "受理", holder="分流")]
    for n in range(EVENTS):
        at += timedelta(hours=(5, 20, 27)[n % 3], minutes=n)
        kind = turn[n % len(turn)]
        amount = 2 if kind is _K.EXTENDED else 0
        holder = ("供水公司", "物业")[n % 2]
        events.append(ClockEvent(at, kind, "等配件", amount=amount, holder=holder, who="主任"))
    return Limit(40, LimitUnit.WORKING_HOUR), tuple(events), at + timedelta(days=2)


def ledger_in_words(runs: int) -> BenchRow:
    """Measure long ledgers, from their events to their sentences; the limit is 5 ms for one.

    Each run writes another one, so that no run finds its durations ready made.
    """
    calendar = WorkCalendar(1, default_body())

    def written(case: tuple[Limit, tuple[ClockEvent, ...], datetime]) -> int:
        limit, events, now = case
        return len(ledger_words(ledger(limit, events, calendar, now)))

    lines = written(long_case())
    cases = [long_case(later=7 * n + 1) for n in range(runs)]
    took = [timed(partial(written, case))() * 1_000 for case in cases]
    what = say("lab.ledger", events=EVENTS + 1, lines=lines)
    return against(what, took, unit="ms", limit=LEDGER_LIMIT_MS)
