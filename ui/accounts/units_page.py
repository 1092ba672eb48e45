"""Units: kinds at the left, the list, and the panel of the chosen one; everybody may read it."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.accounts.queries import UnitFilter
from app.accounts.rules import Right, UnitKind
from app.core.changes import Topic
from app.core.words import label as word
from ui.accounts.unit_columns import unit_columns
from ui.accounts.unit_dialog import UnitDialog
from ui.accounts.unit_panel import UnitPanel
from ui.accounts.unit_source import UnitLine, UnitSource
from ui.core.controls import Button, Tick
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar, icon_button
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import Target, UnitWanted
from ui.core.view_list import ViewEntry, ViewList

EVERY_KIND = "every_kind"
ICONS = {
    UnitKind.CENTRE: "ph.buildings",
    UnitKind.DEPARTMENT: "ph.briefcase",
    UnitKind.COMMUNITY: "ph.house-line",
    UnitKind.PROPERTY_COMPANY: "ph.wrench",
    UnitKind.COMMITTEE: "ph.users-three",
    UnitKind.SOCIAL_ORGANISATION: "ph.handshake",
}


class UnitsPage(QWidget):
    """The register of units; changing it takes the right to manage accounts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = UnitSource(desk)
        self._chosen = UnitFilter()
        self._wanted: UUID | None = None
        self._narrowed = False  # other rows are on their way: the first of them is shown
        self.may_manage = desk.actor.may(Right.MANAGE_ACCOUNTS)
        self.views = self._make_views()
        self.field = NarrowField(self.tr("名称、代码、拼音首字母"))
        self.inactive = Tick(self.tr("连同停用的"))
        self.bar = self._make_bar()
        self.model: PagedTableModel[UnitLine] = PagedTableModel(
            unit_columns(), lambda line: line.row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "units", desk.preferences)
        self.setFocusProxy(self.table)
        keys = (KeyHelp("Up Down", self.tr("移动")), KeyHelp("Return", self.tr("打开")))
        self.foot = FootBar(keys)
        self.panel = UnitPanel(desk, self._source, may_manage=self.may_manage)
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.views)
        line.addWidget(self._panes, 1)
        self._connect()
        self._show()

    def _make_views(self) -> ViewList:
        made = ViewList(self.tr("单位类别"))
        every = ViewEntry(EVERY_KIND, self.tr("全部单位"), "ph.list-bullets")
        kinds = (ViewEntry(kind, word(kind), ICONS[kind]) for kind in UnitKind)
        made.add_group(self.tr("类别"), every, *kinds)
        made.mark(EVERY_KIND)
        return made

    def _make_bar(self) -> ToolBar:
        bar = ToolBar(self.tr("全部单位"))
        bar.add(self.field, 1)
        bar.add(self.inactive)
        self.columns_button = icon_button("ph.columns", self.tr("选择列"))
        self.new_button = Button(self.tr("新建单位"), kind="primary", icon="ph.plus", key="Ctrl+N")
        bar.add_right(self.columns_button, self.new_button)
        self.new_button.setVisible(self.may_manage)
        return bar

    def _connect(self) -> None:
        self.views.chosen.connect(self._kind_chosen)
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.inactive.toggled.connect(self._with_inactive)
        self.new_button.clicked.connect(self.create_unit)
        self.columns_button.clicked.connect(self._offer_columns)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出单位"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self.table.setFocus)
        self.panel.edit_wanted.connect(self.edit)
        self.model.loading_changed.connect(self._loading)
        topics = frozenset({Topic.UNIT, Topic.PERSON, Topic.REGION})
        self._refresher = Refresher(self._desk.hub, self, self._reload, topics=topics)
        self._desk.scope.changed.connect(self._scope_changed)
        add_key(self, "/", self.field.setFocus)
        if self.may_manage:
            add_key(self, "E", self.edit)
            add_key(self, "Ctrl+N", self.create_unit)

    # -- what is shown -------------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show one unit, whatever is listed."""
        if isinstance(target, UnitWanted):
            self._wanted = target.unit_id
            self.panel.show()
            self.panel.show_unit(target.unit_id)
            self.table.select_key(target.unit_id)

    def _kind_chosen(self, key: object) -> None:
        kind = key if isinstance(key, UnitKind) else None
        self.views.mark(kind or EVERY_KIND)
        self.bar.set_title(word(kind) if kind else self.tr("全部单位"))
        self._take(replace(self._chosen, kind=kind))

    def _narrow(self, text: str) -> None:
        self._take(replace(self._chosen, text=text))

    def _with_inactive(self, on: bool) -> None:  # noqa: FBT001  a slot of Qt
        self._take(replace(self._chosen, with_inactive=on))

    def _scope_changed(self, _: object) -> None:
        self._show()

    def _take(self, chosen: UnitFilter) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._show()

    def clear(self) -> None:
        """Drop everything that narrows."""
        self.field.clear()
        self._take(replace(self._chosen, text=""))
        self._kind_chosen(EVERY_KIND)

    def _show(self) -> None:
        region = self._desk.scope.code
        self._narrowed = True
        self.model.show(self._source.loader(replace(self._chosen, region=region)))

    def _reload(self) -> None:
        self.model.reload()
        self.panel.reload()

    def _loading(self, loading: Loading) -> None:
        more = self.model.canFetchMore(self.table.rootIndex())
        loaded = self.model.rowCount()
        self.foot.tell(loaded, None, self.tr("个单位"), more=more)
        told = f"{loaded}+" if more else str(loaded)
        ready = loading in (Loading.READY, Loading.MORE)
        self.bar.set_count(self.tr("{count} 个").format(count=told) if ready else "")
        if loading is not Loading.READY:
            return
        narrowed, self._narrowed = self._narrowed, False
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.table.select_key(wanted)
        elif not loaded:
            if narrowed:
                self.panel.show_nothing()
        elif self.table.current_key() is None and (narrowed or self.panel.unit_id is None):
            self.table.selectRow(0)

    # -- empty, menu, panel --------------------------------------------------------------------

    def _empty(self) -> QWidget:
        if self._chosen.text or self._chosen.kind is not None:
            told = [word(self._chosen.kind)] if self._chosen.kind else []
            told += [self.tr("“{text}”").format(text=self._chosen.text)] * bool(self._chosen.text)
            why = self.tr("按{filters}找，没有在用的单位。").format(filters="、".join(told))
            step = Step(self.tr("去掉筛选"), self.clear)
            return EmptyState(self.tr("筛选后一个单位也没有"), why, step, icon="ph.funnel")
        why = self.tr("部门、社区、物业公司都登记在这里，事件才分得出去。")
        steps = (Step(self.tr("新建单位"), self.create_unit, primary=True),) * self.may_manage
        return EmptyState(self.tr("还没有单位"), why, *steps, icon="ph.buildings")

    def _menu(self, rows: tuple[UnitLine, ...]) -> list[MenuEntry]:
        why_not = "" if self.may_manage else self.tr("要“管理账号”权限")
        why_not = why_not or ("" if len(rows) == 1 else self.tr("一次只能改一个单位"))
        return [
            MenuEntry(self.tr("修改"), self.edit, why_not, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    def _offer_columns(self) -> None:
        menu = self.table.column_menu()
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def _current_changed(self, key: object) -> None:
        if isinstance(key, UUID) and self.panel.isVisibleTo(self):
            self.panel.show_unit(key)

    def _opened(self, key: object) -> None:
        if isinstance(key, UUID):
            self.panel.show()
            self.panel.show_unit(key)
            self.panel.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def create_unit(self) -> None:
        """Take a unit in."""
        dialog = UnitDialog(self._desk, None, self)
        dialog.saved.connect(self._created)
        dialog.open()

    def edit(self) -> None:
        """Change the unit in the panel."""
        if self.panel.seen is not None:
            UnitDialog(self._desk, self.panel.seen.row, self).open()

    def _created(self, unit_id: object) -> None:
        if isinstance(unit_id, UUID):
            self.show_target(UnitWanted(unit_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.views.fit(self.window())
