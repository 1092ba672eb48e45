"""A map at one scale as an endless picture: where units lie in its pixels, and which tiles show."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from app.territory.layers.squares import SIDE_PX
from ui.parts.map_shapes import METRES_PER_DEGREE, Camera

UNITS_PER_DEGREE = 10_000_000
TILE_PX = SIDE_PX

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plane:
    """One scale; pixels are those of the screen, y runs downwards from the origin.

    Attributes:
        east: Pixels a unit of longitude.
        north: Pixels a unit of latitude.
        origin: Longitude and latitude of the corner of tile (0, 0), in units.
    """

    east: float
    north: float
    origin: tuple[int, int]

    @classmethod
    def of(cls, camera: Camera, origin: tuple[int, int], ratio: float) -> "Plane":
        """Return the plane a camera looks at.

        Args:
            camera: From where.
            origin: Of the layer; planes of one layer share it.
            ratio: Pixels of the screen a pixel of the widget.
        """
        # rounded, so that coming back to a scale finds its tiles again
        metres = float(f"{camera.metres_per_px / ratio:.7g}")
        north = METRES_PER_DEGREE / UNITS_PER_DEGREE / metres
        latitude = camera.parallel if camera.parallel is not None else camera.latitude
        return cls(north * math.cos(math.radians(latitude)), north, origin)

    @property
    def metres_per_px(self) -> float:
        """The scale."""
        return METRES_PER_DEGREE / UNITS_PER_DEGREE / self.north

    def scaled(self, factor: float) -> "Plane":
        """Return a nearer plane (`factor` above 1), as `of` would for the nearer camera."""
        metres = float(f"{self.metres_per_px / factor:.7g}")
        north = METRES_PER_DEGREE / UNITS_PER_DEGREE / metres
        return Plane(self.east / self.north * north, north, self.origin)

    def to_px(self, longitude: float, latitude: float) -> QPointF:
        """Return where a point in units lies."""
        return QPointF(
            (longitude - self.origin[0]) * self.east, (self.origin[1] - latitude) * self.north
        )

    def view(self, camera: Camera, ratio: float) -> QRectF:
        """Return what the camera sees, moved to whole pixels, so that nothing is blurred."""
        middle = self.to_px(camera.longitude * UNITS_PER_DEGREE, camera.latitude * UNITS_PER_DEGREE)
        width, height = camera.size.width() * ratio, camera.size.height() * ratio
        return QRectF(round(middle.x() - width / 2), round(middle.y() - height / 2), width, height)

    def box(self, place: Place) -> tuple[float, float, float, float]:
        """Return west, south, east, north of a tile in units."""
        west = self.origin[0] + place[0] * TILE_PX / self.east
        north = self.origin[1] - place[1] * TILE_PX / self.north
        return west, north - TILE_PX / self.north, west + TILE_PX / self.east, north


def tiles_in(view: QRectF) -> list[Place]:
    """Return the tiles that show in a part of a plane, row by row."""
    first, last = math.floor(view.left() / TILE_PX), math.floor((view.right() - 1) / TILE_PX)
    top, bottom = math.floor(view.top() / TILE_PX), math.floor((view.bottom() - 1) / TILE_PX)
    return [(x, y) for y in range(top, bottom + 1) for x in range(first, last + 1)]


def places_in(view: QRectF) -> list[Place]:
    """Return the tiles that show in a part of a plane, those in the middle first."""
    x, y = view.center().x() / TILE_PX - 0.5, view.center().y() / TILE_PX - 0.5
    return sorted(tiles_in(view), key=lambda place: (place[0] - x) ** 2 + (place[1] - y) ** 2)


def rect_of(place: Place) -> QRectF:
    """Return a tile in pixels of its plane."""
    return QRectF(place[0] * TILE_PX, place[1] * TILE_PX, TILE_PX, TILE_PX)
