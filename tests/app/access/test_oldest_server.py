"""The oldest server that is supported, through TLS: the same accounts, the same rules."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from app.accounts.actions.people import reset_password, unlock_person
from app.accounts.actions.signing_in import sign_in
from app.accounts.errors import GuessingGoesOn
from app.accounts.guess_chores import GUESSED, stop_guessing
from app.accounts.models import Person
from app.accounts.passwords import Secret
from app.accounts.scram import make_verifier
from app.administration.backup import How, Proof, backup, restore
from app.administration.operations import read_operations
from app.bootstrap import make_ready
from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.actions.personal import ask_reading
from app.cases.models import CaseFile
from app.cases.queries.personal import read_reporter
from app.core.actor import console
from app.core.database import Database
from app.core.database.address import parsed_url
from app.core.database.tables import JournalEntry
from app.core.errors import RestoreUnfinished, ServerNotProven
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.core.words import sentence
from app.migrations import migrate
from tests.app.access.test_forbidden import ATTACKS, outcome_of, told_of
from tests.factories.server import PASSWORD, Server, build_server
from tests.postgres_cluster import OLDEST, RECIPE, start_cluster

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def oldest() -> Iterator[Server]:
    """A server of Debian's own PostgreSQL."""
    assert OLDEST.is_dir(), "run `packaging/setup.sh test` as root"
    cluster = start_cluster(OLDEST)
    server = build_server(cluster, cluster.create())
    yield server
    server.close()
    server.database.dispose()
    cluster.stop()


def test_it_is_the_oldest_and_speaks_through_tls_only(oldest):
    with oldest.plain("grid") as connection:
        assert connection.info.server_version // 10_000 == 15
        assert connection.pgconn.ssl_in_use
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        psycopg.connect(host="127.0.0.1", port=oldest.cluster.port, sslmode="disable", user="x")


def test_its_settings_are_those_of_the_recipe(oldest):
    with oldest.cluster.connect(oldest.name) as connection:
        loaded = connection.execute("SHOW shared_preload_libraries").fetchone()
        connection.execute((RECIPE / "harden.sql").read_text("utf-8"))
        slow = connection.execute("SELECT count(*) >= 0 FROM pg_stat_statements").fetchone()
    assert loaded == ("auth_delay,pg_stat_statements",)
    assert slow == (True,)
    for kept_from in ("SELECT lo_creat(-1)", "SELECT pg_advisory_lock(4711002)"):
        with oldest.plain("grid") as person, pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.execute(kept_from)


def test_a_hardened_server_is_brought_up_to_date_and_shows_what_is_slow(oldest):
    with oldest.cluster.connect(oldest.name) as superuser:
        superuser.execute((RECIPE / "harden.sql").read_text("utf-8"))
        superuser.execute("COMMENT ON SCHEMA jz IS 'by another program'")

    migrate(oldest.database)

    database, chief = oldest.desk("chief")
    told = read_operations(database, chief).server
    assert (told.sees_all, told.counts) == (True, True)
    assert told.slow
    assert all("SCRAM" not in row.text for row in told.slow)
    assert told.slow[0].mean_ms >= told.slow[-1].mean_ms > 0
    oldest.close()


def test_who_guesses_a_password_waits(oldest):
    began = time.monotonic()
    with pytest.raises(psycopg.OperationalError):
        oldest.plain("grid", "guess")
    assert time.monotonic() - began >= 1.0


def test_a_reset_password_ends_what_the_old_one_opened(oldest):
    running, others = oldest.plain("second_clerk"), oldest.plain("clerk")
    secret = Secret("", make_verifier("temporary-26-1", iterations=4096))

    oldest.do("chief", reset_password, oldest.keys["second_clerk"], secret)

    with pytest.raises(psycopg.OperationalError):
        running.execute("SELECT 1")
    assert others.execute("SELECT 1").fetchone() == (1,)
    oldest.close()
    before = Secret("", make_verifier(PASSWORD, iterations=4096))  # which other tests go by
    oldest.do("chief", reset_password, oldest.keys["second_clerk"], before)
    with oldest.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(Person).values(must_change_password=False))


def test_a_case_runs_through_its_life_and_a_reading_needs_its_request(oldest):
    case_id = oldest.register()
    oldest.assign(case_id)
    for action in (sign_for_case, finish_case):
        oldest.do("handler", action, Step(case_id, oldest.version(case_id), "已处理"))
    database, actor = oldest.desk("dispatcher")
    with database.writing(actor) as uow:
        request = ask_reading(uow, case_id, "回访核实", command_key=new_id())
    with database.reading() as session:
        told = read_reporter(session, actor, request, now=database.clock.now())
    assert told.phone == "13812346021"
    oldest.close()


@pytest.mark.parametrize(
    "tried",
    [ATTACKS[::4], pytest.param(ATTACKS, marks=pytest.mark.slow)],
    ids=["a quarter", "all"],
)
def test_all_that_is_forbidden_is_forbidden_there_too(oldest, tried):
    with oldest.cluster.connect(oldest.name) as superuser:
        superuser.execute((RECIPE / "harden.sql").read_text("utf-8"))
    with oldest.database.writing(console("test")) as uow:  # who was guessed at before
        uow.session.execute(sa.update(Person).values(locked_until=None))
    told = told_of(oldest)  # by people at their desks: a hardened server lets them work
    for login, what, statement in tried:
        with oldest.plain(login) as connection:
            outcome = outcome_of(connection, statement.format(**told))
        assert outcome not in ("succeeded", "quotes a row"), (login, what)


