"""Moments are read on the Shanghai wall clock, whatever the desk's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import SHANGHAI, local
from ui.core import relative_time as rt

NOW = datetime(2026, 11, 24, 14, 5, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(), "刚刚"),
        (timedelta(seconds=4), "刚刚"),
        (timedelta(seconds=5), "5 秒前"),
        (timedelta(seconds=59), "59 秒前"),
        (timedelta(seconds=60), "1 分钟前"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(minutes=119), "1 小时前"),
        (timedelta(hours=2), "2 小时前"),
        (timedelta(hours=47), "1 天前"),
        (timedelta(minutes=-25), "25 分钟后"),
    ],
)
def test_a_moment_is_so_long_ago(ago, words):
    assert rt.relative(NOW - ago, NOW) == words


def test_moments_are_written_on_the_shanghai_wall_clock():
    moment = datetime(2026, 11, 24, 18, 30, 7, tzinfo=UTC)

    assert rt.full(moment) == "2026-11-25 02:30"
    assert rt.short(moment) == "11-25 02:30"
    assert rt.day(moment) == "2026-11-25"
    assert rt.time_of_day(moment) == "02:30"
    assert rt.exact_time(moment) == "02:30:07"


def test_the_day_comes_with_its_weekday():
    assert rt.day_with_weekday(date(2026, 11, 24)) == "2026-11-24 星期二"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW - timedelta(minutes=3), "14:02·3 分钟前"),
        (NOW - timedelta(hours=15), "11-23 23:05·15 小时前"),
        (NOW - timedelta(days=365), "2025-11-24·365 天前"),
    ],
)
def test_relative_time_never_stands_alone(moment, words):
    assert rt.moment_and_relative(moment, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 17, 30, tzinfo=SHANGHAI), "17:30"),
        (datetime(2026, 11, 25, 17, 30, tzinfo=SHANGHAI), "11-25 17:30"),
        (datetime(2027, 1, 2, 17, 30, tzinfo=SHANGHAI), "2027-01-02 17:30"),
    ],
)
def test_a_time_of_another_day_says_the_day(moment, words):
    assert rt.time_or_day(moment, NOW) == words


@given(st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_what_is_read_off_the_wall_clock_is_the_moment_it_shows(naive):
    moment = naive.replace(tzinfo=UTC)

    assert rt.from_local(local(moment).replace(tzinfo=None)) == moment
