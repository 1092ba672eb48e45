"""The roster of the chosen organisation and of all that stands under it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.paging import Page
from app.core.words import label as word
from app.party import rights
from app.party.points.queries import points_of
from app.party.queries.members import MemberRow
from app.party.queries.organisations import OrganisationRow
from app.party.queries.roster import RosterFilter, roster_page
from app.party.queries.roster import RosterView as Part
from app.party.queries.transfers import count_waiting
from app.party.roster.narrowing import MORE, RosterPart, active_parts, with_parts, without_parts
from ui.core.controls import Button, Combo
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry, menu_of
from ui.core.page_bars import FootBar, NarrowField
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_model import After, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.roster_columns import roster_columns
from ui.party.roster_deeds import RosterDeeds
from ui.party.roster_filter import RosterChips, RosterFilterDialog

TOPICS = frozenset({Topic.MEMBER, Topic.POINTS})
NEW_KEY, FIND_KEY, FILTER_KEY, PRINT_KEY = "Ctrl+N", "F", "Ctrl+F", "P"


class RosterView(QWidget):
    """The table under the head of the organisation; `set_organisation` says whose it is.

    Attributes:
        buttons: Of the roster, which stand in the head beside those of the organisation.
    """

    member_chosen = Signal(object)  # UUID, or None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: OrganisationRow | None = None
        self._names: dict[UUID, str] = {}
        self._wanted: UUID | None = None
        self.chosen = RosterFilter()
        self._place = ""
        self.deeds = RosterDeeds(desk, self)
        self.menu_button = Button(self.tr("名册"), kind="quiet", icon="ph.users", caret=True)
        self.new_button = Button(self.tr("新增党员"), kind="party", icon="ph.plus")
        self.buttons: Sequence[Button] = (self.menu_button, self.new_button)
        self.field = NarrowField(self.tr("姓名、拼音、单位、专长"), FIND_KEY)
        self.part = Combo()
        self.part.setAccessibleName(self.tr("看哪些党员"))
        for each in Part:
            self.part.add(word(each), each)
        self.filter_button = Button(self.tr("筛选"), kind="quiet", icon="ph.sliders-horizontal")
        self.filter_button.setToolTip(self.tr("按身份、专长、标签、入党时间、居住地筛选（Ctrl+F）"))
        self.chips = RosterChips()
        self.waiting = Button(self.tr("转接"), kind="partylink", small=True)
        self.waiting.hide()
        self._points: dict[UUID, int] = {}
        self.model: PagedTableModel[MemberRow] = PagedTableModel(
            roster_columns(self._group, self._earned), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.roster", desk.preferences)
        self.foot = FootBar(
            (
                KeyHelp("Return", self.tr("名片")),
                KeyHelp(FILTER_KEY, self.tr("筛选")),
                KeyHelp(NEW_KEY, self.tr("新增党员")),
            )
        )
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QFrame()
        bar.setProperty("surface", "pane")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 0, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.field)
        line.addWidget(self.part)
        line.addWidget(self.filter_button)
        line.addStretch(1)
        line.addWidget(self.waiting)
        column.addWidget(bar)
        column.addWidget(self.chips)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出名册"))
        self.table.current_key_changed.connect(self.member_chosen)
        self.table.opened.connect(self._opened)
        self.table.set_menu(self._row_menu)
        self.field.narrowed.connect(lambda text: self.narrow(text=str(text)))
        self.field.left.connect(self.table.setFocus)
        self.part.currentIndexChanged.connect(lambda _: self._part_chosen())
        self.filter_button.clicked.connect(self.ask_filter)
        self.chips.dropped.connect(self._dropped)
        self.chips.clear_button.clicked.connect(self.clear)
        self.menu_button.clicked.connect(self._open_menu)
        self.new_button.clicked.connect(self.deeds.add)
        self.waiting.clicked.connect(self.deeds.show_transfers)
        self.deeds.added.connect(self._added)
        self.model.loading_changed.connect(self._loading)
        self._refresher = Refresher(self._desk.hub, self, self._reload, topics=TOPICS)
        for key, run in (
            (NEW_KEY, self.deeds.add),
            (FIND_KEY, self.field.setFocus),
            (FILTER_KEY, self.ask_filter),
            (PRINT_KEY, lambda: self.deeds.print_roster(self.chosen)),
        ):
            add_key(self, key, run)
        self._count_waiting()

    # -- what is shown -------------------------------------------------------------------------

    def set_organisation(
        self, row: OrganisationRow | None, within: Sequence[OrganisationRow]
    ) -> None:
        """Show the members of an organisation, None for nobody's.

        Args:
            row: The organisation.
            within: It and all that stands under it.
        """
        self._names = {each.id: each.name for each in within if row and each.id != row.id}
        self.deeds.organisation = row
        self.new_button.setEnabled(self.deeds.keeps)
        self.new_button.setVisible(self._desk.actor.may(rights.MANAGE))
        key = row.id if row is not None else None
        same = self._row is not None and row is not None and self._row.id == row.id
        self._row = row
        if same:
            return
        self.chosen = replace(self.chosen, organisation_id=key)
        self.model.show(self._load)

    def narrow(self, *, text: str | None = None, view: Part | None = None) -> None:
        """Show a part of the roster."""
        wanted = self.chosen
        if text is not None:
            wanted = replace(wanted, text=text)
        if view is not None:
            wanted = replace(wanted, view=view)
        self.narrow_to(wanted)

    def narrow_to(self, wanted: RosterFilter) -> None:
        """Show what a filter asks for."""
        if wanted != self.chosen:
            self.chosen = wanted
            self.chips.show_filter(wanted, self._place)
            self.model.show(self._load)

    def clear(self) -> None:
        """Drop all that narrows."""
        self.narrow_to(without_parts(self.chosen, RosterPart))
        self.field.clear()
        self.part.set_value(Part.ALL)
        self.table.setFocus()

    def _dropped(self, left: RosterFilter) -> None:
        self.narrow_to(left)
        rest = self.chips.members()
        (rest[0] if rest else self.table).setFocus()  # the keyboard stood on the one that is gone

    def ask_filter(self) -> None:
        """Ask what to narrow to besides what is typed."""
        dialog = RosterFilterDialog(self._desk, self.window(), self.chosen)

        def take(told: RosterFilter) -> None:
            self._place = dialog.place
            self.narrow_to(with_parts(self.chosen, told, MORE))
            self.table.setFocus()

        dialog.saved.connect(take)
        self.deeds.open_dialog(dialog)

    def show_member(self, key: UUID) -> None:
        """Choose a member among those shown, once they are read; further down, show their card."""
        at = self.model.position_of(key)
        if at is not None:
            self.table.selectRow(at)
        elif self.model.loading is Loading.READY:
            self.deeds.show_card(key)
        else:
            self._wanted = key

    def _part_chosen(self) -> None:
        self.narrow(view=Part(str(self.part.value())))

    def _load(self, after: After) -> Page[MemberRow]:
        desk, chosen = self._desk, self.chosen
        if chosen.organisation_id is None:
            return Page((), None)
        with desk.parts.database.reading() as session:
            page = roster_page(session, desk.actor, chosen, after=after)
            year = local(desk.parts.clock.now()).year
            members = [row.id for row in page.rows]
            earned = points_of(session, desk.actor, members, year)
            self._points |= dict.fromkeys(members, 0) | earned
        return page

    def _reload(self) -> None:
        self.model.reload()
        self._count_waiting()

    def _count_waiting(self) -> None:
        desk = self._desk
        if desk.actor.may(rights.MANAGE):
            desk.read(lambda session: count_waiting(session, desk.actor), self._tell_waiting)

    def _tell_waiting(self, count: int) -> None:
        self.waiting.setText(self.tr("{count} 件转接等您确认").format(count=count))
        self.waiting.setVisible(count > 0)

    def _loading(self, loading: Loading) -> None:
        more = self.model.canFetchMore(QModelIndex())
        self.foot.tell(self.model.rowCount(), None, self.tr("人"), more=more)
        if loading is Loading.READY and self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.show_member(wanted)

    def _earned(self, row: MemberRow) -> str:
        return str(self._points.get(row.id) or "")

    def _group(self, row: MemberRow) -> str:
        return self._names.get(row.organisation_id, "")

    def _empty(self) -> QWidget:
        active = active_parts(self.chosen)
        if active:
            why = self.tr("“{part}”里没有符合的党员。").format(part=word(self.chosen.view))
            if len(active) > 1:
                why = self.tr("没有党员同时符合上面这几个条件，去掉一个再看。")
            step = Step(self.tr("去掉筛选"), self.clear)
            return EmptyState(self.tr("筛选后一名党员也没有"), why, step, icon="ph.funnel")
        if not self.deeds.keeps:
            return EmptyState(self.tr("这个党组织还没有党员"), "", icon="ph.users")
        why = self.tr("有现成的表格就导入，列名、日期怎么写都认；也可以一个一个新增。")
        steps = (
            Step(self.tr("导入名册"), self.deeds.ask_file, primary=True),
            Step(self.tr("新增党员"), self.deeds.add),
        )
        return EmptyState(self.tr("这个党组织还没有党员"), why, *steps, icon="ph.users")

    # -- doing ---------------------------------------------------------------------------------

    def _opened(self, key: object) -> None:
        if isinstance(key, UUID):
            self.deeds.show_card(key)

    def _added(self, key: UUID) -> None:
        self._wanted = key
        self.model.reload()

    def _open_menu(self) -> None:
        menu = menu_of(self.deeds.entries(self.chosen), self)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _row_menu(self, rows: tuple[MemberRow, ...]) -> list[MenuEntry]:
        one = "" if len(rows) == 1 else self.tr("一次只能看一个人")
        key = rows[0].id
        return [
            MenuEntry(
                self.tr("打开名片"), lambda: self.deeds.show_card(key), one, "Return", "ph.user"
            ),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]
