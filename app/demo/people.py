"""Units and people of the demo street, made by the real actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from uuid import UUID

from app.accounts.actions.grants import GrantDraft, grant_role
from app.accounts.actions.people import PersonDetails, create_person
from app.accounts.actions.units import UnitDraft, create_unit
from app.accounts.actors import actor_of
from app.accounts.passwords import Secret
from app.accounts.rules import UNIT_ROLES, Role, UnitKind
from app.core.actor import Actor
from app.core.pinyin import reading
from app.demo.doing import Doing
from app.demo.street import COUNTY, OFFICE, Community, DemoUnit, StreetPlan

DESKS = {
    Role.RECEPTIONIST: "受理窗口",
    Role.DISPATCHER: "分拨台",
    Role.DIRECTOR: "主任室",
}
DEVICES = (Role.WALL, Role.KIOSK)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    role: Role
    name: str
    login: str
    unit: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody who acts in the demo.

    Attributes:
        units: Unit code → key; community units by the code of their community.
        by_role: People of the centre.
        handlers: Unit code → people who sign for and handle.
        deskless: Codes of units without a desk: the centre types in what they answer.
        county: Who disposes of what is escalated or handed over.
        grid_workers: Community code → who walks its grids.
        listed: Everybody who can sign in, in the order they were made.
    """

    units: Mapping[str, UUID]
    by_role: Mapping[Role, tuple[Actor, ...]]
    handlers: Mapping[str, tuple[Actor, ...]]
    deskless: frozenset[str]
    county: Actor
    grid_workers: Mapping[str, Actor]
    listed: tuple[DemoPerson, ...]


def make_units(do: Doing, plan: StreetPlan) -> dict[str, UUID]:
    """Make the centre, the departments, companies and community offices."""
    centre = DemoUnit("centre", plan.centre, UnitKind.CENTRE, "5102300", ())
    keys = {
        unit.code: _make_unit(do, plan, unit, plan.code)
        for unit in (centre, *plan.units, *plan.companies)
    }
    for number, community in enumerate(plan.communities):
        office = DemoUnit(
            community.code,
            f"{community.short}{'村委会' if '村民' in community.name else '社区居委会'}",
            UnitKind.COMMUNITY,
            f"51024{number:02d}",
            (),
        )
        keys[community.code] = _make_unit(do, plan, office, community.code)
    return keys


def make_beyond(do: Doing, plan: StreetPlan) -> dict[str, UUID]:
    """Make what a single street needs of the world around it, so that cases can be passed on."""
    beyond = plan.beyond
    return {
        OFFICE: _make_unit(do, plan, beyond.office, beyond.street[0]),
        COUNTY: _make_unit(do, plan, beyond.county, plan.county),
    }


def make_staff(
    do: Doing,
    plan: StreetPlan,
    units: Mapping[str, UUID],
    secret: Secret,
    chance: Random,
    *,
    shared: Staff | None = None,
) -> Staff:
    """Make everybody who signs in; all have one password, as everything here is made up.

    Args:
        do: The transaction.
        plan: What the street is made of.
        units: Keys by code, of all units its cases may go to.
        secret: Of everybody.
        chance: For the names nobody wrote down.
        shared: People of the county, where the street is one of several.
    """
    maker = _Maker(do, plan, units, secret, chance)
    by_role = {
        Role(role): tuple(maker.person(Role(role), name, "centre") for name in names)
        for role, names in plan.staff.items()
    }
    handlers = dict(shared.handlers) if shared else {}
    for role, unit in (
        *((Role.DEPARTMENT_HANDLER, unit) for unit in plan.units),
        *((Role.EXTERNAL_HANDLER, unit) for unit in plan.companies),
    ):
        handlers[unit.code] = tuple(maker.person(role, name, unit.code) for name in unit.people)
    county = shared.county if shared else by_role[Role.DISPATCHER][0]
    if OFFICE in units and not shared:
        office = plan.beyond.office
        people = (maker.person(Role.DEPARTMENT_HANDLER, name, OFFICE) for name in office.people)
        handlers[OFFICE] = tuple(people)
        county = maker.person(Role.DISPATCHER, plan.beyond.dispatcher, COUNTY, plan.county)
    deskless = frozenset(code for code, people in handlers.items() if not people)
    grid_workers: dict[str, Actor] = {}
    for community in plan.communities:
        handlers[community.code] = (maker.local(Role.COMMUNITY_WORKER, community),)
        grid_workers[community.code] = maker.local(Role.GRID_WORKER, community)
    listed = tuple(maker.listed)
    return Staff(units, by_role, handlers, deskless, county, grid_workers, listed)


def invented_name(plan: StreetPlan, chance: Random) -> str:
    """Return a name nobody was asked for."""
    return chance.choice(plan.surnames) + chance.choice(plan.givens)


def _make_unit(do: Doing, plan: StreetPlan, unit: DemoUnit, region: str) -> UUID:
    draft = UnitDraft(
        unit.name,
        UnitKind(unit.kind),
        region,
        code=unit.code if unit.code[:1].isdigit() else f"{unit.code}{plan.tag}",
        phone=f"{plan.phone_area}-{unit.phone}",
        has_desk=bool(unit.people) or unit.kind in (UnitKind.CENTRE, UnitKind.COMMUNITY),
    )
    key: UUID = do(create_unit, draft)
    return key


class _Maker:
    """Makes one person after the other, each with a login of their own."""

    def __init__(
        self,
        do: Doing,
        plan: StreetPlan,
        units: Mapping[str, UUID],
        secret: Secret,
        chance: Random,
    ) -> None:
        self._do = do
        self._plan = plan
        self._units = units
        self._secret = secret
        self._chance = chance
        self._logins: set[str] = set()
        self._extensions = count(5_102_350)
        self.listed: list[DemoPerson] = []

    def person(self, role: Role, name: str, unit: str, region: str = "") -> Actor:
        """Make somebody with one role: in their unit where the role asks for one."""
        login = self._login(role, name)
        details = PersonDetails(
            name, self._units[unit], f"{self._plan.phone_area}-{next(self._extensions)}"
        )
        key = self._do(create_person, login, details, self._secret, must_change_password=False)
        within = GrantDraft(role, unit_id=self._units[unit])
        if role not in UNIT_ROLES:
            within = GrantDraft(role, region=region or self._plan.code)
        if role is Role.ADMINISTRATOR:
            within = GrantDraft(role, region="")
        self._do(grant_role, key, within)
        self._do.session.flush()  # the demo writes without autoflush
        self.listed.append(DemoPerson(role, name, login, unit))
        return actor_of(self._do.session, key, DESKS.get(role, login), self._do.at)

    def local(self, role: Role, community: Community) -> Actor:
        """Make somebody with an invented name who works in one community."""
        name = invented_name(self._plan, self._chance)
        while any(name == person.name for person in self.listed):
            name = invented_name(self._plan, self._chance)
        return self.person(role, name, community.code, community.code)

    def _login(self, role: Role, name: str) -> str:
        base = role.value if role in DEVICES else reading(name).key.replace(" ", "")
        base += self._plan.tag
        login = next(
            each
            for number in count(1)
            for each in (f"{base}{number}" if number > 1 else base,)
            if each not in self._logins
        )
        self._logins.add(login)
        return login
