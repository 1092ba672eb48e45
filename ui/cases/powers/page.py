"""街道职权: the powers the street holds, and beside the chosen one every use of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases import rights
from app.cases.queries.powers import PowerRow, UseRow, list_powers, uses_of
from app.core.changes import Topic
from app.core.paging import Page
from app.core.shared_settings import settings_at
from app.core.words import label as word
from ui.cases.powers.dialogs import PowerDialog, UseDialog, UseWordsDialog
from ui.cases.powers.panel import CHANGE_KEY, USE_KEY, PowerPanel, term_words
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.page_bars import FootBar, ToolBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted

TOPICS = frozenset({Topic.POWER, Topic.CASE})
NEW_KEY = "N"
STREET_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Read:
    power: UUID
    uses: tuple[UseRow, ...]


class PowersPage(QWidget):
    """Walked with the arrows; N adds a power, E changes it, U puts down a use."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self._street = ""
        self.dialog: FormDialog | None = None
        self.setObjectName("powers")
        self.setAccessibleName(self.tr("街道职权"))
        self.bar = ToolBar(self.tr("街道职权"))
        self.new_button = Button(self.tr("新增职权"), icon="ph.plus", key=NEW_KEY)
        self.bar.add_right(self.new_button)
        self.new_button.setVisible(desk.actor.may(rights.APPROVE))
        self.model: PagedTableModel[PowerRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "powers", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys(keeps=desk.actor.may(rights.APPROVE)))
        self.panel = PowerPanel()
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.add)
        self.table.current_key_changed.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self.use())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出街道职权"))
        self.model.loading_changed.connect(self._loading)
        self.panel.use_wanted.connect(self.use)
        self.panel.change_wanted.connect(self.change)
        self.panel.result_wanted.connect(lambda use: self._tell_of(use, answer=False))
        self.panel.answer_wanted.connect(lambda use: self._tell_of(use, answer=True))
        self.panel.case_wanted.connect(lambda key: self._desk.navigator.go(CaseWanted(key)))
        for key, run in ((NEW_KEY, self.add), (USE_KEY, self.use), (CHANGE_KEY, self.change)):
            add_key(self, key, run)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def _load(self, _after: After) -> Page[PowerRow]:
        desk = self._desk
        now = desk.parts.clock.now()
        with desk.parts.database.reading() as session:
            self._street = settings_at(session, now).street_code
            rows = list_powers(session, desk.actor, now=now, region=desk.scope.code)
            return Page(rows, None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("项"), more=False)
        if not count:
            self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._show_chosen()

    def chosen(self) -> PowerRow | None:
        """Return the power that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _show_chosen(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if self._job is not None:
            self._job.cancel()
        desk, key = self._desk, row.id
        self._job = desk.read(
            lambda session: _Read(key, uses_of(session, desk.actor, key)), self._take
        )

    def _take(self, read: _Read) -> None:
        self._job = None
        row = self.chosen()
        if row is not None and row.id == read.power:
            self.panel.show_power(row, read.uses)

    def _empty(self) -> QWidget:
        why = self.tr(
            "主任按文件登记街道有哪些职权；登记了联合执法召集权，综合执法的哨自动记一次行使。"
        )
        return EmptyState(self.tr("还没有登记职权"), why, icon="ph.scales")

    # -- doing ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new power, of the street that is looked at."""
        if not self._desk.actor.may(rights.APPROVE):
            return
        street = self._own_street()
        if not street:
            self._desk.notices.tell(self.tr("请先在顶栏选一个街道，再新增它的职权。"))
            return
        self._open(PowerDialog(self._desk, self.window(), street=street))

    def _own_street(self) -> str:
        prefixes: Sequence[str] = self._desk.actor.prefixes(rights.APPROVE)
        found = [
            code[:STREET_DIGITS]
            for code in (self._desk.scope.code, *prefixes, self._street)
            if len(code) >= STREET_DIGITS
        ]
        return found[0] if found else ""

    def change(self) -> None:
        """Ask what is to be changed of the chosen power."""
        row = self.chosen()
        if row is not None and row.may_keep:
            self._open(PowerDialog(self._desk, self.window(), street=row.street, row=row))

    def use(self) -> None:
        """Ask for a use of the chosen power."""
        row = self.chosen()
        if row is not None and row.may_use and row.holds:
            self._open(UseDialog(self._desk, row, self.window()))

    def _tell_of(self, use: UseRow, *, answer: bool) -> None:
        self._open(UseWordsDialog(self._desk, use, self.window(), answer=answer))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _keys(*, keeps: bool) -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    keeping = (
        KeyHelp(CHANGE_KEY, translate("Powers", "改")),
        KeyHelp(NEW_KEY, translate("Powers", "新增")),
    )
    return (
        KeyHelp("Up Down", translate("Powers", "移动")),
        KeyHelp(USE_KEY, translate("Powers", "记一次行使")),
        *(keeping if keeps else ()),
    )


def _columns() -> tuple[Column[PowerRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("Powers", "职权"),
            lambda row: row.name,
            width=150,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Powers", "类别"), lambda row: word(row.kind), width=110),
        Column(
            "basis",
            translate("Powers", "依据"),
            lambda row: row.basis,
            width=160,
            stretch=True,
            tooltip=lambda row: row.basis,
        ),
        Column("term", translate("Powers", "有效期"), term_words, width=170),
        Column(
            "used",
            translate("Powers", "今年行使"),
            lambda row: str(row.used_this_year),
            width=72,
        ),
        Column(
            "last",
            translate("Powers", "最近一次"),
            lambda row: f"{row.last_used:%Y-%m-%d}" if row.last_used is not None else "—",
            width=92,
        ),
    )
