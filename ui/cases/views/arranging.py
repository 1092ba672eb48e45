"""Keeps together what shows how the queue is arranged: column of views, bar, chips, table head."""

from collections.abc import Hashable
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.cases import rights
from app.cases.filters.model import Filter
from app.cases.filters.told import troubles
from app.cases.queries.queue import QueueFilter, QueueView
from app.cases.queries.saved_views import SavedViewRow
from app.core.errors import DatabaseBusy, DatabaseUnreachable
from app.core.words import label as word
from app.core.words import say
from ui.cases.filter_bar import FilterBar
from ui.cases.queue_source import QueueSource
from ui.cases.views.builder import Builder
from ui.cases.views.chips_row import ChipsRow
from ui.cases.views.names import NameKeeper
from ui.cases.views.order_words import COLUMN_OF, ORDER_OF
from ui.cases.views.saved_desk import OPENING, SavedDesk
from ui.cases.views.state import ViewState
from ui.cases.views_column import ViewsColumn
from ui.core.menus import menu_of
from ui.core.slices import Desk
from ui.core.strips import Strip
from ui.core.tables import DeskTable, SortWanted
from ui.core.targets import CasesWanted
from ui.core.view_list import MenuWanted

KEPT_VIEW = "cases/view"
COLUMNS = "cases"


