"""A month of activities as a calendar of six weeks, painted; walked with the keyboard."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.activities.queries.months import DAYS, WEEKS, ActivityRow, first_shown
from app.party.activities.rules import ActivityState
from ui.core.icons import paint_icon
from ui.core.theme import current

HEAD_PX, NUMBER_PX, LINE_PX, PAD_PX, ICON_PX = 28, 24, 20, 4, 12
FIRST_WEEKEND = 5
_TONES = {
    ActivityState.OPEN: "accent",
    ActivityState.FULL: "warn",
    ActivityState.RUNNING: "ok",
    ActivityState.OVER: "over",
}


_ICONS = {
    ActivityState.OPEN: "ph.hand",
    ActivityState.FULL: "ph.users",
    ActivityState.RUNNING: "ph.play-circle",
    ActivityState.OVER: "ph.note-pencil",
    ActivityState.CLOSED: "ph.check",
    ActivityState.CALLED_OFF: "ph.x",
}
_INK = {"accent": "accent", "warn": "warn.text", "ok": "ok.text", "over": "over.text"}
_NEVER_FIRST = "，。、：；！？”）》"
"""Signs that begin no line."""


class MonthView(QWidget):
    """Arrows walk the days, Space the activities of a day, PageUp and PageDown the months."""

    chosen = Signal(object)  # UUID of the activity chosen, None for a day without
    opened = Signal(object)  # UUID: Enter or a double click
    month_wanted = Signal(object)  # date: a day of the month to be shown

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = self.day = today
        self.year, self.month = today.year, today.month
        self._by_day: dict[date, list[ActivityRow]] = {}
        self.key: UUID | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.weekdays = (
            *(self.tr("周一"), self.tr("周二"), self.tr("周三"), self.tr("周四")),
            *(self.tr("周五"), self.tr("周六"), self.tr("周日")),
        )
        self._say()

    # -- what is shown -------------------------------------------------------------------------

    def show_month(self, year: int, month: int, rows: Sequence[ActivityRow]) -> None:
        """Show the activities of a month; day and activity stay chosen where they are there."""
        self.year, self.month = year, month
        self._by_day = {}
        for row in rows:
            self._by_day.setdefault(local(row.starts_at).date(), []).append(row)
        if (self.day.year, self.day.month) != (year, month):
            self.day = date(year, month, 1)
        self.choose(self.day, self.key)

    def first(self) -> date:
        """Return the first day that is shown, a Monday."""
        return first_shown(self.year, self.month)

    def of_day(self, day: date) -> Sequence[ActivityRow]:
        """Return what takes place on a day, in the order of time."""
        return self._by_day.get(day, ())

    def row(self) -> ActivityRow | None:
        """Return the activity that is chosen."""
        return next((row for row in self.of_day(self.day) if row.id == self.key), None)

    def choose(self, day: date, key: UUID | None = None) -> None:
        """Choose a day and one of its activities: the first where the key is none of them."""
        rows = self.of_day(day)
        keys = [row.id for row in rows]
        self.day = day
        self.key = key if key in keys else keys[0] if keys else None
        self._say()
        self.update()
        self.chosen.emit(self.key)

    def choose_key(self, key: UUID) -> bool:
        """Choose an activity wherever it stands; tell whether it is shown."""
        for day, rows in self._by_day.items():
            if any(row.id == key for row in rows):
                self.choose(day, key)
                return True
        return False

    def _say(self) -> None:
        """Tell a screen reader where one stands."""
        row = self.row()
        count = len(self.of_day(self.day))
        if row is None:
            words = self.tr("{day}，没有活动").format(day=f"{self.day:%Y-%m-%d}")
        else:
            words = self.tr("{day}，{count} 场，{title}，{state}").format(
                day=f"{self.day:%Y-%m-%d}",
                count=count,
                title=row.title,
                state=word(row.state),
            )
        self.setAccessibleName(self.tr("{month} 月活动").format(month=self.month))
        self.setAccessibleDescription(words)

    # -- walking -------------------------------------------------------------------------------

    def walk(self, days: int) -> None:
        """Go some days on; outside the month, ask for the other one."""
        day = self.day + timedelta(days=days)
        if (day.year, day.month) == (self.year, self.month):
            self.choose(day)
        else:
            self.day = day
            self.month_wanted.emit(day)

    def turn(self, months: int) -> None:
        """Ask for another month, at the same day of it where there is one."""
        at = self.year * 12 + self.month - 1 + months
        year, month = divmod(at, 12)
        last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        self.day = date(year, month + 1, min(self.day.day, last))
        self.month_wanted.emit(self.day)

    def next_of_day(self) -> None:
        """Choose the next activity of the day, after the last the first again."""
        keys = [row.id for row in self.of_day(self.day)]
        if self.key in keys:
            self.choose(self.day, keys[(keys.index(self.key) + 1) % len(keys)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -DAYS,
            Qt.Key.Key_Down: DAYS,
        }
        key = event.key()
        if key in steps:
            self.walk(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Space:
            self.next_of_day()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key is not None:
            self.opened.emit(self.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.at(event.position())
        if found is not None:
            day, row = found
            self.setFocus()
            if (day.year, day.month) != (self.year, self.month):
                self.day, self.key = day, row.id if row else None
                self.month_wanted.emit(day)
            else:
                self.choose(day, row.id if row is not None else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.at(event.position())
        if found is not None and found[1] is not None:
            self.opened.emit(found[1].id)

    def event(self, event: QEvent) -> bool:
        """Show in whole what a line cuts."""
        if isinstance(event, QHelpEvent):
            found = self.at(QPointF(event.pos()))
            row = found[1] if found is not None else None
            QToolTip.showText(event.globalPos(), _tip(row) if row is not None else "", self)
            return True
        return super().event(event)

    # -- where things stand --------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(760, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, HEAD_PX + WEEKS * (NUMBER_PX + LINE_PX + PAD_PX))

    def cell(self, day: date) -> QRectF:
        """Return where a day is painted."""
        week, weekday = divmod((day - self.first()).days, DAYS)
        wide, high = self.width() / DAYS, (self.height() - HEAD_PX) / WEEKS
        return QRectF(weekday * wide, HEAD_PX + week * high, wide, high)

    def lines(self, day: date) -> list[tuple[ActivityRow, QRectF]]:
        """Return which activities of a day are painted, and where: on two lines where there is
        room for all of them; the chosen one always is.
        """
        cell, rows = self.cell(day), list(self.of_day(day))
        room = max(int((cell.height() - NUMBER_PX - 2) // LINE_PX), 1)
        each = 2 if 2 * len(rows) <= room else 1
        if len(rows) > room:
            shown = rows[:room]
            marked = self.row() if day == self.day else None
            if marked is not None and marked not in shown:
                shown[-1] = marked
            rows = shown
        high, left = each * LINE_PX, cell.left() + PAD_PX
        wide, top = cell.width() - 2 * PAD_PX, cell.top() + NUMBER_PX
        return [(row, QRectF(left, top + at * high, wide, high - 2)) for at, row in enumerate(rows)]

    def at(self, where: QPointF) -> tuple[date, ActivityRow | None] | None:
        """Return which day lies there, and which of its activities."""
        if where.y() < HEAD_PX or self.height() <= HEAD_PX:
            return None
        weekday = min(int(where.x() * DAYS / self.width()), DAYS - 1)
        week = int((where.y() - HEAD_PX) * WEEKS / (self.height() - HEAD_PX))
        if not 0 <= week < WEEKS or weekday < 0:
            return None
        day = self.first() + timedelta(days=week * DAYS + weekday)
        hit = next((row for row, box in self.lines(day) if box.contains(where)), None)
        return day, hit

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        wide = self.width() / DAYS
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        for at, name in enumerate(self.weekdays):
            box = QRectF(at * wide + 2 * PAD_PX, 0, wide, HEAD_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        for at in range(WEEKS * DAYS):
            self._paint_day(painter, self.first() + timedelta(days=at))
        self._paint_lines_between(painter)
        self._paint_chosen(painter)
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, cell = current(), self.cell(day)
        outside = (day.year, day.month) != (self.year, self.month)
        if outside or day.weekday() >= FIRST_WEEKEND:
            painter.fillRect(cell, theme.color("bg.sunken"))
        box = QRectF(cell.left() + 2 * PAD_PX, cell.top(), cell.width(), NUMBER_PX)
        painter.setFont(theme.font("caption", bold=day == self.today))
        if day == self.today:
            mark = QRectF(cell.left() + PAD_PX, cell.top() + 3, 24, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("party.fill"))
            painter.drawRoundedRect(mark, 9, 9)
            painter.setPen(theme.color("text.onfill"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(day.day))
        else:
            painter.setPen(theme.color("text.3" if outside else "text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(day.day))
        lines = self.lines(day)
        for row, line in lines:
            self._paint_activity(painter, row, line, chosen=row.id == self.key and day == self.day)
        hidden = len(self.of_day(day)) - len(lines)
        if hidden:
            words = self.tr("还有 {count} 场").format(count=hidden)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.3"))
            box = QRectF(cell.left(), cell.top(), cell.width() - 2 * PAD_PX, NUMBER_PX)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(right), words)

    def _paint_activity(
        self, painter: QPainter, row: ActivityRow, box: QRectF, *, chosen: bool
    ) -> None:
        theme = current()
        tone = _TONES.get(row.state, "")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tone}.bg" if tone else "bg.track"))
        painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)
        if chosen:
            painter.setPen(QPen(theme.color("party"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        font = QFont(theme.font("caption"))  # one of its own: the theme's is shared
        font.setStrikeOut(row.state is ActivityState.CALLED_OFF)
        painter.setFont(font)
        ink = "text.3" if row.state is ActivityState.CALLED_OFF else "text"
        painter.setPen(theme.color(ink))
        mark = QRectF(box.left() + 4, box.top() + 3, ICON_PX, ICON_PX)
        paint_icon(painter, _ICONS[row.state], mark, _INK.get(tone, "text.3"))
        painter.setPen(theme.color(ink))
        words = f"{local(row.starts_at):%H:%M} {row.title}"
        room = box.adjusted(ICON_PX + 7, 1, -3, -1)
        metrics = QFontMetricsF(font)
        first, rest = _broken(words, metrics, room.width())
        if box.height() < 2 * LINE_PX - 2 or not rest:
            first = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, first)
            return
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, first)
        rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, rest)

    def _paint_lines_between(self, painter: QPainter) -> None:
        painter.setPen(QPen(current().color("border.subtle"), 1))
        wide, high = self.width() / DAYS, (self.height() - HEAD_PX) / WEEKS
        for at in range(1, DAYS):
            x = round(at * wide) + 0.5
            painter.drawLine(QPointF(x, HEAD_PX), QPointF(x, self.height()))
        for at in range(WEEKS):
            y = round(HEAD_PX + at * high) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))

    def _paint_chosen(self, painter: QPainter) -> None:
        theme = current()
        painter.setPen(QPen(theme.color("party" if self.hasFocus() else "border.control"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.cell(self.day).adjusted(1, 1, -1, -1))


def _broken(words: str, metrics: QFontMetricsF, width: float) -> tuple[str, str]:
    """Return what fits on a line, and the rest."""
    end = len(words)
    while end > 1 and metrics.horizontalAdvance(words[:end]) > width:
        end -= 1
    while 1 < end < len(words) and words[end] in _NEVER_FIRST:
        end -= 1
    return words[:end], words[end:]


def _tip(row: ActivityRow) -> str:
    """Return an activity in some words."""
    words = QCoreApplication.translate("Activities", "{time} {title}\n{place}\n{state}，{seats}")
    return words.format(
        time=f"{local(row.starts_at):%H:%M}",
        title=row.title,
        place=row.place,
        state=word(row.state),
        seats=f"{row.signed}/{row.capacity}",
    )
