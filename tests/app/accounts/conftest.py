"""A house to manage: two streets of one district."""

import pytest

from app.accounts import passwords, scram
from app.accounts.actions import GrantDraft
from app.accounts.rules import Role, UnitKind
from app.core.actor import Actor
from app.core.database import Database
from tests.factories.accounts import NORTH, PASSWORD, SOUTH, House


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> passwords.Secret:
    """The hash of `PASSWORD`, as by a hasher that does not take its time on purpose."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)
    monkeypatch.setattr(scram, "ITERATIONS", 4096)
    return passwords.secret_of(PASSWORD)


@pytest.fixture
def house(database: Database, secret: passwords.Secret) -> House:
    """An empty house on either engine."""
    return House(database, secret)


@pytest.fixture
def administrator(house: House) -> Actor:
    """The administrator of the northern street."""
    unit = house.unit("北街综治中心", NORTH, kind=UnitKind.CENTRE)
    return house.actor(
        house.person("admin.north", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    )


@pytest.fixture
def south(house):
    """A unit of the other street."""
    return house.unit("南街办事处", SOUTH)
