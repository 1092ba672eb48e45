"""Where the cases of a queue view lie: what a map beside the queue shows."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.queries.by_region import MOST_POINTS, CasePoints, point_of, points_asked
from app.cases.queries.queue import QueueFilter, QueueView, wanted_of
from app.core.actor import Actor
from app.core.database.functions import sorted_anew


def view_points(
    session: Session, actor: Actor, view: QueueView, now: datetime, narrowed: QueueFilter
) -> CasePoints:
    """Return the cases of a narrowed view that have a point, what is due first first: one
    statement besides what the text index is asked.

    Args:
        session: To read with.
        actor: Who looks.
        view: The standing view.
        now: The moment.
        narrowed: What narrows it, the region looked at included.
    """
    wanted = wanted_of(session, actor, view, now, narrowed)
    asked = (
        points_asked()
        .where(*wanted)
        .order_by(sorted_anew(CaseFile.order_at), CaseFile.id)
        .limit(MOST_POINTS + 1)
    )
    found = [point_of(record, now) for record in session.execute(asked)]
    return CasePoints(tuple(found[:MOST_POINTS]), len(found) > MOST_POINTS)
