"""Names along roads, rivers and railways: on straight stretches, turned as these run, over nothing.

Where names stand is found once a scale, their pictures are made once; a frame puts those in their
places that have room.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from app.territory.queries import LineRow
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera, Point

_APART_PX = 620.0  # between two names of one road
_STRAIGHT = 0.985  # how long the chord of a stretch is of the stretch
_ENDS_PX = 12.0  # a road is longer than its name by that
_HALO_PX = 3.0
_TURNS = 8
_SHIFTS = (0.0, 0.8, -0.8, 1.6, -1.6, 2.4, -2.4)  # of the width of a name, along the road


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a name may stand.

    Attributes:
        name: The name.
        middle: Longitude and latitude of its middle.
        degrees: By how much it is turned clockwise, within a right angle to either side.
    """

    name: str
    middle: Point
    degrees: int


Slot = tuple[Stand, ...]
"""Places for one name, the best first."""


class RoadNames:
    """An overlay, painted last: names of roads give way to all others."""

    def __init__(self, taken: Callable[[], Iterable[QRectF]]) -> None:
        """Take what tells where other names and marks stand in this frame."""
        self._taken = taken
        self._lines: tuple[LineRow, ...] = ()
        self._slots: list[Slot] = []
        self._stands_for: tuple[float, float | None, str] | None = None
        self._pictures: dict[tuple[str, int], QImage] = {}
        self._pictures_for = ("", 0.0)
        self.shown: list[tuple[Stand, QRectF]] = []

    def set_lines(self, lines: Iterable[LineRow]) -> None:
        """Name these instead."""
        self._lines = tuple(line for line in lines if line.name)
        self._stands_for = None

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the names that have room."""
        self.shown = []
        if not self._lines:
            return
        theme, ratio = current(), painter.device().devicePixelRatioF()
        font = theme.font("caption")
        key = (camera.metres_per_px, camera.parallel, theme.name)
        if key != self._stands_for:
            self._stands_for, self._slots = key, stands(self._lines, camera, font)
        if self._pictures_for != (theme.name, ratio):
            self._pictures, self._pictures_for = {}, (theme.name, ratio)
        view = QRectF(0, 0, camera.size.width(), camera.size.height())
        taken = list(self._taken())
        for slot in self._slots:
            for stand in slot:
                picture, box = self._at(stand, camera, font, ratio)
                if view.contains(box) and not any(box.intersects(other) for other in taken):
                    taken.append(box)
                    painter.drawImage(box.topLeft(), picture)
                    self.shown.append((stand, box))
                    break

    def _at(self, stand: Stand, camera: Camera, font: QFont, ratio: float) -> tuple[QImage, QRectF]:
        """Return the picture of a name, and the box it fills."""
        at, picture = camera.to_px(stand.middle), self._picture(stand, font, ratio)
        size = picture.deviceIndependentSize()
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(QPointF(round(at.x()), round(at.y())))
        return picture, box

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """The ground under a name answers."""
        return None

    def _picture(self, stand: Stand, font: QFont, ratio: float) -> QImage:
        key = (stand.name, stand.degrees)
        if key not in self._pictures:
            self._pictures[key] = _turned(stand, font, ratio)
        return self._pictures[key]


def stands(lines: Sequence[LineRow], camera: Camera, font: QFont) -> list[Slot]:
    """Return where names may stand at a scale, each with others beside it; long roads first."""
    metrics = QFontMetricsF(font)
    found: list[tuple[float, list[Slot]]] = []
    for line in lines:
        width = metrics.horizontalAdvance(line.name)
        for part in line.parts:
            walk = _Walk([camera.to_px(point) for point in part])
            room = walk.length - width - _ENDS_PX
            if room <= 0:
                continue
            count = max(1, int(walk.length / _APART_PX))
            mine = [
                slot
                for at in range(count)
                if (slot := _slot(line.name, walk, (at + 0.5) / count, width, camera))
            ]
            found.append((walk.length, mine))
    found.sort(key=lambda each: -each[0])
    return [slot for _, mine in found for slot in mine]


class _Walk:
    """A line in pixels, walked along."""

    def __init__(self, spots: Sequence[QPointF]) -> None:
        self._spots = spots
        self._ends = [0.0]
        for a, b in pairwise(spots):
            step = math.hypot(b.x() - a.x(), b.y() - a.y())
            self._ends.append(self._ends[-1] + step)
        self.length = self._ends[-1]

    def at(self, way: float) -> QPointF:
        """Return the point after so many pixels."""
        for place in range(1, len(self._ends)):
            if self._ends[place] >= way:
                before, step = self._ends[place - 1], self._ends[place] - self._ends[place - 1]
                share = (way - before) / step if step else 0.0
                return self._spots[place - 1] * (1 - share) + self._spots[place] * share
        return self._spots[-1]


def _slot(name: str, walk: _Walk, share: float, width: float, camera: Camera) -> Slot:
    """Return the straight stretches near a share of a road, none where it bends everywhere."""
    found: list[Stand] = []
    for shift in _SHIFTS:
        middle = share * walk.length + shift * width
        first, last = middle - width / 2, middle + width / 2
        if first < 0 or last > walk.length:
            continue
        a, b = walk.at(first), walk.at(last)
        along = b - a
        if math.hypot(along.x(), along.y()) < _STRAIGHT * width:
            continue
        degrees = math.degrees(math.atan2(along.y(), along.x()))
        turned = degrees - 180 if degrees > 90 else degrees + 180 if degrees <= -90 else degrees
        found.append(Stand(name, camera.to_earth(walk.at(middle)), round(turned)))
    return tuple(found)


def _turned(stand: Stand, font: QFont, ratio: float) -> QImage:
    """Return a name with its halo, turned; drawn so, not turned as a picture, it stays sharp."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(stand.name), metrics.height()
    angle = math.radians(stand.degrees)
    sine, cosine = abs(math.sin(angle)), abs(math.cos(angle))
    edge = 2 * _HALO_PX
    across, up = width * cosine + height * sine + edge, width * sine + height * cosine + edge
    picture = QImage(
        math.ceil(across * ratio), math.ceil(up * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    picture.fill(0)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.translate(across / 2, up / 2)
    painter.rotate(stand.degrees)
    base = QPointF(-width / 2, metrics.ascent() - height / 2)
    painter.setPen(map_color("halo"))
    for turn in range(_TURNS):
        aside = turn * 2 * math.pi / _TURNS
        away = QPointF(math.cos(aside), math.sin(aside)) * (_HALO_PX / 2)
        painter.drawText(base + away, stand.name)
    painter.setPen(current().color("text.2"))
    painter.drawText(base, stand.name)
    painter.end()
    return picture
