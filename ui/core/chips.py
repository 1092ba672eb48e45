"""Chips: a state with its tint, icon and word; a plain property; the round mark of a person."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.core.icons import paint_icon
from ui.core.marks import KIND_TOKEN, DeadlineKind, StageGlyph, paint_glyph
from ui.core.theme import current

TONES = ("accent", "ok", "warn", "over", "sup", "sus", "party")
KIND_ICON = {
    DeadlineKind.OK: "ph.check-circle",
    DeadlineKind.WARN: "ph.hourglass-high",
    DeadlineKind.OVER: "ph.warning-circle",
    DeadlineKind.SUSPENDED: "ph.pause-circle",
    DeadlineKind.NONE: "ph.circle-dashed",
}


class Chip(QWidget):
    """A chip of 20 px; `tone` tints it, without one it is an outlined plain property."""

    def __init__(
        self,
        text: str,
        tone: str = "",
        *,
        icon: str = "",
        glyph: StageGlyph | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a chip; a tinted one carries an icon or glyph, as colour never stands alone."""
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self._icon = icon
        self._glyph = glyph
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_chip(
        self, text: str, tone: str = "", *, icon: str = "", glyph: StageGlyph | None = None
    ) -> None:
        """Show something else."""
        self._text, self._tone, self._icon, self._glyph = text, tone, icon, glyph
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word on the chip."""
        return self._text

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        width = QFontMetrics(current().font("caption")).horizontalAdvance(self._text)
        if self._icon or self._glyph is not None:
            width += sizes.icon_small + sizes.step
        return QSize(width + 3 * sizes.step, sizes.chip)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.sizes.radius_chip
        box = QRectF(self.rect())
        if self._tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{self._tone}.bg"))
            painter.drawRoundedRect(box, radius, radius)
        else:
            painter.setPen(QPen(theme.color("border"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        self._paint_words(painter, 1.5 * theme.sizes.step)
        painter.end()

    def _ink(self) -> str:
        if self._tone in ("accent", "party"):
            return self._tone
        return f"{self._tone}.text" if self._tone else "text.2"

    def _paint_words(self, painter: QPainter, left: float) -> None:
        theme = current()
        side = theme.sizes.icon_small
        box = QRectF(left, round((self.height() - side) / 2), side, side)
        if self._glyph is not None:
            paint_glyph(painter, self._glyph, box)
        elif self._icon:
            paint_icon(painter, self._icon, box, self._ink())
        if self._glyph is not None or self._icon:
            left += side + theme.sizes.step
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color(self._ink()))
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text)


def state_chip(kind: DeadlineKind, word: str) -> Chip:
    """Return the chip of how a clock stands, e.g. 将超时."""
    return Chip(word, KIND_TOKEN[kind], icon=KIND_ICON[kind])


class Avatar(QWidget):
    """The first character of a name in a round accent tint."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = name[:1]
        side = current().sizes.avatar
        self.setFixedSize(side, side)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent.line"), 1))
        painter.setBrush(theme.color("accent.bg"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(theme.color("accent"))
        painter.setFont(theme.font("caption", bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()


class FlowRow(QWidget):
    """Chips side by side, in as many lines as the width asks for."""

    def __init__(self, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._members: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_members(self, *members: QWidget) -> None:
        """Show these instead of what stood before."""
        for old in self._members:
            old.hide()
            old.deleteLater()
        self._members = list(members)
        for member in members:
            member.setParent(self)
            member.show()
        self.updateGeometry()
        self._place()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(width, move=False)

    def sizeHint(self) -> QSize:
        width = sum(m.sizeHint().width() + self._gap for m in self._members)
        return QSize(width, self._lay(self.width() or width, move=False))

    def minimumSizeHint(self) -> QSize:
        widest = max((m.sizeHint().width() for m in self._members), default=0)
        return QSize(widest, self._lay(max(self.width(), widest), move=False))

    def resizeEvent(self, event: object) -> None:
        self._place()

    def _place(self) -> None:
        self._lay(self.width(), move=True)

    def _lay(self, width: int, *, move: bool) -> int:
        left = top = line = 0
        for member in self._members:
            size = member.sizeHint()
            if left and left + size.width() > width:
                left, top, line = 0, top + line + self._gap * 3 // 4, 0
            if move:
                member.setGeometry(left, top, size.width(), size.height())
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line
