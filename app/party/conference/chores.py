"""What the keeper does for the conference: cases go back with the result of the meeting."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.steps import hold_case, step
from app.cases.rules import EventKind, Pause
from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import Chore
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.words import say
from app.party.conference.models import ConferenceItem, ConferenceMeeting
from app.party.conference.rules import ItemState

_BATCH = 200


def conference_chores() -> tuple[Chore, ...]:
    """Return the chores of the conference."""
    return (Chore("conference.give_back", timedelta(minutes=1), give_back),)


def give_back(database: Database) -> str:
    """Give the cases back whose item was concluded; return what was done.

    Whoever keeps the body need not have a right on cases: the program carries the result.
    """
    asked = sa.select(ConferenceItem.id).where(
        ConferenceItem.state == ItemState.CONCLUDED,
        ConferenceItem.case_id.is_not(None),
        ConferenceItem.given_back_at.is_(None),
    )
    with database.reading() as session:
        keys = session.scalars(asked.limit(_BATCH)).all()
    for key in keys:
        with database.writing(system("conference.give_back")) as uow:
            give_back_one(uow, key)
    return say("conference.given_back", count=len(keys))


def give_back_one(uow: Uow, item_id: UUID) -> None:
    """Give the case of one item back; one that was given back by hand meanwhile stays as it is."""
    item = uow.session.get_one(ConferenceItem, item_id, with_for_update=True)
    if item.case_id is None or item.given_back_at is not None:
        return  # somebody was faster
    meeting = uow.session.get_one(ConferenceMeeting, item.meeting_id)
    case = hold_case(uow, item.case_id)
    if case.pause == Pause.TABLED:
        note = say(
            "conference.result",
            meeting=meeting.title,
            day=f"{local(meeting.starts_at):%Y-%m-%d}",
            result=item.result,
        )
        step(uow, case, EventKind.GIVEN_BACK, note=note)
    item.given_back_at = uow.now
    uow.settle(item)
    uow.record("conference.item_given_back", Topic.MEETING, item.meeting_id, region=item.region)
    uow.touched(Topic.MEETING, item.meeting_id, item.region)
