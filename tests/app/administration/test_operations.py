"""Whoever runs the system sees how it runs, at a bounded price, on either engine."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.actions.desks import see_desk
from app.accounts.models import Person
from app.administration.backup import backup
from app.administration.operations import read_operations
from app.core.actor import Actor, Grant, console
from app.core.changes import Topic
from app.core.chores import Chore, run_due
from app.core.database import SCHEMA, VERSION
from app.core.errors import NotAllowed, NotForAll
from app.core.ids import new_id
from app.core.maintenance import OperationsRight
from app.core.sealing import seal_journal
from app.core.settings import load_settings

MOST_STATEMENTS = 14


def seen(database):
    return read_operations(database, console("机房"))


def test_an_empty_database_tells_what_there_is_and_nothing_else(database):
    told = seen(database)

    assert (told.revision, told.version, told.min_client) == (SCHEMA, VERSION, "0029")
    assert (told.keeper, told.chores, told.backup, told.desks) == (None, (), None, ())
    assert (told.unsealed, told.sealed_at) == (0, None)
    assert told.as_of == database.clock.now()
    assert told.storage.size_bytes > 100_000
    assert told.engine.startswith("SQLite 3" if database.is_sqlite else "PostgreSQL 1")
    assert (told.server is None) == (told.storage.free_bytes is not None) == database.is_sqlite


def test_it_costs_a_bounded_number_of_statements(database):
    seen(database)
    asked: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))

    seen(database)

    assert len(asked) <= MOST_STATEMENTS


def test_chores_tell_when_how_long_and_when_again(database, clock, caplog):
    def fail(_database):
        raise ZeroDivisionError

    chores = (
        Chore("core.seal", timedelta(hours=1), lambda _: "封存操作日志 3 条。"),
        Chore("core.prune_feed", timedelta(hours=1), fail),
    )
    run_due(database, chores, "server:7")

    told = seen(database)

    bad, good = told.chores
    assert told.keeper.holder == "server:7"
    assert (good.last_result, bad.last_error) == ("封存操作日志 3 条。", "ZeroDivisionError")
    assert good.next_at == clock.now() + timedelta(hours=1)
    assert bad.next_at == clock.now() + timedelta(minutes=5)
    assert 0 <= good.took_ms < 60_000


@pytest.mark.parametrize("odd", ["x", -1, 1.5, 1 << 70, None, [1]])
def test_odd_facts_of_a_backup_do_not_close_the_page(embedded_database, odd):
    with embedded_database.writing(console("机房")) as uow:
        told = {"bytes": odd, "file": odd, "encrypted": odd}
        uow.record("administration.backup", Topic.SETTING, "backup", **told)

    assert seen(embedded_database).backup.size_bytes == 0


def test_the_last_backup_says_where_it_lies_and_how_large_it_is(database, tmp_path: Path):
    for name in ("a.backup", "b.backup"):
        done = backup(database, console("机房"), tmp_path / name)

    told = seen(database).backup

    assert (told.file, told.size_bytes) == (str(tmp_path / "b.backup"), done.size_bytes)
    assert (told.who, told.desk, told.at) == ("控制台", "机房", database.clock.now())
    assert not told.is_encrypted


def test_what_is_not_sealed_yet_is_counted(database):
    for _ in range(3):
        with database.writing(console("窗口1")) as uow:
            uow.record("test", "setting", "x")
    assert seen(database).unsealed == 3

    seal_journal(database)

    told = seen(database)
    assert (told.unsealed, told.sealed_at) == (0, database.clock.now())


def test_each_computer_is_listed_once_with_the_program_last_used_there(database, clock):
    people = [new_id(), new_id()]
    with database.writing(console("t")) as uow:
        for number, key in enumerate(people):
            uow.session.add(_person(key, f"人员{number}"))
    for key, desk in ((people[0], "窗口1"), (people[1], "窗口1"), (people[0], "窗口2")):
        clock.advance(timedelta(minutes=1))
        with database.writing(Actor(key, "x", desk)) as uow:
            see_desk(uow)
            see_desk(uow)

    told = seen(database).desks

    assert [(row.desk, row.who, row.version) for row in told] == [
        ("窗口2", "人员0", VERSION),
        ("窗口1", "人员1", VERSION),
    ]


def _person(key, name):
    login = f"u{key.hex[-6:]}"
    return Person(id=key, login=login, name=name, pinyin=login, initials="r")


def test_only_who_runs_the_whole_system_sees_it(embedded_database):
    right = frozenset({OperationsRight.OPERATE})
    centres = ("990102004", "990102005")
    nobody = Actor(new_id(), "周敏", "窗口1", centres=centres)
    one = Actor(new_id(), "马志远", "机房", (Grant("x", right, "990102004"),), centres=centres)

    for actor, error in ((nobody, NotAllowed), (one, NotForAll)):
        with pytest.raises(error):
            read_operations(embedded_database, actor)


ON_A_SERVER = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@ON_A_SERVER
def test_a_desk_with_several_connections_is_one_line(database):
    with database.reading() as first, database.reading() as second:
        for session in (first, second):
            session.execute(sa.text("SELECT 1"))
        told = seen(database).server

    [mine] = [row for row in told.connected if row.process == os.getpid()]
    assert mine.connections >= 3
    assert (mine.desk, mine.version) == (load_settings().desk, VERSION)
    assert (mine.is_service, mine.since is not None, mine.address) == (True, True, "127.0.0.1")


@ON_A_SERVER
def test_where_desks_share_an_account_the_last_sign_in_tells_who_it_is(database):
    key = new_id()
    with database.writing(console("t")) as uow:
        uow.session.add(_person(key, "周敏"))
    with database.writing(Actor(key, "周敏", load_settings().desk)) as uow:
        see_desk(uow)

    rows = seen(database).server.connected

    assert [row.who for row in rows if row.process == os.getpid()] == ["周敏"]


@ON_A_SERVER
def test_what_runs_too_long_is_shown_without_what_stands_in_quotes(database, second_desk):
    from concurrent.futures import ThreadPoolExecutor

    slow = sa.text("SELECT pg_sleep(1), '13812346021' AS phone")
    with ThreadPoolExecutor(1) as pool, second_desk.reading() as session:
        asked = pool.submit(session.execute, slow)
        running: tuple[object, ...] = ()
        while not running and not asked.done():
            running = _running(database)
        asked.result()

    assert "pg_sleep" in running[0].text
    assert "13812346021" not in running[0].text


def _running(database):
    from app.administration.operations.server import server_seen

    with database.reading() as session:
        return server_seen(session, 0.2, {}).running


@ON_A_SERVER
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("SELECT a1 FROM b WHERE c = '1''38' AND d = $1 LIMIT 50", True),
        ("SELECT 13812346021, sha256(x2), .13812346021, 1.5e3", True),
        ("SELECT $$13812346021$$", False),
        ("SELECT $t$ $$ 13812346021 $t$", False),
        (r"SELECT E'it\'s 13812346021', y", True),
        ("SELECT 'the rest was cut off 13812346021", False),
        ("SELECT /* ' 13812346021 */ 1 -- 13812346021", False),
    ],
)
def test_a_statement_is_shown_without_its_values_however_they_are_written(database, asked, shown):
    from app.administration.operations.statements import plain

    with database.reading() as session:
        statement = sa.text(f"SELECT {plain('CAST(:asked AS text)')}")
        told = session.scalar(statement, {"asked": asked})

    assert not any(value in told for value in ("138", "1.5", "50", "s 13", "rest"))
    assert told.startswith("SELECT")
    assert ("," in told or "FROM" in told) is shown


@ON_A_SERVER
def test_the_largest_tables_come_first(database):
    largest = seen(database).storage.largest

    sizes = [table.size_bytes for table in largest]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < sizes[0] < seen(database).storage.size_bytes
