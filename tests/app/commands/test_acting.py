"""Who acts: the console, or somebody with a password."""

import getpass
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.database import Database
from app.core.database.tables import JournalEntry
from tests.factories.accounts import PASSWORD, GrantDraft, House

ACTION = ("account", "unlock", "second")


@pytest.fixture
def house(database: Database) -> House:
    """A database in which `admin` may manage accounts, and `clerk` may not."""
    from app.accounts.passwords import secret_of

    house = House(database, secret_of(PASSWORD))
    everywhere = GrantDraft(Role.ADMINISTRATOR, region="")
    house.person("admin", everywhere)
    house.person("second", everywhere)
    house.person("clerk", GrantDraft(Role.AUDITOR, region=""))
    return house


@pytest.fixture
def run(cli, house: House, database_url: str):
    """Run a command that somebody has to answer for."""
    return lambda *more: cli(*ACTION, "--database", database_url, *more)


def test_the_console_may_on_an_embedded_file_and_nobody_on_a_server(run, house: House):
    ran = run()
    if house.database.is_sqlite:
        assert (ran.code, ran.err) == (0, "")
    else:
        assert (ran.code, "没有 jiezhi 的密码" in ran.err) == (1, True)


@pytest.mark.parametrize("way", ["environment", "file", "prompt"])
def test_a_password_comes_from_anywhere_but_an_argument(run, way, monkeypatch, tmp_path: Path):
    more = ("--as", "admin")
    if way == "environment":
        monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    elif way == "file":
        (tmp_path / "password").write_text(f"{PASSWORD}\n")
        more += ("--password-file", str(tmp_path / "password"))
    else:
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", lambda _asked: PASSWORD)
    ran = run(*more)
    assert (ran.code, ran.err) == (0, "")


def test_who_acted_stands_in_the_journal(run, house: House, monkeypatch):
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    run("--as", "admin")
    with house.database.reading() as session:
        asked = sa.select(JournalEntry.person_name)
        names = list(session.scalars(asked.where(JournalEntry.action == "accounts.unlock_person")))
    assert names == ["admin"]


def test_a_wrong_password_is_refused(run, monkeypatch):
    monkeypatch.setenv("JIEZHI_PASSWORD", "something-else")
    ran = run("--as", "admin")
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_a_right_that_is_not_held_is_refused(run, monkeypatch):
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    ran = run("--as", "clerk")
    assert ran.code == 1
    assert "权限" in ran.err


def test_a_password_that_was_read_out_is_changed_at_a_desk_first(run, house: House, monkeypatch):
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    house.person("new", must_change_password=True)
    ran = run("--as", "new")
    assert (ran.code, "临时" in ran.err) == (1, True)


def test_a_password_file_that_is_not_there_says_so(run, tmp_path: Path):
    ran = run("--as", "admin", "--password-file", tmp_path / "nothing")
    assert (ran.code, "nothing" in ran.err) == (1, True)


def test_without_a_terminal_nobody_is_asked(run):
    ran = run("--as", "admin")
    assert (ran.code, "JIEZHI_PASSWORD" in ran.err) == (1, True)
