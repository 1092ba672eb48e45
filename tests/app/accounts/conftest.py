"""A small house: two streets of one district, a unit or two, people for the roles."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from app.accounts import passwords
from app.accounts.actions import (
    GrantDraft,
    PersonDetails,
    UnitDraft,
    create_person,
    create_unit,
    grant_role,
)
from app.accounts.queries import actor_of
from app.accounts.rules import Role, UnitKind
from app.core.actor import Actor, console
from app.core.database import Database

CONSOLE = console("前台")
DISTRICT, NORTH, SOUTH = "140213", "140213004", "140213005"
PASSWORD = "opensesame26"


@pytest.fixture
def password_hash(monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash of `PASSWORD`, as by a hasher that does not take its time on purpose."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)
    return passwords.hash_password(PASSWORD)


@dataclass(frozen=True, slots=True)
class House:
    """Short ways to make and use accounts."""

    database: Database
    password_hash: str

    def unit(self, name: str, region: str = NORTH, **given) -> UUID:
        draft = UnitDraft(name, given.pop("kind", UnitKind.DEPARTMENT), region, **given)
        return self.do(create_unit, draft)

    def person(
        self,
        login: str,
        *roles: GrantDraft,
        name: str = "",
        unit_id: UUID | None = None,
        must_change_password: bool = False,
    ) -> UUID:
        key = self.do(
            create_person,
            login,
            PersonDetails(name or login, unit_id),
            self.password_hash,
            must_change_password=must_change_password,
        )
        for role in roles:
            self.do(grant_role, key, role)
        return key

    def do(self, action, *args, actor: Actor = CONSOLE, **kwargs):
        """Run an action in a transaction of its own."""
        kwargs.setdefault("command_key", uuid4())
        with self.database.writing(actor) as uow:
            return action(uow, *args, **kwargs)

    def ask(self, query, *args, **kwargs):
        """Run a query in a session of its own."""
        with self.database.reading() as session:
            return query(session, *args, **kwargs)

    def actor(self, person_id: UUID) -> Actor:
        return self.ask(actor_of, person_id, "窗口1", self.database.clock.now())


@pytest.fixture
def house(database: Database, password_hash: str) -> House:
    """An empty house on either engine."""
    return House(database, password_hash)


@pytest.fixture
def administrator(house: House) -> Actor:
    """The administrator of the northern street."""
    unit = house.unit("北街综治中心", NORTH, kind=UnitKind.CENTRE)
    return house.actor(
        house.person("admin.north", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    )
