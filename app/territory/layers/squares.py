"""One square of a layer as numbers: whose ground each pixel is, and the borders over it; no Qt, so
that a process beside the window can draw it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.territory.layers.packed import Level, PackedLayer
from app.territory.layers.raster import Pieces, covered, identity

SIDE_PX = 512

Rgb = tuple[int, int, int]
Whole = npt.NDArray[np.int32]
Inks = npt.NDArray[np.uint32]

_SHARPNESS = 1.4  # of a pixel: bends whose area is smaller than its square are left out
_ROOM_PX = 4.0  # around a square: lines that run just outside reach into it
_FINE_PX = 1.6  # thinner lines are laid together, apart from thick ones: each costs less so


@dataclass(frozen=True, slots=True)
class Line:
    """How the borders of one rank are drawn.

    Attributes:
        rank: Which borders.
        color: In what colour.
        alpha: How much of it, up to 1.
        width_px: How thick, in pixels of the screen.
    """

    rank: int
    color: Rgb
    alpha: float
    width_px: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A square of `SIDE_PX` pixels each way.

    Attributes:
        west: Its left edge, in units.
        south: Its lower edge, in units.
        east: Its right edge, in units.
        north: Its upper edge, in units.
        across: Pixels a unit of longitude.
        up: Pixels a unit of latitude.
        metres_per_px: The scale.
        lines: The borders that show at that scale, the least first.
    """

    west: float
    south: float
    east: float
    north: float
    across: float
    up: float
    metres_per_px: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """A drawn square.

    Attributes:
        numbers: Number of the area each pixel shows, 0 for none.
        borders: 0xAARRGGBB, premultiplied, of the borders; None where none runs.
    """

    numbers: Whole
    borders: Inks | None


def draw_square(layer: PackedLayer, asked: Asked) -> Square:
    """Return a square of a layer."""
    pieces, ranks = _pieces(layer, asked)
    return Square(_numbers(pieces, layer, asked), _borders(pieces, ranks, asked.lines))


def numbers_of(layer: PackedLayer, asked: Asked) -> Whole:
    """Return the number of the area each pixel of a square shows."""
    return _numbers(_pieces(layer, asked)[0], layer, asked)


def level_for(layer: PackedLayer, metres_per_px: float) -> Level:
    """Return the coarsest level whose bends nobody would see at a scale."""
    fine = [each for each in layer.levels if each.tolerance_m <= _SHARPNESS * metres_per_px]
    return fine[-1]


def _numbers(pieces: Pieces, layer: PackedLayer, asked: Asked) -> Whole:
    return identity(pieces, (SIDE_PX, SIDE_PX), lambda: _holder(layer, asked))


def _pieces(layer: PackedLayer, asked: Asked) -> tuple[Pieces, npt.NDArray[np.uint8]]:
    level = level_for(layer, asked.metres_per_px)
    room_x, room_y = _ROOM_PX / asked.across, _ROOM_PX / asked.up
    west, south = int(asked.west - room_x), int(asked.south - room_y)
    east, north = int(asked.east + room_x), int(asked.north + room_y)
    found = level.pieces_in((west, south, east, north))
    # `take` is several times as fast as an index, and lets go of the interpreter meanwhile
    spots = level.ends.take(found, axis=0)
    near = np.flatnonzero(
        (np.maximum(spots[:, 0], spots[:, 2]) >= west)
        & (np.minimum(spots[:, 0], spots[:, 2]) <= east)
        & (spots[:, 3] >= south)
        & (spots[:, 1] <= north)
    )
    spots, found = spots.take(near, axis=0), found.take(near)
    sides, ranks = level.sides.take(found, axis=0), level.ranks.take(found)
    ends = spots.T.astype(np.float64)
    x, y = (ends[[2, 0]] - asked.west) * asked.across, (asked.north - ends[[3, 1]]) * asked.up
    return Pieces(x[0], y[0], x[1], y[1], sides[:, 0], sides[:, 1]), ranks


def _holder(layer: PackedLayer, asked: Asked) -> int:
    """Return which area holds a square that no border touches."""
    return layer.at_units((asked.west + asked.east) / 2, (asked.south + asked.north) / 2)


def _borders(pieces: Pieces, ranks: npt.NDArray[np.uint8], lines: tuple[Line, ...]) -> Inks | None:
    """Return the borders as they lie over the colours; of two lines in one pixel the greater one
    is seen.
    """
    if not lines or not len(ranks):
        return None
    place_of = np.zeros(256, dtype=np.uint16)  # rank → which of the lines, from 1
    place_of[lines[-1].rank :] = len(lines)
    widths = np.zeros(len(lines) + 1)
    table = np.zeros(256 * (len(lines) + 1), dtype=np.uint32)
    for at, line in enumerate(lines, start=1):
        place_of[line.rank] = at
        widths[at] = line.width_px
        table[at * 256 : at * 256 + 256] = _shares_of(line)
    places = place_of.take(ranks)
    plane = np.zeros((SIDE_PX, SIDE_PX), dtype=np.uint16)
    wide = widths.take(places)
    for chosen in (
        np.flatnonzero((places > 0) & (wide <= _FINE_PX)),
        np.flatnonzero((places > 0) & (wide > _FINE_PX)),
    ):
        if len(chosen):
            marks = places.take(chosen) * np.uint16(256)
            covered(plane, pieces.only(chosen), wide.take(chosen), marks)
    return table.take(plane) if plane.any() else None


def _shares_of(line: Line) -> Inks:
    """Return a line's colour at each share of a pixel from 0 to 255, premultiplied."""
    share = np.arange(256)[:, None] * line.alpha / 255.0
    inks = np.rint(share * (*line.color, 255)).astype(np.uint32)
    red, green, blue, alpha = inks.T
    return np.asarray((alpha << 24) | (red << 16) | (green << 8) | blue, dtype=np.uint32)
