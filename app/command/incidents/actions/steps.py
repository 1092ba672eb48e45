"""What every action in an incident begins with, and how the timeline is written."""

from uuid import UUID

from app.accounts.rules import Right
from app.command.incidents.errors import IncidentEnded
from app.command.incidents.models import Incident, IncidentEntry
from app.command.incidents.rules import EntrySort
from app.command.rules import WORDS_MOST
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id


def open_one(uow: Uow, incident_id: UUID, right: Right = Right.COMMAND) -> Incident:
    """Return an incident that goes on, to work in.

    Raises:
        IncidentEnded: It is over.
        NotAllowed: The right does not reach it.
    """
    row = uow.session.get(Incident, incident_id, populate_existing=True)
    if row is None:
        raise NotFound(row=incident_id)
    if not uow.actor.may_in(right, row.region):
        raise NotAllowed(right=right)
    if row.ended_at is not None:
        raise IncidentEnded
    return row


def tell(uow: Uow, row: Incident, sort: EntrySort, words: str) -> None:
    """Write a line of the timeline, and let every desk know; it is never changed."""
    uow.add(
        IncidentEntry,
        id=new_id(),
        incident_id=row.id,
        sort=sort,
        words=words[:WORDS_MOST],
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.settle()
    uow.record(f"command.{sort}", Topic.INCIDENT, row.id, region=row.region)
    uow.touched(Topic.INCIDENT, row.id, row.region)
