"""A small town to manage: a district with one street, units, people with real roles."""

import pytest

from app.accounts import passwords, scram
from app.accounts.actions import GrantDraft
from app.accounts.queries import person_named
from app.accounts.rules import Role, UnitKind
from app.core.database import Database
from app.territory.actions import RegionDraft, save_region
from tests.factories.accounts import DISTRICT, NORTH, PASSWORD, SOUTH, House
from tests.factories.seats import sit

__all__ = ["sit"]

REGIONS = (
    ("14", "山西省"),
    ("1402", "大同市"),
    (DISTRICT, "平城区"),
    (NORTH, "北街道"),
    (SOUTH, "南街道"),
    (f"{NORTH}001", "桥北社区居民委员会"),
)


class Town(House):
    """The house of the accounts tests on a ground with names."""

    def ask_id(self, login: str):
        """Return the key of somebody by login."""
        return self.ask(person_named, login).id

    def administrator(self, region: str = DISTRICT):
        """Return somebody who manages accounts in a region, as an actor."""
        unit = self.unit("区综治中心", region, kind=UnitKind.CENTRE)
        person = self.person(
            "admin", GrantDraft(Role.ADMINISTRATOR, region), name="马志远", unit_id=unit
        )
        return self.actor(person)


@pytest.fixture
def quick_secret(monkeypatch: pytest.MonkeyPatch) -> passwords.Secret:
    """The hash of `PASSWORD` by a hasher that does not take its time on purpose."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)
    monkeypatch.setattr(scram, "ITERATIONS", 4096)
    return passwords.secret_of(PASSWORD)


def found_town(database: Database, secret: passwords.Secret) -> Town:
    """Draw the ground and return who acts on it."""
    town = Town(database, secret)
    for code, name in REGIONS:
        town.do(save_region, RegionDraft(code, name))
    return town


@pytest.fixture
def town(database: Database, quick_secret: passwords.Secret) -> Town:
    """A town on either engine."""
    return found_town(database, quick_secret)


@pytest.fixture
def embedded_town(embedded_database: Database, quick_secret: passwords.Secret) -> Town:
    """The same on SQLite, for tests in which the engine cannot matter."""
    return found_town(embedded_database, quick_secret)
