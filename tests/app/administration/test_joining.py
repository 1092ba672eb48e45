"""Joining a server: each mistake gets the sentence that says what to correct."""

import socket

import pytest
from sqlalchemy.engine import make_url

from app.administration.joining import (
    ServerDatabaseMissing,
    ServerNameUnknown,
    ServerPasswordWrong,
    ServerRefuses,
    try_server,
)
from app.core.database import Database
from app.core.errors import NoDatabase
from app.core.words import sentence


def attempt(url) -> None:
    database = Database.open(url.render_as_string(hide_password=False))
    try:
        try_server(database)
    finally:
        database.dispose()


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def server(cluster):
    """The URL of an empty database on a real server."""
    name = cluster.create()
    yield make_url(cluster.url(name))
    cluster.drop(name)


def test_a_wrong_password_is_told_from_a_wrong_address(server):
    with pytest.raises(ServerPasswordWrong):
        attempt(server.set(password="wrong"))


def test_a_missing_database_is_named(server):
    with pytest.raises(ServerDatabaseMissing) as caught:
        attempt(server.set(database="nowhere"))

    assert "nowhere" in sentence(caught.value)


def test_a_closed_port_is_said(server):
    with pytest.raises(ServerRefuses):
        attempt(server.set(port=closed_port()))


def test_an_unknown_name_is_said(server):
    with pytest.raises(ServerNameUnknown) as caught:
        attempt(server.set(host="no-such-host.invalid"))

    assert "no-such-host.invalid" in sentence(caught.value)


def test_an_empty_database_waits_for_its_administrator(server):
    with pytest.raises(NoDatabase):
        attempt(server)
