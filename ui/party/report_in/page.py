"""双报到: who reported in, and at the right the chosen one; a scanned slip confirms a visit."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Count, Page
from app.core.words import label as word
from app.party import rights
from app.party.report_in.actions.registering import (
    confirm_visit,
    end_report_in,
    review_report_in,
)
from app.party.report_in.queries.calls import CallUpRow, list_calls
from app.party.report_in.queries.rows import (
    ReportCard,
    ReportRow,
    ReportView,
    count_views,
    report_card,
    report_page,
)
from app.party.report_in.rules import CallAnswer, CallUpState
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import MenuEntry, menu_of
from ui.core.notices import explain
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.strips import Strip
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.view_list import ViewEntry, ViewList
from ui.party.papers import PartyPaper, PartyPapers
from ui.party.report_in.columns import report_columns
from ui.party.report_in.dialogs import MoveDialog, ReasonDialog, RegisterDialog
from ui.party.report_in.panel import ReportInPanel

TOPICS = frozenset({Topic.REPORT_IN})
SCAN_PX = 210
ICONS = {
    ReportView.WAITING: "ph.hourglass-high",
    ReportView.CONFIRMED: "ph.check-circle",
    ReportView.UNITS: "ph.buildings",
    ReportView.TO_REVIEW: "ph.calendar-check",
    ReportView.LAPSED: "ph.pause-circle",
    ReportView.ALL: "ph.list",
}
LOUD = {ReportView.WAITING: "warn", ReportView.TO_REVIEW: "warn"}


class ReportInPage(QWidget):
    """Views at the left, the list, the panel of the chosen one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = ReportView.WAITING
        self._text = ""
        self._job: Job | None = None
        self._wanted: UUID | None = None
        self._scanned: UUID | None = None
        self.dialog: QDialog | None = None
        self.papers = PartyPapers(desk, self)
        self.setObjectName("party.report_in")
        self.setAccessibleName(self.tr("双报到"))
        self.views = ViewList(self.tr("报到视图"))
        entries = (ViewEntry(v, word(v), ICONS[v], LOUD.get(v, "")) for v in ReportView)
        self.views.add_group(self.tr("报到"), *entries)
        self._make_bar()
        self.calls_button = Button(self.tr("打开召集"), kind="partylink", small=True)
        self.strip = Strip("warn", self.calls_button, icon="ph.megaphone")
        self.model: PagedTableModel[ReportRow] = PagedTableModel(
            report_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.report_in", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(
            (
                KeyHelp("C", self.tr("扫码确认")),
                KeyHelp("N", self.tr("登记")),
                KeyHelp("P", self.tr("报到单")),
            )
        )
        self.panel = ReportInPanel()
        self._panes = ListPanes((self.bar, self.strip, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.views)
        line.addWidget(self._panes, 1)
        self._connect()
        self.show_view(ReportView.WAITING)

    def _make_bar(self) -> None:
        actor = self._desk.actor
        self.bar = ToolBar()
        self.scan = QLineEdit()
        self.scan.setPlaceholderText(self.tr("扫码或输编号，回车确认"))
        self.scan.setAccessibleName(self.tr("报到编号"))
        self.scan.setFixedWidth(SCAN_PX)
        self.field = NarrowField(self.tr("姓名、单位、专长"))
        self.more_button = Button(self.tr("更多"), kind="quiet", caret=True)
        self.new_button = Button(self.tr("登记报到"), kind="party", icon="ph.plus")
        self.bar.add(self.scan)
        self.bar.add(self.field)
        self.bar.add_right(self.more_button, self.new_button)
        confirms = actor.may(rights.CONFIRM_REPORT_IN)  # in the bar by now: no window of its own
        self.scan.setVisible(confirms)
        self.new_button.setVisible(confirms or actor.may(rights.MANAGE))

    def _connect(self) -> None:
        panel = self.panel
        self.views.chosen.connect(self._view_chosen)
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.scan.returnPressed.connect(lambda: self.confirm(self.scan.text()))
        self.new_button.clicked.connect(self.register)
        self.more_button.clicked.connect(self._open_menu)
        self.calls_button.clicked.connect(self.show_calls)
        self.table.current_key_changed.connect(lambda _: self._read_card())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出报到"))
        self.model.loading_changed.connect(self._loading)
        panel.confirm_wanted.connect(self._confirm_chosen)
        panel.keep_wanted.connect(self._keep)
        panel.lapse_wanted.connect(self._ask_lapse)
        panel.move_wanted.connect(self._ask_move)
        panel.end_wanted.connect(self._ask_end)
        panel.slip_wanted.connect(self.print_slip)
        panel.letter_wanted.connect(self.print_letter)
        self._refresher = Refresher(self._desk.hub, self, self._reload, topics=TOPICS)
        self._desk.scope.changed.connect(self._reload)
        for key, run in (
            ("C", self.scan.setFocus),
            ("N", self.register),
            ("P", self.print_slip),
            ("/", self.field.setFocus),
        ):
            add_key(self, key, run)

    # -- what is shown -------------------------------------------------------------------------

    def show_view(self, view: ReportView) -> None:
        """Show a view."""
        self._view, self._scanned = view, None
        self.views.mark(view)
        self.bar.set_title(word(view))
        self.model.show(self._load)
        self._count()

    def _view_chosen(self, key: object) -> None:
        if isinstance(key, ReportView):
            self.show_view(key)

    def _narrow(self, text: object) -> None:
        if str(text) != self._text:
            self._text = str(text)
            self.model.show(self._load)

    def clear(self) -> None:
        """Drop what narrows."""
        self.field.clear()
        self._narrow("")

    def _load(self, after: After) -> Page[ReportRow]:
        desk, view, text = self._desk, self._view, self._text
        now, region = desk.parts.clock.now(), desk.scope.code
        with desk.parts.database.reading() as session:
            return report_page(
                session, desk.actor, view, now=now, text=text, region=region, after=after
            )

    def _reload(self) -> None:
        self.model.reload()
        self._count()
        self._read_card()

    def _count(self) -> None:
        desk = self._desk
        now, region = desk.parts.clock.now(), desk.scope.code

        def read(session: Any) -> tuple[dict[ReportView, Count], tuple[CallUpRow, ...]]:
            counts = count_views(session, desk.actor, now=now, region=region)
            return counts, list_calls(session, desk.actor, region=region)

        desk.read(read, self._take_counts)

    def _take_counts(self, told: tuple[dict[ReportView, Count], tuple[CallUpRow, ...]]) -> None:
        counts, calls = told
        for view, count in counts.items():
            self.views.set_count(view, count)
        open_ones = [call for call in calls if call.state is CallUpState.OPEN]
        if not open_ones:
            self.strip.tell("")
            return
        call = open_ones[0]
        answered = call.called - call.counts.get(CallAnswer.ASKED, 0)
        words = self.tr("：召集 {called}，应答 {answered}，到岗 {came}")
        came = call.counts.get(CallAnswer.CAME, 0)
        self.strip.tell(call.title, words.format(called=call.called, answered=answered, came=came))

    def _loading(self, loading: Loading) -> None:
        more = self.model.canFetchMore(QModelIndex())
        self.foot.tell(self.model.rowCount(), None, self.tr("个"), more=more)
        if loading is not Loading.READY:
            return
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.model.position_of(wanted) is not None:
            self.table.select_key(wanted)
        elif not self.model.rowCount():
            if self._scanned is None:  # whose slip was just scanned stays to be seen
                self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._read_card()

    def chosen(self) -> ReportRow | None:
        """Return the report-in whose card is shown."""
        return self.panel.card.row if self.panel.card is not None else None

    def _read_card(self) -> None:
        key = self.table.current_key()
        if isinstance(key, UUID):
            self._show(key)

    def _show(self, key: UUID) -> None:
        if self._job is not None:
            self._job.cancel()
        desk, now = self._desk, self._desk.parts.clock.now()
        self._job = desk.read(
            lambda session: report_card(session, desk.actor, key, now=now), self._take_card
        )

    def _take_card(self, card: ReportCard) -> None:
        self._job = None
        self.panel.show_card(card)

    def _empty(self) -> QWidget:
        if self._text:
            step = Step(self.tr("去掉筛选"), self.clear)
            why = self.tr("没有符合“{text}”的报到。").format(text=self._text)
            return EmptyState(self.tr("筛选后一个也没有"), why, step, icon="ph.funnel")
        why = self.tr("线上登记的由签名文件带入，到窗口来的点“登记报到”。")
        icon = "ph.identification-card"
        return EmptyState(self.tr("没有“{view}”").format(view=word(self._view)), why, icon=icon)

    # -- doing ---------------------------------------------------------------------------------

    def confirm(self, typed: str) -> None:
        """Confirm a visit by what was scanned or typed."""
        if not typed.strip():
            return
        key = new_id()
        self._desk.write(
            lambda uow: confirm_visit(uow, typed, command_key=key), self._confirmed, self._refused
        )

    def _confirmed(self, report: UUID) -> None:
        self.scan.clear()
        self._scanned = report
        self._desk.notices.tell(self.tr("报到已确认"))
        self._show(report)

    def _refused(self, error: BaseException) -> None:
        self._desk.notices.tell(explain(error).text)
        self.scan.selectAll()

    def _confirm_chosen(self) -> None:
        row = self.chosen()
        if row is not None:
            self.confirm(row.number)

    def register(self) -> None:
        """Ask who reports in."""
        if not self.new_button.isVisibleTo(self):
            return
        dialog = RegisterDialog(self._desk, self.window())
        dialog.saved.connect(self._registered)
        self._open(dialog)

    def _registered(self, key: UUID) -> None:
        self._wanted = key
        self._desk.notices.tell(self.tr("已登记。打印报到单，到社区确认后生效"))
        self.show_view(ReportView.WAITING)
        self._show(key)

    def _keep(self) -> None:
        row = self.chosen()
        if row is None:
            return
        key = new_id()
        action = partial(review_report_in, stays=True, command_key=key)
        self._desk.write(
            lambda uow: action(uow, row.id, row.version, ""), lambda _: None, self._refused
        )

    def _ask_lapse(self) -> None:
        row = self.chosen()
        if row is None:
            return

        def act(uow: Any, reason: str, key: UUID) -> None:
            review_report_in(uow, row.id, row.version, reason, stays=False, command_key=key)

        title = self.tr("{name}的报到失效").format(name=row.name)
        under = self.tr("失效以后不再列入召集；再到社区扫一次编号就恢复。")
        self._open(ReasonDialog(self._desk, self.window(), title, self.tr("失效"), under, act))

    def _ask_end(self) -> None:
        row = self.chosen()
        if row is None:
            return

        def act(uow: Any, reason: str, key: UUID) -> None:
            end_report_in(uow, row.id, row.version, reason, command_key=key)

        title = self.tr("结束{name}的报到").format(name=row.name)
        under = self.tr("退休、离开单位、登记错了的在这里结束；记录都留着，不能再恢复。")
        self._open(ReasonDialog(self._desk, self.window(), title, self.tr("结束报到"), under, act))

    def _ask_move(self) -> None:
        row = self.chosen()
        if row is not None:
            self._open(MoveDialog(self._desk, row, self.window()))

    def print_slip(self) -> None:
        """Draw the slip of the chosen one."""
        row = self.chosen()
        if row is not None:
            title = self.tr("{name}的报到单").format(name=row.name)
            self.papers.draw(PartyPaper("report_slip", str(row.id), row.id, row.region, title))

    def print_letter(self) -> None:
        """Draw the letter to the unit of the chosen one."""
        row = self.chosen()
        if row is not None:
            title = self.tr("给{unit}的反馈函").format(unit=row.unit_name)
            self.papers.draw(PartyPaper("report_letter", row.unit_name, row.id, row.region, title))

    def _open_menu(self) -> None:
        manages = self._desk.actor.may(rights.MANAGE)
        why = "" if manages else self.tr("没有管理党建的权限")
        menu = menu_of(
            (
                MenuEntry(self.tr("统计…"), self.show_figures, icon="ph.chart-bar"),
                MenuEntry(self.tr("应急召集…"), self.show_calls, icon="ph.megaphone"),
                MenuEntry(
                    self.tr("线上来往的签名文件…"), self.show_files, why, icon="ph.shield-check"
                ),
            ),
            self,
        )
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def show_figures(self) -> None:
        """Show report-ins counted."""
        from ui.party.report_in.figures_window import FiguresWindow

        self._open(FiguresWindow(self._desk, self.window()))

    def show_calls(self) -> None:
        """Show the call-ups and their answers."""
        from ui.party.report_in.calls_window import CallsWindow

        self._open(CallsWindow(self._desk, self.window()))

    def show_files(self) -> None:
        """Show signed files that came and went."""
        from ui.party.report_in.files_window import FilesWindow

        self._open(FilesWindow(self._desk, self.window()))

    def _open(self, dialog: FormDialog | QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.views.fit(self.window())
