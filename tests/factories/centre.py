"""A centre of two streets with one person for each role that a case meets."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.accounts.models import Person, RoleGrant, Unit
from app.accounts.rules import Role, UnitKind, rights_of
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.handle import Step, finish_case, sign_for_case
from app.cases.actions.intake import Intake, Reporter, register_case
from app.cases.dictionary import load_dictionary
from app.cases.models import CaseFile
from app.cases.queries.card import CaseCard, case_card
from app.cases.rules import Source
from app.core.actor import Actor, Grant, console
from app.core.calendar_store import ensure_calendar
from app.core.clock import SHANGHAI, FixedClock
from app.core.database import Database, Uow
from app.core.ids import new_id
from app.territory.models import Region
from app.territory.rules import Tier
from tests.postgres_cluster import Cluster

STREET, OTHER_STREET = "990102004", "990102005"
COMMUNITY, GRID = "990102004013", "990102004013002"
REGIONS = (
    ("99", "试验省", Tier.PROVINCE, None),
    ("9901", "试验市", Tier.CITY, "99"),
    ("990102", "试验区", Tier.COUNTY, "9901"),
    (STREET, "柳溪街道", Tier.STREET, "990102"),
    (OTHER_STREET, "东湖街道", Tier.STREET, "990102"),
    (COMMUNITY, "南塘社区", Tier.COMMUNITY, STREET),
    (GRID, "南塘第二网格", Tier.GRID, COMMUNITY),
)


@dataclass(frozen=True, slots=True)
class Centre:
    """The people and units of the test centre, and short ways to move a case on."""

    database: Database
    people: dict[str, Actor]
    units: dict[str, UUID]

    def actor(self, name: str) -> Actor:
        """Return somebody by role, e.g. ``receptionist``, ``handler``, ``stranger``."""
        return self.people[name]

    def register(self, *, actor: str = "receptionist", key: UUID | None = None, **given) -> UUID:
        """Register a case as the receptionist would."""
        intake = Intake(
            **{
                "text": "滨河路36号门口的井盖不见了。",
                "source": Source.CALL,
                "region": GRID,
                "category": "C01-003",
                "reporter": Reporter(name="陈芳华", phone="13812346021"),
                **given,
            }
        )
        pepper = self.database.state.pepper
        with self.database.writing(self.actor(actor)) as uow:
            return register_case(uow, intake, pepper, command_key=key or new_id())

    def assign(self, case_id: UUID, *, unit: str = "municipal") -> None:
        """Assign a case as the dispatcher would."""
        order = Assignment(case_id, self.version(case_id), self.units[unit])
        with self.database.writing(self.actor("dispatcher")) as uow:
            assign_case(uow, order, command_key=new_id())

    def sign_for(self, case_id: UUID) -> None:
        """Sign for a case as the handler would."""
        self._handle(sign_for_case, case_id)

    def finish(self, case_id: UUID) -> None:
        """Finish a case as the handler would."""
        self._handle(finish_case, case_id)

    def do(self, actor: str, action: Callable[..., Any], *given: object, **more: object) -> Any:
        """Take an action as somebody, in a transaction of its own."""
        with self.database.writing(self.actor(actor)) as uow:
            return action(uow, *given, command_key=new_id(), **more)

    def card(self, case_id: UUID, actor: str = "dispatcher") -> CaseCard:
        """Return a case as somebody sees it now."""
        with self.database.reading() as session:
            now = self.database.clock.now()
            return case_card(session, self.actor(actor), case_id, now=now)

    def version(self, case_id: UUID) -> int:
        """Return the version a desk would have seen."""
        with self.database.reading() as session:
            return session.get_one(CaseFile, case_id).version

    def _handle(self, action, case_id: UUID) -> None:
        with self.database.writing(self.actor("handler")) as uow:
            action(uow, Step(case_id, self.version(case_id), "已处理"), command_key=new_id())


def build_centre(database: Database) -> Centre:
    """Fill an empty, migrated database."""
    with database.writing(console("test")) as uow:
        _regions(uow)
        units = _units(uow)
        load_dictionary(uow)
        ensure_calendar(uow)
        people = {
            "receptionist": _person(uow, "周敏", Role.RECEPTIONIST, region=STREET),
            "dispatcher": _person(uow, "韩立群", Role.DISPATCHER, region=STREET),
            "handler": _person(uow, "高海燕", Role.DEPARTMENT_HANDLER, unit=units["municipal"]),
            "rival": _person(uow, "罗小兵", Role.DEPARTMENT_HANDLER, unit=units["water"]),
            "director": _person(uow, "方雅琴", Role.DIRECTOR, region=STREET),
            "grid_worker": _person(uow, "邓秋霞", Role.GRID_WORKER, region=GRID),
            "administrator": _person(uow, "叶建平", Role.ADMINISTRATOR, region="990102"),
            "auditor": _person(uow, "宋玉兰", Role.AUDITOR, region="990102"),
            "officer": _person(uow, "苏婉", Role.PARTY_OFFICER, region=STREET),
            "leader": _person(uow, "梁建华", Role.LEADER, region=STREET),
            "stranger": _person(uow, "吴东湖", Role.DISPATCHER, region=OTHER_STREET),
        }
    return Centre(database, people, units)


def _regions(uow: Uow) -> None:
    for code, name, tier, parent in REGIONS:
        uow.session.add(
            Region(code=code, name=name, tier=tier, parent_code=parent, pinyin=name, initials="")
        )
        uow.session.flush()


def _units(uow: Uow) -> dict[str, UUID]:
    names = {"municipal": "市政养护站", "water": "供水公司", "enforcement": "城管执法队"}
    found = {}
    for code, name in names.items():
        unit = Unit(
            id=new_id(),
            code=code,
            name=name,
            pinyin=code,
            initials=code,
            kind=UnitKind.DEPARTMENT,
            region=STREET,
        )
        uow.session.add(unit)
        found[code] = unit.id
    uow.session.flush()
    return found


def _person(
    uow: Uow, name: str, role: Role, *, region: str | None = None, unit: UUID | None = None
) -> Actor:
    person = Person(
        id=new_id(),
        login=f"p{new_id().hex[-8:]}",
        name=name,
        pinyin=name,
        initials="",
        unit_id=unit,
        must_change_password=False,
    )
    uow.session.add(person)
    uow.session.flush()
    uow.session.add(
        RoleGrant(
            id=new_id(),
            person_id=person.id,
            role=role,
            region=region,
            unit_id=unit,
            since=uow.now,
        )
    )
    grant = Grant(role=role, rights=rights_of(role), region=region, unit_id=unit)
    return Actor(person_id=person.id, name=name, desk="窗口1", grants=(grant,))


MADE = FixedClock(datetime(2026, 11, 24, 14, 5, tzinfo=SHANGHAI))
"""The moment the centre that tests get a copy of was made: that of their own clock."""


@pytest.fixture(scope="session")
def sqlite_centre(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Centre:
    """The centre that is copied, on SQLite."""
    file = tmp_path_factory.mktemp("template") / "centre.db"
    shutil.copyfile(sqlite_template, file)
    return _built(f"sqlite:///{file}")


@pytest.fixture(scope="session")
def sqlite_centre_template(sqlite_centre: Centre) -> Path:
    """Its file."""
    return Path(str(sqlite_centre.database.url.database))


@pytest.fixture(scope="session")
def postgres_centre(cluster: Cluster, postgres_template: str) -> Centre:
    """The centre that is copied, on PostgreSQL."""
    return _built(cluster.url(cluster.create(postgres_template)))


@pytest.fixture(scope="session")
def postgres_centre_template(postgres_centre: Centre) -> str:
    """The name of its database."""
    return str(postgres_centre.database.url.database)


def _built(url: str) -> Centre:
    database = Database.open(url, clock=MADE)
    centre = build_centre(database)
    database.dispose()
    return centre


@pytest.fixture
def centre(request: pytest.FixtureRequest, database: Database) -> Centre:
    """A centre of two streets, on either engine."""
    return _copied(request.getfixturevalue(f"{_engine(database)}_centre"), database)


@pytest.fixture
def embedded_centre(sqlite_centre: Centre, embedded_database: Database) -> Centre:
    """The same centre on SQLite, for tests in which the engine cannot matter."""
    return _copied(sqlite_centre, embedded_database)


def _engine(database: Database) -> str:
    return "sqlite" if database.url.drivername == "sqlite" else "postgres"


def _copied(template: Centre, database: Database) -> Centre:
    assert database.clock.now() >= MADE.now(), "the centre would come from the future"
    return Centre(database, dict(template.people), dict(template.units))
