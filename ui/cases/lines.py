"""Short lists made of lines that can be opened, each with at most one thing to do beside it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.core.controls import Button
from ui.core.icons import paint_icon
from ui.core.marks import Deadline, DeadlineMark, StageGlyph, paint_glyph
from ui.core.theme import current

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
DEADLINE_PX = 150
MARGIN = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        key: What it is about, by which the keyboard finds it again.
        title: Upper half.
        under: Lower half, quiet: why it stands here.
        tail: Quiet, after the title: a number.
        icon: Phosphor name before the words, "" for none.
        glyph: Stage of the case in the place of an icon, None for none.
        tone: Colour of the icon: warn, over, accent; "" is quiet.
        deadline: At the right, None for none.
        verb: What a button at the right end does, "" for none.
        key_hint: The key that does the same.
        opens: Whether Enter and a click on the line lead anywhere.
    """

    key: Hashable
    title: str
    under: str = ""
    tail: str = ""
    icon: str = ""
    glyph: StageGlyph | None = None
    tone: str = ""
    deadline: Deadline | None = None
    verb: str = ""
    key_hint: str = ""
    opens: bool = True

    @property
    def spoken(self) -> str:
        """All of it as one text."""
        when = self.deadline.spoken if self.deadline is not None else ""
        return "，".join(part for part in (self.title, self.tail, self.under, when) if part)


class LineRow(QFrame):
    """A line as a widget; arrows walk on, Enter opens."""

    opened = Signal(object)  # Line
    acted = Signal(object)  # Line
    walked = Signal(object)  # int: so many lines further down

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(line.spoken)
        if line.opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(12)
        row.addStretch(1)
        self._right: list[QWidget] = []
        if line.deadline is not None:
            mark = DeadlineMark(line.deadline)
            mark.setFixedWidth(max(DEADLINE_PX, mark.sizeHint().width()))
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._right.append(mark)
        self.button: Button | None = None
        if line.verb:
            self.button = Button(line.verb, kind="quiet", key=line.key_hint, small=True)
            self.button.setAccessibleName(f"{line.verb} {line.title}")
            self.button.clicked.connect(lambda: self.acted.emit(line))
            self._right.append(self.button)
        for widget in self._right:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        return QSize(320, current().sizes.two_line_row)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, current().sizes.two_line_row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = STEPS.get(Qt.Key(event.key()))
        if by is not None:
            self.walked.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.opens:
            self.opened.emit(self.line)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and self.line.opens:
            self.opened.emit(self.line)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, box = current(), self.rect()
        painter = QPainter(self)
        if self.hasFocus():
            painter.fillRect(box, theme.color("bg.selected"))
            painter.fillRect(QRect(0, 0, 3, box.height()), theme.color("accent"))
        elif self.underMouse() and self.line.opens:
            painter.fillRect(box, theme.color("bg.hover"))
        painter.fillRect(QRect(0, 0, box.width(), 1), theme.color("border.subtle"))
        left = MARGIN
        if self.line.icon:
            side = theme.sizes.icon
            mark = QRectF(left, round((box.height() - side) / 2), side, side)
            paint_icon(painter, self.line.icon, mark, self.line.tone or "text.2")
            left += side + 12
        elif self.line.glyph is not None:
            side = theme.sizes.stage_glyph
            top = round((box.height() - side) / 2)
            paint_glyph(painter, self.line.glyph, QRectF(left, top, side, side))
            left += side + 10
        right = min((each.x() for each in self._right), default=box.width() - 4) - 12
        self._paint_words(painter, QRect(left, 4, max(0, right - left), box.height() - 8))
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRect) -> None:
        theme, line = current(), self.line
        flags, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        if not line.under:
            upper = box
        painter.setFont(theme.font("caption"))
        tail = painter.fontMetrics().horizontalAdvance(line.tail) + 10 if line.tail else 0
        painter.setFont(theme.font("body"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(line.title, elide, max(0, box.width() - tail))
        painter.setPen(theme.color("text"))
        painter.drawText(upper, flags, title)
        shift = metrics.horizontalAdvance(title) + 10
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        painter.drawText(upper.adjusted(shift, 0, 0, 0), flags, line.tail)
        if line.under:
            lower = QRect(box.left(), upper.bottom() + 1, box.width(), box.height() // 2)
            painter.setPen(theme.color("text.3"))
            words = painter.fontMetrics().elidedText(line.under, elide, box.width())
            painter.drawText(lower, flags, words)


class Lines(QWidget):
    """Lines one under the other; the one with the keyboard keeps it over a new reading."""

    opened = Signal(object)  # Line
    acted = Signal(object)  # Line

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows: list[LineRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; equal ones stay as they are."""
        if [row.line for row in self.rows] == list(lines):
            return
        held = next((at for at, row in enumerate(self.rows) if _has_focus(row)), None)
        key = self.rows[held].line.key if held is not None else None
        for old in self.rows:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        self.rows = [self._made(line) for line in lines]
        if held is not None and self.rows:
            keys = [row.line.key for row in self.rows]
            at = keys.index(key) if key in keys else min(held, len(keys) - 1)
            self.rows[at].setFocus()

    def _made(self, line: Line) -> LineRow:
        row = LineRow(line)
        row.opened.connect(self.opened)
        row.acted.connect(self.acted)
        row.walked.connect(self._walk)
        self._column.addWidget(row)
        return row

    def chosen(self) -> Line | None:
        """Return the line that has the keyboard."""
        return next((row.line for row in self.rows if _has_focus(row)), None)

    def _walk(self, by: object) -> None:
        at = next((at for at, row in enumerate(self.rows) if row.hasFocus()), None)
        if at is None or not isinstance(by, int):
            return
        if 0 <= at + by < len(self.rows):
            self.rows[at + by].setFocus()
        else:
            self.focusNextPrevChild(by > 0)


def _has_focus(row: LineRow) -> bool:
    return row.hasFocus() or (row.button is not None and row.button.hasFocus())
