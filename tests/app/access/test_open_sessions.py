"""What somebody has open ends when something is taken away from them, or another is them."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from app.accounts import hold_chores
from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    deactivate_person,
    end_deputy,
    end_grant,
    grant_role,
    lock_person,
    reset_password,
    set_deputy,
)
from app.accounts.actions.signing_in import change_password
from app.accounts.errors import OthersKeptWaiting
from app.accounts.hold_chores import end_hold_ups
from app.accounts.models import RoleGrant
from app.accounts.passwords import Secret
from app.accounts.rules import Role
from app.accounts.scram import make_verifier, proof_of
from app.core.errors import LoginRefused
from tests.factories.centre import STREET
from tests.factories.server import PASSWORD, Server, build_server
from tests.postgres_cluster import Cluster

pytestmark = pytest.mark.postgres

NEW = "temporary-26-1"


@pytest.fixture(scope="module")
def server(cluster: Cluster, postgres_template: str) -> Iterator[Server]:
    """One for all: each test has people of its own."""
    made = build_server(cluster, cluster.create(postgres_template))
    yield made
    made.close()
    made.database.dispose()
    cluster.drop(made.name)


def is_open(connection: "psycopg.Connection") -> bool:
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def take_role(server: Server, login: str) -> None:
    mine = sa.select(RoleGrant.id).where(RoleGrant.person_id == server.keys[login])
    with server.database.reading() as session:
        grant = session.scalar(mine)
    server.do("chief", end_grant, grant)


def reset(server: Server, login: str) -> None:
    secret = Secret("", make_verifier(NEW, iterations=4096))
    server.do("chief", reset_password, server.keys[login], secret)


def close_account(server: Server, login: str) -> None:
    server.do("chief", deactivate_person, server.keys[login])


def lock(server: Server, login: str) -> None:
    server.do("chief", lock_person, server.keys[login])


def test_what_is_taken_away_ends_the_open_connections_of_that_person_alone(server):
    for login, take in (
        ("grid", reset),
        ("clerk", close_account),
        ("rival", lock),
        ("leader", take_role),
    ):
        theirs, others = server.plain(login), server.plain("dispatcher")
        cursor = theirs.execute("BEGIN; DECLARE all_of_it CURSOR FOR SELECT 1; SELECT 1")
        assert cursor is not None

        take(server, login)

        assert (is_open(theirs), is_open(others)) == (False, True), login
        server.close()


def test_what_is_given_and_a_lock_for_a_while_end_nothing(server):
    running, deputy = server.plain("supervisor"), server.plain("director")

    server.do("chief", grant_role, server.keys["supervisor"], GrantDraft(Role.SUPERVISOR, STREET))
    until = server.database.clock.now() + timedelta(days=2)
    lent = DeputyDraft(server.keys["director"], until)
    key = server.do("supervisor", set_deputy, server.keys["supervisor"], lent)
    with server.cluster.connect(server.name) as root:
        root.execute(
            "UPDATE person SET locked_until = now() + interval '9 min' WHERE login = 'supervisor'"
        )
    assert (is_open(running), is_open(deputy)) == (True, True)

    server.do("chief", end_deputy, key)

    assert (is_open(running), is_open(deputy)) == (True, False)


def test_whoever_chooses_a_password_ends_what_the_old_one_opened_elsewhere(server):
    found = server.plain("receptionist")  # by whoever saw the old password being typed
    database, actor = server.desk("receptionist")

    change_password(database, actor.person_id, PASSWORD, "分拨要快又要准才行26", desk="窗口1")

    assert not is_open(found)
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT jz.me()")) == actor.person_id


def test_nobody_chooses_a_password_who_does_not_know_the_one_that_holds(server):
    found = server.plain("handler")
    reckoned_by = found.execute("SELECT jz.reckoned_by()").fetchone()[0]
    wanted = make_verifier("mine-from-now-on", iterations=4096)
    for given in (None, proof_of(reckoned_by, "guessed"), b""):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            found.execute("SELECT jz.choose_password(%s, %s)", [wanted, given])

    with pytest.raises(psycopg.errors.InsufficientPrivilege):  # known, and not in the journal
        found.execute(
            "SELECT jz.choose_password(%s, %s)", [wanted, proof_of(reckoned_by, PASSWORD)]
        )


def test_a_desk_is_told_that_its_password_was_replaced_and_not_that_the_server_is_away(server):
    database, _ = server.desk("officer")
    stop, told, heard = threading.Event(), [], threading.Event()
    database.link.subscribe(lambda state: (told.append(state), heard.set()))
    watch = threading.Thread(target=database.watch, args=(stop, lambda _: None))
    watch.start()
    while database.link.state.answered_at is None:
        stop.wait(0.05)

    reset(server, "officer")
    heard.wait(10)
    stop.set()
    watch.join()

    assert [(state.is_well, type(state.refused)) for state in told] == [(False, LoginRefused)]


def test_a_desk_whose_person_lost_a_role_goes_on_without_a_word_of_the_server(server):
    server.do("chief", grant_role, server.keys["external"], GrantDraft(Role.SUPERVISOR, STREET))
    database, _ = server.desk("external")
    stop, told, heard = threading.Event(), [], threading.Event()
    database.link.subscribe(told.append)
    watch = threading.Thread(target=database.watch, args=(stop, lambda changes: heard.set()))
    watch.start()
    while database.link.state.answered_at is None:
        stop.wait(0.05)

    take_role(server, "external")
    assert heard.wait(10)
    stop.set()
    watch.join()

    assert told == []
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT 1")) == 1


def test_who_holds_a_whole_table_is_ended_once_it_lasts_and_the_administrators_hear(
    server, monkeypatch
):
    holder, others = server.plain("second_clerk"), server.plain("dispatcher")
    holder.execute("SET idle_in_transaction_session_timeout = 0")  # lifted, as anybody may
    holder.execute("BEGIN")
    holder.execute("LOCK TABLE saved_view IN ACCESS EXCLUSIVE MODE")

    assert "没有谁" in end_hold_ups(server.database), "a moment is nothing"
    monkeypatch.setattr(hold_chores, "TABLES_S", 0)
    with pytest.raises(OthersKeptWaiting) as told:
        end_hold_ups(server.database)

    assert told.value.facts == {"logins": "second_clerk"}
    assert (is_open(holder), is_open(others)) == (False, True)
    assert "没有谁" in end_hold_ups(server.database)


def test_who_keeps_others_waiting_for_a_row_is_ended_once_it_lasts_and_who_waits_before_them_is_not(
    server, monkeypatch
):
    case_id = server.register("dispatcher")
    holder = server.plain("dispatcher")
    queue = [server.plain("director"), server.plain("director")]
    touch = "UPDATE case_file SET title = title WHERE id = %s"
    holder.execute("BEGIN")
    holder.execute(touch, [case_id])
    threads = [threading.Thread(target=each.execute, args=(touch, [case_id])) for each in queue]
    for thread in threads:
        thread.start()
    monkeypatch.setattr(hold_chores, "OTHERS_S", 0)
    monkeypatch.setattr(hold_chores, "WRITES_S", 3600)

    with pytest.raises(OthersKeptWaiting) as told:
        while True:  # until the others have waited for some seconds
            end_hold_ups(server.database)
            threads[0].join(0.3)
    for thread in threads:
        thread.join()

    assert told.value.facts == {"logins": "dispatcher"}
    assert not is_open(holder)
    assert all(map(is_open, queue))


def test_no_device_may_lock_a_table(server):
    asked = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r' AND has_table_privilege(%s, oid, 'UPDATE, DELETE, TRUNCATE')"
    )
    with server.cluster.connect(server.name) as connection:
        for login in ("wall", "kiosk"):
            role = f"jz_{server.tag}_{login}"
            assert connection.execute(asked, [role]).fetchall() == [], login
