"""The outlines a light map shows of a region: those one tier down; of a street, its grids."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.territory.queries import map_lines, outlines
from app.territory.rules import Tier
from ui.parts.map_shapes import MapShapes

_BELOW = {0: Tier.PROVINCE, 2: Tier.CITY, 4: Tier.COUNTY, 6: Tier.STREET, 9: Tier.GRID}
_STREET = 9


@dataclass(frozen=True, slots=True)
class FrameShapes:
    """The outlines of a frame, by the code of the region."""

    frame: str
    shapes: MapShapes


def frame_of(scope: str, codes: Iterable[str]) -> str:
    """Return the code of the region a map shows.

    Args:
        scope: The region looked at; "" for all that may be seen.
        codes: Where what is shown lies; without a scope the smallest region that holds all.
    """
    code = scope or _shared(tuple(codes))
    return code[: max(length for length in _BELOW if length <= len(code))]


def _shared(codes: tuple[str, ...]) -> str:
    """Return what all codes begin with."""
    if not codes:
        return ""
    first, last = min(codes), max(codes)  # those that differ most
    same = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(same, min(len(first), len(last)))]


def read_frame(session: Any, frame: str) -> FrameShapes:
    """Read the outlines of a frame; called on a reader thread."""
    lines = map_lines(session, frame) if len(frame) == _STREET else ()
    return FrameShapes(frame, MapShapes(outlines(session, frame, _BELOW[len(frame)]), lines))
