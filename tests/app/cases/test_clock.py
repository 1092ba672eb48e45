"""Deadlines worked out by hand around the holidays and make-up days of 2026."""

from datetime import datetime, timedelta

import pytest

from app.cases.clock import (
    BadClockEvent,
    BadLimit,
    ClockEvent,
    ClockEventKind,
    ClockMark,
    ClockNotStarted,
    ClockState,
    EventsOutOfOrder,
    Hold,
    Limit,
    LimitUnit,
    deadline,
    hold_times,
    provisional_years,
)
from app.core import words
from app.core.calendar import CHINA, WorkCalendar
from app.core.calendar_national import default_body

CALENDAR = WorkCalendar(1, default_body())
DAY, HOUR, URGENT = LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.EMERGENCY_HOUR
STARTED, STOPPED, RESUMED = (
    ClockEventKind.STARTED,
    ClockEventKind.STOPPED,
    ClockEventKind.RESUMED,
)
EXTENDED, HANDED, ENDED = ClockEventKind.EXTENDED, ClockEventKind.HANDED, ClockEventKind.ENDED


def at(text: str) -> datetime:
    """Read a local moment of 2026, e.g. ``11-24 14:05``, or one with its year."""
    whole = text if len(text) > 11 else f"2026-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=CHINA)


def event(text: str, kind: ClockEventKind, **facts: object) -> ClockEvent:
    """Return an event at a local moment."""
    return ClockEvent(at(text), kind, **facts)


# Holidays and make-up working days of 2026: 国务院办公厅关于2026年部分节假日安排的通知 (as carried
# by chinesecalendar). Days are counted after 民法典 201 and 203; winter days end 17:30, summer
# days (05-01 to 09-30) 18:00, lunch is 12:00-13:30 and 12:00-14:30.
BY_HAND = [
    # Spring Festival off 02-15 to 02-23, at work on Saturdays 02-14 and 02-28
    (3, DAY, "02-12 10:00", "02-24 17:30"),  # Fri 13, Sat 14, Tue 24
    (1, DAY, "02-14 09:00", "02-24 17:30"),
    (2, DAY, "02-18 11:00", "02-25 17:30"),  # handed in during the holiday
    (5, DAY, "02-24 15:00", "03-02 17:30"),  # 25, 26, 27, Sat 28, Mon 2
    (1, DAY, "02-27 17:29", "02-28 17:30"),
    (2, HOUR, "02-14 16:30", "02-24 10:00"),  # 1 h, holiday, 1 h
    (8, HOUR, "02-13 16:00", "02-14 17:00"),  # 1:30 + 3:00 + 3:30
    (0.5, URGENT, "02-16 23:59", "02-17 00:29"),
    # New Year off 01-01 to 01-03, at work on Sunday 01-04; Qingming off 04-04 to 04-06
    (1, DAY, "2025-12-31 09:00", "01-04 17:30"),
    (1, DAY, "04-03 09:00", "04-07 17:30"),
    # Labour Day off 05-01 to 05-05, at work on Saturday 05-09; summer hours begin
    (2, DAY, "04-30 16:00", "05-07 18:00"),
    (1, DAY, "05-08 17:50", "05-09 18:00"),
    (2, DAY, "05-08 09:00", "05-11 18:00"),
    (2, HOUR, "04-30 17:00", "05-06 10:30"),  # 0:30 + 1:30
    (2, HOUR, "05-09 17:00", "05-11 10:00"),
    # Dragon Boat off 06-19 to 06-21
    (1, DAY, "06-18 10:00", "06-22 18:00"),
    (2, HOUR, "07-01 11:30", "07-01 16:00"),  # 0:30, lunch to 14:30, 1:30
    # At work on Sunday 09-20; Mid-autumn off 09-25 to 09-27
    (1, DAY, "09-18 09:20", "09-20 18:00"),
    (5, DAY, "09-18 09:20", "09-24 18:00"),
    (1, DAY, "09-24 09:20", "09-28 18:00"),
    (5, HOUR, "09-20 08:00", "09-20 16:30"),
    (1, HOUR, "09-24 17:30", "09-28 09:30"),
    (24, URGENT, "09-20 12:00", "09-21 12:00"),
    # National Day off 10-01 to 10-07, at work on Saturday 10-10; winter hours begin
    (1, DAY, "09-30 09:20", "10-08 17:30"),
    (3, DAY, "09-30 09:20", "10-10 17:30"),
    (4, DAY, "09-30 09:20", "10-12 17:30"),
    (8, HOUR, "09-30 11:00", "10-08 14:00"),  # 1:00 + 3:30 + 3:00 + 0:30
    (4, HOUR, "10-10 12:30", "10-10 17:30"),
    (2, HOUR, "10-10 16:00", "10-12 09:30"),
    (2, URGENT, "10-01 22:30", "10-02 00:30"),
    # an ordinary autumn: nights and weekends do not count
    (15, DAY, "11-09 10:00", "11-30 17:30"),
    (1, DAY, "11-21 10:00", "11-23 17:30"),  # a Saturday
    (2, HOUR, "11-20 16:30", "11-23 10:00"),
    (16, HOUR, "11-23 09:00", "11-25 11:00"),  # 7 + 7 + 2
    # 2027 is not published: plain Monday to Friday
    (1, DAY, "12-31 10:00", "2027-01-01 17:30"),
]


