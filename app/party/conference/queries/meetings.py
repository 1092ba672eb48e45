"""Meetings as the list shows them, and one with all there is to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.attachments import AttachmentRow, list_attachments, thumbnails
from app.core.clock import local
from app.core.errors import NotFound
from app.party.compounds.models import CompoundMatter
from app.party.conference.models import (
    ConferenceItem,
    ConferenceMeeting,
    ConferencePresence,
    ConferenceResolution,
    ConferenceSeat,
)
from app.party.conference.queries.resolutions import ResolutionRow, resolutions_of
from app.party.conference.queries.seats import seated_on
from app.party.conference.rules import (
    COUNTED,
    Body,
    ItemKind,
    ItemState,
    MeetingState,
    Presence,
    Quorum,
    ResolutionState,
)
from app.party.conference.scope import region_seen
from app.territory.models import Region

MOST = 500
"""Meetings shown at once, the latest: a street has some dozens a year."""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting; `items` on its agenda, `open` of its `resolutions` not done yet."""

    id: UUID
    region: str
    region_name: str
    body: Body
    title: str
    starts_at: datetime
    place: str
    state: MeetingState
    items: int
    resolutions: int
    open: int
    may_keep: bool
    version: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """Something on an agenda; `is_back` once the case went back with the result.

    Attributes:
        place_id: The compound whose matter it is, where it is one.
    """

    id: UUID
    ordinal: int
    kind: ItemKind
    title: str
    subject: str
    case_id: UUID | None
    matter_id: UUID | None
    place_id: UUID | None
    state: ItemState
    result: str
    is_back: bool
    version: int


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """Somebody who sits, and whether they came; None before the meeting."""

    seat_id: UUID
    person_name: str
    unit_name: str
    kind: str
    answer: Presence | None
    note: str


@dataclass(frozen=True, slots=True)
class MeetingDetail:
    """One meeting; `reason` is why it was called off; thumbnails are small JPEGs."""

    row: MeetingRow
    called_name: str
    called_at: datetime
    reason: str
    minutes: str
    minutes_name: str
    minutes_at: datetime | None
    quorum: Quorum
    items: tuple[ItemRow, ...]
    people: tuple[PresenceRow, ...]
    resolutions: tuple[ResolutionRow, ...]
    files: tuple[AttachmentRow, ...]
    thumbnails: dict[UUID, bytes]


def meeting_rows(session: Session, actor: Actor, *, region: str = "") -> tuple[MeetingRow, ...]:
    """Return the meetings of a region, the latest first."""
    actor.require(Right.READ_PARTY)
    asked = _asked().where(region_seen(ConferenceMeeting.region, actor))
    if region:
        asked = asked.where(in_regions(ConferenceMeeting.region, (region,)))
    latest = (ConferenceMeeting.starts_at.desc(), ConferenceMeeting.id.desc())
    found = session.execute(asked.order_by(*latest).limit(MOST))
    return tuple(_row(actor, *row) for row in found)


def meeting_detail(session: Session, actor: Actor, meeting_id: UUID) -> MeetingDetail:
    """Return one meeting.

    Raises:
        NotFound: It is absent or elsewhere: the same answer for both.
    """
    seen = region_seen(ConferenceMeeting.region, actor)
    found = session.execute(_asked().where(ConferenceMeeting.id == meeting_id, seen)).one_or_none()
    if found is None:
        raise NotFound(meeting=meeting_id)
    meeting: ConferenceMeeting = found[0]
    people = _people(session, meeting)
    came = sum(each.answer in COUNTED for each in people)
    return MeetingDetail(
        _row(actor, *found),
        meeting.called_name,
        meeting.called_at,
        meeting.reason,
        meeting.minutes,
        meeting.minutes_name,
        meeting.minutes_at,
        Quorum(came, len(people), meeting.quorum_percent),
        _items(session, meeting_id),
        people,
        resolutions_of(session, actor, meeting_id),
        list_attachments(session, str(meeting_id)),
        thumbnails(session, str(meeting_id)),
    )


def _asked() -> "sa.Select[ConferenceMeeting, str, int, int, int]":
    on_it = ConferenceItem.state != ItemState.DROPPED
    items = (
        sa.select(sa.func.count())
        .where(ConferenceItem.meeting_id == ConferenceMeeting.id, on_it)
        .scalar_subquery()
    )
    own = ConferenceResolution.meeting_id == ConferenceMeeting.id
    resolved = sa.select(sa.func.count()).where(own).scalar_subquery()
    waits = ConferenceResolution.state != ResolutionState.DONE
    left = sa.select(sa.func.count()).where(own, waits).scalar_subquery()
    return sa.select(ConferenceMeeting, Region.name, items, resolved, left).join(
        Region, Region.code == ConferenceMeeting.region
    )


def _row(
    actor: Actor, meeting: ConferenceMeeting, name: str, items: int, resolved: int, left: int
) -> MeetingRow:
    return MeetingRow(
        meeting.id,
        meeting.region,
        name,
        Body(meeting.body),
        meeting.title,
        meeting.starts_at,
        meeting.place,
        MeetingState(meeting.state),
        items,
        resolved,
        left,
        actor.may_in(Right.MANAGE_PARTY, meeting.region),
        meeting.version,
    )


def _items(session: Session, meeting_id: UUID) -> tuple[ItemRow, ...]:
    asked = (
        sa.select(ConferenceItem, CompoundMatter.place_id)
        .outerjoin(CompoundMatter, CompoundMatter.id == ConferenceItem.matter_id)
        .where(ConferenceItem.meeting_id == meeting_id, ConferenceItem.state != ItemState.DROPPED)
    )
    return tuple(
        ItemRow(
            item.id,
            item.ordinal,
            ItemKind(item.kind),
            item.title,
            item.subject,
            item.case_id,
            item.matter_id,
            place_id,
            ItemState(item.state),
            item.result,
            item.given_back_at is not None,
            item.version,
        )
        for item, place_id in session.execute(asked.order_by(ConferenceItem.ordinal))
    )


def _people(session: Session, meeting: ConferenceMeeting) -> tuple[PresenceRow, ...]:
    if meeting.state in (MeetingState.CALLED, MeetingState.CANCELLED):
        day = local(meeting.starts_at).date()
        seats = seated_on(session, meeting.region, Body(meeting.body), day)
        return tuple(
            PresenceRow(seat.id, seat.person_name, seat.unit_name, seat.kind, None, "")
            for seat in seats
        )
    asked = (
        sa.select(ConferencePresence, ConferenceSeat)
        .join(ConferenceSeat, ConferenceSeat.id == ConferencePresence.seat_id)
        .where(ConferencePresence.meeting_id == meeting.id)
        .order_by(ConferenceSeat.kind, ConferenceSeat.since, ConferenceSeat.id)
    )
    return tuple(
        PresenceRow(
            seat.id, seat.person_name, seat.unit_name, seat.kind, Presence(mark.answer), mark.note
        )
        for mark, seat in session.execute(asked)
    )
