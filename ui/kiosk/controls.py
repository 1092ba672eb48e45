"""Large things to touch: buttons, tiles, pads of figures and letters; and large words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QWidget

from ui.core.icons import paint_icon
from ui.core.theme import current

PADDING, GAP, LEAST = 28, 16, 64
TILE_ICON, ICON_LEAST, BUTTON_ICON, KEY_MOST, TILE_MOST = 112, 40, 44, 170, 480
_WRAP = int(Qt.TextFlag.TextWordWrap)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


def words(text: str, role: str = "body", *, bold: bool = False, token: str = "text") -> QLabel:
    """Return words to be read from where somebody stands; `role` is a height of the theme."""
    made = QLabel(text)
    made.setFont(current().font(role, bold=bold))
    made.setWordWrap(True)
    made.setMinimumWidth(1)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("ink", token)
    made.setStyleSheet(f"color: {current().color(token).name()};")
    return made


class BigButton(QAbstractButton):
    """A button for a finger: words, an icon before them, a line below; filled where it is the one
    most people want.
    """

    def __init__(
        self,
        text: str,
        press: Callable[[], object] | None = None,
        *,
        icon: str = "",
        hint: str = "",
        primary: bool = False,
        role: str = "section",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self._icon, self._hint, self._primary, self._role = icon, hint, primary, role
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a finger needs none, and the keyboard stays
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if press is not None:
            self.clicked.connect(press)

    @property
    def ink(self) -> tuple[str, str]:
        """Return the tokens of the words and of what is behind them."""
        if not self.isEnabled():
            return "text.disabled", "bg.surface"
        chosen = self._primary or (self.isCheckable() and self.isChecked())
        if chosen:
            return "text.onfill", "accent.pressed" if self.isDown() else "accent.fill"
        return "text", "bg.hover" if self.isDown() else "bg.surface"

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current().font(self._role, bold=self._primary))
        across = metrics.horizontalAdvance(self.text()) + 2 * PADDING
        across += BUTTON_ICON + GAP if self._icon else 0
        high = current().sizes.control
        if self._hint:
            below = QFontMetrics(current().font("caption"))
            across = max(across, below.horizontalAdvance(self._hint) + 2 * PADDING)
            high += current().type.caption_line
        return QSize(across, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        self.paint_words(painter)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """Paint the plate."""
        theme = current()
        _, ground = self.ink
        line = "border" if not self.isEnabled() else "border.control"
        painter.setPen(QPen(theme.color(ground if ground.startswith("accent") else line), 2))
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)

    def paint_words(self, painter: QPainter) -> None:
        """Paint icon and words in the middle."""
        theme, ink = current(), self.ink[0]
        inner = self.rect().adjusted(PADDING // 2, 0, -PADDING // 2, 0)
        font = theme.font(self._role, bold=self._primary)
        metrics = QFontMetrics(font)
        icon = BUTTON_ICON + GAP if self._icon else 0
        room = inner.width() - icon
        wide = metrics.horizontalAdvance(self.text()) + 2
        if self._hint:  # the longer of both stands in the middle
            small = QFontMetrics(theme.font("caption"))
            wide = max(wide, small.horizontalAdvance(self._hint) + 2)
        wide = min(room, wide)
        left = inner.left() + (inner.width() - icon - wide) // 2
        if self._icon:
            mark = ink if ink != "text" else "accent"
            box = QRectF(left, (self.height() - BUTTON_ICON) / 2, BUTTON_ICON, BUTTON_ICON)
            paint_icon(painter, self._icon, box, mark)
        painter.setPen(theme.color(ink))
        painter.setFont(font)
        high = theme.type.caption_line if self._hint else 0
        box_words = QRect(left + icon, 4, wide, self.height() - 8 - high)
        painter.drawText(box_words, _MIDDLE | _WRAP, self.text())
        if self._hint:
            painter.setPen(theme.color(ink if ink != "text" else "text.2"))
            painter.setFont(theme.font("caption"))
            below = QRect(left + icon, self.height() - high - 14, room, high)
            painter.drawText(below, _MIDDLE, self._hint)


class Tile(BigButton):
    """A large square with a picture above its words."""

    def __init__(
        self,
        text: str,
        press: Callable[[], object],
        *,
        icon: str,
        hint: str = "",
        primary: bool = False,
        role: str = "figure",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            text, press, icon=icon, hint=hint, primary=primary, role=role, parent=parent
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(TILE_MOST)

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 150)

    def paint_words(self, painter: QPainter) -> None:
        theme, ink = current(), self.ink[0]
        small = self._role != "figure"
        edge = 44 if not small else 24
        inner = self.rect().adjusted(edge, edge // 2 + 8, -edge, -edge // 2)
        name_font, hint_font = (
            theme.font(self._role, bold=True),
            theme.font("body" if not small else "caption"),
        )
        name_high = self._high(name_font, inner, self.text())
        hint_high = self._high(hint_font, inner, self._hint) if self._hint else 0
        side = min(TILE_ICON if not small else 72, max(48, self.height() // 3))
        side = min(side, max(ICON_LEAST, inner.height() - 6 - name_high - hint_high))
        mark = ink if ink != "text" else "accent"
        box = QRectF(inner.left() - 4, inner.top(), side, side)
        paint_icon(painter, self._icon, box, mark)
        below = inner.adjusted(0, side + 6, 0, 0)
        top = max(below.top(), below.bottom() - name_high - hint_high)
        painter.setPen(theme.color(ink))
        painter.setFont(name_font)
        painter.drawText(QRect(below.left(), top, below.width(), name_high), _WRAP, self.text())
        if self._hint:
            painter.setPen(theme.color(ink if ink != "text" else "text.2"))
            painter.setFont(hint_font)
            line = QRect(below.left(), top + name_high, below.width(), hint_high)
            painter.drawText(line, _WRAP, self._hint)

    def _high(self, font: QFont, room: QRect, text: str) -> int:
        metrics = QFontMetrics(font)
        return metrics.boundingRect(room, _WRAP, text).height() + 4


class Pad(QWidget):
    """Keys to be touched: figures, or figures and letters; and one that takes back."""

    typed = Signal(str)
    taken_back = Signal()

    def __init__(self, keys: Sequence[str], across: int, parent: QWidget | None = None) -> None:
        """Take the keys in order ("" for a gap, "⌫" takes back), and how many stand in a row."""
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, key in enumerate(keys):
            if not key:
                continue
            made = BigButton("" if key == BACK else key, icon="ph.backspace" if key == BACK else "")
            made.setAccessibleName(self.tr("删一个") if key == BACK else key)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            made.setMaximumHeight(KEY_MOST)
            made.clicked.connect(self._presser(key))
            grid.addWidget(made, place // across, place % across)

    def _presser(self, key: str) -> Callable[[], None]:
        def press() -> None:
            if key == BACK:
                self.taken_back.emit()
            else:
                self.typed.emit(key)

        return press


BACK = "⌫"
FIGURES = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", BACK)
