"""A day, typed or taken from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, QRect
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QWidget

from ui.core.fields import month_view
from ui.core.icons import paint_icon
from ui.core.theme import current


class DateField(QDateEdit):
    """A calendar day without a time: terms of office, first and last days."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: QCalendarWidget | None = None
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setMinimumWidth(136)
        self.set_day(day)

    def day(self) -> date:
        """Return the day."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show a day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._calendar is None:  # costly, and most dates are typed
            self._calendar = month_view()
            self.setCalendarWidget(self._calendar)
        super().mousePressEvent(event)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()  # scrolling the form must not change the date

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = current().sizes.icon
        corner = QPoint(self.width() - side - 8, (self.height() - side) // 2)
        box = QRect(corner.x(), corner.y(), side, side)
        paint_icon(painter, "ph.calendar-blank", box, "text.2")
        painter.end()
