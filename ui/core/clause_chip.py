"""A chip that says what narrows a list, and takes it away."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.core.icons import paint_icon
from ui.core.theme import current

WIDEST_PX = 320


class ClauseChip(QAbstractButton):
    """A clause in words with a cross; a click, Delete or Space takes the clause away."""

    def __init__(self, words: str, drop: Callable[[], object], drops: str) -> None:
        super().__init__()
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(drops.format(clause=words))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._drop = drop
        self.clicked.connect(self._gone)

    def _gone(self) -> None:
        self._drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        width = QFontMetrics(current().font("caption")).horizontalAdvance(self.text())
        whole = width + sizes.icon_small + 5 * sizes.step
        return QSize(min(whole, WIDEST_PX), sizes.chip + sizes.step)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, sizes = current(), current().sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = "accent" if self.hasFocus() else "accent.line"
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(theme.color("bg.hover" if self.underMouse() else "accent.bg"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, sizes.radius_chip, sizes.radius_chip)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("accent"))
        words = self.rect().adjusted(2 * sizes.step, 0, -sizes.icon_small - 2 * sizes.step, 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        side = sizes.icon_small
        left, top = self.width() - side - sizes.step, (self.height() - side) // 2
        paint_icon(painter, "ph.x", QRectF(left, top, side, side), "accent")
        painter.end()