@pytest.mark.parametrize(("amount", "unit", "start", "due"), BY_HAND)
def test_a_deadline_is_the_one_worked_out_by_hand(amount, unit, start, due):
    verdict = deadline(Limit(amount, unit), [event(start, STARTED)], CALENDAR, at(start))

    assert verdict.due_at.astimezone(CHINA) == at(due)


@pytest.mark.parametrize(
    ("amount", "unit", "events", "due"),
    [
        (  # 2 h before the Spring Festival, 2 h and 1 h after it
            5,
            HOUR,
            [("02-13 09:00", STARTED), ("02-13 11:00", STOPPED), ("02-24 10:00", RESUMED)],
            "02-24 14:30",
        ),
        (  # due 10-08 17:30; 6:30 of 09-30 and 7:00 of 10-08 are pushed on: 10-09 7:00, 10-10 6:30
            2,
            DAY,
            [("09-29 10:00", STARTED), ("09-30 09:00", STOPPED), ("10-09 09:00", RESUMED)],
            "10-10 17:00",
        ),
        (  # stopped and resumed in the night: no working time was lost
            1,
            DAY,
            [("11-23 10:00", STARTED), ("11-23 18:00", STOPPED), ("11-24 08:00", RESUMED)],
            "11-24 17:30",
        ),
        (
            2,
            URGENT,
            [("10-01 22:30", STARTED), ("10-01 23:00", STOPPED), ("10-03 01:00", RESUMED)],
            "10-03 02:30",
        ),
        (  # 05-09 is a working Saturday; two more days are Monday and Tuesday
            1,
            DAY,
            [("05-08 10:00", STARTED), ("05-09 10:00", EXTENDED, 2)],
            "05-12 18:00",
        ),
        (12, HOUR, [("11-23 09:00", STARTED), ("11-24 16:00", EXTENDED, 4)], "11-25 11:00"),
        (  # the limit was used up before the clock was stopped
            1,
            HOUR,
            [("11-23 09:00", STARTED), ("11-23 11:00", STOPPED), ("11-24 09:00", RESUMED)],
            "11-23 10:00",
        ),
    ],
)
def test_a_stopped_or_extended_deadline_is_the_one_worked_out_by_hand(amount, unit, events, due):
    told = [event(when, kind, amount=more[0] if more else 0) for when, kind, *more in events]

    verdict = deadline(Limit(amount, unit), told, CALENDAR, told[-1].at)

    assert verdict.due_at.astimezone(CHINA) == at(due)


WATER = (  # the case of picture 04
    event("11-20 10:20", STARTED, reason="受理", holder="分流"),
    event("11-20 10:32", HANDED, holder="青石苑物业"),
    event("11-20 15:10", STOPPED, reason="住户外出，不能入户测压", who="主任韩立群"),
    event("11-23 10:20", RESUMED, reason="住户回来", who="网格员罗小兵"),
    event("11-23 15:00", HANDED, holder="供水公司"),
    event("11-24 10:05", EXTENDED, amount=4, reason="泵房等件", who="主任"),
)
WATER_LIMIT = Limit(12, HOUR)


def test_a_verdict_says_what_is_used_and_left():
    verdict = deadline(WATER_LIMIT, WATER, CALENDAR, at("11-24 14:05"))

    assert (verdict.state, verdict.mark) == (ClockState.RUNNING, ClockMark.WARN)
    assert (verdict.used_s, verdict.left_s) == (755 * 60, 205 * 60)
    assert verdict.limit_s == 16 * 3600
    assert verdict.due_at == at("11-24 17:30")
    assert verdict.warn_at == at("11-24 12:00")
    assert round(verdict.share, 2) == 0.79


def test_a_past_moment_is_judged_by_what_was_known_then():
    verdict = deadline(WATER_LIMIT, WATER, CALENDAR, at("11-23 16:30"))

    assert (verdict.limit_s, verdict.used_s) == (12 * 3600, 8 * 3600)
    assert (verdict.mark, verdict.due_at) == (ClockMark.OK, at("11-24 12:00"))


def test_a_stopped_clock_has_no_due_time_but_says_what_is_left():
    verdict = deadline(WATER_LIMIT, WATER, CALENDAR, at("11-22 09:00"))

    assert (verdict.state, verdict.due_at, verdict.warn_at) == (ClockState.SUSPENDED, None, None)
    assert verdict.left_s == (12 * 60 - 200) * 60


