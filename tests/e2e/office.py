"""The office the journeys take place in: founded, staffed and drawn by the real actions."""

from dataclasses import dataclass
from functools import cache

from app.accounts.actions import GrantDraft
from app.accounts.passwords import secret_of
from app.accounts.rules import Role
from app.administration.founding import FirstAdministrator, Founding, found_centre
from app.core.database import Database
from app.core.ids import new_id
from app.territory.actions import (
    GridDraft,
    PlaceDraft,
    RegionDraft,
    open_grid,
    save_place,
    save_region,
)
from app.territory.rules import PlaceKind
from tests.factories.accounts import CONSOLE, PASSWORD, House
from tests.factories.centre import COMMUNITY, GRID, REGIONS, STREET

CENTRE = "柳溪街道综治中心"
ADMINISTRATOR, RECEPTIONIST, DISPATCHER = "yejianping", "zhoumin", "hanliqun"
HANDLER, DIRECTOR = "gaohaiyan", "fangyaqin"
UNIT = "城管执法队"
COMPOUND = "滨河花园"


@dataclass(frozen=True, slots=True)
class Office:
    """A centre whose people can sign in.

    Attributes:
        url: Its database.
        database: The same, for what no window shows.
        house: Short ways to act in it.
    """

    url: str
    database: Database
    house: House


def found_office(url: str, database: Database) -> Office:
    """Found a centre in an empty schema: a street with one grid, four people, one department."""
    house = House(database, _hash())
    _draw(house)
    unit = house.unit(UNIT, STREET, code="enforcement")
    first = FirstAdministrator(ADMINISTRATOR, "叶建平", _hash())
    regions = tuple((code, name) for code, name, *_ in REGIONS if len(code) <= len(STREET))
    founding = Founding(first, CENTRE, tuple(r for r in regions if STREET.startswith(r[0])))
    found_centre(database, CONSOLE, founding, command_key=new_id())
    for login, name, role in (
        (RECEPTIONIST, "周敏", Role.RECEPTIONIST),
        (DISPATCHER, "韩立群", Role.DISPATCHER),
        (DIRECTOR, "方雅琴", Role.DIRECTOR),
    ):
        house.person(login, GrantDraft(role, region=STREET), name=name)
    works_in = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=unit)
    house.person(HANDLER, works_in, name="高海燕", unit_id=unit)
    return Office(url, database, house)


def _draw(house: House) -> None:
    for code, name, *_ in REGIONS:
        if code == GRID:
            house.do(open_grid, GridDraft(code, name))
        else:
            house.do(save_region, RegionDraft(code, name))
    house.do(save_place, PlaceDraft(COMPOUND, PlaceKind.COMPOUND, GRID, 113.3005, 40.0905))


@cache
def _hash() -> str:
    return secret_of(PASSWORD)


__all__ = ["COMMUNITY", "GRID", "PASSWORD", "STREET", "Office", "found_office"]
