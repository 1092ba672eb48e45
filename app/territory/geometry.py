"""Outlines as polygons in CGCS2000 longitude and latitude, and which grid a point lies in."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.errors import AppError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely import LineString, Polygon
    from shapely import Point as ShapelyPoint
    from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]  # longitude, latitude
Ring = tuple[Point, ...]

_LINE_STRING, _POLYGON, _MULTI_LINE_STRING, _MULTI_POLYGON = _DRAWN = (2, 3, 5, 6)
_LITTLE_ENDIAN = 1
_SAME_PLACE = 1e-9  # degrees


class BadOutline(AppError):
    """A shape that is no area, or crosses itself so that no area can be made out of it."""

    code = "territory.bad_outline"


class RingFault(StrEnum):
    """What is wrong with the rings of an area, as GEOS tells it."""

    CROSSING = "Self-intersection"
    RING_CROSSING = "Ring Self-intersection"
    HOLE_OUTSIDE = "Hole lies outside shell"
    NESTED_HOLES = "Holes are nested"
    NESTED_SHELLS = "Nested shells"
    CUT_APART = "Interior is disconnected"
    TWICE = "Duplicate Rings"
    TOO_FEW_POINTS = "Too few points in geometry component"
    UNCLOSED = "Ring is not closed"
    NOT_A_NUMBER = "Invalid Coordinate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline made ready to be stored; degrees of CGCS2000.

    Attributes:
        wkb: Polygon or multipolygon, little endian, two dimensions.
        west: Smallest longitude.
        south: Smallest latitude.
        east: Largest longitude.
        north: Largest latitude.
        centre: A point well inside, where a label looks right.
        fault: What was wrong with it before it was put right, None where nothing was.
    """

    wkb: bytes
    west: float
    south: float
    east: float
    north: float
    centre: Point
    fault: RingFault | None = None

    @property
    def repaired(self) -> bool:
        """Tell whether it had to be put right."""
        return self.fault is not None


def make_shape(geometry: "BaseGeometry") -> Shape:
    """Return an area ready to be stored; a self-crossing one is put right first.

    Raises:
        BadOutline: There is no area in it.
    """
    (shape,) = make_shapes([geometry])
    if shape is None:
        raise BadOutline
    return shape


def make_shapes(geometries: "Sequence[BaseGeometry]") -> list[Shape | None]:
    """Return many areas ready to be stored, None for what has no area; see `make_shape`."""
    import numpy as np
    import shapely

    whole = np.array(shapely.force_2d(np.array(geometries, dtype=object)))
    faults = _repair(whole)
    is_area = np.isin(shapely.get_type_id(whole), (_POLYGON, _MULTI_POLYGON))
    is_area &= shapely.area(whole) > 0.0
    good = whole[is_area]
    bodies = shapely.to_wkb(good, byte_order=_LITTLE_ENDIAN, output_dimension=2)
    shapes: list[Shape | None] = [None] * len(whole)
    told = zip(
        np.flatnonzero(is_area).tolist(),
        bodies,
        shapely.bounds(good).tolist(),
        _well_inside(good),
        strict=True,
    )
    for place, wkb, (west, south, east, north), centre in told:
        shapes[place] = Shape(wkb, west, south, east, north, centre, faults.get(place))
    return shapes


def _repair(areas: "npt.NDArray[np.object_]") -> dict[int, RingFault]:
    """Put right in place what crosses itself; return what was wrong, by place."""
    import numpy as np
    import shapely

    faults = {}
    for place in np.flatnonzero(~shapely.is_valid(areas)).tolist():
        faults[place] = _fault(shapely.is_valid_reason(areas[place]))
        areas[place] = shapely.make_valid(areas[place], method="structure", keep_collapsed=False)
    return faults


def _fault(reason: str) -> RingFault:
    """Return the fault of a reason such as ``Self-intersection[113.3 40.1]``."""
    said = reason.partition("[")[0].strip()
    return RingFault(said) if said in set(RingFault) else RingFault.OTHER


def _well_inside(areas: "npt.NDArray[np.object_]") -> list[Point]:
    """Return a point far from the border of each area; the centroid where that lies well
    inside, too.
    """
    import numpy as np
    import shapely

    parts, owners = shapely.get_parts(areas, return_index=True)
    sizes = shapely.area(parts)
    order = np.lexsort((-sizes, owners))  # the largest part of each area comes first
    firsts = np.unique(owners[order], return_index=True)[1]
    largest = parts[order][firsts]
    points = shapely.centroid(largest)
    far = shapely.distance(shapely.get_exterior_ring(largest), points)
    good = shapely.contains(largest, points) & (far >= sizes[order][firsts] ** 0.5 / 4.0)
    for place in np.flatnonzero(~good).tolist():
        points[place] = _deepest(largest[place])
    return [(x, y) for x, y in shapely.get_coordinates(points).tolist()]


def _deepest(area: "Polygon") -> "ShapelyPoint":
    import shapely

    west, south, east, north = area.bounds
    fine_enough = max(east - west, north - south) / 50.0
    return shapely.Point(shapely.maximum_inscribed_circle(area, fine_enough).coords[0])


def same_outline(one: bytes, other: bytes) -> bool:
    """Tell whether two stored areas are the same to a tenth of a millimetre, wherever their rings
    begin and whichever way they run.
    """
    import shapely

    if one == other:
        return True
    first, second = (
        shapely.normalize(shapely.MultiPolygon(list(shapely.get_parts(shapely.from_wkb(wkb)))))
        for wkb in (one, other)
    )
    return bool(first.equals_exact(second, tolerance=_SAME_PLACE))


