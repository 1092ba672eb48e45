"""Small controls: buttons with icons and key hints, combo, tick box, labels."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.core.icons import paint_icon
from ui.core.theme import current, set_property

TEXT_TOKEN = {
    "primary": "text.onfill",
    "danger": "over.text",
    "link": "accent",
    "party": "text.onfill",
    "partylink": "party",
    "ghost": "text.2",
    "plate": "plate.accent",
}
KINDS = ("plain", "quiet", "primary", "danger", "ghost", "link", "plate", "party", "partylink")
LINKS, FILLED = ("link", "partylink"), ("primary", "party")


def label(text: str, role: str = "body", *, parent: QWidget | None = None) -> QLabel:
    """Return a text label; `role` is body, second, caption, section, title, figure, error or ok."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def line_between() -> QFrame:
    """Return a thin line between two parts."""
    made = QFrame()
    made.setProperty("surface", "line")
    return made


def key_words(key: str) -> str:
    """Return a key as it is printed on hints: "Ctrl+Return" → "Ctrl Enter"."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key
    words = native.split("+") if native != "+" else [native]
    return " ".join("Enter" if word in ("Return", "Enter") else word for word in words)


def hint_width(text: str) -> int:
    """Return how wide a key hint is."""
    metrics = QFontMetrics(current().font("caption"))
    return max(current().sizes.key_hint, metrics.horizontalAdvance(text) + 10)


def paint_hint(painter: QPainter, text: str, rect: QRect, ink: str, line: QColor) -> None:
    """Paint a key in its small frame, vertically centred in `rect` from its left edge."""
    theme = current()
    height = theme.sizes.key_hint
    box = QRectF(rect.left(), rect.top() + (rect.height() - height) // 2, hint_width(text), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.color(ink))
    painter.setFont(theme.font("caption"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyHint(QWidget):
    """A key in its frame, e.g. in the foot of a table."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = key_words(key)
        self.setFixedSize(hint_width(self._text), current().sizes.key_hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_hint(painter, self._text, self.rect(), "text.2", current().color("border"))
        painter.end()


class Button(QPushButton):
    """A button of one of the `KINDS`, with an icon before and a key or a caret after its words."""

    def __init__(
        self,
        text: str = "",
        *,
        kind: str = "plain",
        icon: str = "",
        key: str = "",
        caret: bool = False,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a button.

        Args:
            text: A verb; an icon button has none and needs `setAccessibleName`.
            kind: plain, quiet (soft line), primary, danger, ghost (no line), link or plate; party
                and partylink are a primary and a link where the accent is red.
            icon: Phosphor name.
            key: The key that does the same, as Qt writes it; printed only, see `shortcuts`.
            caret: Opens a menu.
            small: 28 px high instead of 32.
            parent: Qt parent.
        """
        super().__init__(text, parent)
        self._icon = icon
        self._key = key_words(key) if key else ""
        self._caret = caret
        self._kind = kind
        self._token = TEXT_TOKEN.get(kind, "text")
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if not text:
            side = current().sizes.control_small if small else current().sizes.control
            self.setFixedSize(side, side)

    def set_icon(self, name: str, token: str = "") -> None:
        """Show another icon, in another colour if given."""
        self._icon = name
        self._token = token or self._token
        self.update()

    def set_kind(self, kind: str) -> None:
        """Change what kind of button it is."""
        self._kind = kind
        self._token = TEXT_TOKEN.get(kind, "text")
        set_property(self, "kind", kind)

    def set_key(self, key: str) -> None:
        """Print another key."""
        self._key = key_words(key) if key else ""
        self.updateGeometry()
        self.update()

    def _parts_width(self) -> int:
        sizes = current().sizes
        widths = []
        if self._icon:
            widths.append(sizes.icon)
        if self.text():
            widths.append(QFontMetrics(self.font()).horizontalAdvance(self._plain_text()))
        if self._key:
            widths.append(hint_width(self._key))
        if self._caret:
            widths.append(sizes.icon_small)
        return sum(widths) + self._gap() * max(0, len(widths) - 1)

    def _gap(self) -> int:
        return current().sizes.step * 3 // 2

    def _plain_text(self) -> str:
        return self.text().replace("&", "")

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        small = bool(self.property("small"))
        padding = sizes.step * 2 if small else sizes.control_padding
        padding = sizes.step if self._kind in LINKS else padding
        height = sizes.control_small if small else sizes.control
        if not self.text():
            return QSize(height, height)
        return QSize(self._parts_width() + 2 * padding + 2, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_parts(painter)
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        if self.isCheckable() and self.isChecked():
            return "accent"
        return self._token

    def _paint_parts(self, painter: QPainter) -> None:
        sizes, ink, gap = current().sizes, self._ink(), self._gap()
        left = (self.width() - self._parts_width()) // 2
        middle = self.height() / 2
        if self._icon:
            box = QRectF(left, round(middle - sizes.icon / 2), sizes.icon, sizes.icon)
            paint_icon(painter, self._icon, box, ink)
            left += sizes.icon + gap
        if self.text():
            painter.setFont(self.font())
            painter.setPen(current().color(ink))
            width = QFontMetrics(self.font()).horizontalAdvance(self._plain_text())
            box_text = QRect(left, 0, width + 1, self.height())
            painter.drawText(box_text, int(Qt.AlignmentFlag.AlignVCenter), self._plain_text())
            left += width + gap
        if self._key:
            self._paint_key(painter, left)
            left += hint_width(self._key) + gap
        if self._caret:
            side = sizes.icon_small
            box = QRectF(left, round(middle - side / 2), side, side)
            paint_icon(painter, "ph.caret-down", box, ink)

    def _paint_key(self, painter: QPainter, left: int) -> None:
        filled = self._kind in FILLED and self.isEnabled()
        line = QColor(current().color("text.onfill" if filled else "border"))
        if filled:
            line.setAlphaF(0.55)
        ink = "text.onfill" if filled else "text.3" if self.isEnabled() else "text.disabled"
        paint_hint(painter, self._key, QRect(left, 0, self.width(), self.height()), ink, line)


class Combo(QComboBox):
    """A combo box with the theme's caret; the wheel does not change it by accident."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(14)
        self.setItemDelegate(QStyledItemDelegate(self))  # the default one ignores the style sheet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def add(self, title: str, value: object) -> None:
        """Add a choice."""
        self.addItem(title, value)

    def value(self) -> object:
        """Return what was chosen, None for nothing."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose by value; nothing is chosen if there is no such choice."""
        for position in range(self.count()):
            if self.itemData(position) == value:
                self.setCurrentIndex(position)
                return
        self.setCurrentIndex(-1)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = current().sizes.icon_small
        corner = QPoint(self.width() - side - 10, (self.height() - side) // 2)
        token = "text.2" if self.isEnabled() else "text.disabled"
        paint_icon(painter, "ph.caret-down", QRect(corner, QSize(side, side)), token)
        painter.end()


class Tick(QCheckBox):
    """A tick box: filled with the accent and a white tick when on."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        side = current().sizes.icon
        width = metrics.horizontalAdvance(self.text()) + 8 if self.text() else 0
        return QSize(side + width + 4, max(current().sizes.fact_row, metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.sizes.icon - 2
        box = QRectF(2, (self.height() - side) // 2, side, side)
        on = self.checkState() is not Qt.CheckState.Unchecked
        enabled = self.isEnabled()
        line = "accent" if self.hasFocus() or on else "border.control"
        painter.setPen(
            QPen(theme.color(line if enabled else "border"), 2 if self.hasFocus() else 1)
        )
        painter.setBrush(
            theme.color(("accent.fill" if enabled else "border") if on else "bg.surface")
        )
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            self._paint_mark(painter, box)
        painter.setPen(theme.color("text" if enabled else "text.disabled"))
        painter.setFont(self.font())
        words = self.rect().adjusted(side + 10, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        """A tick, or a dash where some of several are ticked."""
        half = self.checkState() is Qt.CheckState.PartiallyChecked
        shape = ((0.26, 0.5), (0.74, 0.5)) if half else ((0.24, 0.52), (0.43, 0.7), (0.77, 0.32))
        points = [
            QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in shape
        ]
        pen = QPen(current().color("text.onfill"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
