"""Tiles of an incident: how long it goes on, tasks, units with their timers, and where they are."""

import math
from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.command.forces.rules import RollMark, UnitAnswer, mark_of
from app.command.wall.figures import Ground, IncidentState, Reading
from app.command.wall_state import WallUnit
from app.core.words import label
from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera
from ui.wall.ground_paint import GroundPicture, box_of_ground, camera_for, turn_inward
from ui.wall.ink import BODY, CAPTION, MIDDLE, Stamps, write, write_on_map
from ui.wall.number_tile import paint_figure
from ui.wall.row_tiles import short_name
from ui.wall.tile import Tile, clock_time

MOST_CELLS, MOST_LINES = 24, 8
LINE_LOW, LINE_HIGH, TIME_WIDE = 38.0, 52.0, 104.0
NEAR_X, NEAR_Y = 0.012, 0.009
UNIT_RADIUS, ABOUT, MOST_TRIES = 24, 6, 60
"""Of the mark of a unit; how many stand around one that is covered, and where it is given up."""
_ICONS = {
    UnitAnswer.ASKED: "ph.clock",
    UnitAnswer.COMING: "ph.truck",
    UnitAnswer.ARRIVED: "ph.check",
    UnitAnswer.REFUSED: "ph.x",
    UnitAnswer.RELEASED: "ph.arrow-u-up-left",
}
_TOKENS = {RollMark.ON_TIME: "ok", RollMark.DUE: "warn", RollMark.LOST: "over"}


