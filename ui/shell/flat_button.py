"""The ground of flat buttons: nothing, the tint under the mouse, the ring of the focus."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.core.theme import current


def paint_flat_ground(painter: QPainter, button: QAbstractButton) -> None:
    """Paint what lies behind the words of a flat button."""
    theme = current()
    box = QRectF(button.rect()).adjusted(1, 1, -1, -1)
    radius = theme.sizes.radius
    if button.underMouse() or button.isDown():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.hover"))
        painter.drawRoundedRect(box, radius, radius)
    if button.hasFocus():
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, radius, radius)
