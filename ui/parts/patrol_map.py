"""Rounds on a map: how much of each grid they came near to, and where they went day by day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.cases.queries.patrols import COVER_DAYS, Coverage, Track, coverage
from app.core.changes import Topic
from app.core.clock import local
from app.territory.queries import OutlineRow
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.slices import Desk
from ui.core.theme import current
from ui.parts.map_paint import map_color
from ui.parts.map_shapes import Camera

__all__ = ["COVER_DAYS", "Coverage", "CoverageSource", "Track", "TrackLines"]

HIT_PX = 6.0


class CoverageSource(QObject):
    """Reads the rounds over some grids, and anew where one is written down."""

    ready = Signal(object)  # Coverage
    failed = Signal(object)  # BaseException

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._job: Job | None = None
        self._asked: tuple[str, tuple[OutlineRow, ...]] | None = None
        self._refresher = Refresher(desk.hub, page, self._again, topics=frozenset({Topic.PATROL}))

    def ask(self, region: str, grids: Sequence[OutlineRow]) -> None:
        """Read the rounds of a street; "" for none."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._asked = (region, tuple(grids)) if region else None
        self._again()

    def _again(self) -> None:
        if self._asked is None:
            return
        (region, grids), desk = self._asked, self._desk
        now = desk.parts.clock.now()
        self._job = desk.read(
            lambda session: coverage(session, desk.actor, region, grids, now),
            self.ready.emit,
            self.failed.emit,
        )


class TrackLines:
    """An overlay: the ways of all days, or of one; the others stay faint."""

    def __init__(self) -> None:
        self.tracks: tuple[Track, ...] = ()
        self.day: date | None = None

    def shown(self) -> tuple[Track, ...]:
        """Return the ways of the day that is chosen, all without one."""
        if self.day is None:
            return self.tracks
        return tuple(t for t in self.tracks if local(t.started_at).date() == self.day)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Paint the ways, a dot where each begins."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for track in self.shown():
            spots = QPolygonF(_spots(track, camera))
            for color, width in ((map_color("halo"), 4.0), (current().color("accent"), 2.0)):
                pen = QPen(color, width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(spots)
            if self.day is None:  # the dots of a week would cover the ground
                continue
            painter.setBrush(current().color("accent"))
            painter.setPen(QPen(map_color("halo"), 1))
            painter.drawEllipse(spots.at(0), 3.5, 3.5)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def hit(self, at: QPointF, camera: Camera) -> object | None:
        """Return the way that has a place under a pixel."""
        for track in self.shown():
            if any((spot - at).manhattanLength() <= HIT_PX for spot in _spots(track, camera)):
                return track
        return None


def _spots(track: Track, camera: Camera) -> list[QPointF]:
    return [camera.to_px((point.longitude, point.latitude)) for point in track.points]
