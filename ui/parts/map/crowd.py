"""Very many points on a map: those that would lie on one another stand as one mark with a number.

Which points stand together is found once a scale; a frame only puts kept pictures in their
places, so 5,000 points cost it a millisecond or two.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from ui.core.theme import current
from ui.parts.map.plane import UNITS_PER_DEGREE, Plane
from ui.parts.map_shapes import Camera

CELL_PX = 52.0  # points in one cell of that size stand together

Picture = Callable[[int, int, float], QPixmap]
"""Given the largest weight, the number of points and the pixels a pixel of the widget has."""


@dataclass(frozen=True, slots=True)
class CrowdHit:
    """Points that stand together under the mouse; their places in the order they were given in."""

    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The marks at one scale.

    Attributes:
        plane: The scale.
        x: Middle in pixels of the plane.
        y: Middle in pixels of the plane.
        counts: How many points each stands for.
        weights: The largest weight among them.
        order: Places of the points, mark by mark.
        starts: Where each mark's points begin in `order`.
    """

    plane: Plane
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    counts: npt.NDArray[np.intp]
    weights: npt.NDArray[np.intp]
    order: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]


class Crowd:
    """An overlay of points."""

    def __init__(self, picture: Picture, origin: tuple[int, int]) -> None:
        """Take what draws a mark, and the corner of the layer the points lie on."""
        self._picture = picture
        self._origin = origin
        self._points = np.zeros((0, 2))
        self._weights = np.zeros(0, dtype=np.intp)
        self._gathered: _Gathered | None = None
        self._pictures: dict[tuple[int, int], tuple[QPixmap, float]] = {}
        self._pictures_for = (1.0, "")

    def set_points(self, points: npt.ArrayLike, weights: npt.ArrayLike) -> None:
        """Show these points.

        Args:
            points: Longitude and latitude in degrees, a row a point.
            weights: What each weighs, a small whole number; a mark looks like its heaviest.
        """
        self._points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        self._weights = np.asarray(weights, dtype=np.intp)
        self._gathered = None

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the marks in view."""
        ratio = painter.device().devicePixelRatioF()
        if (ratio, current().name) != self._pictures_for:
            self._pictures, self._pictures_for = {}, (ratio, current().name)
        plane = Plane.of(camera, self._origin, ratio)
        marks = self._marks(plane, ratio)
        view = plane.view(camera, ratio)
        room = 40.0 * ratio
        inside = (marks.x > view.left() - room) & (marks.x < view.right() + room)
        inside &= (marks.y > view.top() - room) & (marks.y < view.bottom() + room)
        x = (np.round(marks.x[inside]) - view.left()) / ratio
        y = (np.round(marks.y[inside]) - view.top()) / ratio
        kinds = zip(marks.weights[inside].tolist(), marks.counts[inside].tolist(), strict=True)
        for left, top, (weight, count) in zip(x.tolist(), y.tolist(), kinds, strict=True):
            picture, half = self._mark(weight, count, ratio)
            painter.drawPixmap(QPointF(left - half, top - half), picture)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the points whose mark lies under a pixel."""
        marks = self._gathered
        if marks is None or not len(marks.x):
            return None
        ratio = self._pictures_for[0]
        spot = marks.plane.view(camera, ratio).topLeft() + at * ratio
        away = np.hypot(marks.x - spot.x(), marks.y - spot.y())
        nearest = int(away.argmin())
        _, half = self._mark(int(marks.weights[nearest]), int(marks.counts[nearest]), ratio)
        if away[nearest] > half * ratio:
            return None
        start = marks.starts[nearest]
        found = marks.order[start : start + marks.counts[nearest]]
        return CrowdHit(tuple(int(each) for each in found))

    def _mark(self, weight: int, count: int, ratio: float) -> tuple[QPixmap, float]:
        """Return a picture and half its width in pixels of the widget."""
        key = (weight, count)
        found = self._pictures.get(key)
        if found is None:
            picture = self._picture(weight, count, ratio)
            found = self._pictures[key] = picture, picture.width() / ratio / 2
        return found

    def _marks(self, plane: Plane, ratio: float) -> _Gathered:
        if self._gathered is None or self._gathered.plane != plane:
            self._gathered = self._gather(plane, CELL_PX * ratio)
        return self._gathered

    def _gather(self, plane: Plane, cell: float) -> _Gathered:
        x = (self._points[:, 0] * UNITS_PER_DEGREE - plane.origin[0]) * plane.east
        y = (plane.origin[1] - self._points[:, 1] * UNITS_PER_DEGREE) * plane.north
        keys = np.floor(x / cell).astype(np.int64) * 2**32 + np.floor(y / cell).astype(np.int64)
        order = np.argsort(keys, kind="stable")
        new = np.ones(len(keys), dtype=bool)
        new[1:] = np.diff(keys[order]) != 0
        starts = np.flatnonzero(new)
        counts = np.diff(np.append(starts, len(keys)))
        if not len(starts):
            none = np.zeros(0, dtype=np.intp)
            return _Gathered(plane, x, y, none, none, none, none)
        return _Gathered(
            plane,
            np.add.reduceat(x[order], starts) / counts,
            np.add.reduceat(y[order], starts) / counts,
            counts,
            np.maximum.reduceat(self._weights[order], starts),
            order,
            starts,
        )
