"""The work calendar: a year at a glance, its days, seasons and versions; changed in a draft."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.calendar import BadCalendar, WorkCalendar
from app.core.calendar_store import (
    MANAGE_CALENDAR,
    NoCalendar,
    calendar_name,
    calendar_of,
    ensure_calendar,
)
from app.core.changes import Topic
from app.core.clock import local
from ui.administration.calendar_changes import changed_days, changes
from ui.administration.calendar_draft import CalendarDraft, keep_draft, kept_draft
from ui.administration.calendar_legend import CalendarLegend
from ui.administration.calendar_panel import VERSIONS, CalendarPanel
from ui.administration.calendar_source import CalendarSeen, calendar_seen
from ui.administration.calendar_strips import CalendarStrips
from ui.administration.day_part import DaysEdited
from ui.administration.publish_dialog import PublishDialog
from ui.administration.season_dialog import SeasonDialog
from ui.administration.year_bar import YearBar
from ui.administration.year_grid import DaysChosen, YearGrid
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton, StatePanel, Step
from ui.parts.preview_dialog import PreviewDialog


class CalendarPage(QWidget):
    """Everybody may read; with the right, days and seasons change in a draft until published."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may_manage = desk.actor.reaches_all(MANAGE_CALENDAR)
        self.seen: CalendarSeen | None = None
        self.draft: CalendarDraft | None = None
        self._old: WorkCalendar | None = None  # a former version that is looked at
        today = local(desk.parts.clock.now()).date()
        self.bar = YearBar()
        self.strips = CalendarStrips()
        self.grid = YearGrid(today)
        self.setFocusProxy(self.grid)
        self.legend = CalendarLegend()
        self.panel = CalendarPanel(may_manage=self.may_manage)
        self.panel.show_state(Skeleton(8))
        self._trouble: StatePanel | None = None
        self._middle = QWidget()
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strips)
        column.addWidget(self.grid, 1)
        self._panes = ListPanes((self.bar, self._middle, self.legend), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)

    def _connect(self) -> None:
        self.bar.year_wanted.connect(self.grid.show_year)
        self.bar.today_wanted.connect(self._to_today)
        self.grid.chosen.connect(self._days_chosen)
        self.grid.year_wanted.connect(self._year_shown)
        self.panel.day.edited.connect(self._edit_days)
        self.panel.seasons_wanted.connect(self.change_seasons)
        self.panel.history.look_wanted.connect(self.look_at)
        self.panel.closed.connect(self.grid.setFocus)
        self.strips.publish_button.clicked.connect(self.publish)
        self.strips.preview_button.clicked.connect(self.preview)
        self.strips.drop_button.clicked.connect(self.drop_draft)
        self.strips.back_button.clicked.connect(self._back_to_current)
        self.strips.fresh_button.clicked.connect(self._take_fresh)
        topics = frozenset({Topic.CALENDAR})
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=topics)
        if self.may_manage:
            add_key(self, "Ctrl+Return", self.publish)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the version in force and the history anew."""
        number = self.draft.base.number if self.draft is not None else None
        if self.seen is None and self.may_manage:
            kept = kept_draft(self._desk.preferences)
            number = kept.number if kept is not None else None
        self._desk.read(lambda session: calendar_seen(session, number), self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.seen is not None:
            self._desk.notices.report(error)
            return
        self._drop_trouble()
        if isinstance(error, NoCalendar) and self.may_manage:
            why = self.tr("没有它，时限无从计算。先建立通常的一份，再在这里改。")
            step = Step(self.tr("建立通常的日历"), self._found_calendar, primary=True)
            icon = "ph.calendar-blank"
            self._trouble = EmptyState(self.tr("还没有工作日历"), why, step, icon=icon)
        else:
            title = self.tr("没能读出工作日历")
            self._trouble = ErrorState(title, explain(error), self.reload)
        layout = self._middle.layout()
        if layout is not None:
            for part in (self.grid, self.bar, self.legend, self.panel):
                part.hide()
            layout.addWidget(self._trouble)
            layout.setAlignment(self._trouble, Qt.AlignmentFlag.AlignHCenter)

    def _drop_trouble(self) -> None:
        if self._trouble is not None:
            self._trouble.deleteLater()
            self._trouble = None
            for part in (self.grid, self.bar, self.legend, self.panel):
                part.show()

    def _found_calendar(self) -> None:
        """Publish the usual calendar as the first version."""

        def done(_: object) -> None:
            self.reload()

        self._desk.write(ensure_calendar, done)

    def _take(self, seen: CalendarSeen) -> None:
        self._drop_trouble()
        first, self.seen = self.seen is None, seen
        if first and self.may_manage:
            self._restore(seen)
        elif self.draft is not None and self.draft.base.number != seen.current.number:
            self._move_draft(self.draft, seen)
        elif self.draft is None and self.may_manage:
            self.draft = CalendarDraft(seen.current, seen.current.body)
        self.panel.show_record()
        self._show()

    def _restore(self, seen: CalendarSeen) -> None:
        """Go on with the draft of last time."""
        kept = kept_draft(self._desk.preferences)
        self.draft = CalendarDraft(seen.current, seen.current.body)
        if kept is not None and seen.base is not None:
            self.draft = CalendarDraft(seen.base, kept.body).on(seen.current)

    def _move_draft(self, draft: CalendarDraft, seen: CalendarSeen) -> None:
        """Keep what was changed here when somebody publishes meanwhile."""
        moved = draft.on(seen.current)
        self._set_draft(moved)
        if draft.is_changed and moved.is_changed:
            told = self.tr("{who} 刚发布了第 {number} 版，您草稿里的改动已搬到它上面。")
            newest = seen.history[0].row
            self._desk.notices.tell(told.format(who=newest.author, number=newest.number))

    # -- showing -------------------------------------------------------------------------------

    def shown(self) -> WorkCalendar | None:
        """Return the calendar in the grid: a former version, the draft, or the one in force."""
        if self._old is not None:
            return self._old
        if self.draft is not None and self.draft.is_changed:
            return self.draft.calendar()
        return self.seen.current if self.seen is not None else None

    def _show(self) -> None:
        calendar = self.shown()
        if calendar is None or self.seen is None:
            return
        draft = self.draft if self._old is None else None
        drafted = draft is not None and draft.is_changed
        unpublished = changed_days(draft.base.body, draft.body) if draft else frozenset()
        self.grid.show_calendar(calendar, unpublished)
        self.bar.show_year(self.grid.year, calendar)
        self.panel.show_calendar(self.grid.days, calendar, draft)
        self.panel.show_history(self.seen, (self._old or self.seen.current).number)
        self.strips.tell_old(calendar_name(self._old) if self._old is not None else "")
        told = changes(draft.base.body, draft.body) if draft and drafted else ()
        self.strips.tell_draft(told)
        self.strips.tell_year(self.grid.year, calendar)
        fresh = self.seen.fresh if self.may_manage and self._old is None else None
        known = draft.body.national if draft is not None else ()
        self.strips.tell_fresh(fresh, known)

    def _days_chosen(self, chosen: DaysChosen) -> None:
        calendar = self.shown()
        if calendar is not None:
            draft = self.draft if self._old is None else None
            self.panel.show_calendar(chosen, calendar, draft)

    def _year_shown(self, year: int) -> None:
        calendar = self.shown()
        if calendar is not None:
            self.bar.show_year(year, calendar)
            self.strips.tell_year(year, calendar)

    def _to_today(self) -> None:
        self.grid.choose(local(self._desk.parts.clock.now()).date())
        self.grid.setFocus()

    def look_at(self, number: int) -> None:
        """Look at a former version, read-only."""
        if self.seen is not None and number == self.seen.current.number:
            self._back_to_current()
            return
        self._desk.read(lambda session: calendar_of(session, number), self._look)

    def _look(self, calendar: WorkCalendar) -> None:
        self._old = calendar
        self._show()

    def _back_to_current(self) -> None:
        self._old = None
        self._show()

    # -- changing ------------------------------------------------------------------------------

    def _set_draft(self, draft: CalendarDraft) -> None:
        self.draft = draft
        keep_draft(self._desk.preferences, draft)

    def _edit_days(self, edited: DaysEdited) -> None:
        if self.draft is None:
            return
        if edited.works is None:
            changed = self.draft.without_days(edited.days)
        else:
            try:
                changed = self.draft.with_days(
                    edited.days, works=edited.works, spans=edited.spans, note=edited.note
                )
            except BadCalendar as error:
                self.panel.day.refuse(error)
                return
        if changed != self.draft:
            self._set_draft(changed)
            self._show()

    def change_seasons(self) -> None:
        """Change the seasons in the draft."""
        if self.draft is not None:
            dialog = SeasonDialog(self._desk, self.draft, self)
            dialog.saved.connect(self._take_draft)
            dialog.open()

    def _take_fresh(self) -> None:
        """Put the years published since into the draft."""
        if self.draft is None or self.seen is None or self.seen.fresh is None:
            return
        fresh = self.seen.fresh.national
        body = replace(self.draft.body, national=fresh)
        self._take_draft(replace(self.draft, body=body))

    def _take_draft(self, draft: object) -> None:
        if isinstance(draft, CalendarDraft):
            self._set_draft(draft)
            self._show()

    def drop_draft(self) -> None:
        """Drop what is not published; the way back stays open for a moment."""
        draft = self.draft
        if draft is None or not draft.is_changed:
            return
        count = len(changes(draft.base.body, draft.body))
        self._take_draft(CalendarDraft(draft.base, draft.base.body))
        told = self.tr("放弃了草稿里的 {count} 处改动").format(count=count)
        self._desk.notices.offer_undo(told, partial(self._take_draft, draft))

    def preview(self) -> None:
        """Show what the draft would have done to the deadlines of last month."""
        if self.draft is not None and self.draft.is_changed:
            PreviewDialog(self._desk, self, calendar=self.draft.calendar()).show()

    def publish(self) -> None:
        """Look at the draft once more and publish it."""
        if self.draft is not None and self.draft.is_changed and self._old is None:
            dialog = PublishDialog(self._desk, self.draft, self)
            dialog.saved.connect(self._published)
            dialog.open()

    def _published(self, number: object) -> None:
        keep_draft(self._desk.preferences, None)
        if self.draft is not None:
            self.draft = CalendarDraft(self.draft.base, self.draft.base.body)
        self.panel.show_part(VERSIONS)
        self.reload()
        told = self.tr("第 {number} 版工作日历已发布，各桌面马上按它计时。")
        self._desk.notices.tell(told.format(number=number))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grid.setFocus()
