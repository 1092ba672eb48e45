"""Drawing borders into arrays: which area each pixel shows, and how much of it a line covers.

Everything is done by a handful of array operations a tile. They let go of the interpreter while
they run, so a worker that draws does not hold up the window; Qt's painting would (a path of
400,000 pieces keeps it for a third of a second).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint16]

_PART_BITS, _COUNT_BITS = 20, 24  # of a sorting key: parts of a pixel, and the crossing's number
_PARTS = 2**_PART_BITS - 1
_WIDEST = 16  # pixels: no line is thicker
_AT_ONCE = 50_000  # samples a step: one step holds the interpreter for half a millisecond


@dataclass(frozen=True, slots=True)
class Pieces:
    """Straight pieces of border in pixels of a picture, y downwards.

    Attributes:
        x1: Of the upper end.
        y1: Of the upper end; never more than `y2`.
        x2: Of the lower end.
        y2: Of the lower end.
        west: Number of the area to the left of the way from the lower to the upper end.
        east: Number of the area to its right.
    """

    x1: Real
    y1: Real
    x2: Real
    y2: Real
    west: Whole
    east: Whole

    def only(self, chosen: npt.NDArray[np.intp]) -> "Pieces":
        """Return some of the pieces."""
        return Pieces(
            self.x1.take(chosen),
            self.y1.take(chosen),
            self.x2.take(chosen),
            self.y2.take(chosen),
            self.west.take(chosen),
            self.east.take(chosen),
        )


def identity(pieces: Pieces, size: tuple[int, int], lonely: Callable[[], int]) -> Whole:
    """Return the number of the area each pixel's middle lies in, row by row.

    Each row is walked from the west: a border that is crossed says what begins there. What the
    first pixel of each row lies in is found by walking the first column the same way.

    Args:
        pieces: All borders that touch the picture, and any others.
        size: Width and height.
        lonely: Tells which area holds the whole picture; asked if no border divides it.
    """
    width, height = size
    rows, at, which = _crossings(pieces.x1, pieces.y1, pieces.x2, pieces.y2, height)
    first = np.ceil(at - 0.5)
    inner = np.flatnonzero((first >= 1) & (first < width))
    rows, at, which = rows.take(inner), at.take(inner), which.take(inner)
    first = first.take(inner).astype(np.int64)
    # Row by row from the west; borders within one pixel: the last one says what it shows. Sorting
    # numbers that carry their own place is four times as fast as asking for the order.
    part = ((first - at + 0.5) * _PARTS).astype(np.int64)
    keys = (((rows * width + first) << _PART_BITS) - part) << _COUNT_BITS
    keys |= np.arange(len(keys))
    keys.sort()
    order = keys & (2**_COUNT_BITS - 1)
    place = ((keys >> _COUNT_BITS) + _PARTS) >> _PART_BITS
    what = pieces.east.take(which.take(order))
    last = np.ones(len(place), dtype=bool)
    last[:-1] = place[1:] != place[:-1]
    place, what = place[last], what[last]
    begins = _first_column(pieces, height)
    if begins is None:
        whole = int(pieces.west[which[order[0]]]) if len(order) else lonely()
        begins = np.full(height, whole, dtype=np.int32)
    starts = np.arange(height, dtype=np.int64) * width
    slots = np.searchsorted(place, starts)
    place, what = np.insert(place, slots, starts), np.insert(what, slots, begins)
    lengths = np.diff(place, append=width * height)
    return np.repeat(what.astype(np.int32), lengths).reshape(height, width)


def _first_column(pieces: Pieces, height: int) -> Whole | None:
    """Return what the first pixel of each row shows, None where no border crosses them."""
    there = np.flatnonzero((pieces.x1 < 0.5) != (pieces.x2 < 0.5))
    if not len(there):
        return None
    x1, y1, x2, y2 = (each[there] for each in (pieces.x1, pieces.y1, pieces.x2, pieces.y2))
    at = y1 + (0.5 - x1) * (y2 - y1) / (x2 - x1)
    order = np.argsort(at)
    at, which = at[order], there[order]
    leans_east = pieces.x1[which] > pieces.x2[which]  # the upper end lies further east
    above = np.where(leans_east, pieces.west[which], pieces.east[which])
    below = np.where(leans_east, pieces.east[which], pieces.west[which])
    found = np.searchsorted(at, np.arange(height) + 0.5, side="right")
    return np.where(found == 0, above[0], below[np.maximum(found - 1, 0)]).astype(np.int32)


def _crossings(
    x1: Real, y1: Real, x2: Real, y2: Real, height: int
) -> tuple[npt.NDArray[np.int64], Real, npt.NDArray[np.intp]]:
    """Return where pieces cross the middles of rows: row, x there, which piece."""
    top, bottom = np.minimum(y1, y2), np.maximum(y1, y2)
    first = np.clip(np.ceil(top - 0.5), 0, height).astype(np.int64)
    end = np.clip(np.ceil(bottom - 0.5), 0, height).astype(np.int64)
    counts = end - first
    crossing = np.flatnonzero(counts)
    counts, first = counts.take(crossing), first.take(crossing)
    x1, y1, x2, y2 = (each.take(crossing) for each in (x1, y1, x2, y2))
    slope = (x2 - x1) / (y2 - y1)
    begin = x1 + (0.5 - y1) * slope
    mine = np.repeat(np.arange(len(crossing)), counts)
    rows = np.arange(len(mine)) + (first - np.cumsum(counts) + counts).take(mine)
    return rows, begin.take(mine) + rows * slope.take(mine), crossing.take(mine)


def covered(plane: Marks, pieces: Pieces, width_px: float | Real, marks: Marks) -> None:
    """Lay lines of some width into a plane.

    A line is sampled once a row where it is steep and once a column where it is flat; each
    sample is spread over the pixels beside it by how much of them the line covers. A pixel
    keeps the largest of `mark + share`.

    Args:
        plane: Height by width.
        pieces: The lines.
        width_px: How thick they are, all of them or each.
        marks: A multiple of 256 for each line; a share of 255 is a pixel covered whole.
    """
    height, width = plane.shape
    steep = np.abs(pieces.y2 - pieces.y1) >= np.abs(pieces.x2 - pieces.x1)
    flat = plane.reshape(-1)
    widths = np.broadcast_to(np.asarray(width_px, dtype=np.float64), pieces.x1.shape)
    for chosen, upright in ((np.flatnonzero(steep), True), (np.flatnonzero(~steep), False)):
        ends = (pieces.x1, pieces.y1, pieces.x2, pieces.y2)
        x1, y1, x2, y2 = (each.take(chosen) for each in ends)
        thick, mine = widths.take(chosen), marks.take(chosen)
        if upright:
            grid = _Grid(flat, height, width, width, 1)
            _lay(grid, (x1, y1, x2, y2), thick, mine)
        else:
            grid = _Grid(flat, width, height, 1, width)
            _lay(grid, (y1, x1, y2, x2), thick, mine)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A plane, or the same one turned: how far the next row and the next column are."""

    flat: Marks
    rows: int
    columns: int
    row_step: int
    column_step: int


