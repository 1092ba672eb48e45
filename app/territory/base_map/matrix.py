"""Where the tiles of a raster map lie; pure.

A tile matrix (OGC 17-083r2) cuts the world into rows and columns, anew at each level. Two
projections are used in practice: web Mercator, and degrees as they are (天地图 calls its series
``w`` and ``c``). CGCS2000 and WGS84 differ by less than anybody sees on a picture.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_RADIUS = 6_378_137.0
HALF_WORLD_M = math.pi * _RADIUS
_MOST_LATITUDE = 85.0511287798
_COARSER = 1.5  # how much coarser than the screen a picture may be before a finer one is taken


class Tile(NamedTuple):
    """Which tile; rows count from the north."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Level:
    """One scale of a matrix.

    Attributes:
        zoom: Its number.
        width: Of a tile, in the units of the matrix.
        height: Of a tile.
        columns: How many there are.
        rows: How many there are.
        px: Pixels a tile is wide.
    """

    zoom: int
    width: float
    height: float
    columns: int
    rows: int
    px: int = 256


@dataclass(frozen=True, slots=True)
class Matrix:
    """All scales of a raster map.

    Attributes:
        is_mercator: Units are metres of web Mercator; else degrees.
        west: Of the first column, in units.
        north: Of the first row, in units.
        levels: From the coarsest to the finest; at least one.
    """

    is_mercator: bool
    west: float
    north: float
    levels: tuple[Level, ...]

    def level_for(self, degrees_per_px: float) -> Level:
        """Return the coarsest level that is sharp enough at a scale, else the finest."""
        wanted = degrees_per_px * (HALF_WORLD_M / 180 if self.is_mercator else 1) * _COARSER
        return next((e for e in self.levels if e.width / e.px <= wanted), self.levels[-1])

    def coarser(self, tile: Tile) -> Tile | None:
        """Return the tile of the next coarser level over the middle of a tile, None at the end."""
        place = next((at for at, each in enumerate(self.levels) if each.zoom == tile.zoom), 0)
        if place == 0:
            return None
        fine, level = self.levels[place], self.levels[place - 1]
        column = int((tile.column + 0.5) * fine.width / level.width)
        row = int((tile.row + 0.5) * fine.height / level.height)
        return Tile(level.zoom, column, row)

    def tiles_in(self, box: Box, level: Level) -> Iterator[Tile]:
        """Yield the tiles of a level that touch a box, row by row."""
        west, north = self._units(box[0], box[3])
        east, south = self._units(box[2], box[1])
        columns = _span(west - self.west, east - self.west, level.width, level.columns)
        for row in _span(self.north - north, self.north - south, level.height, level.rows):
            yield from (Tile(level.zoom, column, row) for column in columns)

    def box(self, tile: Tile) -> Box:
        """Return where a tile lies, in degrees."""
        level = next(each for each in self.levels if each.zoom == tile.zoom)
        west = self.west + tile.column * level.width
        north = self.north - tile.row * level.height
        left, top = self._degrees(west, north)
        right, bottom = self._degrees(west + level.width, north - level.height)
        return left, bottom, right, top

    def _units(self, longitude: float, latitude: float) -> tuple[float, float]:
        if not self.is_mercator:
            return longitude, latitude
        clipped = math.radians(min(max(latitude, -_MOST_LATITUDE), _MOST_LATITUDE))
        y = _RADIUS * math.log(math.tan(math.pi / 4 + clipped / 2))
        return longitude * HALF_WORLD_M / 180, y

    def _degrees(self, x: float, y: float) -> tuple[float, float]:
        if not self.is_mercator:
            return x, y
        latitude = math.degrees(2 * math.atan(math.exp(y / _RADIUS)) - math.pi / 2)
        return x * 180 / HALF_WORLD_M, latitude


def _span(begin: float, end: float, size: float, most: int) -> range:
    return range(max(0, math.floor(begin / size)), min(most, math.ceil(end / size)))


def web_mercator(least: int, most: int) -> Matrix:
    """Return the matrix of web maps (天地图 ``w``) from one zoom to another."""
    levels = (
        Level(zoom, 2 * HALF_WORLD_M / 2**zoom, 2 * HALF_WORLD_M / 2**zoom, 2**zoom, 2**zoom)
        for zoom in range(least, most + 1)
    )
    return Matrix(is_mercator=True, west=-HALF_WORLD_M, north=HALF_WORLD_M, levels=tuple(levels))


def plain_degrees(least: int, most: int) -> Matrix:
    """Return the matrix of 天地图 ``c``: a tile of zoom 1 is half the world wide."""
    levels = (
        Level(zoom, 360 / 2**zoom, 360 / 2**zoom, 2**zoom, max(1, 2 ** (zoom - 1)))
        for zoom in range(least, most + 1)
    )
    return Matrix(is_mercator=False, west=-180.0, north=90.0, levels=tuple(levels))
