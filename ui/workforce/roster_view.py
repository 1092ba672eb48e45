"""The roster of a day, a week or a month, painted; walked with the keyboard."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.clock import day_begins, local
from app.core.words import label as word
from app.workforce.duty.queries import ShiftRow
from app.workforce.duty.rules import DutyPost, Gap, RosterSpan
from ui.core.icons import paint_icon
from ui.core.theme import current

DAYS = 7
HEAD_PX, NUMBER_PX, LINE_PX, PAD_PX, ICON_PX = 28, 24, 20, 4, 12
FIRST_WEEKEND = 5
_ICONS = {
    DutyPost.LEADER: "ph.star",
    DutyPost.OFFICER: "ph.user",
    DutyPost.DISPATCH: "ph.headset",
    DutyPost.STANDBY: "ph.clock",
}


def hours_of(row: ShiftRow, day: date) -> str:
    """Return when a shift runs, as seen from a day: 20:00–次日 08:00 stands as 20:00–08:00."""
    begins, ends = local(row.starts_at), local(row.ends_at)
    first = f"{begins:%H:%M}" if begins.date() == day else "…"
    return f"{first}–{ends:%H:%M}"


class RosterView(QWidget):
    """Arrows walk the days; PageUp and PageDown turn to what comes before and after."""

    chosen = Signal(object)  # date
    wanted = Signal(object)  # date: outside what is shown

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = self.day = today
        self.span = RosterSpan.WEEK
        self._rows: tuple[ShiftRow, ...] = ()
        self._gaps: tuple[Gap, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.weekdays = (
            *(self.tr("周一"), self.tr("周二"), self.tr("周三"), self.tr("周四")),
            *(self.tr("周五"), self.tr("周六"), self.tr("周日")),
        )
        self._say()

    # -- what is shown -------------------------------------------------------------------------

    def first(self) -> date:
        """Return the first day that is shown."""
        if self.span is RosterSpan.DAY:
            return self.day
        start = self.day.replace(day=1) if self.span is RosterSpan.MONTH else self.day
        return start - timedelta(days=start.weekday())

    def days(self) -> int:
        """Return how many days are shown."""
        if self.span is RosterSpan.DAY:
            return 1
        if self.span is RosterSpan.WEEK:
            return DAYS
        begin = self.day.replace(day=1)
        after = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
        return -(-(begin.weekday() + (after - begin).days) // DAYS) * DAYS

    def show_rows(self, rows: Sequence[ShiftRow], gaps: Sequence[Gap]) -> None:
        """Show shifts and when too few are on duty."""
        self._rows, self._gaps = tuple(rows), tuple(gaps)
        self._say()
        self.update()

    def of_day(self, day: date) -> list[ShiftRow]:
        """Return the shifts that begin on a day, or run when it begins; those first."""
        start, end = day_begins(day), day_begins(day + timedelta(days=1))
        if self.span is RosterSpan.DAY:
            return [row for row in self._rows if row.starts_at < end and row.ends_at > start]
        return [row for row in self._rows if start <= row.starts_at < end]

    def gap_of(self, day: date) -> Gap | None:
        """Return the first time of a day when too few are on duty."""
        start, end = day_begins(day), day_begins(day + timedelta(days=1))
        return next((gap for gap in self._gaps if gap.begin < end and gap.end > start), None)

    def choose(self, day: date) -> None:
        """Choose a day; outside what is shown, ask for it."""
        inside = self.first() <= day < self.first() + timedelta(days=self.days())
        month = self.span is not RosterSpan.MONTH or day.month == self.day.month
        self.day = day
        self._say()
        self.update()
        (self.chosen if inside and month else self.wanted).emit(day)

    def turn(self, by: int) -> None:
        """Go to the day, week or month before or after."""
        if self.span is RosterSpan.MONTH:
            at = self.day.year * 12 + self.day.month - 1 + by
            self.day = date(at // 12, at % 12 + 1, 1)
        else:
            self.day += timedelta(days=by * self.days())
        self._say()
        self.wanted.emit(self.day)

    def _say(self) -> None:
        names = "、".join(row.person_name for row in self.of_day(self.day))
        words = self.tr("{day}，{names}").format(
            day=f"{self.day:%Y-%m-%d}", names=names or self.tr("没有人值班")
        )
        self.setAccessibleName(self.tr("值班表"))
        self.setAccessibleDescription(words)

    # -- walking -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -DAYS,
            Qt.Key.Key_Down: DAYS,
        }
        key = event.key()
        if key in steps:
            self.choose(self.day + timedelta(days=steps[Qt.Key(key)]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.at(event.position())
        if day is not None:
            self.setFocus()
            self.choose(day)

    def event(self, event: QEvent) -> bool:
        """Show in whole what a line cuts."""
        if isinstance(event, QHelpEvent):
            day = self.at(QPointF(event.pos()))
            lines = [self.line_words(row, day) for row in self.of_day(day)] if day else []
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    # -- where things stand --------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(760, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 320)

    def cell(self, day: date) -> QRectF:
        """Return where a day is painted."""
        week, weekday = divmod((day - self.first()).days, min(self.days(), DAYS))
        wide = self.width() / min(self.days(), DAYS)
        high = (self.height() - HEAD_PX) / max(self.days() // DAYS, 1)
        return QRectF(weekday * wide, HEAD_PX + week * high, wide, high)

    def at(self, where: QPointF) -> date | None:
        """Return which day lies there."""
        each = (self.first() + timedelta(days=at) for at in range(self.days()))
        return next((day for day in each if self.cell(day).contains(where)), None)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        for at in range(min(self.days(), DAYS)):
            day = self.first() + timedelta(days=at)
            cell = self.cell(day)
            box = QRectF(cell.left() + 2 * PAD_PX, 0, cell.width(), HEAD_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.weekdays[day.weekday()])
        if self.span is RosterSpan.DAY:
            self._paint_hours(painter)
        else:
            for at in range(self.days()):
                self._paint_day(painter, self.first() + timedelta(days=at))
            self._paint_chosen(painter)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, cell = current(), self.cell(day)
        outside = self.span is RosterSpan.MONTH and day.month != self.day.month
        if outside or day.weekday() >= FIRST_WEEKEND:
            painter.fillRect(cell, theme.color("bg.sunken"))
        painter.setPen(QPen(theme.color("border.subtle"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell)
        self._paint_number(painter, day, cell, quiet=outside)
        rows = self.of_day(day)
        high = 2 * LINE_PX if self.span is RosterSpan.WEEK else LINE_PX
        room = max(int((cell.height() - NUMBER_PX - 2) // high), 1)
        shown = rows if len(rows) <= room else rows[: room - 1]
        for at, row in enumerate(shown):
            line = QRectF(
                cell.left() + PAD_PX,
                cell.top() + NUMBER_PX + at * high,
                cell.width() - 2 * PAD_PX,
                high - 2,
            )
            self._paint_line(painter, row, line, day)
        if len(shown) < len(rows):
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            words = self.tr("还有 {n} 班").format(n=len(rows) - len(shown))
            low = QRectF(cell.left(), cell.top(), cell.width() - 2 * PAD_PX, cell.height() - 2)
            painter.drawText(
                low, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight), words
            )

    def _paint_number(self, painter: QPainter, day: date, cell: QRectF, *, quiet: bool) -> None:
        theme = current()
        painter.setFont(theme.font("caption", bold=day == self.today))
        mark = QRectF(cell.left() + PAD_PX, cell.top() + 3, 24, 18)
        if day == self.today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent.fill"))
            painter.drawRoundedRect(mark, 9, 9)
            painter.setPen(theme.color("text.onfill"))
        else:
            painter.setPen(theme.color("text.3" if quiet else "text"))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(day.day))
        gap = self.gap_of(day)
        if gap is None or day < self.today or quiet:
            return
        begin = max(local(gap.begin), local(day_begins(day)))
        words = self.tr("{time} 起缺人").format(time=f"{begin:%H:%M}")
        painter.setPen(theme.color("warn.text"))
        painter.setFont(theme.font("caption"))
        room = QRectF(mark.right() + ICON_PX + 8, cell.top(), cell.width(), NUMBER_PX)
        paint_icon(
            painter,
            "ph.warning",
            QRectF(mark.right() + 6, cell.top() + 6, ICON_PX, ICON_PX),
            "warn.text",
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def line_words(self, row: ShiftRow, day: date) -> str:
        """Return what a line of the roster says."""
        return f"{row.person_name} {word(row.post)} {hours_of(row, day)}"

    def _paint_line(self, painter: QPainter, row: ShiftRow, box: QRectF, day: date) -> None:
        theme = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.bg" if row.is_mine else "sus.bg"))
        painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        mark = QRectF(box.left() + 4, box.top() + 3, ICON_PX, ICON_PX)
        asked = "ph.arrows-left-right" if row.asked else _ICONS[row.post]
        paint_icon(painter, asked, mark, "warn.text" if row.asked else "text.2")
        painter.setFont(theme.font("caption", bold=row.post is DutyPost.LEADER))
        painter.setPen(theme.color("text"))
        room = box.adjusted(ICON_PX + 8, 0, -3, 0)
        is_tall = box.height() > LINE_PX + PAD_PX and self.span is RosterSpan.WEEK
        words = f"{row.person_name} {word(row.post)}" if is_tall else self.line_words(row, day)
        told = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(room.width())
        )
        align = Qt.AlignmentFlag.AlignTop if is_tall else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, align, told)
        if is_tall:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom, hours_of(row, day))

    def _paint_hours(self, painter: QPainter) -> None:
        """Paint a day from left to right: a bar for each shift, the posts one under another."""
        theme, left, top = current(), 12.0, HEAD_PX + 24.0
        wide = (self.width() - 2 * left) / 24
        start = day_begins(self.day)
        painter.setFont(theme.font("caption"))
        for hour in range(0, 25, 2):
            x = left + hour * wide
            painter.setPen(QPen(theme.color("border.subtle"), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, self.height()))
            painter.setPen(theme.color("text.3"))
            words = QRectF(x - 16, HEAD_PX, 32, 24)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{hour:02}")
        for at, row in enumerate(self.of_day(self.day)):
            begin = max((row.starts_at - start).total_seconds() / 3600, 0)
            end = min((row.ends_at - start).total_seconds() / 3600, 24)
            box = QRectF(left + begin * wide, top + 12 + at * 36, max((end - begin) * wide, 60), 28)
            self._paint_line(painter, row, box, self.day)

    def _paint_chosen(self, painter: QPainter) -> None:
        theme = current()
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border.control"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.cell(self.day).adjusted(1, 1, -1, -1))
