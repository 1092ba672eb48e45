"""Rectangles whose area is a share, as square as can be; pure.

Squarified as Bruls, Huizing and van Wijk describe it (Squarified Treemaps, 2000).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in whatever unit the room is given in."""

    left: float
    top: float
    width: float
    height: float

    def inside(self, edge: float, head: float = 0.0) -> "Box":
        """Return what is left within an edge and under a head; never below nothing."""
        return Box(
            self.left + edge,
            self.top + edge + head,
            max(self.width - 2 * edge, 0.0),
            max(self.height - 2 * edge - head, 0.0),
        )


def tiles(sizes: Sequence[float], room: Box) -> list[Box]:
    """Return a box for each size, largest first, that fill the room by their share.

    Args:
        sizes: Above zero, in falling order.
        room: Where they stand.
    """
    whole = sum(sizes)
    area = room.width * room.height
    if whole <= 0 or area <= 0:
        return [Box(room.left, room.top, 0.0, 0.0) for _ in sizes]
    left = [size * area / whole for size in sizes]
    found: list[Box] = []
    while left:
        short = min(room.width, room.height)
        count = 1
        while count < len(left) and _worst(left[: count + 1], short) <= _worst(left[:count], short):
            count += 1
        row, left = left[:count], left[count:]
        made, room = _laid(row, room)
        found += made
    return found


def _worst(row: Sequence[float], short: float) -> float:
    """Return how far from square the worst box of a row is, 1 for square."""
    deep = sum(row) / short if short else 0.0
    if deep <= 0:
        return float("inf")
    return max(max(deep * deep / each, each / (deep * deep)) for each in row)


def _laid(row: Sequence[float], room: Box) -> tuple[list[Box], Box]:
    """Lay a row along the shorter side; return its boxes and what room is left."""
    found: list[Box] = []
    if room.width >= room.height:
        deep, at = sum(row) / room.height, room.top
        for area in row:
            high = area / deep
            found.append(Box(room.left, at, deep, high))
            at += high
        return found, Box(room.left + deep, room.top, max(room.width - deep, 0.0), room.height)
    deep, at = sum(row) / room.width, room.left
    for area in row:
        wide = area / deep
        found.append(Box(at, room.top, wide, deep))
        at += wide
    return found, Box(room.left, room.top + deep, room.width, max(room.height - deep, 0.0))
