"""权责判例: what was ruled on who leads, searched by kind, place and words."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.cases.actions.ruling import retire_precedent
from app.cases.queries.precedents import (
    PrecedentFilter,
    PrecedentRow,
    precedent_count,
    precedents,
)
from app.cases.rules import EventKind
from app.cases.ruling_rules import BASIS_MOST, PlaceType
from app.core.changes import Topic
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.precedents.panel import RETIRE_KEY, PrecedentPanel
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.relative_time import day
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import CaseWanted
from ui.parts.pickers import CategoryPicker

TOPICS = frozenset({Topic.PRECEDENT})
KIND_PX, PLACE_PX = 150, 110


class PrecedentsPage(QWidget):
    """Walked with the arrows; "/" narrows by words, X retires, Enter opens the case."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._counting: Job | None = None
        self._asked = PrecedentFilter()
        self.dialog: RetireDialog | None = None
        self.setObjectName("precedents")
        self.setAccessibleName(self.tr("权责判例"))
        self.bar = ToolBar(self.tr("权责判例"))
        self.words = NarrowField(self.tr("事由、理由、依据、单位里的字"))
        self.kind = CategoryPicker(desk, placeholder=self.tr("类别"))
        self.kind.setAccessibleName(self.tr("按类别"))
        self.kind.setFixedWidth(KIND_PX)
        self.place = Combo()
        self.place.setAccessibleName(self.tr("按地点类型"))
        self.place.setMinimumWidth(PLACE_PX)
        self.place.add(self.tr("各类地点"), None)
        for place in PlaceType:
            self.place.add(word(place), place.value)
        self.ended = Tick(self.tr("连同停用、改判的"))
        for part in (self.words, self.kind, self.place, self.ended):
            self.bar.add(part)
        self.model: PagedTableModel[PrecedentRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "precedents", desk.preferences)
        self.setFocusProxy(self.table)
        self.foot = FootBar(_keys())
        self.panel = PrecedentPanel()
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self._connect()
        self.model.show(self._load)

    def _connect(self) -> None:
        self.words.narrowed.connect(self._narrowed)
        self.words.left.connect(self.table.setFocus)
        self.kind.chosen.connect(self._narrowed)
        self.kind.textEdited.connect(self._kind_typed)
        self.place.currentIndexChanged.connect(self._narrowed)
        self.ended.toggled.connect(self._narrowed)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(lambda _: self.open_case())
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出判例"))
        self.table.set_menu(self._menu)
        self.model.loading_changed.connect(self._loading)
        self.panel.retire_wanted.connect(self.retire)
        self.panel.open_wanted.connect(self.open_case)
        add_key(self, RETIRE_KEY, self.retire)
        add_key(self, "/", self.words.setFocus)
        self._refresher = Refresher(self._desk.hub, self, self.model.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def wanted(self) -> PrecedentFilter:
        """Return what is asked for now."""
        kind, place = self.kind.value(), self.place.value()
        return PrecedentFilter(
            words=self.words.text().strip(),
            category=str(kind) if kind is not None else None,
            place_type=PlaceType(str(place)) if place is not None else None,
            only_in_force=not self.ended.isChecked(),
        )

    def _load(self, after: After) -> Page[PrecedentRow]:
        with self._desk.parts.database.reading() as session:
            return precedents(session, self._desk.actor, self._asked, after=after)

    def _kind_typed(self, text: str) -> None:
        if not text.strip():
            self._narrowed()

    def _narrowed(self, *_changed: object) -> None:
        wanted = self.wanted()
        if wanted != self._asked:
            self._asked = wanted
            self.model.show(self._load)

    def _loading(self, loading: Loading) -> None:
        if loading not in (Loading.READY, Loading.MORE):
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.tr("件"), more=loading is Loading.MORE)
        if self._counting is not None:
            self._counting.cancel()
        desk, wanted = self._desk, self._asked
        self._counting = desk.read(
            lambda session: precedent_count(session, desk.actor, wanted), self._counted
        )
        if not count:
            self.panel.show_nothing()
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self._current_changed(self.table.current_key())

    def _counted(self, count: int) -> None:
        self._counting = None
        self.bar.set_count(self.tr("{count} 件").format(count=count) if count else "")

    def _current_changed(self, key: object) -> None:
        at = self.model.position_of(key) if isinstance(key, UUID) else None
        if at is not None:
            self.panel.show_row(self.model.row_at(at))

    def _empty(self) -> QWidget:
        if self._asked != PrecedentFilter():
            title, why = self.tr("没有这样的判例"), self.tr("换个词，或放宽类别和地点。")
        else:
            title = self.tr("还没有判例")
            why = self.tr("一件事退回两次，由主任终审；裁定自动记在这里，分流时参照。")
        return EmptyState(title, why, icon="ph.scales")

    def _menu(self, rows: tuple[PrecedentRow, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能办一条")
        row = rows[0]
        no_case = "" if row.case_id is not None else self.tr("那件事在别的街道")
        no_right = "" if row.may_end else self.tr("由裁定它的街道的主任停用")
        return [
            MenuEntry(self.tr("打开事件"), self.open_case, several or no_case, key="Return"),
            MenuEntry(self.tr("停用判例"), self.retire, several or no_right, key=RETIRE_KEY),
        ]

    # -- doing ---------------------------------------------------------------------------------

    def open_case(self) -> None:
        """Go to the case the chosen precedent was ruled on."""
        row = self.panel.row
        if row is not None and row.case_id is not None:
            self._desk.navigator.go(CaseWanted(row.case_id))

    def retire(self) -> None:
        """Ask why the chosen precedent is gone by no more."""
        row = self.panel.row
        if row is None:
            return
        if not row.may_end:
            self._desk.notices.tell(self.tr("这一条由裁定它的街道的主任停用，或已经停用。"))
            return
        dialog = RetireDialog(self._desk, row, self.window())
        dialog.saved.connect(partial(self._retired, row))
        self.dialog = dialog
        dialog.open()

    def _retired(self, row: PrecedentRow, _result: object) -> None:
        self._desk.notices.tell(self.tr("判例已停用：{matter}").format(matter=row.matter))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


class RetireDialog(RowDialog):
    """Why a precedent is gone by no more."""

    phrase_step = EventKind.ASSIGNED

    def __init__(self, desk: Desk, row: PrecedentRow, parent: QWidget) -> None:
        super().__init__(desk, row.id, row.version, parent)
        self.name_it(self.tr("停用判例"), self.tr("停用"), row.matter)
        words = self.tr("以后分流不再提示它；判例留着可查，原来那件事仍由{unit}牵头。")
        self.content.addWidget(quiet_line(words.format(unit=row.lead)))
        self.note = text_area(self.tr("为什么停用：职责调整了、依据废止了"))
        field = FormField(self.tr("理由"), self.note, required=True, label_width=LABEL_PX)
        complaint = self.tr("请写明停用的理由，不能只有空格。")
        self.field = self.add_field(field, needs_text(self.note, complaint, BASIS_MOST))
        self.note.setFocus()

    def action(self) -> Action:
        row_id, seen, key = self.row_id, self.seen_version, self.command_key
        why = self.note.toPlainText()

        def retire(uow: Any) -> None:
            retire_precedent(uow, row_id, seen, why, command_key=key)

        return retire


def _keys() -> tuple[KeyHelp, ...]:
    translate = QCoreApplication.translate
    return (
        KeyHelp("Up Down", translate("Precedents", "移动")),
        KeyHelp("/", translate("Precedents", "找字")),
        KeyHelp("Return", translate("Precedents", "打开事件")),
        KeyHelp(RETIRE_KEY, translate("Precedents", "停用")),
    )


def _columns() -> tuple[Column[PrecedentRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column("ruled", translate("Precedents", "裁定日"), lambda row: day(row.ruled_at), width=96),
        Column(
            "matter",
            translate("Precedents", "什么事"),
            lambda row: row.matter,
            width=180,
            stretch=True,
            tone="text",
            large=True,
            tooltip=lambda row: row.matter,
            fixed=True,
        ),
        Column(
            "lead",
            translate("Precedents", "牵头单位"),
            lambda row: row.lead,
            width=116,
            tone="text",
            tooltip=lambda row: row.co_names,
        ),
        Column("category", translate("Precedents", "类别"), lambda row: row.category, width=130),
        Column(
            "place", translate("Precedents", "地点"), lambda row: word(row.place_type), width=84
        ),
        Column("dispute", translate("Precedents", "争议"), lambda row: word(row.dispute), width=96),
        Column("state", translate("Precedents", "状态"), lambda row: word(row.state), width=72),
        Column(
            "region",
            translate("Precedents", "辖区"),
            lambda row: row.region_name,
            width=110,
            hidden=True,
        ),
    )
