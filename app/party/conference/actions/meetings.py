"""A meeting is called, held with a quorum or void without, minuted, or called off."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.attachments import Prepared, attach, export_to, list_attachments
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line
from app.party.conference.actions.agenda import ItemDraft, put_on
from app.party.conference.actions.ground import (
    check_region,
    kept,
    must_be,
    require,
    said,
    tell,
    today,
    words,
)
from app.party.conference.errors import (
    AttendedTwice,
    ItemsOpen,
    MeetingTooEarly,
    NobodySits,
    NotSeated,
    VoidHasNoMinutes,
)
from app.party.conference.models import (
    ConferenceItem,
    ConferenceMeeting,
    ConferencePresence,
    ConferenceSeat,
)
from app.party.conference.queries.seats import seated_on
from app.party.conference.rules import (
    COUNTED,
    MINUTES_MOST,
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    WORDS_MOST,
    Body,
    ItemState,
    MeetingField,
    MeetingState,
    Presence,
    Quorum,
)


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting to be called.

    Attributes:
        region: District, street or community whose body meets.
        starts_at: When (aware).
        items: Its agenda; more may be put on it until it is held.
    """

    region: str
    body: Body
    title: str
    starts_at: datetime
    place: str
    items: tuple[ItemDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether somebody came; `note` is who came for them, or why they did not."""

    seat_id: UUID
    answer: Presence
    note: str = ""


@once
def call_meeting(uow: Uow, draft: MeetingDraft, *, command_key: UUID) -> UUID:
    """Call a meeting.

    Raises:
        MeetingTooEarly: Its time has passed.
        NobodySits: The body has no members.
    """
    require(uow, draft.region)
    check_region(uow, draft.region)
    if draft.starts_at < uow.now:
        raise MeetingTooEarly
    day = local(draft.starts_at).date()
    if not seated_on(uow.session, draft.region, draft.body, day):
        raise NobodySits(body=draft.body)
    row = ConferenceMeeting(
        id=new_id(),
        region=draft.region,
        body=draft.body,
        title=said(MeetingField.TITLE, draft.title, TITLE_MOST),
        starts_at=draft.starts_at,
        place=said(MeetingField.PLACE, draft.place, PLACE_MOST),
        state=MeetingState.CALLED,
        quorum_percent=settings_at(uow.session, uow.now).conference_quorum_percent,
        called_at=uow.now,
        called_name=uow.actor.name,
    )
    uow.session.add(row)
    uow.session.flush()
    for item in draft.items:
        put_on(uow, row, item)
    _tell(uow, "conference.called", row)
    return row.id


@once
def hold_meeting(
    uow: Uow, meeting_id: UUID, seen_version: int, marks: tuple[Mark, ...], *, command_key: UUID
) -> str:
    """Put down who came, and open the meeting; too few, and it is void: its agenda waits.

    Args:
        uow: Open transaction.
        meeting_id: Of which meeting.
        seen_version: As the desk saw it.
        marks: Of those who sit; whoever is not named did not come.
        command_key: Makes doing it twice do it once.

    Returns:
        The state, `MeetingState.HELD` or `MeetingState.VOID`.

    Raises:
        AttendedTwice: Somebody is marked twice.
        NotSeated: Somebody is marked who has no seat.
        MeetingTooEarly: Its day has not come.
    """
    row = kept(uow, ConferenceMeeting, meeting_id, seen_version)
    must_be(row, MeetingState.CALLED)
    if local(row.starts_at).date() > today(uow):
        raise MeetingTooEarly
    seats = seated_on(uow.session, row.region, Body(row.body), local(row.starts_at).date())
    told = _by_seat(seats, marks)
    for seat in seats:
        mark = told.get(seat.id, Mark(seat.id, Presence.ABSENT))
        uow.session.add(
            ConferencePresence(
                meeting_id=row.id,
                seat_id=seat.id,
                answer=mark.answer,
                note=one_line(mark.note)[:NAME_MOST],
            )
        )
    uow.session.flush()  # whether enough came is asked of the rows
    came = sum(mark.answer in COUNTED for mark in told.values())
    quorum = Quorum(came, len(seats), row.quorum_percent)
    row.state = MeetingState.HELD if quorum.is_there else MeetingState.VOID
    uow.settle(row)
    _tell(uow, "conference.held", row, state=row.state, came=came, seats=len(seats))
    return row.state


@once
def write_minutes(
    uow: Uow, meeting_id: UUID, seen_version: int, text: str, *, command_key: UUID
) -> None:
    """Write what was said and decided; each item has its result by then.

    Raises:
        VoidHasNoMinutes: Too few came.
        ItemsOpen: An item has no result yet.
    """
    row = kept(uow, ConferenceMeeting, meeting_id, seen_version)
    if row.state == MeetingState.VOID:
        raise VoidHasNoMinutes
    must_be(row, MeetingState.HELD)
    waiting = sa.select(ConferenceItem.title).where(
        ConferenceItem.meeting_id == row.id, ConferenceItem.state == ItemState.OPEN
    )
    left = uow.session.scalars(waiting.order_by(ConferenceItem.ordinal)).all()
    if left:
        raise ItemsOpen(titles="、".join(left))
    row.minutes = words(MeetingField.MINUTES, text, MINUTES_MOST)
    row.minutes_at, row.minutes_name = uow.now, uow.actor.name
    uow.settle(row)
    _tell(uow, "conference.minuted", row)


@once
def cancel_meeting(
    uow: Uow, meeting_id: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> None:
    """Call a meeting off; what was on its agenda waits for another."""
    row = kept(uow, ConferenceMeeting, meeting_id, seen_version)
    must_be(row, MeetingState.CALLED)
    row.state = MeetingState.CANCELLED
    row.reason = words(MeetingField.REASON, reason, WORDS_MOST)
    uow.settle(row)
    _tell(uow, "conference.cancelled", row)


@once
def attach_to_meeting(uow: Uow, meeting_id: UUID, prepared: Prepared, *, command_key: UUID) -> UUID:
    """Put a paper on a meeting; the same file twice stays one."""
    row = kept(uow, ConferenceMeeting, meeting_id)
    inner = uuid5(command_key, "attach")
    return attach(uow, Topic.MEETING, str(row.id), row.region, prepared, command_key=inner)


def open_meeting_file(
    database: Database, actor: Actor, meeting_id: UUID, attachment_id: UUID, *, folder: Path
) -> Path:
    """Write a copy of a paper of a meeting where the system's viewer can open it; journaled.

    Raises:
        NotFound: There is no such file on it.
    """
    with database.reading() as session:
        row = session.get(ConferenceMeeting, meeting_id)
        may = row is not None and actor.may_in(Right.READ_PARTY, row.region)
        listed = {file.id for file in list_attachments(session, str(meeting_id))} if may else set()
    if row is None or attachment_id not in listed:
        raise NotFound
    return export_to(database, attachment_id, folder, actor=actor, region=row.region)


def _by_seat(seats: tuple[ConferenceSeat, ...], marks: tuple[Mark, ...]) -> dict[UUID, Mark]:
    names = {seat.id: seat.person_name for seat in seats}
    told: dict[UUID, Mark] = {}
    for mark in marks:
        if mark.seat_id not in names:
            raise NotSeated
        if mark.seat_id in told:
            raise AttendedTwice(name=names[mark.seat_id])
        told[mark.seat_id] = mark
    return told


def _tell(uow: Uow, action: str, row: ConferenceMeeting, **facts: object) -> None:
    tell(uow, action, Topic.MEETING, row.id, row.region, **facts)
