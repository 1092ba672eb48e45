"""The work calendar counts what people in a street office would count on their fingers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import words
from app.core.calendar import CHINA, DayKind, DayOverride, Span, WorkCalendar, YearOutOfReach
from app.core.calendar_body import (
    BadCalendar,
    BadSeason,
    BadSpan,
    CalendarBody,
    DayOutsideYear,
    DayTwice,
    HoursOnDayOff,
    NationalDay,
    NationalYear,
    Season,
    SeasonGap,
    SeasonsOverlap,
    SeasonWithoutHours,
    SpansOverlap,
    WorkdayWithoutHours,
    YearTwice,
)
from app.core.calendar_json import CalendarPartMissing, UnreadableCalendar, from_json, to_json
from app.core.calendar_national import (
    default_body,
    national_days,
    published_years,
    with_newly_published,
)
from tests.properties import few

CALENDAR = WorkCalendar(1, default_body())
HOUR = 3_600


def at(text: str) -> datetime:
    """Read a local moment, e.g. ``2026-11-24 14:05``."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


moments = st.integers(0, 18 * 366 * 24 * HOUR).map(
    lambda seconds: at("2015-01-01 00:00") + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 2, 14), DayKind.MAKEUP_WORKDAY, "春节"),
        (date(2026, 2, 16), DayKind.HOLIDAY, "春节"),
        (date(2026, 2, 28), DayKind.MAKEUP_WORKDAY, "春节"),
        (date(2026, 5, 9), DayKind.MAKEUP_WORKDAY, "劳动节"),
        (date(2026, 9, 20), DayKind.MAKEUP_WORKDAY, "国庆节"),
        (date(2026, 10, 7), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 10, 10), DayKind.MAKEUP_WORKDAY, "国庆节"),
        (date(2026, 11, 21), DayKind.WEEKEND, ""),
        (date(2026, 11, 24), DayKind.WORKDAY, ""),
    ],
)
def test_2026_follows_the_published_holidays_and_makeup_days(day, kind, name):
    assert (CALENDAR.kind_of(day), CALENDAR.day(day).name) == (kind, name)


def test_every_day_agrees_with_the_national_package():
    from chinese_calendar import is_workday

    days = [
        date(2015, 1, 1) + timedelta(days=n)
        for n in range((date(2027, 1, 1) - date(2015, 1, 1)).days)
    ]

    wrong = [day for day in days if CALENDAR.kind_of(day).works != is_workday(day)]

    assert wrong == []


def test_a_year_not_published_yet_is_the_plain_week_and_says_so():
    assert national_days(2027) is None
    assert CALENDAR.is_provisional(2027)
    assert not CALENDAR.is_provisional(2026)
    assert CALENDAR.kind_of(date(2027, 10, 1)) is DayKind.WORKDAY  # a Friday
    assert CALENDAR.day(date(2027, 10, 1)).provisional


def test_a_day_set_by_hand_in_an_unpublished_year_is_certain():
    body = replace(CALENDAR.body, overrides=(DayOverride(date(2027, 10, 1), DayKind.HOLIDAY),))

    assert not WorkCalendar(2, body).day(date(2027, 10, 1)).provisional


def test_summer_and_winter_have_their_own_hours():
    assert [str(span) for span in CALENDAR.spans(date(2026, 4, 30))] == [
        "09:00-12:00",
        "13:30-17:30",
    ]
    assert [str(span) for span in CALENDAR.spans(date(2026, 5, 6))] == [
        "09:00-12:00",
        "14:30-18:00",
    ]
    assert [str(span) for span in CALENDAR.spans(date(2026, 9, 30))] == [
        "09:00-12:00",
        "14:30-18:00",
    ]
    assert [str(span) for span in CALENDAR.spans(date(2026, 10, 8))] == [
        "09:00-12:00",
        "13:30-17:30",
    ]
    assert CALENDAR.spans(date(2026, 10, 1)) == ()


