"""The register of what is left out of the rates (剔除登记): asked, granted, refused, lifted."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.actions.excluding import withdraw_exclusion
from app.cases.call_states import ExclusionState
from app.cases.numbers import short as short_number
from app.cases.queries.exclusions import ExclusionRow, RegisterView, granted_between, register
from app.cases.queries.rates import RatesWanted
from app.cases.rate_paper import PaperPeriod
from app.core.changes import Topic
from app.core.clock import day_begins, local
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.calls.exclusion_dialogs import Verdict, VerdictDialog
from ui.cases.calls.rate_files import RateFiles
from ui.core.chips import Chip
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.relative_time import moment_and_relative
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes, SidePanel
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted

NOTHING = "—"
TOPICS = frozenset({Topic.CALL_BACK})


def register_columns() -> tuple[Column[ExclusionRow], ...]:
    """Return the columns of the register."""
    translate = QCoreApplication.translate
    return (
        Column("number", translate("Register", "登记号"), lambda r: r.number or NOTHING, 116),
        Column(
            "case",
            translate("Register", "编号"),
            lambda row: short_number(row.case_number) if row.case_number else NOTHING,
            84,
        ),
        Column(
            "title",
            translate("Register", "标题"),
            lambda row: row.title or translate("Register", "（看不到内容）"),
            width=180,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
            tooltip=lambda row: row.title,
        ),
        Column("reason", translate("Register", "理由"), lambda row: word(row.reason), 150),
        Column("who", translate("Register", "谁申请"), who_asked, 130),
        Column("state", translate("Register", "结果"), lambda row: word(row.state), 96),
        Column("by", translate("Register", "谁批的"), lambda r: r.decided_by or NOTHING, 84),
    )


def who_asked(row: ExclusionRow) -> str:
    """Return unit and name of whoever asked."""
    return "·".join(part for part in (row.unit, row.asked_by) if part)


class RegisterPanel(SidePanel):
    """One entry with all that was said about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("剔除登记"))
        self._desk = desk
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self.head.addWidget(self._title)
        self._chip = Chip("")
        line = QHBoxLayout()
        line.addWidget(self._chip)
        line.addStretch(1)
        self.head.addLayout(line)
        self._facts = FactGrid()
        self.body.addWidget(self._facts)
        self.buttons = {
            Verdict.GRANT: Button(self.tr("同意剔除"), kind="primary", key="Y"),
            Verdict.REFUSE: Button(self.tr("不予剔除"), kind="quiet", key="X"),
            Verdict.LIFT: Button(self.tr("恢复计算"), kind="quiet", key="X"),
        }
        self.withdraw_button = Button(self.tr("撤回申请"), kind="quiet")
        self.open_button = Button(self.tr("打开事件"), kind="quiet")
        for button in (*self.buttons.values(), self.withdraw_button):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.open_button)
        self.row: ExclusionRow | None = None
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.row = None
        title, why = self.tr("没有选中的"), self.tr("在左边的表里选一行，这里有理由、依据和批示。")
        self.show_state(EmptyState(title, why, icon="ph.minus-circle"))

    def show_row(self, row: ExclusionRow) -> None:
        """Show an entry."""
        self.row = row
        now = self._desk.parts.clock.now()
        self._title.setText(row.title or self.tr("（看不到内容）"))
        self._chip.set_chip(word(row.state), icon="ph.minus-circle")
        lines = [
            FactLine(self.tr("理由"), word(row.reason)),
            FactLine(self.tr("依据"), row.basis),
            FactLine(self.tr("谁申请"), who_asked(row), moment_and_relative(row.asked_at, now)),
        ]
        if row.number:
            lines.insert(0, FactLine(self.tr("登记号"), row.number))
        if row.decided_at is not None:
            said = "：".join(part for part in (row.decided_by, row.decision) if part)
            lines.append(FactLine(self.tr("批示"), said, moment_and_relative(row.decided_at, now)))
        if row.lifted_at is not None:
            said = "：".join(part for part in (row.lifted_by, row.lifting) if part)
            lines.append(FactLine(self.tr("恢复"), said, moment_and_relative(row.lifted_at, now)))
        self._facts.set_lines(*lines)
        for verdict, button in self.buttons.items():
            button.setVisible(self.can(verdict))
        asked = row.state is ExclusionState.ASKED
        self.withdraw_button.setVisible(asked and row.is_own)
        self.show_record()

    def can(self, verdict: Verdict) -> bool:
        """Tell whether the reader may do that with the entry."""
        row = self.row
        if row is None or not row.may_decide:
            return False
        wanted = ExclusionState.GRANTED if verdict is Verdict.LIFT else ExclusionState.ASKED
        return row.state is wanted and not (verdict is Verdict.GRANT and row.is_own)


