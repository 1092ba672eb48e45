"""A QR code on the screen: black on white in every theme, since cameras read nothing else."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.qr import matrix_of

MODULE_PX = 4
QUIET = 4
"""Modules of white around it, as the standard asks."""


class QrCode(QWidget):
    """Shows a text as a QR code; the text itself is not kept."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix = matrix_of(text)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(self.tr("二维码"))

    def sizeHint(self) -> QSize:
        side = (len(self._matrix) + 2 * QUIET) * MODULE_PX
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for down, row in enumerate(self._matrix):
            for across, is_dark in enumerate(row):
                if is_dark:
                    place = QRectF(across + QUIET, down + QUIET, 1, 1)
                    box = QRectF(place.topLeft() * MODULE_PX, place.size() * MODULE_PX)
                    painter.fillRect(box, Qt.GlobalColor.black)
        painter.end()
