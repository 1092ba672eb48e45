"""How much two cases look like one matter (DOMAIN §6): kind and distance, text, phone; pure.

Texts are compared by their pairs of neighbouring characters, as the search cuts them. A pair
weighs the more, the fewer of the cases looked at have it: what stands in every message (请有关部门)
says nothing. Both how much is shared of the two together (Jaccard) and how much of the shorter
stands in the other (containment) count, since one caller says in a line what another tells on a
page.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, log, radians, sin, sqrt
from typing import Any
from uuid import UUID

from app.core.search_words import LONGEST_FIELD, pairs_of, plain

EARTH_M = 6_371_008.8
RADIUS_M = 100
"""Where no kind says otherwise."""
FEWEST_PAIRS = 8
"""A text of fewer pairs is no evidence: two that say 路灯不亮 need a place in common."""
FULL_WORDS_PERCENT = 60
"""Likeness of text from which more adds nothing: two people never write the same."""
_FAR = 10
"""So many radii away it is another matter, unless it was written off word by word."""
_SEVERAL_KINDS = 3
_ELSEWHERE = 50
"""Texts thought of beside those looked at: what both of two say is not common by that."""
_BRIEF = 30
"""Pairs of a text of which half counts of how much of it stands in a longer one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the centre decided about likely duplicates.

    Attributes:
        hours: How far apart in time two reports of one matter may be.
        text_percent: Likeness of text from which it alone is proposed.
    """

    hours: int = 72
    text_percent: int = 25


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared of a case.

    Attributes:
        longitude: Of its place; None where it has no point, or one an office parks cases on.
        radius_m: Within which another of its kind is taken for the same matter.
    """

    id: UUID | None
    category: str | None
    at: datetime
    pairs: frozenset[str]
    longitude: float | None = None
    latitude: float | None = None
    radius_m: int = RADIUS_M


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two cases are taken for one matter.

    Attributes:
        score: 0 to 100; what it is made of is told beside it.
        metres: How far apart, None where one has no point.
        seconds: How much later the other came in; negative where it came in later.
        text_percent: How much of their texts is the same, None where one is too short to tell.
    """

    score: int
    same_kind: bool
    metres: int | None
    seconds: int
    text_percent: int | None
    same_phone: bool

    def as_facts(self) -> dict[str, Any]:
        """Return it as an event keeps it."""
        return {
            "score": self.score,
            "kind": self.same_kind,
            "metres": self.metres,
            "seconds": self.seconds,
            "text": self.text_percent,
            "phone": self.same_phone,
        }


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what speaks for two cases as it is kept for whoever reads either: not that one and
    the same person called, nor the score it raised, since one of them may have asked that nobody
    learns who they are.
    """
    return {name: value for name, value in facts.items() if name not in ("phone", "score")}


def text_pairs(title: str, text: str) -> frozenset[str]:
    """Return the pairs of what was said; the title only where it is not the text's beginning."""
    said, head = plain(text[:LONGEST_FIELD]), plain(title.rstrip("…"))
    pairs = set(pairs_of(said))
    if not said.startswith(head):
        pairs.update(pairs_of(head))
    return frozenset(pairs)


