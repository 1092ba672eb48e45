"""The pulse says what the status bar shows."""

from datetime import timedelta

from app.core.actor import console
from app.core.changes import Topic
from app.core.chores import LEASE, take_lease
from app.core.pulse import take_pulse


def pulse(database, clock):
    with database.reading() as session:
        return take_pulse(session, clock.now())


def test_a_quiet_database_has_no_last_change_and_no_keeper(database, clock):
    found = pulse(database, clock)

    assert (found.changed_at, found.keeper) == (None, "")


def test_the_last_change_is_the_newest(database, clock):
    for key in ("a", "b"):
        clock.advance(timedelta(minutes=1))
        with database.writing(console("test")) as uow:
            uow.touched(Topic.CASE, key)

    assert pulse(database, clock).changed_at == clock.now()


def test_a_keeper_is_named_as_long_as_its_lease_lasts(database, clock):
    take_lease(database, "desk07")
    assert pulse(database, clock).keeper == "desk07"

    clock.advance(LEASE + timedelta(seconds=1))
    assert pulse(database, clock).keeper == ""
