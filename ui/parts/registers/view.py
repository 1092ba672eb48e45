"""A register: the table in the middle, the chosen row at the right with what can be done to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.changes import Topic
from app.core.paging import Page
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.page_bars import FootBar
from ui.core.shortcuts import add_key
from ui.core.side_panel import ListPanes, SidePanel
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Register(Generic[Row]):
    """What a register shows.

    Attributes:
        name: Key under which its columns are remembered.
        title: Heading of its panel for screen readers, and its word in the bar.
        columns: Of the table.
        rows: Reads the rows, all at once, off the GUI thread.
        topics: Kinds of records that change them.
        unit: In which they are counted.
        empty: Title and next step where there are none, and an icon.
    """

    name: str
    title: str
    columns: tuple[Column[Row], ...]
    rows: Callable[[Any], Sequence[Row]]
    topics: frozenset[Topic]
    unit: str
    empty: tuple[str, str, str]


class RegisterView(QWidget, Generic[Row]):
    """Subclasses fill the panel in `fill` and offer deeds by `offer`.

    Attributes:
        buttons: What the page shows at the right of its bar while this view is shown.
        dialog: The last form that was opened.
    """

    def __init__(self, desk: Desk, register: Register[Row]) -> None:
        super().__init__()
        self.desk = desk
        self.register = register
        self.dialog: FormDialog | None = None
        self.buttons: list[Button] = []
        self._deeds: list[Button] = []
        self._keys: dict[str, Callable[[], object]] = {}
        self.setObjectName(register.name)
        self.setAccessibleName(register.title)
        self.model: PagedTableModel[Row] = PagedTableModel(
            register.columns, _key_of, desk.jobs, self
        )
        self.table = DeskTable(self.model, register.name, desk.preferences)
        self.foot = FootBar((KeyHelp("Up Down", self.tr("移动")),))
        self.panel = SidePanel(register.title)
        self.title = label("", "section")
        self.title.setWordWrap(True)
        self.chips = FlowRow(6)
        self.facts = FactGrid()
        self.panel.head.addWidget(self.title)
        self.panel.head.addWidget(self.chips)
        self.panel.body.addWidget(self.facts)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ListPanes((self.table, self.foot), self.panel))
        self.setFocusProxy(self.table)
        self.table.set_empty(self._empty)
        self.table.set_failed_title(self.tr("没能读出{name}").format(name=register.title))
        self.table.current_key_changed.connect(lambda _: self.show_chosen())
        self.model.loading_changed.connect(self._loading)
        self.panel.show_state(self._none_chosen())
        self._refresher = Refresher(desk.hub, self, self.model.reload, topics=register.topics)
        desk.scope.changed.connect(self.model.reload)
        self.model.show(self._load)

    # -- what subclasses say -------------------------------------------------------------------

    def fill(self, row: Row) -> None:
        """Show a row in the panel."""
        raise NotImplementedError

    # -- reading -------------------------------------------------------------------------------

    def _load(self, _after: After) -> Page[Row]:
        with self.desk.parts.database.reading() as session:
            return Page(tuple(self.register.rows(session)), None)

    def _loading(self, loading: Loading) -> None:
        if loading is not Loading.READY:
            return
        count = self.model.rowCount()
        self.foot.tell(count, None, self.register.unit, more=False)
        if not count:
            self.panel.show_state(self._none_chosen())
        elif self.table.current_key() is None:
            self.table.selectRow(0)
        else:
            self.show_chosen()

    def _empty(self) -> QWidget:
        title, why, icon = self.register.empty
        return EmptyState(title, why, icon=icon)

    def _none_chosen(self) -> QWidget:
        why = self.tr("在左边选一行，这里看它的全部。")
        return EmptyState(self.tr("没有选中的"), why, icon=self.register.empty[2])

    def chosen(self) -> Row | None:
        """Return the row that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def show_chosen(self) -> None:
        """Show the chosen row in the panel."""
        row = self.chosen()
        if row is not None:
            self.fill(row)
            self.panel.show_record()

    # -- the panel -----------------------------------------------------------------------------

    def head(self, title: str, *chips: Chip) -> None:
        """Say what the panel is about."""
        self.title.setText(title)
        self.chips.set_members(*chips)

    def offer(self, *deeds: Button) -> None:
        """Put what can be done at the foot of the panel, from the likely next step on."""
        for old in self._deeds:
            self.panel.foot.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._deeds = list(deeds)
        while self.panel.foot.count():
            self.panel.foot.takeAt(0)
        for deed in self._deeds:
            self.panel.foot.addWidget(deed)
        self.panel.foot.addStretch(1)
        self.panel.set_foot_visible(visible=bool(self._deeds))

    def deed(self, words: str, key: str, run: Callable[[], object], kind: str = "plain") -> Button:
        """Return a button of the foot; its key does the same wherever the focus is."""
        made = Button(words, kind=kind, key=key)
        made.clicked.connect(lambda _=False: run())
        return made

    def on_key(self, key: str, run: Callable[[], object]) -> None:
        """Let a key do something while this view is shown."""
        add_key(self, key, run)

    def adds(self, words: str, key: str, run: Callable[[], object], icon: str = "ph.plus") -> None:
        """Offer something in the bar of the page."""
        made = Button(words, icon=icon, key=key)
        made.clicked.connect(lambda _=False: run())
        self.buttons.append(made)
        self.on_key(key, run)

    def open(self, dialog: FormDialog) -> None:
        """Open a form."""
        self.dialog = dialog
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, key: object) -> None:
        if isinstance(key, UUID) and self.model.position_of(key) is not None:
            self.table.select_key(key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()


def _key_of(row: Any) -> object:
    return row.id
