"""A tile of the wall: a name or a finding, what is shown, and how old it is."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.command.wall.figures import Reading
from app.command.wall.rules import CameraWish
from app.core.clock import local
from ui.core.icons import paint_icon
from ui.core.relative_time import relative, time_or_day
from ui.wall.feed import Snapshot, WallFeed, is_old
from ui.wall.ink import BODY, CAPTION, MIDDLE, RIGHT, plate, width_of, write

PADDING_X, PADDING_Y = 28, 18
HEAD = 44
TITLE_PX = 40


class Tile(QWidget):
    """Paints one thing in measures of a screen 1080 high.

    Attributes:
        reading: What it shows is part of; None where it shows nothing that is read.
        scale: Pixels of the screen for each of these measures.
    """

    reading: Reading | None = None
    icon = ""

    def __init__(self, feed: WallFeed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.feed = feed
        self.scale = 1.0
        self._age = ""
        self._was_old = False

    # -- what kinds of tiles say ---------------------------------------------------------------

    def set_camera(self, camera: CameraWish | None) -> None:
        """Show a camera; most tiles show none."""

    def title(self) -> str:
        """Return its name, or what it finds."""
        raise NotImplementedError

    def paint_body(self, painter: QPainter, box: QRectF, value: Any) -> None:
        """Paint what was read into a box."""
        raise NotImplementedError

    # -- age -----------------------------------------------------------------------------------

    @property
    def snapshot(self) -> Snapshot | None:
        """What was read last."""
        return self.feed.at(self.reading) if self.reading is not None else None

    @property
    def is_old(self) -> bool:
        """Tell whether what is shown is no longer true for certain."""
        kept = self.snapshot
        if kept is None or self.reading is None:
            return False
        return kept.failing or is_old(self.reading, kept.as_of, self.feed.clock.now())

    def age(self) -> str:
        """Return how old what is shown is: "8 秒前", and "13:41 的数" of what is old."""
        kept = self.snapshot
        if kept is None:
            return ""
        now = self.feed.clock.now()
        if kept.as_of > now and is_old(self.reading or Reading.STANDING, kept.as_of, now):
            return self.tr("时间在前头：{time}").format(time=time_or_day(kept.as_of, now))
        if self.is_old:
            return self.tr("{time} 的数").format(time=time_or_day(kept.as_of, now))
        return relative(kept.as_of, now)

    def why_old(self) -> str:
        """Return why what is shown is old, "" where it is not."""
        kept = self.snapshot
        if kept is None or not self.is_old:
            return ""
        if self.feed.is_lost:
            return self.tr("连不上数据库，显示的是断开前的数")
        minutes = int((self.feed.clock.now() - kept.as_of).total_seconds() / 60)
        if minutes < 0:
            return self.tr("服务器的时间和数据对不上")
        return self.tr("{minutes} 分钟没更新").format(minutes=max(1, minutes))

    def look(self) -> None:
        """See whether what is said of the age has changed; called every second."""
        age, old = self.age(), self.is_old
        if old != self._was_old:
            self._was_old = old
            self.update()
        elif age != self._age:
            # only the head: the rest is as it was
            self.update(0, 0, self.width(), round((PADDING_Y + HEAD) * self.scale))
        self._age = age

    # -- painting ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(408, 280)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self.scale, self.scale)
        whole = QRectF(0, 0, self.width() / self.scale, self.height() / self.scale)
        old = self.is_old
        plate(painter, whole, dashed=old)
        inner = whole.adjusted(PADDING_X, PADDING_Y, -PADDING_X, -PADDING_Y)
        body = inner.adjusted(0, HEAD, 0, 0)
        if event.rect().bottom() > body.top() * self.scale:
            self._paint_inside(painter, body, old=old)
        self._paint_head(painter, QRectF(inner.x(), inner.y(), inner.width(), HEAD), old=old)
        painter.end()

    def _paint_inside(self, painter: QPainter, body: QRectF, *, old: bool) -> None:
        if self.reading is None:
            self.paint_unknown(painter, body)
            return
        kept = self.snapshot
        if kept is None:
            token = "warn.text" if self.feed.is_lost else "text.3"
            told = self.tr("连不上数据库，还没有读到数")
            if not self.feed.is_lost:
                told = self.tr("正在读")
            write(painter, body, told, BODY, token, align=MIDDLE)
            return
        if old:
            foot = QRectF(body.x(), body.bottom() - 40, body.width(), 40)
            painter.save()
            painter.setOpacity(0.45)
            self.paint_body(painter, body.adjusted(0, 0, 0, -44), kept.value)
            painter.restore()
            write(painter, foot, self.why_old(), BODY, "warn.text")
        else:
            self.paint_body(painter, body, kept.value)

    def _paint_head(self, painter: QPainter, box: QRectF, *, old: bool) -> None:
        age = self.age()
        wide = width_of(age, CAPTION) + 4
        left = box.adjusted(0, 0, -wide - 16, 0)
        if self.icon:
            paint_icon(painter, self.icon, QRectF(box.x(), box.y() + 6, 32, 32), "text.2")
            left.adjust(44, 0, 0, 0)
        bold = not self.icon
        write(painter, left, self.title(), BODY, "text.2" if self.icon else "text", bold=bold)
        right = QRectF(box.right() - wide, box.y(), wide, box.height())
        write(painter, right, age, CAPTION, "warn.text" if old else "text.3", align=RIGHT)

    def paint_unknown(self, painter: QPainter, body: QRectF) -> None:
        """Paint a tile that shows nothing that is read."""


class UnknownTile(Tile):
    """Stands where a scene file asks for something nobody knows, and says so."""

    icon = "ph.question"

    def __init__(self, feed: WallFeed, show: str, parent: QWidget | None = None) -> None:
        super().__init__(feed, parent)
        self._show = show

    def title(self) -> str:
        return self.tr("不认识的图块")

    def paint_unknown(self, painter: QPainter, body: QRectF) -> None:
        line = QRectF(body.x(), body.center().y() - 50, body.width(), 50)
        write(painter, line, self._show, TITLE_PX, "warn.text", bold=True)
        told = self.tr("场景文件里写了它，这个版本没有")
        write(painter, line.translated(0, 54), told, BODY, "text.2")


class TroubleTile(UnknownTile):
    """Stands for a scene whose file cannot be read."""

    icon = "ph.file-x"

    def title(self) -> str:
        return self.tr("场景文件读不了")

    def paint_unknown(self, painter: QPainter, body: QRectF) -> None:
        line = QRectF(body.x(), body.center().y() - 50, body.width(), 50)
        write(painter, line, self._show, TITLE_PX, "warn.text", bold=True)
        told = self.tr("改好文件就会显示；其他场景照常")
        write(painter, line.translated(0, 54), told, BODY, "text.2")


def clock_time(moment: datetime) -> str:
    """Return e.g. ``14:05``."""
    return f"{local(moment):%H:%M}"