def test_intervals_are_aware_utc_moments():
    assert CALENDAR.intervals(date(2026, 11, 24)) == (
        (datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 4, tzinfo=UTC)),
        (datetime(2026, 11, 24, 5, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
    )


def test_an_override_wins_over_the_national_calendar_and_keeps_its_note():
    own = DayOverride(
        date(2026, 10, 1), DayKind.WORKDAY, (Span.parse("08:00-20:00"),), "国庆延时服务"
    )
    calendar = WorkCalendar(2, replace(CALENDAR.body, overrides=(own,)))

    day = calendar.day(date(2026, 10, 1))

    assert (day.kind, day.spans, day.note, day.name) == (
        DayKind.WORKDAY,
        own.spans,
        "国庆延时服务",
        "",
    )
    assert day.overridden
    assert calendar.working_seconds(at("2026-10-01 00:00"), at("2026-10-02 00:00")) == 12 * HOUR


def test_a_working_day_set_by_hand_without_hours_keeps_the_season():
    own = DayOverride(date(2026, 11, 21), DayKind.MAKEUP_WORKDAY)
    calendar = WorkCalendar(2, replace(CALENDAR.body, overrides=(own,)))

    assert calendar.spans(date(2026, 11, 21)) == CALENDAR.spans(date(2026, 11, 20))


def test_working_time_leaves_out_lunch_nights_and_weekends():
    assert CALENDAR.working_seconds(at("2026-11-20 10:20"), at("2026-11-20 15:10")) == 200 * 60
    assert CALENDAR.working_seconds(at("2026-11-20 15:10"), at("2026-11-23 10:20")) == 220 * 60
    assert CALENDAR.working_seconds(at("2026-11-23 10:20"), at("2026-11-20 15:10")) == -220 * 60


def test_work_that_ends_with_a_span_ends_at_its_close():
    assert CALENDAR.add_working_seconds(at("2026-11-24 09:00"), 3 * HOUR) == at("2026-11-24 12:00")
    assert CALENDAR.add_working_seconds(at("2026-11-20 13:30"), 4 * HOUR) == at("2026-11-20 17:30")


def test_no_working_time_added_is_no_move():
    assert CALENDAR.add_working_seconds(at("2026-11-21 03:00"), 0) == at("2026-11-21 03:00")


def test_working_time_is_never_taken_away():
    with pytest.raises(ValueError, match="never taken away"):
        CALENDAR.add_working_seconds(at("2026-11-21 03:00"), -1)


@pytest.mark.parametrize("start", ["2026-11-23 06:00", "2026-11-23 09:20", "2026-11-23 23:59"])
def test_the_day_of_the_start_is_not_counted_and_the_last_ends_with_business(start):
    assert CALENDAR.add_working_days(at(start), 1) == at("2026-11-24 17:30")


def test_a_start_on_a_day_off_counts_from_the_next_working_day():
    assert CALENDAR.add_working_days(at("2026-11-21 10:00"), 1) == at("2026-11-23 17:30")


def test_at_least_one_working_day_is_added():
    with pytest.raises(ValueError, match="one working day"):
        CALENDAR.add_working_days(at("2026-11-21 03:00"), 0)


def test_moments_far_from_the_present_are_counted_too():
    assert CALENDAR.add_working_days(at("1995-03-06 10:00"), 3) == at("1995-03-09 17:30")
    assert CALENDAR.add_working_days(at("2031-12-30 10:00"), 2) == at("2032-01-01 17:30")
    long_way = WorkCalendar(1, default_body())
    assert long_way.add_working_seconds(at("2026-03-02 09:00"), 7 * HOUR * 2_000) > at(
        "2033-01-01 00:00"
    )
    assert long_way.add_working_days(at("2026-03-02 09:00"), 2_000) > at("2033-01-01 00:00")


def test_a_moment_no_calendar_reaches_is_refused_in_words():
    with pytest.raises(YearOutOfReach) as refusal:
        CALENDAR.add_working_days(at("2199-12-30 10:00"), 30)

    assert "1992 年至 2199 年" in words.sentence(refusal.value)


@given(moments, moments, moments)
def test_working_time_adds_up(first, second, third):
    whole = CALENDAR.working_seconds(first, third)

    assert whole == CALENDAR.working_seconds(first, second) + CALENDAR.working_seconds(
        second, third
    )


@given(moments, st.integers(1, 400 * HOUR))
def test_adding_then_measuring_gives_back_what_was_added(start, seconds):
    end = CALENDAR.add_working_seconds(start, seconds)

    assert CALENDAR.working_seconds(start, end) == seconds
    assert CALENDAR.working_seconds(start, end - timedelta(seconds=1)) == seconds - 1


@given(moments, st.integers(1, 300))
def test_working_days_agree_with_walking_day_by_day(start, days):
    day, left = start.date(), days
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.kind_of(day).works

    assert CALENDAR.add_working_days(start, days) == CALENDAR.intervals(day)[-1][1]


@few(30)
@given(moments, moments)
def test_the_order_of_questions_does_not_change_the_answers(first, second):
    fresh = WorkCalendar(1, CALENDAR.body)

    assert fresh.working_seconds(first, second) == CALENDAR.working_seconds(first, second)


def test_a_span_reaches_to_midnight_at_most():
    assert str(Span.parse("18:00-24:00")) == "18:00-24:00"
    for text in (
        "12:00-09:00",
        "09:00-09:00",
        "18:00-24:30",
        "9点",
        "09:70-10:00",
        "09:00-10:00-11:00",
    ):
        with pytest.raises(BadSpan):
            Span.parse(text)


def body(**changed: object) -> CalendarBody:
    """Return the default body with parts replaced."""
    return replace(CALENDAR.body, **changed)


def season(first: tuple[int, int], last: tuple[int, int], hours: str = "09:00-17:00") -> Season:
    """Return a season with one span."""
    return Season("甲", first, last, tuple(Span.parse(part) for part in hours.split()))


DAY = date(2026, 3, 3)
HOLIDAY = NationalDay(DAY, DayKind.HOLIDAY, "春节")


@pytest.mark.parametrize(
    ("make", "error", "part"),
    [
        (lambda: body(seasons=()), SeasonGap, "01-01"),
        (lambda: body(seasons=(season((1, 1), (12, 30)),)), SeasonGap, "12-31"),
        (
            lambda: body(seasons=(season((1, 1), (6, 1)), season((6, 1), (12, 31)))),
            SeasonsOverlap,
            "06-01",
        ),
        (lambda: body(seasons=(season((2, 30), (12, 31)),)), BadSeason, "02-30"),
        (lambda: body(seasons=(season((1, 1), (12, 31), ""),)), SeasonWithoutHours, "甲"),
        (
            lambda: body(seasons=(season((1, 1), (12, 31), "09:00-12:00 11:00-17:00"),)),
            SpansOverlap,
            "11:00-17:00",
        ),
        (
            lambda: body(
                overrides=(DayOverride(DAY, DayKind.HOLIDAY), DayOverride(DAY, DayKind.WORKDAY))
            ),
            DayTwice,
            "2026-03-03",
        ),
        (lambda: DayOverride(DAY, DayKind.HOLIDAY, (Span(540, 720),)), HoursOnDayOff, "法定节假日"),
        (lambda: DayOverride(DAY, DayKind.WORKDAY, ()), WorkdayWithoutHours, "2026-03-03"),
        (
            lambda: DayOverride(DAY, DayKind.WORKDAY, (Span(540, 720), Span(700, 800))),
            SpansOverlap,
            "09:00-12:00",
        ),
        (
            lambda: body(national=(NationalYear(2026, ()), NationalYear(2026, ()))),
            YearTwice,
            "2026",
        ),
        (lambda: body(national=(NationalYear(2025, (HOLIDAY,)),)), DayOutsideYear, "2025"),
        (lambda: body(national=(NationalYear(2026, (HOLIDAY, HOLIDAY)),)), DayTwice, "2026-03-03"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused_in_words(make, error, part):
    with pytest.raises(error) as refusal:
        make()

    assert part in words.sentence(refusal.value)


def test_a_body_survives_being_written_down():
    own = DayOverride(date(2026, 11, 28), DayKind.WORKDAY, (Span.parse("09:00-20:00"),), "延时错时")
    off = DayOverride(date(2026, 11, 30), DayKind.DAY_OFF, None, "搬迁")
    written = body(overrides=(own, off))

    assert from_json(to_json(written)) == written


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", UnreadableCalendar),
        ("[]", UnreadableCalendar),
        ('{"seasons": []}', CalendarPartMissing),
        ('{"seasons": [{"name": "甲"}], "overrides": [], "national": {}}', CalendarPartMissing),
        (to_json(CALENDAR.body).replace('"05-01"', '"05月"'), UnreadableCalendar),
        (to_json(CALENDAR.body).replace("09:00-12:00", "12:00-09:00"), BadSpan),
        (to_json(CALENDAR.body).replace('"holiday"', '"festival"', 1), UnreadableCalendar),
    ],
)
def test_a_text_that_is_no_calendar_is_refused_in_words(text, error):
    with pytest.raises(error) as refusal:
        from_json(text)

    assert isinstance(refusal.value, BadCalendar)
    assert words.sentence(refusal.value)


def test_newly_published_years_are_added_and_known_ones_left_alone():
    kept = NationalYear(2015, (NationalDay(date(2015, 3, 3), DayKind.HOLIDAY, "本地"),))
    old = body(national=(kept,))

    fresh = with_newly_published(old)

    assert fresh.national[0] == kept
    assert fresh.national[1:] == published_years(2016)
    assert with_newly_published(fresh) is fresh
