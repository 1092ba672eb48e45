"""岗位活动: a month of activities, or the posts; beside it all there is to the chosen one."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.errors import NotFound
from app.party.activities import rights
from app.party.activities.queries.activity import ActivityDetail, activity_detail
from app.party.activities.queries.months import ActivityRow, month_of
from app.party.activities.queries.posts import ClaimRow, PostRow, post_claims
from app.party.activities.rules import ActivityState
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button, Tick, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.page_bars import FootBar, NarrowField, ToolBar, icon_button
from ui.core.segmented import Choice, SegmentedControl
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import ErrorState
from ui.party.activities.activity_panel import (
    CHANGE_KEY,
    CHANGING,
    CHECK_KEY,
    MINUTES_KEY,
    OFF_KEY,
    SIGN_KEY,
    ActivityPanel,
)
from ui.party.activities.deeds import ActivityDeeds, add_keys
from ui.party.activities.month_view import MonthView
from ui.party.activities.posts_pane import PostPanel, PostsTable

TOPICS = frozenset({Topic.ACTIVITY, Topic.SERVICE_POST, Topic.ATTACHMENT, Topic.MEMBER})
NEW_KEY, TODAY_KEY, OTHER_KEY = "N", "T", "V"


class Part(StrEnum):
    """What of the page is shown."""

    MONTH = "month"
    POSTS = "posts"


class ActivitiesPage(QWidget):
    """N plans or puts up, V changes between month and posts; the rest is done at the panel."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.activities")
        self.setAccessibleName(self.tr("岗位活动"))
        self._desk = desk
        self._keeps = desk.actor.may(rights.KEEP)
        self._job: Job | None = None
        self._detail_job: Job | None = None
        self._wanted: UUID | None = None
        self.part = Part.MONTH
        self.rows: tuple[ActivityRow, ...] = ()
        today = local(desk.parts.clock.now()).date()
        self.month = MonthView(today)
        self.panel = ActivityPanel(desk)
        self.posts = PostsTable(desk)
        self.post_panel = PostPanel()
        self.deeds = ActivityDeeds(desk, self, self.panel)
        self._make_bars()
        self._lay_out()
        self._connect()
        self._show_part()
        self._refresher = Refresher(desk.hub, self, self.reload, topics=TOPICS)
        desk.scope.changed.connect(self.reload)
        self.reload()

    # -- how it looks --------------------------------------------------------------------------

    def _make_bars(self) -> None:
        choices = (
            Choice(Part.MONTH, self.tr("活动月历")),
            Choice(Part.POSTS, self.tr("岗位")),
        )
        self.switch = SegmentedControl(choices, Part.MONTH, name=self.tr("看什么"))
        self.back = icon_button("ph.caret-left", self.tr("上个月"))
        self.on = icon_button("ph.caret-right", self.tr("下个月"))
        self.today_button = Button(self.tr("今天"), kind="quiet", key=TODAY_KEY)
        self.month_name = label("", "section")
        self.field = NarrowField(self.tr("筛选岗位"))
        self.only_lacking = Tick(self.tr("只看缺人的"))
        self.plan_button = Button(self.tr("排活动"), kind="party", icon="ph.plus", key=NEW_KEY)
        self.post_button = Button(self.tr("设岗位"), kind="party", icon="ph.plus", key=NEW_KEY)
        self.bar = ToolBar()
        for part in (self.switch, self.back, self.month_name, self.on, self.today_button):
            self.bar.add(part)
        self.bar.add(self.field)
        self.bar.add(self.only_lacking)
        self.bar.add_right(self.plan_button, self.post_button)
        other = KeyHelp(OTHER_KEY, self.tr("活动、岗位"))
        self.foot = FootBar(
            (
                KeyHelp("Left Right", self.tr("走日子")),
                KeyHelp("Space", self.tr("同一天的下一场")),
                KeyHelp("PgUp PgDown", self.tr("翻月")),
                other,
            )
        )
        self.post_foot = FootBar(
            (KeyHelp("Up Down", self.tr("移动")), KeyHelp("/", self.tr("筛选")), other)
        )

    def _lay_out(self) -> None:
        middle = QWidget()
        self.month_side = QHBoxLayout(middle)
        self.month_side.setContentsMargins(0, 0, 0, 0)
        self.month_side.addWidget(self.month)
        self.activities = ListPanes((middle,), self.panel)
        self.postings = ListPanes((self.posts,), self.post_panel)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.activities)
        self.stack.addWidget(self.postings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        column.addWidget(self.post_foot)

    def _connect(self) -> None:
        deeds, panel = self.deeds, self.panel
        self.switch.chosen.connect(self.show_part)
        self.back.clicked.connect(lambda: self.month.turn(-1))
        self.on.clicked.connect(lambda: self.month.turn(1))
        self.today_button.clicked.connect(self.go_today)
        self.month.month_wanted.connect(self._show_month_of)
        self.month.chosen.connect(self._activity_chosen)
        self.month.opened.connect(lambda _: self.panel.setFocus())
        self.field.narrowed.connect(lambda _: self._narrow())
        self.field.left.connect(self.posts.setFocus)
        self.only_lacking.toggled.connect(lambda _: self._narrow())
        self.plan_button.clicked.connect(self.add)
        self.post_button.clicked.connect(self.add)
        panel.sign_wanted.connect(self.sign)
        panel.change_wanted.connect(self.change)
        panel.off_wanted.connect(self.take_off)
        panel.minutes_wanted.connect(self.minutes)
        panel.ticket_given.connect(self._check_ticket)
        panel.came.connect(deeds.check)
        panel.stepped_back.connect(self._step_back)
        panel.mistaken.connect(self._take_back)
        panel.files.added.connect(self._add_file)
        panel.files.opened.connect(self._show_file)
        self.post_panel.claim_wanted.connect(self.sign)
        self.post_panel.change_wanted.connect(self.change)
        self.post_panel.close_wanted.connect(self.take_off)
        self.post_panel.given_back.connect(self._give_back)
        deeds.written.connect(self._written)
        self._chosen_post = ChosenRow(
            self.posts, self.posts.posts, self._post_chosen, self.post_panel.show_nothing
        )
        self.posts.posts.loading_changed.connect(self._chosen_post.settle)
        self.posts.posts.loading_changed.connect(lambda _: self._say_count())
        add_keys(
            self,
            (
                *((NEW_KEY, self.add), (TODAY_KEY, self.go_today), (OTHER_KEY, self.turn_over)),
                *((SIGN_KEY, self.sign), (CHANGE_KEY, self.change), (OFF_KEY, self.take_off)),
                *((MINUTES_KEY, self.minutes), (CHECK_KEY, self.to_ticket)),
                ("/", self.field.setFocus),
            ),
        )

    def show_part(self, part: object) -> None:
        """Show the month or the posts."""
        self.part = Part(str(part))
        self.switch.set_value(self.part)
        self._show_part()
        (self.month if self.part is Part.MONTH else self.posts).setFocus()

    def turn_over(self) -> None:
        """Show the other part."""
        self.show_part(Part.POSTS if self.part is Part.MONTH else Part.MONTH)

    def _show_part(self) -> None:
        is_month = self.part is Part.MONTH
        self.stack.setCurrentWidget(self.activities if is_month else self.postings)
        of_month = (self.back, self.on, self.today_button, self.month_name, self.foot)
        of_posts = (self.field, self.only_lacking, self.post_foot)
        shown: tuple[tuple[QWidget, bool], ...] = (
            *((widget, is_month) for widget in of_month),
            *((widget, not is_month) for widget in of_posts),
        )
        for widget, visible in shown:
            widget.setVisible(visible)
        self.plan_button.setVisible(is_month and self._keeps)
        self.post_button.setVisible(not is_month and self._keeps)
        self._say_count()

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read month and posts anew."""
        self._read_month(self.month.year, self.month.month)
        self._narrow()

    def _read_month(self, year: int, month: int) -> None:
        if self._job is not None:
            self._job.cancel()
        desk = self._desk

        def read(session: Any) -> tuple[ActivityRow, ...]:
            now, region = desk.parts.clock.now(), desk.scope.code
            return month_of(session, desk.actor, year, month, now=now, region=region)

        self._job = desk.read(read, lambda rows: self._take_month(year, month, rows), self._failed)

    def _failed(self, error: BaseException) -> None:
        self.panel.show_state(ErrorState(self.tr("没能读出活动"), explain(error), self.reload))

    def _take_month(self, year: int, month: int, rows: tuple[ActivityRow, ...]) -> None:
        self._job = None
        self.rows = rows
        self.month_name.setText(self.tr("{year} 年 {month} 月").format(year=year, month=month))
        self.month.today = local(self._desk.parts.clock.now()).date()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.month.key = wanted
            day = next((local(row.starts_at).date() for row in rows if row.id == wanted), None)
            self.month.day = day or self.month.day
        self.month.show_month(year, month, rows)
        self._say_count()

    def _narrow(self) -> None:
        self.posts.narrow(self.field.text().strip(), only_lacking=self.only_lacking.isChecked())

    def _say_count(self) -> None:
        if self.part is Part.POSTS:
            model = self.posts.posts
            more = model.canFetchMore(self.posts.rootIndex())
            self.post_foot.tell(model.rowCount(), None, self.tr("个岗位"), more=more)
            return
        shown = [
            row
            for row in self.rows
            if (local(row.starts_at).year, local(row.starts_at).month)
            == (self.month.year, self.month.month)
        ]
        waiting = sum(row.state is ActivityState.OVER for row in shown)
        words = self.tr("本月 {count} 场").format(count=len(shown))
        if waiting:
            words += self.tr("，{count} 场待写纪要").format(count=waiting)
        self.foot.say(words)

    # -- what is chosen ------------------------------------------------------------------------

    def _show_month_of(self, day: date) -> None:
        self._read_month(day.year, day.month)

    def go_today(self) -> None:
        """Go to the present day."""
        if self.part is Part.MONTH:
            today = local(self._desk.parts.clock.now()).date()
            self.month.day = today
            self._show_month_of(today)
            self.month.setFocus()

    def show_activity(self, key: UUID, day: date) -> None:
        """Show an activity that takes place on a day."""
        self.show_part(Part.MONTH)
        self._wanted = key
        self._show_month_of(day)

    def _activity_chosen(self, key: UUID | None) -> None:
        if self._detail_job is not None:
            self._detail_job.cancel()
            self._detail_job = None
        if key is None:
            day = self.month.day
            self.panel.show_nothing(f"{day.month}-{day.day:02d}", keeps=self._keeps)
            return
        desk = self._desk

        def read(session: Any) -> ActivityDetail:
            return activity_detail(session, desk.actor, key, now=desk.parts.clock.now())

        self._detail_job = desk.read(read, self._take_detail, self._gone)

    def _take_detail(self, detail: ActivityDetail) -> None:
        self._detail_job = None
        if detail.row.id == self.month.key:
            self.panel.show_detail(detail)

    def _gone(self, error: BaseException) -> None:
        if not isinstance(error, NotFound):
            self._failed(error)

    def _post_chosen(self, row: PostRow) -> None:
        desk = self._desk

        def show(claims: tuple[ClaimRow, ...]) -> None:
            if self.posts.current_key() == row.id:
                self.post_panel.show_post(row, claims)

        desk.read(lambda session: post_claims(session, desk.actor, row.id), show)

    # -- doing ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Plan an activity on the chosen day, or put a post up."""
        if self._keeps and self.part is Part.MONTH:
            self.deeds.plan(self.month.day)
        elif self._keeps:
            self.deeds.put_up()

    def _written(self, key: object) -> None:
        if self.part is Part.MONTH and isinstance(key, UUID):
            self._wanted = key

    def _activity(self) -> ActivityRow | None:
        """Return the chosen activity while its list may change by this person."""
        detail = self.panel.detail
        row = detail.row if detail is not None and detail.row.id == self.month.key else None
        return row if row is not None and row.may_keep and row.state in CHANGING else None

    def _post(self) -> PostRow | None:
        row = self.post_panel.row
        return row if row is not None and row.may_keep else None

    def sign(self) -> None:
        """Ask who signs up, or takes the post."""
        activity, post = self._activity(), self._post()
        if self.part is Part.POSTS:
            if post is not None and post.lacking:
                self.deeds.claim(post)
        elif activity is not None and activity.state is not ActivityState.OVER:
            self.deeds.sign(activity)

    def change(self) -> None:
        """Change the chosen activity or post."""
        activity, post = self._activity(), self._post()
        if self.part is Part.POSTS:
            if post is not None:
                self.deeds.put_up(post)
        elif activity is not None:
            self.deeds.plan(self.month.day, activity)

    def take_off(self) -> None:
        """Call the activity off, or close the post."""
        activity, post = self._activity(), self._post()
        if self.part is Part.POSTS:
            if post is not None:
                self.deeds.close(post)
        elif activity is not None and not activity.there:
            self.deeds.call_off(activity)

    def minutes(self) -> None:
        """Write down what came of the activity."""
        activity = self._activity()
        if self.part is Part.MONTH and activity and activity.state is ActivityState.OVER:
            self.deeds.minutes(activity)

    def to_ticket(self) -> None:
        """Go where numbers are typed or scanned."""
        if self.part is Part.MONTH and self.panel.ticket.isVisible():
            self.panel.ticket.setFocus()

    def _check_ticket(self, typed: str) -> None:
        if (activity := self._activity()) is not None:
            self.deeds.check_ticket(activity, typed)

    def _step_back(self, one: Any) -> None:
        if (activity := self._activity()) is not None:
            self.deeds.step_back(activity, one)

    def _take_back(self, one: Any) -> None:
        if (activity := self._activity()) is not None:
            self.deeds.take_back(activity, one)

    def _give_back(self, claim: ClaimRow) -> None:
        if (post := self._post()) is not None:
            self.deeds.give_back(post, claim)

    def _add_file(self, prepared: Any) -> None:
        if self.panel.detail is not None:
            self.deeds.add_file(self.panel.detail.row.id, prepared)

    def _show_file(self, item: Any) -> None:
        if self.panel.detail is not None:
            self.deeds.show_file(self.panel.detail.row.id, item)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.month if self.part is Part.MONTH else self.posts).setFocus()
