"""Names on a large layer: larger regions first, none on another, drawn on a worker and kept."""

import math
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from app.territory.layers.packed import Named, PackedLayer
from app.territory.rules import short_name
from ui.core.jobs import Job, Jobs
from ui.core.theme import current
from ui.parts.map.plane import Plane
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

_ROOM_PX = 12.0  # a region is named where it is wider than its name by that
_APART_PX = 6.0  # between two names
_HALO_PX = 3.0
_AROUND = tuple(
    QPointF(*(_HALO_PX / 2 * turn(at * math.pi / 4) for turn in (math.cos, math.sin)))
    for at in range(8)
)
_MOST_TRIED = 500  # of one tier, the largest ones
_MOST_NAMES = 220
_CELL_PX = 64.0
_WHOLE = 0.6  # of the part names are chosen for: larger regions are not seen as one
_COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class _Inks:
    """What names are drawn with; read on the GUI thread."""

    theme: str
    ratio: float
    bold: QFont
    plain: QFont
    text: QColor
    halo: QColor


@dataclass(frozen=True, slots=True)
class Label:
    """A name where it stands: its middle in units, and its picture."""

    longitude: int
    latitude: int
    picture: QImage


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """The names of a part of a plane."""

    plane: Plane
    window: QRectF
    theme: str
    labels: tuple[Label, ...]


_Spot = tuple[float, float, int, int, QImage]
"""Upper left corner in pixels of a plane, width, height, picture."""


def _spots(scene: _Scene, plane: Plane) -> "list[_Spot]":
    """Return where names lie at a scale: found once, not at every frame."""
    found = []
    for label in scene.labels:
        at, picture = plane.to_px(label.longitude, label.latitude), label.picture
        width, height = picture.width(), picture.height()
        x, y = round(at.x() - width / 2), round(at.y() - height / 2)
        found.append((float(x), float(y), width, height, picture))
    return found