class Arranging(QObject):
    """One value, `state`, shown in many places; whatever changes it goes through here."""

    shown = Signal()  # other rows are wanted

    def __init__(
        self,
        desk: Desk,
        *,
        views: ViewsColumn,
        bar: FilterBar,
        table: DeskTable,
        state: ViewState,
        keeper: NameKeeper,
        source: QueueSource,
        page: QWidget,
        remembers: bool = True,
    ) -> None:
        """Tie the parts together; `remembers`: the view that is left is the one come back to."""
        super().__init__(page)
        self._remembers = remembers
        self._source = source
        self._desk = desk
        self._page = page
        self.views = views
        self.bar = bar
        self.table = table
        self.state = state
        self.keeper = keeper
        self.chips = ChipsRow(state)
        self.strip = Strip("note", icon="ph.info")
        self.saved = SavedDesk(desk, state, keeper, table, page)
        self.builder: Builder | None = None
        self._typed_wrong = ""
        self._loading_wrong = ""
        self._gone = ""
        self._wanted: object = None  # a saved view to be shown as soon as it is known
        self._connect()

    def _connect(self) -> None:
        self.views.chosen.connect(self.choose)
        self.views.menu_wanted.connect(self._menu)
        self.views.save_button.clicked.connect(self.saved.keep)
        self.bar.changed.connect(self.state.set_rules)
        self.bar.wrong.connect(self._wrong)
        self.bar.builder_button.clicked.connect(self.open_builder)
        self.table.sort_wanted.connect(self._sort)
        self.table.fold_wanted.connect(self.state.toggle)
        self.chips.update_button.clicked.connect(self.saved.update_shown)
        self.chips.revert_button.clicked.connect(self.state.revert)
        self.saved.saved.connect(self._show_later)
        self.saved.brought_back.connect(self._brought_back)
        self.keeper.changed.connect(self._names_changed)
        self.keeper.failed.connect(self._names_unread)
        self.state.changed.connect(self._state_changed)

    # -- which view ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the view one opens with, else the one that was left."""
        preferences = self._desk.preferences
        kept = preferences.text(OPENING) or preferences.text(KEPT_VIEW)
        kept = kept if self._remembers else ""
        known = {view.value for view in self.views.views}
        if kept in known:
            self.state.show_standing(QueueView(kept))
        else:
            try:
                self._wanted = UUID(kept)  # its rows come once it is read
            except ValueError:
                self.state.show_standing(QueueView.ALL_OPEN)
        self.keeper.read()

    def choose(self, key: Hashable) -> None:
        """Show a standing view, or a saved one by its key."""
        self._gone = ""
        if isinstance(key, QueueView):
            self.state.show_standing(key)
        else:
            row = self._row(key)
            if row is not None:
                self.state.show_saved(row)

    def go(self, view: str, typed: str) -> None:
        """Show a standing view narrowed to what would be typed, as a target asks."""
        # what a figure counted lies across the standing views: it is shown without one of its own
        known = {each.value for each in self.views.views} | {QueueView.EVERY.value}
        if view not in known:
            return
        self.bar.show_rules(Filter())
        self.state.set_rules(Filter())
        self.choose(QueueView(view))
        if typed:
            self.bar.type_into(typed)

    def go_among(self, among: CasesWanted) -> None:
        """Show given cases of all that is open, as a target asks."""
        self.go(QueueView.ALL_OPEN, "")
        self.state.show_among(among)

    @property
    def title(self) -> str:
        """What is shown, in a few words."""
        saved = self.state.saved
        return saved.name if saved is not None else word(self.state.view)

    def narrowed(self) -> QueueFilter:
        """Return what narrows the standing view now, the region looked at included."""
        return self.state.narrowed(self._desk.scope.code)

    def _row(self, key: object) -> SavedViewRow | None:
        return next((row for row in self.keeper.views if row.id == key), None)

    def _show_later(self, view_id: UUID) -> None:
        self._wanted = view_id
        self.keeper.read()

    def _brought_back(self, view_id: UUID) -> None:
        """Show a view again whose end is told just now; who has gone elsewhere stays there."""
        if self._gone:
            self._gone = ""
            self._tell()
            self._show_later(view_id)

    def _menu(self, wanted: MenuWanted) -> None:
        menu = menu_of(self.saved.entries(wanted.key), self.views)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(wanted.at)

    # -- how it is arranged --------------------------------------------------------------------

    def open_builder(self) -> None:
        """Open the sentence that says what is shown, to be changed word by word."""
        self.builder = Builder(self._desk, self.state, self.keeper, self.views.views, self._page)
        self.builder.taken.connect(self.state.take)
        self.builder.keep_wanted.connect(self.saved.keep)
        self.builder.open()

    def _sort(self, wanted: SortWanted) -> None:
        order = ORDER_OF.get(wanted.key)
        if order is not None:
            self.state.set_order(order, descending=wanted.descending)

    def _wrong(self, sentence: str) -> None:
        self._typed_wrong = sentence
        self._tell()

    def loaded(self, trouble: str) -> None:
        """Take note of what the last reading of rows could not do."""
        if trouble != self._loading_wrong:
            self._loading_wrong = trouble
            self._tell()

    def count_saved(self) -> None:
        """Count the saved views: after the rows and the standing views, which are waited for."""
        rows, source = self.keeper.views, self._source
        if rows and self.views.isVisible():
            self._desk.read(
                lambda session: source.saved_figures(session, rows),
                self.views.set_saved_counts,
                self._uncounted,
            )

    def _uncounted(self, error: BaseException) -> None:
        if not isinstance(error, (DatabaseBusy, DatabaseUnreachable)):  # the status bar says so
            self._desk.notices.report(error)

    # -- showing it ----------------------------------------------------------------------------

    def _state_changed(self) -> None:
        state, saved = self.state, self.state.saved
        if self.bar.rules != state.arranged.rules:  # else one may be typing them just now
            self.bar.show_rules(state.arranged.rules)
        self.bar.name_view(self.title)
        key: object = saved.id if saved is not None else state.view
        self.views.set_current(key)
        if self._remembers:
            self._desk.preferences.set_text(KEPT_VIEW, str(key))
        if saved is not None:
            name = f"{COLUMNS}/{saved.id}"
            self._desk.preferences.remove(f"table/{name}/{saved.version - 1}")  # of its past
            self.table.use_columns(f"{name}/{saved.version}", saved.arranged.columns)
        else:
            usual = self._desk.preferences.layout(f"table/{COLUMNS}")
            self.table.use_columns(f"{COLUMNS}/{state.view}", usual)
        ordered = state.ordered
        self.table.set_sorted(COLUMN_OF[ordered.order], descending=ordered.descending)
        self.keeper.speak_of(state.arranged.rules)
        self._show_words()
        self.shown.emit()

    def _show_words(self) -> None:
        self.chips.show_state(self.keeper.vocabulary, self.state.set_rules)
        self._tell()

    def _names_changed(self) -> None:
        self.views.set_saved(self.keeper.views)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            row = self._row(wanted)
            if row is not None:
                self.choose(row.id)
            else:
                self._gone = say("cases.view_gone")
                self.state.show_standing(QueueView.ALL_OPEN)
        else:
            self._follow_saved()
        self._show_words()
        self.count_saved()

    def _names_unread(self) -> None:
        """Show what can be shown without them, if anything can: the table says what is amiss."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.state.show_standing(self.state.view)
            if self._remembers:
                self._desk.preferences.set_text(KEPT_VIEW, str(wanted))

    def _follow_saved(self) -> None:
        """Show what somebody made of the view that is shown, unless one has changed it oneself."""
        saved = self.state.saved
        if saved is None:
            return
        now = self._row(saved.id)
        if now is None:
            self._gone = say("cases.view_gone")
            self.state.learn_saved(None)
            self.views.set_current(None)
        elif now.version != saved.version and not self.state.is_changed:
            self.state.show_saved(now)

    def _tell(self) -> None:
        """Say above the table what is amiss with what is typed, or with the view."""
        told = [self._typed_wrong, self._gone, self._loading_wrong]
        saved = self.state.saved
        if saved is not None and not saved.is_known:
            told.append(say("cases.view_unknown"))
        if self.keeper.ready:
            actor = self._desk.actor
            told += troubles(
                self.state.arranged.rules,
                self.keeper.vocabulary,
                area=actor.prefixes(rights.READ),
                is_person=actor.person_id is not None,
            )
        self.strip.tell("", "".join(told))
