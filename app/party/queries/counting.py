"""How many members belong to each organisation, now and on any day before."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import SHANGHAI
from app.party.models.members import PartyMember
from app.party.models.roster import PartyTransfer
from app.party.roster.states import TransferState
from app.party.scope import members_belong


def members_of(
    session: Session, actor: Actor, region: str, on: date | None = None
) -> dict[UUID, int]:
    """Return how many belong to each organisation; members stand where theirs does.

    On a day before, they stand where transfers since then took them from, unless they had left by
    then or joined the Party later. Where they were before they came into the roster nobody knows:
    they count at the organisation they came to.

    Args:
        session: To read with.
        actor: Who reads.
        region: Code within which organisations stand.
        on: The day; now when left out.
    """
    there: sa.ColumnElement[bool] = PartyMember.left_on.is_(None)
    if on is not None:
        there = sa.and_(_had_not_left(on), _had_joined(on))
    asked = (
        sa.select(PartyMember.organisation_id, sa.func.count())
        .where(there, members_belong(actor, region))
        .group_by(PartyMember.organisation_id)
    )
    found: Counter[UUID] = Counter(dict(session.execute(asked).all()))
    if on is not None:
        _move_back(session, found, on)
    return dict(found)


def _move_back(session: Session, found: Counter[UUID], on: date) -> None:
    """Let those who moved since a day stand where they stood on it; `found` is changed."""
    after = datetime.combine(on + timedelta(days=1), time(), SHANGHAI)
    asked = (
        sa.select(
            PartyTransfer.member_id,
            PartyTransfer.from_id,
            PartyMember.organisation_id,
            sa.and_(_had_not_left(on), _had_joined(on)),
        )
        .outerjoin(PartyMember, PartyMember.id == PartyTransfer.member_id)
        .where(PartyTransfer.state == TransferState.DONE, PartyTransfer.ended_at >= after)
        .order_by(PartyTransfer.ended_at)
    )
    moved: set[UUID] = set()
    rows: Any = session.execute(asked)  # whoever is out of reach now has neither of the last two
    for member, stood, stands, counts in rows:
        if member in moved:
            continue  # the first move after the day tells where they were
        moved.add(member)
        if stands is None or counts:
            found[stood] += 1
        if stands in found and counts:
            found[stands] -= 1


def _had_not_left(on: date) -> sa.ColumnElement[bool]:
    return sa.or_(PartyMember.left_on.is_(None), PartyMember.left_on > on)


def _had_joined(on: date) -> sa.ColumnElement[bool]:
    return sa.or_(PartyMember.joined_on.is_(None), PartyMember.joined_on <= on)
