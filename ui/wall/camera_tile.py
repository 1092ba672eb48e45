"""The picture of a camera that a desk put on the wall: asked for, opened, tried again, taken away.

The address is asked for anew with every opening; nothing of it is kept. What does not answer says
so in its own tile, and nothing else waits for it.
"""

from time import monotonic
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.command.wall.figures import Reading
from app.command.wall.rules import CameraWish
from app.core.errors import AppError
from app.core.words import sentence
from ui.parts.video_pane import PaneState, VideoPane, pause_after
from ui.wall.feed import WallFeed
from ui.wall.ink import BODY, MIDDLE, write
from ui.wall.row_tiles import names_of
from ui.wall.tile import HEAD, PADDING_X, PADDING_Y, Tile, clock_time

WORDS_PX = 32
_STANDS = frozenset({PaneState.OLD, PaneState.WAITING})


class CameraTile(Tile):
    """Shows what an order says, and nothing once its time is over, whatever else fails."""

    reading = Reading.NEWS
    icon = "ph.video-camera"

    def __init__(self, feed: WallFeed, parent: QWidget | None = None) -> None:
        super().__init__(feed, parent)
        self.pane = VideoPane(self)
        self.pane.hide()
        self.pane.state_changed.connect(self._changed)
        self._camera: CameraWish | None = None
        self._asked: UUID | None = None  # of which an address is on its way
        self._tries = 0
        self._again = 0.0
        self._trouble = ""

    @property
    def camera(self) -> CameraWish | None:
        """What it shows, None for nothing."""
        return self._camera

    def set_camera(self, camera: CameraWish | None) -> None:
        """Show another camera; None for none."""
        if camera is not None and camera.until <= self.feed.clock.now():
            camera = None
        if camera == self._camera:
            return
        same = camera and self._camera and camera.station_id == self._camera.station_id
        self._camera = camera
        if not same:
            self._close()
            if camera is not None:
                self._ask(camera.station_id)
        self.update()

    def _close(self) -> None:
        self.pane.close_picture()
        self.pane.hide()
        self._asked, self._tries, self._again, self._trouble = None, 0, 0.0, ""

    def _ask(self, station_id: UUID) -> None:
        self._asked, self._again = station_id, 0.0
        self.feed.open_camera(station_id, self._open, self._refuse)

    def _open(self, found: tuple[UUID, str]) -> None:
        station_id, address = found
        if self._camera is None or self._camera.station_id != station_id:
            return  # it was taken away meanwhile
        self._asked, self._tries, self._trouble = None, 0, ""
        self._place()
        self.pane.show()
        self.pane.open(address)
        self.update()

    def _refuse(self, error: BaseException) -> None:
        if self._camera is None:
            return
        self._asked, self._tries = None, self._tries + 1
        self._again = monotonic() + pause_after(self._tries)
        self._trouble = sentence(error) if isinstance(error, AppError) else self.tr("取不到画面")
        self.update()

    def look(self) -> None:
        """Take the picture away once its time is over; ask again where no address was told."""
        camera = self._camera
        if camera is not None and camera.until <= self.feed.clock.now():
            self.set_camera(None)
        elif camera is not None and self._again and monotonic() >= self._again:
            self._ask(camera.station_id)
        super().look()

    def _changed(self, _state: object) -> None:
        self.update()

    # -- what stands where ---------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        scale = self.scale
        self.pane.words_px = round(WORDS_PX * scale)
        left, top = round(PADDING_X * scale), round((PADDING_Y + HEAD + 8) * scale)
        width, height = self.width() - 2 * left, self.height() - top - round(PADDING_Y * scale)
        self.pane.setGeometry(QRect(left, top, max(1, width), max(1, height)))

    # -- words ---------------------------------------------------------------------------------

    @property
    def is_old(self) -> bool:
        """Tell whether the picture stands, or none comes."""
        if self._camera is None:
            return False
        return bool(self._trouble) or self.pane.state in _STANDS

    def age(self) -> str:
        """Return that it is live, or that it is not."""
        if self._camera is None:
            return ""
        if self.pane.state is PaneState.LIVE and not self.pane.isHidden():
            return self.tr("直播")
        if not self.is_old:
            return self.tr("正在接通")
        return self.tr("画面停了") if self.pane.age_s() is not None else self.tr("没有画面")

    def title(self) -> str:
        if self._camera is None:
            return self.tr("摄像头")
        names = names_of(self.feed.at(Reading.GROUND))
        where = names.get(self._camera.community, "")
        until = clock_time(self._camera.until)
        return self.tr("{where}摄像头，{until} 撤下").format(where=where, until=until)

    def _paint_inside(self, painter: QPainter, body: QRectF, *, old: bool) -> None:
        self.paint_body(painter, body, None)

    def paint_body(self, painter: QPainter, box: QRectF, value: Any) -> None:
        if not self.pane.isHidden():
            return
        told, token = self.tr("正在接通"), "text.2"
        if self._camera is None:
            told, token = self.tr("没有放上屏的画面，在分拨台的“大屏”页选一路"), "text.3"
        elif self._trouble:
            told, token = self._trouble, "warn.text"
        write(painter, box, told, BODY, token, align=MIDDLE)
