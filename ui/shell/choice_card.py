"""A large choice: icon, name, what it means."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.core.icons import paint_icon
from ui.core.theme import current

SIZE = QSize(224, 184)
PADDING = 20
STEPS = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}


class ChoiceCard(QAbstractButton):
    """One of the ways to begin; arrows walk them, Enter takes one."""

    def __init__(
        self, icon: str, title: str, words: str, hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._words = words
        self._hint = hint
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{words}{hint}")

    def sizeHint(self) -> QSize:
        return SIZE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.focusNextPrevChild(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near, focus = self.underMouse() or self.isDown(), self.hasFocus()
        painter.setPen(QPen(theme.color("accent" if focus else "border"), 2 if focus else 1))
        painter.setBrush(theme.color("bg.hover" if near else "bg.surface"))
        inset = 1.0 if focus else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
        inner = self.rect().adjusted(PADDING, PADDING, -PADDING, -PADDING + 4)
        side = theme.sizes.icon_empty
        mark = QRectF(inner.left(), inner.top(), side, side)
        paint_icon(painter, self._icon, mark, "accent")
        top = inner.top() + side + 12
        painter.setFont(theme.font("title", bold=True))
        painter.setPen(theme.color("text"))
        title = QRect(inner.left(), top, inner.width(), theme.type.title_line)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        self._paint_rest(painter, inner, title.bottom() + 5)
        painter.end()

    def _paint_rest(self, painter: QPainter, inner: QRect, top: int) -> None:
        theme = current()
        wrap = int(Qt.TextFlag.TextWordWrap)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text.2"))
        words = QRect(inner.left(), top, inner.width(), 2 * theme.type.body_line)
        painter.drawText(words, wrap, self._words)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        line = theme.type.caption_line
        hint = QRect(inner.left(), inner.bottom() - line, inner.width(), line)
        painter.drawText(hint, int(Qt.AlignmentFlag.AlignVCenter), self._hint)
