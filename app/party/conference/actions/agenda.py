"""What stands on an agenda: put on it, concluded with a result, carried on, taken off."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.text import one_line
from app.party.compounds.models import CompoundMatter
from app.party.conference.actions.ground import kept, must_be, said, tell, words
from app.party.conference.errors import CaseNotTabled, CaseOnAgenda, ItemElsewhere, MatterNotOpen
from app.party.conference.models import ConferenceItem, ConferenceMeeting
from app.party.conference.queries.matters import open_matters
from app.party.conference.queries.tabled import tabled_cases
from app.party.conference.rules import (
    NAME_MOST,
    WORDS_MOST,
    ItemKind,
    ItemState,
    MeetingField,
    MeetingState,
)
from app.territory.models.places import Place

_LIVE = (MeetingState.CALLED, MeetingState.HELD)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """Something to speak about.

    Attributes:
        title: What is to be decided.
        subject: The compound it is about; of a case its number is kept by itself.
        case_id: The case that was put before the body (提请); then the title may be "", it is what
            was said when it was put there.
        matter_id: What a compound decides (两议两评两公开); then the title may be "", and the
            subject is its compound.
        carries: The item of an earlier meeting that it goes on with.
    """

    title: str = ""
    kind: ItemKind = ItemKind.OTHER
    subject: str = ""
    case_id: UUID | None = None
    matter_id: UUID | None = None
    carries: UUID | None = None


@once
def add_item(uow: Uow, meeting_id: UUID, draft: ItemDraft, *, command_key: UUID) -> UUID:
    """Put something on the agenda of a meeting that is called.

    Raises:
        CaseNotTabled: The case is not put before the body of this place.
        CaseOnAgenda: It, or the matter, stands on another agenda.
        MatterNotOpen: The matter lies elsewhere, or has gone through all its stages.
    """
    meeting = kept(uow, ConferenceMeeting, meeting_id)
    must_be(meeting, MeetingState.CALLED)
    return put_on(uow, meeting, draft)


def put_on(uow: Uow, meeting: ConferenceMeeting, draft: ItemDraft) -> UUID:
    """Put something on an agenda whose meeting is held by the caller."""
    if draft.carries is not None:
        draft = _carried(uow, draft.carries)
    row = ConferenceItem(
        id=new_id(),
        meeting_id=meeting.id,
        region=meeting.region,
        ordinal=_next(uow, meeting.id),
        kind=_kind(draft),
        case_id=draft.case_id,
        matter_id=draft.matter_id,
        state=ItemState.OPEN,
        subject=one_line(draft.subject)[:NAME_MOST],
    )
    title = draft.title
    if draft.case_id is not None:
        title, row.subject = _of_case(uow, meeting, draft)
    elif draft.matter_id is not None:
        title, row.subject = _of_matter(uow, meeting, draft)
    row.title = said(MeetingField.ITEM, title, WORDS_MOST)
    uow.session.add(row)
    uow.session.flush()  # the next takes the ordinal after it
    _tell(uow, "conference.item_added", row)
    _tell_compound(uow, row, "compounds.matter_on_agenda")
    return row.id


@once
def conclude_item(
    uow: Uow, item_id: UUID, seen_version: int, result: str, *, command_key: UUID
) -> None:
    """Say what a meeting made of an item; a case goes back with that soon after, the matter of a
    compound reads it at once.
    """
    row, meeting = _item(uow, item_id, seen_version)
    must_be(meeting, MeetingState.HELD)
    row.result = words(MeetingField.RESULT, result, WORDS_MOST)
    row.state, row.concluded_at, row.concluded_name = (
        ItemState.CONCLUDED,
        uow.now,
        uow.actor.name,
    )
    uow.settle(row)
    _tell(uow, "conference.item_concluded", row)
    _tell_compound(uow, row, "compounds.matter_answered")


@once
def drop_item(uow: Uow, item_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take an item off the agenda before the meeting; a case waits for another."""
    row, meeting = _item(uow, item_id, seen_version)
    must_be(meeting, MeetingState.CALLED)
    row.state = ItemState.DROPPED
    uow.settle(row)
    _tell(uow, "conference.item_dropped", row)
    _tell_compound(uow, row, "compounds.matter_off_agenda")