class RegisterPage(QWidget):
    """Walked with the arrows; Y grants, X refuses or lifts, Enter opens the case."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("exclusions")
        self.setAccessibleName(self.tr("剔除登记"))
        self.views = SegmentedControl(
            (
                Choice(RegisterView.ASKED, self.tr("等主任批")),
                Choice(RegisterView.GRANTED, self.tr("已剔除")),
                Choice(RegisterView.ENDED, self.tr("其他结果")),
            ),
            RegisterView.ASKED,
            name=self.tr("哪一部分"),
        )
        self.print_button = Button(self.tr("打印登记簿"), kind="ghost", icon="ph.printer")
        self.bar = ToolBar("")
        self.bar.add(self.views)
        self.bar.add_right(self.print_button)
        self.model: PagedTableModel[ExclusionRow] = PagedTableModel(
            register_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "exclusions", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp("Return", self.tr("打开事件")),
                KeyHelp("Y", self.tr("同意")),
                KeyHelp("X", self.tr("不同意、恢复")),
            )
        )
        self.panel = RegisterPanel(desk)
        self.files = RateFiles(desk, self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ListPanes((self.bar, self.table, self.foot), self.panel))
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        show, nothing = self.panel.show_row, self.panel.show_nothing
        self._chosen = ChosenRow(self.table, self.model, show, nothing)
        self.table.opened.connect(lambda _: self.open_case())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出剔除登记"))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.views.chosen.connect(lambda _: self.model.show(self._load))
        self._desk.scope.changed.connect(self._show_anew)
        self.print_button.clicked.connect(self.print_out)
        self.panel.open_button.clicked.connect(self.open_case)
        self.panel.withdraw_button.clicked.connect(self.withdraw)
        for verdict, button in self.panel.buttons.items():
            button.clicked.connect(lambda _=False, verdict=verdict: self.decide(verdict))
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)
        add_key(self, "Y", lambda: self.decide(Verdict.GRANT))
        add_key(self, "X", self._other)
        add_key(self, "Ctrl+P", self.print_out)

    @property
    def view(self) -> RegisterView:
        """The part of the register that is shown."""
        return RegisterView(str(self.views.value()))

    def _show_anew(self) -> None:
        self.model.show(self._load)

    def _load(self, _after: After) -> Page[ExclusionRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            return Page(register(session, desk.actor, self.view, region=desk.scope.code), None)

    def _loading(self, loading: Loading) -> None:
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("件"), more=False)
        self._chosen.settle(loading)

    def _empty(self) -> QWidget:
        titles = {
            RegisterView.ASKED: self.tr("没有等主任批的"),
            RegisterView.GRANTED: self.tr("没有剔除的事件"),
            RegisterView.ENDED: self.tr("没有不予剔除或恢复的"),
        }
        why = self.tr("在“三率”的清单里选一件申请剔除，写明理由和依据，主任批了才不计入三率。")
        return EmptyState(titles[self.view], why, icon="ph.minus-circle")

    def _menu(self, rows: tuple[ExclusionRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一件")
        entries = [
            MenuEntry(
                button.text(),
                partial(self.decide, verdict),
                several,
                key="Y" if verdict is Verdict.GRANT else "X",
            )
            for verdict, button in self.panel.buttons.items()
            if self.panel.can(verdict)
        ]
        return [*entries, MenuEntry(self.tr("打开事件"), self.open_case, several, key="Return")]

    # -- doing ---------------------------------------------------------------------------------

    def _other(self) -> None:
        can_lift = self.panel.can(Verdict.LIFT)
        self.decide(Verdict.LIFT if can_lift else Verdict.REFUSE)

    def decide(self, verdict: Verdict) -> None:
        """Ask for the director's words on the chosen entry."""
        row = self.panel.row
        if row is None:
            return
        if not self.panel.can(verdict):
            self._desk.notices.tell(self.tr("这一条不用您批，或者已经批过。"))
            return
        VerdictDialog(self._desk, row, verdict, self.window()).open()

    def withdraw(self) -> None:
        """Take back what one asked for oneself."""
        row, key = self.panel.row, new_id()
        if row is None:
            return

        def write(uow: Any) -> None:
            withdraw_exclusion(uow, row.id, row.version, command_key=key)

        words = self.tr("已撤回剔除申请")
        self._desk.write(write, lambda _: self._desk.notices.tell(words))

    def open_case(self) -> None:
        """Go to the case of the chosen entry."""
        if self.panel.row is not None:
            self._desk.navigator.go(CaseWanted(self.panel.row.case_id))

    def print_out(self) -> None:
        """Print what was granted this year."""
        desk, period = self._desk, self._this_year()
        wanted = period.wanted

        def read(session: Any) -> tuple[ExclusionRow, ...]:
            return granted_between(
                session, desk.actor, wanted.since, wanted.until, region=wanted.region
            )

        desk.read(read, lambda rows: self.files.print_register(period, rows))

    def _this_year(self) -> PaperPeriod:
        now: datetime = self._desk.parts.clock.now()
        today = local(now).date()
        since, until = day_begins(today.replace(month=1, day=1)), day_begins(today)
        day = timedelta(days=1)
        return PaperPeriod(RatesWanted(since, until + day, now, self._desk.scope.code))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
