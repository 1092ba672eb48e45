"""A server as a district has it: people of two streets with login roles of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pytest

from app.accounts.actions import (
    GrantDraft,
    PersonDetails,
    UnitDraft,
    create_person,
    create_unit,
    grant_role,
)
from app.accounts.actions.signing_in import sign_in
from app.accounts.passwords import Secret
from app.accounts.rules import Role, UnitKind
from app.accounts.scram import make_verifier
from app.bootstrap.parts import present
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.intake import Intake, Reporter, register_case
from app.cases.models import CaseFile
from app.cases.rules import Source
from app.core.actor import Actor, console
from app.core.clock import ServerClock
from app.core.database import Database
from app.core.database.address import TAG, login_role, parsed_url
from app.core.ids import new_id
from app.migrations import migrate
from tests.factories.centre import GRID, OTHER_STREET, STREET, build_centre
from tests.postgres_cluster import Cluster

PASSWORD = "opensesame26"
PEOPLE = {
    "receptionist": (Role.RECEPTIONIST, STREET, None),
    "dispatcher": (Role.DISPATCHER, STREET, None),
    "director": (Role.DIRECTOR, STREET, None),
    "stranger": (Role.DISPATCHER, OTHER_STREET, None),
    "officer": (Role.PARTY_OFFICER, STREET, None),
    "far_officer": (Role.PARTY_OFFICER, OTHER_STREET, None),
    "handler": (Role.DEPARTMENT_HANDLER, None, "municipal"),
    "rival": (Role.DEPARTMENT_HANDLER, None, "water"),
    "grid": (Role.GRID_WORKER, GRID, None),
    "supervisor": (Role.SUPERVISOR, "990102", None),
    "leader": (Role.LEADER, "990102", None),
    "clerk": (Role.SERVICE_CLERK, STREET, None),
    "second_clerk": (Role.SERVICE_CLERK, STREET, None),
    "external": (Role.EXTERNAL_HANDLER, None, "enforcement"),
    "auditor": (Role.AUDITOR, "990102", None),
    "admin": (Role.ADMINISTRATOR, STREET, None),
    "chief": (Role.ADMINISTRATOR, "", None),
    "wall": (Role.WALL, STREET, None),
    "kiosk": (Role.KIOSK, STREET, None),
}
"""Login, role, region and unit of everybody."""


@dataclass(slots=True)
class Server:
    """A database with row rules, and short ways to be somebody there.

    Attributes:
        database: As its service sees it: everything.
        keys: Key of each person.
        units: Key of each unit.
    """

    cluster: Cluster
    database: Database
    keys: dict[str, UUID]
    units: dict[str, UUID]
    opened: list[Any] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address as desks have it: without anybody's name."""
        plain = parsed_url(str(self.database.url.render_as_string(hide_password=False)))
        own = plain._replace(username=None, password=None).update_query_dict({TAG: self.tag})
        own = own.update_query_dict(self.cluster.guarded)
        return own.render_as_string(hide_password=False)

    @property
    def tag(self) -> str:
        """Return what the login roles are named by."""
        with self.cluster.connect(self.name) as connection:
            return str(connection.execute("SELECT role_tag FROM database_state").fetchone()[0])

    @property
    def name(self) -> str:
        """Return the name of the database."""
        return str(self.database.url.database)

    def plain(self, login: str, password: str = PASSWORD) -> "psycopg.Connection[Any]":
        """Sign in past the program, with a driver and nothing else."""
        role = login_role(parsed_url(self.url), login)
        self.opened.append(self.cluster.connect(self.name, user=role, password=password))
        return self.opened[-1]

    def desk(self, login: str, password: str = PASSWORD) -> "tuple[Database, Actor]":
        """Sign in as a desk does."""
        database = Database.open(self.url, present=present)
        self.opened.append(database)
        return database, sign_in(database, login, password, desk="窗口1").actor

    def do(self, login: str, action: Callable[..., Any], *given: object, **more: object) -> Any:
        """Take an action at a desk of somebody."""
        database, actor = self.desk(login)
        with database.writing(actor) as uow:
            return action(uow, *given, command_key=new_id(), **more)

    def register(self, login: str = "receptionist", **given: Any) -> UUID:
        """Register a case at a desk."""
        told = {
            "text": "滨河路36号门口的井盖不见了。",
            "source": Source.CALL,
            "region": GRID,
            "category": "C01-003",
            "reporter": Reporter(name="陈芳华", phone="13812346021"),
            **given,
        }
        return self.do(login, register_case, Intake(**told), self.database.state.pepper)

    def assign(self, case_id: UUID, unit: str = "municipal", login: str = "dispatcher") -> None:
        """Assign a case at a desk."""
        self.do(login, assign_case, Assignment(case_id, self.version(case_id), self.units[unit]))

    def version(self, case_id: UUID) -> int:
        """Return the version a case has now."""
        with self.database.reading() as session:
            return session.get_one(CaseFile, case_id).version

    def close(self) -> None:
        """Close all that was opened."""
        for each in self.opened:
            each.dispose() if isinstance(each, Database) else each.close()
        self.opened.clear()


def build_server(cluster: Cluster, name: str) -> Server:
    """Fill an empty database with people who can sign in to it."""
    database = Database.open(cluster.url(name), clock=ServerClock())
    migrate(database)
    centre = build_centre(database)
    secret = Secret("", make_verifier(PASSWORD, iterations=4096))
    keys: dict[str, UUID] = {}
    with database.writing(console("test")) as uow:
        for name, region in (("far", OTHER_STREET), ("near", STREET)):
            draft = UnitDraft(f"{name}街道办", UnitKind.CENTRE, region)
            centre.units[name] = create_unit(uow, draft, command_key=new_id())
        for login, (role, region, unit) in PEOPLE.items():
            unit_id = centre.units[unit or "municipal"]
            home = PersonDetails(login, None if login == "chief" else unit_id)
            keys[login] = create_person(
                uow, login, home, secret, command_key=new_id(), must_change_password=False
            )
            draft = GrantDraft(role, region, centre.units[unit] if unit else None)
            grant_role(uow, keys[login], draft, command_key=new_id())
    return Server(cluster, database, keys, centre.units)


@pytest.fixture(scope="session")
def street_server(cluster: Cluster) -> Iterator[Server]:
    """A server that tests only read, or try in vain to harm; its login roles are its own."""
    server = build_server(cluster, cluster.create())
    yield server
    server.close()
    server.database.dispose()


@pytest.fixture
def own_server(cluster: Cluster, postgres_template: str) -> Iterator[Server]:
    """A server of a test's own, since what is committed there stays."""
    server = build_server(cluster, cluster.create(postgres_template))
    yield server
    server.close()
    server.database.dispose()
    cluster.drop(server.name)
