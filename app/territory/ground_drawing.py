"""A grid drawn where there was none, fitted to its neighbours like a piece of a puzzle; pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.core.errors import AppError
from app.territory import coverage
from app.territory.geometry import Point

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

    Areas = Mapping[str, BaseGeometry]

SNAP_M = 15.0
"""A border drawn so near to another one means that one: the strip between is nobody's wish."""
_OUTSIDE_SHARE = 0.02
_SAME_CORNER = 1e-7  # degrees: a centimetre
_SLIP = 0.05  # of the largest part: what is smaller was cut off by a slip of the hand


class GroundTaken(AppError):
    """Other grids cover all that was drawn around."""

    code = "territory.ground_taken"


class GroundParted(AppError):
    """What is free of the area drawn around falls into several parts."""

    code = "territory.ground_parted"


class OutsideStreet(AppError):
    """It reaches beyond the limit of the street."""

    code = "territory.outside_street"


class NoCommunityThere(AppError):
    """It lies in no community and beside no grid of one."""

    code = "territory.no_community_there"


def draw(
    areas: "Areas", ring: Sequence[Point], street: "BaseGeometry | None" = None
) -> "tuple[Polygon, Areas]":
    """Return a new area, and the neighbours that got a point where its border meets theirs.

    What other areas cover of it stays theirs; where it comes near them, it takes their border.

    Args:
        areas: All areas, by key.
        ring: Corners as they were drawn, not closed; degrees.
        street: The area of the street, None where it is not known.

    Raises:
        BorderBreaks: The line drawn crosses itself, or borders would.
        GroundTaken: Nothing is free there.
        GroundParted: What is free falls into parts.
        OutsideStreet: It reaches beyond the street.
        PieceTooSmall: It is a sliver.
    """
    import shapely

    drawn = shapely.Polygon(ring) if len(ring) > 2 else shapely.Polygon()
    if drawn.is_empty or not drawn.is_valid:
        raise coverage.BorderBreaks
    near = SNAP_M / coverage.METRES_PER_DEGREE
    beside = {k: area for k, area in areas.items() if shapely.dwithin(area, drawn, 2 * near)}
    taken = shapely.union_all(list(beside.values()))
    drawn = _at_corners(_at_borders(drawn, taken), beside)
    # on a raster of a tenth of a millimetre: what is thinner than that falls away
    free = shapely.set_precision(
        shapely.difference(_closed(drawn, taken, near), taken), coverage.RASTER
    )
    parts = [
        part
        for part in shapely.get_parts(free)
        if isinstance(part, shapely.Polygon) and coverage.square_metres(part) >= 1.0
    ]
    least = max((_SLIP * coverage.square_metres(part) for part in parts), default=0.0)
    least = max(least, coverage.LEAST_M2)
    large = [part for part in parts if coverage.square_metres(part) >= least]
    if not parts:
        raise GroundTaken
    if not large:
        raise coverage.PieceTooSmall(least=int(coverage.LEAST_M2))
    if len(large) > 1:
        raise GroundParted
    if street is not None:
        outside = shapely.difference(large[0], shapely.buffer(street, near))
        if float(outside.area) > _OUTSIDE_SHARE * float(large[0].area):
            raise OutsideStreet
    return coverage.fitted(areas, beside, _at_corners(large[0], beside))


def _at_borders(area: "Polygon", taken: "BaseGeometry") -> "Polygon":
    """Return an area whose corners that nearly are on the border of what is taken lie on it."""
    import numpy as np
    import shapely

    if taken.is_empty:
        return area
    border = shapely.boundary(taken)

    def moved(points: "coverage.Points") -> "coverage.Points":
        spots = shapely.points(points)
        is_it = np.asarray(shapely.dwithin(spots, border, _SAME_CORNER))
        on = shapely.line_interpolate_point(
            shapely.shortest_line(spots, border), 1.0, normalized=True
        )
        return np.where(is_it[:, None], shapely.get_coordinates(on), points)

    found: Polygon = shapely.transform(area, moved)
    return found if found.is_valid else area


def _at_corners(area: "Polygon", beside: "coverage.Areas") -> "Polygon":
    """Return an area whose corners that nearly are corners of others are these: a corner a hair
    beside another one would fold the borders there.
    """
    import numpy as np
    import shapely

    corners = shapely.get_coordinates(list(beside.values()))
    if not len(corners):
        return area

    def moved(points: "coverage.Points") -> "coverage.Points":
        away = np.abs(points[:, None, :] - corners[None, :, :]).max(axis=2)
        nearest = away.argmin(axis=1)
        is_it = away[np.arange(len(points)), nearest] < _SAME_CORNER
        return np.where(is_it[:, None], corners[nearest], points)

    found: Polygon = shapely.transform(area, moved)
    return found if found.is_valid else area


def _closed(drawn: "Polygon", taken: "BaseGeometry", near: float) -> "BaseGeometry":
    """Return an area with the strips that part it from others it comes near.

    Both are widened until they meet and made as narrow again: what stays filled and touches both
    lay between them.
    """
    import shapely

    both = shapely.union(drawn, taken)
    wide = shapely.buffer(both, near, join_style="mitre")
    gaps = shapely.difference(shapely.buffer(wide, -near, join_style="mitre"), both)
    between = [
        gap
        for gap in shapely.get_parts(gaps)
        if shapely.dwithin(gap, drawn, 1e-9) and shapely.dwithin(gap, taken, 1e-9)
    ]
    return shapely.union_all([drawn, *between])


def community_of(area: "BaseGeometry", communities: "Areas", grids: "Areas", digits: int) -> str:
    """Return the code of the community an area lies in: that which covers most of it, else that
    of the grids it has the longest border with.

    Args:
        area: The new area.
        communities: Code → area, of those that are drawn.
        grids: Key → area; keys begin with the code of the community.
        digits: Of a community's code.

    Raises:
        NoCommunityThere: There is neither.
    """
    import shapely

    covered = {
        code: float(shapely.intersection(area, whole).area) for code, whole in communities.items()
    }
    best = max(covered, key=lambda code: covered[code], default="")
    if best and covered[best] > float(area.area) / 2.0:
        return best
    border = shapely.boundary(area)
    beside: dict[str, float] = {}
    for key, grid in grids.items():
        shared = float(shapely.length(shapely.intersection(border, shapely.boundary(grid))))
        beside[key[:digits]] = beside.get(key[:digits], 0.0) + shared
    longest = max(beside, key=lambda code: beside[code], default="")
    if longest and beside[longest] > 0.0:
        return longest
    if best and covered[best] > 0.0:
        return best
    raise NoCommunityThere
