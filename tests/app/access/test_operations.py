"""On a server with accounts of their own: who runs it sees it, and nobody writes past a stop."""

from collections.abc import Iterator

import psycopg
import pytest

from app.administration.operations import read_operations
from app.cases.actions.handle import Step, sign_for_case
from app.core.database import VERSION
from app.core.errors import NotAllowed, NotForAll, ReadOnly, ReadOnlyNow
from app.core.ids import new_id
from app.core.maintenance import announce, withdraw
from app.core.settings import load_settings
from app.migrations.shutting import nobody_writes
from tests.factories.server import Server, build_server
from tests.postgres_cluster import Cluster

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server_here(cluster: Cluster, postgres_template: str) -> Iterator[Server]:
    """A server of this file's own, since what is committed there stays."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.database.dispose()
    cluster.drop(server.name)


@pytest.fixture
def own_server(server_here: Server) -> Iterator[Server]:
    """The same, open to everybody again after each test."""
    yield server_here
    open_again(server_here)
    server_here.close()


def shut(server, login: str = "chief") -> None:
    database, actor = server.desk(login)
    with database.writing(actor, maintains=True) as uow:
        announce(uow, "现在维护", stops_writing=True, command_key=new_id())


def open_again(server) -> None:
    database, actor = server.desk("chief")
    with database.writing(actor, maintains=True) as uow:
        withdraw(uow, command_key=new_id())


def test_who_runs_all_of_it_sees_who_is_connected_and_others_see_nothing(street_server):
    dispatcher, _ = street_server.desk("dispatcher")
    database, chief = street_server.desk("chief")
    dispatcher.look_again()

    told = read_operations(database, chief)

    by_who = {row.who: row for row in told.server.connected}
    assert by_who["dispatcher"].desk == load_settings().desk
    assert by_who["dispatcher"].version == VERSION
    assert [(row.desk, row.who) for row in told.desks] == [("窗口1", "chief")]
    assert (told.backup, told.unsealed > 0) == (None, True)
    for login, error in (("dispatcher", NotAllowed), ("admin", NotForAll)):
        other, actor = street_server.desk(login)
        with pytest.raises(error):
            read_operations(other, actor)
    street_server.close()


def test_what_cannot_be_seen_is_said_until_the_server_lets_it_be_seen(own_server):
    own_server.desk("dispatcher")
    database, chief = own_server.desk("chief")
    blind = read_operations(database, chief).server
    owner = f'"jz_{own_server.tag}__owner"'
    with own_server.cluster.connect(own_server.name) as superuser:
        superuser.execute(f"GRANT pg_read_all_stats TO {owner}")
        seeing = read_operations(database, chief).server
        superuser.execute(f"REVOKE pg_read_all_stats FROM {owner}")

    assert (blind.sees_all, seeing.sees_all) == (False, True)
    assert [row.since for row in blind.connected if row.who == "dispatcher"] == [None]
    [row] = [row for row in seeing.connected if row.who == "dispatcher"]
    assert row.since is not None
    assert row.address == "127.0.0.1"


def test_nobody_writes_past_a_stop_but_who_may_lift_it_and_the_service(own_server):
    case_id = own_server.register()
    own_server.assign(case_id)
    shut(own_server)
    change = f"UPDATE case_file SET title = 'x' WHERE id = '{case_id}'"

    with pytest.raises(ReadOnly):
        own_server.do("handler", sign_for_case, Step(case_id, 2, ""))
    for login in ("dispatcher", "handler", "director"):
        with own_server.plain(login) as plain, pytest.raises(psycopg.errors.LockNotAvailable):
            plain.execute(change)
    with own_server.database.engine.begin() as service:
        service.exec_driver_sql(change)

    open_again(own_server)
    version = own_server.version(case_id)
    own_server.do("handler", sign_for_case, Step(case_id, version, ""))


def test_a_step_that_began_before_the_stop_is_refused_by_the_database(own_server):
    case_id = own_server.register()
    own_server.assign(case_id)
    database, actor = own_server.desk("handler")
    step = Step(case_id, own_server.version(case_id), "")

    with pytest.raises(ReadOnlyNow), database.writing(actor) as uow:
        shut(own_server)
        sign_for_case(uow, step, command_key=new_id())


def test_people_sign_in_and_read_meanwhile(own_server):
    case_id = own_server.register()
    shut(own_server)

    _, actor = own_server.desk("dispatcher")

    assert actor.may("cases.read")
    with own_server.plain("dispatcher") as plain:
        rows = plain.execute("SELECT id FROM case_file").fetchall()
        noted = plain.execute("SELECT action FROM journal ORDER BY serial DESC").fetchone()
    assert (case_id,) in rows
    assert noted == ("accounts.sign_in",)


def test_every_table_but_the_two_that_signing_in_needs_is_shut(own_server):
    with own_server.cluster.connect(own_server.name) as superuser:
        rows = superuser.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_trigger t"
            " WHERE t.tgrelid = c.oid AND t.tgname = 'jz_shut' AND t.tgenabled = 'O')"
        ).fetchall()
    assert {name for (name,) in rows} == {"journal", "desk_seen"}


def test_a_migration_keeps_everybody_out_while_it_lasts(own_server):
    insert = "INSERT INTO command_done VALUES (gen_random_uuid(), NULL, 'x', 'x', NULL, now())"
    with (
        nobody_writes(own_server.database, "0013"),
        own_server.plain("director") as plain,
        pytest.raises(psycopg.Error) as refused,
    ):
        plain.execute(insert)

    assert refused.value.sqlstate == "55P03"
