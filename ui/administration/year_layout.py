"""Where the days of a year stand: twelve months in four columns; plain numbers."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSizeF

COLUMNS, ROWS = 4, 3
WEEKS = 6
PADDING, GAP = 16, 24
TITLE, WEEKDAYS = 24, 18
CELL_MOST = 40.0


@dataclass(frozen=True, slots=True)
class YearLayout:
    """The boxes of one year in one size.

    Attributes:
        year: Which one.
        size: Of the widget.
    """

    year: int
    size: QSizeF

    def month_box(self, month: int) -> QRectF:
        """Return the box of a month, title included."""
        column, row = (month - 1) % COLUMNS, (month - 1) // COLUMNS
        width = (self.size.width() - 2 * PADDING - (COLUMNS - 1) * GAP) / COLUMNS
        height = (self.size.height() - 2 * PADDING - (ROWS - 1) * GAP / 2) / ROWS
        return QRectF(
            PADDING + column * (width + GAP), PADDING + row * (height + GAP / 2), width, height
        )

    def weekday_box(self, month: int, weekday: int) -> QRectF:
        """Return where the name of a weekday (0 is Monday) stands over its column."""
        box = self.month_box(month)
        width = box.width() / 7
        return QRectF(box.left() + weekday * width, box.top() + TITLE, width, WEEKDAYS)

    def day_box(self, day: date) -> QRectF:
        """Return the box of a day."""
        box = self.month_box(day.month)
        width = box.width() / 7
        height = min(CELL_MOST, (box.height() - TITLE - WEEKDAYS) / WEEKS)
        week = (day.day - 1 + day.replace(day=1).weekday()) // 7
        top = box.top() + TITLE + WEEKDAYS
        return QRectF(box.left() + day.weekday() * width, top + week * height, width, height)

    def day_at(self, point: QPointF) -> date | None:
        """Return the day under a point, None between the days."""
        for month in range(1, 13):
            if self.month_box(month).contains(point):
                days = (date(self.year, month, number) for number in days_of(self.year, month))
                return next((day for day in days if self.day_box(day).contains(point)), None)
        return None


def days_of(year: int, month: int) -> range:
    """Return the numbers of the days of a month."""
    return range(1, calendar.monthrange(year, month)[1] + 1)


def days_between(one: date, other: date) -> tuple[date, ...]:
    """Return all days from one to the other, both included, in order."""
    first, last = min(one, other), max(one, other)
    return tuple(first + timedelta(days=at) for at in range((last - first).days + 1))
