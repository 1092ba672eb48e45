"""Duties per post (一岗多责): who in a unit answers for which kind, and who stands in."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.cases.actions.duties import drop_duty
from app.cases.queries.duties import DutyLine, DutyUnit, duty_lines, units_with_duties
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.pinyin import initials
from ui.cases.aids.duty_dialog import DutyDialog
from ui.core.controls import Button, Tick
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import Column, Loading, PagedTableModel
from ui.core.tables import DeskTable

UNITS_PX = 300
INDENT = "　"


def unit_columns() -> tuple[Column[DutyUnit], ...]:
    """Return the columns of the units."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("DutiesPage", "单位"),
            lambda row: row.name,
            width=160,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column(
            "duties",
            translate("DutiesPage", "已定"),
            lambda row: str(row.duties) if row.duties else "—",
            width=56,
            align=Qt.AlignmentFlag.AlignRight,
        ),
    )


def duty_columns() -> tuple[Column[DutyLine], ...]:
    """Return the columns of the kinds."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("DutiesPage", "类别"),
            lambda row: row.name if row.is_group else INDENT + row.name,
            width=200,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("person", translate("DutiesPage", "负责人"), person_text, width=136),
        Column("deputy", translate("DutiesPage", "代班"), deputy_text, width=112),
        Column("now", translate("DutiesPage", "现在找谁"), now_text, width=168),
    )


def person_text(row: DutyLine) -> str:
    """Return who answers for a kind, or that the category decides."""
    if row.duty is not None:
        return row.duty.person
    if row.above is not None:
        words = QCoreApplication.translate("DutiesPage", "{name}（同大类）")
        return words.format(name=row.above.person)
    return "—"


def deputy_text(row: DutyLine) -> str:
    """Return who stands in."""
    duty = row.duty or row.above
    return (duty.deputy if duty else "") or "—"


def now_text(row: DutyLine) -> str:
    """Return who answers at this moment."""
    if row.duty is None and row.above is None:
        return "—"
    if row.now is None:
        return QCoreApplication.translate("DutiesPage", "没有人在岗")
    if row.now.stands_in_for:
        words = QCoreApplication.translate("DutiesPage", "{name}（代班）")
        return words.format(name=row.now.person)
    return row.now.person


class DutiesPage(QWidget):
    """Units at the left, the kinds of the chosen one at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._unit: DutyUnit | None = None
        self._took_other = False
        self.units_model: PagedTableModel[DutyUnit] = PagedTableModel(
            unit_columns(), lambda row: row.id, desk.jobs, self
        )
        self.units = DeskTable(self.units_model, "duty-units", desk.preferences)
        self.model: PagedTableModel[DutyLine] = PagedTableModel(
            duty_columns(), lambda row: row.code, desk.jobs, self
        )
        self.table = DeskTable(self.model, "duties", desk.preferences)
        self.field = NarrowField(self.tr("单位名称、拼音首字母"))
        self.every = Tick(self.tr("列出全部类别"))
        self.every.setToolTip(self.tr("不勾时，只列本单位负责的和已经定了人的"))
        self.set_button = Button(self.tr("指定负责人"), icon="ph.user-gear", key="E")
        self.bar = ToolBar("")
        self.setFocusProxy(self.units)
        self._lay_out()
        self._connect()
        self._show_units("")

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        units_bar = ToolBar(self.tr("单位"))
        units_bar.add(self.field, 1)
        self.bar.add(self.every)
        self.bar.add_right(self.set_button)
        self.foot = FootBar(
            (
                KeyHelp("Up Down", self.tr("移动")),
                KeyHelp("E", self.tr("指定负责人")),
                KeyHelp("Delete", self.tr("不再指定")),
            )
        )
        for side, parts in (
            (left, (units_bar, self.units)),
            (right, (self.bar, self.table, self.foot)),
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
        panes.setStretchFactor(1, 1)
        panes.setSizes([UNITS_PX, UNITS_PX * 3])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panes)

    def _connect(self) -> None:
        self.units.current_key_changed.connect(self._unit_changed)
        self.units.opened.connect(lambda _: self.table.setFocus())
        self.units.set_empty(self._no_units)
        self.table.set_empty(self._no_kinds)
        self.table.opened.connect(lambda _: self.edit())
        self.table.set_menu(self._menu)
        self.units_model.loading_changed.connect(self._units_loading)
        self.model.loading_changed.connect(self._loading)
        self.field.narrowed.connect(self._show_units)
        self.field.left.connect(self.units.setFocus)
        self.every.toggled.connect(lambda _: self._show_kinds())
        self.set_button.clicked.connect(self.edit)
        topics = frozenset({Topic.UNIT, Topic.PERSON, Topic.CATEGORY})
        self._refresher = Refresher(self._desk.hub, self, self._reload, topics=topics)
        add_key(self, "/", self.field.setFocus)
        add_key(self.table, "E", self.edit)
        add_key(self.table, "Delete", self.drop)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def unit(self) -> DutyUnit | None:
        """The unit whose duties are shown."""
        return self._unit

    def _show_units(self, typed: str) -> None:
        desk, text = self._desk, typed.strip().lower()

        def load(_after: object) -> Page[DutyUnit]:
            with desk.parts.database.reading() as session:
                rows = units_with_duties(session, desk.actor)
            fits = (r for r in rows if text in r.name.lower() or text in initials(r.name))
            return Page(tuple(fits), None)

        self.units_model.show(load)

    def _show_kinds(self) -> None:
        desk, unit, every = self._desk, self._unit, self.every.isChecked()
        self.bar.set_title(unit.name if unit else "")
        self.set_button.setEnabled(unit is not None)
        if unit is None:
            self.model.show(lambda _after: Page((), None))
            return
        unit_id = unit.id

        def load(_after: object) -> Page[DutyLine]:
            with desk.parts.database.reading() as session:
                rows = duty_lines(session, unit_id, now=desk.parts.clock.now())
            ours = tuple(r for r in rows if r.is_ours or r.duty or r.above)
            return Page(rows if every or not ours else ours, None)

        self._took_other = True
        self.model.show(load)

    def _reload(self) -> None:
        self.units_model.reload()
        if self._unit is not None:
            self.model.reload()

    def _units_loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        if not self.units_model.rowCount():
            if self._unit is None:
                self._show_kinds()
            return
        if self.units.current_key() is None:
            self.units.selectRow(0)

    def _unit_changed(self, key: object) -> None:
        found = next((row for row in self.units_model.rows if row.id == key), None)
        if found is not None and (self._unit is None or found.id != self._unit.id):
            self._unit = found
            self._show_kinds()

    def _loading(self, loading: Loading) -> None:
        self.foot.tell(self.model.rowCount(), None, self.tr("类"), more=False)
        if loading is Loading.READY and self._took_other and self.model.rowCount():
            self._took_other = False
            self.table.selectRow(0)

    def _no_units(self) -> QWidget:
        why = self.tr("只列您能安排的单位：自己单位的，或者管得到账号的。")
        typed = self.field.text().strip()
        title = self.tr("没有这样的单位") if typed else self.tr("没有您能安排的单位")
        return EmptyState(title, why, icon="ph.buildings")

    def _no_kinds(self) -> QWidget:
        why = self.tr("在左边选一个单位，这里列出它负责的类别。")
        return EmptyState(self.tr("还没有选单位"), why, icon="ph.identification-badge")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.units.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def chosen(self) -> DutyLine | None:
        """Return the kind the keyboard is at."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def edit(self) -> None:
        """Say who answers for the chosen kind."""
        row, unit = self.chosen(), self._unit
        if row is not None and unit is not None:
            DutyDialog(self._desk, unit, row, self).open()

    def drop(self) -> None:
        """Say that nobody in particular answers for the chosen kind."""
        row, unit = self.chosen(), self._unit
        if row is None or unit is None:
            return
        if row.duty is None:
            self._desk.notices.tell(self.tr("“{kind}”没有单独指定的人。").format(kind=row.name))
            return
        key, unit_id, code = new_id(), unit.id, row.code
        words = self.tr("“{kind}”不再指定{name}").format(kind=row.name, name=row.duty.person)

        def dropped(uow: Any) -> None:
            drop_duty(uow, unit_id, code, command_key=key)

        self._desk.write(dropped, lambda _: self._desk.notices.tell(words))

    def _menu(self, rows: tuple[DutyLine, ...]) -> list[MenuEntry]:
        several = "" if len(rows) == 1 else self.tr("一次只能改一类")
        unset = several or ("" if rows[0].duty else self.tr("没有单独指定的人"))
        return [
            MenuEntry(self.tr("指定负责人"), self.edit, several, key="E", icon="ph.user-gear"),
            MenuEntry(self.tr("不再指定"), self.drop, unset, key="Delete", icon="ph.x"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    def unit_id(self) -> UUID | None:
        """Return the key of the unit shown."""
        return self._unit.id if self._unit else None
