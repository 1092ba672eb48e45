"""Which period the rates are of, and as of which day they are told."""

from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.core.controls import Tick, label
from ui.core.date_field import DateField
from ui.core.segmented import Choice, SegmentedControl


class Period(StrEnum):
    """Usual periods."""

    MONTH = "month"
    LAST_MONTH = "last_month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Return first and last day of a usual period; `OWN` begins as the month does."""
    first = today.replace(day=1)
    match period:
        case Period.LAST_MONTH:
            last = first - timedelta(days=1)
            return last.replace(day=1), last
        case Period.QUARTER:
            return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), today
        case Period.YEAR:
            return date(today.year, 1, 1), today
    return first, today


class PeriodBar(QWidget):
    """A usual period or two days, and if wanted an earlier day as of which it is told."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.periods = SegmentedControl(
            (
                Choice(Period.MONTH, self.tr("本月")),
                Choice(Period.LAST_MONTH, self.tr("上月")),
                Choice(Period.QUARTER, self.tr("本季")),
                Choice(Period.YEAR, self.tr("今年")),
                Choice(Period.OWN, self.tr("自选")),
            ),
            Period.MONTH,
            name=self.tr("哪一段时间"),
        )
        first, last = days_of(Period.MONTH, today)
        self.first, self.last = DateField(first), DateField(last)
        self.first.setAccessibleName(self.tr("从哪一天"))
        self.last.setAccessibleName(self.tr("到哪一天"))
        self.back = Tick(self.tr("看当时的数，截至"))
        self.back.setToolTip(self.tr("照那一天结束时知道的重算：以后的回访、撤销和剔除都不看"))
        self.as_of = DateField(today)
        self.as_of.setAccessibleName(self.tr("截至哪一天"))
        self.as_of.setEnabled(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        period = (self.periods, self.first, label("—", "second"), self.last)
        widgets: tuple[QWidget, ...] = (*period, self.back, self.as_of)
        for part in widgets:
            line.addWidget(part)
        self.periods.chosen.connect(self._chosen)
        for field in (self.first, self.last):
            field.dateChanged.connect(self._own)
        self.as_of.dateChanged.connect(lambda _: self.changed.emit())
        self.back.toggled.connect(self._back)

    def days(self) -> tuple[date, date, date | None]:
        """Return first and last day, and the day as of which it is told; None for now."""
        first, last = self.first.day(), self.last.day()
        as_of = self.as_of.day() if self.back.isChecked() else None
        return min(first, last), max(first, last), as_of

    def _chosen(self, value: object) -> None:
        period = Period(str(value))
        if period is Period.OWN:
            self.first.setFocus()
            return
        first, last = days_of(period, self._today)
        for field, day in ((self.first, first), (self.last, last)):
            field.blockSignals(True)  # noqa: FBT003  Qt's
            field.set_day(day)
            field.blockSignals(False)  # noqa: FBT003  Qt's
        self.changed.emit()

    def _own(self, _: object) -> None:
        self.periods.set_value(Period.OWN)
        self.changed.emit()

    def _back(self, checked: bool) -> None:  # noqa: FBT001  as Qt tells it
        self.as_of.setEnabled(checked)
        self.changed.emit()
