"""How well a resource fits a need, in four parts a person can check; pure."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from math import cos, radians, sqrt
from uuid import UUID

from app.party.lists.rules import ANY_TIME, STANDS_IN, OfferKind, neighbours

KIND_SHARE, PLACE_SHARE, TIME_SHARE = 0.4, 0.3, 0.3
"""What each part counts of the score; the amount counts by itself: half the amount, half the
score."""
SAME_PLACE_M = 100
DEGREE_M = 111_320.0
"""Metres of a degree of latitude; of a degree of longitude that times its cosine."""


class Fit(IntEnum):
    """How well one part fits; in the order of goodness."""

    NONE = 0
    PART = 1
    FULL = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """What of a resource can still be had.

    Attributes:
        amount: Left over, in the unit of its sort.
        at: Longitude and latitude, None where nobody knows the place.
        slots: Parts of the week, `ANY_TIME` for all; see `rules.slot`.
        since: First day, None for always.
        until: Last day, None without an end.
    """

    key: UUID
    kind: OfferKind
    amount: int
    at: tuple[float, float] | None = None
    slots: int = ANY_TIME
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """What of a need is still lacking; as `Offer`. A need that wants rooms too is two of them."""

    key: UUID
    kind: OfferKind
    amount: int
    at: tuple[float, float] | None = None
    slots: int = ANY_TIME
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a resource fits a need.

    Attributes:
        distance_m: Metres between both, None where one of them has no place.
        amount: How much of it would help.
        lacking: How much the need lacks.
        score: 0 to 1 for one unit of it; 0 where one part does not fit at all.
    """

    kind: Fit
    place: Fit
    distance_m: float | None
    time: Fit
    quantity: Fit
    amount: int
    lacking: int
    score: float

    @property
    def fits(self) -> bool:
        """Tell whether nothing stands against it."""
        return self.score > 0 and self.quantity is not Fit.NONE

    @property
    def full(self) -> int:
        """Return how many of the four parts fit wholly."""
        return sum(part is Fit.FULL for part in (self.kind, self.place, self.time, self.quantity))


def kind_fit(offered: OfferKind, wanted: OfferKind) -> Fit:
    """Return how the sort fits: the very one, one that can stand in, or another."""
    if offered is wanted:
        return Fit.FULL
    return Fit.PART if wanted in STANDS_IN.get(offered, ()) else Fit.NONE


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return metres between two points of one city (longitude, latitude in degrees); within 50 km
    off by less than one part in a thousand.
    """
    across = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return DEGREE_M * sqrt(across * across + (one[1] - other[1]) ** 2)


def place_fit(metres: float | None, reach_m: float) -> tuple[Fit, float]:
    """Return how the way fits, and its part of the score: near is better, half way at the reach.

    An unknown place counts as one at the end of the reach that is worth asking about.
    """
    if metres is None:
        return Fit.PART, 0.5
    if metres > reach_m:
        return Fit.NONE, 0.0
    return (Fit.FULL if metres <= reach_m / 2 else Fit.PART), 1 - metres / reach_m / 2


def time_fit(offer: Offer, want: Want) -> Fit:
    """Return how the time fits: the same part of the week, the same a day off, or neither."""
    if _apart(offer.since, want.until) or _apart(want.since, offer.until):
        return Fit.NONE
    if offer.slots == ANY_TIME or want.slots == ANY_TIME or offer.slots & want.slots:
        return Fit.FULL
    return Fit.PART if neighbours(offer.slots) & want.slots else Fit.NONE


def fitting(offer: Offer, want: Want, reach_m: float) -> Fitting:
    """Return how a resource fits a need.

    Args:
        offer: What can be had.
        want: What is lacking.
        reach_m: How far people go at most, in metres.
    """
    metres = distance_m(offer.at, want.at) if offer.at and want.at else None
    kind, time = kind_fit(offer.kind, want.kind), time_fit(offer, want)
    place, near = place_fit(metres, reach_m)
    useful = min(offer.amount, want.amount)
    quantity = Fit.NONE if useful <= 0 else Fit.FULL if useful >= want.amount else Fit.PART
    score = 0.0
    if Fit.NONE not in (kind, place, time):
        score = KIND_SHARE * kind / 2 + PLACE_SHARE * near + TIME_SHARE * time / 2
    return Fitting(kind, place, metres, time, quantity, max(useful, 0), want.amount, score)


def _apart(begins: date | None, ended: date | None) -> bool:
    return begins is not None and ended is not None and begins > ended
