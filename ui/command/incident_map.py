"""Where the incident is, where its units are, and which might be called."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.command.forces.rules import Proposal, RollMark, UnitAnswer
from app.command.incidents.queries import CallRow, IncidentDetail
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.map import MapView, Pin, ScaleBar
from ui.parts.map_paint import ShapePaths, paint_shapes
from ui.parts.map_shapes import Box, Camera, MapShapes, Point
from ui.parts.map_source import MapReady, MapSource

RING_PX, NEAR_METRES_PER_PX, MARGIN_PX = 12.0, 3.0, 48
LETTERS = "ABCDEFGHIJ"


def tone_of(call: CallRow) -> str:
    """Return the token of a unit's ring: how it is there, not how late it is."""
    if call.answer is UnitAnswer.ARRIVED:
        return "ok"
    return "accent" if call.answer is UnitAnswer.COMING else "over"


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A ring with a number or letter; dashed where the unit may be called."""

    point: Point
    words: str
    tone: str
    is_proposed: bool = False
    is_late: bool = False


class _Ground:
    def __init__(self) -> None:
        self.paths = ShapePaths(MapShapes())

    def paint(self, painter: QPainter, camera: Camera) -> None:
        paint_shapes(painter, self.paths, camera, selected="", keep_free=None)

    def code_at(self, at: QPointF, camera: Camera) -> str:
        return self.paths.code_at(camera.to_earth(at))

    def box(self) -> Box | None:
        return self.paths.shapes.box()


class _Marks:
    def __init__(self) -> None:
        self.units: tuple[UnitMark, ...] = ()

    def paint(self, painter: QPainter, camera: Camera) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for unit in self.units:
            self._paint(painter, unit, camera.to_px(unit.point))

    def _paint(self, painter: QPainter, unit: UnitMark, at: QPointF) -> None:
        theme = current()
        style = Qt.PenStyle.DashLine if unit.is_proposed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.color("text.2" if unit.is_proposed else unit.tone), 2, style))
        painter.setBrush(theme.color("bg.surface"))
        box = QRectF(at.x() - RING_PX, at.y() - RING_PX, 2 * RING_PX, 2 * RING_PX)
        if unit.is_proposed:
            painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        else:
            painter.drawEllipse(box)
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, unit.words)
        if unit.is_late:
            mark = QRectF(at.x() + RING_PX - 6, at.y() - RING_PX - 4, 12, 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("over"))
            painter.drawEllipse(mark)
            painter.setPen(theme.color("text.onfill"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, "!")

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        return None


class IncidentMap(MapView):
    """Looks at the incident and its units; the mouse moves it, the button brings it back."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = MapSource(desk, self)
        self._source.ready.connect(self._ready)
        self._ground, self._marks, self._pin = _Ground(), _Marks(), Pin()
        self._shown: tuple[object, ...] = ()
        self.set_areas(self._ground)
        self.add_overlay(self._marks)
        self.add_overlay(self._pin)
        self.add_overlay(ScaleBar(self.tr("{metres} 米")))
        self.setAccessibleName(self.tr("突发事件地图"))

    @property
    def marks(self) -> tuple[UnitMark, ...]:
        """What is shown besides the ground and the incident."""
        return self._marks.units

    def show_incident(self, detail: IncidentDetail, proposed: tuple[Proposal, ...]) -> None:
        """Show an incident; it moves there only when another one is looked at."""
        self._source.ask(detail.region)
        self._marks.units = (*_called(detail), *_proposed(proposed))
        here = detail.longitude is not None and detail.latitude is not None
        self._pin.point = (detail.longitude or 0.0, detail.latitude or 0.0) if here else None
        shown = (detail.id, self._pin.point)
        if shown != self._shown:
            self._shown = shown
            self.show_whole()
        self.setAccessibleDescription(
            self.tr("{n} 个应急单元有位置").format(n=len(self._marks.units))
        )
        self.update()

    def _ready(self, ready: MapReady) -> None:
        self._ground.paths = ShapePaths(ready.shapes)
        self.set_areas(self._ground)
        if self._shown:
            self.show_whole()
        self.update()

    def go_home(self) -> bool:
        """Look at the incident with its units, else at the whole street."""
        points = [unit.point for unit in self._marks.units]
        if self._pin.point is not None:
            points.append(self._pin.point)
        if len(points) > 1:
            west, east = min(p[0] for p in points), max(p[0] for p in points)
            south, north = min(p[1] for p in points), max(p[1] for p in points)
            self.camera.fit((west, south, east, north), margin_px=MARGIN_PX)
            return True
        if points:
            self.camera.look_at(points[0], NEAR_METRES_PER_PX)
            return True
        box = self._ground.box()
        if box is not None:
            self.camera.fit(box)
        return box is not None

    def home_button(self) -> tuple[str, str]:
        return "ph.crosshair", self.tr("回到现场")


def _called(detail: IncidentDetail) -> tuple[UnitMark, ...]:
    return tuple(
        UnitMark(
            (call.longitude, call.latitude),
            str(call.number),
            tone_of(call),
            is_late=call.mark is RollMark.LOST,
        )
        for call in detail.held
        if call.longitude is not None and call.latitude is not None
    )


def _proposed(proposed: tuple[Proposal, ...]) -> tuple[UnitMark, ...]:
    return tuple(
        UnitMark((each.unit.longitude, each.unit.latitude), letter, "text.2", is_proposed=True)
        for letter, each in zip(LETTERS, proposed, strict=False)
    )
