"""待确认: records that wait for a second person; Y confirms, X refuses."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.party.points.actions import confirm
from app.party.points.queries import WaitingRow, waiting
from ui.core.controls import Button
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar, pile_up
from ui.core.relative_time import short
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PageWanted
from ui.party.points.dialogs import RefuseDialog

YES_KEY, NO_KEY = "Y", "X"
POINTS_PAGE = "party.points"


class WaitingPage(QWidget):
    """Whoever put a record down cannot confirm it; the rows of one's own say so."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("party.points_waiting")
        self.setAccessibleName(self.tr("待确认的积分"))
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.bar = ToolBar(self.tr("待确认的积分"))
        self.yes_button = Button(self.tr("确认"), kind="primary", key=YES_KEY)
        self.no_button = Button(self.tr("退回"), key=NO_KEY)
        self.bar.add_right(self.no_button, self.yes_button)
        self.model: PagedTableModel[WaitingRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.points_waiting", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        pile_up(self, (self.bar, self.table, self.foot), grows=self.table)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出待确认的积分"))
        self.table.set_menu(self._menu)
        self.table.opened.connect(lambda _: self.confirm())
        self.table.current_key_changed.connect(lambda _: self._show_chosen())
        self.model.loading_changed.connect(self._loading)
        self.yes_button.clicked.connect(self.confirm)
        self.no_button.clicked.connect(self.refuse)
        for key, run in ((YES_KEY, self.confirm), (NO_KEY, self.refuse), ("Escape", self.leave)):
            add_key(self, key, run)
        topics = frozenset({Topic.POINTS})
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=topics)

    def _load(self, _after: After) -> Page[WaitingRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            return Page(waiting(session, desk.actor, region=desk.scope.code), None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("笔"), more=False)
        self.bar.set_count(self.tr("{count} 笔").format(count=count) if count else "")
        if count and self.table.current_key() is None:
            self.table.selectRow(0)
        self._show_chosen()

    def chosen(self) -> WaitingRow | None:
        """Return the record that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _show_chosen(self) -> None:
        row = self.chosen()
        may = row is not None and not row.is_own
        self.yes_button.setEnabled(may)
        self.no_button.setEnabled(may)

    def _menu(self, rows: tuple[WaitingRow, ...]) -> list[MenuEntry]:
        why = self.tr("这一笔是您记的，要另一个人确认") if rows[0].is_own else ""
        return [
            MenuEntry(self.tr("确认"), self.confirm, why, key=YES_KEY, icon="ph.check"),
            MenuEntry(self.tr("退回"), self.refuse, why, key=NO_KEY),
        ]

    def _empty(self) -> QWidget:
        why = self.tr("规则要另一个人确认的，记下以后等在这里。")
        return EmptyState(self.tr("没有待确认的积分"), why, icon="ph.check-circle")

    def confirm(self) -> None:
        """Confirm the chosen record."""
        row = self.chosen()
        if row is not None and not row.is_own:
            key: UUID = new_id()
            self._desk.write(
                partial(_confirmed, row.id, key),
                lambda _: None,
                self._desk.notices.report,
            )

    def refuse(self) -> None:
        """Ask why the chosen record is refused."""
        row = self.chosen()
        if row is not None and not row.is_own:
            self.dialog = RefuseDialog(self._desk, self.window(), row)
            self.dialog.open()

    def leave(self) -> None:
        """Go back to the points."""
        self._desk.navigator.go(PageWanted(POINTS_PAGE))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _confirmed(record_id: UUID, key: UUID, uow: object) -> object:
    return confirm(uow, record_id, command_key=key)  # type: ignore[arg-type]


def _columns() -> tuple[Column[WaitingRow], ...]:
    translate = QCoreApplication.translate
    own = translate("Points", "{by}（您）")
    return (
        Column(
            "member",
            translate("Points", "姓名"),
            lambda row: row.member,
            width=110,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("title", translate("Points", "事项"), lambda row: row.title, width=160),
        Column("day", translate("Points", "日期"), lambda row: f"{row.day:%Y-%m-%d}", width=100),
        Column("note", translate("Points", "说明"), lambda row: row.note, width=200, stretch=True),
        Column(
            "by",
            translate("Points", "谁记的"),
            lambda row: own.format(by=row.by) if row.is_own else row.by,
            width=120,
        ),
        Column("at", translate("Points", "什么时候记的"), lambda row: short(row.at), width=130),
    )


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Points", "移动")),
        KeyHelp(YES_KEY, translate("Points", "确认")),
        KeyHelp(NO_KEY, translate("Points", "退回")),
        KeyHelp("Esc", translate("Points", "回积分")),
    )
