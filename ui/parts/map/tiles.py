"""Drawing one tile of a layer, on a worker: who lies where, and the borders over it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter

from app.territory.layers.packed import Level, PackedLayer
from ui.parts.map.inks import Line
from ui.parts.map.plane import TILE_PX, Place, Plane
from ui.parts.map.raster import Pieces, covered, identity

Colors = npt.NDArray[np.uint32]

_SHARPNESS = 1.4  # of a pixel: bends whose area is smaller than its square are left out
_ROOM_PX = 4.0  # around a tile: lines that run just outside reach into it


@dataclass(slots=True)
class Tile:
    """A drawn tile.

    Attributes:
        numbers: Number of the area each pixel shows, 0 for none.
        picture: The tile in its colours, borders and all.
        epoch: Which colours; older ones are painted over before the tile is shown.
        borders: What lies over the colours; None where no border runs.
    """

    numbers: npt.NDArray[np.int32]
    picture: QImage
    epoch: int
    borders: QImage | None

    @property
    def size_bytes(self) -> int:
        """How much memory it takes."""
        return TILE_PX * TILE_PX * 4 * (2 + (self.borders is not None))


def level_for(layer: PackedLayer, plane: Plane) -> Level:
    """Return the coarsest level whose bends nobody would see at a scale."""
    fine = [each for each in layer.levels if each.tolerance_m <= _SHARPNESS * plane.metres_per_px]
    return fine[-1]


def draw_tile(
    layer: PackedLayer,
    plane: Plane,
    place: Place,
    lines: tuple[Line, ...],
    colors: Colors,
    epoch: int,
) -> Tile:
    """Return a tile."""
    pieces, ranks = _pieces(layer, plane, place)
    numbers = _numbers(pieces, layer, plane, place)
    borders = _borders(pieces, ranks, lines)
    return Tile(numbers, colored(numbers, colors, borders), epoch, borders)


def numbers_of(layer: PackedLayer, plane: Plane, place: Place) -> npt.NDArray[np.int32]:
    """Return the number of the area each pixel of a tile shows."""
    return _numbers(_pieces(layer, plane, place)[0], layer, plane, place)


def _numbers(
    pieces: Pieces, layer: PackedLayer, plane: Plane, place: Place
) -> npt.NDArray[np.int32]:
    return identity(pieces, (TILE_PX, TILE_PX), lambda: _holder(layer, plane, place))


def _pieces(layer: PackedLayer, plane: Plane, place: Place) -> tuple[Pieces, npt.NDArray[np.uint8]]:
    level = level_for(layer, plane)
    west, south, east, north = plane.box(place)
    room_x, room_y = _ROOM_PX / plane.east, _ROOM_PX / plane.north
    box = (int(west - room_x), int(south - room_y), int(east + room_x), int(north + room_y))
    found = level.pieces_in(box)
    ends, sides, ranks = level.ends[found], level.sides[found], level.ranks[found]
    spots = ends.T.astype(np.float64)
    x, y = (spots[[2, 0]] - west) * plane.east, (north - spots[[3, 1]]) * plane.north
    return Pieces(x[0], y[0], x[1], y[1], sides[:, 0], sides[:, 1]), ranks


def _holder(layer: PackedLayer, plane: Plane, place: Place) -> int:
    """Return which area holds a tile that no border touches."""
    west, south, east, north = plane.box(place)
    return layer.at_units((west + east) / 2, (south + north) / 2)


def _borders(
    pieces: Pieces, ranks: npt.NDArray[np.uint8], lines: tuple[Line, ...]
) -> QImage | None:
    """Return the borders as a picture that lies over the colours; of two lines in one pixel the
    greater one is seen.
    """
    plane = np.zeros((TILE_PX, TILE_PX), dtype=np.uint16)
    table = np.zeros(256 * (len(lines) + 1), dtype=np.uint32)
    drawn = False
    for at, line in enumerate(lines, start=1):
        last = line is lines[-1]
        chosen = np.flatnonzero(ranks >= line.rank if last else ranks == line.rank)
        if len(chosen):
            drawn = True
            marks = np.full(len(chosen), at * 256, dtype=np.uint16)
            covered(plane, pieces.only(chosen), line.width_px, marks)
            table[at * 256 : at * 256 + 256] = _shares_of(line)
    if not drawn:
        return None
    return _image(np.take(table, plane), QImage.Format.Format_ARGB32_Premultiplied)


def _shares_of(line: Line) -> npt.NDArray[np.uint32]:
    """Return a line's colour at each share of a pixel from 0 to 255, premultiplied."""
    share = np.arange(256)[:, None] * line.alpha / 255.0
    inks = np.rint(share * (*line.color, 255)).astype(np.uint32)
    red, green, blue, alpha = inks.T
    return np.asarray((alpha << 24) | (red << 16) | (green << 8) | blue, dtype=np.uint32)


def colored(numbers: npt.NDArray[np.int32], colors: Colors, borders: QImage | None) -> QImage:
    """Return a tile in its colours with its borders."""
    picture = _image(np.take(colors, numbers, mode="clip"), QImage.Format.Format_RGB32)
    if borders is not None:
        painter = QPainter(picture)
        painter.drawImage(0, 0, borders)
        painter.end()
    return picture


def _image(pixels: npt.NDArray[np.uint32], form: QImage.Format) -> QImage:
    """Return pixels as a picture of its own."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width * 4, form).copy()
