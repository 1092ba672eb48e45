"""A QR code large enough for the scanner of another machine, or a camera held by a shaky hand."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.qr import matrix_of

QUIET, SIDE = 4, 360


class LargeQr(QWidget):
    """Shows a text as a QR code; the text itself is not kept."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix_of(text)
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setAccessibleName(self.tr("二维码"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        module = SIDE / (len(self._matrix) + 2 * QUIET)
        for down, row in enumerate(self._matrix):
            for across, is_dark in enumerate(row):
                if is_dark:
                    left, top = (across + QUIET) * module, (down + QUIET) * module
                    box = QRectF(left, top, module + 0.5, module + 0.5)
                    painter.fillRect(box, Qt.GlobalColor.black)
        painter.end()
