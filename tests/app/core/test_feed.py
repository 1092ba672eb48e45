"""The change feed: every desk hears of every commit, once, however late it comes."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from queue import Empty, Queue
from time import monotonic

import psycopg
import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.changes import Change, Topic
from app.core.database import Moment
from app.core.database.feed import EVERYTHING
from app.core.database.postgres import CHANNEL
from app.core.database.rhythm import HINTS_A_SECOND
from tests.factories.cable import LISTENS

ME = console("test")


@contextmanager
def watching(desk):
    """Watch the feed as a desk does, in a thread of its own."""
    heard: Queue[tuple[Change, ...]] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=desk.watch, args=(stop, heard.put))
    thread.start()
    try:
        _settle(desk, heard)
        yield heard
    finally:
        stop.set()
        thread.join()


def _settle(desk, heard):
    """Wait until the watcher listens: it hears what a third program says."""
    from app.core.database import Database

    third = Database.open(desk.url.render_as_string(hide_password=False))
    for number in range(100):
        say(third, f"ready{number}")
        try:
            heard.get(timeout=0.2)
        except Empty:
            continue
        break
    third.dispose()
    while True:
        try:
            heard.get(timeout=0.3)
        except Empty:
            return


def say(database, *keys):
    with database.writing(ME) as uow:
        for key in keys:
            uow.touched(Topic.CASE, key, "990102004")


def keys(heard, count):
    found = []
    while len(found) < count:
        found.extend(change.key for change in heard.get(timeout=10))
    return found


def test_a_second_desk_hears_of_a_commit(database, second_desk):
    with watching(second_desk) as heard:
        say(database, "a", "b")

        assert heard.get(timeout=5) == (
            Change(Topic.CASE, "a", "990102004"),
            Change(Topic.CASE, "b", "990102004"),
        )


def test_the_desk_that_wrote_hears_it_at_once_and_not_again(database):
    own = []
    database.subscribe(own.extend)
    with watching(database) as heard:
        say(database, "a")

        assert [change.key for change in own] == ["a"]
        with pytest.raises(Empty):
            heard.get(timeout=1)


def test_what_was_rolled_back_is_never_told(database, second_desk):
    with watching(second_desk) as heard:
        with pytest.raises(RuntimeError), database.writing(ME) as uow:
            uow.touched(Topic.CASE, "lost")
            raise RuntimeError
        say(database, "kept")

        assert keys(heard, 1) == ["kept"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_transaction_that_commits_late_is_not_missed(database, second_desk):
    slow, go_on = threading.Event(), threading.Event()

    def late():
        with database.writing(ME) as uow:
            uow.touched(Topic.CASE, "early row, late commit")
            uow.session.execute(sa.text("SELECT pg_current_xact_id()"))  # takes its place now
            slow.set()
            go_on.wait(10)

    with watching(second_desk) as heard:
        writer = threading.Thread(target=late)
        writer.start()
        slow.wait(10)
        say(database, "in between")
        first = keys(heard, 1)
        go_on.set()
        writer.join()

        assert first == ["in between"]
        assert keys(heard, 1) == ["early row, late commit"]


@pytest.mark.parametrize("writers", [4])
def test_nothing_is_lost_or_told_twice_when_many_write_at_once(database, second_desk, writers):
    def write(name):
        for number in range(15):
            say(database, f"{name}-{number}")

    with watching(second_desk) as heard:
        threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = keys(heard, writers * 15)

    assert sorted(found) == sorted(f"{w}-{n}" for w in range(writers) for n in range(15))


def test_a_restore_makes_every_desk_read_all_again(database, second_desk):
    from uuid import uuid4

    with watching(second_desk) as heard:
        with database.writing(ME) as uow:
            uow.session.execute(
                sa.text("UPDATE database_state SET epoch = :epoch").bindparams(
                    sa.bindparam("epoch", uuid4(), type_=sa.Uuid)
                )
            )
            uow.touched(Topic.SETTING, "restored")

        assert heard.get(timeout=40) == (EVERYTHING,)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_lost_connection_is_taken_up_again_without_a_gap(database, second_desk):
    with watching(second_desk) as heard:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    f"WHERE datname = current_database() AND {LISTENS}"
                )
            )
        say(database, "while nobody listened")

        assert keys(heard, 1) == ["while nobody listened"]


def test_pruning_what_a_desk_has_read_does_not_make_it_read_all_again(database, second_desk, clock):
    with watching(second_desk) as heard:
        say(database, "a")
        keys(heard, 1)
        with database.writing(ME) as uow:
            uow.session.execute(sa.text("DELETE FROM change_feed"))
            uow.session.execute(
                sa.text("UPDATE database_state SET feed_pruned_before = :then").bindparams(
                    sa.bindparam("then", clock.now() - timedelta(days=7), type_=Moment)
                )
            )
        say(database, "b")

        assert keys(heard, 1) == ["b"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_however_much_is_written_the_server_gives_few_hints_and_nothing_is_missed(
    database, second_desk
):
    with watching(second_desk) as heard, _listening(database) as hints:
        began = monotonic()
        for number in range(40):
            say(database, f"n{number}")
        found = keys(heard, 40)
        given = hints()
        took = monotonic() - began  # what comes while they are counted is counted

    assert sorted(found) == sorted(f"n{number}" for number in range(40))
    # one for each fifth of a second that was touched, the first and the last in part
    assert given <= int(took * HINTS_A_SECOND) + 2


@contextmanager
def _listening(database):
    """Give what counts the notifications that have come."""
    url = database.url
    with psycopg.connect(
        host=url.host,
        port=url.port,
        dbname=url.database,
        user=url.username,
        password=url.password,
        autocommit=True,
    ) as raw:
        raw.execute(f"LISTEN {CHANNEL}")
        yield lambda: len(list(raw.notifies(timeout=0.1)))
