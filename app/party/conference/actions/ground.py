"""What all writing of committee and conference shares: who may, which row, whom it is told."""

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
from app.party.conference.errors import MeetingElsewhere, MeetingFieldMissing, MeetingRegionWrong
from app.party.conference.models import (
    ConferenceItem,
    ConferenceMeeting,
    ConferenceResolution,
    ConferenceSeat,
)
from app.party.conference.rules import LEVELS, MeetingField, MeetingState
from app.territory.models import Region

Row = TypeVar("Row", ConferenceSeat, ConferenceMeeting, ConferenceItem, ConferenceResolution)


def require(uow: Uow, region: str) -> None:
    """Raise `NotAllowed` unless the actor keeps the bodies of a region."""
    if not uow.actor.may_in(Right.MANAGE_PARTY, region):
        raise NotAllowed(right=Right.MANAGE_PARTY)


def held(uow: Uow, table: type[Row], key: UUID, seen_version: int | None = None) -> Row:
    """Return a row nobody else changes meanwhile.

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


def kept(uow: Uow, table: type[Row], key: UUID, seen_version: int | None = None) -> Row:
    """Return a row the actor keeps; see `held`."""
    row = held(uow, table, key, seen_version)
    require(uow, row.region)
    return row


def must_be(row: ConferenceMeeting, *states: MeetingState) -> None:
    """Raise unless a meeting stands in one of the states."""
    if row.state not in states:
        raise MeetingElsewhere(state=MeetingState(row.state))


def check_region(uow: Uow, region: str) -> None:
    """Raise unless a region is a district, street or community in use."""
    found = uow.session.get(Region, region) if len(region) in LEVELS else None
    if found is None or found.retired_at is not None:
        raise MeetingRegionWrong(region=region)


def said(field: MeetingField, text: str, most: int) -> str:
    """Return a text of one line that has to be there."""
    told = one_line(text)
    if not told:
        raise MeetingFieldMissing(field=field)
    return told[:most]


def words(field: MeetingField, text: str, most: int) -> str:
    """Return a text of several lines that has to be there."""
    told = storable(text).strip()
    if not told:
        raise MeetingFieldMissing(field=field)
    return told[:most]


def today(uow: Uow) -> date:
    """Return the day of a transaction."""
    return local(uow.now).date()


def tell(uow: Uow, action: str, topic: Topic, key: UUID, region: str, **facts: object) -> None:
    """Journal a step and tell the desks."""
    uow.record(action, topic, key, region=region, **facts)
    uow.touched(topic, key, region)