@pytest.mark.parametrize(
    ("now", "mark"),
    [
        ("11-23 10:29:59", ClockMark.OK),
        ("11-23 10:30:00", ClockMark.WARN),
        ("11-23 11:00:00", ClockMark.WARN),
        ("11-23 11:00:01", ClockMark.OVER),
        ("11-25 09:00:00", ClockMark.OVER),
    ],
)
def test_the_mark_turns_at_three_quarters_and_after_the_due_time(now, mark):
    moment = datetime.fromisoformat(f"2026-{now}").replace(tzinfo=CHINA)

    verdict = deadline(Limit(2, HOUR), [event("11-23 09:00", STARTED)], CALENDAR, moment)

    assert verdict.mark is mark


def test_the_share_that_warns_is_a_setting():
    verdict = deadline(
        Limit(2, HOUR), [event("11-23 09:00", STARTED)], CALENDAR, at("11-23 10:00"), warn_share=0.5
    )

    assert (verdict.mark, verdict.warn_at) == (ClockMark.WARN, at("11-23 10:00"))


@pytest.mark.parametrize(
    ("end", "mark", "used"),
    [("11-23 10:59", ClockMark.OK, 119), ("11-23 11:30", ClockMark.OVER, 150)],
)
def test_an_ended_clock_stays_as_it_ended(end, mark, used):
    events = [event("11-23 09:00", STARTED), event(end, ENDED)]

    verdict = deadline(Limit(2, HOUR), events, CALENDAR, at("12-31 09:00"))

    assert (verdict.state, verdict.mark, verdict.used_s) == (ClockState.ENDED, mark, used * 60)
    assert verdict.due_at == at("11-23 11:00")


def test_seconds_are_dropped_so_that_what_is_shown_adds_up():
    start = at("11-23 09:00") + timedelta(seconds=59)

    verdict = deadline(Limit(2, HOUR), [ClockEvent(start, STARTED)], CALENDAR, start)

    assert (verdict.used_s, verdict.due_at) == (0, at("11-23 11:00"))


def test_each_holder_is_charged_only_the_time_that_counted():
    holds = hold_times(WATER, HOUR, CALENDAR, at("11-24 14:05"))

    assert holds == (
        Hold("分流", 12 * 60),
        Hold("青石苑物业", 378 * 60),
        Hold("供水公司", 365 * 60),
    )


def test_a_holder_who_gets_it_back_has_one_sum():
    events = [
        event("11-23 09:00", STARTED, holder="甲"),
        event("11-23 10:00", HANDED, holder="乙"),
        event("11-23 11:00", HANDED, holder="甲"),
        event("11-23 11:30", ENDED),
    ]

    holds = hold_times(events, HOUR, CALENDAR, at("11-24 09:00"))

    assert holds == (Hold("甲", 5400, times=2), Hold("乙", 3600))


def test_a_deadline_in_an_unpublished_year_names_that_year():
    started = [event("12-30 10:00", STARTED)]
    long = deadline(Limit(5, DAY), started, CALENDAR, at("12-30 10:00"))
    short = deadline(Limit(1, DAY), started, CALENDAR, at("12-30 10:00"))
    urgent = deadline(Limit(90, URGENT), started, CALENDAR, at("12-30 10:00"))

    assert provisional_years(long, CALENDAR) == (2027,)
    assert provisional_years(short, CALENDAR) == ()
    assert provisional_years(urgent, CALENDAR) == ()


@pytest.mark.parametrize(
    ("events", "error", "told"),
    [
        ([], ClockNotStarted, "还没有开始计时"),
        ([("11-24 09:00", STARTED)], ClockNotStarted, "还没有开始计时"),
        ([("11-23 09:00", STOPPED)], BadClockEvent, "未开始"),
        ([("11-23 09:00", STARTED), ("11-23 10:00", RESUMED)], BadClockEvent, "恢复"),
        (
            [("11-23 09:00", STARTED), ("11-23 10:00", STOPPED), ("11-23 09:30", RESUMED)],
            EventsOutOfOrder,
            "早于前一步",
        ),
        (
            [("11-23 09:00", STARTED), ("11-23 10:00", ENDED), ("11-23 10:30", EXTENDED)],
            BadClockEvent,
            "已结束",
        ),
        ([("11-23 09:00", STARTED), ("11-23 10:00", EXTENDED)], BadLimit, "大于 0"),
    ],
)
def test_events_that_cannot_follow_are_refused_in_words(events, error, told):
    clock_events = [event(when, kind) for when, kind in events]

    with pytest.raises(error) as refusal:
        deadline(Limit(2, HOUR), clock_events, CALENDAR, at("11-23 12:00"))

    assert told in words.sentence(refusal.value)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, HOUR), (-1, DAY), (1.5, DAY), (0.001, URGENT), (float("nan"), HOUR), (float("inf"), DAY)],
)
def test_a_limit_no_clock_can_count_is_refused(amount, unit):
    with pytest.raises(BadLimit) as refusal:
        Limit(amount, unit)

    assert "不能计时" in words.sentence(refusal.value)
