"""A year at a glance: every day in the colour and with the word of its kind."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.core.calendar import WorkCalendar
from ui.administration.day_words import day_in_one_line, days_name
from ui.administration.year_layout import YearLayout, days_between
from ui.administration.year_paint import Hand, Look, look_of, paint_year

FIRST_YEAR, LAST_YEAR = 2015, 2035
STEPS = {
    Qt.Key.Key_Left: timedelta(days=-1),
    Qt.Key.Key_Right: timedelta(days=1),
    Qt.Key.Key_Up: timedelta(days=-7),
    Qt.Key.Key_Down: timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class DaysChosen:
    """One day, or a run of days, is looked at."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        """Return all of them, in order."""
        return days_between(self.first, self.last)


class YearGrid(QWidget):
    """Twelve months; arrows walk the days, Shift or dragging takes several."""

    chosen = Signal(object)  # DaysChosen
    year_wanted = Signal(object)  # int, when the keyboard leaves the year

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._look = Look(today)
        self._calendar: WorkCalendar | None = None
        self._unpublished: frozenset[date] = frozenset()
        self._anchor = today
        self._at = today
        self._hovered: date | None = None
        self._year = today.year
        self._year_seen = 0  # the year the look was made of
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("年历"))

    # -- what the page uses --------------------------------------------------------------------

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self._year

    @property
    def days(self) -> DaysChosen:
        """What is chosen."""
        return DaysChosen(min(self._anchor, self._at), max(self._anchor, self._at))

    def show_calendar(self, calendar: WorkCalendar, unpublished: frozenset[date]) -> None:
        """Show a calendar; `unpublished` are the days a draft changes."""
        self._calendar, self._unpublished = calendar, unpublished
        self._look_again()

    def _look_again(self) -> None:
        if self._calendar is not None:
            self._look = look_of(self._calendar, self._year, self._unpublished, self._today)
            self._year_seen = self._year
        self.update()

    def show_year(self, year: int) -> None:
        """Show another year and choose the same day there."""
        self._year = min(LAST_YEAR, max(FIRST_YEAR, year))
        self._go(_same_day(self._at, self._year))

    def choose(self, first: date, last: date | None = None) -> None:
        """Choose a day or a run of days and show their year."""
        self._anchor, self._at = first, last or first
        self._year = self._at.year
        self._tell()

    def box_of(self, day: date) -> QPointF:
        """Return the middle of a day's box, for those who point at it."""
        return self._layout().day_box(day).center()

    # -- hands ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._layout().day_at(event.position())
        if day is not None and event.button() is Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(day, extend=extend)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._layout().day_at(event.position())
        self._hover(day)
        if day is not None and event.buttons() & Qt.MouseButton.LeftButton and day != self._at:
            self._go(day, extend=True)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def _hover(self, day: date | None) -> None:
        before, self._hovered = self._hovered, day
        if before == day:
            return
        for touched in (before, day):
            if touched is not None:
                self.update(self._layout().day_box(touched).toAlignedRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in STEPS:
            self._go(self._at + STEPS[key], extend=extend)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(_month_on(self._at, 1 if key == Qt.Key.Key_PageDown else -1), extend=extend)
        elif key == Qt.Key.Key_Home:
            self._go(self._today)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what the day under the mouse is."""
        if isinstance(event, QHelpEvent) and self._calendar is not None:
            day = self._layout().day_at(QPointF(event.pos()))
            if day is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), day_in_one_line(self._calendar.day(day)))
            return True
        return super().event(event)

    def _go(self, day: date, *, extend: bool = False) -> None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return
        self._at = day
        if not extend:
            self._anchor = day
        self._year = day.year
        self._tell()

    def _tell(self) -> None:
        chosen = self.days
        self.setAccessibleDescription(days_name(chosen.first, chosen.last))
        if self._year == self._year_seen:
            self.update()
        else:
            self._look_again()
        self.year_wanted.emit(self._year)
        self.chosen.emit(chosen)

    # -- painting ------------------------------------------------------------------------------

    def _layout(self) -> YearLayout:
        return YearLayout(self._year, QSizeF(self.size()))

    def sizeHint(self) -> QSize:
        return QSize(900, 620)

    def minimumSizeHint(self) -> QSize:
        return QSize(560, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chosen = self.days
        hand = Hand(chosen.first, chosen.last, self._hovered, self.hasFocus())
        paint_year(painter, self._layout(), self._look, hand, QRectF(event.rect()))
        painter.end()


def _same_day(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _month_on(day: date, by: int) -> date:
    """Return about the same day of the next or the former month."""
    first = day.replace(day=1)
    other = (first + timedelta(days=31 if by > 0 else -1)).replace(day=1)
    following = (other + timedelta(days=31)).replace(day=1)
    return other.replace(day=min(day.day, (following - timedelta(days=1)).day))
