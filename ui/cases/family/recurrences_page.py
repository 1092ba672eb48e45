"""未诉先办: what comes back at a place, to be taken up before somebody complains again."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.actions.recurring import REASON_MOST, accept_recurrence, dismiss_recurrence
from app.cases.queries.recurrences import RecurrenceRow, recurrences
from app.cases.rules import EventKind
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.family.recurrence_panel import ACCEPT_KEY, DISMISS_KEY, RecurrencePanel
from ui.core.controls import Tick
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, ToolBar
from ui.core.relative_time import day
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CasesOnMapWanted, CaseWanted

TOPICS = frozenset({Topic.RECURRENCE})


class RecurrencesPage(QWidget):
    """Walked with the arrows; Y makes a case of a proposal, X leaves it, Enter shows the map."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._accepting: set[UUID] = set()
        self.dialog: DismissDialog | None = None
        self.setObjectName("recurrences")
        self.setAccessibleName(self.tr("未诉先办"))
        self.bar = ToolBar(self.tr("未诉先办"))
        self.decided = Tick(self.tr("看处理过的"))
        self.bar.add(self.decided)
        self.model: PagedTableModel[RecurrenceRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "recurrences", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        self.panel = RecurrencePanel(desk)
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.decided.toggled.connect(lambda _: self.model.show(self._load))
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _: self.show_on_map())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出反复发生的地方"))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.panel.accept_wanted.connect(self.accept)
        self.panel.dismiss_wanted.connect(self.dismiss)
        self.panel.map_wanted.connect(self.show_on_map)
        self.panel.case_wanted.connect(self._open_case)
        add_key(self, ACCEPT_KEY, self.accept)
        add_key(self, DISMISS_KEY, self.dismiss)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def _load(self, _after: After) -> Page[RecurrenceRow]:
        desk, decided = self._desk, self.decided.isChecked()
        with desk.parts.database.reading() as session:
            rows = recurrences(session, desk.actor, region=desk.scope.code, decided=decided)
        return Page(rows, None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("处"), more=False)
        self.bar.set_count(self.tr("{count} 处").format(count=count) if count else "")
        if not count:
            self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._current_changed(self.table.current_key())

    def _current_changed(self, key: object) -> None:
        at = self.model.position_of(key) if isinstance(key, UUID) else None
        if at is not None:
            self.panel.show_row(self.model.row_at(at))

    def _empty(self) -> QWidget:
        title = self.tr("没有要先办的地方")
        why = self.tr("同一处同一类反复发生，夜里会找出来列在这里；几次、多近、多少天在设置里定。")
        return EmptyState(title, why, icon="ph.repeat")

    def _menu(self, rows: tuple[RecurrenceRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一处")
        why = several or self._why_not(rows[0])
        return [
            MenuEntry(self.tr("立案先办"), self.accept, why, key=ACCEPT_KEY),
            MenuEntry(self.tr("不用先办…"), self.dismiss, why, key=DISMISS_KEY),
            MenuEntry(self.tr("在地图上看"), self.show_on_map, several, key="Return"),
        ]

    def _why_not(self, row: RecurrenceRow) -> str:
        if row.decided_at is not None:
            return self.tr("已经处理过")
        return "" if row.may_decide else self.tr("由分拨员或主任处理")

    # -- doing ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """Make a case of the chosen proposal."""
        row = self._to_decide()
        if row is None or row.id in self._accepting:
            return
        self._accepting.add(row.id)
        key, desk = new_id(), self._desk
        pepper = desk.parts.database.state.pepper
        desk.write(
            lambda uow: accept_recurrence(uow, row.id, row.version, pepper, command_key=key),
            partial(self._accepted, row),
            partial(self._refused, row),
        )

    def _accepted(self, row: RecurrenceRow, case_id: UUID) -> None:
        self._accepting.discard(row.id)
        self._desk.notices.tell(self.tr("已立案，等分流"))
        self._desk.navigator.go(CaseWanted(case_id))

    def _refused(self, row: RecurrenceRow, error: BaseException) -> None:
        self._accepting.discard(row.id)
        self._desk.notices.report(error)

    def dismiss(self) -> None:
        """Ask why the chosen proposal is left."""
        row = self._to_decide()
        if row is None:
            return
        dialog = DismissDialog(self._desk, row, self.window())
        dialog.saved.connect(lambda _: self._desk.notices.tell(self.tr("已记下：不用先办")))
        self.dialog = dialog
        dialog.open()

    def _to_decide(self) -> RecurrenceRow | None:
        row = self.panel.row
        if row is None:
            return None
        why = self._why_not(row)
        if why:
            self._desk.notices.tell(why)
            return None
        return row

    def show_on_map(self) -> None:
        """Mark the cases of the chosen place on the map."""
        row = self.panel.row
        if row is not None and row.cases:
            self._desk.navigator.go(CasesOnMapWanted(tuple(each.id for each in row.cases)))

    def _open_case(self, case_id: UUID) -> None:
        self._desk.navigator.go(CaseWanted(case_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


class DismissDialog(RowDialog):
    """Why nobody goes there before somebody complains."""

    phrase_step = EventKind.REFUSED

    def __init__(self, desk: Desk, row: RecurrenceRow, parent: QWidget) -> None:
        super().__init__(desk, row.id, row.version, parent)
        under = f"{row.category}　{row.region_name}".strip()
        self.name_it(self.tr("不用先办"), self.tr("不用先办"), under)
        self.content.addWidget(
            quiet_line(self.tr("以后这几件不再提；又有新的反复发生，会另外提出。"))
        )
        self.note = text_area(self.tr("为什么不用先办：已经列入大修、原因查明了"))
        field = FormField(self.tr("理由"), self.note, required=True, label_width=LABEL_PX)
        complaint = self.tr("请写明不用先办的理由，不能只有空格。")
        self.field = self.add_field(field, needs_text(self.note, complaint, REASON_MOST))
        self.note.setFocus()

    def action(self) -> Action:
        row_id, seen, key = self.row_id, self.seen_version, self.command_key
        why = self.note.toPlainText()

        def dismiss(uow: Any) -> None:
            dismiss_recurrence(uow, row_id, seen, why, command_key=key)

        return dismiss


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Recurrences", "移动")),
        KeyHelp(ACCEPT_KEY, translate("Recurrences", "立案先办")),
        KeyHelp(DISMISS_KEY, translate("Recurrences", "不用先办")),
        KeyHelp("Return", translate("Recurrences", "在地图上看")),
    )


def _columns() -> tuple[Column[RecurrenceRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "last", translate("Recurrences", "最近一次"), lambda row: day(row.last_at), width=96
        ),
        Column(
            "category",
            translate("Recurrences", "类别"),
            lambda row: row.category,
            width=160,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("region", translate("Recurrences", "网格"), lambda row: row.region_name, width=140),
        Column(
            "times", translate("Recurrences", "次数"), lambda row: str(len(row.cases)), width=60
        ),
        Column("first", translate("Recurrences", "最早"), lambda row: day(row.first_at), width=96),
        Column("state", translate("Recurrences", "状态"), lambda row: word(row.state), width=84),
    )
