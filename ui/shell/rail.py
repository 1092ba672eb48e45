"""The rail: one entry for each slice, or group of slices, I may enter."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.core.icons import paint_icon
from ui.core.theme import current
from ui.shell.logo import Logo
from ui.shell.offer import Entry

BADGE_MOST = 99
GAP = 4


class RailItem(QAbstractButton):
    """Icon over word; the active one stands on a surface with a bar at the window's edge."""

    def __init__(
        self,
        key: str,
        title: str,
        icon: str,
        parent: QWidget | None = None,
        *,
        accent: str = "accent",
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._accent = accent
        self.setObjectName(f"rail.{key}")
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._badge = 0
        self._meaning = ""
        self._key = ""
        self._say()

    @property
    def badge(self) -> int:
        """Return the number shown, 0 for none."""
        return self._badge

    def set_badge(self, number: int, meaning: str) -> None:
        """Show how many cannot wait; 0 takes the number away."""
        self._badge, self._meaning = number, meaning
        self._say()
        self.update()

    def set_key(self, key: str) -> None:
        """Say in the tool tip which key leads here."""
        self._key = key
        self._say()

    def _say(self) -> None:
        waiting = f"，{self._badge} {self._meaning}" if self._badge else ""
        self.setAccessibleName(f"{self.text()}{waiting}")
        self.setToolTip(f"{self.text()}{waiting}  {self._key}".rstrip())

    def sizeHint(self) -> QSize:
        return QSize(current().sizes.rail, current().sizes.rail_item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the rail without opening anything; Enter and Space open."""
        steps = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}
        key = Qt.Key(event.key())
        if key in steps:
            self.focusNextPrevChild(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        left = (self.width() - theme.sizes.rail_item_width) // 2
        box = QRectF(left, 0, theme.sizes.rail_item_width, self.height())
        self._paint_ground(painter, box)
        ink = self._accent if on else "text.2"
        side = theme.sizes.icon_rail
        mark = QRectF(box.center().x() - side / 2, 7, side, side)
        paint_icon(painter, f"{self._icon}-fill" if on else self._icon, mark, ink)
        painter.setFont(theme.font("caption", bold=on))
        painter.setPen(theme.color(ink))
        line = theme.type.caption_line
        words = QRectF(box.left(), 28, box.width(), line)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._badge:
            self._paint_badge(painter, mark)
        painter.end()

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        edge = box.adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.sizes.radius
        if self.isChecked():
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(theme.color("bg.surface"))
            painter.drawRoundedRect(edge, radius, radius)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._accent))
            bar = QRectF(-2, box.center().y() - 13, 5, 26)
            painter.drawRoundedRect(bar, theme.sizes.radius_bar, theme.sizes.radius_bar)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(edge, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_badge(self, painter: QPainter, mark: QRectF) -> None:
        theme = current()
        text = f"{BADGE_MOST}+" if self._badge > BADGE_MOST else str(self._badge)
        painter.setFont(theme.font("caption", bold=True))
        width = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
        left = min(mark.right() - 5, self.width() - width - 2)
        plate = QRect(round(left), round(mark.top()) - 2, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("over"))
        painter.drawRoundedRect(plate, 8, 8)
        painter.setPen(theme.color("bg.surface"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """All entries, from top to bottom."""

    chosen = Signal(str)  # key of an entry

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("功能"))
        self.setFixedWidth(current().sizes.rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GAP)
        column.setSpacing(GAP)
        head = QVBoxLayout()
        head.setContentsMargins(0, 10, 0, 6)
        head.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(head)
        self.items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        for number, entry in enumerate(entries, start=1):
            item = RailItem(entry.key, entry.title, entry.icon, self, accent=entry.accent)
            if number <= 9:
                item.set_key(f"Ctrl {number}")
            self._group.addButton(item)
            self.items[entry.key] = item
            column.addWidget(item)
        column.addStretch(1)

    def set_active(self, key: str) -> None:
        """Mark the entry one is under."""
        item = self.items.get(key)
        if item is not None:
            item.setChecked(True)

    def _clicked(self, item: QAbstractButton) -> None:
        if isinstance(item, RailItem):
            self.chosen.emit(item.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current()
        painter.fillRect(self.rect(), theme.color("bg.rail"))
        edge = QRect(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, theme.color("border"))
        painter.end()
