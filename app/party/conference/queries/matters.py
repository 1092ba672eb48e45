"""Matters of compounds before a body: which may be put there, and what meetings made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.database import Moment, has_own_account
from app.party.compounds.models import CompoundMatter, CompoundStage
from app.party.conference.models import ConferenceItem, ConferenceMeeting
from app.party.conference.rules import ItemState, MeetingState
from app.territory.models.places import Place

CHOICES = 20
_SHOWN = (ItemState.OPEN, ItemState.CONCLUDED)
_DOOR = sa.text("SELECT * FROM jz.spoken_of(CAST(:matters AS uuid[]))").columns(
    *(sa.column(name, sa.Uuid()) for name in ("matter_id", "meeting_id")),
    *(sa.column(name, sa.String()) for name in ("title", "region")),
    sa.column("starts_at", Moment),
    *(sa.column(name, sa.String()) for name in ("meeting_state", "item_state", "result")),
)


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """A matter that may be put on an agenda, and of which compound it is."""

    id: UUID
    place_id: UUID
    title: str
    compound: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A meeting that speaks, or spoke, about a matter.

    Attributes:
        result: What it resolved, "" where it has not, or was not held.
        may_open: Whether the reader reaches the meeting itself.
    """

    meeting_id: UUID
    meeting: str
    starts_at: datetime
    state: MeetingState
    result: str
    may_open: bool


def open_matters(
    session: Session, actor: Actor, region: str, *, text: str = "", matter_id: UUID | None = None
) -> tuple[OpenMatter, ...]:
    """Return matters of a region that have a stage to come, by part of their or their compound's
    name; the newest first.
    """
    if not actor.may_in(Right.MANAGE_PARTY, region):
        return ()
    waits = sa.select(sa.literal(1)).where(
        CompoundStage.matter_id == CompoundMatter.id, CompoundStage.done_on.is_(None)
    )
    asked = (
        sa.select(CompoundMatter.id, Place.id, CompoundMatter.title, Place.name)
        .join(Place, Place.id == CompoundMatter.place_id)
        .where(in_regions(Place.region_code, (region,)), waits.exists())
    )
    if matter_id is not None:
        asked = asked.where(CompoundMatter.id == matter_id)
    for word in text.split():
        told = (CompoundMatter.title, Place.name)
        asked = asked.where(sa.or_(*(each.contains(word, autoescape=True) for each in told)))
    newest = (CompoundMatter.recorded_at.desc(), CompoundMatter.id.desc())
    return tuple(
        OpenMatter(*row) for row in session.execute(asked.order_by(*newest).limit(CHOICES))
    )


def spoken_of(
    session: Session, actor: Actor, matters: Sequence[UUID]
) -> dict[UUID, tuple[Spoken, ...]]:
    """Return what meetings made of matters the reader may read, the latest first.

    A community reads what the street made of its matter without reading the meeting.
    """
    if not matters:
        return {}
    found: dict[UUID, list[Spoken]] = {}
    for key, meeting, title, region, starts_at, state, item_state, result in _rows(
        session, matters
    ):
        concluded = item_state == ItemState.CONCLUDED
        may_open = actor.may_in(Right.READ_PARTY, region)
        spoken = Spoken(
            meeting, title, starts_at, MeetingState(state), result if concluded else "", may_open
        )
        found.setdefault(key, []).append(spoken)
    return {key: tuple(rows) for key, rows in found.items()}


def _rows(session: Session, matters: Sequence[UUID]) -> "sa.Result[*tuple[Any, ...]]":
    if has_own_account(session):
        return session.execute(_DOOR, {"matters": list(matters)})
    return session.execute(
        sa.select(
            ConferenceItem.matter_id,
            ConferenceMeeting.id,
            ConferenceMeeting.title,
            ConferenceMeeting.region,
            ConferenceMeeting.starts_at,
            ConferenceMeeting.state,
            ConferenceItem.state,
            ConferenceItem.result,
        )
        .join(ConferenceMeeting, ConferenceMeeting.id == ConferenceItem.meeting_id)
        .where(ConferenceItem.matter_id.in_(matters), ConferenceItem.state.in_(_SHOWN))
        .order_by(ConferenceMeeting.starts_at.desc(), ConferenceItem.id)
    )
