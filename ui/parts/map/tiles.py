"""Drawing one tile of a layer, on a worker: who lies where, and the borders over it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter

from app.territory.layers.packed import PackedLayer
from app.territory.layers.squares import Asked, Line, Square, draw_square
from ui.parts.map.plane import TILE_PX, Place, Plane

Colors = npt.NDArray[np.uint32]


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


def asked_of(plane: Plane, place: Place, lines: tuple[Line, ...] = ()) -> Asked:
    """Return a tile as whoever draws it is asked for it."""
    return Asked(*plane.box(place), plane.east, plane.north, plane.metres_per_px, lines)


def draw_tile(layer: PackedLayer, asked: Asked, colors: Colors, epoch: int) -> Tile:
    """Return a tile, drawn here."""
    return tile_of(draw_square(layer, asked), colors, epoch)


def tile_of(square: Square, colors: Colors, epoch: int) -> Tile:
    """Return a square in its colours."""
    borders = square.borders
    over = None
    if borders is not None:
        over = _image(borders, QImage.Format.Format_ARGB32_Premultiplied)
    return Tile(square.numbers, colored(square.numbers, colors, over), epoch, over)


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
