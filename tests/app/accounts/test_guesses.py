"""Which logins are shut while somebody guesses, and for how long; without a server."""

from datetime import UTC, datetime, timedelta

from app.accounts.guess_chores import Guesses, at_risk, lock_of

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MOST = 5


def guesses(login: str, failures: int, address: str = "10.0.0.7", after_min: int = 0) -> Guesses:
    return Guesses(login, address, NOON + timedelta(minutes=after_min), failures)


def test_a_login_is_shut_by_all_its_wrong_passwords_together_wherever_they_come_from():
    rows = [guesses("grid", 2), guesses("grid", 2, "10.0.0.8", 3), guesses("clerk", 4)]

    assert at_risk(rows, MOST) == ()
    assert at_risk([*rows, guesses("grid", 1, "10.0.0.9")], MOST) == ("grid",)


def test_an_address_that_tries_many_logins_shuts_none_of_them_and_is_told_of():
    rows = [guesses(login, MOST) for login in ("grid", "clerk", "leader")]

    assert at_risk(rows, MOST) == ()
    assert at_risk(rows, MOST, spread=True) == ("clerk", "grid", "leader")
    assert at_risk([*rows, guesses("grid", 45)], MOST) == ("grid",), "that one is guessed at"
    assert at_risk([*rows, guesses("grid", MOST, "10.0.0.8")], MOST) == ("grid",)


def test_a_mistyped_name_shuts_nobody_and_alarms_nobody():
    rows = [guesses("", 1, f"10.0.0.{desk}") for desk in range(20)]

    assert at_risk(rows, MOST) == at_risk(rows, MOST, spread=True) == ()
    assert at_risk([guesses("", MOST)], MOST, spread=True) == ("",)


def test_the_first_lock_costs_a_minute_and_each_further_one_of_a_day_twice_as_much():
    longest = timedelta(minutes=15)

    assert [lock_of(times, longest).total_seconds() / 60 for times in range(6)] == [
        *(1, 2, 4, 8),
        *(15, 15),
    ]
