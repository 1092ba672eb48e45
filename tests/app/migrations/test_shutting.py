"""While the schema changes nobody else writes; a migration that was killed does not last."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.changes import Topic
from app.core.clock import ServerClock
from app.core.database import SCHEMA, Database
from app.core.errors import ReadOnly
from app.core.ids import new_id
from app.core.maintenance import announce, withdraw
from app.core.pulse import take_pulse
from app.core.shared_settings import set_setting
from app.migrations import migrate
from app.migrations.shutting import nobody_writes
from tests.app.migrations.earlier import drop_since_presence
from tests.sources import ROOT


def save(database) -> None:
    with database.writing(console("窗口1")) as uow:
        uow.record("test", Topic.SETTING, "x")


def told_by(database):
    with database.reading() as session:
        return take_pulse(session, database.clock.now()).maintenance


def test_nobody_writes_while_it_lasts_and_everybody_afterwards(database, second_desk):
    heard: list[object] = []
    with nobody_writes(database, "0013"):
        with pytest.raises(ReadOnly) as refused:
            save(second_desk)
        assert refused.value.facts["note"] == "正在升级数据库"
        assert told_by(second_desk).is_migrating(second_desk.clock.now())
        with second_desk.reading() as session:
            heard = list(session.scalars(sa.text("SELECT topic FROM change_feed")))

    save(second_desk)
    assert heard == [Topic.MAINTENANCE]


def test_one_that_fails_lets_everybody_go_on(embedded_database):
    with pytest.raises(ZeroDivisionError), nobody_writes(embedded_database, "0013"):
        raise ZeroDivisionError

    save(embedded_database)


def test_what_an_administrator_closed_stays_closed(embedded_database):
    with embedded_database.writing(console("机房"), maintains=True) as uow:
        announce(uow, "维护", stops_writing=True, command_key=new_id())

    with nobody_writes(embedded_database, "0013"):
        pass

    with pytest.raises(ReadOnly):
        save(embedded_database)


def test_one_that_never_came_back_lapses_after_the_minutes_that_are_set(database, clock):
    with database.writing(console("t")) as uow:
        set_setting(uow, "migration_lapse_min", 10, command_key=new_id())
    began = nobody_writes(database, "0013")
    began.__enter__()

    clock.advance(timedelta(minutes=9))
    with pytest.raises(ReadOnly):
        save(database)
    clock.advance(timedelta(minutes=1))
    save(database)


KILLED = """
import os, signal, sys
from app.core.database import SCHEMA, Database
from app.migrations.shutting import nobody_writes
with nobody_writes(Database.open(sys.argv[1]), "0013"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_one_that_was_killed_is_named_and_lifted_by_whoever_runs_the_system(database_url):
    done = subprocess.run([sys.executable, "-c", KILLED, database_url], cwd=ROOT, check=False)
    database = Database.open(database_url, clock=ServerClock())

    assert done.returncode == -signal.SIGKILL
    with pytest.raises(ReadOnly):
        save(database)
    assert ":" in told_by(database).migrating_by
    with database.writing(console("机房"), maintains=True) as uow:
        withdraw(uow, command_key=new_id())
    save(database)
    database.dispose()


def test_the_next_migration_lifts_what_a_killed_one_left(database):
    nobody_writes(database, "0013").__enter__()

    migrate(database)

    save(database)


def test_a_database_of_before_has_no_word_for_it_and_is_brought_up_as_ever(database):
    with database.engine.execution_options(writes=True).begin() as connection:
        drop_since_presence(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0012'"))

    done = migrate(database)

    assert (done.old, done.new) == ("0012", SCHEMA)
    assert database.state.min_client == "0029"  # the last step whose kinds they cannot read
    save(database)
