"""The password of the server account is kept apart from the settings, for its owner only."""

import stat
import sys

import pytest
from sqlalchemy.engine import make_url

from app.core.server_password import keep_password, with_password
from app.core.settings import config_file

URL = "postgresql+psycopg://desk07@10.2.3.4:5433/jiezhi"


def password_of(url: str) -> str | None:
    return make_url(with_password(url)).password


@pytest.mark.parametrize("password", ["geheim", "a:b", "back\\slash", "完整的一句话 %40", ":\\:"])
def test_a_password_is_found_again_whatever_it_is_made_of(password):
    keep_password(URL, password)

    assert password_of(URL) == password


def test_another_server_or_person_gets_none():
    keep_password(URL, "geheim")

    assert password_of("postgresql+psycopg://desk08@10.2.3.4:5433/jiezhi") is None
    assert password_of("postgresql+psycopg://desk07@10.2.3.4/jiezhi") is None


def test_a_new_password_takes_the_place_of_the_old_one_and_leaves_others():
    other = "postgresql+psycopg://desk07@db/jiezhi"
    keep_password(other, "andere")
    keep_password(URL, "alt")

    keep_password(URL, "neu")

    assert (password_of(URL), password_of(other)) == ("neu", "andere")


def test_the_environment_comes_first(monkeypatch):
    keep_password(URL, "geheim")
    monkeypatch.setenv("JIEZHI_PASSWORD", "von aussen")

    assert password_of(URL) == "von aussen"


def test_a_password_in_the_url_and_an_embedded_file_are_left_alone(monkeypatch):
    monkeypatch.setenv("JIEZHI_PASSWORD", "von aussen")

    assert with_password("sqlite:///x.db") == "sqlite:///x.db"
    assert password_of("postgresql+psycopg://a:b@h/d") == "b"


@pytest.mark.skipif(sys.platform == "win32", reason="profiles are private there by themselves")
def test_only_its_owner_may_read_the_file():
    keep_password(URL, "geheim")

    mode = config_file().with_name("server.pgpass").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
