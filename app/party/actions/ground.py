"""What actions on organisations and members share: the right there, the row as it was seen."""

from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.text import one_line
from app.party.errors import PartyFieldMissing, PartyNotAGrid
from app.party.models import PartyOrganisation, PartyTerm
from app.party.models.members import PartyMember
from app.party.rules import GRID_DIGITS, PartyField, PartyLevel, Placed
from app.territory.models import Region

Row = TypeVar("Row", PartyOrganisation, PartyTerm, PartyMember)


def require(uow: Uow, region: str, right: Right = Right.MANAGE_PARTY) -> None:
    """Raise `NotAllowed` unless the actor has a right where something stands."""
    if not uow.actor.may_in(right, region):
        raise NotAllowed(right=right)


def held(uow: Uow, table: type[Row], key: UUID, seen_version: int | None = None) -> Row:
    """Return a row for changing it.

    Raises:
        NotFound: It is not there.
        Conflict: It is another than was seen.
    """
    asked = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(party=key)
    if seen_version is not None and row.version != seen_version:
        raise Conflict(party=key)
    return row


def organisation(uow: Uow, key: UUID) -> PartyOrganisation:
    """Return an organisation to look at, in scope for whoever manages it.

    Raises:
        NotFound: It is not there.
        NotAllowed: The actor does not manage it.
    """
    row = uow.session.get(PartyOrganisation, key)
    if row is None:
        raise NotFound(party=key)
    require(uow, row.region)
    return row


def placed(row: PartyOrganisation) -> Placed:
    """Return an organisation as another may be put under it."""
    level = PartyLevel(row.level)
    return Placed(row.name, level, row.region, row.founded_on, row.dissolved_on)


def said(field: PartyField, text: str, most: int) -> str:
    """Return a text of one line that must be there, cut to what is kept."""
    told = one_line(text)
    if not told:
        raise PartyFieldMissing(field=field)
    return told[:most]


def check_grid(uow: Uow, code: str) -> None:
    """Raise `PartyNotAGrid` unless a code is that of a grid in use."""
    region = uow.session.get(Region, code) if len(code) == GRID_DIGITS else None
    if region is None or region.retired_at is not None:
        raise PartyNotAGrid(region=code)


def today(uow: Uow) -> date:
    """Return the day of a transaction."""
    return local(uow.now).date()


def tell(
    uow: Uow,
    action: str,
    row: PartyOrganisation,
    topic: Topic = Topic.ORGANISATION,
    **facts: object,
) -> None:
    """Journal what was done to an organisation, and tell every desk."""
    uow.record(action, topic, row.id, region=row.region, **facts)
    uow.touched(topic, row.id, row.region)
