"""The only now(): server time as far as known."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import SHANGHAI, FixedClock, ServerClock, local
from app.core.database import Database
from app.core.database.state import server_time
from app.core.ids import follow_server


def test_small_differences_to_the_server_are_noise():
    clock = ServerClock()
    clock.set_offset(timedelta(milliseconds=900))

    assert abs(clock.now() - datetime.now(UTC)) < timedelta(milliseconds=500)


def test_a_desk_whose_clock_is_wrong_takes_the_server_s_time():
    clock = ServerClock()
    clock.set_offset(timedelta(minutes=-30))

    assert abs(clock.now() + timedelta(minutes=30) - datetime.now(UTC)) < timedelta(seconds=1)


def test_a_fixed_clock_moves_only_when_told():
    clock = FixedClock(datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI))
    before = clock.now()
    clock.advance(timedelta(minutes=5))

    assert clock.now() - before == timedelta(minutes=5)
    assert before.tzinfo is UTC
    assert f"{local(clock.now()):%H:%M}" == "14:10"


def test_the_server_s_clock_is_measured_by_asking_it_once():
    clock = ServerClock()

    offset = clock.compare(lambda: datetime.now(UTC) + timedelta(hours=2))

    assert abs(offset - timedelta(hours=2)) < timedelta(seconds=1)
    assert clock.now() - datetime.now(UTC) > timedelta(minutes=119)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_desk_goes_by_the_server_s_time_from_its_first_look(database_url, monkeypatch):
    ahead = timedelta(hours=3)
    monkeypatch.setattr(
        "app.core.database.database.server_time",
        lambda connection: server_time(connection) + ahead,
    )
    desk = Database.open(database_url)
    _ = desk.state

    assert desk.clock.now() - datetime.now(UTC) > timedelta(minutes=179)
    desk.dispose()
    follow_server(0)
