"""Who may sign in while the server is away, with what, and for how long."""

import os
from datetime import timedelta

import pytest

from app.bootstrap import open_parts
from app.bootstrap.away import (
    forget_memory,
    open_outbox,
    place_of,
    relock,
    sign_in_away,
    someone_known,
)
from app.core.ids import new_id
from app.core.outbox import Entry, EntryKind, NobodyKnownHere, OutboxPasswordWrong
from app.core.outbox.vault import RememberedTooLong, folders_of
from app.core.shared_settings import CentreSettings

PASSWORD, NEW = "opensesame26", "a new one 26"
DAYS = CentreSettings().away_days

only_on_a_server = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture
def parts(centre, database_url, clock):
    """The program at a computer; `centre` is its database."""
    parts = open_parts(database_url, clock=clock)
    yield parts
    parts.database.dispose()


@pytest.fixture
def lina(centre):
    return centre.actor("receptionist")


def entry(clock):
    return Entry(new_id(), EntryKind.REGISTER, clock.now(), "井盖不见了")


@only_on_a_server
def test_who_signed_in_here_is_let_in_with_the_rights_of_that_time(parts, lina, clock):
    open_outbox(parts, "lina", PASSWORD, lina).put(entry(clock))

    found = sign_in_away(parts, "ＬＩＮＡ", PASSWORD)

    assert found.memory.actor == lina
    assert [each.title for each in found.outbox.entries] == ["井盖不见了"]
    with pytest.raises(OutboxPasswordWrong):
        sign_in_away(parts, "lina", NEW)
    with pytest.raises(NobodyKnownHere):
        sign_in_away(parts, "somebody", PASSWORD)


@only_on_a_server
def test_a_computer_lets_nobody_in_whom_it_has_not_seen_for_long(parts, lina, clock):
    open_outbox(parts, "lina", PASSWORD, lina)
    clock.advance(timedelta(days=DAYS, minutes=1))

    with pytest.raises(RememberedTooLong):
        sign_in_away(parts, "lina", PASSWORD)


@only_on_a_server
def test_a_clock_that_was_set_back_lets_nobody_in(parts, lina, clock):
    open_outbox(parts, "lina", PASSWORD, lina)
    clock.advance(timedelta(days=-1))

    with pytest.raises(RememberedTooLong):
        sign_in_away(parts, "lina", PASSWORD)


@only_on_a_server
def test_whom_the_server_let_in_no_more_is_not_let_in_away_and_what_waits_stays(parts, lina, clock):
    open_outbox(parts, "lina", PASSWORD, lina).put(entry(clock))

    forget_memory(parts.database, "lina")

    with pytest.raises(NobodyKnownHere):
        sign_in_away(parts, "lina", PASSWORD)
    assert len(open_outbox(parts, "lina", PASSWORD, lina).entries) == 1


@only_on_a_server
def test_what_was_kept_for_people_who_are_gone_is_removed_unless_something_waits(
    parts, lina, clock
):
    open_outbox(parts, "gone", PASSWORD, lina)
    open_outbox(parts, "wrote", PASSWORD, lina).put(entry(clock))
    where = place_of(parts.database)
    for folder in folders_of(where):
        for file in folder.iterdir():
            os.utime(file, (0, 0))

    open_outbox(parts, "lina", PASSWORD, lina)

    assert len(folders_of(where)) == 2
    assert len(sign_in_away(parts, "wrote", PASSWORD).outbox.entries) == 1
    with pytest.raises(NobodyKnownHere):
        sign_in_away(parts, "gone", PASSWORD)


@only_on_a_server
def test_a_password_chosen_here_takes_the_outbox_along(parts, lina, clock):
    box = open_outbox(parts, "lina", PASSWORD, lina)
    box.put(entry(clock))

    relock(box, NEW)

    assert len(open_outbox(parts, "lina", NEW, lina).entries) == 1


@only_on_a_server
def test_what_waits_under_a_password_that_was_reset_is_kept_for_the_old_one(parts, lina, clock):
    open_outbox(parts, "lina", PASSWORD, lina).put(entry(clock))

    box = open_outbox(parts, "lina", NEW, lina)

    assert (box.entries, box.set_aside()) == ((), 1)
    assert box.take_over(PASSWORD) == 1
    assert len(box.entries) == 1


def test_an_embedded_file_has_no_outbox(embedded_centre, clock):
    parts = open_parts(str(embedded_centre.database.url), clock=clock)

    assert open_outbox(parts, "lina", PASSWORD, embedded_centre.actor("receptionist")) is None
    assert not someone_known(parts.database)
    parts.database.dispose()
