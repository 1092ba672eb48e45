"""Outages: times in which desks could not write, as whoever keeps the server saw them."""

from datetime import datetime

from app.cases.models.work import Outage
from app.core.changes import Topic
from app.core.database import Uow
from app.core.ids import new_id


def note_outage(uow: Uow, began_at: datetime, ended_at: datetime, note: str = "") -> None:
    """Note an outage; claimed times within it count from then on, for steps taken afterwards.

    Args:
        uow: Open transaction of the keeper beside the server, never of a desk.
        began_at: When the server was first not to be reached.
        ended_at: When it was back.
        note: What it was, if known.
    """
    row = Outage(
        id=new_id(),
        began_at=began_at,
        ended_at=ended_at,
        noted_name=uow.actor.name,
        note=note[:200],
    )
    uow.session.add(row)
    uow.record(
        "cases.outage", Topic.CASE, row.id, begins=began_at.isoformat(), ends=ended_at.isoformat()
    )