@dataclass(slots=True)
class _Taken:
    """Where names stand already, by cells, so that each asks only its neighbours."""

    cells: dict[tuple[int, int], list[QRectF]] = field(default_factory=dict)

    def take(self, rect: QRectF) -> bool:
        """Take a place; False where another name stands."""
        left, right = int(rect.left() // _CELL_PX), int(rect.right() // _CELL_PX)
        top, bottom = int(rect.top() // _CELL_PX), int(rect.bottom() // _CELL_PX)
        keys = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
        if any(rect.intersects(other) for key in keys for other in self.cells.get(key, ())):
            return False
        for key in keys:
            self.cells.setdefault(key, []).append(rect)
        return True


class LayerLabels(QObject):
    """An overlay with the names of a layer and of the regions above."""

    changed = Signal()

    def __init__(self, layer: PackedLayer, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layer = layer
        self._least = 0
        self._jobs = jobs
        low, high = layer.boxes[:, 0].min(), layer.boxes[:, 3].max()
        self._origin = (int(low), int(high))
        self._scene: _Scene | None = None
        self._plane: Plane | None = None
        self._job: Job | None = None
        self._spots_of: tuple[_Scene, Plane] | None = None
        self._spots: list[_Spot] = []
        self._pictures: dict[tuple[str, bool], QImage] = {}
        self._pictures_for = ("", 0.0)

    def name_from(self, digits: int) -> None:
        """Name only regions whose codes have at least so many digits: the others are named by
        another overlay.
        """
        self._least, self._scene = digits, None

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the names that were chosen last, and choose again where they do not fit."""
        ratio = painter.device().devicePixelRatioF()
        plane = Plane.of(camera, self._origin, ratio)
        view = plane.view(camera, ratio)
        theme = current().name
        self._plane = plane
        scene = self._scene
        if scene is not None and scene.theme == theme:
            self._paint(painter, plane, view, ratio, scene)
        fits = scene is not None and scene.plane == plane and scene.theme == theme
        if scene is None or not fits or not scene.window.contains(view):
            self._choose(plane, view, ratio)

    def _paint(
        self, painter: QPainter, plane: Plane, view: QRectF, ratio: float, scene: _Scene
    ) -> None:
        if self._spots_of != (scene, plane):
            self._spots_of, self._spots = (scene, plane), _spots(scene, plane)
        left, top = view.left(), view.top()
        right, bottom = view.right(), view.bottom()
        for x, y, width, height, picture in self._spots:
            if left - width < x < right and top - height < y < bottom:
                painter.drawImage(QPointF((x - left) / ratio, (y - top) / ratio), picture)

    @property
    def stands(self) -> bool:
        """True while the names painted last were chosen for their scale."""
        return self._scene is not None and self._scene.plane == self._plane

    def boxes(self, camera: Camera, ratio: float) -> list[QRectF]:
        """Return where names stand in the widget, in the order of their weight."""
        if self._scene is None:
            return []
        plane = Plane.of(camera, self._origin, ratio)
        corner = plane.view(camera, ratio).topLeft()
        found = []
        for label in self._scene.labels:
            box = QRectF(QPointF(), label.picture.deviceIndependentSize())
            box.moveCenter((plane.to_px(label.longitude, label.latitude) - corner) / ratio)
            found.append(box)
        return found

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """The area under a name answers."""
        return None

    def _choose(self, plane: Plane, view: QRectF, ratio: float) -> None:
        if self._job is not None:
            return
        theme = current()
        inks = _Inks(
            theme.name,
            ratio,
            QFont(theme.font("body", bold=True)),
            QFont(theme.font("caption")),
            theme.color("text"),
            map_color("halo"),
        )
        if self._pictures_for != (theme.name, ratio):
            self._pictures, self._pictures_for = {}, (theme.name, ratio)
        room = QRectF(view).adjusted(
            -view.width() / 2, -view.height() / 2, view.width() / 2, view.height() / 2
        )
        layer, pictures, least = self._layer, self._pictures, self._least
        self._job = self._jobs.draw(
            lambda: _Scene(
                plane, room, inks.theme, chosen_labels(layer, plane, room, inks, pictures, least)
            ),
            self._keep,
            self._failed,
        )

    def _keep(self, scene: _Scene) -> None:
        self._job = None
        self._scene = scene
        self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._jobs.report(error)


def chosen_labels(
    layer: PackedLayer,
    plane: Plane,
    window: QRectF,
    inks: _Inks,
    pictures: dict[tuple[str, bool], QImage],
    least: int,
) -> tuple[Label, ...]:
    """Return the names that have room in a window, larger regions before smaller ones.

    Called on a worker.
    """
    taken, found = _Taken(), []
    for named in (each for each in layer.named if each.digits >= least):
        is_bold = named.digits <= _COMMUNITY_DIGITS and named.digits < layer.code_digits
        metrics = QFontMetricsF(inks.bold if is_bold else inks.plain)
        for place in _candidates(named, plane, window, inks.ratio):
            text = short_name(named.name(int(place)))
            width = metrics.horizontalAdvance(text) * inks.ratio if text else 0.0
            west, _, east, _ = named.boxes[place]
            if (
                not text
                or width + _ROOM_PX * inks.ratio > float(int(east) - int(west)) * plane.east
            ):
                continue
            longitude, latitude = (int(each) for each in named.centres[place])
            box = QRectF(0, 0, width + _APART_PX, metrics.height() * inks.ratio + 2)
            box.moveCenter(plane.to_px(longitude, latitude))
            if taken.take(box):
                key = (text, is_bold)
                if key not in pictures:
                    pictures[key] = _picture(text, inks.bold if is_bold else inks.plain, inks)
                found.append(Label(longitude, latitude, pictures[key]))
            if len(found) >= _MOST_NAMES:
                return tuple(found)
    return tuple(found)


def _candidates(
    named: Named, plane: Plane, window: QRectF, ratio: float
) -> "np.typing.NDArray[np.intp]":
    """Return places of regions in a window that are large enough for two characters, and small
    enough to be seen whole; the largest first.
    """
    x = (named.centres[:, 0] - float(plane.origin[0])) * plane.east
    y = (float(plane.origin[1]) - named.centres[:, 1]) * plane.north
    inside = (x >= window.left()) & (x <= window.right())
    inside &= (y >= window.top()) & (y <= window.bottom())
    width = (named.boxes[:, 2] - named.boxes[:, 0].astype(np.float64)) * plane.east
    height = (named.boxes[:, 3] - named.boxes[:, 1].astype(np.float64)) * plane.north
    inside &= (width > 34.0 * ratio) & (height > 18.0 * ratio)
    inside &= (width < _WHOLE * window.width()) & (height < _WHOLE * window.height())
    found = np.flatnonzero(inside)
    largest = np.argsort(-(width * height)[found], kind="stable")[:_MOST_TRIED]
    return found[largest]


def _picture(text: str, font: QFont, inks: _Inks) -> QImage:
    """Return a name with its halo; in pixels of the screen.

    The halo is the name itself, laid around it eight times: the letters lie ready, where the
    outline of each would have to be walked for most of a millisecond.
    """
    metrics = QFontMetricsF(font)
    edge = _HALO_PX
    width = int(np.ceil((metrics.horizontalAdvance(text) + 2 * edge) * inks.ratio))
    height = int(np.ceil((metrics.height() + 2 * edge) * inks.ratio))
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    picture.setDevicePixelRatio(inks.ratio)
    base = QPointF(edge, edge + metrics.ascent())
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(inks.halo)
    for aside in _AROUND:
        painter.drawText(base + aside, text)
    painter.setPen(inks.text)
    painter.drawText(base, text)
    painter.end()
    return picture
