"""What has to be known of the year in the grid: old version, draft, not published yet."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.calendar import CalendarBody, NationalYear, WorkCalendar
from app.core.words import say
from ui.core.controls import Button
from ui.core.strips import Strip


class CalendarStrips(QFrame):
    """Up to four strips one under another; takes no room without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.publish_button = Button(self.tr("发布"), kind="primary", small=True, key="Ctrl+Return")
        self.drop_button = Button(self.tr("放弃"), kind="quiet", small=True)
        self.preview_button = Button(
            self.tr("预览：上个月会怎样"), kind="quiet", icon="ph.chart-bar", small=True
        )
        self.back_button = Button(self.tr("回到现行版"), kind="quiet", small=True)
        self.fresh_button = Button(self.tr("放进草稿"), kind="quiet", small=True)
        self.old = Strip("note", self.back_button)
        buttons = (self.preview_button, self.drop_button, self.publish_button)
        self.draft = Strip("tint", *buttons, icon="ph.pencil-simple")
        self.fresh = Strip("tint", self.fresh_button, icon="ph.megaphone")
        self.year = Strip("warn")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._strips = (self.old, self.draft, self.fresh, self.year)
        for strip in self._strips:
            self._column.addWidget(strip)
        self._fit()

    def tell_old(self, name: str) -> None:
        """Say that a former version is looked at; "" for none."""
        lead = self.tr("正在看{name}，").format(name=name) if name else ""
        self.old.tell(lead, self.tr("只能看。它管着当时受理的事件。") if name else "")
        self._fit()

    def tell_draft(self, changes: Sequence[str]) -> None:
        """Say what the draft changes; nothing for no draft."""
        if not changes:
            self.draft.tell("")
        else:
            lead = self.tr("草稿里有 {count} 处改动还没发布：").format(count=len(changes))
            rest = "；".join(changes[:2]) + (self.tr(" 等") if len(changes) > 2 else "")
            self.draft.tell(lead, rest)
        self._fit()

    def tell_fresh(self, fresh: CalendarBody | None, known: Sequence[NationalYear]) -> None:
        """Say which years were published since the version in force; None for no news."""
        have = {year.year for year in known}
        years = [year.year for year in fresh.national if year.year not in have] if fresh else []
        if not years:
            self.fresh.tell("")
        else:
            told = "、".join(map(str, years))
            lead = self.tr("{years} 年的放假安排已经公布，").format(years=told)
            self.fresh.tell(lead, self.tr("现行版里还没有。放进草稿，核对后发布。"))
        self._fit()

    def tell_year(self, year: int, calendar: WorkCalendar) -> None:
        """Say that a year is not published yet."""
        provisional = calendar.is_provisional(year)
        self.year.tell(say("calendar.provisional", year=year) if provisional else "")
        self._fit()

    def _fit(self) -> None:
        shown = any(not strip.isHidden() for strip in self._strips)
        self._column.setContentsMargins(12, 10 if shown else 0, 12, 2 if shown else 0)
