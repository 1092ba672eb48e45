"""What the deadlines are measured against does the same work."""

from datetime import UTC, datetime

from app.cases.clock import ClockEventKind, ClockState, LimitUnit, deadline
from app.cases.clock_ledger import ledger
from app.cases.clock_words import ledger_words
from app.commands.measures.deadlines import (
    LEDGER_LIMIT_MS,
    YEAR_ENDS,
    bare_due_times,
    deadlines,
    ledger_in_words,
    long_case,
    made_cases,
    table_of,
)
from app.core.calendar import WorkCalendar
from app.core.calendar_national import default_body

CALENDAR = WorkCalendar(1, default_body())


def test_the_bare_loop_finds_the_same_due_times_while_a_clock_runs_and_is_in_time():
    cases = made_cases(6_000)
    bare = bare_due_times(cases, table_of(CALENDAR))

    compared = 0
    for (limit, events), due in zip(cases, bare, strict=True):
        verdict = deadline(limit, events, CALENDAR, events[-1].at)
        if verdict.state is ClockState.RUNNING and verdict.left_s > 0:
            assert verdict.due_at == datetime.fromtimestamp(due, UTC)
            compared += 1

    assert compared > 500


def test_the_cases_measured_know_every_unit_and_every_event():
    cases = made_cases(1_000)

    assert {limit.unit for limit, _ in cases} == set(LimitUnit)
    assert {event.kind for _, events in cases for event in events} == set(ClockEventKind)
    assert 4 <= sum(len(events) for _, events in cases) / len(cases) <= 6
    assert all(events[-1].at < YEAR_ENDS for _, events in cases)


def test_the_long_ledger_takes_weeks_and_a_hundred_lines():
    limit, events, now = long_case()

    lines = ledger_words(ledger(limit, events, CALENDAR, now))

    assert len(lines) >= 100
    assert (now - events[0].at).days >= 42


def test_both_rows_are_made(monkeypatch):
    monkeypatch.setattr("app.commands.measures.deadlines.CASES", 200)
    monkeypatch.setattr("gc.collect", lambda *_: 0)  # of all that thousands of tests have loaded

    loop, words = deadlines(2), ledger_in_words(2)

    assert (loop.bound, loop.runs, loop.yardstick is None) == (3.0, 2, False)
    assert (words.unit, words.yardstick) == ("ms", None)
    assert words.ratio == words.ours / LEDGER_LIMIT_MS
