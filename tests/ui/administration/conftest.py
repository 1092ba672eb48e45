"""A database with the usual calendar, and who may change it."""

from uuid import uuid4

import pytest

from app.core.actor import Actor, Grant, console
from app.core.calendar_store import MANAGE_CALENDAR, ensure_calendar
from app.core.database import Database
from app.core.shared_settings import SettingsRight
from tests.factories.seats import sit

__all__ = ["sit"]


@pytest.fixture
def ground(database: Database) -> Database:
    """A database on either engine, with version 1 of the calendar."""
    return _with_calendar(database)


@pytest.fixture
def embedded_ground(embedded_database: Database) -> Database:
    """The same on SQLite, for tests in which the engine cannot matter."""
    return _with_calendar(embedded_database)


def _with_calendar(database: Database) -> Database:
    with database.writing(console("tests")) as uow:
        ensure_calendar(uow)
    return database


def somebody(*rights: str, name: str = "方雅琴") -> Actor:
    """Return somebody with some rights in one street."""
    grant = Grant("director", frozenset(map(str, rights)), region="990102004")
    return Actor(uuid4(), name, "主任室", (grant,))


@pytest.fixture
def director() -> Actor:
    """Somebody who may change the calendar."""
    return somebody(MANAGE_CALENDAR)


@pytest.fixture
def reader() -> Actor:
    """Somebody who may change nothing here."""
    return somebody("cases.read", name="周敏")


@pytest.fixture
def keeper_of_settings() -> Actor:
    """Somebody who may change the settings."""
    return somebody(SettingsRight.MANAGE, name="马志远")
