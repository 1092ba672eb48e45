"""The deadline cell: what is left in the words of its unit, colour by the clock, bar by share."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.queries.queue import CaseRow
from app.cases.rules import CaseState, Level
from app.core.calendar import CHINA, CalendarBody, Season, Span, WorkCalendar
from ui.cases.deadlines import row_deadline, shares
from ui.core.marks import NO_DEADLINE, DeadlineKind

CALENDAR = WorkCalendar(
    3,
    CalendarBody(
        (
            Season(
                "全年",
                (1, 1),
                (12, 31),
                (Span.parse("09:00-12:00"), Span.parse("13:30-17:30")),
            ),
        )
    ),
)
CALENDARS = {3: CALENDAR}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}:00+08:00").astimezone(UTC)


def row(**given) -> CaseRow:
    values = {
        "id": UUID(int=1),
        "number": "2026112499010200400376",
        "state": CaseState.IN_PROGRESS,
        "level": Level.NORMAL,
        "title": "井盖",
        "category": "雨水井盖",
        "region": "990102004013002",
        "region_name": "南塘第二网格",
        "unit": "市政养护站",
        "handler": "",
        "received_at": at("11-24T09:00"),
        "due_at": None,
        "warn_at": None,
        "handle_due_at": None,
        "finished_at": None,
        "closed_at": None,
        "clock": None,
        "clock_unit": None,
        "clock_limit_s": None,
        "clock_left_s": None,
        "pause": None,
        "pause_reason": "",
        "supervision_level": None,
        "returned_count": 0,
        "wants_call_back": False,
        "calendar_number": 3,
        "version": 1,
    }
    return CaseRow(**{**values, **given})


def running(due: str, unit: str, limit_h: float, clock: str = "handle", warn: str = "") -> CaseRow:
    return row(
        due_at=at(due),
        warn_at=at(warn) if warn else None,
        clock=clock,
        clock_unit=unit,
        clock_limit_s=round(limit_h * 3600),
    )


@pytest.mark.parametrize(
    ("due", "unit", "limit_h", "now", "words"),
    [
        ("11-24T14:30", "emergency_hour", 2, "11-24T14:05", "剩 25 分"),
        ("11-24T14:30", "emergency_hour", 2, "11-24T12:30", "剩 2 时"),
        ("11-25T00:05", "emergency_hour", 8, "11-24T16:05", "剩 8 时"),
        ("11-25T02:40", "emergency_hour", 24, "11-24T14:05", "剩 12 时"),
        ("11-24T15:30", "working_hour", 5, "11-24T11:30", "剩 2 时 30 分"),
        ("11-25T17:30", "working_day", 7, "11-24T14:30", "剩 1 日 3 时"),
        ("11-27T17:30", "working_day", 21, "11-24T17:30", "剩 3 日"),
        ("11-24T14:00", "emergency_hour", 2, "11-24T14:00", "剩 0 分"),
        ("11-24T13:20", "emergency_hour", 2, "11-24T14:05", "超 45 分"),
        ("11-23T17:30", "working_day", 7, "11-24T14:30", "超 4 时"),
        ("11-20T17:30", "working_day", 7, "11-24T12:00", "超 1 日 3 时"),
        ("11-05T14:22", "emergency_hour", 4, "11-24T14:05", "超 455 时"),
    ],
)
def test_what_is_left_is_told_in_the_words_of_its_unit(due, unit, limit_h, now, words):
    told = row_deadline(running(due, unit, limit_h), CALENDARS, at(now))

    assert told.left_text == words
    assert told.moment_text == due.replace("T", " ")


def test_the_signing_clock_says_that_it_is_one():
    signing = running("11-24T14:55", "working_hour", 2, clock="sign")

    assert row_deadline(signing, CALENDARS, at("11-24T14:05")).left_text == "签收剩 50 分"
    assert row_deadline(signing, CALENDARS, at("11-24T15:11")).left_text == "签收超 16 分"


def test_a_clock_turns_yellow_at_its_warning_and_red_after_its_due_time():
    clock = running("11-24T14:30", "emergency_hour", 2, warn="11-24T14:00")
    kinds = [
        row_deadline(clock, CALENDARS, at("11-24T14:30") + timedelta(seconds=seconds)).kind
        for seconds in (-1801, -1800, 0, 1)
    ]

    assert kinds == [DeadlineKind.OK, DeadlineKind.WARN, DeadlineKind.WARN, DeadlineKind.OVER]


def test_less_than_a_minute_over_is_not_told_as_zero():
    clock = running("11-24T14:30", "emergency_hour", 2)

    told = row_deadline(clock, CALENDARS, at("11-24T14:30") + timedelta(seconds=20))

    assert told.left_text == "超 不足 1 分"
    assert told.kind is DeadlineKind.OVER


def test_the_bar_shows_the_elapsed_share_and_where_the_limit_was():
    clock = running("11-24T14:00", "emergency_hour", 2)

    before = row_deadline(clock, CALENDARS, at("11-24T13:30"))
    after = row_deadline(clock, CALENDARS, at("11-24T14:40"))

    assert (before.share, before.limit_share) == (0.75, 1.0)
    assert after.share == pytest.approx(4 / 3)
    assert after.limit_share == pytest.approx(0.75)


def test_a_message_that_waits_says_since_when():
    waiting = row(state=CaseState.SUBMITTED, calendar_number=None, number=None)

    told = row_deadline(waiting, CALENDARS, at("11-24T14:05"))

    assert (told.kind, told.left_text) == (DeadlineKind.NONE, "5 小时前来件")
    assert told.moment_text == "11-24 09:00"


def test_a_message_of_another_year_says_which():
    sent = datetime(2018, 12, 26, 10, 13, tzinfo=CHINA)
    waiting = row(state=CaseState.SUBMITTED, number=None, received_at=sent)

    assert row_deadline(waiting, CALENDARS, at("11-24T14:05")).moment_text == "2018-12-26"


def test_a_finished_case_waits_and_a_closed_one_says_when():
    now = at("11-24T14:05")
    finished = row(state=CaseState.FINISHED, finished_at=at("11-24T11:00"))
    closed = row(state=CaseState.CLOSED, finished_at=now, closed_at=at("11-24T12:10"))

    assert row_deadline(finished, CALENDARS, now).spoken == "办结待结案 11-24 11:00"
    assert row_deadline(closed, CALENDARS, now).spoken == "已结案 11-24 12:10"


def test_without_a_clock_nothing_is_drawn():
    assert row_deadline(row(state=CaseState.REGISTERED), CALENDARS, at("11-24T14:05")) == (
        NO_DEADLINE
    )


def test_a_row_whose_calendar_is_not_known_yet_shows_its_moment_alone():
    told = row_deadline(running("11-25T17:30", "working_day", 7), {}, at("11-24T14:05"))

    assert (told.left_text, told.moment_text) == ("", "11-25 17:30")


@given(
    limit_min=st.integers(1, 20_000),
    passed_min=st.integers(0, 60_000),
    start=st.datetimes(datetime(2026, 1, 2), datetime(2026, 6, 1)),  # noqa: DTZ001
)
def test_kind_and_share_agree_at_every_moment(limit_min, passed_min, start):
    begin = start.replace(second=0, microsecond=0, tzinfo=CHINA).astimezone(UTC)
    due = begin + timedelta(minutes=limit_min)
    clock = row(
        due_at=due, clock="handle", clock_unit="emergency_hour", clock_limit_s=limit_min * 60
    )

    told = row_deadline(clock, CALENDARS, begin + timedelta(minutes=passed_min))

    assert (told.kind is DeadlineKind.OVER) == (passed_min > limit_min) == (told.share > 1)
    assert told.share == pytest.approx(passed_min / limit_min)
    assert 0 < told.limit_share <= 1


def test_shares_of_a_clock_that_has_just_started():
    assert shares(7200, 7200) == (0.0, 1.0)