class Weights:
    """How much each pair of characters says, by how few of the texts have it."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        counted: Counter[str] = Counter()
        number = _ELSEWHERE
        for pairs in texts:
            counted.update(pairs)
            number += 1
        self._of = {pair: log(number / (count + 0.5)) for pair, count in counted.items()}
        self._totals: dict[frozenset[str], float] = {}

    def total(self, pairs: frozenset[str]) -> float:
        """Return the weight of a whole text; remembered, as each is compared with many."""
        found = self._totals.get(pairs)
        if found is None:
            found = self._totals[pairs] = self.shared(pairs)
        return found

    def shared(self, pairs: Iterable[str]) -> float:
        """Return the weight of some pairs."""
        get = self._of.get
        return sum([get(pair, 0.0) for pair in pairs])

    def heaviest(self, pairs: Iterable[str], most: int) -> list[str]:
        """Return the pairs that say most of a text."""
        get = self._of.get
        return sorted(pairs, key=lambda pair: (-get(pair, 0.0), pair))[:most]


def alike(one: frozenset[str], other: frozenset[str], weigh: Weights) -> float:
    """Return how much of two texts is the same, from 0 to 1.

    Args:
        one: Pairs of a text.
        other: Pairs of another.
        weigh: Of both and what stands around them.
    """
    shared = weigh.shared(one & other)
    if not shared:
        return 0.0
    mine, theirs, small = weigh.total(one), weigh.total(other), min(len(one), len(other))
    jaccard, contained = shared / (mine + theirs - shared), shared / min(mine, theirs)
    counts = small / (small + _BRIEF)
    return min(1.0, (jaccard + contained * counts) / (1 + counts))


def metres_between(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> float:
    """Return the distance of two points in degrees, over the sphere."""
    north, other_north = radians(latitude), radians(other_latitude)
    up = sin((other_north - north) / 2) ** 2
    along = sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(up + cos(north) * cos(other_north) * along))


def likeness(
    one: Report,
    other: Report,
    weigh: Weights,
    limits: Limits,
    *,
    same_phone: bool = False,
) -> Likeness | None:
    """Return why two reports are taken for one matter; None where they are not.

    Any of three says so: the same kind nearby, a text much alike, or the same caller about the
    same kind or in similar words. The score adds what speaks for it: text up to 50, place up to
    20, kind 10, caller 15, and how soon after the other up to 5.

    Args:
        one: What somebody tells now.
        other: What was told before.
        weigh: How much each pair says.
        limits: What the centre decided.
        same_phone: Whether both left the same number.
    """
    seconds = int((one.at - other.at).total_seconds())
    if abs(seconds) > limits.hours * 3600:
        return None
    same_kind = one.category is not None and one.category == other.category
    metres = _apart(one, other)
    near = same_kind and metres is not None and metres <= one.radius_m
    told = min(len(one.pairs), len(other.pairs)) >= FEWEST_PAIRS
    percent = round(100 * alike(one.pairs, other.pairs, weigh)) if told else None
    text = percent or 0
    far = metres is not None and metres > _FAR * one.radius_m
    worded = text >= (FULL_WORDS_PERCENT if far else limits.text_percent)
    called = same_phone and (same_kind or 2 * text >= limits.text_percent)
    if not (near or worded or called):
        return None
    score = 50 * min(1.0, text / FULL_WORDS_PERCENT) + 10 * same_kind + 15 * same_phone
    if metres is not None and metres < 3 * one.radius_m:
        score += 20 * (1 - metres / (4 * one.radius_m))
    score += 5 * (1 - abs(seconds) / (limits.hours * 3600))
    return Likeness(round(score), same_kind, metres, seconds, percent, same_phone)


def _apart(one: Report, other: Report) -> int | None:
    if one.longitude is None or one.latitude is None:
        return None
    if other.longitude is None or other.latitude is None:
        return None
    return round(metres_between(one.longitude, one.latitude, other.longitude, other.latitude))


def parked_points(
    places: Iterable[tuple[float | None, float | None, str | None]], least: int
) -> frozenset[tuple[float, float]]:
    """Return the points that cases are only parked on, e.g. an office's own address: where so
    many lie on one and the same point that it cannot be theirs, and they are of several kinds.

    Args:
        places: Longitude, latitude and kind of each case.
        least: Cases on one point from which it says nothing.
    """
    counted: Counter[tuple[float, float]] = Counter()
    kinds: dict[tuple[float, float], set[str | None]] = {}
    for longitude, latitude, kind in places:
        if longitude is not None and latitude is not None:
            counted[longitude, latitude] += 1
            kinds.setdefault((longitude, latitude), set()).add(kind)
    return frozenset(
        point
        for point, count in counted.items()
        if count >= least and len(kinds[point]) >= _SEVERAL_KINDS
    )


def most_alike(
    one: Report,
    others: Sequence[Report],
    limits: Limits,
    *,
    phones: Collection[UUID] = (),
    most: int = 5,
) -> list[tuple[Report, Likeness]]:
    """Return what is likely the same matter, the likeliest first.

    Args:
        one: What somebody tells now.
        others: What it is compared with; their texts also tell which words are common.
        limits: What the centre decided.
        phones: Cases of the same caller.
        most: How many at most.
    """
    weigh = Weights([one.pairs, *(other.pairs for other in others)])
    found = []
    for other in others:
        told = likeness(one, other, weigh, limits, same_phone=other.id in phones)
        if told is not None:
            found.append((other, told))
    found.sort(key=lambda each: (-each[1].score, abs(each[1].seconds)))
    return found[:most]
