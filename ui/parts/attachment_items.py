"""One file in a strip: a thumbnail or an icon, its name, and how to take it away."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.core.icons import paint_icon
from ui.core.theme import current

TILE = QSize(104, 72)
_CAPTION_PX = 20

KIND_ICONS = (
    ("image/", "ph.image"),
    ("audio/", "ph.microphone"),
    ("video/", "ph.play-circle"),
    ("application/pdf", "ph.file-pdf"),
    ("text/", "ph.file-text"),
)


@dataclass(frozen=True, slots=True)
class StripItem:
    """A file as the strip shows it.

    Attributes:
        key: What the owner knows it by.
        name: File name.
        media_type: For the icon where there is no thumbnail.
        size_bytes: For the tool tip.
        thumbnail: A small JPEG, None where there is none.
        covered: Who covered it and how often, "" where nobody did.
    """

    key: object
    name: str
    media_type: str
    size_bytes: int
    thumbnail: bytes | None = None
    covered: str = ""


@dataclass(frozen=True, slots=True)
class MenuWanted:
    """Somebody asks what can be done with a file.

    Attributes:
        item: The file.
        at: Where, on the screen.
    """

    item: StripItem
    at: QPoint


def icon_of(media_type: str) -> str:
    """Return the icon of a kind of file."""
    return next((name for start, name in KIND_ICONS if media_type.startswith(start)), "ph.file")


@cache
def size_words(size_bytes: int) -> str:
    """Return a size as people read it: 48 KB, 3.2 MB."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} KB"
    return f"{size_bytes / 1_000_000:.1f} MB"


class FileTile(QAbstractButton):
    """A file; the whole tile opens it, Delete or the cross takes it away."""

    wanted = Signal(object)  # StripItem
    unwanted = Signal(object)  # StripItem
    menu_wanted = Signal(object)  # MenuWanted

    def __init__(self, item: StripItem, *, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._removable = removable
        self._picture = QPixmap()
        if item.thumbnail is not None:
            self._picture.loadFromData(item.thumbnail)
        self.setFixedSize(TILE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        told = [item.name, size_words(item.size_bytes), item.covered]
        self.setAccessibleName(f"{item.name} {item.covered}".strip())
        self.setToolTip("\n".join(filter(None, told)))
        self.clicked.connect(lambda: self.wanted.emit(self.item))

    def sizeHint(self) -> QSize:
        return TILE

    def _cross(self) -> QRectF:
        return QRectF(self.width() - 22, 4, 18, 18)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        at = event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center())
        self.menu_wanted.emit(MenuWanted(self.item, at))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._removable and self._cross().contains(event.position()):
            self.unwanted.emit(self.item)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit(self.item)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.fillPath(shape, theme.color("bg.hover" if self.underMouse() else "bg.sunken"))
        painter.setClipPath(shape)
        self._paint_picture(painter, box.adjusted(0, 0, 0, -_CAPTION_PX))
        self._paint_name(painter, box)
        if self.item.covered:
            self._paint_mark(painter, "ph.eye-slash", QRectF(4, 4, 18, 18))
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = "accent" if self.hasFocus() else "border"
        painter.setPen(QPen(theme.color(line), 2 if self.hasFocus() else 1))
        painter.drawPath(shape)
        if self._removable:
            self._paint_mark(painter, "ph.x", self._cross())
        painter.end()

    def _paint_mark(self, painter: QPainter, icon: str, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("bg.surface"))
        painter.drawEllipse(room)
        paint_icon(painter, icon, room.adjusted(3, 3, -3, -3), "text.2")

    def _paint_picture(self, painter: QPainter, room: QRectF) -> None:
        if self._picture.isNull():
            side = current().sizes.icon_rail
            middle = room.center()
            mark = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
            paint_icon(painter, icon_of(self.item.media_type), mark, "text.2")
            return
        size = self._picture.size().scaled(
            room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        left = room.center().x() - size.width() / 2
        top = room.center().y() - size.height() / 2
        whole = QRectF(left, top, size.width(), size.height())
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(whole, self._picture, QRectF(self._picture.rect()))
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        room = QRectF(box.left(), box.bottom() - _CAPTION_PX, box.width(), _CAPTION_PX)
        painter.fillRect(room, theme.color("bg.surface"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        words = room.adjusted(6, 0, -6, 0)
        name = painter.fontMetrics().elidedText(
            self.item.name, Qt.TextElideMode.ElideMiddle, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
