"""Which share of a grid rounds came near to: cells of a raster within so many metres; pure.

A figure of the ground, not of people: who walked there is not asked.
"""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.territory.geometry import Point, Ring

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

METRES_PER_DEGREE = 111_320.0
CELLS_MOST = 2_500
"""Cells a grid is cut into at most; a large one gets larger cells."""
CELL_M = 20.0
_AT_ONCE = 512
JOINED_M = 300.0
"""As far apart as two places of a track may be for the way between them to count as walked."""


def covered(rings: Sequence[Ring], points: Iterable[Point], near_m: float) -> float | None:
    """Return the share of an area that lies near to points, from 0 to 1.

    Args:
        rings: Outer and inner rings of the area, degrees.
        points: Places of rounds, degrees.
        near_m: As near a cell's middle has to be.

    Returns:
        None for an area without any ground.
    """
    import numpy as np

    cells, scale = _cells(rings)
    if not len(cells):
        return None
    known = np.array(list(points), float).reshape(-1, 2) * scale
    if not len(known):
        return 0.0
    low, high = cells.min(axis=0) - near_m, cells.max(axis=0) + near_m
    known = known[((known >= low) & (known <= high)).all(axis=1)]
    # Places that are nearly the same cover nearly the same.
    known = np.unique(np.round(known / (near_m / 4)), axis=0) * (near_m / 4)
    left = np.ones(len(cells), bool)
    for first in range(0, len(known), _AT_ONCE):
        some, at = known[first : first + _AT_ONCE], np.flatnonzero(left)
        if not len(at):
            break
        apart = cells[at][:, None, :] - some[None, :, :]
        left[at[((apart**2).sum(axis=2) <= near_m**2).any(axis=1)]] = False
    return float(1 - left.mean())


def joined(track: Sequence[Point], step_m: float) -> list[Point]:
    """Return a track with places put between those that are near enough to have been walked."""
    found: list[Point] = []
    for at, point in enumerate(track):
        if at:
            found.extend(_between(track[at - 1], point, step_m))
        found.append(point)
    return found


def _between(one: Point, other: Point, step_m: float) -> list[Point]:
    across = (other[0] - one[0]) * math.cos(math.radians(one[1])) * METRES_PER_DEGREE
    apart = math.hypot(across, (other[1] - one[1]) * METRES_PER_DEGREE)
    if not step_m < apart <= JOINED_M:
        return []
    parts = math.ceil(apart / step_m)
    return [
        (one[0] + (other[0] - one[0]) * at / parts, one[1] + (other[1] - one[1]) * at / parts)
        for at in range(1, parts)
    ]


def _cells(
    rings: Sequence[Ring],
) -> "tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]":
    """Return the middles of the cells of an area in metres, and how degrees become these."""
    import numpy as np

    corners = np.array([point for ring in rings for point in ring], float).reshape(-1, 2)
    if not len(corners):
        return np.empty((0, 2)), np.ones(2)
    latitude = float(corners[:, 1].mean())
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])
    low, high = corners.min(axis=0) * scale, corners.max(axis=0) * scale
    wide, tall = high - low
    cell = max(CELL_M, math.sqrt(wide * tall / CELLS_MOST))
    xs = np.arange(low[0] + cell / 2, high[0], cell)
    ys = np.arange(low[1] + cell / 2, high[1], cell)
    middles = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    return middles[_inside(middles, rings, scale)], scale


def _inside(
    middles: "npt.NDArray[np.float64]", rings: Sequence[Ring], scale: "npt.NDArray[np.float64]"
) -> "npt.NDArray[np.bool_]":
    """Tell which points an odd number of borders lies east of (even-odd rule)."""
    import numpy as np

    inside = np.zeros(len(middles), bool)
    x, y = middles[:, 0], middles[:, 1]
    for ring in rings:
        corners = np.array(ring, float) * scale
        for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if ay == by:
                continue
            crosses = (ay > y) != (by > y)
            inside ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside
