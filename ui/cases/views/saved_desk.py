"""What can be done with saved views from the queue: keep, change, copy, order, delete."""

from collections.abc import Hashable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions.saved_views import (
    NAME_MOST,
    ViewDetails,
    drop_view,
    order_views,
    save_view,
)
from app.cases.filters.arranged import Arranged
from app.cases.filters.told import filter_words
from app.cases.queries.queue import QueueView
from app.cases.queries.saved_views import SavedViewRow
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.words import label as word
from app.core.words import say
from ui.cases.views.names import NameKeeper
from ui.cases.views.order_words import order_words
from ui.cases.views.save_dialog import SaveViewDialog
from ui.cases.views.state import ViewState
from ui.core.menus import MenuEntry
from ui.core.notices import Act, Notice, NoticeKind
from ui.core.slices import Desk
from ui.core.tables import DeskTable

OPENING = "cases/opening_view"
CONFLICT_KEY = "view-conflict"


class SavedDesk(QObject):
    """Writes views; the columns of the table are a part of them."""

    saved = Signal(object)  # UUID of the view that was kept, to be shown
    brought_back = Signal(object)  # UUID of the view that was deleted and is there again

    def __init__(
        self, desk: Desk, state: ViewState, keeper: NameKeeper, table: DeskTable, page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._state = state
        self._keeper = keeper
        self._table = table
        self._page = page
        self.dialog: SaveViewDialog | None = None

    # -- keeping -------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is shown as a new view of one's own."""
        shown = self._state.saved
        name = say("cases.view_copy", name=shown.name)[:NAME_MOST] if shown is not None else ""
        self._ask(self._as_shown(), name=name)

    def change(self, row: SavedViewRow) -> None:
        """Rename a view, share it or no longer."""
        self._ask(row.arranged, row=row)

    def copy(self, row: SavedViewRow) -> None:
        """Keep a view as one's own under another name."""
        self._ask(row.arranged, name=say("cases.view_copy", name=row.name)[:NAME_MOST])

    def _ask(self, arranged: Arranged, *, row: SavedViewRow | None = None, name: str = "") -> None:
        names = self._keeper.vocabulary
        self.dialog = SaveViewDialog(
            self._desk, self._page, arranged, self.in_words, names, row=row, name=name
        )
        self.dialog.saved.connect(self.saved)
        self.dialog.open()

    def in_words(self, arranged: Arranged) -> str:
        """Return what a view shows in one sentence."""
        words = self.tr("显示“{view}”").format(view=word(QueueView(arranged.view)))
        rules = filter_words(arranged.rules, self._keeper.vocabulary)
        parts = [words, rules] if rules else [words]
        if arranged.order is not None:
            parts.append(order_words(arranged.order, descending=arranged.descending))
        if arranged.grouping is not None:
            parts.append(self.tr("按{what}分组").format(what=word(arranged.grouping)))
        return "，".join(parts) + "。"

    def _as_shown(self) -> Arranged:
        return replace(self._state.arranged, columns=self._table.columns())

    def update_shown(self) -> None:
        """Keep what is shown in the saved view that is shown."""
        self.update()

    def update(self, over: int | None = None) -> None:
        """Do so, over the version that was read or over another one.

        Args:
            over: Version that is written over knowingly, after somebody else's change.
        """
        row = self._state.saved
        if row is None:
            return
        kept = self._as_shown()
        kept = replace(kept, rules=replace(kept.rules, unread=row.arranged.rules.unread))
        details = ViewDetails(row.name, kept, shared=row.is_shared, region=row.region)
        key, seen = new_id(), row.version if over is None else over
        self._desk.write(
            lambda uow: save_view(uow, details, command_key=key, view_id=row.id, seen_version=seen),
            lambda view_id: self._updated(row, view_id),
            lambda error: self._refused(row, error),
        )

    def _updated(self, row: SavedViewRow, view_id: UUID) -> None:
        self._desk.notices.tell(self.tr("视图“{name}”已更新。").format(name=row.name))
        self.saved.emit(view_id)

    def _refused(self, row: SavedViewRow, error: BaseException) -> None:
        if not isinstance(error, Conflict):
            self._desk.notices.report(error)
            return
        lead = self.tr("别人刚改过视图“{name}”。").format(name=row.name)
        rest = self.tr("您的改动还在：可以另存为自己的视图，或者盖过那次改动。")
        act = Act(self.tr("盖过"), self._write_over)
        self._desk.notices.post(Notice(CONFLICT_KEY, NoticeKind.INFO, rest, lead=lead, act=act))

    def _write_over(self) -> None:
        self._desk.notices.withdraw(CONFLICT_KEY)
        row = self._state.saved
        if row is not None:
            present = {each.id: each.version for each in self._keeper.views}
            self.update(over=present.get(row.id, row.version))

    # -- order and end -------------------------------------------------------------------------

    def move(self, row: SavedViewRow, by: int) -> None:
        """Let one of one's views stand further up or down."""
        own = [each.id for each in self._keeper.views if each.is_own]
        at = own.index(row.id)
        to = at + by
        if not 0 <= to < len(own):
            return
        own[at], own[to] = own[to], own[at]
        key, ids = new_id(), tuple(own)
        self._desk.write(lambda uow: order_views(uow, ids, command_key=key), lambda _: None)

    def drop(self, row: SavedViewRow) -> None:
        """Delete a view; for some seconds it can be had back."""
        key = new_id()
        self._desk.write(
            lambda uow: drop_view(uow, row.id, row.version, command_key=key),
            lambda _: self._dropped(row),
        )

    def _dropped(self, row: SavedViewRow) -> None:
        words = self.tr("视图“{name}”已删除。").format(name=row.name)
        self._desk.notices.offer_undo(words, lambda: self._bring_back(row))

    def _bring_back(self, row: SavedViewRow) -> None:
        details = ViewDetails(
            row.name,
            row.arranged,
            shared=row.is_shared,
            region=row.region,
            position=row.position,
        )
        key = new_id()
        self._desk.write(
            lambda uow: save_view(uow, details, command_key=key), self.brought_back.emit
        )

    # -- the menu of an entry ------------------------------------------------------------------

    def entries(self, key: Hashable) -> list[MenuEntry]:
        """Return what can be done with a standing view or a saved one."""
        opening = self._opening_entry(key)
        row = next((each for each in self._keeper.views if each.id == key), None)
        if row is None:
            return [opening]
        others = "" if row.may_keep else say("cases.view_not_yours", owner=row.owner)
        only_owner = "" if row.is_own else self.tr("只有{owner}能删").format(owner=row.owner)
        shown = self._state.saved is not None and self._state.saved.id == row.id
        changed = shown and self._state.is_changed
        still = "" if shown else self.tr("先打开它")
        entries = [
            opening,
            MenuEntry(
                self.tr("改名、共享…"), lambda: self.change(row), others, icon="ph.pencil-simple"
            ),
            MenuEntry(
                self.tr("按现在看到的更新") if changed else self.tr("按现在的列更新"),
                self.update,
                others or still,
                icon="ph.floppy-disk",
            ),
            MenuEntry(self.tr("复制为我的视图…"), lambda: self.copy(row), icon="ph.copy"),
        ]
        if row.is_own:
            entries += self._moves(row)
        entries.append(
            MenuEntry(self.tr("删除"), lambda: self.drop(row), only_owner, icon="ph.trash")
        )
        return entries

    def _moves(self, row: SavedViewRow) -> list[MenuEntry]:
        own = [each.id for each in self._keeper.views if each.is_own]
        first, last = row.id == own[0], row.id == own[-1]
        top, bottom = self.tr("已经在最上面"), self.tr("已经在最下面")
        return [
            MenuEntry(
                self.tr("上移"),
                lambda: self.move(row, -1),
                top if first else "",
                icon="ph.arrow-up",
            ),
            MenuEntry(
                self.tr("下移"),
                lambda: self.move(row, 1),
                bottom if last else "",
                icon="ph.arrow-down",
            ),
        ]

    def _opening_entry(self, key: Hashable) -> MenuEntry:
        preferences = self._desk.preferences
        if preferences.text(OPENING) == str(key):
            return MenuEntry(
                self.tr("打开时不再先看它"),
                lambda: preferences.remove(OPENING),
                icon="ph.house",
            )
        return MenuEntry(
            self.tr("打开时先看它"),
            lambda: preferences.set_text(OPENING, str(key)),
            icon="ph.house",
        )
