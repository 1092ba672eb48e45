"""The bar over the year: which one, whether it is published, and its count of working days."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.calendar import DayKind, WorkCalendar
from ui.administration.year_layout import days_of
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.page_bars import ToolBar, icon_button


class YearBar(ToolBar):
    """‹ 2026 年 › with what the year adds up to."""

    year_wanted = Signal(object)  # int
    today_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._year = 0
        self.before = icon_button("ph.caret-left", self.tr("上一年"))
        self.after = icon_button("ph.caret-right", self.tr("下一年"))
        self.year = label("", "title")
        self.chip = Chip("")
        self.sums = label("", "second")
        self.today = Button(self.tr("今天"), key="Home")
        for widget in (self.before, self.year, self.after, self.chip, self.sums):
            self.add(widget)
        self.add_right(self.today)
        self.before.clicked.connect(self._one_back)
        self.after.clicked.connect(self._one_on)
        self.today.clicked.connect(self.today_wanted)

    def show_year(self, year: int, calendar: WorkCalendar) -> None:
        """Show what a year of a calendar adds up to."""
        self._year = year
        self.year.setText(self.tr("{year} 年").format(year=year))
        if calendar.is_provisional(year):
            self.chip.set_chip(self.tr("暂定"), "warn", icon="ph.hourglass-high")
        else:
            self.chip.set_chip(self.tr("放假已公布"), "ok", icon="ph.check-circle")
        days = [date(year, month, n) for month in range(1, 13) for n in days_of(year, month)]
        kinds = [calendar.kind_of(day) for day in days]
        worked = sum(bool(calendar.spans(day)) for day in days)
        told = [self.tr("上班 {days} 天").format(days=worked)]
        for kind, words in (
            (DayKind.HOLIDAY, self.tr("法定放假 {days} 天")),
            (DayKind.MAKEUP_WORKDAY, self.tr("调休上班 {days} 天")),
            (DayKind.DAY_OFF, self.tr("本街道休息 {days} 天")),
        ):
            if kinds.count(kind):
                told.append(words.format(days=kinds.count(kind)))
        self.sums.setText("，".join(told))

    def _one_back(self) -> None:
        self.year_wanted.emit(self._year - 1)

    def _one_on(self) -> None:
        self.year_wanted.emit(self._year + 1)
