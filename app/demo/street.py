"""What the demo street is made of: read from resources/dictionaries, frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
        tag: Sets logins and codes of units apart where there are several streets.
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
    tag: str = ""

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
    told = read("demo_street.toml")
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
        found |= read(name)
    return {code: KindTexts(code, **_frozen(told)) for code, told in sorted(found.items())}


def load_district() -> tuple[StreetPlan, tuple[StreetPlan, ...]]:
    """Read a whole county: what belongs to it as a whole, and its streets.

    The county keeps the departments; a street has its centre, its team of law enforcement and
    the offices of its communities.
    """
    told, base = read("demo_district.toml"), load_street()
    county = replace(
        base,
        centre=told["name"],
        regions=base.regions[:-1],
        communities=(),
        companies=base.companies,
    )
    streets = tuple(
        _street_of(base, code, name, (middle[0], middle[1]), told["communities"][code])
        for code, (name, middle) in told["streets"].items()
    )
    return county, streets


def _street_of(
    base: StreetPlan, code: str, name: str, middle: tuple[float, float], within: list[Any]
) -> StreetPlan:
    short = name.removesuffix("街道")
    communities = tuple(_community(code, *each) for each in within)
    people = tuple(surname + given for surname, given in _TEAM)
    team = DemoUnit("enforcement", f"{name}综合行政执法队", "department", "5102310", people)
    return replace(
        base,
        centre=f"{name}综治中心",
        middle=middle,
        regions=(*base.regions[:-1], (code, name)),
        communities=communities,
        roads=(f"{short}大街", f"{short}东路", f"{short}南街"),
        river=f"{short}渠",
        railway="",
        units=(team,),
        companies=(),
        staff=_others(base.staff, int(code[-2:])),
        tag=code[-2:],
    )


_TEAM = (("武", "建新"), ("郭", "永强"))
_ENDS = ("社区居民委员会", "村民委员会", "居民委员会")


def _community(street: str, suffix: str, name: str, grids: int) -> Community:
    short = name
    for end in _ENDS:
        short = short.removesuffix(end)
    return Community(f"{street}{suffix}", name, short, grids, (f"{short}路", f"{short}巷"))


def _others(staff: Mapping[str, tuple[str, ...]], step: int) -> dict[str, tuple[str, ...]]:
    """Return as many other people: with the given names of the one next but `step`."""
    signing = {role: people for role, people in staff.items() if role not in _DEVICES}
    names = [name for people in signing.values() for name in people if len(name) == _NAME]
    moved = {
        name: name[0] + names[(place + step) % len(names)][1:] for place, name in enumerate(names)
    }
    return {role: tuple(moved.get(n, n) for n in people) for role, people in staff.items()}


_NAME = 3  # signs of the names that are mixed
_DEVICES = frozenset({"wall", "kiosk"})  # are called what they are in every street


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


def read(name: str) -> dict[str, Any]:
    """Return what a file of resources/dictionaries tells."""
    with (RESOURCES / "dictionaries" / name).open("rb") as file:
        return tomllib.load(file)