def _item(uow: Uow, item_id: UUID, seen_version: int) -> tuple[ConferenceItem, ConferenceMeeting]:
    row = kept(uow, ConferenceItem, item_id, seen_version)
    if row.state != ItemState.OPEN:
        raise ItemElsewhere(title=row.title)
    return row, uow.session.get_one(ConferenceMeeting, row.meeting_id)


def _carried(uow: Uow, item_id: UUID) -> ItemDraft:
    """Let an item of an earlier meeting go on; return what it is about."""
    row = kept(uow, ConferenceItem, item_id)
    meeting = uow.session.get_one(ConferenceMeeting, row.meeting_id)
    if row.state != ItemState.OPEN or meeting.state == MeetingState.CALLED:
        raise ItemElsewhere(title=row.title)
    row.state = ItemState.CARRIED
    uow.session.flush()
    _tell(uow, "conference.item_carried", row)
    return ItemDraft(row.title, ItemKind(row.kind), row.subject, row.case_id, row.matter_id)


def _kind(draft: ItemDraft) -> ItemKind:
    if draft.case_id is not None:
        return ItemKind.CASE
    return ItemKind.COMPOUND if draft.matter_id is not None else draft.kind


def _check_free(uow: Uow, same: sa.ColumnElement[bool]) -> None:
    """Raise if what is to be spoken about stands on the agenda of another meeting."""
    there = (
        sa.select(ConferenceMeeting.title)
        .join(ConferenceItem, ConferenceItem.meeting_id == ConferenceMeeting.id)
        .where(same, ConferenceItem.state == ItemState.OPEN, ConferenceMeeting.state.in_(_LIVE))
    )
    other = uow.session.scalar(there.limit(1))
    if other is not None:
        raise CaseOnAgenda(meeting=other)


def _of_matter(uow: Uow, meeting: ConferenceMeeting, draft: ItemDraft) -> tuple[str, str]:
    """Return what is asked about a matter and its compound."""
    _check_free(uow, ConferenceItem.matter_id == draft.matter_id)
    found = open_matters(uow.session, uow.actor, meeting.region, matter_id=draft.matter_id)
    if not found:
        raise MatterNotOpen
    return draft.title.strip() or found[0].title, found[0].compound[:NAME_MOST]


def _of_case(uow: Uow, meeting: ConferenceMeeting, draft: ItemDraft) -> tuple[str, str]:
    """Return what is asked about a case and its number."""
    _check_free(uow, ConferenceItem.case_id == draft.case_id)
    waiting = tabled_cases(uow.session, uow.actor, meeting.region)
    found = next((case for case in waiting if case.case_id == draft.case_id), None)
    if found is None:
        raise CaseNotTabled
    return draft.title.strip() or found.reason, found.number


def _next(uow: Uow, meeting_id: UUID) -> int:
    asked = sa.select(sa.func.max(ConferenceItem.ordinal))
    return (uow.session.scalar(asked.where(ConferenceItem.meeting_id == meeting_id)) or 0) + 1


def _tell_compound(uow: Uow, row: ConferenceItem, action: str) -> None:
    """Tell the compound whose matter it is; its history reads the item."""
    if row.matter_id is None:
        return
    matter = uow.session.get_one(CompoundMatter, row.matter_id)
    place = uow.session.get_one(Place, matter.place_id)
    facts = {"matter": f"{matter.id}", "meeting": f"{row.meeting_id}", "item": f"{row.id}"}
    tell(uow, action, Topic.COMPOUND, place.id, place.region_code, **facts)


def _tell(uow: Uow, action: str, row: ConferenceItem) -> None:
    tell(uow, action, Topic.MEETING, row.meeting_id, row.region, item=f"{row.id}")
