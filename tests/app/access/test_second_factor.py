"""On a server a session without a pass has no rights, whatever program it comes from."""

import hashlib
import threading
from base64 import b32decode
from time import time

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from app.accounts import totp
from app.accounts.actions import reset_password
from app.accounts.actions.second_factor import begin_factor, confirm_factor, drop_factor
from app.accounts.actions.signing_in import change_password, give_code, sign_in
from app.accounts.errors import CodeWait, CodeWrong
from app.accounts.passwords import secret_of
from app.accounts.scram import make_verifier
from app.bootstrap.parts import present
from app.cases.models import CaseFile
from app.core.database import Database
from app.core.ids import new_id
from tests.factories.server import PASSWORD

pytestmark = pytest.mark.postgres

HASHED = hashlib.sha256(b"ticket").hexdigest()


def code(secret: bytes, steps: int = 0) -> str:
    return totp.code_of(secret, int(time() // totp.STEP_S) + steps)


@pytest.fixture
def secret(own_server) -> bytes:
    """The director's, turned on."""
    own_server.register()
    database, actor = own_server.desk("director")
    found = b32decode(begin_factor(database, actor).typed)
    confirm_factor(database, actor, code(found, -1))
    return found


@pytest.fixture
def desk(own_server):
    database = Database.open(own_server.url, present=present)
    own_server.opened.append(database)
    return database


def cases(database) -> int:
    with database.reading() as session:
        return session.query(CaseFile).count()


def test_the_server_shows_no_case_before_the_code_and_all_after_it(secret, desk):
    signed = sign_in(desk, "director", PASSWORD, desk="窗口1")
    assert signed.needs_code
    assert cases(desk) == 0

    inside = give_code(desk, signed.actor, code(secret))

    assert inside.actor.grants
    assert cases(desk) == 1
    desk.engine.dispose()  # readers close when they are idle
    assert cases(desk) == 1
    assert not sign_in(desk, "director", PASSWORD, desk="窗口1").needs_code


def test_whoever_turns_it_on_goes_on_working(own_server):
    own_server.register()
    database, actor = own_server.desk("director")
    found = b32decode(begin_factor(database, actor).typed)

    confirm_factor(database, actor, code(found))

    assert cases(database) == 1


def test_a_new_password_asks_for_no_other_code(secret, desk):
    signed = sign_in(desk, "director", PASSWORD, desk="窗口1")
    inside = give_code(desk, signed.actor, code(secret)).actor

    changed = change_password(desk, inside.person_id, PASSWORD, "another-word-9", desk="窗口1")

    assert changed.actor.grants
    assert cases(desk) == 1


def test_a_pass_of_somebody_else_is_worth_nothing(own_server, secret, desk):
    signed = sign_in(desk, "director", PASSWORD, desk="窗口1")
    give_code(desk, signed.actor, code(secret))
    with own_server.plain("director") as connection:
        connection.execute("SELECT set_config('jz.pass', 'guessed', false)")

        assert connection.execute("SELECT count(*) FROM case_file").fetchone() == (0,)


def test_guessing_in_transactions_that_are_rolled_back_learns_nothing(own_server, secret):
    right = code(secret)
    with own_server.plain("director") as connection:
        with connection.transaction(force_rollback=True):
            connection.execute("SELECT jz.offer_code(%s, %s)", (right, HASHED))
            looked = connection.execute("SELECT jz.prove_factor(%s)", (HASHED,)).fetchone()
        again = connection.execute("SELECT jz.prove_factor(%s)", (HASHED,)).fetchone()

    assert looked == again == (False,)


def test_five_tries_are_five_however_many_come_at_once(own_server, secret):
    answers: list[int] = []

    def guess() -> None:
        with own_server.plain("director") as connection:
            for _ in range(4):
                row = connection.execute("SELECT jz.offer_code('000000', %s)", (HASHED,)).fetchone()
                answers.append(row[0] if row else -1)

    guessing = [threading.Thread(target=guess) for _ in range(2)]
    for each in guessing:
        each.start()
    for each in guessing:
        each.join()

    assert sum(wait == 0 for wait in answers) <= totp.TRIES
    assert any(wait > 0 for wait in answers)


def test_the_right_code_waits_too_after_wrong_ones(secret, desk):
    who = sign_in(desk, "director", PASSWORD, desk="窗口1").actor
    for _ in range(totp.TRIES):
        with pytest.raises(CodeWrong):
            give_code(desk, who, code(secret, 40))

    with pytest.raises(CodeWait):
        give_code(desk, who, code(secret))


LENT = """INSERT INTO deputy (id, person_id, deputy_id, since, until, note)
VALUES ('{hash:.32}', '{me}', '{other}', now(), now() + interval '1 day', '')"""
ROUND_IT = (
    "SELECT secret FROM second_factor",
    "UPDATE second_factor SET confirmed_at = NULL",
    "DELETE FROM second_factor",
    "INSERT INTO factor_pass VALUES ('{hash}', '{me}', now() + interval '1 day')",
    "SELECT jz.code_of('\\x00'::bytea, 1)",
    "SELECT jz.choose_password('{verifier}')",
    "SELECT jz.begin_factor(decode(repeat('00', 20), 'hex'))",
)


def test_a_password_alone_does_not_get_round_it(own_server, secret):
    told = {
        "hash": HASHED,
        "me": own_server.keys["director"],
        "other": own_server.keys["dispatcher"],
        "verifier": make_verifier("another-word-9", iterations=4096),
    }
    for statement in ROUND_IT:
        with own_server.plain("director") as connection, pytest.raises(psycopg.Error):
            connection.execute(statement.format(**told))
    with (
        own_server.plain("director") as connection,
        pytest.raises(psycopg.Error, match="row-level security"),
    ):
        connection.execute(LENT.format(**told))


WORKED = "SELECT count(*) FROM journal WHERE NOT starts_with(action, 'accounts.second_factor')"
NOTED = """INSERT INTO journal (id, at, person_id, person_name, desk, action, topic, subject,
  region, facts, digest)
VALUES (gen_random_uuid(), now(), '{me}', '{name}', 'x', '{action}', 'person', '{me}', '',
  '{{}}', '')"""


@pytest.mark.parametrize("whose", ["director", "chief"])
def test_nobody_turns_off_a_factor_in_a_session_without_a_pass(own_server, secret, whose):
    told = {"me": own_server.keys["director"], "name": "director"}
    dropped = "SELECT jz.drop_factor(%s)", (own_server.keys[whose],)
    with own_server.plain("director") as connection:
        with pytest.raises(psycopg.Error), connection.transaction():
            connection.execute(NOTED.format(action="accounts.second_factor_off", **told))
            connection.execute(*dropped)
        with pytest.raises(psycopg.Error, match="not yours"):
            connection.execute(*dropped)


def test_at_the_door_nothing_is_written_in_ones_name_but_what_happens_there(own_server, secret):
    me = own_server.keys["director"]
    for action, name in (("cases.close_case", "director"), ("accounts.code_refused", "主任")):
        with own_server.plain("director") as connection, pytest.raises(psycopg.Error):
            connection.execute(NOTED.format(me=me, name=name, action=action))
    with own_server.plain("director") as connection:
        assert connection.execute(WORKED).fetchone() == (0,)
        phrases = connection.execute("UPDATE phrase SET text = '' WHERE owner_id IS NULL")
        assert phrases.rowcount == 0
        with pytest.raises(psycopg.Error):
            connection.execute(
                "INSERT INTO change_feed (origin, topic, key, region, at)"
                " VALUES ('x', 'everything', '', '', now())"
            )


def test_a_code_belongs_to_who_offered_it(own_server, secret):
    theirs = hashlib.sha256(b"another").hexdigest()
    with own_server.plain("director") as victim, own_server.plain("director") as thief:
        victim.execute("SELECT jz.offer_code(%s, %s)", (code(secret), HASHED))
        stolen = thief.execute("SELECT jz.prove_factor(%s)", (theirs,)).fetchone()
        given = victim.execute("SELECT jz.prove_factor(%s)", (HASHED,)).fetchone()

    assert (stolen, given) == ((False,), (True,))


def test_a_pass_alone_does_not_turn_it_off(own_server, secret, desk):
    signed = sign_in(desk, "director", PASSWORD, desk="窗口1")
    give_code(desk, signed.actor, code(secret))
    whom = own_server.keys["director"]
    with own_server.cluster.connect(own_server.name) as connection:
        connection.execute("UPDATE second_factor SET last_step = last_step - 10")

    with pytest.raises(DBAPIError), desk.writing(signed.actor) as uow:
        drop_factor(uow, whom, command_key=new_id())


def test_a_password_that_somebody_else_resets_ends_all_passes(own_server, secret, desk):
    signed = sign_in(desk, "director", PASSWORD, desk="窗口1")
    give_code(desk, signed.actor, code(secret))
    again = secret_of("another-word-9")

    own_server.do("chief", reset_password, own_server.keys["director"], again)

    assert sign_in(desk, "director", "another-word-9", desk="窗口1").needs_code
    assert cases(desk) == 0


def test_it_is_turned_off_by_whoever_keeps_the_account_and_the_journal_says_so(own_server, secret):
    own_server.do("chief", drop_factor, own_server.keys["director"])

    database, actor = own_server.desk("director")

    assert actor.grants
    assert cases(database) == 1


def test_it_is_not_turned_off_without_a_word_in_the_journal(own_server, secret):
    whom = own_server.keys["director"]
    with own_server.plain("chief") as connection, pytest.raises(psycopg.Error, match="journal"):
        connection.execute("SELECT jz.drop_factor(%s)", (whom,))


def test_the_hash_is_that_of_the_standard(own_server):
    with own_server.cluster.connect(own_server.name) as connection:
        for told in (b"", b"abc", bytes(range(55)), bytes(range(56)), bytes(range(64)), b"x" * 200):
            made = connection.execute("SELECT jz.sha1(%s)", (told,)).fetchone()
            assert bytes(made[0]) == hashlib.sha1(told, usedforsecurity=False).digest()
        for step in (1, 37037036, 41152263):
            secret = hashlib.sha256(str(step).encode()).digest()[:20]
            made = connection.execute(
                "SELECT jz.code_of(%s, %s::bigint)", (secret, step)
            ).fetchone()
            assert made == (totp.code_of(secret, step),)
