"""What the colours and lines of the year mean, and its keys."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.calendar import DayKind
from app.core.words import label as word
from ui.administration.day_words import mark_of, tone_of
from ui.administration.year_paint import paint_underline
from ui.core.theme import current

SWATCH = 22
GAP = 6
BETWEEN = 18
KINDS = (DayKind.HOLIDAY, DayKind.MAKEUP_WORKDAY, DayKind.DAY_OFF)


class CalendarLegend(QWidget):
    """One line under the grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(current().sizes.header)
        self._hands = ((False, self.tr("手工改动")), (True, self.tr("草稿里的改动")))
        words = [f"{mark_of(kind)} {word(kind)}" for kind in KINDS]
        self.setAccessibleName("，".join((*words, *(text for _, text in self._hands))))

    def sizeHint(self) -> QSize:
        return QSize(480, current().sizes.header)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.sunken"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border.subtle"))
        painter.setFont(theme.font("caption"))
        left = 16.0
        for kind in KINDS:
            left = self._paint_kind(painter, kind, left)
        for drafted, text in self._hands:
            left = self._paint_hand(painter, text, left, drafted=drafted)
        painter.end()

    def _paint_kind(self, painter: QPainter, kind: DayKind, left: float) -> float:
        theme, tone = current(), tone_of(kind)
        side = theme.sizes.chip
        plate = QRectF(left, (self.height() - side) / 2, SWATCH, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tone}.bg"))
        painter.drawRoundedRect(plate, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.setPen(theme.color(f"{tone}.text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, mark_of(kind))
        return self._say(painter, word(kind), plate.right() + GAP)

    def _paint_hand(self, painter: QPainter, text: str, left: float, *, drafted: bool) -> float:
        box = QRectF(left, 0, SWATCH + 8, self.height() / 2 + 4)
        paint_underline(painter, box, drafted=drafted)
        return self._say(painter, text, box.right())

    def _say(self, painter: QPainter, text: str, left: float) -> float:
        painter.setPen(current().color("text.2"))
        box = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        return left + QFontMetrics(current().font("caption")).horizontalAdvance(text) + BETWEEN
