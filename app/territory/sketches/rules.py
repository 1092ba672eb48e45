"""What a sketch may be; pure."""

from collections.abc import Sequence
from enum import StrEnum

LABEL_MOST = 60
POINTS_MOST = 500
SKETCHES_MOST = 500
"""Of one person, and of one street: a drawing, not a data set."""
SAME_DEGREES = 1e-7  # a centimetre
_LONGITUDES, _LATITUDES = (-180.0, 180.0), (-90.0, 90.0)

Spots = tuple[tuple[float, float], ...]


class SketchKind(StrEnum):
    """What is drawn."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    NOTE = "note"


class SketchColor(StrEnum):
    """In which colour; each theme has its own."""

    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


LEAST_POINTS = {
    SketchKind.POINT: 1,
    SketchKind.NOTE: 1,
    SketchKind.LINE: 2,
    SketchKind.AREA: 3,
}


def settled(kind: SketchKind, points: Sequence[Sequence[float]]) -> Spots | None:
    """Return the points of a sketch without those drawn twice, None where it is none.

    Args:
        kind: What is drawn.
        points: Longitude and latitude in CGCS2000 degrees; an area is not closed.
    """
    found: list[tuple[float, float]] = []
    for longitude, latitude in points:
        if not (_LONGITUDES[0] <= longitude <= _LONGITUDES[1]):
            return None
        if not (_LATITUDES[0] <= latitude <= _LATITUDES[1]):
            return None
        spot = (round(float(longitude), 7), round(float(latitude), 7))
        if not found or _apart(found[-1], spot):
            found.append(spot)
    if kind is SketchKind.AREA and len(found) > 1 and not _apart(found[0], found[-1]):
        found.pop()
    least = LEAST_POINTS[kind]
    most = 1 if least == 1 else POINTS_MOST
    return tuple(found) if least <= len(found) <= most else None


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) > SAME_DEGREES
