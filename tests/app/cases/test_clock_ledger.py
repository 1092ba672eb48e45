"""The ledger explains every minute, and its sentences can be read aloud."""

from datetime import datetime

import pytest

from app.cases.clock import (
    ClockEvent,
    ClockEventKind,
    Limit,
    LimitUnit,
    deadline,
)
from app.cases.clock_aloud import read_aloud
from app.cases.clock_ledger import ledger
from app.cases.clock_words import duration_words, ledger_words, limit_words, verdict_words
from app.core.calendar import CHINA, DayKind, DayOverride, Span, WorkCalendar
from app.core.calendar_body import CalendarBody
from app.core.calendar_national import default_body

CALENDAR = WorkCalendar(1, default_body())
K = ClockEventKind
DAY, HOUR, URGENT = LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.EMERGENCY_HOUR


def at(text: str) -> datetime:
    """Read a local moment of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)


WATER = (  # the case of picture 04
    ClockEvent(at("11-20 10:20"), K.STARTED, "受理", holder="分流"),
    ClockEvent(at("11-20 10:32"), K.HANDED, holder="青石苑物业"),
    ClockEvent(at("11-20 15:10"), K.STOPPED, "住户外出，不能入户测压", who="主任韩立群"),
    ClockEvent(at("11-23 10:20"), K.RESUMED, "住户回来", who="网格员罗小兵"),
    ClockEvent(at("11-23 15:00"), K.HANDED, holder="供水公司"),
    ClockEvent(at("11-24 10:05"), K.EXTENDED, "泵房等件", amount=4, who="主任"),
)
WATER_LIMIT = Limit(12, HOUR)
NOW = at("11-24 14:05")

WATER_LINES = [
    (
        "11-20 10:20 – 12:00 计 1 时 40 分，累计 1 时 40 分。"
        "受理起算。周五上午上班。10:32 由分流转青石苑物业，时限接着算，不重来。"
    ),
    "11-20 12:00 – 13:30 不计。午休，冬季作息。",
    "11-20 13:30 – 15:10 计 1 时 40 分，累计 3 时 20 分。周五下午上班。计到挂起为止。",
    (
        "11-20 15:10 – 11-23 10:20 停表 停 3 时 40 分，累计 3 时 20 分。"
        "挂起：住户外出，不能入户测压。主任韩立群批准。含周末。"
    ),
    (
        "11-23 10:20 – 12:00 计 1 时 40 分，累计 5 时 00 分。"
        "住户回来，网格员罗小兵报恢复。周一上午上班。"
    ),
    "11-23 12:00 – 13:30 不计。午休。",
    (
        "11-23 13:30 – 17:30 计 4 时 00 分，累计 9 时 00 分。"
        "周一下午上班。15:00 由青石苑物业转供水公司，时限接着算，不重来。"
    ),
    "11-23 17:30 – 11-24 09:00 不计。下班。",
    (
        "11-24 09:00 – 12:00 计 3 时 00 分，累计 12 时 00 分。"
        "周二上午上班。10:05 主任批准延期 4 工作时（泵房等件），限时 12 变 16。"
    ),
    "11-24 12:00 – 13:30 不计。午休。",
    "11-24 13:30 – 14:05 计 35 分，累计 12 时 35 分。周二下午上班。到现在。",
    "11-24 14:05 – 17:30 待计 3 时 25 分，累计 16 时 00 分。若不再停表，今天 17:30 用完。",
]


def lines(limit: Limit, events: tuple[ClockEvent, ...], now: datetime, **more: object) -> list[str]:
    """Return a ledger as text."""
    calendar = more.get("calendar", CALENDAR)
    return [str(line) for line in ledger_words(ledger(limit, events, calendar, now))]


def test_the_ledger_says_line_by_line_what_was_worked_out_by_hand():
    assert lines(WATER_LIMIT, WATER, NOW) == WATER_LINES


def test_what_is_read_aloud_is_the_same_sum():
    assert read_aloud(WATER_LIMIT, WATER, CALENDAR, NOW, holder="供水公司") == (
        "这件 11 月 20 日 10 点 20 分受理，限 12 工作时，批过 1 次延期，共 16 工作时。"
        "中间挂起 1 次，没算进去。到现在用了 12 小时 35 分，其中供水公司用了 6 小时 05 分，"
        "今天 17 点 30 分到期。"
    )


def test_a_due_time_on_another_day_is_named_with_its_day():
    told = lines(Limit(2, HOUR), (ClockEvent(at("11-20 16:30"), K.STARTED),), at("11-20 17:00"))

    assert told[-1] == (
        "11-20 17:00 – 11-23 10:00 待计 1 时 30 分，累计 2 时 00 分。若不再停表，11-23 10:00 用完。"
    )


def test_a_holiday_and_a_makeup_day_are_named():
    events = (ClockEvent(at("09-30 17:00"), K.STARTED, "受理"),)

    told = lines(Limit(9, HOUR), events, at("10-10 10:00"))

    assert told == [
        "09-30 17:00 – 18:00 计 1 时 00 分，累计 1 时 00 分。受理起算。周三下午上班。",
        "09-30 18:00 – 10-08 09:00 不计。下班。国庆节放假（10-01 至 10-07）。",
        "10-08 09:00 – 12:00 计 3 时 00 分，累计 4 时 00 分。周四上午上班。",
        "10-08 12:00 – 13:30 不计。午休，冬季作息。",
        "10-08 13:30 – 17:30 计 4 时 00 分，累计 8 时 00 分。周四下午上班。",
        "10-08 17:30 – 10-09 09:00 不计。下班。",
        "10-09 09:00 – 10:00 计 1 时 00 分，累计 9 时 00 分。周五上午上班。",
        "10-09 10:00 – 12:00 计 2 时 00 分，累计 11 时 00 分。10:00 起超时。周五上午上班。",
        "10-09 12:00 – 13:30 不计。午休。",
        "10-09 13:30 – 17:30 计 4 时 00 分，累计 15 时 00 分。周五下午上班。",
        "10-09 17:30 – 10-10 09:00 不计。下班。",
        "10-10 09:00 – 10:00 计 1 时 00 分，累计 16 时 00 分。周六上午调休上班，照计。到现在。",
    ]


def test_a_start_on_a_day_off_waits_for_the_next_opening():
    events = (ClockEvent(at("11-21 10:00"), K.STARTED, "受理"),)

    told = lines(Limit(1, HOUR), events, at("11-23 08:00"))

    assert told == [
        "11-21 10:00 – 11-23 08:00 不计。周末。",
        "11-23 08:00 – 10:00 待计 1 时 00 分，累计 1 时 00 分。若不再停表，今天 10:00 用完。",
    ]


def test_emergency_hours_run_through_lunch_and_night():
    events = (
        ClockEvent(at("10-01 22:30"), K.STARTED, "受理"),
        ClockEvent(at("10-02 00:10"), K.ENDED, "办结"),
    )

    told = lines(Limit(2, URGENT), events, at("10-03 09:00"))

    assert told == [
        (
            "10-01 22:30 – 10-02 00:10 计 1 时 40 分，累计 1 时 40 分。"
            "受理起算。昼夜连计。计到办结为止。"
        )
    ]


def test_a_stop_in_emergency_hours_counts_day_and_night_and_names_no_weekend():
    events = (
        ClockEvent(at("11-20 22:00"), K.STARTED),
        ClockEvent(at("11-20 22:30"), K.STOPPED),
        ClockEvent(at("11-22 22:30"), K.RESUMED),
    )

    told = lines(Limit(2, URGENT), events, at("11-22 23:00"))

    assert told == [
        "11-20 22:00 – 22:30 计 30 分，累计 30 分。起算。昼夜连计。计到挂起为止。",
        "11-20 22:30 – 11-22 22:30 停表 停 48 时 00 分，累计 30 分。挂起。",
        "11-22 22:30 – 23:00 计 30 分，累计 1 时 00 分。恢复计时。昼夜连计。到现在。",
        (
            "11-22 23:00 – 11-23 00:00 待计 1 时 00 分，累计 2 时 00 分。"
            "若不再停表，11-23 00:00 用完。"
        ),
    ]


def test_days_and_hours_set_by_hand_give_their_reason():
    late = DayOverride(
        at("11-24 00:00").date(),
        DayKind.WORKDAY,
        (Span.parse("09:00-17:00"), Span.parse("18:00-20:00")),
        "延时错时",
    )
    closed = DayOverride(at("11-25 00:00").date(), DayKind.DAY_OFF, None, "中心搬迁")
    whole = default_body()
    calendar = WorkCalendar(2, CalendarBody(whole.seasons, (late, closed), whole.national))
    events = (ClockEvent(at("11-24 09:00"), K.STARTED), ClockEvent(at("11-26 09:30"), K.ENDED))

    told = lines(Limit(20, HOUR), events, at("11-27 09:00"), calendar=calendar)

    assert told == [
        "11-24 09:00 – 17:00 计 8 时 00 分，累计 8 时 00 分。起算。周二上班（延时错时）。",
        "11-24 17:00 – 18:00 不计。午休，冬季作息。",
        "11-24 18:00 – 20:00 计 2 时 00 分，累计 10 时 00 分。周二晚间上班（延时错时）。",
        "11-24 20:00 – 11-26 09:00 不计。下班。中心搬迁（11-25）。",
        "11-26 09:00 – 09:30 计 30 分，累计 10 时 30 分。周四上午上班。计到结束为止。",
    ]


def test_an_event_in_a_pause_is_told_there_with_its_day():
    events = (
        ClockEvent(at("11-20 16:30"), K.STARTED, holder=""),
        ClockEvent(at("11-20 17:00"), K.STOPPED, who="主任"),
        ClockEvent(at("11-21 10:00"), K.HANDED, holder="供水公司"),
        ClockEvent(at("11-21 11:00"), K.EXTENDED, amount=2, who="主任"),
    )

    told = lines(Limit(2, HOUR), events, at("11-22 10:00"))

    assert told[-1] == (
        "11-20 17:00 – 11-22 10:00 停表 停 30 分，累计 30 分。挂起。主任批准。含周末。"
        "11-21 10:00 转供水公司，时限接着算，不重来。"
        "11-21 11:00 主任批准延期 2 工作时，限时 2 变 4。"
    )


def test_parts_of_an_hour_are_told_without_empty_decimals():
    events = (
        ClockEvent(at("11-23 09:00"), K.STARTED),
        ClockEvent(at("11-23 09:30"), K.EXTENDED, amount=0.5, who="主任"),
    )

    told = lines(Limit(1.5, HOUR), events, at("11-23 10:00"))

    assert "09:30 主任批准延期 30 分，限时 1.5 变 2。" in told[0]


@pytest.mark.parametrize(
    ("events", "now", "told"),
    [
        (
            [("11-23 09:00", K.STARTED), ("11-23 10:00", K.STOPPED)],
            "11-24 09:00",
            (
                "这件 11 月 23 日 9 点起算，限 2 工作时。中间挂起 1 次，没算进去。"
                "到现在用了 1 小时，现在停表，还剩 1 小时。"
            ),
        ),
        (
            [("11-23 09:00", K.STARTED), ("11-23 11:20", K.STOPPED)],
            "11-24 09:00",
            (
                "这件 11 月 23 日 9 点起算，限 2 工作时。中间挂起 1 次，没算进去。"
                "到现在用了 2 小时 20 分，现在停表，已经超了 20 分钟。"
            ),
        ),
        (
            [("11-23 09:00", K.STARTED)],
            "11-24 09:30",
            (
                "这件 11 月 23 日 9 点起算，限 2 工作时。"
                "到现在用了 7 小时 30 分，11 月 23 日 11 点已经到期，超了 5 小时 30 分。"
            ),
        ),
        (
            [("11-23 09:00", K.STARTED), ("11-23 09:30", K.ENDED)],
            "11-24 09:30",
            (
                "这件 11 月 23 日 9 点起算，限 2 工作时。"
                "11 月 23 日 9 点 30 分结束，用了 30 分钟，没有超时。"
            ),
        ),
        (
            [("11-23 09:00", K.STARTED), ("11-23 11:30", K.ENDED)],
            "11-24 09:30",
            (
                "这件 11 月 23 日 9 点起算，限 2 工作时。"
                "11 月 23 日 11 点 30 分结束，用了 2 小时 30 分，超了 30 分钟。"
            ),
        ),
    ],
)
def test_each_way_a_clock_can_stand_is_said_aloud(events, now, told):
    clock_events = [ClockEvent(at(when), kind) for when, kind in events]

    assert read_aloud(Limit(2, HOUR), clock_events, CALENDAR, at(now)) == told


@pytest.mark.parametrize(
    ("minutes", "unit", "told"),
    [
        (0, HOUR, "0 分"),
        (119, HOUR, "119 分"),
        (120, HOUR, "2 时"),
        (125, HOUR, "2 时 05 分"),
        (9 * 60, HOUR, "9 时"),
        (419, DAY, "6 时 59 分"),
        (420, DAY, "1 日"),
        (625, DAY, "1 日 3 时"),
        (30 * 60, URGENT, "30 时"),
    ],
)
def test_a_duration_is_told_in_the_coarsest_unit_that_helps(minutes, unit, told):
    assert duration_words(minutes * 60, unit) == told


def test_a_day_is_as_long_as_the_season_says():
    summer = CALENDAR.season(at("07-01 09:00").date()).day_s

    assert duration_words(13 * 3600, DAY, day_s=summer) == "2 日"
    assert duration_words(13 * 3600, DAY) == "1 日 6 时"


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (Limit(0.5, URGENT), "30 分"),
        (Limit(2, URGENT), "2 紧急工作时"),
        (Limit(1.5, HOUR), "1.5 工作时"),
        (Limit(15, DAY), "15 工作日"),
    ],
)
def test_a_limit_is_told_as_it_is_published(limit, told):
    assert limit_words(limit) == told


@pytest.mark.parametrize(
    ("events", "now", "told"),
    [
        ([("11-23 09:00", K.STARTED)], "11-23 10:35", "剩 25 分"),
        ([("11-23 09:00", K.STARTED)], "11-23 11:45", "超 45 分"),
        ([("11-23 09:00", K.STARTED)], "11-23 11:00:30", "超 不足 1 分"),
        ([("11-23 09:00", K.STARTED), ("11-23 09:30", K.STOPPED)], "11-24 09:00", "停表，剩 90 分"),
        ([("11-23 09:00", K.STARTED), ("11-23 11:30", K.STOPPED)], "11-24 09:00", "停表，超 30 分"),
        ([("11-23 09:00", K.STARTED), ("11-23 09:33", K.ENDED)], "11-24 09:00", "用 33 分"),
    ],
)
def test_a_verdict_is_told_in_one_phrase(events, now, told):
    clock_events = [ClockEvent(at(when), kind) for when, kind in events]

    assert verdict_words(deadline(Limit(2, HOUR), clock_events, CALENDAR, at(now))) == told


def test_a_pause_over_several_weekends_names_them_once():
    events = (
        ClockEvent(at("11-05 10:00"), K.STARTED),
        ClockEvent(at("11-05 11:00"), K.STOPPED, "等配件"),
    )

    assert lines(Limit(5, DAY), events, at("11-24 14:05"))[-1].endswith("挂起：等配件。含周末。")
