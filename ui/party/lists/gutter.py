"""What lies between two lists: lines from what is ticked to what it is for, with amounts."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.core.theme import current

ARROW, DOT = 6, 3


@dataclass(frozen=True, slots=True)
class Stub:
    """One line that comes in: how far from the top, and what is written over it."""

    y: int
    words: str = ""


class Gutter(QWidget):
    """Lines of three parts, never over a card; dashed for what is to be."""

    def __init__(self, width: int, *, dashed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width)
        self._dashed = dashed
        self.stubs: tuple[Stub, ...] = ()
        self.target: int | None = None

    def show_lines(self, stubs: tuple[Stub, ...], target: int | None) -> None:
        """Show lines to a height; None for no lines."""
        if (stubs, target) != (self.stubs, self.target):
            self.stubs, self.target = stubs, target
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.target is None or not self.stubs:
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("party"), 2)
        if self._dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        middle = self.width() * 0.6
        for stub in self.stubs:
            self._line(painter, stub, middle)
        self._arrow(painter)
        painter.end()

    def _line(self, painter: QPainter, stub: Stub, middle: float) -> None:
        target = float(self.target or 0)
        y, end = float(stub.y), float(self.width() - ARROW)
        points = [QPointF(0, y), QPointF(middle, y), QPointF(middle, target), QPointF(end, target)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if self._dashed:
            return
        theme = current()
        painter.setBrush(theme.color("party"))
        painter.drawEllipse(QPointF(1, y), DOT, DOT)
        if stub.words:
            painter.setFont(theme.font("caption", bold=True))
            metrics = QFontMetrics(painter.font())
            width = metrics.horizontalAdvance(stub.words)
            left = max(2.0, (middle - width) / 2)
            high = metrics.height()
            box = QRectF(left, y - high - 3, width + 2, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, stub.words)

    def _arrow(self, painter: QPainter) -> None:
        y, tip = float(self.target or 0), float(self.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("party"))
        back = tip - ARROW - 2
        head = [QPointF(tip, y), QPointF(back, y - ARROW), QPointF(back, y + ARROW)]
        painter.drawPolygon(QPolygonF(head))
