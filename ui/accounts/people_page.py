"""People and their rights: views and roles, the list, and the panel of the chosen one."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.accounts.queries import PeopleFilter, PeopleView
from app.accounts.rules import Role
from app.core.changes import Topic
from app.core.paging import Count
from app.core.words import label as word
from ui.accounts.new_person_dialog import PersonMade
from ui.accounts.people_columns import people_columns
from ui.accounts.people_source import PeopleSource, PersonLine
from ui.accounts.person_deeds import PersonDeeds
from ui.accounts.person_panel import PersonPanel
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar, icon_button
from ui.core.segmented import Choice
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_model import Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.core.targets import PersonWanted, Target
from ui.core.view_list import ViewEntry, ViewList
from ui.parts.pickers import UnitPicker

EVERY_ROLE = "every_role"
ICONS = {
    PeopleView.ACTIVE: "ph.users",
    PeopleView.LOCKED: "ph.lock-key",
    PeopleView.NEVER_SIGNED_IN: "ph.user-circle-plus",
    PeopleView.WITHOUT_ROLE: "ph.user-circle-minus",
    PeopleView.INACTIVE: "ph.prohibit",
}
LOUD = {PeopleView.LOCKED: "over", PeopleView.WITHOUT_ROLE: "warn"}


class PeoplePage(QWidget):
    """For those who manage accounts; everybody else has no way here."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = PeopleSource(desk)
        self._view = PeopleView.ACTIVE
        self._chosen = PeopleFilter()
        self._counts: dict[PeopleView, Count] = {}
        self._wanted: UUID | None = None
        self._narrowed = False  # other rows are on their way: the first of them is shown
        self.deeds = PersonDeeds(desk, self)
        self.views = self._make_views()
        self.field = NarrowField(self.tr("姓名、用户名、拼音首字母"))
        self.unit = UnitPicker(desk, placeholder=self.tr("全部单位"))
        self.bar = self._make_bar()
        self.model: PagedTableModel[PersonLine] = PagedTableModel(
            people_columns(desk.parts.clock.now), lambda line: line.row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "people", desk.preferences)
        self.setFocusProxy(self.table)
        keys = (
            KeyHelp("Up Down", self.tr("移动")),
            KeyHelp("Return", self.tr("打开")),
            KeyHelp("E", self.tr("修改")),
        )
        self.foot = FootBar(keys)
        self.panel = PersonPanel(desk, self._source, self.deeds)
        self._panes = ListPanes((self.bar, self.table, self.foot), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.views)
        line.addWidget(self._panes, 1)
        self._connect()
        self.show_view(PeopleView.ACTIVE)

    def _make_views(self) -> ViewList:
        made = ViewList(self.tr("人员视图"))
        entries = (ViewEntry(v, word(v), ICONS[v], LOUD.get(v, "")) for v in PeopleView)
        made.add_group(self.tr("状态"), *entries)
        roles = (ViewEntry(role, word(role), "ph.identification-card") for role in Role)
        every = ViewEntry(EVERY_ROLE, self.tr("全部角色"), "ph.identification-badge")
        made.add_group(self.tr("角色"), every, *roles)
        made.mark(EVERY_ROLE)
        return made

    def _make_bar(self) -> ToolBar:
        bar = ToolBar()
        self.unit.setMinimumWidth(120)
        self.unit.setMaximumWidth(200)
        self.unit.setAccessibleName(self.tr("只看一个单位的人"))
        bar.add(self.field)
        bar.add(self.unit, 1)
        self.columns_button = icon_button("ph.columns", self.tr("选择列"))
        self.new_button = Button(self.tr("新建人员"), kind="primary", icon="ph.plus", key="Ctrl+N")
        bar.add_right(self.columns_button, self.new_button)
        return bar

    def _connect(self) -> None:
        desk = self._desk
        self.views.chosen.connect(self._view_chosen)
        self.field.narrowed.connect(self._narrow)
        self.field.left.connect(self.table.setFocus)
        self.unit.chosen.connect(self._unit_chosen)
        self.unit.textChanged.connect(self._unit_emptied)
        self.new_button.clicked.connect(self.deeds.create)
        self.columns_button.clicked.connect(self._offer_columns)
        self.deeds.made.connect(self._made)
        self.table.current_key_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出人员"))
        self.table.set_menu(self._menu)
        self.panel.closed.connect(self.table.setFocus)
        self.model.loading_changed.connect(self._loading)
        topics = frozenset({Topic.PERSON, Topic.UNIT, Topic.REGION})
        self._refresher = Refresher(desk.hub, self, self._reload, topics=topics)
        add_key(self, "/", self.field.setFocus)
        add_key(self, "E", self.panel.edit)
        add_key(self, "Ctrl+N", self.deeds.create)

    # -- what is shown -------------------------------------------------------------------------

    def show_view(self, view: PeopleView) -> None:
        """Show a view, narrowed as before."""
        self._view = view
        self.views.mark(view)
        self._show()

    def show_target(self, target: Target) -> None:
        """Show one person, whatever view stands."""
        if isinstance(target, PersonWanted):
            self._wanted = target.person_id
            self.panel.show()
            self.panel.show_person(target.person_id)
            self.table.select_key(target.person_id)

    def _view_chosen(self, key: object) -> None:
        if isinstance(key, PeopleView):
            self.show_view(key)
            return
        self._chosen = replace(self._chosen, role=key if isinstance(key, Role) else None)
        self.views.mark(key if isinstance(key, Role) else EVERY_ROLE)
        self._show()

    def _narrow(self, text: str) -> None:
        if text != self._chosen.text:
            self._chosen = replace(self._chosen, text=text)
            self._show()

    def _unit_chosen(self, choice: Choice | None) -> None:
        value = choice.value if choice is not None else None
        self._chosen = replace(self._chosen, unit_id=value if isinstance(value, UUID) else None)
        self._show()

    def _unit_emptied(self, text: str) -> None:
        if not text and self._chosen.unit_id is not None:
            self._chosen = replace(self._chosen, unit_id=None)
            self._show()

    def clear(self) -> None:
        """Drop everything that narrows."""
        self.field.clear()
        self.unit.set_choice(None)
        self._chosen = PeopleFilter()
        self.views.mark(EVERY_ROLE)
        self._show()

    def _show(self) -> None:
        role = self._chosen.role
        self.bar.set_title(f"{word(self._view)}·{word(role)}" if role else word(self._view))
        self._narrowed = True
        self.model.show(self._source.loader(self._view, self._chosen))
        self._desk.read(self._source.counts, self._take_counts)

    def _reload(self) -> None:
        self.model.reload()
        self.panel.reload()
        self._desk.read(self._source.counts, self._take_counts)

    def _take_counts(self, counts: dict[PeopleView, Count]) -> None:
        self._counts = counts
        for view, count in counts.items():
            self.views.set_count(view, count)
        self._tell_foot()

    def _loading(self, loading: Loading) -> None:
        self._tell_foot()
        if loading is not Loading.READY:
            return
        narrowed, self._narrowed = self._narrowed, False
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.table.select_key(wanted)
        elif self.model.rowCount() == 0:
            if narrowed:
                self.panel.show_nobody()
        elif self.table.current_key() is None and (narrowed or self.panel.person_id is None):
            self.table.selectRow(0)

    def _tell_foot(self) -> None:
        more = self.model.canFetchMore(self.table.rootIndex())
        total = self._counts.get(self._view) if self._is_whole() else None
        loaded = self.model.rowCount()
        self.foot.tell(loaded, total, self.tr("人"), more=more)
        shown = str(total) if more and total is not None else str(loaded) + ("+" if more else "")
        ready = self.model.loading in (Loading.READY, Loading.MORE)
        self.bar.set_count(self.tr("{count} 人").format(count=shown) if ready else "")

    def _is_whole(self) -> bool:
        return self._chosen == PeopleFilter()

    # -- empty, menu, panel --------------------------------------------------------------------

    def _empty(self) -> QWidget:
        if not self._is_whole():
            why = self.tr("视图是“{view}”，另外还按{filters}筛选。").format(
                view=word(self._view), filters=self._filters_in_words()
            )
            step = Step(self.tr("去掉筛选"), self.clear)
            return EmptyState(self.tr("筛选后一个人也没有"), why, step, icon="ph.funnel")
        if self._view is PeopleView.ACTIVE:
            why = self.tr("新建第一个人，把一次性密码告诉本人，就能登录了。")
            step = Step(self.tr("新建人员"), self.deeds.create, primary=True)
            return EmptyState(self.tr("还没有人"), why, step, icon="ph.users")
        title = self.tr("没有“{view}”的人").format(view=word(self._view))
        step = Step(self.tr("看在岗的人"), lambda: self.show_view(PeopleView.ACTIVE))
        return EmptyState(title, self.tr("这是好事，什么也不用做。"), step, icon="ph.users")

    def _filters_in_words(self) -> str:
        told = []
        if self._chosen.role is not None:
            told.append(self.tr("角色“{name}”").format(name=word(self._chosen.role)))
        if self._chosen.unit_id is not None:
            told.append(self.tr("单位“{name}”").format(name=self.unit.text()))
        if self._chosen.text:
            told.append(self.tr("文字“{text}”").format(text=self._chosen.text))
        return "、".join(told)

    def _menu(self, rows: tuple[PersonLine, ...]) -> list[MenuEntry]:
        copy = MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy")
        row, panel = rows[0].row, self.panel
        one = "" if len(rows) == 1 else self.tr("一次只能改一个人")
        gone = one or ("" if row.is_active else self.tr("已停用"))
        lock = self.tr("解锁") if row.is_locked else self.tr("锁定")
        leave = self.tr("停用") if row.is_active else self.tr("重新启用")

        def entry(
            title: str, do: Callable[[], None], why_not: str, *, icon: str, key: str = ""
        ) -> MenuEntry:
            return MenuEntry(title, partial(panel.do_for, row.id, do), why_not, key, icon)

        return [
            entry(self.tr("修改"), panel.edit, one, key="E", icon="ph.pencil-simple"),
            entry(self.tr("加角色"), panel.grant, gone, icon="ph.identification-card"),
            entry(self.tr("重置密码"), panel.reset_password, gone, icon="ph.key"),
            entry(lock, panel.lock, gone, icon="ph.lock-key"),
            entry(leave, panel.leave, one, icon="ph.prohibit"),
            copy,
        ]

    def _offer_columns(self) -> None:
        menu = self.table.column_menu()
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def _current_changed(self, key: object) -> None:
        if isinstance(key, UUID) and self.panel.isVisibleTo(self):
            self.panel.show_person(key)

    def _opened(self, key: object) -> None:
        if isinstance(key, UUID):
            self.panel.show()
            self.panel.show_person(key)
            self.panel.setFocus()

    def _made(self, made: PersonMade) -> None:
        self.show_target(PersonWanted(made.person_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.views.fit(self.window())
