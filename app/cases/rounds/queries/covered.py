"""How much of each grid rounds came near to in some days, and where they went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.cases.rounds.coverage import covered, joined
from app.cases.rounds.queries.made import Track, tracks
from app.cases.rounds.rules import RoundKind
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.shared_settings import settings_at
from app.territory.geometry import Point
from app.territory.queries.outlines import OutlineRow

COVER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rounds over some grids in some days.

    Attributes:
        shares: Code → share of the grid that a round came near to, 0 to 1; grids without ground
            are left out.
        tracks: Where each round went, the oldest first; those without a track are left out.
        rounds: Rounds that were made, also without a track.
        first: First day that is looked at.
        last: Last one, today.
        near_m: As near as counted.
    """

    shares: dict[str, float]
    tracks: tuple[Track, ...]
    rounds: int
    first: date
    last: date
    near_m: int


def coverage(
    session: Session,
    actor: Actor,
    region: str,
    grids: Sequence[OutlineRow],
    now: datetime,
    *,
    days: int = COVER_DAYS,
) -> Coverage:
    """Return how much of each grid was walked, flown over or looked at, today among the days.

    Args:
        session: To read with.
        actor: Who reads: rounds where they read cases, and their own.
        region: The street the grids lie in.
        grids: As they are drawn.
        now: Until when.
        days: How many days.
    """
    last = local(now).date()
    first = last - timedelta(days=days - 1)
    near_m = settings_at(session, now).patrol_near_m
    found = tracks(session, actor, day_begins(first), now + timedelta(hours=1), region=region)
    points = [point for track in found for point in _ground(track, near_m)]
    shares = {}
    for grid in grids:
        share = covered(grid.rings, _around(points, grid, near_m), near_m)
        if share is not None:
            shares[grid.code] = share
    drawn = tuple(track for track in found if track.points)
    return Coverage(shares, drawn, len(found), first, last, near_m)


def _ground(track: Track, near_m: int) -> list[Point]:
    """Return what counts of a track: of a walk also the way between its places."""
    points = [(each.longitude, each.latitude) for each in track.points]
    return joined(points, near_m) if track.kind is RoundKind.WALK else points


def _around(points: Sequence[Point], grid: OutlineRow, near_m: int) -> list[Point]:
    room = near_m / 50_000  # degrees, amply
    corners = [corner for ring in grid.rings for corner in ring]
    if not corners:
        return []
    west, east = min(x for x, _ in corners) - room, max(x for x, _ in corners) + room
    south, north = min(y for _, y in corners) - room, max(y for _, y in corners) + room
    return [(x, y) for x, y in points if west <= x <= east and south <= y <= north]
