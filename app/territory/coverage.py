"""Areas that fit together like the pieces of a puzzle, and what keeps them fitting while they are
cut, put together and moved: no gap, no overlap; pure.

Neighbours share each point of their border. A point that one of them gets, the other gets, too;
a point that moves, moves in all of them.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.territory.geometry import Point

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely import LineString, Polygon
    from shapely.geometry.base import BaseGeometry

    Points = npt.NDArray[np.float64]
    Areas = Mapping[str, BaseGeometry]

METRES_PER_DEGREE = 111_320.0
LEAST_M2 = 50.0
"""The smallest area that is still a grid and no slip of the hand."""

REDRAWN_M2 = 1.0
"""A border that moved by less is the same border with a point more."""

_PLACES = 9  # decimal places of a degree: a tenth of a millimetre
RASTER = 1e-9  # degrees: what `_PLACES` rounds to
_SAME_EDGE = 1e-9  # degrees


class LineMisses(AppError):
    """A line does not cut the area in two."""

    code = "territory.line_misses"


class PieceTooSmall(AppError):
    """A piece would be smaller than a grid can be; facts: ``least``."""

    code = "territory.piece_too_small"


class NotNeighbours(AppError):
    """Areas that do not touch along a border cannot be put together."""

    code = "territory.not_neighbours"


class BorderBreaks(AppError):
    """Moved so, the border would cross itself or another one."""

    code = "territory.border_breaks"


class BorderFixed(AppError):
    """The point lies on the limit of the community, which is not drawn here."""

    code = "territory.border_fixed"


def split(areas: "Areas", key: str, line: Sequence[Point]) -> "tuple[list[Polygon], Areas]":
    """Cut an area along a line.

    Args:
        areas: All areas, by key.
        key: Which is cut.
        line: At least two points, from outside to outside; degrees.

    Returns:
        The pieces, the most western first, and the neighbours that got a point where the line
        meets their border.

    Raises:
        LineMisses: It does not come in and go out again.
        PieceTooSmall: It cuts off a sliver.
    """
    import shapely

    area = areas[key]
    # The whole line: what is cut off of it first ends beside the border, not on it.
    lines = shapely.unary_union([shapely.boundary(area), shapely.LineString(line)])
    found = [
        piece
        for piece in shapely.get_parts(shapely.polygonize([lines]))
        if shapely.contains_properly(area, piece.point_on_surface())
    ]
    if len(found) < len(shapely.get_parts(area)) + 1:
        raise LineMisses
    pieces = [shapely.transform(piece, _rounded(area)) for piece in found]
    if min(map(square_metres, pieces)) < LEAST_M2:
        raise PieceTooSmall(least=int(LEAST_M2))
    new = _new_points(area, pieces)
    neighbours = _with_points({k: other for k, other in areas.items() if k != key}, area, new)
    _check(pieces)
    return sorted(pieces, key=lambda piece: piece.bounds[0]), neighbours


def merge(areas: "Areas", keys: Iterable[str]) -> "Polygon":
    """Put areas together that touch along a border; one that is named twice counts once.

    Raises:
        NotNeighbours: They do not hang together, or only at a point.
    """
    import shapely

    joined = [areas[key] for key in dict.fromkeys(keys)]
    parts = _parts(shapely.coverage_union_all, joined)
    if len(parts) != 1:  # maps from elsewhere overlap here and there
        parts = _parts(shapely.union_all, joined)
    if len(parts) != 1:
        raise NotNeighbours
    return parts[0]


def _parts(
    union: "Callable[[list[BaseGeometry]], BaseGeometry]", areas: "list[BaseGeometry]"
) -> "list[Polygon]":
    import shapely

    try:
        found = shapely.get_parts(union(areas))
    except shapely.GEOSException:
        return []
    return [part for part in found if isinstance(part, shapely.Polygon)]


def move(areas: "Areas", start: Point, end: Point, limit: "BaseGeometry") -> "Areas":
    """Move a point of borders, in all areas that share it.

    Args:
        areas: All areas, by key.
        start: A point of one of them, or on a straight piece of a border, which then bends.
        end: Where to.
        limit: Lines that stay as they are: the limits of the communities.

    Returns:
        The areas that changed.

    Raises:
        BorderFixed: The point lies on the limit.
        BorderBreaks: Borders would cross.
    """
    import numpy as np
    import shapely

    here = shapely.Point(start)
    if shapely.dwithin(limit, here, _SAME_EDGE):
        raise BorderFixed
    near = {k: area for k, area in areas.items() if shapely.dwithin(area, here, _SAME_EDGE)}
    bent = dict(near) | _with_points(near, None, [start])
    target = np.round(np.array(end), _PLACES)

    def moved(points: "Points") -> "Points":
        is_it = (points == np.array(start)).all(axis=1)
        return np.where(is_it[:, None], target, points)

    changed = {k: shapely.transform(area, moved) for k, area in bent.items()}
    changed = {k: area for k, area in changed.items() if not area.equals_exact(near[k], 0.0)}
    if len(changed) < 2:
        raise BorderFixed
    _check(changed.values())
    around = _around(areas, changed)
    if not _fits(around, {**around, **changed}):
        raise BorderBreaks
    return changed


def fitted(areas: "Areas", beside: "Areas", piece: "Polygon") -> "tuple[Polygon, Areas]":
    """Fit an area that lies on free ground to those beside it.

    Args:
        areas: All areas, by key.
        beside: Those it may touch.
        piece: The new one, which covers none of them.

    Returns:
        The area, and the neighbours of which a straight piece of border got a point.

    Raises:
        BorderBreaks: Borders would cross.
    """
    import numpy as np
    import shapely

    # all corners, as those of the neighbours are: see `settled`
    new: Polygon = shapely.transform(piece, lambda points: np.round(points, _PLACES))
    corners = [(x, y) for x, y in shapely.get_coordinates(new).tolist()]
    changed = _with_points(beside, None, corners)
    _check([new, *changed.values()])
    around = _around(areas, {**changed, **beside})
    if not _fits(around, {**around, **changed, "": new}):
        raise BorderBreaks
    return new, changed


def settled(wkb: bytes) -> bytes:
    """Return a stored area with its corners rounded as those are that are made here."""
    import numpy as np
    import shapely

    area = shapely.transform(shapely.from_wkb(wkb), lambda points: np.round(points, _PLACES))
    return shapely.to_wkb(area, byte_order=1, output_dimension=2)


def faults(areas: "Areas") -> float:
    """Return how many metres of border do not fit: a gap or an overlap lies along them."""
    import shapely

    edges = shapely.coverage_invalid_edges(list(areas.values()))
    return float(shapely.length(edges).sum()) * METRES_PER_DEGREE


def square_metres(area: "BaseGeometry") -> float:
    """Return the size of an area in degrees, near enough for a share or a limit."""
    if area.is_empty:
        return 0.0
    latitude = area.centroid.y
    return float(area.area) * METRES_PER_DEGREE**2 * math.cos(math.radians(latitude))


def shares(old: "BaseGeometry", pieces: "Areas") -> dict[str, float]:
    """Return which part of an area lies in each of some others; those with next to none are
    left out.
    """
    found = {key: float(old.intersection(piece).area) for key, piece in pieces.items()}
    least = float(old.area) * 1e-3
    return {key: size / float(old.area) for key, size in found.items() if size > least}


def is_redrawn(old: "BaseGeometry", new: "BaseGeometry") -> bool:
    """Tell whether an area covers other ground than before."""
    return square_metres(old.symmetric_difference(new)) > REDRAWN_M2


def limits(groups: "Iterable[Iterable[BaseGeometry]]") -> "BaseGeometry":
    """Return the lines around groups of areas: the limits of the communities."""
    import shapely

    wholes = [shapely.union_all(list(group)) for group in groups]
    return shapely.union_all([shapely.boundary(whole) for whole in wholes])


def _rounded(area: "BaseGeometry") -> "Callable[[Points], Points]":
    """Return what rounds points that the area did not have before."""
    import numpy as np
    import shapely

    known = set(map(tuple, shapely.get_coordinates(area).tolist()))

    def convert(points: "Points") -> "Points":
        is_new = np.array([tuple(point) not in known for point in points.tolist()])
        return np.where(is_new[:, None], np.round(points, _PLACES), points)

    return convert


def _new_points(area: "BaseGeometry", pieces: "Sequence[Polygon]") -> list[Point]:
    """Return the points where a cut meets the border of an area."""
    import shapely

    known = set(map(tuple, shapely.get_coordinates(area).tolist()))
    corners = {tuple(p) for p in shapely.get_coordinates(pieces).tolist()} - known
    border = shapely.boundary(area)
    return [(x, y) for x, y in corners if shapely.dwithin(border, shapely.Point(x, y), _SAME_EDGE)]


def _with_points(
    areas: "Areas", beside: "BaseGeometry | None", points: Sequence[Point]
) -> "dict[str, BaseGeometry]":
    """Return the areas of which a straight piece of border gets a point, with that point."""
    import shapely

    found: dict[str, BaseGeometry] = {}
    for key, area in areas.items():
        if beside is not None and not shapely.dwithin(area, beside, _SAME_EDGE):
            continue
        changed = area
        for point in points:
            changed = _with_point(changed, point)
        if changed is not area:
            found[key] = changed
    return found


def _with_point(area: "BaseGeometry", point: Point) -> "BaseGeometry":
    import shapely

    here = shapely.Point(point)
    if not shapely.dwithin(shapely.boundary(area), here, _SAME_EDGE):
        return area
    polygons = [
        shapely.Polygon(
            _ring_with(part.exterior, point), [_ring_with(hole, point) for hole in part.interiors]
        )
        for part in shapely.get_parts(area)
    ]
    whole = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return area if whole.equals_exact(area, 0.0) else whole


def _ring_with(ring: "LineString", point: Point) -> "Points":
    """Return a ring with a point on the edge it lies on, as it is where none is near."""
    import numpy as np
    import shapely

    corners = shapely.get_coordinates(ring)
    if (corners == np.array(point)).all(axis=1).any():
        return corners
    edges = shapely.linestrings(np.stack((corners[:-1], corners[1:]), axis=1))
    away = np.asarray(shapely.distance(edges, shapely.Point(point)))
    nearest = int(away.argmin())
    if away[nearest] > _SAME_EDGE:
        return corners
    return np.insert(corners, nearest + 1, point, axis=0)


def _around(areas: "Areas", changed: "Areas") -> "dict[str, BaseGeometry]":
    """Return the changed areas as they were, and all that lie beside them before or after."""
    import shapely

    spots = shapely.union_all([*(areas[key] for key in changed), *changed.values()])
    return {k: area for k, area in areas.items() if shapely.dwithin(area, spots, _SAME_EDGE)}


def _fits(before: "Areas", after: "Areas") -> bool:
    """Tell whether borders fit as well as before: maps from elsewhere have gaps of their own."""
    return faults(after) <= faults(before) + 1e-3


def _check(areas: "Iterable[BaseGeometry]") -> None:
    import shapely

    if not shapely.is_valid(list(areas)).all():
        raise BorderBreaks