def test_a_backup_goes_through_tls_and_leaves_extensions_to_the_server(oldest, tmp_path: Path):
    with oldest.cluster.connect(oldest.name) as connection:
        connection.execute((RECIPE / "harden.sql").read_text("utf-8"))
    oldest.register()
    oldest.close()
    service = oldest.database
    asked = sa.select(sa.func.count()).select_from(CaseFile)
    with service.reading() as session:
        cases = session.scalar(asked)
    with oldest.plain("grid") as connection:
        seen = connection.execute("SELECT count(*) FROM case_file").fetchone()

    done = backup(service, console("test"), tmp_path / "a.backup")
    settle = partial(migrate, service)
    restore(service, console("test"), done.file, overwrite=True, settle=settle)

    assert done.proof is Proof.RESTORED
    with service.reading() as session:
        assert session.scalar(asked) == cases
    with oldest.plain("grid") as connection:
        assert connection.execute("SELECT count(*) FROM case_file").fetchone() == seen
    with oldest.cluster.connect(oldest.name) as connection:
        assert connection.execute("SELECT count(*) >= 0 FROM pg_stat_statements").fetchone()


def test_while_a_restore_is_not_finished_a_person_is_told_so(oldest, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("JIEZHI_POSTGRES_PROGRAMS", str(OLDEST))
    oldest.close()
    service, who = oldest.database, console("test")
    file = backup(service, who, tmp_path / "a.backup", How(proof=Proof.NONE)).file

    def power_cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(service, who, file, overwrite=True, settle=power_cut)
    with pytest.raises(RestoreUnfinished):
        oldest.desk("dispatcher")
    with pytest.raises(RestoreUnfinished):
        make_ready(service)
    restore(service, who, file, settle=lambda: migrate(service))
    oldest.desk("dispatcher")
    oldest.close()


def test_another_certificate_is_refused_before_any_password_leaves(oldest, tmp_path: Path):
    other = tmp_path / "other.pem"
    other.write_bytes(Path(oldest.cluster.folder, "data", "server.crt").read_bytes())
    url = parsed_url(oldest.url).update_query_dict({"sslrootcert": str(other)})
    database = Database.open(url.render_as_string(hide_password=False))

    with pytest.raises(ServerNotProven):
        sign_in(database, "dispatcher", PASSWORD, desk="窗口1")
    database.dispose()


def test_a_login_that_is_guessed_at_is_shut_for_a_while(oldest):
    with oldest.cluster.connect(oldest.name) as superuser:
        superuser.execute((RECIPE / "harden.sql").read_text("utf-8"))
        # As a server in China is set up: it calls its own time CST, which is that of Chicago, too.
        superuser.execute("ALTER SYSTEM SET log_timezone = 'Asia/Shanghai'")
        superuser.execute("SELECT pg_reload_conf()")
        superuser.execute("SELECT jz_watch.read_log()")
        superuser.execute("DELETE FROM jz_watch.wrong")
    with oldest.database.writing(console("test")) as uow:
        set_setting(uow, "sign_in_failures", 3, command_key=new_id())
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            oldest.plain("grid", "nothing like it")

    assert _until(lambda: _said(oldest.database), "被猜的账号：grid，从电脑 127.0.0.1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        oldest.plain("grid")
    for door in ("wrong_passwords(now())", "read_log()"):
        with oldest.plain("chief") as person, pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.execute(f"SELECT * FROM jz_watch.{door}")
    with oldest.database.reading() as session:
        [first] = session.scalars(sa.select(JournalEntry).where(JournalEntry.action == GUESSED))
        assert session.execute(sa.text(LAST_GUESS)).one() == (True, False)
    assert first.facts == {"failures": 3, "minutes": 1, "addresses": ["127.0.0.1"]}

    oldest.do("chief", unlock_person, oldest.keys["grid"])
    assert "grid" in _said(oldest.database), "the administrators are told on"
    with oldest.plain("grid") as connection:
        assert connection.execute("SELECT jz.me() IS NOT NULL").fetchone() == (True,)
    oldest.close()


def test_a_flooded_log_hides_no_guess(oldest):
    with oldest.cluster.connect(oldest.name) as superuser:
        superuser.execute((RECIPE / "harden.sql").read_text("utf-8"))
        superuser.execute("SELECT jz_watch.read_log()")
    for login in ("rival", "nobody-is-called-so"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            oldest.plain(login, "nothing like it")
    with oldest.plain("external") as person:  # 9 MB of an error's statement, three lines each
        for _ in range(2):
            with pytest.raises(psycopg.errors.SyntaxError):
                person.execute("SELEKT '" + '"28P01"\n' * 600_000 + "'")

    asked = "SELECT login, address, failures FROM jz_watch.wrong WHERE login IN ('rival', '')"
    with oldest.cluster.connect(oldest.name) as superuser:
        left = superuser.execute("SELECT jz_watch.read_log(1)").fetchone()[0]
        assert left > 4 * 1024 * 1024
        assert superuser.execute("SELECT jz_watch.read_log()").fetchone()[0] < left
        told = set(superuser.execute(asked).fetchall())
    assert told == {("rival", "127.0.0.1", 1), ("", "127.0.0.1", 1)}
    oldest.close()


def _said(database: Database) -> str:
    try:
        return stop_guessing(database)
    except GuessingGoesOn as error:
        return sentence(error)


LAST_GUESS = """
SELECT max(minute) BETWEEN now() - interval '10 minutes' AND now(),
       EXISTS (SELECT 1 FROM jz_watch.wrong_passwords(now() + interval '1 minute'))
  FROM jz_watch.wrong_passwords(now() - interval '15 minutes')
"""


def _until(work: Callable[[], str], words: str) -> bool:
    """Tell whether a chore says these words soon: a server writes its log when it gets round."""
    ends = time.monotonic() + 10
    while words not in work():
        if time.monotonic() > ends:
            return False
    return True
