"""The three rates (三率): of any period, as they stood on any day, and the lists they count."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.queries.rates import (
    AnswerRow,
    Measure,
    RateLine,
    Rates,
    RatesWanted,
    Split,
    answers_page,
    rates,
)
from app.core.changes import Topic
from app.core.clock import day_begins, local
from app.core.paging import Page
from ui.cases.calls.exclusion_dialogs import AskExclusionDialog
from ui.cases.calls.rate_columns import Least, answer_columns, rate_columns
from ui.cases.calls.rate_files import RateFiles
from ui.cases.calls.rate_period import PeriodBar
from ui.core.controls import Button, Combo, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar, icon_button
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import AnswersWanted, CaseWanted, Target

LIST_PX = 470
MEASURE_PX = 190
TOPICS = frozenset({Topic.CALL_BACK})
_TOP = QModelIndex()


class RatesPage(QWidget):
    """Lines at the left; what a figure of the chosen line counts at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._least = Least()
        self._figure: RatesWanted | None = None
        self._show_first, self._to_total = Measure.UNSATISFIED, False
        self.rates: Rates | None = None
        self.line: RateLine | None = None
        self.setObjectName("rates")
        self.setAccessibleName(self.tr("三率"))
        self.period = PeriodBar(local(desk.parts.clock.now()).date())
        self.splits = SegmentedControl(
            (
                Choice(Split.UNIT, self.tr("按单位")),
                Choice(Split.CATEGORY, self.tr("按大类")),
                Choice(Split.SOURCE, self.tr("按来源")),
                Choice(Split.STREET, self.tr("按街道")),
            ),
            Split.UNIT,
            name=self.tr("怎么分"),
        )
        self.model: PagedTableModel[RateLine] = PagedTableModel(
            rate_columns(self._least), lambda row: (row.key, row.name), desk.jobs, self
        )
        self.table = DeskTable(self.model, "rates", desk.preferences)
        self.answers: PagedTableModel[AnswerRow] = PagedTableModel(
            answer_columns(), lambda row: row.id, desk.jobs, self
        )
        self.list = DeskTable(self.answers, "rate-answers", desk.preferences)
        self.measure = Combo()
        self.measure.setMinimumWidth(MEASURE_PX)
        self.measure.setAccessibleName(self.tr("看哪个数"))
        self.files = RateFiles(desk, self)
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        self.exclude_button = Button(
            self.tr("申请剔除"), kind="quiet", icon="ph.minus-circle", key="E"
        )
        self.export_button = icon_button("ph.download-simple", self.tr("导出 (Ctrl+E)"))
        self.print_button = icon_button("ph.printer", self.tr("打印 (Ctrl+P)"))
        bar = ToolBar("")
        bar.add(self.period)
        bar.add_right(self.export_button, self.print_button)
        under = ToolBar("")
        under.add(self.splits)
        self.says = label("", "caption")
        self.all_button = Button(self.tr("不限这个数"), kind="link", small=True)
        self.strip = Strip("note", self.all_button)
        under.add(self.says)
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp("Return", self.tr("看清单")),
                KeyHelp("Ctrl+P", self.tr("打印")),
            )
        )
        left, right = QWidget(), QWidget()
        self.list_bar = ToolBar("")
        self.list_bar.add(self.measure)
        self.list_bar.add_right(self.exclude_button)
        self.list_foot = FootBar((KeyHelp("Return", self.tr("打开事件")),))
        for side, parts in (
            (left, (under, self.table, self.foot)),
            (right, (self.list_bar, self.list, self.list_foot)),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            for part in parts:
                column.addWidget(part)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(1)
        panes.addWidget(left)
        panes.addWidget(right)
        panes.setStretchFactor(0, 1)
        panes.setSizes([LIST_PX * 2, LIST_PX])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.strip)
        column.addWidget(panes, 1)

    def _connect(self) -> None:
        self.period.changed.connect(self.forget_figure)
        self.all_button.clicked.connect(self.forget_figure)
        self.splits.chosen.connect(lambda _: self._show_lines())
        self.table.current_key_changed.connect(self._line_changed)
        self.table.opened.connect(lambda _: self.list.setFocus())
        self.table.set_empty(self._empty)
        self.list.opened.connect(lambda _: self.open_case())
        self.list.set_empty(self._nothing_listed)
        self.list.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.answers.loading_changed.connect(self._listed)
        self.measure.activated.connect(lambda _: self._show_list())
        self.exclude_button.clicked.connect(self.exclude)
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_out)
        self._desk.scope.changed.connect(self.forget_figure)
        self._refresher = Refresher(self._desk.hub, self, self.read, topics=TOPICS)
        add_key(self, "E", self.exclude)
        add_key(self, "Ctrl+E", self.export)
        add_key(self, "Ctrl+P", self.print_out)

    # -- figures -------------------------------------------------------------------------------

    def wanted(self) -> RatesWanted:
        """Return period and moment as they are chosen, or those of the figure that is listed."""
        if self._figure is not None:
            return self._figure
        now = self._desk.parts.clock.now()
        first, last, as_of = self.period.days()
        day = timedelta(days=1)
        moment = now if as_of is None else min(now, day_begins(as_of + day) - day / 86_400_000)
        return RatesWanted(day_begins(first), day_begins(last + day), moment, self._desk.scope.code)

    def show_target(self, target: Target) -> None:
        """List the very answers a figure counted, as they stood when it was counted."""
        if not isinstance(target, AnswersWanted):
            return
        self._figure = RatesWanted(target.since, target.until, target.as_of, target.region)
        words = self.tr("{title}，{first} 至 {last}，截至 {as_of}")
        last = target.until - timedelta(days=1)
        told = words.format(
            title=target.title,
            first=f"{local(target.since):%m-%d}",
            last=f"{local(last):%m-%d}",
            as_of=full(target.as_of),
        )
        self.strip.tell(told)
        self.measure.clear()
        self._show_first, self._to_total = Measure(target.measure), True
        self.read()

    def forget_figure(self) -> None:
        """Count the period that is chosen again."""
        self._figure = None
        self.strip.tell("")
        self.read()

    def read(self) -> None:
        """Count anew."""
        desk, wanted = self._desk, self.wanted()
        if self._job is not None:
            self._job.cancel()
        self._job = desk.read(lambda session: rates(session, desk.actor, wanted), self._take)

    def _take(self, found: Rates) -> None:
        self._job = None
        self.rates = found
        self._least.value = found.least
        words = self.tr("截至 {moment}；不足 {least} 件的不算率，只写件数。")
        self.says.setText(words.format(moment=full(found.wanted.as_of), least=found.least))
        self._show_lines()

    def _show_lines(self) -> None:
        found = self.rates
        if found is None:
            return
        split = Split(str(self.splits.value()))
        total = replace(found.total, name="")
        lines = found.lines[split]
        nobody = self.tr("（没有）")
        named = (line if line.name else replace(line, name=nobody) for line in lines)
        rows = (total, *named) if lines else ()
        self.model.show(lambda _after: Page(rows, None))

    def _loading(self, loading: Loading) -> None:
        count = self.model.rowCount()
        self.foot.tell(max(0, count - 1), None, self.tr("行"), more=False)
        if loading is not Loading.READY:
            return
        to_total, self._to_total = self._to_total, False
        if count and (to_total or self.table.current_key() is None):
            self.table.selectRow(0)
        if count:
            self._line_changed(self.table.current_key())
        else:
            self.line = None
            self.answers.show(lambda _after: Page((), None))

    def _line_changed(self, key: object) -> None:
        at = self.model.position_of(key)
        if at is None:
            return
        self.line = self.model.row_at(at)
        chosen = self.measure.value()
        self.measure.clear()
        for measure, title in self._measures():
            count = self.line.count(measure)
            self.measure.add(
                self.tr("{title} {count} 件").format(title=title, count=count), measure
            )
        self.measure.set_value(chosen if chosen is not None else self._show_first)
        self._show_list()

    def _measures(self) -> tuple[tuple[Measure, str], ...]:
        return (
            (Measure.UNSATISFIED, self.tr("不满意")),
            (Measure.UNSOLVED, self.tr("没解决")),
            (Measure.NOT_IN_TIME, self.tr("没及时联系")),
            (Measure.VALID, self.tr("有效回访")),
            (Measure.IN_TIME, self.tr("及时联系")),
            (Measure.SOLVED, self.tr("解决")),
            (Measure.SATISFIED, self.tr("满意")),
            (Measure.EXCLUDED, self.tr("已剔除")),
            (Measure.NOT_DRAWN, self.tr("未抽中，不计")),
        )

    # -- the list ------------------------------------------------------------------------------

    def _show_list(self) -> None:
        found, line = self.rates, self.line
        measure = self.measure.value()
        if found is None or line is None or measure is None:
            return
        split = None if not line.name else Split(str(self.splits.value()))
        desk, kept, key = self._desk, Measure(str(measure)), line.key
        wanted = found.wanted

        def load(after: After) -> Page[AnswerRow]:
            with desk.parts.database.reading() as session:
                return answers_page(
                    session, desk.actor, wanted, kept, split=split, key=key, after=after
                )

        self.answers.show(load)

    def _listed(self, loading: Loading) -> None:
        count = self.answers.rowCount()
        self.list_foot.tell(count, None, self.tr("件"), more=self.answers.canFetchMore(_TOP))
        if loading is Loading.READY and count and self.list.current_key() is None:
            self.list.selectRow(0)
        self.exclude_button.setEnabled(bool(count))

    def chosen(self) -> AnswerRow | None:
        """Return the answer the keyboard is at."""
        rows = self.list.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def _empty(self) -> QWidget:
        title = self.tr("这段时间没有回访结果")
        why = self.tr("换一段时间，或看看截至的那一天是不是早了。")
        return EmptyState(title, why, icon="ph.chart-bar")

    def _nothing_listed(self) -> QWidget:
        title, why = self.tr("没有这样的"), self.tr("在上面换一个数看，或在左边换一行。")
        return EmptyState(title, why, icon="ph.check-square")

    def _menu(self, rows: tuple[AnswerRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一件")
        return [
            MenuEntry(self.tr("打开事件"), self.open_case, several, key="Return"),
            MenuEntry(self.tr("申请剔除"), self.exclude, several, key="E", icon="ph.minus-circle"),
            MenuEntry(self.tr("复制为文字"), self.list.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    # -- doing ---------------------------------------------------------------------------------

    def open_case(self) -> None:
        """Go to the chosen case."""
        row = self.chosen()
        if row is not None:
            self._desk.navigator.go(CaseWanted(row.case_id))

    def exclude(self) -> None:
        """Ask to leave the chosen case out of the rates."""
        row = self.chosen()
        if row is None:
            self._desk.notices.tell(self.tr("先在右边的清单里选一件。"))
            return
        if row.excluded:
            self._desk.notices.tell(self.tr("这件事已经剔除。"))
            return
        dialog = AskExclusionDialog(self._desk, row.case_id, row.title, self.window())
        words = self.tr("已申请剔除，等主任批")
        dialog.saved.connect(lambda _: self._desk.notices.tell(words))
        dialog.open()

    def export(self) -> None:
        """Take the lines out as a table."""
        found = self.rates
        if found is None:
            return
        if not self._desk.actor.may(rights.EXPORT):
            self._desk.notices.tell(self.tr("您没有导出的权限。"))
            return
        self.files.export(found, Split(str(self.splits.value())))

    def print_out(self) -> None:
        """Print the rates as they are shown."""
        if self.rates is not None:
            self.files.print_out(self.rates, Split(str(self.splits.value())))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
