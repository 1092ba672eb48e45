"""Believable ground for a demonstration: communities and grids that tile a street.

Everything follows from the seed. The work is done in metres around the centre; grids are the
Voronoi cells of seeds that k-means has spread over a blob, closer together in the middle, as
in a real town. Every border is drawn once, slightly crooked, and all areas are put together
from these borders, so neighbours share their vertices exactly: no gap, no overlap.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from app.territory.geometry import Point, Shape, line_wkb, make_shape
from app.territory.map_paths import BorderPaths
from app.territory.rules import LineKind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely import LineString, MultiPoint, Polygon
    from shapely.geometry.base import BaseGeometry

    Points = npt.NDArray[np.float64]

_SAMPLES_PER_GRID = 90
_ROUNDS = 14
_ATTEMPTS = 20
_CROOKED = 0.05  # of a border's length
_SHORTEST_CROOKED_M = 60.0
_SNAP_M = 0.01
_METRES_PER_DEGREE = 111_320.0
# Where lines enter and leave, in half widths to the east and north of the middle.
_RIVER = (((-1.0, -0.15), (1.0, -0.3)),)
_ROADS = (
    ((-1.0, 0.3), (1.0, 0.35)),
    ((-0.12, 1.0), (0.12, -1.0)),
    ((-1.0, -0.55), (1.0, -0.62)),
    ((0.55, 1.0), (0.5, -1.0)),
)
_BENDS_M = {LineKind.RIVER: 45.0, LineKind.ROAD: 90.0, LineKind.RAILWAY: 130.0}
_RAILWAY = (((-1.0, 0.68), (0.75, 0.8)),)
_PLACES = 7  # decimal places of a degree: a centimetre


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A road, river or railway across the street; WKB of a line in CGCS2000."""

    kind: LineKind
    name: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Tiling:
    """A street in pieces; degrees of CGCS2000.

    Attributes:
        street: Its whole area.
        communities: Community code → area, in the order of codes.
        grids: Grid code → area, in the order of codes.
        lines: Roads, river and railway, along borders of grids.
    """

    street: Shape
    communities: Mapping[str, Shape]
    grids: Mapping[str, Shape]
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True, slots=True)
class LineNames:
    """What is drawn across the street, and what it is called.

    Attributes:
        roads: The first runs from west to east, the next from north to south, and so on.
        river: "" for none.
        railway: "" for none.
    """

    roads: tuple[str, ...] = ()
    river: str = ""
    railway: str = ""


def tile_street(
    communities: Sequence[tuple[str, int]],
    *,
    centre: Point,
    width_m: float = 4_000.0,
    seed: int = 1,
    names: LineNames | None = None,
) -> Tiling:
    """Cut a made-up street into communities and grids.

    Communities are laid out, and grids numbered within each, from west to east and from
    north to south.

    Args:
        communities: Community code and number of its grids, in the order of codes.
        centre: Longitude and latitude of the middle.
        width_m: From one side of the street to the other.
        seed: The same seed gives the same street.
        names: What roads and river are called; without it none are drawn.

    Raises:
        ValueError: There are no communities, or one without a grid.
    """
    import numpy as np

    if not communities or min(count for _, count in communities) < 1:
        raise ValueError("a street needs communities, and each of them a grid")
    for attempt in range(_ATTEMPTS):
        chance = np.random.default_rng([seed, attempt])
        cells = _cells(communities, width_m, chance)
        if cells is not None:
            ground = _Ground(centre)
            return _finished(communities, cells, ground, names or LineNames(), width_m / 2.0)
    raise ValueError(f"no street of {len(communities)} communities could be drawn")


@dataclass(frozen=True, slots=True)
class _Ground:
    """The way from metres around the centre to degrees."""

    centre: Point

    def __call__(self, metres: "Points") -> "Points":
        import numpy as np

        longitude, latitude = self.centre
        scale = _METRES_PER_DEGREE * math.cos(math.radians(latitude))
        degrees = metres / (scale, _METRES_PER_DEGREE) + (longitude, latitude)
        return np.round(degrees, _PLACES)


def _cells(
    communities: Sequence[tuple[str, int]], width_m: float, chance: "np.random.Generator"
) -> "list[list[Polygon]] | None":
    """Return the grids of each community in metres, None where a draw did not work out."""
    import shapely

    blob = _blob(width_m / 2.0, chance)
    total = sum(count for _, count in communities)
    samples = _samples(blob, total * _SAMPLES_PER_GRID, width_m / 2.0, chance)
    middles = _in_reading_order(_spread(samples, len(communities), chance))
    nearest = _nearest(samples, middles)
    seeds = [
        _in_reading_order(_spread(samples[nearest == place], count, chance))
        for place, (_, count) in enumerate(communities)
    ]
    pieces = _pieces(blob, shapely.multipoints([seed for part in seeds for seed in part]), chance)
    cells = [[_holding(pieces, seed) for seed in part] for part in seeds]
    found = [[cell for cell in part if cell is not None] for part in cells]
    if (
        len(pieces) != total
        or sum(map(len, found)) != total
        or not shapely.coverage_is_valid(pieces)
    ):
        return None
    in_one_piece = all(isinstance(_united(part), shapely.Polygon) for part in found)
    return found if in_one_piece else None


