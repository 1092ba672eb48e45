"""Which coordinate systems a file without a declaration may be in, by the range of its numbers.

Nothing is chosen here: whoever imports is told what to ask the sender about.
"""

from app.territory.coordinates import BD09, CGCS2000, GCJ02, WGS84

Bounds = tuple[float, float, float, float]
"""Smallest and largest first number, smallest and largest second number, west south east north."""

_CHINA: Bounds = (73.0, 3.0, 136.0, 54.0)
_NORTHINGS_M = (300_000.0, 6_100_000.0)  # from 3° to 54° north
_EASTINGS_M = (150_000.0, 850_000.0)  # 350 km around the middle of a zone
_ZONE_M = 1_000_000  # the number of a zone stands before six digits
_NARROW = 3
_ZONES = {3: range(25, 46), 6: range(13, 24)}
_MERCATOR_M: Bounds = (8_100_000.0, 330_000.0, 15_200_000.0, 7_200_000.0)


UNKNOWN_MIDDLE = "???"
"""Stands for the middle of a zone where nothing says in which one the centre lies."""


def candidates(bounds: Bounds, longitude: float | None = None) -> tuple[str, ...]:
    """Return names `way_to_cgcs2000` knows under which all points would lie in China.

    Args:
        bounds: Of the coordinates as they stand in the file.
        longitude: Of the place the file is likely about, None where nothing is drawn yet.
    """
    west, south, east, north = bounds
    if _within(bounds, _CHINA) or _within((south, west, north, east), _CHINA):
        return CGCS2000, WGS84, GCJ02, BD09
    straight = _projected((west, south, east, north), longitude)
    return straight or _projected((south, west, north, east), longitude)


def _projected(bounds: Bounds, longitude: float | None) -> tuple[str, ...]:
    """Return the projections whose eastings and northings have such a range."""
    west, south, east, north = bounds
    found: list[str] = []
    if _NORTHINGS_M[0] < south and north < _NORTHINGS_M[1]:
        if _EASTINGS_M[0] < west and east < _EASTINGS_M[1]:
            return f"GK3-{_middle(3, longitude)}E", f"GK6-{_middle(6, longitude)}E"
        zone = int(west // _ZONE_M)
        if int(east // _ZONE_M) == zone:
            found = [f"GK{width}-{zone}" for width, zones in _ZONES.items() if zone in zones]
    if _within(bounds, _MERCATOR_M):
        found.append("EPSG:3857")
    return tuple(found)


def _middle(width: int, longitude: float | None) -> str:
    """Return the middle of the zone of 3° or 6° a longitude lies in."""
    if longitude is None:
        return UNKNOWN_MIDDLE
    first = 0 if width == _NARROW else width // 2
    return str(round((longitude - first) / width) * width + first)


def _within(inner: Bounds, outer: Bounds) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
