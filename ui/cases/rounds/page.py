"""巡查: what is to be walked, what was, and the one beside the other."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.rounds.actions.plans import end_plan
from app.cases.rounds.queries.made import FoundCase, RoundRow, found_cases, rounds
from app.cases.rounds.queries.plans import PlanRow, TallyRow, planned_and_done, plans
from app.cases.rounds.rules import PlanState
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from ui.cases.patrol.round_choice import RoundWish
from ui.cases.rounds.dialogs import DropDialog, PlanDialog
from ui.cases.rounds.panel import CHANGE_KEY, PLAN_KEY, RECORD_KEY, RoundsPanel
from ui.cases.rounds.record_dialog import RecordDialog
from ui.cases.rounds.words import plan_columns, round_columns, tally_columns
from ui.core.controls import Button, Combo
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted, PageWanted

VIEW_KEY, PATROL_PAGE = "D", "cases.patrol"
DAYS = (7, 30, 90)
TOPICS = frozenset({Topic.PATROL})


class RoundsView(StrEnum):
    """Which table is looked at."""

    PLANS = "plans"
    MADE = "made"
    GRIDS = "grids"
    PEOPLE = "people"


class RoundsPage(QWidget):
    """D goes through the tables; J writes a round down, N plans one, E changes one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rounds")
        self.setAccessibleName(self.tr("巡查"))
        self._desk = desk
        self.dialog: Any = None
        self._roots = desk.actor.prefixes(rights.KEEP_PATROLS)
        self.bar = ToolBar()
        self.view = SegmentedControl(
            (
                Choice(RoundsView.PLANS, self.tr("该走的")),
                Choice(RoundsView.MADE, self.tr("走过的")),
                Choice(RoundsView.GRIDS, self.tr("按网格")),
                Choice(RoundsView.PEOPLE, self.tr("按人")),
            ),
            RoundsView.PLANS,
            name=self.tr("看哪张表"),
        )
        self.days = Combo()
        self.days.setAccessibleName(self.tr("看多久"))
        for days in DAYS:
            self.days.add(self.tr("近 {days} 日").format(days=days), days)
        self.record = Button(self.tr("记没有排的"), kind="quiet", icon="ph.plus")
        self.plan = Button(self.tr("排一项"), kind="quiet", icon="ph.plus", key=PLAN_KEY)
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp(VIEW_KEY, self.tr("换一张表")),
                KeyHelp(RECORD_KEY, self.tr("记一次")),
            )
        )
        self.panel = RoundsPanel()
        self._make_tables()
        self._lay_out()
        self._connect()
        self.show_view(RoundsView.PLANS)

    def _make_tables(self) -> None:
        jobs, kept = self._desk.jobs, self._desk.preferences
        self.plans: PagedTableModel[PlanRow] = PagedTableModel(
            plan_columns(), lambda row: row.id, jobs, self
        )
        self.made: PagedTableModel[RoundRow] = PagedTableModel(
            round_columns(), lambda row: row.id, jobs, self
        )
        self.grids: PagedTableModel[TallyRow] = PagedTableModel(
            tally_columns(self.tr("网格")), lambda row: row.key, jobs, self
        )
        self.people: PagedTableModel[TallyRow] = PagedTableModel(
            tally_columns(self.tr("谁")), lambda row: row.key, jobs, self
        )
        models = (self.plans, self.made, self.grids, self.people)
        self.models: dict[RoundsView, PagedTableModel[Any]] = dict(
            zip(RoundsView, models, strict=True)
        )
        self.tables = {
            view: DeskTable(model, f"rounds.{view}", kept) for view, model in self.models.items()
        }
        for table in self.tables.values():
            table.set_failed_title(self.tr("没能读出巡查"))
            table.set_empty(self._empty)

    def _lay_out(self) -> None:
        self.bar.add(self.view)
        self.bar.add(self.days)
        self.bar.add_right(self.record, self.plan)
        self._stack = QStackedWidget()
        for table in self.tables.values():
            self._stack.addWidget(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(ListPanes((self._stack,), self.panel), 1)
        column.addWidget(self.foot)
        self.plan.setVisible(bool(self._roots))
        self.record.setVisible(bool(self._own_roots()))

    def _connect(self) -> None:
        panel = self.panel
        self.view.chosen.connect(self.show_view)
        self.days.currentIndexChanged.connect(lambda _: self.reload())
        self.record.clicked.connect(lambda: self._ask_round(None))
        self.plan.clicked.connect(self.plan_one)
        panel.record_wanted.connect(self.record_one)
        panel.change_wanted.connect(self.change_one)
        panel.end_wanted.connect(self.end_one)
        panel.drop_wanted.connect(self.drop_one)
        panel.find_wanted.connect(self.find_more)
        panel.case_wanted.connect(lambda key: self._desk.navigator.go(CaseWanted(key)))
        for view, table in self.tables.items():
            table.current_key_changed.connect(lambda _, view=view: self._chosen(view))
            table.opened.connect(lambda _: self.find_more())
            self.models[view].loading_changed.connect(
                lambda loading, view=view: self._loaded(view, loading)
            )
        for key, run in (
            *((VIEW_KEY, self.next_view), (RECORD_KEY, self.record_one)),
            *((PLAN_KEY, self.plan_one), (CHANGE_KEY, self.change_one)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    @property
    def shown(self) -> RoundsView:
        """Which table is looked at."""
        return RoundsView(str(self.view.value()))

    def show_view(self, view: object) -> None:
        """Look at another table."""
        wanted = RoundsView(str(view))
        self.view.set_value(wanted)
        self._stack.setCurrentWidget(self.tables[wanted])
        self.setFocusProxy(self.tables[wanted])
        self.days.setVisible(wanted is not RoundsView.PLANS)
        self.panel.setVisible(wanted in (RoundsView.PLANS, RoundsView.MADE))
        self.reload()
        self.tables[wanted].setFocus()

    def next_view(self) -> None:
        """Look at the next table, after the last at the first again."""
        views = tuple(RoundsView)
        self.show_view(views[(views.index(self.shown) + 1) % len(views)])

    def reload(self) -> None:
        """Read what is shown anew."""
        view = self.shown
        days = self.days.value()
        span = days if isinstance(days, int) else DAYS[0]
        self.models[view].show(lambda after: self._load(view, span, after))

    def _load(self, view: RoundsView, days: int, _after: After) -> Page[Any]:
        desk, now = self._desk, self._desk.parts.clock.now()
        region = desk.scope.code
        with desk.parts.database.reading() as session:
            if view is RoundsView.PLANS:
                return Page(plans(session, desk.actor, now, region=region), None)
            if view is RoundsView.MADE:
                begin = now - timedelta(days=days)
                found = rounds(session, desk.actor, begin, now + timedelta(hours=1), region=region)
                return Page(found, None)
            grids, people = planned_and_done(session, desk.actor, now, region=region, days=days)
        return Page(grids if view is RoundsView.GRIDS else people, None)

    def _loaded(self, view: RoundsView, loading: Loading) -> None:
        if loading is not Loading.READY or view is not self.shown:
            return
        rows = self.models[view].rows
        self.foot.say(self._count(view, rows))
        if not rows:
            self.panel.show_nothing("")
        elif self.tables[view].current_key() is None:
            self.tables[view].selectRow(0)
        else:
            self._chosen(view)

    def _count(self, view: RoundsView, rows: tuple[Any, ...]) -> str:
        if view is RoundsView.PLANS:
            late = sum(row.standing.state is PlanState.OVERDUE for row in rows)
            due = sum(row.standing.state is PlanState.DUE for row in rows)
            words = self.tr("共 {count} 项，{late} 项该走没走，{due} 项待走")
            return words.format(count=len(rows), late=late, due=due)
        if view is RoundsView.MADE:
            found = sum(row.findings for row in rows)
            words = self.tr("共 {count} 次，发现 {found} 件")
            return words.format(count=len(rows), found=found)
        planned = sum(row.tally.planned for row in rows)
        done = sum(row.tally.done for row in rows)
        words = self.tr("该走 {planned} 次，走到 {done} 次；到昨天为止，今天的不算")
        return words.format(planned=planned, done=done)

    def _empty(self) -> QWidget:
        if self.shown is RoundsView.MADE:
            title, why = self.tr("这段时间没有人走过"), self.tr("走过一次，在这里按 J 记下。")
        else:
            title = self.tr("还没有排巡查")
            why = self.tr("按网格或路线排走巡、视频轮巡、无人机，多久一次、谁来走。")
        return EmptyState(title, why, icon="ph.path")

    def _row(self, view: RoundsView) -> Any:
        key = self.tables[view].current_key()
        at = self.models[view].position_of(key) if key is not None else None
        return None if at is None else self.models[view].row_at(at)

    def _chosen(self, view: RoundsView) -> None:
        row, desk = self._row(view), self._desk
        if view is not self.shown or row is None:
            return
        if isinstance(row, PlanRow):
            since = desk.parts.clock.now() - timedelta(days=DAYS[-1])

            def last(session: Any) -> tuple[RoundRow, ...]:
                end = desk.parts.clock.now() + timedelta(hours=1)
                return rounds(session, desk.actor, since, end, plan_id=row.id)

            self.panel.show_plan(row, ())
            desk.read(last, lambda made: self._take_last(row, made))
        elif isinstance(row, RoundRow):
            self.panel.show_round(row, ())
            desk.read(
                lambda session: found_cases(session, desk.actor, row.id),
                lambda cases: self._take_cases(row, cases),
            )

    def _take_last(self, row: PlanRow, made: tuple[RoundRow, ...]) -> None:
        if self._row(self.shown) is row:
            self.panel.show_plan(row, made)

    def _take_cases(self, row: RoundRow, cases: tuple[FoundCase, ...]) -> None:
        if self._row(self.shown) is row:
            self.panel.show_round(row, cases)

    # -- doing ---------------------------------------------------------------------------------

    def _own_roots(self) -> tuple[str, ...]:
        return self._roots or self._desk.actor.prefixes(rights.REGISTER)

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def _plan_row(self) -> PlanRow | None:
        row = self._row(self.shown)
        return row if isinstance(row, PlanRow) and row.ended_on is None else None

    def _round_row(self) -> RoundRow | None:
        row = self._row(self.shown)
        return row if isinstance(row, RoundRow) else None

    def plan_one(self) -> None:
        """Ask for a planned round."""
        if self._roots:
            self._open(PlanDialog(self._desk, self._roots, None, self.window()))

    def change_one(self) -> None:
        """Change the chosen plan."""
        row = self._plan_row()
        if row is not None and row.may_keep:
            self._open(PlanDialog(self._desk, self._roots, row, self.window()))

    def record_one(self) -> None:
        """Write down a round of the chosen plan; elsewhere one without a plan."""
        row = self._plan_row()
        if row is None or row.may_record:
            self._ask_round(row)

    def _ask_round(self, row: PlanRow | None) -> None:
        if row is None and not self._own_roots():
            return
        dialog = RecordDialog(self._desk, self._own_roots(), row, self.window())
        dialog.saved.connect(self._recorded)
        self._open(dialog)

    def _recorded(self, _key: UUID) -> None:
        self._desk.notices.tell(self.tr("记下了。发现的问题到“走过的”里补录。"))

    def end_one(self) -> None:
        """Ask whether the chosen plan is to end."""
        row, key = self._plan_row(), new_id()
        if row is None or not row.may_keep:
            return
        dialog = ConsequenceDialog(
            self.tr("停掉“{name}”？").format(name=row.name),
            self.tr("从今天起不再要走，走过的记录都留着。"),
            do=self.tr("停掉"),
            leave=self.tr("不动"),
            danger=True,
            parent=self.window(),
        )

        def end(uow: Any) -> None:
            end_plan(uow, row.id, row.version, command_key=key)

        dialog.accepted.connect(
            lambda: self._desk.write(end, lambda _: None, self._desk.notices.report)
        )
        dialog.finished.connect(dialog.deleteLater)
        self._open(dialog)

    def drop_one(self) -> None:
        """Ask why the chosen round does not count."""
        row = self._round_row()
        if row is not None and row.may_drop and row.dropped_at is None:
            self._open(DropDialog(self._desk, row, self.window()))

    def find_more(self) -> None:
        """Go where what was found is entered."""
        row = self._round_row()
        if row is not None and row.may_drop and row.dropped_at is None:
            self._desk.shared(RoundWish).key = row.id
            self._desk.navigator.go(PageWanted(PATROL_PAGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tables[self.shown].setFocus()
