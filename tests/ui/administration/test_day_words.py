"""How hours are typed and days are said."""

from datetime import date

import pytest

from app.core.calendar import BadCalendar, CalendarBody, DayKind, DayOverride, Span, WorkCalendar
from app.core.calendar_national import default_body
from ui.administration.day_words import day_in_one_line, days_name, hours_of, hours_words

MORNING, AFTERNOON = Span(540, 720), Span(810, 1050)


@pytest.mark.parametrize(
    "typed",
    [
        "09:00-12:00、13:30-17:30",
        "9:00-12:00, 13:30-17:30",
        "09：00－12：00；13：30－17：30",
        "09:00~12:00 13:30~17:30",
        "09:00至12:00，13:30到17:30",
        " 09:00 - 12:00 、 13:30 — 17:30 ",
    ],
)
def test_hours_are_read_however_they_are_typed(typed):
    assert hours_of(typed) == (MORNING, AFTERNOON)


@pytest.mark.parametrize("typed", ["9点到12点", "12:00-09:00", "09:00", "25:00-26:00", "上午"])
def test_what_is_no_span_of_time_is_refused(typed):
    with pytest.raises(BadCalendar):
        hours_of(typed)


def test_hours_said_can_be_typed_again():
    assert hours_of(hours_words((MORNING, AFTERNOON))) == (MORNING, AFTERNOON)


def test_no_hours_are_no_spans():
    assert hours_of("  ") == ()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 28), date(2026, 11, 28), "2026-11-28（星期六）"),
        (date(2026, 11, 30), date(2026, 12, 2), "2026-11-30 至 12-02"),
        (date(2026, 12, 30), date(2027, 1, 2), "2026-12-30 至 2027-01-02"),
    ],
)
def test_a_run_of_days_is_said_shortly(first, last, said):
    assert days_name(first, last) == said


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 10, 1), "国务院公布的放假：国庆节"),
        (date(2026, 10, 10), "国庆节调休，国务院公布"),
        (date(2026, 11, 24), "平常的工作日"),
        (date(2026, 11, 28), "平常的周末"),
        (date(2027, 1, 4), "这一年的放假安排还没公布"),
        (date(2026, 12, 1), "全市停电检修"),
    ],
)
def test_every_day_says_why_it_is_what_it_is(day, told):
    body = default_body()
    off = DayOverride(date(2026, 12, 1), DayKind.DAY_OFF, note="全市停电检修")

    said = day_in_one_line(
        WorkCalendar(1, CalendarBody(body.seasons, (off,), body.national)).day(day)
    )

    assert told in said
