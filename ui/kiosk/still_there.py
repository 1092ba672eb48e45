"""Is anybody there? Asked before what was typed is wiped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.theme import current
from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.sending import card


class StillThere(QWidget):
    """Lies over the whole window."""

    stays = Signal()
    goes = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("still-there")
        self.setAccessibleName(self.tr("您还在吗？"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(80, 80, 80, 80)
        made, column = card()
        made.setMinimumWidth(860)
        column.addWidget(words(self.tr("您还在吗？"), "figure", bold=True))
        self._left = words("", "section")
        column.addWidget(self._left)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(BigButton(self.tr("不用了，清掉"), self.goes.emit, icon="ph.trash"))
        stay = BigButton(self.tr("我还在"), self.stays.emit, icon="ph.hand", primary=True)
        row.addWidget(stay)
        column.addLayout(row)
        outer.addStretch(1)
        outer.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self.hide()

    def ask(self, left_s: int) -> None:
        """Ask, and say how long there is to answer."""
        self._left.setText(
            self.tr("{seconds} 秒后回到首页，填的内容会清掉。").format(seconds=max(0, left_s))
        )
        if not self.isVisible():
            self.show()
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(current().color("plate"))  # the theme keeps its own
        veil.setAlphaF(0.6)
        painter.fillRect(self.rect(), veil)
        painter.end()
