"""The work list of somebody with forty calls to make: one after the other, by single keys."""

from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.call_plan import plan_now
from app.cases.call_words import plan_words
from app.cases.queries.calling import (
    CallRow,
    CallView,
    call_counts,
    call_page,
    category_names,
)
from app.core.changes import Topic
from app.core.paging import Count, Page
from ui.cases.calls.call_columns import call_columns
from ui.cases.calls.call_panel import CallPanel
from ui.cases.calls.plan_dialog import PlanDialog
from ui.cases.receipt import PaperOrder, Receipt
from ui.cases.step_dialog import case_name
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted

TOPICS = frozenset({Topic.CALL_BACK, Topic.CASE})
PRINT_KEY = "Ctrl+P"


class CallsPage(QWidget):
    """Walked with the arrows; V shows the number, digits answer, Ctrl+Enter goes on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._counts: dict[CallView, Count] = {}
        self.setObjectName("calls")
        self.setAccessibleName(self.tr("回访"))
        self.views = SegmentedControl(self._choices(), CallView.NOW, name=self.tr("哪一部分"))
        self.plan_button = Button(self.tr("抽取方案"), kind="ghost", icon="ph.dice-three")
        self.bar = ToolBar("")
        self.bar.add(self.views)
        self.bar.add_right(self.plan_button)
        clock = desk.parts.clock
        self.model: PagedTableModel[CallRow] = PagedTableModel(
            call_columns(clock.now), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "calls", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (
                KeyHelp("V", self.tr("看电话")),
                KeyHelp("Y", self.tr("都好")),
                KeyHelp("1–7", self.tr("回答")),
                KeyHelp("0", self.tr("没打通")),
                KeyHelp("Ctrl+Return", self.tr("存，下一个")),
            )
        )
        self.panel = CallPanel(desk)
        self.papers = Receipt(desk, self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ListPanes((self.bar, self.table, self.foot), self.panel))
        self._connect()
        self.model.show(self._load)
        self._read_counts()

    def _connect(self) -> None:
        show, nothing = self.panel.show_row, self.panel.show_nothing
        self._chosen = ChosenRow(self.table, self.model, show, nothing)
        self.table.opened.connect(lambda _: self.open_case())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出要回访的"))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.views.chosen.connect(lambda _: self._show_view())
        self.plan_button.clicked.connect(self.open_plan)
        self.panel.open_wanted.connect(self.open_case)
        self.panel.print_wanted.connect(self.print_out)
        self.panel.done.connect(self._written)
        self._desk.scope.changed.connect(self._show_view)
        self._refresher = Refresher(self._desk.hub, self, self._reload, topics=TOPICS)
        for key in "1234567":
            add_key(self, key, partial(self._answer, key))
        add_key(self, "0", self.panel.miss)
        add_key(self, "Y", self._all_well)
        add_key(self, "V", self.panel.show_number)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            add_key(self, key, self.panel.save)
        add_key(self, PRINT_KEY, self.print_out)

    @property
    def view(self) -> CallView:
        """The part of the list that is shown."""
        return CallView(str(self.views.value()))

    def _choices(self) -> tuple[Choice, ...]:
        titles = {
            CallView.NOW: self.tr("现在打"),
            CallView.LATER: self.tr("过会儿再打"),
            CallView.GIVEN_UP: self.tr("打不通的"),
            CallView.DONE: self.tr("今天打过的"),
            CallView.LEFT_OUT: self.tr("不用打的"),
        }
        return tuple(Choice(view, self._titled(view, title)) for view, title in titles.items())

    def _titled(self, view: CallView, title: str) -> str:
        count = self._counts.get(view)
        shown = view is not CallView.LEFT_OUT and count is not None and count.value
        return f"{title} {count}" if shown else title

    # -- what is shown -------------------------------------------------------------------------

    def _load(self, after: After) -> Page[CallRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            now, region = desk.parts.clock.now(), desk.scope.code
            return call_page(session, desk.actor, self.view, now=now, region=region, after=after)

    def _show_view(self) -> None:
        self._chosen.forget()
        self.model.show(self._load)
        self._read_counts()

    def _reload(self) -> None:
        self.model.reload()
        self._read_counts()

    def _read_counts(self) -> None:
        desk = self._desk
        now, region = desk.parts.clock.now(), desk.scope.code

        def read(session: Any) -> tuple[dict[CallView, Count], str]:
            counts = call_counts(session, desk.actor, now, region=region)
            return counts, plan_words(plan_now(session), category_names(session))

        desk.read(read, self._counted)

    def _counted(self, read: tuple[dict[CallView, Count], str]) -> None:
        self._counts, plan = read
        self.views.set_choices(self._choices())
        self.plan_button.setToolTip(self.tr("现在：{plan}").format(plan=plan))

    def _loading(self, loading: Loading) -> None:
        count = self.model.rowCount()
        total = self._counts.get(self.view)
        more = total is not None and (total.more or total.value > count)
        self.foot.tell(count, total, self.tr("件"), more=more)
        self._chosen.settle(loading)

    def _empty(self) -> QWidget:
        titles = {
            CallView.NOW: self.tr("没有现在要打的"),
            CallView.LATER: self.tr("没有过会儿再打的"),
            CallView.GIVEN_UP: self.tr("没有打不通的"),
            CallView.DONE: self.tr("今天还没有打过"),
            CallView.LEFT_OUT: self.tr("近 7 天没有不用打的"),
        }
        why = self.tr("办结的事件照抽取方案排到这里，答应过回访的都在。没打通的过一会儿再排上来。")
        return EmptyState(titles[self.view], why, icon="ph.phone-call")

    def _menu(self, rows: tuple[CallRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能打一个")
        may = self.panel.card is not None and self.panel.card.may_read_reporter
        hidden = several or ("" if may else self.tr("您没有查看反映人的权限"))
        return [
            MenuEntry(self.tr("看电话（留痕）"), self.panel.show_number, hidden, key="V"),
            MenuEntry(self.tr("没打通"), self.panel.miss, several, key="0"),
            MenuEntry(self.tr("打开事件"), self.open_case, several, key="Return"),
            MenuEntry(
                self.tr("打印回访记录"),
                self.print_out,
                several,
                key=PRINT_KEY,
                icon="ph.printer",
            ),
        ]

    # -- doing ---------------------------------------------------------------------------------

    def _answer(self, key: str) -> None:
        if self.panel.shows_record and not self.panel.questions.isHidden():
            self.panel.questions.take_key(key)

    def _all_well(self) -> None:
        if self.panel.shows_record and not self.panel.questions.isHidden():
            self.panel.questions.all_well()

    def _written(self, _round: object) -> None:
        """Go on with the next one: the row that is done leaves the list."""
        self._reload()
        self.table.setFocus()

    def open_case(self) -> None:
        """Go to the case of the chosen row."""
        if self.panel.row is not None:
            self._desk.navigator.go(CaseWanted(self.panel.row.case_id))

    def open_plan(self) -> None:
        """Show which cases are called back, and let whoever decides change it."""
        dialog = PlanDialog(self._desk, self.window())
        dialog.saved.connect(lambda _: self._read_counts())
        dialog.start()

    def print_out(self) -> None:
        """Draw the call-back record of the chosen case."""
        card = self.panel.card
        if card is None:
            return
        self.papers.draw_paper(
            PaperOrder(
                kind="call_back",
                key=str(card.id),
                cases=(card.id,),
                title=self.tr("{case} 的回访记录").format(case=case_name(card)),
                save_title=self.tr("另存回访记录"),
                saved=self.tr("回访记录已存为 {name}"),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
