"""What photos of a round tell of it: when it began and ended, where it went; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.cases.patrol.grouping import Taken, metres
from app.cases.rounds.rules import Stop, TrackPoint

SEEN_M = 60.0
"""As near to a stop as a photo of it is taken from."""
LEAST = timedelta(minutes=1)
"""The shortest round that photos may tell of: one of a single photo."""


@dataclass(frozen=True, slots=True)
class Told:
    """What photos tell.

    Attributes:
        begin: Of the first one, None where none has a time.
        end: Of the last one, a minute after the first at least.
        seen: Names of the stops near which one was taken.
    """

    begin: datetime | None
    end: datetime | None
    track: tuple[TrackPoint, ...]
    seen: tuple[str, ...]


def told_by(photos: Iterable[Taken], stops: Sequence[Stop] = ()) -> Told:
    """Return when and where photos were taken; those without time or place are left out."""
    timed = sorted((photo.taken_at, photo.point) for photo in photos if photo.taken_at is not None)
    track = tuple(TrackPoint(at, *point) for at, point in timed if point is not None)
    seen = tuple(stop.name for stop in stops if is_seen(stop, track))
    if not timed:
        return Told(None, None, track, seen)
    begin, end = timed[0][0], timed[-1][0]
    return Told(begin, max(end, begin + LEAST), track, seen)


def is_seen(stop: Stop, track: Iterable[TrackPoint]) -> bool:
    """Tell whether somebody came as near to a stop as it is seen from."""
    point = stop.point
    if point is None:
        return False
    return any(metres(point, (each.longitude, each.latitude)) <= SEEN_M for each in track)
