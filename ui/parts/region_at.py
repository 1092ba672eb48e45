"""Which grid lies under a point; called on a reader thread."""

from dataclasses import dataclass
from typing import Any

from app.territory.queries import grid_at
from ui.parts.map_shapes import Point


@dataclass(frozen=True, slots=True)
class RegionThere:
    """The answer with its question, so that a late one can be told from the present one.

    Attributes:
        point: What was asked about; CGCS2000 degrees.
        code: Code of the grid, None outside all.
    """

    point: Point
    code: str | None


def region_at(session: Any, point: Point) -> RegionThere:
    """Return the grid a point lies in."""
    found = grid_at(session, *point)
    return RegionThere(point, found.code if found else None)
