"""Cases in the order in which somebody walks to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.queries.by_region import Urgency, points_of
from app.cases.queries.queue import CaseRow, case_rows
from app.core.actor import Actor
from app.territory.geometry import Point
from app.territory.measures import MOST_STOPS, length_m, walk_minutes, walk_order


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A case on the way.

    Attributes:
        row: The case.
        place: Where it is, in words.
        point: CGCS2000 degrees.
        urgency: How its clock stands.
        leg_m: Straight way from the stop before, metres; 0 for the first.
    """

    row: CaseRow
    place: str
    point: Point
    urgency: Urgency
    leg_m: float = 0.0


@dataclass(frozen=True, slots=True)
class WalkingRoute:
    """The way through some cases.

    Attributes:
        stops: In the order they are walked to, the one due first at the beginning.
        left_out: How many cases have no point, or are more than one walks to in a day.
    """

    stops: tuple[RouteStop, ...]
    left_out: int

    @property
    def length_m(self) -> float:
        """The whole way in straight lines."""
        return sum(stop.leg_m for stop in self.stops)

    @property
    def minutes(self) -> int:
        """How long it takes on foot, without what is done there."""
        return walk_minutes(self.length_m)


def walking_route(
    session: Session, actor: Actor, ids: Sequence[UUID], now: datetime
) -> WalkingRoute:
    """Return the way through given cases, as far as they may be read and have a point.

    The most pressing `MOST_STOPS` of them; the way begins at the one that is due first.
    """
    points = {point.id: point for point in points_of(session, actor, ids, now).rows}
    rows = {row.id: row for row in case_rows(session, actor, tuple(points))}
    asked = sa.select(CaseFile.id, CaseFile.place).where(CaseFile.id.in_(tuple(rows)))
    asked = asked.order_by(CaseFile.order_at, CaseFile.id).limit(MOST_STOPS)
    found = [
        RouteStop(
            rows[key], place, (points[key].longitude, points[key].latitude), points[key].urgency
        )
        for key, place in session.execute(asked)
    ]
    ordered = [found[at] for at in walk_order([stop.point for stop in found])]
    stops = tuple(
        replace(stop, leg_m=length_m((ordered[at - 1].point, stop.point)) if at else 0.0)
        for at, stop in enumerate(ordered)
    )
    return WalkingRoute(stops, len(set(ids)) - len(stops))
