"""The legend under the map: colours with how many grids each holds."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.core.theme import current, paint_color
from ui.territory.shading import Shade, Shading

PLATE = 72.0
PADDING = 16


class MapLegend(QWidget):
    """As high as an action bar; with no colours it says what can be done on the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(current().sizes.action_bar)
        self._shading = Shading(Shade.NONE, {}, (), "")
        self._title = ""

    def show_shading(self, title: str, shading: Shading) -> None:
        """Show the classes; `title` says what is coloured."""
        self._title, self._shading = title, shading
        told = (f"{entry.words} {entry.count}" for entry in shading.classes)
        self.setAccessibleName(f"{title} {'，'.join(told)}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, current().sizes.action_bar)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = QRectF(self.rect()).adjusted(PADDING, 1, -PADDING, 0)
        if not self._shading.classes:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            words = self.tr("点一块选中它，滚轮放大缩小，按住拖动；加号、减号、方向键也行")
            painter.drawText(inner, middle, words)
            painter.end()
            return
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, middle, self._title)
        width = QFontMetrics(theme.font("caption", bold=True)).horizontalAdvance(self._title)
        left = inner.left() + width + PADDING
        room = inner.right() - left
        plate = min(PLATE, room / len(self._shading.classes))
        for at in range(len(self._shading.classes)):
            self._paint_class(painter, at, QRectF(left + at * plate, 8, plate, 40))
        painter.end()

    def _color(self, at: int) -> QColor:
        if self._shading.shade is Shade.WORKER:
            return current().color("warn.bg") if at else paint_color(current().chart.seq[1])
        return paint_color(current().chart.seq[at])

    def _paint_class(self, painter: QPainter, at: int, box: QRectF) -> None:
        """The plate with its number of grids, under it from where to where."""
        theme, entry = current(), self._shading.classes[at]
        plate = QRectF(box.left(), box.top(), box.width(), 20)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(self._color(at))
        painter.drawRect(plate.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(theme.font("caption"))
        painter.setPen(self._ink(at))
        count = self.tr("{count} 格").format(count=entry.count)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, count)
        painter.setPen(theme.color("text.3"))
        below = QRectF(box.left(), plate.bottom() + 2, box.width(), 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, entry.words)

    def _ink(self, at: int) -> QColor:
        """Return an ink that reads on the class: the ramp runs the other way on dark themes."""
        theme = current()
        if self._shading.shade is Shade.WORKER:
            return theme.color("warn.text" if at else "text")
        color = self._color(at)
        bright = color.lightness() > 150
        dark_ink = theme.color("text").lightness() < 128
        return theme.color("text" if bright == dark_ink else "text.onfill")
