"""The panel beside the year: the chosen day, the seasons, the versions."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.calendar import WorkCalendar
from ui.administration.calendar_draft import CalendarDraft
from ui.administration.calendar_source import CalendarSeen
from ui.administration.day_part import DayPart
from ui.administration.history_part import HistoryPart, SeasonsPart
from ui.administration.year_grid import DaysChosen
from ui.core.controls import label
from ui.core.segmented import Choice, SegmentedControl
from ui.core.side_panel import SidePanel

DAY, SEASONS, VERSIONS = "day", "seasons", "versions"


class CalendarPanel(SidePanel):
    """Three parts behind a switch; without the right to change, it says who has it."""

    seasons_wanted = Signal()

    def __init__(self, *, may_manage: bool, parent: QWidget | None = None) -> None:
        name = QCoreApplication.translate("CalendarPanel", "工作日历")
        super().__init__(name, parent)
        self.switch = SegmentedControl(
            (
                Choice(DAY, self.tr("这一天")),
                Choice(SEASONS, self.tr("作息")),
                Choice(VERSIONS, self.tr("版本")),
            ),
            DAY,
            name=self.tr("看什么"),
        )
        self.day = DayPart(may_manage=may_manage)
        self.seasons = SeasonsPart(may_manage=may_manage)
        self.history = HistoryPart()
        self.seasons.asked.connect(self.seasons_wanted)
        self.switch.chosen.connect(self._show_part)
        line = QHBoxLayout()
        line.addWidget(self.switch)
        line.addStretch(1)
        self.head.addLayout(line)
        self._parts: dict[str, QWidget] = {
            DAY: self.day,
            SEASONS: self.seasons,
            VERSIONS: self.history,
        }
        for part in self._parts.values():
            self.body.addWidget(part)
        told = self.tr("您可以看，不能改。改日历要“管理日历”权限，中心主任或系统管理员能给。")
        reader = label(told, "caption")
        reader.setWordWrap(True)
        self.foot.addWidget(reader, 1)
        self.set_foot_visible(visible=not may_manage)
        self._show_part(DAY)

    def show_part(self, key: str) -> None:
        """Show one of the three parts."""
        self.switch.set_value(key)
        self._show_part(key)

    def show_calendar(
        self, chosen: DaysChosen, calendar: WorkCalendar, draft: CalendarDraft | None
    ) -> None:
        """Show days and seasons of a calendar; without a draft nothing can be changed."""
        self.day.show_days(chosen, calendar, draft)
        self.seasons.show_seasons(calendar, may_change=draft is not None)

    def show_history(self, seen: CalendarSeen, shown: int) -> None:
        """Show the versions."""
        self.history.show_history(seen.history, shown)

    def _show_part(self, key: object) -> None:
        for name, part in self._parts.items():
            part.setVisible(name == key)
        self.to_top()