class _IncidentTile(Tile):
    """A tile about the one incident the wall is about."""

    reading = Reading.INCIDENT

    def paint_body(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        if value.first is None:
            write(painter, box, self.tr("现在没有突发事件"), BODY, "text.3", align=MIDDLE)
        else:
            self.paint_incident(painter, box, value)

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        """Paint what there is of it."""
        raise NotImplementedError

    def mark(self, unit: WallUnit) -> RollMark:
        """Return how a unit's timer stands."""
        settings = self.feed.settings
        now = self.feed.clock.now()
        return mark_of(unit.heard_at, now, settings.roll_amber_min, settings.roll_red_min)

    def figure(
        self, painter: QPainter, box: QRectF, figure: str, unit: str, token: str, line: str
    ) -> None:
        """Paint a figure and a line below it."""
        foot = QRectF(box.x(), box.bottom() - 44, box.width(), 44)
        write(painter, foot, line, BODY, "text.2")
        paint_figure(painter, box.adjusted(0, 0, 0, -44), figure, unit, token)


class ElapsedTile(_IncidentTile):
    """How long it goes on."""

    icon = "ph.timer"

    def title(self) -> str:
        return self.tr("已处置")

    def look(self) -> None:
        super().look()
        self.update()  # it counts

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        first = value.first
        if first is None:
            return
        lasts = max(timedelta(), self.feed.clock.now() - first.since)
        minutes, seconds = divmod(int(lasts.total_seconds()), 60)
        hours, rest = divmod(minutes, 60)
        told = f"{hours}:{rest:02d}:{seconds:02d}" if hours else f"{rest:02d}:{seconds:02d}"
        line = self.tr("{kind}，{time} 启动").format(
            kind=label(first.kind), time=clock_time(first.since)
        )
        if first.is_rehearsal:
            line = self.tr("演练：{line}").format(line=line)
        self.figure(painter, box, told, "", "text", line)


class TasksTile(_IncidentTile):
    """How many tasks are done."""

    icon = "ph.check-square"

    def title(self) -> str:
        return self.tr("任务做完")

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        first = value.first
        if first is None:
            return
        left = max(0, first.tasks - first.done)
        line = self.tr("还有 {left} 项").format(left=left) if left else self.tr("都做完了")
        unit = self.tr("/ {tasks} 项").format(tasks=first.tasks)
        token = "warn.text" if left else "ok.text"
        self.figure(painter, box, str(first.done), unit, token, line)


class ArrivedTile(_IncidentTile):
    """How many units have arrived."""

    icon = "ph.users-three"

    def title(self) -> str:
        return self.tr("到场的组")

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        units = value.its_units
        there = sum(unit.answer is UnitAnswer.ARRIVED for unit in units)
        coming = sum(unit.answer is UnitAnswer.COMING for unit in units)
        line = self.tr("在途 {coming} 组").format(coming=coming)
        unit = self.tr("/ {units} 组").format(units=len(units))
        self.figure(painter, box, str(there), unit, "text", line)


class RollCallTile(_IncidentTile):
    """Every unit by its number, in the colour of its timer."""

    icon = "ph.broadcast"

    def title(self) -> str:
        return self.tr("点名应答")

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        units = value.its_units
        if not units:
            write(painter, box, self.tr("还没有叫任何一组"), BODY, "text.3", align=MIDDLE)
            return
        marks = {unit.number: self.mark(unit) for unit in units}
        well = sum(mark is RollMark.ON_TIME for mark in marks.values())
        top = QRectF(box.x(), box.y(), box.width(), min(130.0, box.height() * 0.24))
        paint_figure(
            painter, top, str(well), self.tr("/ {units} 组").format(units=len(units)), "text"
        )
        line = QRectF(box.x(), top.bottom(), box.width(), 44)
        told, token = self._missing(marks)
        write(painter, line, told, BODY, token, bold=True)
        self._cells(painter, box.adjusted(0, top.height() + 56, 0, 0), units, marks)

    def _missing(self, marks: dict[int, RollMark]) -> tuple[str, str]:
        """Return who is missing, in words."""
        lost = [str(n) for n, mark in marks.items() if mark is RollMark.LOST]
        due = [str(n) for n, mark in marks.items() if mark is RollMark.DUE]
        between = self.tr("、")
        if lost:
            return self.tr("{units} 号失联").format(units=between.join(lost)), "over.text"
        if due:
            return self.tr("{units} 号该答了").format(units=between.join(due)), "warn.text"
        return self.tr("都按时应答"), "ok.text"

    def _cells(
        self,
        painter: QPainter,
        box: QRectF,
        units: tuple[WallUnit, ...],
        marks: dict[int, RollMark],
    ) -> None:
        across = 3 if box.width() < 900 else 6
        down = max(1, -(-min(len(units), MOST_CELLS) // across))
        wide, tall = box.width() / across, min(84.0, box.height() / down)
        for place, unit in enumerate(units[:MOST_CELLS]):
            at = QRectF(
                box.x() + place % across * wide, box.y() + place // across * tall, wide, tall
            ).adjusted(4, 4, -4, -4)
            token = _TOKENS[marks[unit.number]]
            painter.setPen(QPen(current().color(token), 3))
            painter.setBrush(current().color(f"{token}.bg"))
            painter.drawRoundedRect(at, 8, 8)
            number = at.adjusted(14, 0, -at.width() / 2, 0)
            write(painter, number, str(unit.number), 36, "text", bold=True)
            side = min(36.0, at.height() - 12)
            mark = QRectF(at.right() - side - 12, at.center().y() - side / 2, side, side)
            paint_icon(painter, _ICONS[unit.answer], mark, token)


class TimelineTile(_IncidentTile):
    """What sort of thing happened when; what was written stays at the desks."""

    icon = "ph.list-bullets"

    def title(self) -> str:
        return self.tr("经过")

    def lines(self, value: IncidentState) -> list[tuple[str, str]]:
        """Return time and words of each line, the newest first."""
        found = []
        for each in value.its_entries[:MOST_LINES]:
            words = label(each.sort)
            if each.times > 1:
                words = self.tr("{what} {times} 次").format(what=words, times=each.times)
            found.append((clock_time(each.at), words))
        return found

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        told = self.lines(value)
        if not told:
            write(painter, box, self.tr("还没有记什么"), BODY, "text.3", align=MIDDLE)
            return
        tall = min(LINE_HIGH, box.height() / max(1, min(len(told), int(box.height() // LINE_LOW))))
        for place, (time, words) in enumerate(told[: int(box.height() // tall)]):
            line = QRectF(box.x(), box.y() + place * tall, box.width(), tall)
            write(painter, line, time, BODY, "text.2")
            token = "text" if place == 0 else "text.2"
            write(painter, line.adjusted(TIME_WIDE, 0, 0, 0), words, BODY, token, bold=place == 0)


class IncidentMapTile(_IncidentTile):
    """Where it is, and about where its units are."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._picture = GroundPicture()
        self._stamps = Stamps()

    def title(self) -> str:
        kept = self.snapshot
        value = kept.value if kept is not None else None
        if not isinstance(value, IncidentState) or value.first is None:
            return self.tr("现在没有突发事件")
        units = value.its_units
        there = sum(unit.answer is UnitAnswer.ARRIVED for unit in units)
        coming = sum(unit.answer is UnitAnswer.COMING for unit in units)
        return self.tr("{kind}：到场 {there} 组，在途 {coming} 组").format(
            kind=label(value.first.kind), there=there, coming=coming
        )

    def paint_incident(self, painter: QPainter, box: QRectF, value: IncidentState) -> None:
        kept = self.feed.at(Reading.GROUND)
        ground, first = kept.value if kept is not None else None, value.first
        if first is None or not isinstance(ground, Ground) or not ground.areas:
            write(painter, box, self.tr("还没有网格图"), CAPTION, "text.3", align=MIDDLE)
            return
        whole = near = box_of_ground(ground)
        if first.longitude is not None and first.latitude is not None:
            x, y = first.longitude, first.latitude
            near = (x - NEAR_X, y - NEAR_Y, x + NEAR_X, y + NEAR_Y)
        camera = camera_for(near, box)
        turn_inward(camera, whole)
        painter.save()
        painter.setClipRect(box)
        self._picture.paint(painter, box, ground, {}, camera, self.scale)
        painter.translate(box.topLeft())
        if first.longitude is not None and first.latitude is not None:
            self._aim(painter, camera.to_px((first.longitude, first.latitude)))
        self._names(painter, camera, ground)
        known = [unit for unit in value.its_units if unit.longitude is not None]
        points = [
            camera.to_px((u.longitude or 0.0, u.latitude or 0.0))
            for u in known  # one nobody knows the place of stands in the roll call only
        ]
        for unit, at in zip(known, apart(points), strict=True):
            self._unit(painter, at, unit)
        painter.restore()

    def _names(self, painter: QPainter, camera: Camera, ground: Ground) -> None:
        """Write which communities are seen, so that everybody knows which way is where."""
        whole = QRectF(0, 0, camera.size.width(), camera.size.height())
        for area in ground.areas:
            at = camera.to_px(area.centre)
            if not area.is_street and whole.contains(QRectF(at.x() - 60, at.y() - 18, 120, 36)):
                write_on_map(painter, self._stamps, at, short_name(area.name), CAPTION)

    def _aim(self, painter: QPainter, at: QPointF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, color in ((10.0, map_color("halo")), (6.0, current().color("warn"))):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, 54, 54)

    def _unit(self, painter: QPainter, at: QPointF, unit: WallUnit) -> None:
        painter.setPen(QPen(current().color(_TOKENS[self.mark(unit)]), 5))
        painter.setBrush(current().color("bg.window"))
        painter.drawEllipse(at, UNIT_RADIUS, UNIT_RADIUS)
        side = 2 * UNIT_RADIUS
        box = QRectF(at.x() - UNIT_RADIUS, at.y() - UNIT_RADIUS, side, side)
        write(painter, box, str(unit.number), 28, "text", bold=True, align=MIDDLE)


def apart(points: Sequence[QPointF]) -> list[QPointF]:
    """Return points moved beside each other where one would cover another: units that have
    arrived all stand at the same hundred metres, and each is to be seen.
    """
    placed: list[QPointF] = []
    for point in points:
        at, tries = QPointF(point), 0
        while tries < MOST_TRIES and any(_covers(at, other) for other in placed):
            ring, place = divmod(tries, ABOUT)
            turn = 2 * math.pi * place / ABOUT - math.pi / 2
            far = (2 * UNIT_RADIUS + 10) * (ring + 1)
            at = point + QPointF(far * math.cos(turn), far * math.sin(turn))
            tries += 1
        placed.append(at)
    return placed


def _covers(at: QPointF, other: QPointF) -> bool:
    return math.hypot(at.x() - other.x(), at.y() - other.y()) < 2 * UNIT_RADIUS
