"""The roll call: units by number, how they answered, and how long ago they were heard of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.command.forces.rules import RollMark, UnitAnswer, mark_of
from app.command.incidents.queries import CallRow
from app.core.words import label as word
from ui.command.incident_map import tone_of
from ui.core.relative_time import time_of_day
from ui.core.theme import current

ROW_PX, PAD_PX, RING_PX, BAR_WIDE, ANSWER_WIDE = 48, 12, 11, 84, 92
TONES = {RollMark.ON_TIME: "ok", RollMark.DUE: "warn", RollMark.LOST: "over"}


class RollView(QWidget):
    """Arrows walk the units; Enter asks what to do with one. Sorted by number: rows never jump."""

    wanted = Signal(object)  # CallRow: what is to be done with it
    chosen = Signal(object)  # CallRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CallRow, ...] = ()
        self._now: datetime | None = None
        self._limits = (10, 15)
        self.key: UUID | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("点名"))

    def show_calls(self, rows: Sequence[CallRow], now: datetime, amber: int, red: int) -> None:
        """Show who was called; who was released is quiet."""
        self._rows, self._now, self._limits = tuple(rows), now, (amber, red)
        if self.key not in {row.id for row in rows}:
            self.key = rows[0].id if rows else None
        self._say()
        self.updateGeometry()
        self.update()

    def tick(self, now: datetime) -> None:
        """Let the timers run on."""
        self._now = now
        self.update()

    def row(self) -> CallRow | None:
        """Return the unit that is chosen."""
        return next((row for row in self._rows if row.id == self.key), None)

    def choose(self, row: CallRow) -> None:
        """Choose a unit."""
        self.key = row.id
        self._say()
        self.update()
        self.chosen.emit(row)

    def mark(self, row: CallRow) -> RollMark | None:
        """Return how the timer of a unit stands at this moment."""
        if row.released_at is not None or self._now is None:
            return None
        return mark_of(row.heard_at, self._now, *self._limits)

    def words_of(self, row: CallRow) -> str:
        """Return how a unit answered."""
        if row.answer is UnitAnswer.COMING and row.eta_at is not None:
            return self.tr("在途，{moment} 到").format(moment=time_of_day(row.eta_at))
        if row.answer is UnitAnswer.ARRIVED and row.arrived_at is not None:
            return self.tr("到场 {moment}").format(moment=time_of_day(row.arrived_at))
        if row.answer is UnitAnswer.ASKED and row.calls > 1:
            return self.tr("没应答，叫了 {n} 次").format(n=row.calls)
        return word(row.answer)

    def _say(self) -> None:
        row = self.row()
        if row is None:
            self.setAccessibleDescription(self.tr("还没有叫应急单元"))
            return
        mark = self.mark(row)
        told = word(mark) if mark is not None else ""
        self.setAccessibleDescription(f"{row.number} {row.name} {self.words_of(row)} {told}")

    # -- hands ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = event.key()
        at = next((n for n, row in enumerate(self._rows) if row.id == self.key), 0)
        if key in steps and self._rows:
            self.choose(self._rows[max(0, min(len(self._rows) - 1, at + steps[Qt.Key(key)]))])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() is not None:
            self.wanted.emit(self.row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y() // ROW_PX)
        if 0 <= at < len(self._rows):
            self.setFocus()
            self.choose(self._rows[at])
            self.wanted.emit(self._rows[at])

    # -- painting ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(360, ROW_PX * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, ROW_PX * max(1, len(self._rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        if not self._rows:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            room = self.rect().adjusted(PAD_PX, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.tr("还没有叫应急单元"))
        for at, row in enumerate(self._rows):
            self._paint_row(painter, row, QRectF(0, at * ROW_PX, self.width(), ROW_PX))
        painter.end()

    def _paint_row(self, painter: QPainter, row: CallRow, box: QRectF) -> None:
        theme, mark = current(), self.mark(row)
        if mark is RollMark.LOST:
            painter.fillRect(box, theme.color("over.bg"))
        if row.id == self.key and self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(theme.color("border.subtle"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ring = QRectF(PAD_PX, box.center().y() - RING_PX, 2 * RING_PX, 2 * RING_PX)
        quiet = row.released_at is not None
        painter.setPen(QPen(theme.color("border.control" if quiet else tone_of(row)), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.color("text.3" if quiet else "text"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(row.number))
        right = box.right() - PAD_PX - BAR_WIDE
        self._paint_names(painter, row, box, right - ANSWER_WIDE, quiet=quiet)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("over.text" if mark is RollMark.LOST else "text.2"))
        words = painter.fontMetrics().elidedText(
            self.words_of(row), Qt.TextElideMode.ElideRight, ANSWER_WIDE
        )
        answer = QRectF(right - ANSWER_WIDE, box.top(), ANSWER_WIDE - 8, ROW_PX)
        end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(answer, end, words)
        if mark is not None:
            self._paint_timer(painter, row, mark, QRectF(right, box.top(), BAR_WIDE, ROW_PX))

    def _paint_names(
        self, painter: QPainter, row: CallRow, box: QRectF, right: float, *, quiet: bool
    ) -> None:
        theme, left = current(), PAD_PX + 2 * RING_PX + 10
        room = QRectF(left, box.top() + 5, right - left - 6, 20)
        painter.setFont(theme.font("body", bold=not quiet))
        painter.setPen(theme.color("text.3" if quiet else "text"))
        cut, width = Qt.TextElideMode.ElideRight, int(room.width())
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(row.name, cut, width),
        )
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.3"))
        told = self.tr("{n} 人，{kit}") if row.kit else self.tr("{n} 人")
        under = told.format(n=row.people, kit=row.kit)
        low = room.translated(0, 19)
        painter.drawText(
            low, Qt.AlignmentFlag.AlignVCenter, painter.fontMetrics().elidedText(under, cut, width)
        )

    def _paint_timer(self, painter: QPainter, row: CallRow, mark: RollMark, box: QRectF) -> None:
        theme, tone = current(), TONES[mark]
        if self._now is None:
            return
        since = max(0, int((self._now - row.heard_at).total_seconds()))
        ink = "text" if mark is RollMark.ON_TIME else f"{tone}.text"
        painter.setFont(theme.font("caption", bold=mark is not RollMark.ON_TIME))
        painter.setPen(theme.color("text.2" if mark is RollMark.ON_TIME else ink))
        upper = QRectF(box.left(), box.top() + 6, box.width(), 20)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, word(mark))
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.color(ink))
        end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(upper, end, clock_words(since))
        bar = QRectF(box.left(), box.bottom() - 16, box.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.track"))
        painter.drawRoundedRect(bar, 2, 2)
        share = min(1.0, since / (self._limits[1] * 60))
        painter.setBrush(theme.color(tone))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 4), 2, 2)


def clock_words(seconds: int) -> str:
    """Return ``02:10``, from an hour on ``1:02:10``."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"
