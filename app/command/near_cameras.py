"""Cameras near the incident that goes on: what a desk offers for the wall beside its map."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.command.forces.rules import metres_between
from app.command.incidents.models import Incident
from app.core.actor import Actor
from app.territory.video.models import VideoStation
from app.territory.video.queries import with_picture
from app.territory.video.rules import VideoState

OFFERED = 3


@dataclass(frozen=True, slots=True)
class NearCamera:
    """A camera, and how many metres from the incident it stands."""

    id: UUID
    name: str
    metres: int


@dataclass(frozen=True, slots=True)
class NearIncident:
    """The incident the wall would show, and the cameras next to it, the nearest first."""

    title: str = ""
    cameras: tuple[NearCamera, ...] = ()


def cameras_near_incident(session: Session, actor: Actor, region: str) -> NearIncident:
    """Return the newest incident of an area that goes on at a known place, and the cameras near it
    whose picture this person may open; nothing where there is none.
    """
    prefixes = actor.prefixes(Right.READ_COMMAND)
    if not region or not prefixes or not actor.prefixes(Right.WATCH_VIDEO):
        return NearIncident()
    going = (
        sa.select(Incident.title, Incident.longitude, Incident.latitude)
        .where(
            in_regions(Incident.region, prefixes),
            in_regions(Incident.region, (region,)),
            Incident.ended_at.is_(None),
            Incident.longitude.is_not(None),
        )
        .order_by(Incident.started_at.desc(), Incident.id)
        .limit(1)
    )
    found = session.execute(going).first()
    if found is None:
        return NearIncident()
    title, x, y = found
    if x is None or y is None:
        return NearIncident()
    asked = sa.select(
        VideoStation.id, VideoStation.name, VideoStation.longitude, VideoStation.latitude
    ).where(
        VideoStation.state != VideoState.GONE,
        VideoStation.longitude.is_not(None),
        in_regions(VideoStation.region, actor.prefixes(Right.WATCH_VIDEO)),
        in_regions(VideoStation.region, (region,)),
        VideoStation.id.in_(with_picture(session)),
    )
    placed = (
        NearCamera(key, name, round(metres_between(x, y, its_x, its_y)))
        for key, name, its_x, its_y in session.execute(asked)
        if its_x is not None and its_y is not None
    )
    nearest = sorted(placed, key=lambda each: (each.metres, each.name))[:OFFERED]
    return NearIncident(title, tuple(nearest))
