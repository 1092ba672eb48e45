"""Outlines as polygons in CGCS2000 longitude and latitude, and which grid a point lies in."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import AppError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely import LineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]  # longitude, latitude
Ring = tuple[Point, ...]

_LINE_STRING, _POLYGON, _MULTI_LINE_STRING, _MULTI_POLYGON = _DRAWN = (2, 3, 5, 6)
_LITTLE_ENDIAN = 1


class BadOutline(AppError):
    """A shape that is no area, or crosses itself so that no area can be made out of it."""

    code = "territory.bad_outline"


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
        repaired: True when the shape crossed itself and was put right.
    """

    wkb: bytes
    west: float
    south: float
    east: float
    north: float
    centre: Point
    repaired: bool = False


def make_shape(geometry: "BaseGeometry") -> Shape:
    """Return an area ready to be stored; a self-crossing one is put right first.

    Raises:
        BadOutline: There is no area in it.
    """
    import shapely

    whole = shapely.force_2d(geometry)
    repaired = not whole.is_valid
    if repaired:
        whole = shapely.make_valid(whole, method="structure", keep_collapsed=False)
    if not isinstance(whole, shapely.Polygon | shapely.MultiPolygon) or not whole.area > 0:
        raise BadOutline
    return Shape(
        shapely.to_wkb(whole, byte_order=_LITTLE_ENDIAN, output_dimension=2),
        *whole.bounds,
        centre=_well_inside(whole),
        repaired=repaired,
    )


def _well_inside(area: "Polygon | MultiPolygon") -> Point:
    """Return a point far from the border; the centroid where that lies well inside, too."""
    import shapely

    parts = area.geoms if isinstance(area, shapely.MultiPolygon) else (area,)
    largest = max(parts, key=lambda part: part.area)
    point = largest.centroid
    if not largest.contains(point) or largest.exterior.distance(point) < largest.area**0.5 / 4.0:
        west, south, east, north = largest.bounds
        fine_enough = max(east - west, north - south) / 50.0
        point = shapely.maximum_inscribed_circle(largest, fine_enough).interpolate(0.0)
    return point.x, point.y


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
        point, area = self._tree.query(shapely.points(x, y))
        hit = shapely.intersects_xy(self._areas[area], x[point], y[point])
        nobody = len(self._areas)
        found = np.full(len(x), nobody, dtype=np.intp)
        np.minimum.at(found, point[hit], area[hit])
        found[found == nobody] = -1
        return found
