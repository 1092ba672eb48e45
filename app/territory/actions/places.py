"""The gazetteer: entered by people, and learned from cases whose place was confirmed."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.pinyin import reading
from app.territory.actions.regions import LETTERS_LIMIT, require_management
from app.territory.coordinates import check_degrees
from app.territory.models import Region
from app.territory.models.places import Place
from app.territory.place_words import kind_by_name, learnable_name, plain_words, same_spot
from app.territory.rules import (
    NAME_LIMIT,
    BadName,
    PlaceKind,
    PlaceSource,
    checked_name,
    tier_of,
)

_CONFIRMS = (Right.REGISTER_CASE, Right.ASSIGN_CASE, Right.HANDLE_CASE, Right.MANAGE_TERRITORY)


class OwnFormerName(AppError):
    """A former name must lead to another place that is no former name itself."""

    code = "territory.own_former_name"


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place to be entered or corrected.

    Attributes:
        name: What it is called.
        kind: What it is.
        region_code: Grid, or community where no grid is drawn.
        longitude: CGCS2000 degrees.
        latitude: CGCS2000 degrees.
        former_name_of: Key of the place that is called otherwise today.
        source: How the gazetteer came to know it.
    """

    name: str
    kind: PlaceKind
    region_code: str
    longitude: float
    latitude: float
    former_name_of: UUID | None = None
    source: PlaceSource = PlaceSource.ENTERED


@once
def save_place(
    uow: Uow,
    draft: PlaceDraft,
    *,
    command_key: UUID,
    place_id: UUID | None = None,
    seen_version: int | None = None,
) -> UUID:
    """Enter a place, or correct the one with `place_id`; returns its key."""
    require_management(uow, draft.region_code)
    _check(uow, draft, place_id)
    place = _opened(uow, place_id, seen_version)
    place.kind = draft.kind
    place.region_code = draft.region_code
    place.longitude, place.latitude = draft.longitude, draft.latitude
    place.former_name_of = draft.former_name_of
    place.source = draft.source
    _name(place, draft.name)
    uow.session.add(place)
    _tell(uow, "territory.save_place", place)
    return place.id


def confirm_place(
    uow: Uow, words: str, *, longitude: float, latitude: float, grid: str
) -> UUID | None:
    """Learn from a case whose place a person confirmed; part of the case's own action.

    A name that is known on this spot gains weight. A name that may be learned (see
    `learnable_name`) and is not known there is entered. Anything else is left alone.

    Args:
        uow: Open transaction of the action on the case.
        words: What the case says about the place.
        longitude: The confirmed point, CGCS2000 degrees.
        latitude: The confirmed point, CGCS2000 degrees.
        grid: Code of its grid.

    Returns:
        The place that was learned or gained weight, None where there is none.
    """
    if not any(uow.actor.may_in(right, grid) for right in _CONFIRMS):
        raise NotAllowed(right=Right.REGISTER_CASE)
    name = learnable_name(words)
    if name is None:
        return None
    check_degrees(longitude, latitude)
    place = _known_here(uow, name, longitude, latitude)
    if place is None:
        place = Place(
            id=new_id(),
            kind=kind_by_name(name),
            region_code=grid,
            longitude=longitude,
            latitude=latitude,
            confirmed_count=0,
            source=PlaceSource.LEARNED,
        )
        _name(place, name)
        uow.session.add(place)
    elif place.source == PlaceSource.LEARNED:
        _draw_nearer(place, longitude, latitude)
    place.confirmed_count += 1
    _tell(uow, "territory.confirm_place", place)
    return place.id


def _known_here(uow: Uow, name: str, longitude: float, latitude: float) -> Place | None:
    stmt = sa.select(Place).where(Place.match_key == name, Place.former_name_of.is_(None))
    here = (longitude, latitude)
    for place in uow.session.scalars(stmt.order_by(Place.confirmed_count.desc(), Place.id)):
        if same_spot(here, (place.longitude, place.latitude)):
            return place
    return None


def _draw_nearer(place: Place, longitude: float, latitude: float) -> None:
    """Move a learned point to the mean of all that were confirmed."""
    share = 1.0 / (place.confirmed_count + 1)
    place.longitude += (longitude - place.longitude) * share
    place.latitude += (latitude - place.latitude) * share


def _opened(uow: Uow, place_id: UUID | None, seen_version: int | None) -> Place:
    if place_id is None:
        return Place(id=new_id(), confirmed_count=0)
    place = uow.session.get(Place, place_id)
    if place is None:
        raise NotFound
    require_management(uow, place.region_code)
    if place.version != seen_version:
        raise Conflict
    return place


def _check(uow: Uow, draft: PlaceDraft, place_id: UUID | None) -> None:
    tier_of(draft.region_code)
    check_degrees(draft.longitude, draft.latitude)
    if uow.session.get(Region, draft.region_code) is None:
        raise NotFound
    if draft.former_name_of is None:
        return
    today = uow.session.get(Place, draft.former_name_of)
    has_former = sa.select(Place.id).where(Place.former_name_of == place_id).limit(1)
    if (
        today is None
        or today.id == place_id
        or today.former_name_of is not None
        or (place_id and uow.session.scalar(has_former))
    ):
        raise OwnFormerName


def _name(place: Place, name: str) -> None:
    place.name = checked_name(name)
    place.match_key = plain_words(place.name)
    if not place.match_key or len(place.match_key) > NAME_LIMIT:
        raise BadName(limit=NAME_LIMIT)
    place.pinyin, letters = reading(place.name)
    place.initials = letters[:LETTERS_LIMIT]


def _tell(uow: Uow, action: str, place: Place) -> None:
    uow.session.flush()
    uow.record(action, Topic.PLACE, place.id, region=place.region_code, name=place.name)
    uow.touched(Topic.PLACE, place.id, place.region_code)
