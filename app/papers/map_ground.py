"""From the earth to the paper: a round scale by which a region fits into a box; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.papers.geometry import Spot
from app.territory.geometry import Point

METRES_PER_DEGREE = 111_320.0
POINTS_PER_METRE = 72 / 0.0254


@dataclass(frozen=True, slots=True)
class MapGround:
    """Where the earth lies on the paper, true in metres around the middle.

    Attributes:
        middle: Longitude and latitude of the middle.
        centre: The middle on the paper, points from the upper left corner.
        scale: 1 : so much.
    """

    middle: Point
    centre: Spot
    scale: int

    @property
    def points_per_m(self) -> float:
        """Points of the paper for a metre of the earth."""
        return POINTS_PER_METRE / self.scale

    def spot(self, point: Point) -> Spot:
        """Return where a point of the earth lies on the paper."""
        east = (point[0] - self.middle[0]) * math.cos(math.radians(self.middle[1]))
        north = point[1] - self.middle[1]
        step = METRES_PER_DEGREE * self.points_per_m
        return self.centre[0] + east * step, self.centre[1] - north * step

    def spots(self, points: Iterable[Point]) -> list[Spot]:
        """Return where points lie on the paper."""
        return [self.spot(point) for point in points]


def ground_for(
    points: Sequence[Point], left: float, top: float, width: float, height: float
) -> MapGround:
    """Return the ground on which points fit into a box of the paper, at the largest round scale."""
    longitudes = [x for x, _ in points]
    latitudes = [y for _, y in points]
    west, east = min(longitudes), max(longitudes)
    south, north = min(latitudes), max(latitudes)
    middle = ((west + east) / 2, (south + north) / 2)
    across_m = (east - west) * METRES_PER_DEGREE * math.cos(math.radians(middle[1]))
    up_m = (north - south) * METRES_PER_DEGREE
    needed = max(across_m / width, up_m / height, 1e-6) * POINTS_PER_METRE
    return MapGround(middle, (left + width / 2, top + height / 2), round_scale(needed))


def round_scale(needed: float) -> int:
    """Return the smallest scale that is round (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ) and not
    larger than needed.
    """
    power = 10 ** max(2, math.floor(math.log10(max(needed, 1))))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return int(next(step * power for step in steps if step * power >= needed))


def scale_bar(ground: MapGround, most: float) -> tuple[int, float]:
    """Return a round length in metres and how long it is on the paper, `most` points at most."""
    metres = most / ground.points_per_m
    power = 10 ** math.floor(math.log10(metres))
    length = next(step * power for step in (5, 2, 1) if step * power <= metres)
    return int(length), length * ground.points_per_m
