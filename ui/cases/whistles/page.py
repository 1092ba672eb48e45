"""吹哨: whistles with how far their units are, and beside them the case of the chosen one."""

from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from app.cases.queries.whistle_list import (
    ListedWhistle,
    WhistleSort,
    WhistleWish,
    list_whistles,
)
from app.core.changes import Topic
from app.core.paging import Page
from ui.cases.case_panel import CasePanel
from ui.cases.case_window import CaseWindows
from ui.cases.whistles.columns import whistle_columns
from ui.cases.whistles.figures import FiguresView
from ui.core.controls import Button, line_between
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted, Target, WhistlesWanted
from ui.core.theme import current
from ui.core.view_list import WIDE_WINDOW_PX

FIGURES = "figures"
FOOT_KEYS = (
    KeyHelp("Up Down", "移动"),
    KeyHelp("Return", "打开事件"),
    KeyHelp("Q", "走下一步"),
    KeyHelp("/", "筛选"),
)


class WhistlesPage(QWidget):
    """Walked with the arrows; Q takes the next step of the chosen whistle."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whistles")
        self.setAccessibleName(self.tr("吹哨"))
        self._desk = desk
        self._text = ""
        self._figure: WhistlesWanted | None = None
        self.bar = ToolBar(self.tr("吹哨"))
        self.sort = SegmentedControl(_sorts(), WhistleSort.UNDER_WAY, name=self.tr("看哪些"))
        self.field = NarrowField(self.tr("标题、地点、单位"))
        self.model: PagedTableModel[ListedWhistle] = PagedTableModel(
            whistle_columns(desk.parts.clock.now), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "whistles", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(FOOT_KEYS)
        self.all_button = Button(self.tr("不限这个数"), kind="link", small=True)
        self.strip = Strip("note", self.all_button)
        self.panel = CasePanel(desk)
        self.windows = CaseWindows(desk, self)
        self.figures = FiguresView(desk)
        self._lay_out()
        self._connect()
        self.model.show(self._load)

    def _lay_out(self) -> None:
        self.bar.add(self.sort)
        self.bar.add(self.field, 1)
        list_side = QWidget()
        column = QVBoxLayout(list_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        rule = line_between()
        for part, stretch in ((self.table, 1), (rule, 0), (self.foot, 0)):
            column.addWidget(part, stretch)
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(list_side)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(splitter)
        self._stack.addWidget(self.figures)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.bar)
        around.addWidget(self.strip)
        around.addWidget(stack, 1)

    def _connect(self) -> None:
        self.sort.chosen.connect(self._sort_chosen)
        self.all_button.clicked.connect(self.forget_figure)
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _: self.open_case())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出吹哨"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self.panel.hide)
        self.panel.left.connect(self.table.setFocus)
        self.panel.torn_off.connect(self.windows.open)
        self.model.loading_changed.connect(self._loading)
        self._refresher = Refresher(
            self._desk.hub, self, self._reload, topics=frozenset({Topic.CASE})
        )
        add_key(self, "/", self.field.setFocus)
        for key, run in self.panel.key_table():
            add_key(self, key, run)

    # -- what is listed ------------------------------------------------------------------------

    def _load(self, after: After) -> Page[ListedWhistle]:
        desk, wish = self._desk, self._wish()
        with desk.parts.database.reading() as session:
            now = desk.parts.clock.now()
            return list_whistles(session, desk.actor, wish, now=now, after=after)

    def _wish(self) -> WhistleWish:
        figure, sort = self._figure, self.sort.value()
        if figure is not None:
            blown = (figure.since, figure.until)
            return WhistleWish(WhistleSort.UNDER_WAY, figure.region, self._text, blown)
        listed = WhistleSort.UNDER_WAY if sort in (FIGURES, None) else WhistleSort(str(sort))
        return WhistleWish(listed, self._desk.scope.code, self._text)

    def show_target(self, target: Target) -> None:
        """List the very whistles a figure counted, whatever became of them since."""
        if not isinstance(target, WhistlesWanted):
            return
        self._figure = target
        self.sort.set_value(None)
        self._stack.setCurrentIndex(0)
        self.field.setVisible(True)
        self.strip.tell(target.title)
        self.model.show(self._load)

    def forget_figure(self) -> None:
        """List those under way again."""
        self.sort.set_value(WhistleSort.UNDER_WAY)
        self._sort_chosen(WhistleSort.UNDER_WAY)

    def _sort_chosen(self, sort: object) -> None:
        self._figure = None
        self.strip.tell("")
        counts = sort == FIGURES
        self._stack.setCurrentIndex(1 if counts else 0)
        self.field.setVisible(not counts)
        self.bar.set_count("")
        if counts:
            self.figures.reload()
        else:
            self.model.show(self._load)

    def _reload(self) -> None:
        if self.sort.value() == FIGURES:
            self.figures.reload()
        else:
            self.model.reload()

    def _narrow(self, text: object) -> None:
        self._text = str(text)
        self.model.show(self._load)

    def _loading(self, loading: Loading) -> None:
        count = self.model.rowCount()
        more = self.model.canFetchMore(self.model.index(-1, -1))
        self.foot.tell(count, None, self.tr("个"), more=more)
        if loading is not Loading.READY:
            return
        self.bar.set_count(self.tr("{count} 个").format(count=count) if count else "")
        self.panel.setVisible(bool(count))
        if count and self.table.current_key() is None:
            self.table.selectRow(0)

    def _current_changed(self, key: object) -> None:
        at = self.model.position_of(key) if isinstance(key, UUID) else None
        if at is not None:
            self.panel.show()
            self.panel.show_case(self.model.row_at(at).case_id)

    def _empty(self) -> QWidget:
        if self._text:
            words = self.tr("换几个字，或按 Esc 清掉筛选。")
            return EmptyState(self.tr("没有这样的吹哨"), words, icon="ph.megaphone")
        return EmptyState(
            self.tr("没有吹哨"),
            self.tr("街道自己办不了的，在事件里按 Q 吹哨，请部门到场。"),
            icon="ph.megaphone",
        )

    def _menu(self, rows: tuple[ListedWhistle, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一条")
        return [
            MenuEntry(
                self.tr("走下一步"),
                lambda: self.panel.take_key("Q"),
                several,
                key="Q",
                icon="ph.megaphone",
            ),
            MenuEntry(self.tr("打开事件"), self.open_case, several, key="Return"),
        ]

    def open_case(self) -> None:
        """Go to the case of the chosen whistle."""
        if self.panel.case_id is not None:
            self._desk.navigator.go(CaseWanted(self.panel.case_id))

    # -- room ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sizes = current().sizes
        wide = self.window().width() >= WIDE_WINDOW_PX
        panel = sizes.case_panel if wide else sizes.case_panel_small
        self.panel.setMinimumWidth(sizes.case_panel_small)
        self.panel.fit(wide=wide)
        self._splitter.setSizes([max(1, self._splitter.width() - panel - 1), panel])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _sorts() -> tuple[Choice, ...]:
    translate = QCoreApplication.translate
    return (
        Choice(WhistleSort.UNDER_WAY, translate("Whistles", "办理中")),
        Choice(WhistleSort.DRAFTS, translate("Whistles", "待吹哨")),
        Choice(WhistleSort.ENDED, translate("Whistles", "已了结")),
        Choice(FIGURES, translate("Whistles", "成效")),
    )
