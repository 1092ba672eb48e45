"""Likely pairs among many cases at once: only those are compared that can be alike; pure.

Two cases are looked at where they are of one kind and lie in neighbouring squares of the ground, or
where they share two of the pairs of characters that say most of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, floor, radians
from uuid import UUID

from app.cases.likeness import (
    Likeness,
    Limits,
    Report,
    Weights,
    likeness,
    metres_between,
)

METRES_A_DEGREE = 111_195.0
HEAVY = 6
"""Pairs of each text that it is looked up by."""
MOST_OF_ONE = 4
"""Earlier cases that one is held against in the end: of a hundred reports of one matter, each leads
to the likeliest, and nobody looks through all their pairs."""
CROWDED = 60
"""A pair that so many cases within the time have says nothing of any."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a case.

    Attributes:
        heavy: The pairs that say most of its text.
        is_new: Whether it came in since the last time: two old ones were compared then.
    """

    report: Report
    heavy: tuple[str, ...]
    is_new: bool

    @property
    def id(self) -> UUID:
        """Key of the case."""
        if self.report.id is None:
            raise ValueError(self.report)
        return self.report.id


def likely_pairs(
    told: Iterable[Told], weigh: Weights, limits: Limits
) -> Iterator[tuple[UUID, UUID, Likeness]]:
    """Yield what is likely one matter: the later case, the earlier one, and why; of each later
    case the likeliest `MOST_OF_ONE`.

    Args:
        told: Cases in the order they came in.
        weigh: How much each pair says.
        limits: What the centre decided.
    """
    near: dict[tuple[str, int, int], list[Told]] = defaultdict(list)
    worded: dict[str, list[Told]] = defaultdict(list)
    for case in told:
        # by object, since a key is hashed a hundred times more slowly than a number
        found = {id(each): each for each in (*_near(case, near), *_worded(case, worded))}
        asked = [other for other in found.values() if case.is_new or other.is_new]
        if asked:
            yield from _likeliest(case, asked, weigh, limits)
        _keep(case, near, worded, limits)


def _likeliest(
    case: Told, others: Sequence[Told], weigh: Weights, limits: Limits
) -> Iterator[tuple[UUID, UUID, Likeness]]:
    alike = []
    for other in others:
        why = likeness(case.report, other.report, weigh, limits)
        if why is not None:
            alike.append((other.id, why))
    alike.sort(key=lambda found: -found[1].score)
    for other_id, why in alike[:MOST_OF_ONE]:
        yield case.id, other_id, why


def _square(report: Report) -> tuple[str, int, int] | None:
    if report.category is None or report.longitude is None or report.latitude is None:
        return None
    side = max(1, report.radius_m)
    east = report.longitude * METRES_A_DEGREE * cos(radians(floor(report.latitude)))
    return report.category, floor(east / side), floor(report.latitude * METRES_A_DEGREE / side)


def _near(case: Told, kept: dict[tuple[str, int, int], list[Told]]) -> Iterator[Told]:
    square = _square(case.report)
    if square is None:
        return
    category, east, north = square
    for along in (-1, 0, 1):
        for up in (-1, 0, 1):
            yield from kept.get((category, east + along, north + up), ())


def _worded(case: Told, kept: dict[str, list[Told]]) -> Iterator[Told]:
    shared: dict[int, int] = defaultdict(int)
    by_id: dict[int, Told] = {}
    for pair in case.heavy:
        others = kept.get(pair, ())
        if len(others) > CROWDED:
            continue
        for other in others:
            key = id(other)
            shared[key] += 1
            by_id[key] = other
    yield from (by_id[key] for key, count in shared.items() if count > 1)


def _keep(
    case: Told,
    near: dict[tuple[str, int, int], list[Told]],
    worded: dict[str, list[Told]],
    limits: Limits,
) -> None:
    square = _square(case.report)
    lists = [worded[pair] for pair in case.heavy]
    if square is not None:
        lists.append(near[square])
    for each in lists:
        while each and (case.report.at - each[0].report.at).total_seconds() > limits.hours * 3600:
            each.pop(0)
        each.append(case)


@dataclass(frozen=True, slots=True)
class Place:
    """A case as a place and a moment."""

    id: UUID
    longitude: float
    latitude: float
    at: datetime
    is_new: bool


def comes_back(places: Sequence[Place], radius_m: int, times: int) -> Iterator[tuple[Place, ...]]:
    """Yield the circles in which one kind of matter came back, each case in one of them.

    Args:
        places: Of one kind, in the order they came in, as far back as is looked.
        radius_m: Of the circle around the latest.
        times: How often it has to come at least.
    """
    squares: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        squares[_cell(place, radius_m)].append(place)
    taken: set[UUID] = set()
    for centre in reversed(places):
        if not centre.is_new or centre.id in taken:
            continue
        around = [each for each in _around(centre, squares, radius_m) if each.id not in taken]
        if len(around) >= times:
            taken.update(each.id for each in around)
            yield tuple(sorted(around, key=lambda each: (each.at, each.id)))


def _cell(place: Place, side_m: int) -> tuple[int, int]:
    east = place.longitude * METRES_A_DEGREE * cos(radians(floor(place.latitude)))
    return floor(east / side_m), floor(place.latitude * METRES_A_DEGREE / side_m)


def _around(
    centre: Place, squares: dict[tuple[int, int], list[Place]], radius_m: int
) -> Iterator[Place]:
    east, north = _cell(centre, radius_m)
    for along in (-1, 0, 1):
        for up in (-1, 0, 1):
            for each in squares.get((east + along, north + up), ()):
                apart = metres_between(
                    centre.longitude, centre.latitude, each.longitude, each.latitude
                )
                if apart <= radius_m:
                    yield each
