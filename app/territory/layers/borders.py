"""Borders between areas, each once: from the rings of all areas to a searchable level."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from app.territory.layers.packed import CODE_DIGITS, UNITS_PER_DEGREE, Bytes, Level, Whole

_PER_CELL = 48  # pieces of border a cell of the raster holds in the mean
_LONGEST = 0.999  # pieces longer than those of this share are cut, so that no cell reaches far

Keys = npt.NDArray[np.uint64]


def ragged(areas: npt.NDArray[Any]) -> tuple[Whole, Whole, Whole]:
    """Return corners in units, where rings begin in them, and where areas begin among rings."""
    if not len(areas):
        none = np.zeros(1, dtype=np.int32)
        return np.zeros((0, 2), dtype=np.int32), none, none
    turned = shapely.orient_polygons(areas)
    kind, coordinates, offsets = shapely.to_ragged_array(turned)
    corners = np.rint(coordinates * UNITS_PER_DEGREE).astype(np.int32)
    rings = offsets[0].astype(np.int32)
    parts = offsets[1] if kind is shapely.GeometryType.POLYGON else offsets[1][offsets[2]]
    return corners, rings, parts.astype(np.int32)


def ranks_of(codes: list[str]) -> Whole:
    """Return which regions each area lies in, a column a tier from the largest; row 0 is the
    outside, which lies in none.
    """
    shown = [digits for digits in CODE_DIGITS if codes and digits < len(codes[0])]
    found = np.zeros((len(codes) + 1, len(shown)), dtype=np.int32)
    for column, digits in enumerate(shown):
        cut = np.array([code[:digits] for code in codes])
        found[1:, column] = np.unique(cut, return_inverse=True)[1] + 1
    return found


def level(corners: Whole, rings: Whole, parts: Whole, above: Whole, tolerance_m: float) -> Level:
    """Return the borders of some areas as a level of detail."""
    ends, sides = _shared(corners, rings, parts)
    ends, sides = _cut_long(ends, sides)
    ranks = np.zeros(len(ends), dtype=np.uint8)
    for column in range(above.shape[1]):
        ranks += above[sides[:, 0], column] != above[sides[:, 1], column]
    outer = (sides == 0).any(axis=1)
    # whatever lies beyond, the outer border is one tier above all that it encloses
    ranks[outer] = 1 + int(ranks[~outer].max(initial=1))
    return _in_cells(ends, sides, ranks, tolerance_m)


def _shared(corners: Whole, rings: Whole, parts: Whole) -> tuple[Whole, Whole]:
    """Return each straight piece once with the areas on both sides."""
    owner = np.repeat(np.arange(1, len(parts), dtype=np.int32), np.diff(parts))
    owner = np.repeat(owner, np.diff(rings))
    keys = _keys(corners)
    first, second = keys[:-1], keys[1:]
    owner = owner[:-1]
    real = first != second
    real[rings[1:-1] - 1] = False  # from the end of a ring to the begin of the next
    first, second, owner = first[real], second[real], owner[real]
    # rings run so that their area lies to the left of the way
    goes_up = first < second
    low, high = np.where(goes_up, first, second), np.where(goes_up, second, first)
    order = np.lexsort((high, low))
    low, high, owner, goes_up = low[order], high[order], owner[order], goes_up[order]
    new = np.ones(len(low), dtype=bool)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    starts = np.flatnonzero(new)
    if not len(starts):
        return np.zeros((0, 4), dtype=np.int32), np.zeros((0, 2), dtype=np.int32)
    left = np.maximum.reduceat(np.where(goes_up, owner, 0), starts)
    right = np.maximum.reduceat(np.where(goes_up, 0, owner), starts)
    keep = left != right
    ends = np.hstack([_points(low[starts][keep]), _points(high[starts][keep])])
    sides = np.column_stack([left[keep], right[keep]]).astype(np.int32)
    return ends, sides


def _keys(corners: Whole) -> Keys:
    """Return points as numbers that sort by latitude, then longitude."""
    moved = (corners.astype(np.int64) + 2**31).astype(np.uint64)
    return np.asarray((moved[:, 1] << np.uint64(32)) | moved[:, 0])


def _points(keys: Keys) -> Whole:
    longitude = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64) - 2**31
    latitude = (keys >> np.uint64(32)).astype(np.int64) - 2**31
    return np.column_stack([longitude, latitude]).astype(np.int32)


def _cut_long(ends: Whole, sides: Whole) -> tuple[Whole, Whole]:
    """Cut the few very long pieces: each piece then lies near the cell of its middle."""
    if not len(ends):
        return ends, sides
    extent = np.abs(ends[:, 2:].astype(np.int64) - ends[:, :2]).max(axis=1)
    most = max(1, int(np.quantile(extent, _LONGEST)) * 2)
    count = -(-extent // most)
    at = np.repeat(np.arange(len(ends)), count)
    step = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    start, way = ends[at, :2].astype(np.float64), (ends[at, 2:].astype(np.float64) - ends[at, :2])
    share = np.column_stack([step, step + 1]) / count[at, None]
    low, high = start + way * share[:, :1], start + way * share[:, 1:]
    cut = np.rint(np.hstack([low, high])).astype(np.int32)
    return cut, sides[at]


def _in_cells(ends: Whole, sides: Whole, ranks: Bytes, tolerance_m: float) -> Level:
    if not len(ends):
        none = np.zeros(2, dtype=np.int32)
        return Level(tolerance_m, ends, sides, ranks, none, (0, 0), 1, 2**30, 0)
    low, high = ends[:, :2].min(axis=0), ends[:, 2:].max(axis=0)
    west, south = int(ends[:, (0, 2)].min()), int(low[1])
    width = int(ends[:, (0, 2)].max()) - west + 1
    height = int(high[1]) - south + 1
    cell = max(1, int(math.sqrt(width * height / max(1, len(ends) / _PER_CELL))))
    columns, rows = width // cell + 1, height // cell + 1
    middle = (ends[:, :2].astype(np.int64) + ends[:, 2:]) // 2 - (west, south)
    cells = (middle[:, 1] // cell) * columns + middle[:, 0] // cell
    order = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[order], np.arange(columns * rows + 1)).astype(np.int32)
    reach = int(np.abs(ends[:, 2:].astype(np.int64) - ends[:, :2]).max()) // 2 + 1
    return Level(
        tolerance_m,
        ends[order],
        sides[order],
        ranks[order],
        starts,
        (west, south),
        columns,
        cell,
        reach,
    )
