"""The hours and days in which a rule looks, typed and ticked in one line."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.cases.automation.model import DAY_MINUTES, Hours
from app.cases.automation.words import clock_words
from app.core.words import say
from ui.core.controls import Tick

HOURS_PX = 128
_SPAN = re.compile(
    r"(\d{1,2})(?:[:：](\d{2}))?[点时]?\s*(?:-|—|~|～|到|至)\s*(\d{1,2})(?:[:：](\d{2}))?[点时]?",
    re.ASCII,
)


def read_hours(text: str) -> tuple[int, int] | None:
    """Return the minutes of the day a typed span begins and ends with: 20:00-06:00, 8点到12点."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    first, end = (int(found[at]) * 60 + int(found[at + 1] or 0) for at in (1, 3))
    if first >= DAY_MINUTES or end > DAY_MINUTES or any(int(found[n] or 0) > 59 for n in (2, 4)):
        return None
    return first, end % DAY_MINUTES


class HoursLine(QWidget):
    """Empty and unticked is any time."""

    edited = Signal()

    def __init__(self, hours: Hours | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = QLineEdit()
        self.span.setFixedWidth(HOURS_PX)
        self.span.setPlaceholderText(self.tr("如 20:00-06:00"))
        self.span.setAccessibleName(self.tr("几点到几点"))
        self.days = tuple(Tick(say(f"rules.day.{day}")) for day in range(7))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.span)
        for tick in self.days:
            tick.setAccessibleName(tick.text())
            line.addWidget(tick)
            tick.toggled.connect(lambda _: self.edited.emit())
        line.addStretch(1)
        if hours is not None:
            if hours.first != hours.end:
                self.span.setText(f"{clock_words(hours.first)}-{clock_words(hours.end)}")
            for day in hours.weekdays:
                self.days[day].setChecked(True)
        self.span.textChanged.connect(lambda _: self.edited.emit())
        self.setFocusProxy(self.span)

    def hours(self) -> Hours | None:
        """Return what is chosen, None for any time; what cannot be read is told by `wrong`."""
        weekdays = tuple(day for day, tick in enumerate(self.days) if tick.isChecked())
        first, end = read_hours(self.span.text()) or (0, 0)
        if first == end and not weekdays:
            return None
        return Hours(first, end, weekdays)

    def wrong(self) -> str:
        """Return what is wrong with the hours typed, "" for nothing."""
        typed = self.span.text().strip()
        read = read_hours(typed) if typed else (0, 1)
        if read is None or read[0] == read[1]:
            return self.tr("请写成 20:00-06:00 这样；过了零点就写到第二天几点。")
        return ""