def _lay(grid: _Grid, ends: tuple[Real, Real, Real, Real], widths: Real, marks: Marks) -> None:
    """Lay lines that are steeper than a diagonal."""
    x1, y1, x2, y2 = ends
    low, high = np.minimum(y1, y2), np.maximum(y1, y2)
    slope = (x2 - x1) / np.where(y1 == y2, 1.0, y2 - y1)
    first = np.clip(np.floor(low), 0, grid.rows).astype(np.int64)
    end = np.clip(np.ceil(high), 0, grid.rows).astype(np.int64)
    counts = end - first
    half = widths / 2.0 * np.sqrt(1.0 + slope * slope)
    for start, stop in _shares(counts):
        which = np.repeat(np.arange(start, stop), counts[start:stop])
        before = np.cumsum(counts[start:stop]) - counts[start:stop]
        rows = np.arange(len(which)) + np.repeat(first[start:stop] - before, counts[start:stop])
        # beyond its ends a line stops, so that corners stay round
        y = np.clip(rows + 0.5, low.take(which), high.take(which))
        at = x1.take(which) + (y - y1.take(which)) * slope.take(which)
        _spread(grid, rows, at, half.take(which), marks.take(which))


def _shares(counts: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return stretches of lines that have so few samples that no step lasts long."""
    total = np.cumsum(counts)
    if not len(total) or not total[-1]:
        return []
    marks = np.arange(_AT_ONCE, int(total[-1]) + _AT_ONCE, _AT_ONCE)
    stops = np.minimum(np.searchsorted(total, marks) + 1, len(counts))
    starts = [0, *stops[:-1]]
    return [(int(a), int(b)) for a, b in zip(starts, stops, strict=True) if a < b]


def _spread(grid: _Grid, rows: npt.NDArray[np.int64], at: Real, half: Real, marks: Marks) -> None:
    beside = np.floor(at - half).astype(np.int64)
    near = np.flatnonzero((beside > -_WIDEST) & (beside < grid.columns))
    if len(near) < len(rows):
        rows, at, half = rows.take(near), at.take(near), half.take(near)
        marks, beside = marks.take(near), beside.take(near)
    if not len(half):
        return
    base = rows * grid.row_step
    for step in range(int(np.ceil(2.0 * float(half.max()) + 1.0))):
        column = beside + step
        share = half + 0.5 - np.abs(column + 0.5 - at)
        seen = np.flatnonzero((share > 0.0) & (column >= 0) & (column < grid.columns))
        much = np.minimum(share.take(seen), 1.0) * 255.0
        places = base.take(seen) + column.take(seen) * grid.column_step
        np.maximum.at(grid.flat, places, marks.take(seen) + much.astype(np.uint16))
