"""What all writing of agreements and posts shares: who may, which row, whom it is told."""

from datetime import date
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.text import one_line, storable
from app.party.cooperation.errors import (
    CooperationFieldMissing,
    CooperationRegionWrong,
    CooperationTermWrong,
)
from app.party.cooperation.models import CooperationAgreement, CrossAppointment
from app.party.cooperation.rules import CooperationField
from app.territory.models import Region

LEVELS = (9, 12)
"""Digits of streets and communities."""
Row = TypeVar("Row", CooperationAgreement, CrossAppointment)


def require(uow: Uow, region: str) -> None:
    """Raise `NotAllowed` unless the actor manages the Party's affairs of a region."""
    if not uow.actor.may_in(Right.MANAGE_PARTY, region):
        raise NotAllowed(right=Right.MANAGE_PARTY)


def kept(uow: Uow, table: type[Row], key: UUID, seen_version: int) -> Row:
    """Return a row the actor keeps, that nobody else changes meanwhile.

    Raises:
        NotFound: There is none.
        NotAllowed: It lies where the actor keeps nothing.
        Conflict: Somebody changed it since.
    """
    asked = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(row=key)
    require(uow, row.region)
    if row.version != seen_version:
        raise Conflict(row=key)
    return row


def check_region(uow: Uow, region: str) -> None:
    """Raise unless a region is a street or community in use."""
    found = uow.session.get(Region, region) if len(region) in LEVELS else None
    if found is None or found.retired_at is not None:
        raise CooperationRegionWrong(region=region)


def check_term(since: date, until: date | None) -> None:
    """Raise where a term ends before it begins."""
    if until is not None and until < since:
        raise CooperationTermWrong


def said(field: CooperationField, text: str, most: int) -> str:
    """Return a text of one line that has to be there."""
    told = one_line(text)
    if not told:
        raise CooperationFieldMissing(field=field)
    return told[:most]


def words(field: CooperationField, text: str, most: int) -> str:
    """Return a text of several lines that has to be there."""
    told = storable(text).strip()
    if not told:
        raise CooperationFieldMissing(field=field)
    return told[:most]


def today(uow: Uow) -> date:
    """Return the day of a transaction."""
    return local(uow.now).date()


def tell(uow: Uow, action: str, key: UUID, region: str, **facts: object) -> None:
    """Journal a step and tell the desks."""
    uow.record(action, Topic.COOPERATION, key, region=region, **facts)
    uow.touched(Topic.COOPERATION, key, region)
