"""The mark of the program: a house with its four grids, white on the accent."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.core.theme import current

_EAVES = ((0.19, 0.46), (0.5, 0.24), (0.81, 0.46))  # shares of the side


def paint_logo(painter: QPainter, box: QRectF) -> None:
    """Paint the mark into `box` (a square)."""
    theme = current()
    side = box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.fill"))
    painter.drawRoundedRect(box, side * 0.21, side * 0.21)
    painter.translate(box.topLeft())
    pen = QPen(theme.color("text.onfill"), side * 0.068)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x * side, y * side) for x, y in _EAVES]))
    walls = QRectF(0.28 * side, 0.44 * side, 0.44 * side, 0.32 * side)
    painter.drawRect(walls)
    middle = walls.center()
    painter.drawLine(QPointF(middle.x(), walls.top()), QPointF(middle.x(), walls.bottom()))
    painter.drawLine(QPointF(walls.left(), middle.y()), QPointF(walls.right(), middle.y()))
    painter.restore()


def window_icon() -> QIcon:
    """Return the icon of windows and of the task bar."""
    icon = QIcon()
    for side in (16, 32, 48, 128):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_logo(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(picture)
    return icon


class Logo(QWidget):
    """The mark as a widget."""

    def __init__(self, side: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_logo(painter, QRectF(self.rect()))
        painter.end()
