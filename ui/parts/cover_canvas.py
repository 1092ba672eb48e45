"""A picture to draw black boxes on: with the mouse, or with the keyboard alone."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.attachments import Box, PictureView
from ui.core.theme import current
from ui.parts.cover_boxes import CoverBoxes

ZOOM_STEP = 1.25
MOST_ZOOM = 12.0
GRIP_PX = 7
LEAST_DRAG_PX = 4
STEP_PX = 8
NEW_BOX = 0.16  # of the shorter side that is in sight
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    "": Qt.CursorShape.SizeAllCursor,
    "l": Qt.CursorShape.SizeHorCursor,
    "r": Qt.CursorShape.SizeHorCursor,
    "t": Qt.CursorShape.SizeVerCursor,
    "b": Qt.CursorShape.SizeVerCursor,
    "lt": Qt.CursorShape.SizeFDiagCursor,
    "rb": Qt.CursorShape.SizeFDiagCursor,
    "rt": Qt.CursorShape.SizeBDiagCursor,
    "lb": Qt.CursorShape.SizeBDiagCursor,
}


@dataclass(frozen=True, slots=True)
class Drag:
    """What the hand holds.

    Attributes:
        kind: ``new``, ``move``, ``size`` or ``pan``.
        start: Where it took hold, in the widget.
        box: The box as it was then.
        edges: Letters of the edges that follow the hand: l, r, t, b.
    """

    kind: str
    start: QPointF
    box: Box | None = None
    edges: str = ""


class CoverCanvas(QWidget):
    """The picture fitted to the room there is, with its boxes."""

    changed = Signal()  # boxes, or which is chosen

    def __init__(self, picture: PictureView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = CoverBoxes(picture.width_px, picture.height_px, picture.boxes)
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(picture.jpeg)
        self._zoom = 1.0
        self._middle = QPointF(picture.width_px / 2, picture.height_px / 2)
        self._drag: Drag | None = None
        self._remembered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(360, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(
            self.tr(
                "N 加一个框，Tab 选框，方向键移动，Shift 加方向键改大小，Delete 删除，Ctrl+Z 撤销"
            )
        )
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    # -- measures ------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Pixels of the widget for one of the picture."""
        across = self.width() / self.boxes.width_px
        down = self.height() / self.boxes.height_px
        return max(min(across, down) * self._zoom, 1e-6)

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where a point of the picture is in the widget."""
        middle = QRectF(self.rect()).center()
        return middle + (QPointF(x, y) - self._middle) * self.scale

    def to_picture(self, at: QPointF) -> QPointF:
        """Return which point of the picture is at a place of the widget."""
        return self._middle + (at - QRectF(self.rect()).center()) / self.scale

    def rect_of(self, box: Box) -> QRectF:
        """Return where a box is in the widget."""
        size = QSizeF(box.width, box.height) * self.scale
        return QRectF(self.to_widget(box.left, box.top), size)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer or step back, keeping what is at a place there."""
        place = at if at is not None else QRectF(self.rect()).center()
        held = self.to_picture(place)
        self._zoom = min(max(1.0, self._zoom * factor), MOST_ZOOM)
        self._look_at(held - (place - QRectF(self.rect()).center()) / self.scale)

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom = 1.0
        self._look_at(self._middle)

    def _look_at(self, middle: QPointF) -> None:
        """Look at a point, without leaving the picture."""
        whole = QSizeF(self.boxes.width_px, self.boxes.height_px)
        seen = QSizeF(self.size()) / self.scale
        places = []
        for at, length, room in (
            (middle.x(), whole.width(), seen.width()),
            (middle.y(), whole.height(), seen.height()),
        ):
            fits = room >= length
            places.append(length / 2 if fits else min(max(at, room / 2), length - room / 2))
        self._middle = QPointF(*places)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._look_at(self._middle)

    def _reveal(self) -> None:
        """Bring the chosen box into sight after a key moved it."""
        box = self.boxes.box
        if box is not None and not QRectF(self.rect()).intersects(self.rect_of(box)):
            self._look_at(QPointF(box.left + box.width / 2, box.top + box.height / 2))

    # -- what buttons and keys do --------------------------------------------------------------

    def add_box(self) -> None:
        """Add a box in the middle of what is in sight."""
        side = round(min(self.width(), self.height()) * NEW_BOX / self.scale)
        left, top = round(self._middle.x() - side / 2), round(self._middle.y() - side / 2)
        self.boxes.add(Box(left, top, side, side))
        self._tell()

    def remove_box(self) -> None:
        """Take the chosen box away."""
        self.boxes.remove()
        self._tell()

    def undo(self) -> None:
        """Go back by one change."""
        self.boxes.undo()
        self._tell()

    def _tell(self) -> None:
        count = len(self.boxes.all)
        if self.boxes.chosen is None:
            words = self.tr("照片，画了 {count} 个框").format(count=count)
        else:
            words = self.tr("照片，第 {number} 个框，共 {count} 个").format(
                number=self.boxes.chosen + 1, count=count
            )
        self.setAccessibleName(words)
        self.update()
        self.changed.emit()

    # -- keyboard ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Let Tab walk the boxes before it leaves the picture."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                stays = self.boxes.choose_next(-1 if back or key == Qt.Key.Key_Backtab else 1)
                self._reveal()
                self._tell()
                if stays:
                    event.accept()
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        does = {
            Qt.Key.Key_Delete: self.remove_box,
            Qt.Key.Key_Backspace: self.remove_box,
            Qt.Key.Key_N: self.add_box,
            Qt.Key.Key_Insert: self.add_box,
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM_STEP),
            Qt.Key.Key_0: self.fit,
        }
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif key in _ARROWS:
            self._arrow(*_ARROWS[key], event.modifiers())
        elif key in does and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            does[key]()
        elif key == Qt.Key.Key_Escape and self.boxes.chosen is not None:
            self.boxes.choose(None)
            self._tell()
        else:
            super().keyPressEvent(event)

    def _arrow(self, right: int, down: int, held: Qt.KeyboardModifier) -> None:
        fine = bool(held & Qt.KeyboardModifier.ControlModifier)
        step = 1 if fine else max(1, round(STEP_PX / self.scale))
        if self.boxes.box is None:
            self._look_at(self._middle + QPointF(right, down) * step * 4)
            return
        if held & Qt.KeyboardModifier.ShiftModifier:
            self.boxes.grow(right * step, down * step)
        else:
            self.boxes.move(right * step, down * step)
        self._reveal()
        self._tell()

    # -- mouse ---------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._drag = Drag("pan", at)
            return
        found = self._under(at)
        self._remembered = False
        if found is None:
            self.boxes.choose(None)
            self._drag = Drag("new", at)
        else:
            position, edges = found
            self.boxes.choose(position)
            self._drag = Drag("size" if edges else "move", at, self.boxes.box, edges)
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, drag = event.position(), self._drag
        if drag is None:
            found = self._under(at)
            cross = Qt.CursorShape.CrossCursor
            self.setCursor(cross if found is None else _CURSORS[found[1]])
        elif drag.kind == "pan":
            self._look_at(self._middle - (at - drag.start) / self.scale)
            self._drag = Drag("pan", at)
        elif self._remembered or (at - drag.start).manhattanLength() >= LEAST_DRAG_PX:
            self._pull(drag, at)

    def _pull(self, drag: Drag, at: QPointF) -> None:
        start, here = self.to_picture(drag.start), self.to_picture(at)
        if drag.kind == "new":
            ends = (round(start.x()), round(start.y()), round(here.x()), round(here.y()))
            box = self.boxes.spanned(*ends)
            if self._remembered:
                self.boxes.put(box)
            else:
                self._remembered = self.boxes.add(box)
        elif drag.box is not None:
            if not self._remembered:
                self.boxes.remember()
                self._remembered = True
            by = here - start
            self.boxes.put(self._pulled(drag.box, drag.edges, round(by.x()), round(by.y())))
        self._tell()

    def _pulled(self, box: Box, edges: str, right: int, down: int) -> Box:
        if not edges:
            return Box(box.left + right, box.top + down, box.width, box.height)
        return self.boxes.spanned(
            box.left + (right if "l" in edges else 0),
            box.top + (down if "t" in edges else 0),
            box.left + box.width + (right if "r" in edges else 0),
            box.top + box.height + (down if "b" in edges else 0),
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._remembered = False

    def _under(self, at: QPointF) -> tuple[int, str] | None:
        """Return which box is at a place, the uppermost first, and which of its edges."""
        for position in reversed(range(len(self.boxes.all))):
            rect = self.rect_of(self.boxes.all[position])
            near = rect.adjusted(-GRIP_PX, -GRIP_PX, GRIP_PX, GRIP_PX)
            if near.contains(at):
                return position, _edges(rect, at)
        return None

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.color("bg.sunken"))
        whole = self.rect_of(Box(0, 0, self.boxes.width_px, self.boxes.height_px))
        painter.drawPixmap(whole, self._pixmap, QRectF(self._pixmap.rect()))
        for position, box in enumerate(self.boxes.all):
            self._paint_box(painter, self.rect_of(box), chosen=position == self.boxes.chosen)
        token = "accent" if self.hasFocus() else "border"
        painter.setPen(QPen(theme.color(token), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_box(self, painter: QPainter, rect: QRectF, *, chosen: bool) -> None:
        theme = current()
        painter.fillRect(rect, QColor(Qt.GlobalColor.black))  # what is burnt in, in every theme
        painter.setPen(QPen(theme.color("accent"), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        if not chosen:
            return
        painter.setPen(QPen(theme.color("accent"), 1))
        painter.setBrush(theme.color("bg.surface"))
        for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
            painter.drawRect(QRectF(corner - QPointF(3.5, 3.5), QSizeF(7, 7)))


def _edges(rect: QRectF, at: QPointF) -> str:
    across, down = min(GRIP_PX, rect.width() / 4), min(GRIP_PX, rect.height() / 4)
    edges = ""
    if at.x() < rect.left() + across:
        edges += "l"
    elif at.x() > rect.right() - across:
        edges += "r"
    if at.y() < rect.top() + down:
        edges += "t"
    elif at.y() > rect.bottom() - down:
        edges += "b"
    return edges
