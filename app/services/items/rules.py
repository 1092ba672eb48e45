"""Service items: what is said of one, and by which figures they are judged (DOMAIN §10); pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CODE_MOST, NAME_MOST, UNIT_MOST, CATEGORY_MOST = 32, 80, 60, 24
LINE_MOST, WORDS_MOST, NOTE_MOST = 200, 1000, 200
MATERIALS_MOST, STEPS_MOST, COUNT_MOST, DAYS_MOST = 30, 20, 20, 365
YEARLY_MOST = 100_000_000


class LifeSituation(StrEnum):
    """What in a life brings somebody to the hall; the guide begins with it."""

    BIRTH = "birth"
    SCHOOL = "school"
    WORK = "work"
    MARRIAGE = "marriage"
    HOUSING = "housing"
    MOVING = "moving"  # household registration, residence permits
    MEDICAL = "medical"
    RETIREMENT = "retirement"
    ELDERLY = "elderly"
    DISABILITY = "disability"
    HARDSHIP = "hardship"
    VETERAN = "veteran"
    BUSINESS = "business"  # shops, trades
    FAREWELL = "farewell"  # 身后


class ItemLevel(StrEnum):
    """Who handles it."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class CommunityDuty(StrEnum):
    """Whether a community must take it on (须承接), may (可承接), or has no part in it."""

    OBLIGATORY = "obligatory"
    OPTIONAL = "optional"
    NONE = "none"


class MaterialForm(StrEnum):
    """In which form something is brought."""

    ORIGINAL = "original"
    COPY = "copy"
    BOTH = "both"  # the original to be looked at, the copy stays
    FILLED_IN = "filled_in"  # a form, to be had at the window
    ON_FILE = "on_file"  # looked up by the clerk, nothing to bring


class ServiceItemState(StrEnum):
    """Whether residents see an item."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ItemPart(StrEnum):
    """What has to be said of an item."""

    CODE = "code"
    NAME = "name"
    DEPARTMENT = "department"
    CATEGORY = "category"
    SUMMARY = "summary"
    PLACE = "place"
    BASIS = "basis"
    SITUATIONS = "situations"
    MATERIAL = "material"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True)
class Material:
    """Something to bring.

    Attributes:
        count: How many.
        source: Where it is obtained, "" for what people have at home.
    """

    name: str
    form: MaterialForm = MaterialForm.ORIGINAL
    count: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """That communities handle it for somebody: who gave it, to whom, since when, by what."""

    giver: str
    taker: str
    since: date
    basis: str


@dataclass(frozen=True, slots=True)
class ItemBody:
    """All that one version says of an item.

    Attributes:
        category: Kind of business (业务类别): by it a number is taken.
        summary: In one plain line: who may have what.
        conditions: Who may ask for it, in words.
        limit_days: Working days until it is done; 0 is done at the window at once.
        fee: What it costs, "" for nothing.
        place: Where, in words.
        hours: When, "" for the opening hours of the hall.
        steps: What happens one after another.
        by_proxy: Somebody else may come for one (代办).
        city_wide: It can be handled anywhere in the city (全城通办).
        everyday: It is one of the everyday items (高频民生事项).
        on_application: It is done because somebody asks for it (依申请).
        yearly: How often a year.
    """

    name: str
    department: str
    category: str
    level: ItemLevel = ItemLevel.STREET
    duty: CommunityDuty = CommunityDuty.NONE
    situations: tuple[LifeSituation, ...] = ()
    summary: str = ""
    conditions: str = ""
    materials: tuple[Material, ...] = ()
    limit_days: int = 0
    fee: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""
    basis: str = ""
    steps: tuple[str, ...] = ()
    by_proxy: bool = False
    city_wide: bool = False
    everyday: bool = False
    on_application: bool = True
    yearly: int = 0
    delegation: Delegation | None = None


class TargetKind(StrEnum):
    """Which items have to be handled anywhere in the city (DOMAIN §10)."""

    ON_APPLICATION = "on_application"
    EVERYDAY = "everyday"
    MOST_USED = "most_used"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the figures ask of a published item."""

    code: str
    city_wide: bool
    everyday: bool
    on_application: bool
    yearly: int


@dataclass(frozen=True, slots=True)
class Target:
    """How many of the items in question can be handled anywhere, and how many shall.

    Attributes:
        percent: Share that is aimed at.
        missing: Codes of those that cannot, the most used first.
    """

    kind: TargetKind
    done: int
    of: int
    percent: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Return the share in per cent, None where there is no item of the kind."""
        return self.done * 100 / self.of if self.of else None

    @property
    def is_met(self) -> bool:
        """Tell whether the share is reached; without items there is nothing to reach."""
        return self.of > 0 and self.done * 100 >= self.percent * self.of

    @property
    def lacks(self) -> int:
        """Return how many more have to be handled anywhere."""
        return max(0, -(-self.percent * self.of // 100) - self.done)


def targets(
    items: Iterable[Counted], percents: dict[TargetKind, int], most_used: int
) -> tuple[Target, ...]:
    """Return the three targets.

    Args:
        items: What is published.
        percents: Which share of each kind shall be handled anywhere in the city.
        most_used: How many of the most used items the third one looks at.

    Source: city-wide handling is judged by 80 % of the items on application, all everyday items
    and 85 % of the 200 most used (DOMAIN §10); a place may aim elsewhere.
    """
    ordered = sorted(items, key=lambda item: (-item.yearly, item.code))
    chosen = {
        TargetKind.ON_APPLICATION: [item for item in ordered if item.on_application],
        TargetKind.EVERYDAY: [item for item in ordered if item.everyday],
        TargetKind.MOST_USED: ordered[:most_used],
    }
    return tuple(_target(kind, chosen[kind], percents[kind]) for kind in TargetKind)


def _target(kind: TargetKind, items: list[Counted], percent: int) -> Target:
    missing = tuple(item.code for item in items if not item.city_wide)
    return Target(kind, len(items) - len(missing), len(items), percent, missing)


def reaches_place(region: str, place: str) -> bool:
    """Tell whether an item of a region is for a place: the region covers it."""
    return place.startswith(region)
