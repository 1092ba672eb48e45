"""What the map shows, in one line on a plate over its upper left corner."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.core.theme import current

LEFT, TOP, HEIGHT = 16, 12, 34
BESIDE = 72
"""Room left free for the buttons of the map."""


class FindingPlate(QWidget):
    """Keeps to the width of the map; the whole line stands in its tool tip."""

    def __init__(self, map_: QWidget) -> None:
        super().__init__(map_)
        self._text = ""
        self.move(LEFT, TOP)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        map_.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """What is said."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802  as a label has it
        """Say something; "" hides the plate."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._fit()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the map."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        metrics = QFontMetrics(current().font("section", bold=True))
        wanted = metrics.horizontalAdvance(self._text) + 24
        holder = self.parentWidget()
        most = holder.width() - LEFT - BESIDE if holder is not None else wanted
        self.resize(QSize(max(0, min(wanted, most)), HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("bg.surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        painter.setFont(theme.font("section", bold=True))
        painter.setPen(theme.color("text"))
        inner = self.rect().adjusted(12, 0, -8, 0)
        words = painter.fontMetrics().elidedText(
            self._text, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()
