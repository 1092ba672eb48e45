"""What all writing to posts and activities shares: who may, which row, which member."""

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
from app.party.activities.errors import (
    ActivityFieldMissing,
    ActivityKindUnknown,
    ActivityNumberWrong,
    ActivityRegionWrong,
    MemberAway,
)
from app.party.activities.models import Activity, ActivitySignUp, PostClaim, ServicePost
from app.party.activities.rules import KIND_MOST, NUMBER_MOST, ActivityField, kinds_of
from app.party.models.members import PartyMember
from app.party.scope import members_seen
from app.territory.models import Region

STREET_DIGITS = 9
Row = TypeVar("Row", ServicePost, PostClaim, Activity, ActivitySignUp)


def require(uow: Uow, region: str) -> None:
    """Raise `NotAllowed` unless the actor keeps the activities of a region."""
    if not uow.actor.may_in(Right.KEEP_ACTIVITIES, region):
        raise NotAllowed(right=Right.KEEP_ACTIVITIES)


def held(uow: Uow, table: type[Row], key: UUID, seen_version: int | None = None) -> Row:
    """Return a row nobody else changes meanwhile.

    Raises:
        NotFound: There is none.
        Conflict: Somebody changed it since it was seen.
    """
    asked = sa.select(table).where(table.id == key).with_for_update()
    row = uow.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(row=key)
    if seen_version is not None and row.version != seen_version:
        raise Conflict(row=key)
    return row


def member(uow: Uow, key: UUID) -> PartyMember:
    """Return a member in the actor's reach who has not left; raise `MemberAway` otherwise."""
    asked = sa.select(PartyMember).where(
        PartyMember.id == key, PartyMember.left_on.is_(None), members_seen(uow.actor)
    )
    row = uow.session.scalars(asked).one_or_none()
    if row is None:
        raise MemberAway
    return row


def name_of(uow: Uow, member_id: UUID) -> str:
    """Return the name of a member, "" where they are out of reach."""
    asked = sa.select(PartyMember.name).where(PartyMember.id == member_id, members_seen(uow.actor))
    return uow.session.scalar(asked) or ""


def said(field: ActivityField, text: str, most: int) -> str:
    """Return a text of one line that has to be there."""
    told = one_line(text)
    if not told:
        raise ActivityFieldMissing(field=field)
    return told[:most]


def long_said(field: ActivityField, text: str, most: int) -> str:
    """Return a text of several lines that has to be there."""
    told = storable(text).strip()
    if not told:
        raise ActivityFieldMissing(field=field)
    return told[:most]


def words(text: str, most: int) -> str:
    """Return a remark that may be empty."""
    return storable(text).strip()[:most]


def checked_number(number: int) -> int:
    """Return how many are wanted; raise unless it is from 1 to `NUMBER_MOST`."""
    if not 1 <= number <= NUMBER_MOST:
        raise ActivityNumberWrong(most=NUMBER_MOST)
    return number


def checked_kind(kind: str, kept: str, before: str = "") -> str:
    """Return a sort the administrator keeps, or the one a row has already."""
    told = one_line(kind)[:KIND_MOST]
    if told != before and told not in kinds_of(kept):
        raise ActivityKindUnknown(kind=told)
    return told


def check_region(uow: Uow, region: str) -> None:
    """Raise unless a region is one of a street or below it, in use."""
    found = uow.session.get(Region, region) if len(region) >= STREET_DIGITS else None
    if found is None or found.retired_at is not None:
        raise ActivityRegionWrong(region=region)


def today(uow: Uow) -> date:
    """Return the day of a transaction."""
    return local(uow.now).date()


def tell(uow: Uow, action: str, topic: Topic, key: UUID, region: str, **facts: object) -> None:
    """Journal a step and tell the desks."""
    uow.record(action, topic, key, region=region, **facts)
    uow.touched(topic, key, region)
