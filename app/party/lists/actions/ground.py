"""What all writing to the three lists shares: who may, which row, whom it is told."""

from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.text import one_line, storable
from app.party.lists.errors import (
    ListAmountWrong,
    ListFieldMissing,
    ListRegionWrong,
    ListTermWrong,
)
from app.party.lists.models import ListMilestone, ListNeed, ListProject, ListResource, ListShare
from app.party.lists.rules import PLACE_MOST, ListField
from app.territory.models import Region
from app.territory.models.shapes import Outline
from app.territory.queries.places import find_places

AMOUNT_MOST = 1_000_000
STREET_DIGITS = 9
Row = TypeVar("Row", ListResource, ListNeed, ListProject, ListMilestone)


def require(uow: Uow, region: str) -> None:
    """Raise `NotAllowed` unless the actor keeps the lists of a region."""
    if not uow.actor.may_in(Right.KEEP_LISTS, region):
        raise NotAllowed(right=Right.KEEP_LISTS)


def held(uow: Uow, table: type[Row], key: UUID, seen_version: int | None) -> Row:
    """Return a row nobody else changes meanwhile.

    Args:
        uow: Open transaction.
        table: Of the lists.
        key: Of the row.
        seen_version: As the desk saw it; None where only its presence matters.

    Raises:
        NotFound: There is none.
        Conflict: Somebody changed it since.
    """
    asked = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(row=key)
    if seen_version is not None and row.version != seen_version:
        raise Conflict(row=key)
    return row


def tell(uow: Uow, action: str, topic: Topic, key: UUID, region: str, **facts: object) -> None:
    """Journal a step and tell the desks."""
    uow.record(action, topic, key, region=region, **facts)
    uow.touched(topic, key, region)


def said(field: ListField, text: str, most: int) -> str:
    """Return a text of one line that has to be there."""
    told = one_line(text)
    if not told:
        raise ListFieldMissing(field=field)
    return told[:most]


def words(text: str, most: int) -> str:
    """Return a remark that may be empty."""
    return storable(text).strip()[:most]


def checked_amount(amount: int) -> int:
    """Return an amount; raise unless it is from 1 to `AMOUNT_MOST`."""
    if not 1 <= amount <= AMOUNT_MOST:
        raise ListAmountWrong(most=AMOUNT_MOST)
    return amount


def check_term(since: date | None, until: date | None) -> None:
    """Raise where something ends before it begins."""
    if since is not None and until is not None and until < since:
        raise ListTermWrong


def check_region(uow: Uow, region: str) -> None:
    """Raise unless a region is one of a street or below it, in use."""
    found = uow.session.get(Region, region) if len(region) >= STREET_DIGITS else None
    if found is None or found.retired_at is not None:
        raise ListRegionWrong(region=region)


def set_place(uow: Uow, row: ListResource | ListNeed, place: str) -> None:
    """Keep a place in words with the point it means: that of the gazetteer, else the middle of
    the community or grid; of a whole street nothing is known.
    """
    row.place = one_line(place)[:PLACE_MOST]
    with uow.session.no_autoflush:
        row.longitude, row.latitude = _point(uow, row.region, row.place) or (None, None)


def _point(uow: Uow, region: str, place: str) -> tuple[float, float] | None:
    street = region[:STREET_DIGITS]
    for found in find_places(uow.session, place, near=region, limit=3) if place else ():
        if found.region_code.startswith(street):
            return found.longitude, found.latitude
    outline = uow.session.get(Outline, region) if len(region) > STREET_DIGITS else None
    return None if outline is None else (outline.centre_longitude, outline.centre_latitude)


def left_of(uow: Uow, resource: ListResource, *, but: UUID | None = None) -> int:
    """Return how much of a resource no live project was promised.

    Args:
        uow: Open transaction; the row of the resource is held.
        resource: Of which.
        but: A project whose own share does not count.
    """
    from app.party.lists.queries.amounts import promised_of

    asked = promised_of(resource.id)
    if but is not None:
        asked = asked.where(ListShare.project_id != but)
    return resource.amount - (uow.session.scalar(asked) or 0)
