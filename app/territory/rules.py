"""Region codes, kinds of grids, posts and places (DOMAIN §1); pure."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.core.errors import AppError


class Tier(StrEnum):
    """Height in the region tree."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class CommunityKind(StrEnum):
    """What stands behind a community."""

    RESIDENTS_COMMITTEE = "residents_committee"
    VILLAGE_COMMITTEE = "village_committee"
    COLLEGE = "college"
    ENTERPRISE = "enterprise"
    PARK = "park"


class GridKind(StrEnum):
    """What a grid is for: everything, one large place, or some dozens of homes."""

    GENERAL = "general"
    DEDICATED = "dedicated"
    MICRO = "micro"


class PostRole(StrEnum):
    """What somebody is to a grid or community."""

    HEAD = "head"
    ADVISER = "adviser"
    WORKER = "worker"
    PARTY_WORKER = "party_worker"
    BUILDING_HEAD = "building_head"
    GROUP_LEADER = "group_leader"
    PATCH = "patch"
    POLICE_OFFICER = "police_officer"


class WorkerKind(StrEnum):
    """How a grid worker is employed."""

    FULL_TIME = "full_time"
    PROFESSIONAL = "professional"
    PART_TIME = "part_time"


class PlaceKind(StrEnum):
    """What a place of the gazetteer is."""

    COMPOUND = "compound"
    BUILDING = "building"
    HOUSE_NUMBER = "house_number"
    ROAD = "road"
    SHOP = "shop"
    MARKET = "market"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    STATION = "station"
    LANDMARK = "landmark"
    SERVICE_CENTRE = "service_centre"
    SERVICE_STATION = "service_station"
    NEIGHBOURHOOD_CENTRE = "neighbourhood_centre"
    OTHER = "other"


class PlaceSource(StrEnum):
    """How the gazetteer came to know a place."""

    ENTERED = "entered"
    IMPORTED = "imported"
    LEARNED = "learned"


class LineKind(StrEnum):
    """What a line on the map shows."""

    ROAD = "road"
    RIVER = "river"
    RAILWAY = "railway"


class BadCode(AppError):
    """A region code has the wrong form; facts: ``region``."""

    code = "territory.bad_code"


class WrongParent(AppError):
    """A code does not begin with the code of its parent; facts: ``region``, ``parent``."""

    code = "territory.wrong_parent"


class WrongTier(AppError):
    """A code stands on another tier than asked for; facts: ``region``, ``wanted``."""

    code = "territory.wrong_tier"


class BadName(AppError):
    """A name is empty or too long; facts: ``limit``."""

    code = "territory.bad_name"


class WorkerKindWanted(AppError):
    """Grid workers are full-time, professional or part-time; other posts are none of these."""

    code = "territory.worker_kind_wanted"


class BadPhone(AppError):
    """A duty phone is no phone number; the number itself is no fact."""

    code = "territory.bad_phone"


class BadTerm(AppError):
    """A post ends before it begins; facts: ``since``, ``until``."""

    code = "territory.bad_term"


CODE_LENGTHS: dict[int, Tier] = dict(zip((2, 4, 6, 9, 12, 15), Tier, strict=True))
"""Digits of a code → its tier: GB/T 2260 down to the county, then 3 digits a step; a grid is
6 + 3 + 3 + 3 (GB/T 30428.1)."""

NAME_LIMIT = 64  # characters; the longest official division name has 26
UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_COMMITTEE = (
    ("社区居民委员会", "社区"),
    ("村村民委员会", "村"),
    ("居民委员会", "社区"),
    ("村民委员会", "村"),
    ("社区居委会", "社区"),
    ("村委会", "村"),
)
_LENGTHS = tuple(CODE_LENGTHS)
_COMMUNITY_DIGITS = 12
_PARENT_LENGTHS = dict(zip(_LENGTHS, (0, *_LENGTHS), strict=False))
_PHONE = re.compile(r"1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|\d{3,6}", re.ASCII)


