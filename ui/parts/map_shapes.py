"""What the light map draws, in plain numbers, and its way between degrees and pixels; no widget."""

import math
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.territory.queries import LineRow, OutlineRow

METRES_PER_DEGREE = 111_320.0
MIN_METRES_PER_PX = 0.15
MAX_METRES_PER_PX = 20_000.0  # the whole country

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def box_of(area: OutlineRow) -> Box:
    """Return west, south, east, north of an area."""
    longitudes = [x for ring in area.rings for x, _ in ring]
    latitudes = [y for ring in area.rings for _, y in ring]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


@dataclass(frozen=True, slots=True)
class MapShapes:
    """Everything under the pin; CGCS2000 degrees."""

    areas: tuple[OutlineRow, ...] = ()
    lines: tuple[LineRow, ...] = ()

    def find(self, code: str) -> OutlineRow | None:
        """Return the area with that code."""
        return next((area for area in self.areas if area.code == code), None)

    def area_at(self, point: Point) -> OutlineRow | None:
        """Return the area a point lies in, by counting crossed edges."""
        return next((area for area in self.areas if _inside(area, point)), None)

    def box(self) -> Box | None:
        """Return the box around all areas, None without any."""
        boxes = [box_of(area) for area in self.areas]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)


def _inside(area: OutlineRow, point: Point) -> bool:
    x, y = point
    odd = False
    for ring in area.rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


@dataclass(slots=True)
class Camera:
    """Where the map looks and how near: equirectangular about its own latitude, true in metres.

    Attributes:
        longitude: Centre, degrees.
        latitude: Centre, degrees.
        metres_per_px: Scale.
        size: Size of the widget in pixels.
        parallel: Latitude at which the scale is true from west to east; None: always that of
            the centre. A map that is moved over a province keeps one, so that what was drawn
            fits wherever it is moved.
    """

    longitude: float = 0.0
    latitude: float = 0.0
    metres_per_px: float = 4.0
    size: QSizeF = field(default_factory=lambda: QSizeF(100, 100))
    parallel: float | None = None

    def _px_per_degree(self) -> tuple[float, float]:
        north = METRES_PER_DEGREE / self.metres_per_px
        return north * self._narrowing(), north

    def _narrowing(self) -> float:
        true_at = self.latitude if self.parallel is None else self.parallel
        return math.cos(math.radians(true_at))

    @property
    def metres_per_px_across(self) -> float:
        """The scale from west to east in the middle of the view."""
        return self.metres_per_px * math.cos(math.radians(self.latitude)) / self._narrowing()

    def to_px(self, point: Point) -> QPointF:
        """Return where a point of the earth lies in the widget."""
        east, north = self._px_per_degree()
        x = (point[0] - self.longitude) * east + self.size.width() / 2
        y = (self.latitude - point[1]) * north + self.size.height() / 2
        return QPointF(x, y)

    def to_earth(self, at: QPointF) -> Point:
        """Return which point of the earth lies under a pixel."""
        east, north = self._px_per_degree()
        longitude = (at.x() - self.size.width() / 2) / east + self.longitude
        latitude = self.latitude - (at.y() - self.size.height() / 2) / north
        return longitude, latitude

    def view(self) -> QRectF:
        """Return the part of the earth in view: longitude and latitude of its lower left, size."""
        west, north = self.to_earth(QPointF(0, 0))
        east, south = self.to_earth(QPointF(self.size.width(), self.size.height()))
        return QRectF(west, south, east - west, north - south)

    def move_px(self, by: QPointF) -> None:
        """Move what is seen by some pixels."""
        middle = QPointF(self.size.width() / 2, self.size.height() / 2)
        self.longitude, self.latitude = self.to_earth(middle - by)

    def zoom(self, factor: float, at: QPointF) -> None:
        """Come nearer by `factor` (above 1) while the point under `at` stays where it is."""
        under = self.to_earth(at)
        scale = self.metres_per_px / factor
        self.metres_per_px = min(MAX_METRES_PER_PX, max(MIN_METRES_PER_PX, scale))
        self.move_px(at - self.to_px(under))

    def look_at(self, point: Point, metres_per_px: float | None = None) -> None:
        """Put a point in the middle."""
        self.longitude, self.latitude = point
        if metres_per_px is not None:
            self.metres_per_px = metres_per_px

    def fit(self, box: Box, margin_px: float = 16) -> None:
        """Show a box of degrees whole, with some room around it."""
        west, south, east, north = box
        self.longitude, self.latitude = (west + east) / 2, (south + north) / 2
        across = (east - west) * METRES_PER_DEGREE * self._narrowing()
        up = (north - south) * METRES_PER_DEGREE
        width = max(20.0, self.size.width() - 2 * margin_px)
        height = max(20.0, self.size.height() - 2 * margin_px)
        scale = max(across / width, up / height)
        self.metres_per_px = min(MAX_METRES_PER_PX, max(MIN_METRES_PER_PX, scale))


def round_length(metres: float) -> int:
    """Return the longest of 1, 2, 5 × 10ⁿ metres that is not longer; at least 1."""
    if metres < 1:
        return 1
    step = 10 ** (len(str(int(metres))) - 1)
    return int(next(factor * step for factor in (5, 2, 1) if factor * step <= metres))
