"""Preparing a layer: clean borders, levels of detail, everything packed."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from app.territory.layers.borders import level, ragged, ranks_of
from app.territory.layers.packed import (
    CODE_DIGITS,
    METRES_PER_DEGREE,
    UNITS_PER_DEGREE,
    Level,
    Named,
    PackedLayer,
    packed_text,
)

_FINEST_M = 2.0
_OF_A_PIECE = 0.25  # of the mean straight piece: leaving out less changes next to nothing
_COARSER = 2.4  # each level leaves out bends this much larger
_WORTH_IT = 0.93  # a level with more of the pieces of the one before is not kept
_MOST_LEVELS = 8


def prepare(
    codes: Sequence[str],
    names: Sequence[str],
    areas: Sequence[bytes],
    centres: Sequence[tuple[float, float]],
    above: Mapping[str, str],
    version: str,
) -> PackedLayer:
    """Return a layer ready to be stored and drawn.

    Neighbours keep sharing their borders at every level: the simplification treats all areas as
    one coverage. Where outlines overlap or leave slits they are put right first, for drawing
    only; what is stored of a region stays as it was surveyed.

    Args:
        codes: In ascending order, all of the same length.
        names: In the same order.
        areas: WKB of (multi)polygons, CGCS2000 degrees, in the same order.
        centres: Where names look right, degrees, in the same order.
        above: Code → name of the regions above them; one without a name is not named.
        version: What tells this state of the areas from others.
    """
    shapes = np.asarray(shapely.from_wkb(list(areas)), dtype=object)
    if len(shapes) and not shapely.coverage_is_valid(shapes):
        shapes = _cleaned(shapes)
    corners, rings, parts = ragged(shapes)
    boxes = _units(shapely.bounds(shapes).reshape(-1, 4))
    middles = _units(np.asarray(centres, dtype=np.float64).reshape(-1, 2))
    return PackedLayer(
        version=version,
        codes=np.frombuffer("".join(codes).encode("ascii"), dtype=np.uint8),
        boxes=boxes,
        corners=corners,
        rings=rings,
        parts=parts,
        levels=_levels(shapes, ranks_of(list(codes)), (corners, rings, parts)),
        named=_named(codes, names, boxes, middles, above),
        code_digits=len(codes[0]) if codes else CODE_DIGITS[-1],
    )


def _named(
    codes: Sequence[str],
    names: Sequence[str],
    boxes: npt.NDArray[np.int32],
    centres: npt.NDArray[np.int32],
    above: Mapping[str, str],
) -> tuple[Named, ...]:
    """Return the names on the map, of the largest regions first.

    A region's name stands in that of its areas which lies nearest to the middle of all, so that
    it never stands outside.
    """
    found = []
    for digits in CODE_DIGITS if codes else ():
        if digits >= len(codes[0]):
            break
        cut = np.array([code[:digits] for code in codes])
        starts = np.flatnonzero(np.concatenate([[True], cut[1:] != cut[:-1]]))
        low = np.minimum.reduceat(boxes[:, :2], starts)
        high = np.maximum.reduceat(boxes[:, 2:], starts)
        groups = np.split(centres.astype(np.int64), starts[1:])
        middles = [
            group[np.abs(group - group.mean(axis=0)).sum(axis=1).argmin()] for group in groups
        ]
        text, begins = packed_text([above.get(str(cut[at]), "") for at in starts])
        shape = np.array(middles, dtype=np.int32).reshape(-1, 2)
        found.append(Named(digits, np.hstack([low, high]), shape, text, begins))
    text, begins = packed_text(names)
    digits = len(codes[0]) if codes else CODE_DIGITS[-1]
    return (*found, Named(digits, boxes, centres, text, begins))


def _nearest_to_the_mean(points: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    aside = np.abs(points - points.mean(axis=0)).sum(axis=1)
    return np.asarray(points[aside.argmin()])


def _units(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    whole = np.rint(np.nan_to_num(degrees) * UNITS_PER_DEGREE)
    return whole.astype(np.int32)


def _cleaned(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the areas as a coverage; one that would vanish keeps its own outline."""
    cleaned: npt.NDArray[Any] = shapely.coverage_clean(shapes)  # type: ignore[attr-defined]  # the stubs are of 2.1
    gone = shapely.is_empty(cleaned)
    cleaned[gone] = shapes[gone]
    return cleaned


def _mean_length_m(level: Level) -> float:
    if not len(level.ends):
        return 0.0
    ways = (level.ends[:, 2:].astype(np.float64) - level.ends[:, :2]) / UNITS_PER_DEGREE
    return float(np.hypot(*ways.T).mean()) * METRES_PER_DEGREE


def _levels(
    shapes: npt.NDArray[Any], above: npt.NDArray[np.int32], finest: tuple[Any, Any, Any]
) -> tuple[Level, ...]:
    found = [level(*finest, above, 0.0)]
    tolerance = max(_FINEST_M, _OF_A_PIECE * _mean_length_m(found[0]))
    for _ in range(_MOST_LEVELS if len(shapes) else 0):
        shapes = shapely.coverage_simplify(shapes, tolerance / METRES_PER_DEGREE)
        coarser = level(*ragged(shapes), above, tolerance)
        if len(coarser.ends) < _WORTH_IT * len(found[-1].ends):
            found.append(coarser)
        tolerance *= _COARSER
    return tuple(found)
