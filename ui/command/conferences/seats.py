"""How each station took part: walked with the arrows, said by a figure key."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.command.conferences.queries import StationChoice
from app.command.conferences.rules import StationAttendance
from app.core.words import label as word
from ui.core.icons import paint_icon
from ui.core.theme import current

ROW_PX, ICON_PX, STATE_PX = 30, 14, 92
ORDER: tuple[StationAttendance | None, ...] = (*StationAttendance, None)
"""None for a station that was not to take part."""
MARKS = {
    StationAttendance.CAME: ("ph.check-circle", "ok.text"),
    StationAttendance.LATE: ("ph.clock", "warn.text"),
    StationAttendance.ABSENT: ("ph.x-circle", "over.text"),
    None: ("ph.minus", "text.3"),
}
KEYS = {
    Qt.Key.Key_1: StationAttendance.CAME,
    Qt.Key.Key_2: StationAttendance.LATE,
    Qt.Key.Key_3: StationAttendance.ABSENT,
    Qt.Key.Key_0: None,
}


class SeatList(QWidget):
    """1 came, 2 late, 3 absent, 0 not asked; at first every station came."""

    changed = Signal()
    walked = Signal(int)  # top of the row the keyboard is at, in pixels

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows: tuple[StationChoice, ...] = ()
        self._told: dict[UUID, StationAttendance | None] = {}
        self._usual: StationAttendance | None = StationAttendance.CAME
        self._at = 0

    def put(self, told: Mapping[UUID, StationAttendance]) -> None:
        """Say how stations took part; the others were not asked."""
        self._usual = None
        self._told = dict(told)

    def set_stations(self, rows: Sequence[StationChoice]) -> None:
        """List these; what was said of them stays."""
        self._rows = tuple(rows)
        self._told = {row.id: self._told.get(row.id, self._usual) for row in rows}
        self._at = min(self._at, max(len(rows) - 1, 0))
        self.setMinimumHeight(ROW_PX * max(len(rows), 1))
        self._say()

    def seats(self) -> dict[UUID, StationAttendance]:
        """Return how those that were asked took part."""
        return {key: how for key, how in self._told.items() if how is not None}

    def counts(self) -> tuple[int, int, int]:
        """Return how many came, came late, and were absent."""
        told = list(self._told.values())
        came, late, absent = (told.count(each) for each in StationAttendance)
        return came, late, absent

    def mark(self, at: int, how: StationAttendance | None) -> None:
        """Say how a station took part."""
        if 0 <= at < len(self._rows):
            self._told[self._rows[at].id] = how
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        words = ""
        if self._rows:
            row = self._rows[self._at]
            words = f"{row.name}，{self._words(self._told[row.id])}"
        self.setAccessibleDescription(words)
        self.update()

    def _words(self, how: StationAttendance | None) -> str:
        return word(how) if how is not None else self.tr("没有参加")

    def _go(self, at: int) -> None:
        self._at = min(max(at, 0), max(len(self._rows) - 1, 0))
        self._say()
        self.walked.emit(self._at * ROW_PX)

    # -- hands ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS:
            self.mark(self._at, KEYS[key])
            self._go(self._at + 1)
        elif key == Qt.Key.Key_Space and self._rows:
            self._next(self._at)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(self._at + (1 if key == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def _next(self, at: int) -> None:
        now = self._told[self._rows[at].id]
        self.mark(at, ORDER[(ORDER.index(now) + 1) % len(ORDER)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y() // ROW_PX)
        if 0 <= at < len(self._rows):
            self._go(at)
            if event.position().x() >= self.width() - STATE_PX:
                self._next(at)

    # -- painting ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(360, ROW_PX * max(len(self._rows), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.setFont(theme.font("body"))
        first = max(event.rect().top() // ROW_PX, 0)
        for at in range(first, min(event.rect().bottom() // ROW_PX + 1, len(self._rows))):
            self._paint_row(painter, at)
        painter.end()

    def _paint_row(self, painter: QPainter, at: int) -> None:
        theme, row = current(), self._rows[at]
        box = QRectF(0, at * ROW_PX, self.width(), ROW_PX)
        if at == self._at and self.hasFocus():
            painter.fillRect(box, theme.color("accent.bg"))
        painter.setPen(QPen(theme.color("border.subtle"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        how = self._told[row.id]
        icon, tone = MARKS[how]
        state = QRectF(box.right() - STATE_PX, box.top(), STATE_PX, ROW_PX)
        mark = QRectF(state.left(), box.center().y() - ICON_PX / 2, ICON_PX, ICON_PX)
        paint_icon(painter, icon, mark, tone)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color(tone))
        painter.drawText(state.adjusted(ICON_PX + 6, 0, 0, 0), middle, self._words(how))
        painter.setPen(theme.color("text" if how is not None else "text.3"))
        room = box.adjusted(8, 0, -STATE_PX - 8, 0)
        told = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, middle, told)
