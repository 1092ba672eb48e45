"""Chores: one keeper at a time does what is due, and one failure does not stop the rest."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.core import chores as chores_module
from app.core.actor import console
from app.core.changes import Topic
from app.core.chores import (
    LEASE,
    RETRY,
    Chore,
    ChoreRun,
    KeeperLease,
    chore_statuses,
    core_chores,
    give_lease_back,
    keeper,
    meanwhile,
    run_due,
    take_lease,
)
from app.core.clock import FixedClock
from app.core.database import Database
from app.core.database.tables import ChangeFeed, CommandDone, DatabaseState
from app.core.errors import NotFound
from app.core.shared_settings import set_setting
from app.core.words import say
from tests.properties import few

HOUR = timedelta(hours=1)


class Diary:
    """A chore that notes when it ran and fails when told to."""

    def __init__(self, name: str = "test.diary", every: timedelta = HOUR) -> None:
        self.ran = 0
        self.trouble: Exception | None = None
        self.chore = Chore(name, every, self.run)

    def run(self, database: Database) -> str:
        self.ran += 1
        if self.trouble is not None:
            raise self.trouble
        return f"第 {self.ran} 次"


def status_of(database: Database, name: str):
    with database.reading() as session:
        return {status.name: status for status in chore_statuses(session)}.get(name)


# Rhythm


def test_what_never_ran_is_due_and_then_waits_for_its_rhythm(database, clock: FixedClock):
    diary = Diary()
    assert run_due(database, [diary.chore], "甲") == [ChoreRun("test.diary", result="第 1 次")]
    clock.advance(HOUR - timedelta(seconds=1))
    assert run_due(database, [diary.chore], "甲") == []
    clock.advance(timedelta(seconds=1))
    assert [run.result for run in run_due(database, [diary.chore], "甲")] == ["第 2 次"]


def test_after_a_pause_it_catches_up_once(database, clock: FixedClock):
    diary = Diary()
    run_due(database, [diary.chore], "甲")
    clock.advance(30 * HOUR)
    run_due(database, [diary.chore], "甲")
    run_due(database, [diary.chore], "甲")
    assert diary.ran == 2


def test_a_clock_set_back_does_not_stop_the_chores(database, clock: FixedClock):
    diary = Diary()
    run_due(database, [diary.chore], "甲")
    clock.advance(-48 * HOUR)
    assert len(run_due(database, [diary.chore], "甲")) == 1


def test_one_failure_does_not_stop_the_others(database):
    first, broken, last = Diary("a"), Diary("b"), Diary("c")
    broken.trouble = NotFound()
    runs = run_due(database, [first.chore, broken.chore, last.chore], "甲")
    assert [(run.name, bool(run.error)) for run in runs] == [
        ("a", False),
        ("b", True),
        ("c", False),
    ]
    assert runs[1].error == say("core.not_found")


def test_a_defect_is_named_by_its_kind_and_its_words_stay_in_the_log(embedded_database, caplog):
    broken = Diary()
    broken.trouble = RuntimeError("13800000000")
    runs = run_due(embedded_database, [broken.chore], "甲")
    assert runs == [ChoreRun("test.diary", error="RuntimeError")]
    assert status_of(embedded_database, "test.diary").last_error == "RuntimeError"
    assert "test.diary" in caplog.text


def test_what_failed_is_tried_again_sooner_and_remembers_its_last_success(
    database, clock: FixedClock
):
    diary = Diary()
    run_due(database, [diary.chore], "甲")
    went_well = clock.now()
    clock.advance(HOUR)
    diary.trouble = NotFound()
    run_due(database, [diary.chore], "甲")
    status = status_of(database, "test.diary")
    assert (status.last_run_at, status.last_ok_at) == (clock.now(), went_well)
    assert (status.last_result, status.last_error) == ("第 1 次", say("core.not_found"))
    diary.trouble = None
    clock.advance(RETRY)
    run_due(database, [diary.chore], "甲")
    assert status_of(database, "test.diary").last_error == ""
    assert diary.ran == 3


# A chore that takes long


def test_others_have_their_turn_while_one_takes_long(database, clock, monkeypatch):
    monkeypatch.setattr(chores_module, "TURN_S", 0.0)
    short = Diary("a", timedelta(seconds=30))

    def long(_database: Database) -> str:
        for _ in range(3):
            clock.advance(timedelta(seconds=40))  # the lease would be over after two
            meanwhile()
        return f"{short.ran}"

    runs = run_due(database, [short.chore, Chore("b", HOUR, long)], "甲")

    assert [run.name for run in runs] == ["a", "a", "a", "a", "b"]
    assert runs[-1].result == "4"
    with database.reading() as session:
        assert keeper(session, clock.now()).holder == "甲"


def test_who_lost_the_lease_meanwhile_does_nothing_for_others(
    database, second_desk, clock, monkeypatch
):
    monkeypatch.setattr(chores_module, "TURN_S", 0.0)
    mine, theirs = Diary("a"), Diary("a")

    def asleep(_database: Database) -> str:
        clock.advance(2 * LEASE)
        run_due(second_desk, [theirs.chore], "乙")
        clock.advance(HOUR)
        take_lease(second_desk, "乙")
        meanwhile()
        return "醒了"

    runs = run_due(database, [Chore("b", HOUR, asleep), mine.chore], "甲")

    assert [run.name for run in runs] == ["b"]
    assert (mine.ran, theirs.ran) == (0, 1)


def test_what_takes_long_ends_when_the_process_is_to_end_and_is_due_again(embedded_database):
    after, tidy = Diary("c"), []

    def long(_database: Database) -> str:
        try:
            meanwhile()
        finally:
            tidy.append("tidied")
        return "done"

    chores = [Chore("b", HOUR, long), after.chore]
    stopped = run_due(embedded_database, chores, "甲", stopped=lambda: True)
    runs = run_due(embedded_database, chores, "甲")

    assert (stopped, tidy) == ([], ["tidied", "tidied"])
    assert [run.name for run in runs] == ["b", "c"]


def test_where_nobody_keeps_a_turn_is_nothing():
    meanwhile()


# The lease


def test_a_second_keeper_does_nothing_while_the_first_lives(database, second_desk):
    mine, theirs = Diary(), Diary()
    run_due(database, [mine.chore], "甲")
    assert run_due(second_desk, [theirs.chore], "乙") == []
    with second_desk.reading() as session:
        assert keeper(session, second_desk.clock.now()).holder == "甲"


def test_a_dead_keeper_loses_its_lease_after_ninety_seconds(database, second_desk, clock):
    assert take_lease(database, "甲")
    clock.advance(timedelta(seconds=89))
    assert not take_lease(second_desk, "乙")
    clock.advance(timedelta(seconds=1))
    assert take_lease(second_desk, "乙")
    assert not take_lease(database, "甲")


def test_a_living_keeper_renews_its_lease(database, second_desk, clock):
    for _ in range(5):
        assert take_lease(database, "甲")
        clock.advance(timedelta(seconds=60))
        assert not take_lease(second_desk, "乙")


def test_a_lease_given_back_is_free_at_once(database, second_desk):
    take_lease(database, "甲")
    give_lease_back(second_desk, "乙")  # not theirs to give
    assert not take_lease(second_desk, "乙")
    give_lease_back(database, "甲")
    with database.reading() as session:
        assert keeper(session, database.clock.now()) is None
    assert take_lease(second_desk, "乙")


def test_nobody_keeps_a_new_database(database):
    with database.reading() as session:
        assert keeper(session, database.clock.now()) is None


@pytest.mark.parametrize("held_before", [False, True])
def test_of_many_that_ask_at_once_exactly_one_becomes_keeper(
    database, second_desk, clock, held_before
):
    if held_before:
        take_lease(database, "早先")
        clock.advance(LEASE)
    start, won = Barrier(4), []

    def ask(desk: Database, name: str) -> None:
        start.wait()
        if take_lease(desk, name):
            won.append(name)

    desks = [(database, "甲"), (second_desk, "乙"), (database, "丙"), (second_desk, "丁")]
    threads = [Thread(target=ask, args=desk) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    with database.reading() as session:
        assert keeper(session, clock.now()).holder == won[0]


def test_the_first_lease_of_a_database_goes_to_the_quicker_one(database, monkeypatch):
    """The loser looked before the winner committed and writes after."""
    take_lease(database, "甲")
    with database.writing(console("前台")) as uow:
        late = chores_module._first_lease(uow.session, "乙", uow.now + LEASE)
    assert not late
    with database.reading() as session:
        assert session.get(KeeperLease, 1).holder == "甲"


def test_a_chore_that_outlives_the_lease_ends_the_round(database, second_desk, clock):
    next_one = Diary("z")

    def slow(_database: Database) -> str:
        clock.advance(LEASE)
        assert take_lease(second_desk, "乙")
        return "慢"

    runs = run_due(database, [Chore("a", HOUR, slow), next_one.chore], "甲")
    assert [run.name for run in runs] == ["a"]
    assert next_one.ran == 0


@few(30)
@given(steps=st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 120)), max_size=30))
def test_there_is_never_more_than_one_keeper(sqlite_template, tmp_path_factory, steps):
    import shutil
    from datetime import UTC, datetime

    clock = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
    file = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("lease") / "a.db")
    database = Database.open(f"sqlite:///{file}", clock=clock)
    until = {}
    for name, seconds in steps:
        clock.advance(timedelta(seconds=seconds))
        others = [end for holder, end in until.items() if holder != name]
        free = all(end <= clock.now() for end in others)
        assert take_lease(database, name) == free
        if free:
            until[name] = clock.now() + LEASE
    database.dispose()


# What the ground floor itself has to do


def news(database: Database, key: str) -> None:
    with database.writing(console("前台")) as uow:
        uow.touched(Topic.UNIT, key)


def feed_keys(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(ChangeFeed.key).order_by(ChangeFeed.id)))


def test_old_news_is_dropped_and_the_database_says_so(database, clock: FixedClock):
    news(database, "old")
    clock.advance(timedelta(days=5))
    news(database, "young")
    clock.advance(timedelta(days=2, seconds=1))
    runs = run_due(database, core_chores(), "甲")
    assert runs[0].result == say("chores.feed_pruned", count=1, days=7)
    assert feed_keys(database) == ["young"]
    with database.reading() as session:
        state = session.get(DatabaseState, 1)
        assert state.feed_pruned_before == clock.now() - timedelta(days=7)


def test_without_old_news_no_desk_is_made_to_read_everything_again(database):
    news(database, "young")
    run_due(database, core_chores(), "甲")
    with database.reading() as session:
        assert session.get(DatabaseState, 1).feed_pruned_before is None
    assert feed_keys(database) == ["young"]


def test_old_commands_are_forgotten(database, clock: FixedClock):
    first, second = uuid4(), uuid4()
    for key in (first, second):
        with database.writing(console("前台")) as uow:
            set_setting(uow, "screen_lock_min", 5, command_key=key)
        clock.advance(timedelta(days=20))
    clock.advance(-timedelta(days=9))
    runs = run_due(database, core_chores(), "甲")
    assert runs[1].result == say("chores.commands_expired", count=1, days=30)
    with database.reading() as session:
        assert list(session.scalars(sa.select(CommandDone.key))) == [second]


def test_how_long_is_kept_is_a_setting(database, clock: FixedClock):
    with database.writing(console("前台")) as uow:
        set_setting(uow, "feed_keep_days", 2, command_key=uuid4())
    news(database, "x")
    clock.advance(timedelta(days=3))
    run_due(database, core_chores(), "甲")
    assert feed_keys(database) == []


def test_every_chore_of_the_ground_floor_has_a_title():
    for chore in core_chores():
        assert say(f"chores.title.{chore.name}")
