"""Stops as people type them: one a line, ``name`` or ``name longitude,latitude``; pure."""

import re
from collections.abc import Iterable

from app.cases.rounds.rules import Stop

_LINE = re.compile(
    r"^(?P<name>.*?)[\s　]+(?P<lon>-?\d{1,3}\.\d+)\s*[,，]\s*(?P<lat>-?\d{1,2}\.\d+)$"
)


def parsed(text: str) -> tuple[Stop, ...]:
    """Return the stops of a text; what is no pair of degrees belongs to the name."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(_stop(line) for line in lines if line)


def written(stops: Iterable[Stop]) -> str:
    """Return stops as they are typed."""
    return "\n".join(
        stop.name if stop.point is None else f"{stop.name} {stop.point[0]:.6f},{stop.point[1]:.6f}"
        for stop in stops
    )


def _stop(line: str) -> Stop:
    found = _LINE.match(line)
    if found is None or not found["name"]:
        return Stop(line)
    longitude, latitude = float(found["lon"]), float(found["lat"])
    if abs(longitude) > 180 or abs(latitude) > 90:
        return Stop(line)
    return Stop(found["name"], (longitude, latitude))