def shape_from_wkb(wkb: bytes) -> Shape:
    """Return a stored or transmitted outline checked and made ready.

    Raises:
        BadOutline: It is no WKB, or no area.
    """
    import shapely

    try:
        return make_shape(shapely.from_wkb(wkb))
    except shapely.errors.GEOSException as error:
        raise BadOutline from error


def line_wkb(line: "LineString") -> bytes:
    """Return a line as it is stored."""
    import shapely

    return shapely.to_wkb(line, byte_order=_LITTLE_ENDIAN, output_dimension=2)


def rings(wkb: bytes) -> tuple[Ring, ...]:
    """Return the rings of a stored (multi)polygon as plain tuples, outer and inner alike.

    Needs neither numpy nor shapely: a map is drawn before either is imported.
    """
    found, _ = _read(wkb, 0)
    return tuple(found)


def lines(wkb: bytes) -> tuple[Ring, ...]:
    """Return the parts of a stored (multi)line as plain tuples."""
    found, _ = _read(wkb, 0)
    return tuple(found)


def _read(wkb: bytes, at: int) -> tuple[list[Ring], int]:
    order, kind = struct.unpack_from("<BI", wkb, at)
    if order != _LITTLE_ENDIAN or kind not in _DRAWN:
        raise BadOutline
    at += 5
    if kind == _LINE_STRING:
        line, at = _read_points(wkb, at)
        return [line], at
    (count,) = struct.unpack_from("<I", wkb, at)
    at += 4
    found: list[Ring] = []
    for _ in range(count):
        if kind == _POLYGON:
            ring, at = _read_points(wkb, at)
            found.append(ring)
        else:
            parts, at = _read(wkb, at)
            found += parts
    return found, at


def _read_points(wkb: bytes, at: int) -> tuple[Ring, int]:
    (count,) = struct.unpack_from("<I", wkb, at)
    flat = struct.unpack_from(f"<{2 * count}d", wkb, at + 4)
    return tuple(zip(flat[::2], flat[1::2], strict=True)), at + 4 + 16 * count


class GridIndex:
    """Which grid a point lies in, for many points at once.

    A tree of bounding boxes names one or two grids a point; the prepared polygons decide.
    That is 300,000 points in a third of a second over 1,529 grids, so nothing finer (a raster
    of candidates) is kept. A point on a border belongs to the grid with the lowest code.
    """

    def __init__(self, codes: Sequence[str], areas: "npt.NDArray[np.object_]") -> None:
        import numpy as np
        import shapely

        self._codes = np.array([*codes, None], dtype=object)  # place -1: outside all
        self._areas = areas
        self._tree = shapely.STRtree(areas)
        shapely.prepare(areas)
        # Prepared polygons finish their inner index at the first question; asking each one
        # now makes the index safe to share between reading threads.
        inside = shapely.get_coordinates(shapely.point_on_surface(areas))
        if len(areas):
            shapely.intersects_xy(areas, inside[:, 0], inside[:, 1])

    @classmethod
    def from_outlines(cls, rows: Iterable[tuple[str, bytes]]) -> "GridIndex":
        """Return an index over (code, WKB) pairs."""
        import numpy as np
        import shapely

        ordered = sorted(rows)
        areas = shapely.from_wkb([wkb for _, wkb in ordered])
        return cls([code for code, _ in ordered], np.asarray(areas, dtype=object))

    def __len__(self) -> int:
        return len(self._areas)

    def find(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the grid a point lies in, None outside all."""
        return self.find_many([longitude], [latitude])[0]

    def find_many(
        self, longitudes: "npt.ArrayLike", latitudes: "npt.ArrayLike"
    ) -> list[str | None]:
        """Return the code of each point's grid, None for those outside all."""
        found: list[str | None] = self._codes[self.places(longitudes, latitudes)].tolist()
        return found

    def places(
        self, longitudes: "npt.ArrayLike", latitudes: "npt.ArrayLike"
    ) -> "npt.NDArray[np.intp]":
        """Return each point's grid as its place in the order of codes, -1 outside all."""
        import numpy as np
        import shapely

        x = np.asarray(longitudes, dtype=np.float64)
        y = np.asarray(latitudes, dtype=np.float64)
        order = self._along_strips(x, y)
        point, area = self._tree.query(shapely.points(x[order], y[order]))
        # neighbours after one another: what they are tested against is still at hand
        pairs = np.argsort(area, kind="stable")
        point, area = order[point[pairs]], area[pairs]
        hit = shapely.intersects_xy(self._areas[area], x[point], y[point])
        nobody = len(self._areas)
        found = np.full(len(x), nobody, dtype=np.intp)
        np.minimum.at(found, point[hit], area[hit])
        found[found == nobody] = -1
        return found

    def _along_strips(
        self, x: "npt.NDArray[np.float64]", y: "npt.NDArray[np.float64]"
    ) -> "npt.NDArray[np.intp]":
        """Return the order of points in strips from south to north, each from west to east."""
        import numpy as np

        strips = max(1.0, float(np.sqrt(len(self._areas))))
        low, high = (float(y.min()), float(y.max())) if len(y) else (0.0, 0.0)
        strip = np.floor(np.nan_to_num(y - low) / max((high - low) / strips, 1e-12))
        return np.lexsort((x, strip))