def tier_of(code: str) -> Tier:
    """Return the tier a code stands on.

    Raises:
        BadCode: It is not 2, 4, 6, 9, 12 or 15 plain digits, or begins with 0.
    """
    tier = CODE_LENGTHS.get(len(code))
    if tier is None or not code.isdecimal() or not code.isascii() or code[0] == "0":
        raise BadCode(region=code)
    return tier


def parent_of(code: str) -> str | None:
    """Return the code one tier up, None for a province."""
    tier_of(code)
    return code[: _PARENT_LENGTHS[len(code)]] or None


def ancestors_of(code: str) -> tuple[str, ...]:
    """Return the codes above, the province first."""
    tier_of(code)
    return tuple(code[:length] for length in _LENGTHS if length < len(code))


def check_parent(code: str, parent: str | None) -> None:
    """Raise `WrongParent` unless `parent` is what the code itself says."""
    if (parent or None) != parent_of(code):
        raise WrongParent(region=code, parent=parent or "")


def is_within(code: str, prefixes: Iterable[str]) -> bool:
    """Tell whether a scope of `prefixes` reaches `code`; the empty prefix reaches everything."""
    return code.startswith(tuple(prefixes))


def shared_tiers(code: str, other: str) -> int:
    """Return how many tiers two codes have in common: a measure of nearness."""
    return sum(
        len(code) >= length and len(other) >= length and code[:length] == other[:length]
        for length in _LENGTHS
    )


def common_region(code: str, other: str) -> str:
    """Return the code of the smallest region that holds both, "" where nothing does."""
    shared = shared_tiers(code, other)
    return code[: _LENGTHS[shared - 1]] if shared else ""


def checked_name(name: str) -> str:
    """Return a name without outer spaces and without what no database keeps.

    Raises:
        BadName: Nothing is left of it, or more than `NAME_LIMIT` characters.
    """
    clean = name.strip()
    if not clean.isprintable():
        clean = UNSTORABLE.sub("", clean).strip()
    if not clean or len(clean) > NAME_LIMIT:
        raise BadName(limit=NAME_LIMIT)
    return clean


def short_name(name: str) -> str:
    """Return what people call a community: 桥北社区居民委员会 → 桥北社区."""
    for ending, short in _COMMITTEE:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending) + short
    return name


def community_kind(code: str, name: str) -> CommunityKind | None:
    """Return the kind of a community as far as its official name tells it, else None."""
    if len(code) != _COMMUNITY_DIGITS:
        return None
    if name.endswith(("村民委员会", "村委会")):
        return CommunityKind.VILLAGE_COMMITTEE
    if name.endswith(("居民委员会", "居委会")):
        return CommunityKind.RESIDENTS_COMMITTEE
    return None


def next_grid_code(community: str, taken: Iterable[str]) -> str:
    """Return the code after the highest grid code ever used in a community.

    Codes are fixed for ever, so a gap left by a retired grid is not filled.

    Raises:
        WrongTier: `community` is no community.
        BadCode: All 999 codes of the community are used.
    """
    if tier_of(community) is not Tier.COMMUNITY:
        raise WrongTier(region=community, wanted=Tier.COMMUNITY)
    highest = max((int(code[12:]) for code in taken if code.startswith(community)), default=0)
    if highest >= 999:
        raise BadCode(region=f"{community}{highest + 1}")
    return f"{community}{highest + 1:03d}"


def check_worker_kind(role: PostRole, kind: WorkerKind | None) -> None:
    """Raise `WorkerKindWanted` unless exactly the grid workers have a kind."""
    if (role is PostRole.WORKER) != (kind is not None):
        raise WorkerKindWanted


def checked_phone(phone: str) -> str:
    """Return the duty phone of a post: mobile, landline, short number, or none at all.

    Raises:
        BadPhone: It is none of these.
    """
    clean = phone.strip()
    if clean and not _PHONE.fullmatch(clean):
        raise BadPhone
    return clean


def check_term(since: date, until: date | None) -> None:
    """Raise `BadTerm` if a post ends before it begins; both days count."""
    if until is not None and until < since:
        raise BadTerm(since=since, until=until)
