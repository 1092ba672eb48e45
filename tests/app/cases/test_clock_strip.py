"""The picture of a ledger: a row a day, nothing counted twice, nothing left out."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.clock import ClockEvent, ClockEventKind, Limit
from app.cases.clock_segments import SegmentKind
from app.cases.clock_strip import RUN_DAYS, MarkKind, PieceKind, Strip
from tests.factories.ledgers import (
    DAY,
    EVERY,
    HOUR,
    URGENT,
    at,
    handed,
    lift,
    made,
    manhole,
    saturday,
    stall,
    started,
    wall,
    water,
)

TIMED = {
    SegmentKind.COUNTED: {PieceKind.COUNTED, PieceKind.OVER},
    SegmentKind.STOPPED: {PieceKind.STOPPED},
    SegmentKind.LEFT: {PieceKind.LEFT},
}


def seconds(strip: Strip, kinds: set[PieceKind]) -> int:
    return sum(piece.seconds for day in strip.days for piece in day.pieces if piece.kind in kinds)


def rows(strip: Strip) -> list[str]:
    """Return each row as its first and last day with what counted."""
    found = []
    for day in strip.days:
        when = f"{day.first:%m-%d}" + (f"/{day.last:%m-%d}" if day.last != day.first else "")
        pieces = " ".join(
            f"{p.kind}:{p.seconds // 60}" for p in day.pieces if p.kind is not PieceKind.LUNCH
        )
        found.append(" ".join(part for part in (when, day.off, pieces) if part))
    return found


def test_the_case_of_the_picture_is_drawn_as_in_the_picture():
    strip = water().strip

    assert rows(strip) == [
        "11-20 counted:100 counted:100 stopped:140",
        "11-21/11-22 周末",
        "11-23 stopped:80 counted:100 counted:240",
        "11-24 counted:180 counted:35 left:205",
    ]
    assert (strip.opens, strip.closes) == (8 * 60, 19 * 60)
    assert [(m.kind, m.words) for m in strip.days[0].marks] == [
        (MarkKind.STARTED, "受理"),
        (MarkKind.HANDED, "转青石苑物业"),
        (MarkKind.SIGNED, "签收"),
        (MarkKind.STOPPED, "挂起"),
    ]
    assert [m.words for m in strip.days[3].marks] == ["批准延期 4 工作时", "现在", "到期"]


@pytest.mark.parametrize("ledger", EVERY)
def test_the_pieces_add_up_to_the_lines(ledger):
    told = ledger()

    for kind, kinds in TIMED.items():
        whole = sum(s.seconds for s in told.segments if s.kind is kind)
        assert seconds(told.strip, kinds) == whole


@pytest.mark.parametrize("ledger", EVERY)
def test_the_days_follow_each_other_without_gap_or_overlap(ledger):
    days = ledger().strip.days

    for before, after in pairwise(days):
        assert after.first == before.last + timedelta(days=1)
    assert all(day.first <= day.last for day in days)


def test_weeks_in_which_nothing_happened_take_one_row():
    assert rows(wall().strip)[:4] == [
        "09-24 counted:140 counted:210",
        "09-25/10-11 中秋、国庆节、周末 counted:2430",
        "10-12 counted:120 stopped:60 stopped:240",
        "10-13/10-27 周末 stopped:4620",
    ]


def test_emergency_hours_are_drawn_on_days_of_twenty_four_hours():
    strip = manhole().strip

    assert (strip.opens, strip.closes) == (0, 24 * 60)
    assert rows(strip) == ["11-23 counted:80", "11-24 counted:40 over:85"]


def test_what_was_counted_after_the_due_time_is_over():
    told = stall()

    assert rows(told.strip) == [
        "11-23 counted:120 counted:120 over:120",
        "11-24 over:125",
    ]
    assert seconds(told.strip, {PieceKind.OVER}) == told.totals.over_s


def test_a_stopped_clock_has_no_due_mark_and_nothing_left():
    strip = lift().strip

    kinds = {mark.kind for day in strip.days for mark in day.marks}
    assert MarkKind.DUE not in kinds
    assert seconds(strip, {PieceKind.LEFT}) == 0


def test_what_happens_on_a_day_off_keeps_its_row_and_its_hour():
    strip = saturday().strip

    assert [(day.first, day.off) for day in strip.days[:2]] == [
        (date(2026, 11, 21), "周末"),
        (date(2026, 11, 22), "周末"),
    ]
    assert strip.opens <= 10 * 60


def test_a_mark_outside_office_hours_widens_the_axis():
    told = made(Limit(4, HOUR), (started("11-23 21:40"),), at("11-24 10:00"))

    assert (told.strip.opens, told.strip.closes) == (8 * 60, 22 * 60)


moments = st.integers(0, 60 * 24 * 40).map(lambda n: at("09-20 00:00") + timedelta(minutes=n))


@given(
    times=st.lists(moments, min_size=2, max_size=7).map(sorted),
    limit=st.sampled_from([Limit(4, HOUR), Limit(12, DAY), Limit(30, URGENT), Limit(1, DAY)]),
)
def test_any_life_is_drawn_whole(times, limit):
    turns = (ClockEventKind.STOPPED, ClockEventKind.RESUMED)
    events = [ClockEvent(times[0], ClockEventKind.STARTED, "受理", holder="分流")]
    events += [ClockEvent(t, turns[n % 2], "等") for n, t in enumerate(times[1:-1])]
    told = made(limit, tuple(events), times[-1])

    for kind, kinds in TIMED.items():
        whole = sum(s.seconds for s in told.segments if s.kind is kind)
        assert seconds(told.strip, kinds) == whole
    for day in told.strip.days:
        assert day.workdays < RUN_DAYS or not day.marks
        assert all(told.strip.opens <= p.start < p.end <= told.strip.closes for p in day.pieces)


def test_a_clock_that_just_started_shows_what_lies_ahead():
    told = made(
        Limit(15, DAY), (started("11-24 14:05"), handed("11-24 14:05", "住建办")), at("11-24 14:05")
    )

    assert rows(told.strip)[0] == "11-24 left:205"
    assert told.strip.days[-1].marks[-1].kind is MarkKind.DUE
