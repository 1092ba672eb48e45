"""应急单元: the registry, who is on duty, kit and skills, drills."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.command import rights
from app.command.board import command_region
from app.command.forces.actions.keeping import check_out, retire_unit
from app.command.forces.queries import (
    ForceDetail,
    ForceRow,
    MemberRow,
    read_phone,
    unit_detail,
    units_page,
)
from app.command.forces.rules import ForceView
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from ui.command.force_panel import ForcePanel
from ui.core.chosen_row import ChosenRow
from ui.core.controls import Button, Combo
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.relative_time import short
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import Column, PagedTableModel
from ui.core.tables import DeskTable

NEW_KEY, CHANGE_KEY, DUTY_KEY, DRILL_KEY, MEMBERS_KEY = "N", "E", "S", "D", "M"
SHOWN_MS = 30_000
TOPICS = frozenset({Topic.FORCE, Topic.INCIDENT})
After = tuple[object, ...] | None


class ForcesPage(QWidget):
    """N writes a unit down, S checks it in, D puts a drill down, M its members."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("command.forces")
        self.setAccessibleName(self.tr("应急单元"))
        self._desk = desk
        self.dialog: Any = None
        self._detail: ForceDetail | None = None
        self.view = Combo()
        self.view.setAccessibleName(self.tr("看哪些应急单元"))
        for each in ForceView:
            self.view.add(word(each), each)
        self.field = NarrowField(self.tr("筛选应急单元"))
        self.new_button = Button(
            self.tr("登记应急单元"), kind="primary", icon="ph.plus", key=NEW_KEY
        )
        self.bar = ToolBar(self.tr("应急单元"))
        self.model: PagedTableModel[ForceRow] = PagedTableModel(
            _columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "command.forces", desk.preferences)
        self.panel = ForcePanel(may_read_phones=desk.actor.may(rights.READ_PERSONAL))
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp(DUTY_KEY, self.tr("签到")),
                KeyHelp(DRILL_KEY, self.tr("记演练")),
                KeyHelp(MEMBERS_KEY, self.tr("改成员")),
            )
        )
        self._lay_out()
        self._connect()
        self.reload()

    def _lay_out(self) -> None:
        self.bar.add(self.view)
        self.bar.add(self.field)
        self.bar.add_right(self.new_button)
        self.new_button.setVisible(self._desk.actor.may(rights.KEEP_FORCES))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(ListPanes((self.table,), self.panel), 1)
        column.addWidget(self.foot)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        panel = self.panel
        self.table.set_empty(self._nothing)
        self.table.set_failed_title(self.tr("没能读出应急单元"))
        self._chosen = ChosenRow(self.table, self.model, self._show, panel.show_nothing)
        self.model.loading_changed.connect(self._chosen.settle)
        self.model.loading_changed.connect(lambda _: self._say_count())
        self.view.currentIndexChanged.connect(lambda _: self.reload())
        self.field.narrowed.connect(lambda _: self.reload())
        self.field.left.connect(self.table.setFocus)
        self.new_button.clicked.connect(self.add)
        panel.change_wanted.connect(self.change)
        panel.duty_wanted.connect(self.check_in)
        panel.off_wanted.connect(self.check_out)
        panel.drill_wanted.connect(self.drill)
        panel.members_wanted.connect(self.members)
        panel.retire_wanted.connect(self.retire)
        panel.phone_wanted.connect(self._ask_phone)
        for key, run in (
            *((NEW_KEY, self.add), (CHANGE_KEY, self.change), (DUTY_KEY, self.check_in)),
            *((DRILL_KEY, self.drill), (MEMBERS_KEY, self.members), ("/", self.field.setFocus)),
        ):
            add_key(self, key, run)
        self._desk.scope.changed.connect(self.reload)
        self._refresher = Refresher(self._desk.hub, self, self.reload, topics=TOPICS)

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the table anew."""
        self.model.show(self._load)

    def _load(self, after: After, limit: int | None = 80) -> Page[ForceRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            return units_page(
                session,
                desk.actor,
                ForceView(str(self.view.value())),
                now=desk.parts.clock.now(),
                text=self.field.text().strip(),
                region=desk.scope.code,
                after=after,
                limit=limit,
            )

    def _say_count(self) -> None:
        more = self.model.canFetchMore(self.table.rootIndex())
        self.foot.tell(self.model.rowCount(), None, self.tr("组"), more=more)

    def _nothing(self) -> QWidget:
        if self.view.value() != ForceView.ALL or self.field.text():
            words = self.tr("换一个条件看看。")
            return EmptyState(self.tr("没有这样的应急单元"), words, icon="ph.check-circle")
        why = self.tr("商铺、学校、小区里两三个人带上装备就是一组，按 N 登记。")
        return EmptyState(self.tr("还没有应急单元"), why, icon="ph.first-aid-kit")

    def _show(self, row: ForceRow) -> None:
        desk = self._desk

        def show(detail: ForceDetail) -> None:
            if self.table.current_key() == detail.id:
                self._detail = detail
                self.panel.show_unit(row, detail, desk.parts.clock.now())

        desk.read(lambda session: unit_detail(session, desk.actor, row.id), show)

    # -- doing ---------------------------------------------------------------------------------

    def _mine(self) -> ForceRow | None:
        row = self.panel.row
        return row if row is not None and row.may_keep else None

    def _open(self, dialog: Any) -> None:
        self.dialog = dialog
        dialog.open()

    def _write(self, action: Callable[[Any], object]) -> None:
        self._desk.write(action, lambda _: None, self._desk.notices.report)

    def add(self) -> None:
        """Ask for a unit."""
        from ui.command.force_dialogs import UnitDialog  # forms are loaded when first asked for

        desk = self._desk
        if not desk.actor.may(rights.KEEP_FORCES):
            return

        def ask(region: str) -> None:
            if region:
                self._open(UnitDialog(desk, desk.scope.code or region, None, self.window()))

        desk.read(lambda session: command_region(session, desk.actor, desk.scope.code), ask)

    def change(self) -> None:
        """Ask what is different now."""
        from ui.command.force_dialogs import UnitDialog

        if (row := self._mine()) is not None:
            self._open(UnitDialog(self._desk, row.region, row, self.window()))

    def check_in(self) -> None:
        """Ask who is on duty."""
        from ui.command.force_dialogs import CheckInDialog

        if (row := self._mine()) is not None:
            self._open(CheckInDialog(self._desk, row, self.window()))

    def check_out(self) -> None:
        """Put down that a unit is off duty."""
        if (row := self._mine()) is not None:
            key = new_id()
            self._write(lambda uow: check_out(uow, row.id, command_key=key))

    def drill(self) -> None:
        """Ask for a drill."""
        from ui.command.force_dialogs import DrillDialog

        if (row := self._mine()) is not None:
            self._open(DrillDialog(self._desk, row, self.window()))

    def members(self) -> None:
        """Ask who belongs to it."""
        from ui.command.force_dialogs import MembersDialog

        if (row := self._mine()) is not None and self._detail is not None:
            self._open(MembersDialog(self._desk, row, self._detail, self.window()))

    def retire(self) -> None:
        """Ask whether a unit stands no more."""
        if (row := self._mine()) is None:
            return
        key = new_id()
        dialog = ConsequenceDialog(
            self.tr("撤销“{name}”？").format(name=row.name),
            self.tr("不能再叫它，成员的姓名和电话一起删掉；签到和演练的记录还在。"),
            do=self.tr("撤销"),
            leave=self.tr("不动"),
            danger=True,
            parent=self.window(),
        )
        dialog.accepted.connect(
            lambda: self._write(lambda uow: retire_unit(uow, row.id, row.version, command_key=key))
        )
        dialog.finished.connect(dialog.deleteLater)
        self._open(dialog)

    def _ask_phone(self, member: MemberRow) -> None:
        from ui.command.force_dialogs import PhoneDialog

        row = self.panel.row
        if row is None:
            return
        dialog = PhoneDialog(self._desk, row.id, member, self.window())
        dialog.saved.connect(lambda key: self._read_phone(member, key))
        self._open(dialog)

    def _read_phone(self, member: MemberRow, request: Any) -> None:
        desk = self._desk
        now = desk.parts.clock.now()

        def show(phone: str) -> None:
            self.panel.show_phone(member, phone)
            QTimer.singleShot(SHOWN_MS, self, self.panel.hide_phones)

        desk.read(
            lambda session: read_phone(session, desk.actor, request, now=now),
            show,
            desk.notices.report,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _columns() -> tuple[Column[ForceRow], ...]:
    translate = QCoreApplication.translate
    none = translate("Forces", "—")

    def duty(row: ForceRow) -> str:
        if row.is_on_duty and row.on_duty_until is not None:
            until = short(row.on_duty_until)
            return translate("Forces", "到 {moment}").format(moment=until)
        return translate("Forces", "不在岗")

    def where(row: ForceRow) -> str:
        return row.place if row.longitude is not None else translate("Forces", "没有位置")

    def drilled(row: ForceRow) -> str:
        return f"{row.drilled_on}" if row.drilled_on is not None else none

    def named(row: ForceRow) -> str:
        return row.name

    def people(row: ForceRow) -> str:
        return str(row.people)

    return (
        Column(
            "name",
            translate("Forces", "应急单元"),
            named,
            width=150,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Forces", "类型"), lambda row: word(row.kind), width=96),
        Column("region", translate("Forces", "网格"), lambda row: row.region_name, width=90),
        Column("place", translate("Forces", "地点"), where, width=110, stretch=True),
        Column("people", translate("Forces", "人"), people, width=40),
        Column("kit", translate("Forces", "装备"), lambda row: row.kit or none, width=110),
        Column(
            "skills",
            translate("Forces", "会什么"),
            lambda row: "、".join(row.skills) or none,
            width=100,
        ),
        Column("duty", translate("Forces", "在岗"), duty, width=104),
        Column(
            "incident", translate("Forces", "派在"), lambda row: row.incident or none, width=110
        ),
        Column("drilled", translate("Forces", "上次演练"), drilled, width=92),
    )
