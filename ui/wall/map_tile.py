"""The map of the wall: communities by how many cases are open, and cases as points.

The ground is painted once a size and once a change of what it is coloured by; a point is a mark
of its own. Ten thousand cases on one spot are one mark: nobody sees what lies under another.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.command.wall.figures import Ground, Place, Places, Reading
from ui.core.theme import current, paint_color
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Box, Camera
from ui.wall.feed import WallFeed
from ui.wall.ground_paint import GroundPicture, box_of_ground, camera_for
from ui.wall.ink import CAPTION, MIDDLE, Stamps, write, write_on_map
from ui.wall.row_tiles import short_name
from ui.wall.tile import Tile

LEGEND_WIDE = 250
NEAR_X, NEAR_Y = 0.006, 0.0045
"""Degrees around a point that are looked at: about half a kilometre."""
SHOWN_LATE = 99
Paint = Callable[[QPainter], None]


class MapTile(Tile):
    """Where the cases lie."""

    reading = Reading.PLACES

    def __init__(self, feed: WallFeed, parent: QWidget | None = None) -> None:
        super().__init__(feed, parent)
        self._looks_at: tuple[str, tuple[float, float] | None] = ("", None)
        self._picture = GroundPicture()
        self._spots: list[tuple[Place, int]] = []
        self._spots_of: Places | None = None
        self._stamps = Stamps()

    def focus(self, code: str, point: tuple[float, float] | None) -> None:
        """Look at a community and about a point of it; at the whole where both are left out."""
        if (code, point) != self._looks_at:
            self._looks_at = (code, point)
            self.update()

    def _box(self, ground: Ground) -> Box:
        code, point = self._looks_at
        if point is not None:
            x, y = point
            return (x - NEAR_X, y - NEAR_Y, x + NEAR_X, y + NEAR_Y)
        chosen = Ground(tuple(area for area in ground.areas if area.code == code), ())
        return box_of_ground(chosen if chosen.areas else ground)

    def title(self) -> str:
        places, ground = self._places(), self._areas()
        if places is None or ground is None or not places.communities:
            return self.tr("在办事件在哪里")
        names = {area.code: short_name(area.name) for area in ground.areas}
        dense = sorted(places.communities, key=lambda load: (-load.open, load.code))[:2]
        told = self.tr("、").join(names.get(load.code, load.code) for load in dense)
        return self.tr("{names}最密").format(names=told)

    def _places(self) -> Places | None:
        kept = self.feed.at(Reading.PLACES)
        return kept.value if kept is not None and isinstance(kept.value, Places) else None

    def _areas(self) -> Ground | None:
        kept = self.feed.at(Reading.GROUND)
        return kept.value if kept is not None and isinstance(kept.value, Ground) else None

    # -- painting ------------------------------------------------------------------------------

    def paint_body(self, painter: QPainter, box: QRectF, value: Any) -> None:
        ground = self._areas()
        if ground is None or not ground.areas:
            write(painter, box, self.tr("还没有网格图"), CAPTION, "text.3", align=MIDDLE)
            return
        camera = camera_for(self._box(ground), box)
        painter.save()
        painter.setClipRect(box)
        self._picture.paint(painter, box, ground, shades_of(value), camera, self.scale)
        painter.translate(box.topLeft())
        self._paint_places(painter, value, camera)
        self._paint_names(painter, ground, value, camera)
        self._paint_aim(painter, camera)
        painter.restore()
        self._paint_legend(painter, box, value)

    def _paint_places(self, painter: QPainter, value: Places, camera: Camera) -> None:
        if value is not self._spots_of:
            self._spots = sorted(Counter(value.places).items(), key=lambda each: each[0].is_late)
            self._spots_of = value
        for place, count in self._spots:
            at = camera.to_px((place.longitude, place.latitude))
            self._stamps.put(painter, at, *_mark(place, count))

    def _paint_names(
        self, painter: QPainter, ground: Ground, value: Places, camera: Camera
    ) -> None:
        """Write names and counts of communities, and how many are late, where they have room."""
        loads = {load.code: load for load in value.communities}
        whole = QRectF(0, 0, camera.size.width(), camera.size.height())
        taken: list[QRectF] = []
        areas = [area for area in ground.areas if not area.is_street]
        ordered = sorted(areas, key=lambda a: -(loads[a.code].open if a.code in loads else 0))
        for area in ordered:
            load = loads.get(area.code)
            at = camera.to_px(area.centre)
            room = QRectF(at.x() - 48, at.y() - 32, 96, 64)
            if any(room.intersects(other) for other in taken) or not whole.contains(room):
                continue
            taken.append(room)
            name, count = short_name(area.name), load.open if load is not None else 0
            stamps = self._stamps
            write_on_map(painter, stamps, at - QPointF(0, 18), name, CAPTION)
            write_on_map(painter, stamps, at + QPointF(0, 16), f"{count:,}", 32, bold=True)
            if load is not None and load.late:
                shift = 26 + 9 * len(f"{count:,}")
                self._paint_badge(painter, at + QPointF(shift, 16), load.late)

    def _paint_aim(self, painter: QPainter, camera: Camera) -> None:
        """Ring the point that is looked at."""
        point = self._looks_at[1]
        if point is None:
            return
        at = camera.to_px(point)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, color in ((9.0, map_color("halo")), (5.0, current().color("warn"))):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, 44, 44)

    def _paint_badge(self, painter: QPainter, at: QPointF, late: int) -> None:
        painter.setPen(QPen(map_color("halo"), 2))
        painter.setBrush(current().color("over"))
        painter.drawEllipse(at, 17, 17)
        told = str(late) if late <= SHOWN_LATE else f"{SHOWN_LATE}+"
        box = QRectF(at.x() - 20, at.y() - 20, 40, 40)
        write(painter, box, told, 22, "text.onfill", bold=True, align=MIDDLE)

    def _paint_legend(self, painter: QPainter, box: QRectF, value: Places) -> None:
        seq = current().chart.seq
        at = QRectF(box.x(), box.bottom() - 92, LEGEND_WIDE, 28)
        write(painter, at, self.tr("数字是在办件数"), CAPTION, "text.2")
        step = LEGEND_WIDE / len(seq)
        for place, color in enumerate(seq):
            bar = QRectF(at.x() + place * step, at.bottom() + 6, step - 2, 18)
            painter.fillRect(bar, paint_color(color))
        ends = QRectF(at.x(), at.bottom() + 26, LEGEND_WIDE, 30)
        write(painter, ends, self.tr("疏"), CAPTION, "text.3")
        write(painter, ends, self.tr("密"), CAPTION, "text.3", align=Qt.AlignmentFlag.AlignRight)
        mark = QPointF(at.x() + 14, at.y() - 20)
        painter.setPen(QPen(map_color("halo"), 1.5))
        painter.setBrush(current().color("over"))
        painter.drawPolygon(_diamond(mark, 10))
        told = self.tr("已超时")
        if value.more:
            told = self.tr("已超时；点太多，只画一部分")
        write(painter, QRectF(mark.x() + 22, mark.y() - 16, 420, 32), told, CAPTION, "text.2")


def shades_of(value: Places) -> dict[str, int]:
    """Return the class of each community by how many cases are open, from 0."""
    most = max((load.open for load in value.communities), default=0) or 1
    classes = len(current().chart.seq)
    return {
        load.code: min(classes - 1, int(max(0, load.open) / most * classes))
        for load in value.communities
    }


def _mark(place: Place, count: int) -> tuple[tuple[object, ...], tuple[float, float], Paint]:
    """Return the mark of a place: what tells it from others, its size, and how it is painted."""
    late, radius = place.is_late and not place.is_dim, 5.0
    if not place.is_dim:
        grown = 0.8 * min(99, count - 1) ** 0.5
        radius = float(round(min(14.0, (8.0 if late else 4.5) + grown)))
    token = "text"
    if place.is_dim:
        token = "text.disabled"
    elif late:
        token = "over"
    elif place.is_urgent:
        token = "warn"

    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(map_color("halo"), 1.5))
        painter.setBrush(current().color(token))
        if late:
            painter.drawPolygon(_diamond(QPointF(0, 0), radius + 2))
        else:
            painter.drawEllipse(QPointF(0, 0), radius, radius)

    side = 2 * radius + 8
    return (token, late, radius), (side, side), paint


def _diamond(at: QPointF, half: float) -> QPolygonF:
    return QPolygonF(
        [
            at + QPointF(0, -half),
            at + QPointF(half, 0),
            at + QPointF(0, half),
            at - QPointF(half, 0),
        ]
    )
