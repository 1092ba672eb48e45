"""Which photos show one finding: taken near one another, soon after one another; pure."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

EARTH_M = 6_371_000.0


class Taken(Protocol):
    """What is known of a photo."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def taken_at(self) -> datetime | None:
        """When it was taken."""

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it was taken."""


Photo = TypeVar("Photo", bound=Taken)


def grouped(
    photos: Sequence[Photo], *, gap: timedelta, distance_m: float
) -> tuple[tuple[Photo, ...], ...]:
    """Return photos in groups, each of one finding, in the order of time.

    A photo belongs to the one before it when it was taken at most `gap` later and at most
    `distance_m` away. One without a place goes by its time alone; one without a time stands
    alone, since nobody can tell where it belongs. Before and after of a matter solved on the spot
    are so one finding.
    """
    timed = [photo for photo in photos if photo.taken_at is not None]
    timed.sort(key=lambda photo: (photo.taken_at, photo.name))
    groups: list[list[Photo]] = []
    for photo in timed:
        if groups and _belongs(groups[-1], photo, gap, distance_m):
            groups[-1].append(photo)
        else:
            groups.append([photo])
    untimed = sorted((p for p in photos if p.taken_at is None), key=lambda photo: photo.name)
    return (*map(tuple, groups), *((photo,) for photo in untimed))


def _belongs(group: Sequence[Photo], photo: Photo, gap: timedelta, distance_m: float) -> bool:
    last = group[-1].taken_at
    if last is None or photo.taken_at is None or photo.taken_at - last > gap:
        return False
    here = middle(group)
    return here is None or photo.point is None or metres(here, photo.point) <= distance_m


def middle(group: Sequence[Photo]) -> tuple[float, float] | None:
    """Return where a finding is: the middle of its photos' places, None where none has one."""
    points = [photo.point for photo in group if photo.point is not None]
    if not points:
        return None
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two points are apart, on a plane that is flat enough for a street."""
    across = math.radians(other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return EARTH_M * math.hypot(across, math.radians(other[1] - one[1]))
