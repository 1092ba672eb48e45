"""Lengths and areas on the ellipsoid, as a surveyor would measure them; pure.

CGCS2000 has the ellipsoid of GRS80 but for the 10th digit of the flattening (GB/T 30428 maps are
in CGCS2000): a tenth of a millimetre around the earth.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, permutations
from typing import Any

from app.territory.geometry import Point

WALK_M_PER_MINUTE = 75.0
"""4.5 km/h: a 15-minute circle then reaches 865 m from home, within the 800 to 1,000 m that
GB 50180-2018 plans it by."""
_DETOUR = 1.3
"""Streets are so much longer than the straight line."""


def length_m(points: Sequence[Point]) -> float:
    """Return the length of a line through points (longitude, latitude) in metres."""
    if len(points) < 2:
        return 0.0
    longitudes, latitudes = zip(*points, strict=True)
    return float(_ellipsoid().line_length(longitudes, latitudes))


def area_m2(ring: Sequence[Point]) -> float:
    """Return the area within a ring (closed or not) in square metres, whichever way it turns."""
    if len(ring) < 3:
        return 0.0
    longitudes, latitudes = zip(*ring, strict=True)
    area, _ = _ellipsoid().polygon_area_perimeter(longitudes, latitudes)
    return abs(float(area))


def walked_m(minutes: float) -> float:
    """Return how far from home in a straight line one comes on foot in so many minutes."""
    return WALK_M_PER_MINUTE * minutes / _DETOUR


def ring_around(middle: Point, radius_m: float, *, corners: int = 72) -> tuple[Point, ...]:
    """Return a circle around a point, closed."""
    azimuths = [360.0 * at / corners for at in range(corners)]
    count = len(azimuths)
    longitudes, latitudes, _ = _ellipsoid().fwd(
        [middle[0]] * count, [middle[1]] * count, azimuths, [radius_m] * count
    )
    ring = [(float(x), float(y)) for x, y in zip(longitudes, latitudes, strict=True)]
    return (*ring, ring[0])


def length_words(metres: float) -> str:
    """Return a length as people say it: 86 米, 1.24 公里."""
    if metres < 999.5:
        return f"{metres:.0f} 米"
    return f"{metres / 1_000:,.2f} 公里"


def area_words(square_metres: float) -> str:
    """Return an area as people say it: 320 平方米, 4.52 公顷, 1.83 平方公里."""
    if square_metres < 9_999.5:
        return f"{square_metres:,.0f} 平方米"
    if square_metres < 999_950:
        return f"{square_metres / 10_000:,.2f} 公顷"
    return f"{square_metres / 1_000_000:,.2f} 平方公里"


@cache
def _ellipsoid() -> Any:
    from pyproj import Geod

    return Geod(ellps="GRS80")


def is_inside(ring: Sequence[Point], point: Point) -> bool:
    """Tell whether a point lies in a ring, by counting crossed edges."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def box_of_ring(ring: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a ring."""
    longitudes, latitudes = zip(*ring, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


MOST_STOPS = 40
"""More stops nobody walks in a day."""

_FEW_STOPS = 8  # five thousand orders, some hundredths of a second


def walk_order(points: Sequence[Point]) -> tuple[int, ...]:
    """Return in which order points are best walked through, beginning with the first.

    Of a few stops every order is tried. Of more the nearest next one is taken, then pairs of legs
    are uncrossed for as long as that shortens the way (2-opt): a good way, not always the shortest.
    """
    if len(points) < 3:
        return tuple(range(len(points)))
    apart = [[length_m((one, other)) for other in points] for one in points]
    return _shortest(apart) if len(points) <= _FEW_STOPS else _short(apart)


def _shortest(apart: list[list[float]]) -> tuple[int, ...]:
    orders = ((0, *rest) for rest in permutations(range(1, len(apart))))
    return min(orders, key=lambda order: sum(apart[a][b] for a, b in pairwise(order)))


def _short(apart: list[list[float]]) -> tuple[int, ...]:
    order, left = [0], set(range(1, len(apart)))
    while left:
        here = order[-1]
        order.append(min(left, key=lambda other: (apart[here][other], other)))
        left.remove(order[-1])
    shortened = True
    while shortened:
        shortened = any(_uncross(order, apart, at) for at in range(1, len(order) - 1))
    return tuple(order)


def _uncross(order: list[int], apart: list[list[float]], first: int) -> bool:
    """Turn a stretch from `first` on around where that shortens the way."""
    for last in range(first + 1, len(order)):
        before, begin, end = order[first - 1], order[first], order[last]
        gained = apart[before][begin] - apart[before][end]
        if last + 1 < len(order):
            after = order[last + 1]
            gained += apart[end][after] - apart[begin][after]
        if gained > 0.01:
            order[first : last + 1] = reversed(order[first : last + 1])
            return True
    return False


def walk_minutes(straight_m: float) -> int:
    """Return how many minutes a way takes on foot whose legs are measured in straight lines."""
    return round(straight_m * _DETOUR / WALK_M_PER_MINUTE)
