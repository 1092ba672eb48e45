"""The people of a demo: one of each role, entered with a click."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.core.chips import Avatar
from ui.core.controls import label
from ui.core.theme import current
from ui.shell.flat_button import paint_flat_ground
from ui.shell.ground import Guest

WIDTH = 480
COLUMNS = 2


class GuestButton(QAbstractButton):
    """Name, role and where they work."""

    def __init__(self, guest: Guest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guest = guest
        self.setObjectName(f"guest.{guest.name}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._second = "·".join(part for part in (guest.role, guest.unit) if part)
        self.setAccessibleName(f"{guest.name} {self._second}")
        self.setToolTip(self._second)
        self._avatar = Avatar(guest.name, self)
        self._avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH // COLUMNS - 24, current().sizes.two_line_row)

    def resizeEvent(self, event: object) -> None:
        self._avatar.move(8, (self.height() - self._avatar.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_flat_ground(painter, self)
        left = 8 + theme.sizes.avatar + 8
        room = QRect(left, 4, self.width() - left - 6, (self.height() - 8) // 2)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.guest.name)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        second = painter.fontMetrics().elidedText(
            self._second, Qt.TextElideMode.ElideRight, room.width()
        )
        below = room.translated(0, room.height())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), second)
        painter.end()


class GuestList(QFrame):
    """A card of guests; nothing of it exists outside a demo."""

    chosen = Signal(object)  # UUID of the person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guests")
        self.setProperty("surface", "card")
        self.setFixedWidth(WIDTH)
        self._buttons: list[GuestButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        column.addWidget(label(self.tr("演示数据：点一个人就以他的身份进去"), "section"))
        column.addWidget(label(self.tr("人名、电话和事件都是编的，放心点，随便改"), "caption"))
        column.addSpacing(4)
        self._grid = QGridLayout()
        self._grid.setSpacing(0)
        column.addLayout(self._grid)
        self.hide()

    def set_guests(self, guests: Sequence[Guest]) -> None:
        """Offer these people."""
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [GuestButton(guest) for guest in guests]
        for at, button in enumerate(self._buttons):
            button.clicked.connect(partial(self.chosen.emit, button.guest.person_id))
            self._grid.addWidget(button, at // COLUMNS, at % COLUMNS)
