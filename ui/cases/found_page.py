"""All that a search found, page by page as one scrolls, with the panel of the chosen case."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.cases.actions.callers import look_up_caller
from app.cases.queries.search import FoundCase
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Count
from ui.cases.case_panel import CasePanel
from ui.cases.case_window import CaseWindows
from ui.cases.deadlines import row_deadline
from ui.cases.found_columns import found_columns
from ui.cases.found_source import FoundSource
from ui.core.controls import line_between
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.marks import Deadline
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import FoundWanted, InHandWanted, PhoneWanted, Target
from ui.core.theme import current
from ui.core.view_list import WIDE_WINDOW_PX

FOOT_KEYS = (
    KeyHelp("Up Down", "移动"),
    KeyHelp("Return", "打开"),
    KeyHelp("/", "改搜索的字"),
)


class FoundPage(QWidget):
    """Lists what was found by words, by a phone number, or what somebody has in hand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = FoundSource(desk)
        self._total: Count | None = None
        self._nothing = self.tr("没有找到事件")
        self._job: Job | None = None
        self.bar = ToolBar()
        self.field = NarrowField(self.tr("标题、内容、地点、编号里的字，或标题的拼音首字母"))
        self.model: PagedTableModel[FoundCase] = PagedTableModel(
            found_columns(self._deadline), lambda found: found.row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "found", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(FOOT_KEYS)
        self.panel = CasePanel(desk)
        self.windows = CaseWindows(desk, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar.add(self.field, 1)
        list_side = QWidget()
        column = QVBoxLayout(list_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = line_between()
        for part, stretch in ((self.bar, 0), (self.table, 1), (rule, 0), (self.foot, 0)):
            column.addWidget(part, stretch)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(list_side)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        self.panel.hide()  # the list needs the room until a case is opened
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(splitter)

    def _connect(self) -> None:
        self.field.narrowed.connect(self._search)
        self.field.left.connect(self.table.setFocus)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能搜索"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self._panel_closed)
        self.panel.left.connect(self.table.setFocus)
        self.panel.torn_off.connect(self.windows.open)
        self.model.loading_changed.connect(self._loading)
        self._refresher = Refresher(
            self._desk.hub, self, self.model.reload, topics=frozenset({Topic.CASE})
        )
        add_key(self, "/", self.field.setFocus)
        for key, run in self.panel.key_table():
            add_key(self, key, run)

    # -- what is listed ------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """List what a target names."""
        match target:
            case FoundWanted(typed):
                self.field.setText(typed)
                self._search(typed)
            case PhoneWanted(phone):
                self._by_phone(phone)
            case InHandWanted(person_id, name):
                title = self.tr("{name}的在办事件").format(name=name)
                self._begin(title, self.tr("{name}手上没有您能看到的在办事件").format(name=name))
                self.model.show(self._source.in_hand(person_id))

    def _search(self, typed: str) -> None:
        self._begin(
            self.tr("搜索“{typed}”").format(typed=_short(typed)),
            self.tr("没有找到“{typed}”").format(typed=_short(typed)),
        )
        self.model.show(self._source.by_words(typed))
        self._job = self._desk.read(
            lambda session: self._source.count(session, typed), self._counted
        )

    def _by_phone(self, phone: str) -> None:
        """Look a number up: first it is written down that somebody did, then it is read."""
        last, key = phone[-4:], new_id()
        title = self.tr("尾号 {last} 反映的事件").format(last=last)
        self._begin(title, self.tr("没有您能看到的、尾号 {last} 反映的事件").format(last=last))
        database = self._desk.parts.database
        self._job = self._desk.write(
            lambda uow: look_up_caller(uow, phone, database.state.pepper, command_key=key),
            self._written_down,
            self._desk.notices.report,
        )

    def _written_down(self, request: UUID) -> None:
        self._job = self._desk.read(
            lambda session: self._source.of_phone(session, request),
            lambda ids: self.model.show(self._source.these(ids)),
            self._desk.notices.report,
        )

    def _begin(self, title: str, nothing: str) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._total, self._nothing = None, nothing
        self.setWindowTitle(title)
        self.bar.set_title(title)
        self.bar.set_count("")

    def _counted(self, total: Count) -> None:
        self._job, self._total = None, total
        self.bar.set_count(self.tr("{count} 件").format(count=total))
        self._tell_foot()

    def _loading(self, loading: Loading) -> None:
        self._tell_foot()
        if loading is Loading.READY and self.model.rowCount() and self.table.current_key() is None:
            self.table.selectRow(0)

    def _tell_foot(self) -> None:
        more = self.model.canFetchMore(self.table.rootIndex()) or (
            self.model.loading is Loading.MORE
        )
        self.foot.tell(self.model.rowCount(), self._total, self.tr("件"), more=more)

    def _deadline(self, found: FoundCase) -> Deadline:
        return row_deadline(found.row, self._source.calendars, self._desk.parts.clock.now())

    # -- the panel -----------------------------------------------------------------------------

    def _empty(self) -> QWidget:
        why = self.tr("可以换个词、少写几个字；不在您辖区内的不会出现。")
        return EmptyState(self._nothing, why, icon="ph.magnifying-glass")

    def _menu(self, rows: tuple[FoundCase, ...]) -> list[MenuEntry]:
        copy = MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy")
        if len(rows) != 1:
            return [copy]
        return [*self.panel.menu_entries(rows[0].row.id), copy]

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.window().width() >= WIDE_WINDOW_PX
        sizes = current().sizes
        self.panel.fit(wide=wide)
        self.panel.setMinimumWidth(sizes.case_panel if wide else sizes.case_panel_small)


_TITLE = 16


def _short(typed: str) -> str:
    return typed if len(typed) <= _TITLE else f"{typed[: _TITLE - 1]}…"
