"""The gazetteer: what people say about a place becomes a point and a grid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.territory.models import Region
from app.territory.models.places import Place
from app.territory.place_words import (
    NAME_MIN,
    house_number,
    plain_words,
    possible_names,
    shift_of,
    shifted,
)
from app.territory.queries.outlines import grid_at
from app.territory.queries.regions import AFTER_DIGITS, AFTER_LETTERS, code_within
from app.territory.rules import PlaceKind, shared_tiers, short_name

MOST_LOOKED_AT = 80
NEIGHBOURS_UP_TO = 40  # house numbers further away say nothing about where this one is
_AFTER_ANYTHING = "\U0010ffff"
_COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place the words may mean.

    Attributes:
        place_id: Key of the place of today.
        name: What it is called today.
        kind: What it is.
        matched: The name the words matched: today's, or a former one.
        rest: What the words say beyond that name: 36号门口，桥东200米.
        longitude: CGCS2000 degrees.
        latitude: CGCS2000 degrees.
        region_code: Grid (or community, where that is all that is known).
        region_name: What people call it.
        confirmed_count: How often people agreed to it.
        is_rough: The point is near by, not the very place: a road, a neighbouring number.
    """

    place_id: UUID
    name: str
    kind: PlaceKind
    matched: str
    rest: str
    longitude: float
    latitude: float
    region_code: str
    region_name: str
    confirmed_count: int
    is_rough: bool = False

    @property
    def is_former_name(self) -> bool:
        """Tell whether the words used a name of former days."""
        return self.matched != self.name


class _How(IntEnum):
    """How a name fits what was typed, the best first."""

    CONTAINED = 0
    BEGINS = 1
    INITIALS = 2


@dataclass(frozen=True, slots=True)
class _Hit:
    how: _How
    key: str
    pinyin: str
    candidate: PlaceCandidate


def find_places(
    session: Session, text: str, *, near: str = "", limit: int = 8
) -> tuple[PlaceCandidate, ...]:
    """Turn words into candidates with point and grid, the likeliest first.

    The longest known name within the words wins; what was confirmed more often comes first
    among equals; places of the same county come before all others. While a name is still
    being typed, names that begin so, or have such initials, follow.

    Args:
        session: Reading session.
        text: What was said or typed: 振华街 36 号门口，桥东 200 米.
        near: Region code of the desk or the caller, "" where unknown.
        limit: At most so many.
    """
    typed = plain_words(text)
    if len(typed) < NAME_MIN:
        return ()
    hits = [*_hits(session, typed, near)]
    hits += [*_neighbours(session, typed, hits)]
    hits.sort(key=lambda hit: _rank(hit, near))
    return tuple(_once_each(_moved(session, hit.candidate) for hit in hits))[:limit]


def _rank(hit: _Hit, near: str) -> tuple[object, ...]:
    found = hit.candidate
    return (
        not found.region_code.startswith(near[:_COUNTY_DIGITS]),
        hit.how,
        -len(hit.key),
        -shared_tiers(found.region_code, near),
        -found.confirmed_count,
        hit.pinyin,
        found.place_id,
    )


def _hits(session: Session, typed: str, near: str) -> Iterator[_Hit]:
    fits = [
        Place.match_key.in_(list(possible_names(typed))),
        code_within(Place.match_key, typed, _AFTER_ANYTHING),
    ]
    if typed.isascii() and typed.isalnum():
        fits.append(code_within(Place.initials, typed, AFTER_LETTERS))
    stmt = _places().where(sa.or_(*fits))
    stmt = stmt.order_by(
        sa.case((code_within(Place.region_code, near[:_COUNTY_DIGITS]), 0), else_=1),
        sa.func.length(Place.match_key).desc(),
        Place.confirmed_count.desc(),
        Place.id,
    )
    for row in session.execute(stmt.limit(MOST_LOOKED_AT)):
        yield _hit(row, typed)


def _hit(row: sa.Row[*tuple[Any, ...]], typed: str) -> _Hit:
    key, matched, pinyin, *found = row
    at = typed.find(key)
    how = _How.CONTAINED if at >= 0 else _How.BEGINS if key.startswith(typed) else _How.INITIALS
    place_id, name, kind, longitude, latitude, code, region, confirmed = found
    candidate = PlaceCandidate(
        place_id=place_id,
        name=name,
        kind=PlaceKind(kind),
        matched=matched,
        rest=typed[at + len(key) :] if at >= 0 else "",
        longitude=longitude,
        latitude=latitude,
        region_code=code,
        region_name=short_name(region),
        confirmed_count=confirmed,
        is_rough=kind == PlaceKind.ROAD,
    )
    return _Hit(how, key, pinyin, candidate)


def _places() -> sa.Select[*tuple[Any, ...]]:
    """Select places by any of their names; what is told of them is what holds today."""
    today = aliased(Place)
    return (
        sa.select(
            Place.match_key,
            Place.name,
            Place.pinyin,
            today.id,
            today.name,
            today.kind,
            today.longitude,
            today.latitude,
            today.region_code,
            Region.name,
            today.confirmed_count,
        )
        .join(today, today.id == sa.func.coalesce(Place.former_name_of, Place.id))
        .join(Region, Region.code == today.region_code)
    )


def _neighbours(session: Session, typed: str, hits: list[_Hit]) -> Iterator[_Hit]:
    """Offer the closest known house number where the very one is not known."""
    contained = [hit for hit in hits if hit.how is _How.CONTAINED]
    road = max(
        (hit for hit in contained if hit.candidate.kind is PlaceKind.ROAD),
        key=lambda hit: len(hit.key),
        default=None,
    )
    number = house_number(road.candidate.rest) if road else None
    if road is None or number is None or any(len(hit.key) > len(road.key) for hit in contained):
        return
    stmt = _places().where(
        Place.match_key >= f"{road.key}0", Place.match_key < f"{road.key}{AFTER_DIGITS}"
    )
    known = (_hit(row, typed) for row in session.execute(stmt))
    numbered = [(house_number(hit.key.removeprefix(road.key)), hit) for hit in known]
    close = [
        (abs(other - number), (other - number) % 2, hit.key, hit)
        for other, hit in numbered
        if other is not None and abs(other - number) <= NEIGHBOURS_UP_TO
    ]
    if close:
        *_, nearest = min(close, key=lambda entry: entry[:3])
        rough = replace(nearest.candidate, rest=road.candidate.rest, is_rough=True)
        yield replace(nearest, how=_How.CONTAINED, candidate=rough)


def _moved(session: Session, found: PlaceCandidate) -> PlaceCandidate:
    """Return the candidate moved by what the words say: 御河桥东200米."""
    shift = shift_of(found.rest)
    if shift is None:
        return found
    longitude, latitude = shifted(found.longitude, found.latitude, shift)
    grid = grid_at(session, longitude, latitude)
    return replace(
        found,
        longitude=longitude,
        latitude=latitude,
        region_code=grid.code if grid else found.region_code,
        region_name=grid.name if grid else found.region_name,
        is_rough=True,
    )


def _once_each(found: Iterable[PlaceCandidate]) -> Iterator[PlaceCandidate]:
    seen: set[UUID] = set()
    for candidate in found:
        if candidate.place_id not in seen:
            seen.add(candidate.place_id)
            yield candidate
