"""What lies at a point, who answers for it, and whether the words for the place say otherwise."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.territory.queries import find_places, grid_at, grids, region_names
from ui.parts.map_shapes import METRES_PER_DEGREE, Point

FAR_M = 300.0
"""A compound or a school may be so large that a point in it lies in another grid than its name."""
COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """What is known of a place.

    Attributes:
        words: As they were said.
        region: Code of the region that was chosen, "" for none.
        point: CGCS2000 degrees.
    """

    words: str
    region: str
    point: Point


@dataclass(frozen=True, slots=True)
class PlaceChecked:
    """What was found out.

    Attributes:
        asked: Of what.
        grid: Name of the grid the point lies in, "" outside all.
        community: Name of its community.
        worker: Full-time grid worker there, "" where there is none.
        head: Grid head.
        lies_elsewhere: The point lies in another region than the one that was chosen.
        said: The place that the words name, where that is far from the point; "" where they agree.
        said_in: Name of the grid of that place.
        apart_m: How far.
    """

    asked: PlaceAsked
    grid: str = ""
    community: str = ""
    worker: str = ""
    head: str = ""
    lies_elsewhere: bool = False
    said: str = ""
    said_in: str = ""
    apart_m: float = 0.0


def check_place(session: Any, asked: PlaceAsked, on: date) -> PlaceChecked:
    """Return what lies at a point and whether words and chosen region agree with it.

    Called on a reader thread. Roads and neighbouring house numbers are no proof against a point.
    """
    there = grid_at(session, *asked.point)
    code = there.code if there is not None else ""
    row = next(iter(grids(session, code, on=on)), None) if code else None
    names = region_names(session, {code[:COMMUNITY_DIGITS]}) if code else {}
    said, said_in, apart_m = _said_elsewhere(session, asked, code)
    return PlaceChecked(
        asked,
        grid=there.short if there is not None else "",
        community=names.get(code[:COMMUNITY_DIGITS], ""),
        worker=row.worker if row is not None else "",
        head=row.head if row is not None else "",
        lies_elsewhere=bool(code and asked.region and not code.startswith(asked.region)),
        said=said,
        said_in=said_in,
        apart_m=apart_m,
    )


def _said_elsewhere(session: Any, asked: PlaceAsked, code: str) -> tuple[str, str, float]:
    plain = asked.words.replace(" ", "")
    near = code or asked.region
    named = [
        found
        for found in find_places(session, asked.words, near=near)
        if found.matched.replace(" ", "") in plain and not found.is_rough
    ]
    if not named or any(_apart(each.longitude, each.latitude, asked) <= FAR_M for each in named):
        return "", "", 0.0
    first = named[0]
    if first.region_code == code:
        return "", "", 0.0
    return first.name, first.region_name, _apart(first.longitude, first.latitude, asked)


def _apart(longitude: float, latitude: float, asked: PlaceAsked) -> float:
    east = (longitude - asked.point[0]) * math.cos(math.radians(latitude))
    return math.hypot(east, latitude - asked.point[1]) * METRES_PER_DEGREE
