"""The queue: saved views, the table of cases, and the panel of the chosen one."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.queries.queue import CaseRow, QueueFilter, QueueView
from app.core.changes import Change, Topic
from app.core.paging import Count
from ui.cases.bulk.desk import BulkDesk
from ui.cases.bulk.export import QueueExport
from ui.cases.bulk.export_rows import PAGE_ROWS
from ui.cases.case_panel import CasePanel
from ui.cases.filter_bar import FilterBar
from ui.cases.macro_actions import MACRO_KEY
from ui.cases.queue_columns import queue_columns
from ui.cases.queue_figures import FigureReader, Read
from ui.cases.queue_keys import foot_keys
from ui.cases.queue_map import QueueMap
from ui.cases.queue_source import QueueFigures, QueueSource
from ui.cases.queue_words import empty_words
from ui.cases.slip_batch import SlipBatch
from ui.cases.torn_off import TornOff
from ui.cases.views.arranging import Arranging
from ui.cases.views.names import NameKeeper
from ui.cases.views.state import ViewState
from ui.cases.views_column import ViewsColumn
from ui.core.controls import line_between
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState, Step
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CasesWanted, CaseWanted, NewCaseWanted, QueueWanted, Target
from ui.core.theme import current
from ui.core.view_list import WIDE_WINDOW_PX
from ui.parts.system_viewer import clear_opened

TICK_MS = 20_000  # clocks run on while nobody changes anything
EXPORT_KEY, TEAR_KEY = "Ctrl+E", "Ctrl+Shift+N"


class QueuePage(QWidget):
    """Shows a view; follows every change of every desk."""

    arranged = Signal()  # another view, or narrowed otherwise

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, own_window: bool = False
    ) -> None:
        """Make the page; in its own window it has no views beside it, and no panel at first."""
        super().__init__(parent)
        self._desk = desk
        self._own_window = own_window
        self._source = QueueSource(desk)
        self._total: Count | None = None
        self._figures = FigureReader(desk, self._asked_figures, self)
        self._figures.arrived.connect(self._figures_arrived)
        self._wanted: UUID | None = None
        self._shown_before = False
        self._turned = False
        self.state = ViewState(self)
        self.names = NameKeeper(desk, self)
        self.views = ViewsColumn(desk.actor)
        registers = desk.actor.may(rights.REGISTER)
        self.bar = FilterBar(self.names, desk.parts.clock, may_register=registers)
        self.model: PagedTableModel[CaseRow] = PagedTableModel(
            queue_columns(self._source.deadline), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "cases", desk.preferences)
        self.arranging = Arranging(
            desk,
            views=self.views,
            bar=self.bar,
            table=self.table,
            state=self.state,
            keeper=self.names,
            source=self._source,
            page=self,
            remembers=not own_window,
        )
        self.setFocusProxy(self.table)
        self.foot = FootBar(foot_keys(desk.actor))
        self.panel = CasePanel(desk)
        self.windows, self.queues = desk.shared(TornOff).stand_on(self)
        self.slips = SlipBatch(desk, self)
        self.bulk = BulkDesk(desk, self.table, self.model, self.panel.macros, self)
        self.bulk.draw_slips = self.slips.draw
        self.export = QueueExport(desk, queue_columns(self._source.deadline), self)
        self.map = QueueMap(desk, self)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._lay_out()
        self._connect()
        beside = (self.views, self.panel, self.bar.tear_button, self.bar.new_button)
        for part in beside if own_window else ():
            part.hide()
        self.map.begin(self.bar.map_button)
        self.arranging.begin()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.arranging.chips)
        column.addWidget(self.arranging.strip)
        column.addWidget(self.map.hold(self.table), 1)
        column.addWidget(self.bulk.bar)
        column.addWidget(line_between())
        column.addWidget(self.foot)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(middle)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.views)
        line.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.arranging.shown.connect(self._show)
        self.state.folded_changed.connect(self._reload)
        self.bar.left.connect(self.table.setFocus)
        self.bar.new_button.clicked.connect(lambda: desk.navigator.go(NewCaseWanted()))
        self.bar.columns_button.clicked.connect(self._offer_columns)
        self.bar.tear_button.clicked.connect(self.tear_off)
        add_key(self, TEAR_KEY, self.tear_off)
        self.bar.share_button.clicked.connect(self.export_view)
        if self.export.allowed:
            self.bulk.export = self._export_rows
            add_key(self, EXPORT_KEY, self.export_view)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出事件"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self._panel_closed)
        self.panel.left.connect(self.table.setFocus)
        self.panel.torn_off.connect(self.windows.open)
        self.model.loading_changed.connect(self._loading)
        self._tick.timeout.connect(self._clocks_ran_on)
        desk.scope.changed.connect(self._show)
        topics = frozenset({Topic.CASE, Topic.UNIT, Topic.REGION, Topic.CATEGORY})
        topics |= {Topic.FOLLOWED, Topic.TAG, Topic.PRESENCE}
        self._refresher = Refresher(
            desk.hub, self, self._reload, topics=topics, concerns=self._concerns
        )
        add_key(self, "/", self.bar.field.setFocus)
        add_key(self, "Ctrl+F", self.arranging.open_builder)
        for key, run in self.panel.key_table():
            add_key(self, key, self.bulk.key(key, run))
        add_key(self, MACRO_KEY, self.run_macro)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def view(self) -> QueueView:
        """The standing view that is shown, or that is narrowed and arranged."""
        return self.state.view

    def narrowed(self) -> QueueFilter:
        """What narrows it now, the region looked at included: what a list of it would hold."""
        return self.arranging.narrowed()

    def show_view(self, view: QueueView) -> None:
        """Show a standing view, narrowed as before."""
        self.arranging.choose(view)

    @property
    def title(self) -> str:
        """What is shown, in a few words."""
        return self.arranging.title

    def arrangement(self) -> QueueWanted:
        """Return what leads to what is shown."""
        return QueueWanted(self.view.value, self.bar.shorthand())

    def tear_off(self) -> None:
        """Show the same in a window of its own."""
        self.queues.open(self.arrangement())

    def show_target(self, target: Target) -> None:
        """Show a view, or one case in the panel beside the view that stands."""
        if isinstance(target, QueueWanted):
            self.arranging.go(target.view, target.typed)
        elif isinstance(target, CasesWanted):
            self.arranging.go_among(target)
        elif isinstance(target, CaseWanted):
            self._show_case(target.case_id)

    def _show_case(self, case_id: UUID) -> None:
        self.panel.show()
        self.panel.show_case(case_id)
        if not self.table.select_key(case_id):
            self.table.clearSelection()  # it stands further down, or in another view
            reading = self.model.loading in (Loading.FIRST, Loading.MORE)
            self._wanted = case_id if reading else None

    def _show(self) -> None:
        self._wanted = None
        self._turned = True  # other rows: the first one is taken unless the chosen one is there
        self._total = None
        self.bar.set_total(None)
        self._figures.turned()
        self.arranged.emit()
        self.bulk.forget()
        self.bulk.set_total(None)
        self.model.show(self._source.loader(self.state))

    def _reload(self) -> None:
        self._figures.changed()
        self.model.reload()

    def _asked_figures(self) -> Read:
        arranged, narrowed, views = self.state.arranged, self.narrowed(), self.views.views
        return lambda session, offers: self._source.figures(
            session, arranged, narrowed, views, offers=offers
        )

    def _figures_arrived(self, figures: QueueFigures) -> None:
        self._total = figures.total
        self.views.set_counts(figures.counts)
        self.bar.set_total(figures.total)
        self.bulk.set_total(figures.total)
        if figures.offers is not None:
            self.bar.set_offers(figures.offers)
        self._tell_foot()
        self.arranging.count_saved()

    def _loading(self, loading: Loading) -> None:
        self._tell_foot()
        self.arranging.loaded(self._source.trouble)
        if loading in (Loading.READY, Loading.FAILED):
            self._figures.rows_arrived()
        if loading is not Loading.READY or self.model.rowCount() == 0:
            return
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.table.select_key(wanted)
        elif self._turned:
            self.table.show_top()
        self._turned = False

    def _tell_foot(self) -> None:
        more = self.model.canFetchMore(self.table.rootIndex()) or (
            self.model.loading is Loading.MORE
        )
        loaded = self.model.loaded
        if self.state.folded and not more and self._total is not None:
            words = self.tr("列出 {loaded} / {total} 件，其余收在组里")
            self.foot.say(words.format(loaded=loaded, total=self._total))
        else:
            self.foot.tell(loaded, self._total, self.tr("件"), more=more)

    def _concerns(self, change: Change) -> bool:
        """Tell whether a change may touch what is shown or counted."""
        actor, scope = self._desk.actor, self._desk.scope.code
        if change.topic is Topic.FOLLOWED:
            return change.key == str(actor.person_id)
        if change.topic is Topic.PRESENCE:
            return self.model.position_of(change.id) is not None
        if change.topic is not Topic.CASE or not change.region:
            return True
        if self.model.position_of(change.id) is not None:
            return True
        if not change.region.startswith(scope):
            return False
        reaches = actor.everything or bool(actor.units(rights.READ))
        return reaches or change.region.startswith(actor.prefixes(rights.READ))

    # -- empty, menu, panel --------------------------------------------------------------------

    def _empty(self) -> QWidget:
        if not self.state.arranged.rules.is_empty():
            return EmptyState(
                self.tr("筛选后一件也没有"),
                self.bar.in_words(),
                Step(self.tr("去掉筛选"), self.bar.clear),
                icon="ph.funnel",
            )
        title, why = empty_words(self.view)
        if self.view is QueueView.ALL_OPEN:
            return EmptyState(title, why)
        back = Step(self.tr("看全部在办"), lambda: self.show_view(QueueView.ALL_OPEN))
        return EmptyState(title, why, back)

    def _menu(self, rows: tuple[CaseRow, ...]) -> list[MenuEntry]:
        copied = MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy")
        last = [*self.bulk.map_entries(), copied]
        if self.export.allowed:
            words = self.tr("导出筛选出的…")
            last.append(MenuEntry(words, self.export_view, key=EXPORT_KEY, icon="ph.export"))
        if len(rows) != 1:
            return [*self.bulk.entries(rows), *last]
        return [*self.panel.menu_entries(rows[0].id), *last]

    def run_macro(self) -> None:
        """Choose a macro for the rows selected, or for the case in the panel."""
        if self.bulk.rows():
            self.bulk.run_macro()
        else:
            self.panel.run_macro()

    def export_view(self) -> None:
        """Take out all rows of the view, narrowed as it is, whether loaded or not."""
        load = self._source.loader(self.state, size=PAGE_ROWS, grouped=False)
        title, shown = self.title, self.table.shown_columns()
        # what was typed, and what a view is called, may name somebody; a journal names nobody
        narrowed = not self.state.arranged.rules.is_empty()
        facts: dict[str, object] = {"view": self.view.value, "narrowed": narrowed}
        self.export.ask(load, title, self._total, shown, facts)

    def _export_rows(self, rows: tuple[CaseRow, ...]) -> None:
        self.export.rows(rows, self.title, self.table.shown_columns())

    def _offer_columns(self) -> None:
        menu = self.table.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = self.bar.columns_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _current_changed(self, key: object) -> None:
        if isinstance(key, UUID) and self.panel.isVisibleTo(self):
            self.panel.show_case(key)

    def _opened(self, key: object) -> None:
        if isinstance(key, UUID):
            self.panel.show()
            self.panel.show_case(key)
            self.panel.setFocus()

    def _panel_closed(self) -> None:
        self.panel.hide()
        self.table.setFocus()

    # -- time and size -------------------------------------------------------------------------

    def _clocks_ran_on(self) -> None:
        self.table.viewport().update()
        self._figures.time_passed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown_before:
            self._shown_before = True
            self._desk.jobs.read(clear_opened, lambda _: None)
            self._desk.shared(TornOff).restore()
        self._tick.start()
        self.table.viewport().update()
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        self.views.fit(window)
        wide, sizes = window.width() >= WIDE_WINDOW_PX, current().sizes
        self.bar.fit(wide=wide, may_share=self.export.allowed)
        self.panel.fit(wide=wide)
        self.panel.setMinimumWidth(sizes.case_panel if wide else sizes.case_panel_small)
