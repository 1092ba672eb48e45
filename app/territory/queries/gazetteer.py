"""The gazetteer as a list: the places of a grid, community or street."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.core.errors import NotFound
from app.core.paging import Page
from app.territory.geometry import Point
from app.territory.measures import box_of_ring, length_m, ring_around
from app.territory.models import Region
from app.territory.models.places import Place
from app.territory.place_words import plain_words
from app.territory.queries.regions import code_within
from app.territory.rules import PlaceKind, PlaceSource, short_name

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as it is listed and edited.

    Attributes:
        id: Its key.
        name: What it is, or was, called.
        kind: What it is.
        region_code: Grid, or community where no grid is drawn.
        region_name: Its short name.
        longitude: CGCS2000 degrees.
        latitude: CGCS2000 degrees.
        former_name_of: Key of the place that is called otherwise today.
        name_today: What that place is called, "" for a name of today.
        confirmed_count: How often people agreed to it.
        source: How the gazetteer came to know it.
        version: To be handed back when it is saved.
    """

    id: UUID
    name: str
    kind: PlaceKind
    region_code: str
    region_name: str
    longitude: float
    latitude: float
    former_name_of: UUID | None
    name_today: str
    confirmed_count: int
    source: PlaceSource
    version: int


def places_page(
    session: Session,
    prefix: str,
    *,
    text: str = "",
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[PlaceRow]:
    """Return the next places of a region by pinyin: one statement.

    Args:
        session: Reading session.
        prefix: Code of the region.
        text: Part of a name, or the beginning of its initials; "" is all.
        after: Where the last page ended.
        size: Rows of a page.
    """
    ask = _places().where(code_within(Place.region_code, prefix), _matches(text))
    ask = ask.order_by(Place.pinyin, Place.id).limit(size + 1)
    if after is not None:
        ask = ask.where(sa.tuple_(Place.pinyin, Place.id) > after)
    found = session.execute(ask).all()
    last = found[size - 1][0] if len(found) > size else None
    rows = tuple(_row(row) for row in found[:size])
    return Page(rows, (last.pinyin, last.id) if last is not None else None)


@dataclass(frozen=True, slots=True)
class PlaceNear:
    """A place near a point, and how far in a straight line."""

    place: PlaceRow
    metres: float


def places_near(
    session: Session, point: Point, radius_m: float, *, prefix: str = ""
) -> tuple[PlaceNear, ...]:
    """Return the places of today around a point, the nearest first: one statement.

    Args:
        session: Reading session.
        point: CGCS2000 degrees.
        radius_m: How far in a straight line.
        prefix: Code of the region to look in, "" for all.
    """
    west, south, east, north = box_of_ring(ring_around(point, radius_m))
    asked = _places().where(
        code_within(Place.region_code, prefix),
        Place.former_name_of.is_(None),
        Place.longitude.between(west, east),
        Place.latitude.between(south, north),
    )
    rows = map(_row, session.execute(asked))
    near = (PlaceNear(row, length_m((point, (row.longitude, row.latitude)))) for row in rows)
    inside = [each for each in near if each.metres <= radius_m]
    return tuple(sorted(inside, key=lambda each: (each.metres, each.place.name)))


def place_row(session: Session, place_id: UUID) -> PlaceRow:
    """Return one place.

    Raises:
        NotFound: There is no such place.
    """
    row = session.execute(_places().where(Place.id == place_id)).one_or_none()
    if row is None:
        raise NotFound
    return _row(row)


def _matches(text: str) -> sa.ColumnElement[bool]:
    typed = plain_words(text)
    if not typed:
        return sa.true()
    return sa.or_(
        Place.match_key.contains(typed, autoescape=True),
        Place.initials.startswith(typed, autoescape=True),
    )


def _places() -> sa.Select[*tuple[Any, ...]]:
    today = aliased(Place)
    return (
        sa.select(Place, Region.name, today.name)
        .join(Region, Region.code == Place.region_code)
        .outerjoin(today, today.id == Place.former_name_of)
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> PlaceRow:
    place, region_name, name_today = row
    return PlaceRow(
        id=place.id,
        name=place.name,
        kind=PlaceKind(place.kind),
        region_code=place.region_code,
        region_name=short_name(region_name),
        longitude=place.longitude,
        latitude=place.latitude,
        former_name_of=place.former_name_of,
        name_today=name_today or "",
        confirmed_count=place.confirmed_count,
        source=PlaceSource(place.source),
        version=place.version,
    )
