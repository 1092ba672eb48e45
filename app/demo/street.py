"""What the demo street is made of: read from resources/dictionaries, frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.core.words import RESOURCES

OFFICE, COUNTY = "neighbour", "county"
"""Codes of the two units beyond the street."""

_KINDS = ("demo_facilities.toml", "demo_order.toml", "demo_matters.toml")


@dataclass(frozen=True, slots=True)
class Community:
    """A community of the street.

    Attributes:
        short: What people call it; its grids are numbered after it.
        grids: How many grids it is cut into.
        roads: Names of roads that lie in it.
    """

    code: str
    name: str
    short: str
    grids: int
    roads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit of the street with its handlers."""

    code: str
    name: str
    kind: str
    phone: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Pieces that texts of every kind are made with."""

    when: tuple[str, ...]
    long: tuple[str, ...]
    asks: tuple[str, ...]
    doing: tuple[str, ...]
    signed: tuple[str, ...]
    assigned: tuple[str, ...]
    closed: tuple[str, ...]
    wrong_unit: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """Where cases go that the street passes on.

    Attributes:
        street: Code and name of a neighbouring street; its office is `office`.
        county: The centre of the county, whose desk disposes of what is escalated.
        dispatcher: Name of the person at that desk.
    """

    street: tuple[str, str]
    office: DemoUnit
    county: DemoUnit
    dispatcher: str


@dataclass(frozen=True, slots=True)
class StreetPlan:
    """The street before it is built.

    Attributes:
        regions: Code and name from the province down to the street.
        beyond: Where cases are passed on to.
        said: Sort of step → what is said at it.
        middle: Where its made-up outline lies, CGCS2000 longitude and latitude in degrees.
        staff: Role value → names of the people of the centre.
        place_forms: Sort of place → how a resident says it.
    """

    centre: str
    address: str
    middle: tuple[float, float]
    phone_area: str
    regions: tuple[tuple[str, str], ...]
    communities: tuple[Community, ...]
    roads: tuple[str, ...]
    river: str
    railway: str
    units: tuple[DemoUnit, ...]
    companies: tuple[DemoUnit, ...]
    beyond: Beyond
    said: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    place_forms: Mapping[str, str]
    words: Words
    surnames: str
    givens: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return the code of the street."""
        return self.regions[-1][0]

    @property
    def county(self) -> str:
        """Return the code of the county."""
        return self.regions[-2][0]


@dataclass(frozen=True, slots=True)
class KindTexts:
    """What people say about one kind of case; see the head of demo_facilities.toml.

    Attributes:
        months: Months it occurs in; empty for all.
    """

    code: str
    weight: int
    at: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    doing: tuple[str, ...]
    done: tuple[str, ...]
    months: tuple[int, ...] = ()


def load_street() -> StreetPlan:
    """Read the street."""
    told = _read("demo_street.toml")
    regions = tuple(told["regions"].items())
    street = regions[-1][0]
    return StreetPlan(
        centre=told["centre"],
        address=told["address"],
        middle=(told["middle"][0], told["middle"][1]),
        phone_area=told["phone_area"],
        regions=regions,
        communities=tuple(
            Community(f"{street}{suffix}", name, short, grids, tuple(roads))
            for suffix, (name, short, grids, roads) in told["communities"].items()
        ),
        roads=tuple(told["lines"]["roads"]),
        river=told["lines"]["river"],
        railway=told["lines"]["railway"],
        units=_units(told["units"]),
        companies=_units(told["companies"]),
        beyond=_beyond(told["beyond"]),
        said={sort: tuple(phrases) for sort, phrases in told["said"].items()},
        staff={role: tuple(names) for role, names in told["centre_staff"].items()},
        places={kind: tuple(names) for kind, names in told["places"].items()},
        place_forms=told["place_forms"],
        words=_words(told["words"]),
        surnames=told["people"]["surnames"],
        givens=tuple(told["people"]["givens"]),
    )


@cache
def kind_texts() -> Mapping[str, KindTexts]:
    """Return what is said about each kind, by its code, in the order of codes."""
    found: dict[str, Any] = {}
    for name in _KINDS:
        found |= _read(name)
    return {code: KindTexts(code, **_frozen(told)) for code, told in sorted(found.items())}


def _units(told: Mapping[str, Any]) -> tuple[DemoUnit, ...]:
    return tuple(
        DemoUnit(code, name, kind, phone, tuple(people))
        for code, (name, kind, phone, people) in told.items()
    )


def _beyond(told: Mapping[str, Any]) -> Beyond:
    office, county = _units({OFFICE: told["office"], COUNTY: told["county"]})
    street = (told["neighbour"], told["neighbour_name"])
    return Beyond(street, office, county, told["dispatcher"])


def _words(told: Mapping[str, Any]) -> Words:
    return Words(**_frozen(told))


def _frozen(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in told.items()}


def _read(name: str) -> dict[str, Any]:
    with (RESOURCES / "dictionaries" / name).open("rb") as file:
        return tomllib.load(file)
