"""What waits for a decision: approvals, or supervision sheets; the list and the chosen one."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.queries.rulings import RulingRow
from app.core.changes import Topic
from app.core.paging import Page
from ui.cases.decide_panel import DecidePanel, said_not
from ui.cases.decide_rows import Decisions, Waiting
from ui.cases.receipt import PaperOrder, Receipt
from ui.cases.row_actions import RowActions, RowVerb, RowWanted
from ui.cases.step_dialog import case_name
from ui.core.chosen_row import ChosenRow
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted

TOPICS = frozenset({Topic.REQUEST, Topic.SUPERVISION, Topic.CASE})
PRINT_KEY = "Ctrl+P"


class DecidePage(QWidget):
    """Walked with the arrows; Y takes the first verb, X the other, Enter opens the case."""

    def __init__(self, desk: Desk, decisions: Decisions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._decisions = decisions
        self.setObjectName(decisions.name)
        self.setAccessibleName(decisions.title)
        self.bar = ToolBar(decisions.title)
        clock = desk.parts.clock
        self.model: PagedTableModel[Waiting] = PagedTableModel(
            decisions.columns(clock.now), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, decisions.name, desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(self._keys())
        self.panel = DecidePanel(desk, decisions)
        self.actions_of = RowActions(desk, self)
        self.papers = Receipt(desk, self)
        self._panes = ListPanes((self.bar, *self.between(), self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self._connect()
        self.model.show(self._load)

    def between(self) -> tuple[QWidget, ...]:
        """Return what stands between the bar and the table."""
        return ()

    def _keys(self) -> tuple[KeyHelp, ...]:
        titles: dict[str, list[str]] = {}
        for _, title, key in self._decisions.verbs:
            titles.setdefault(key, []).append(title)
        acts = (KeyHelp(key, "、".join(words)) for key, words in titles.items())
        walk = KeyHelp("Up Down", self.tr("移动"))
        return (walk, KeyHelp("Return", self.tr("打开事件")), *acts)

    def _connect(self) -> None:
        show, nothing = self.panel.show_waiting, self.panel.show_nothing
        self._chosen = ChosenRow(self.table, self.model, show, nothing)
        self.table.opened.connect(lambda _: self.open_case())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出{title}").format(title=self._decisions.title))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.panel.wanted.connect(self.take)
        self.panel.open_wanted.connect(self.open_case)
        self.panel.print_wanted.connect(self.print_out)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)
        for key in dict.fromkeys(key for _, _, key in self._decisions.verbs):
            add_key(self, key, partial(self.take_key, key))
        add_key(self, PRINT_KEY, self.print_out)

    def _load(self, after: After) -> Page[Waiting]:
        with self._desk.parts.database.reading() as session:
            return Page(tuple(self._decisions.read(session, self._desk)), None)

    # -- what is shown -------------------------------------------------------------------------

    def _loading(self, loading: Loading) -> None:
        count = self.model.rowCount()
        self.foot.tell(count, None, self._decisions.unit, more=False)
        ready = loading in (Loading.READY, Loading.MORE)
        words = self.tr("{count} {unit}").format(count=count, unit=self._decisions.unit)
        self.bar.set_count(words if ready and count else "")
        self._chosen.settle(loading)

    def _empty(self) -> QWidget:
        title, why = self._decisions.empty
        return EmptyState(title, why, icon="ph.check-circle")

    def _menu(self, rows: tuple[Waiting, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一条")
        entries = [
            MenuEntry(
                title,
                partial(self.take, verb),
                several or ("" if self.panel.can(verb) else said_not(title)),
                key=key,
            )
            for verb, title, key in self._decisions.verbs
            if self.panel.can(verb) or not self._other_has(verb, key)
        ]
        return [
            *entries,
            MenuEntry(self.tr("打开事件"), self.open_case, several, key="Return"),
            MenuEntry(self.tr("打印"), self.print_out, several, key=PRINT_KEY, icon="ph.printer"),
        ]

    def _other_has(self, verb: RowVerb, key: str) -> bool:
        """Tell whether a key does something else to the chosen row."""
        verbs = self._decisions.verbs
        return any(its == key and other is not verb for other, _, its in verbs)

    # -- doing ---------------------------------------------------------------------------------

    def take_key(self, key: str) -> None:
        """Do what a key does to the chosen row."""
        verbs = [verb for verb, _, its in self._decisions.verbs if its == key]
        self.take(next((verb for verb in verbs if self.panel.can(verb)), verbs[0]))

    def take(self, verb: object) -> None:
        """Open what asks for the words of a decision on the chosen row."""
        waiting, card = self.panel.waiting, self.panel.card
        if not isinstance(verb, RowVerb) or waiting is None or card is None:
            return
        if not self.panel.can(verb):
            title = next(words for its, words, _ in self._decisions.verbs if its is verb)
            self._desk.notices.tell(said_not(title))
            return
        self.actions_of.take(RowWanted(verb, waiting.row), card)

    def open_case(self) -> None:
        """Go to the case of the chosen row."""
        if self.panel.waiting is not None:
            self._desk.navigator.go(CaseWanted(self.panel.waiting.row.case_id))

    def print_out(self) -> None:
        """Draw the sheet of the chosen row."""
        card = self.panel.card
        if card is None:
            return
        title, save = self._decisions.paper_words
        kind = self._decisions.paper
        if self.panel.waiting is not None and isinstance(self.panel.waiting.row, RulingRow):
            kind, title = "case", self.tr("{case} 的流转经过")
        self.papers.draw_paper(
            PaperOrder(
                kind=kind,
                key=str(card.id),
                cases=(card.id,),
                title=title.format(case=case_name(card)),
                save_title=save,
                saved=QCoreApplication.translate("DecidePage", "已存为 {name}"),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