def _finished(
    communities: Sequence[tuple[str, int]],
    cells: "list[list[Polygon]]",
    ground: _Ground,
    names: LineNames,
    half_width_m: float,
) -> Tiling:
    import shapely

    areas = [list(shapely.transform(part, ground)) for part in cells]
    grids = {
        f"{code}{number:03d}": make_shape(area)
        for (code, _), part in zip(communities, areas, strict=True)
        for number, area in enumerate(part, 1)
    }
    return Tiling(
        street=make_shape(_united([area for part in areas for area in part])),
        communities={
            code: make_shape(_united(part))
            for (code, _), part in zip(communities, areas, strict=True)
        },
        grids=grids,
        lines=tuple(_lines(cells, ground, names, half_width_m)),
    )


def _united(areas: "list[Polygon]") -> "BaseGeometry":
    import shapely

    return shapely.union_all(areas)


def _lines(
    cells: "list[list[Polygon]]", ground: _Ground, names: LineNames, half_width_m: float
) -> Iterator[DrawnLine]:
    import numpy as np
    import shapely

    rings = [[[(x, y) for x, y in cell.exterior.coords] for cell in part] for part in cells]
    paths = BorderPaths(rings, half_width_m)
    wanted = [
        *((LineKind.RIVER, names.river, gates) for gates in _RIVER if names.river),
        *((LineKind.ROAD, name, gates) for name, gates in zip(names.roads, _ROADS, strict=False)),
        *((LineKind.RAILWAY, names.railway, gates) for gates in _RAILWAY if names.railway),
    ]
    for kind, name, gates in wanted:
        start, end = ((x * half_width_m, y * half_width_m) for x, y in gates)
        way = paths.across(start, end, bends_m=_BENDS_M[kind])
        line = shapely.LineString(ground(np.array(way)))
        yield DrawnLine(kind, name, line_wkb(line))


def _blob(radius_m: float, chance: "np.random.Generator") -> "Polygon":
    """Return an outline like that of a grown town: round, with bays and corners."""
    import numpy as np
    import shapely

    around = np.linspace(0.0, 2.0 * math.pi, 150, endpoint=False)
    reach = np.ones_like(around)
    for waves, height in ((2, 0.07), (3, 0.06), (5, 0.035), (8, 0.02), (13, 0.015), (21, 0.01)):
        reach += height * np.cos(waves * around + chance.uniform(0.0, 2.0 * math.pi))
    reach += chance.normal(0.0, 0.006, len(around))
    across = np.column_stack((np.cos(around), 0.84 * np.sin(around)))
    return shapely.Polygon(across * reach[:, None] * radius_m)


def _samples(
    blob: "Polygon", count: int, radius_m: float, chance: "np.random.Generator"
) -> "Points":
    """Return points in the blob, three times as dense in the middle as at the border."""
    import numpy as np
    import shapely

    shapely.prepare(blob)
    tried = chance.uniform(-1.3, 1.3, (count * 6, 2)) * radius_m
    off_middle = (tried**2).sum(axis=1) / radius_m**2
    wanted = chance.uniform(0.0, 1.0, len(tried)) < np.exp(-1.1 * off_middle)
    inside = shapely.contains_xy(blob, tried[:, 0], tried[:, 1])
    found: Points = tried[wanted & inside][:count]
    return found


def _spread(samples: "Points", count: int, chance: "np.random.Generator") -> "Points":
    """Return `count` points spread evenly over the samples (k-means)."""
    import numpy as np

    middles = samples[chance.choice(len(samples), count, replace=False)]
    for _ in range(_ROUNDS):
        nearest = _nearest(samples, middles)
        size = np.bincount(nearest, minlength=count)
        for axis in (0, 1):
            total = np.bincount(nearest, weights=samples[:, axis], minlength=count)
            middles[:, axis] = np.where(size > 0, total / np.maximum(size, 1), middles[:, axis])
    return middles


def _nearest(samples: "Points", middles: "Points") -> "npt.NDArray[np.intp]":
    import numpy as np
    import shapely

    tree = shapely.STRtree([shapely.Point(middle) for middle in middles])
    return np.asarray(tree.nearest(shapely.points(samples)), dtype=np.intp)


def _in_reading_order(points: "Points") -> "Points":
    """Return points in rows from north to south, each row from west to east."""
    import numpy as np

    rows = np.array_split(np.argsort(-points[:, 1], kind="stable"), round(math.sqrt(len(points))))
    return np.concatenate([points[row[np.argsort(points[row, 0], kind="stable")]] for row in rows])


def _pieces(blob: "Polygon", seeds: "MultiPoint", chance: "np.random.Generator") -> "list[Polygon]":
    """Return the Voronoi cells within the blob, put together from crooked borders."""
    import shapely

    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=blob))
    outlines = shapely.boundary(shapely.intersection(cells, blob))
    network = shapely.unary_union(outlines, grid_size=_SNAP_M)
    borders = shapely.get_parts(shapely.line_merge(network))
    crooked = [_crooked(shapely.get_coordinates(border), chance) for border in borders]
    found = shapely.get_parts(shapely.polygonize(crooked))
    return [piece for piece in found if isinstance(piece, shapely.Polygon)]


def _crooked(corners: "Points", chance: "np.random.Generator") -> "LineString":
    """Return a border with points between its corners that lie a little to the side."""
    import numpy as np
    import shapely

    drawn = [corners[0]]
    for start, end in pairwise(corners):
        along = end - start
        aside = np.array((-along[1], along[0]))
        if np.hypot(*along) > _SHORTEST_CROOKED_M:
            drawn += [
                start + share * along + chance.uniform(-_CROOKED, _CROOKED) * aside
                for share in (0.3, 0.65)
            ]
        drawn.append(end)
    return shapely.LineString(np.array(drawn))


def _holding(pieces: "list[Polygon]", seed: "Points") -> "Polygon | None":
    import shapely

    point = shapely.Point(*seed)
    return next((piece for piece in pieces if piece.contains(point)), None)
