"""A list of what people keep for themselves or for all: the bars, the table and its keys."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.paging import Page
from ui.core.controls import Button
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.table_model import Column, Loading, PagedTableModel
from ui.core.tables import DeskTable


class Kept(Protocol):
    """What every row of such a list has."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def is_own(self) -> bool:
        """Whether it is the reader's own."""


Row = TypeVar("Row", bound=Kept)

OWN, SHARED, ALL = "own", "shared", "all"


class KeptPage(QWidget, Generic[Row]):
    """Lists rows with ``id``, ``version`` and ``is_own``; subclasses read and write them.

    Attributes:
        rows: All that were read, not narrowed.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: tuple[Column[Row], ...],
        *,
        title: str,
        narrow: str,
        new: str,
        keys: Sequence[KeyHelp] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            desk: Whose rows stand there beside the centre's.
            name: Under which the columns are remembered.
            columns: Of the table.
            title: What is listed.
            narrow: Words in the field that narrows.
            new: On the button that makes one.
            keys: More keys for the foot.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.desk = desk
        self.rows: tuple[Row, ...] = ()
        self.field = NarrowField(narrow)
        self.whose = SegmentedControl(
            (
                Choice(ALL, self.tr("全部")),
                Choice(OWN, self.tr("我的")),
                Choice(SHARED, self.tr("大家的")),
            ),
            ALL,
            name=self.tr("谁的"),
        )
        self.new_button = Button(new, kind="primary", icon="ph.plus", key="Ctrl+N")
        self.bar = ToolBar(title)
        self.bar.add(self.whose)
        self.bar.add(self.field, 1)
        self.bar.add_right(self.new_button)
        self.model: PagedTableModel[Row] = PagedTableModel(
            columns, lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, name, desk.preferences)
        self.setFocusProxy(self.table)
        walk = KeyHelp("Up Down", self.tr("移动"))
        self.foot = FootBar((walk, KeyHelp("Return", self.tr("修改")), *keys))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.table, self.foot):
            column.addWidget(part)
        self._connect()

    def _connect(self) -> None:
        self.whose.chosen.connect(self._narrowed)
        self.field.narrowed.connect(self._narrowed)
        self.field.left.connect(self.table.setFocus)
        self.new_button.clicked.connect(self.create_one)
        self.table.opened.connect(self._opened)
        self.table.set_menu(self.menu)
        self.table.set_empty(self.empty)
        self.model.loading_changed.connect(self._loading)
        topics = frozenset({Topic.PHRASE, Topic.UNIT, Topic.CATEGORY})
        self._refresher = Refresher(self.desk.hub, self, self.model.reload, topics=topics)
        add_key(self, "/", self.field.setFocus)
        add_key(self, "Ctrl+N", self.create_one)
        add_key(self.table, "E", self.edit)
        add_key(self.table, "Delete", self.drop)

    # -- what subclasses say -------------------------------------------------------------------

    def read(self, session: Any) -> tuple[Row, ...]:
        """Return all rows; called on a reader thread."""
        raise NotImplementedError

    def fits(self, row: Row, typed: str) -> bool:
        """Tell whether a row has to do with what was typed; called on a reader thread."""
        raise NotImplementedError

    def open_form(self, row: Row | None) -> None:
        """Ask for a new one, or for changes."""
        raise NotImplementedError

    def drop_row(self, row: Row) -> tuple[str, str, Callable[[Any], object]]:
        """Return what is asked, what follows, and what drops it."""
        raise NotImplementedError

    def why_not(self, row: Row) -> str:
        """Return why this reader may not change a row; "" when they may."""
        raise NotImplementedError

    def empty(self) -> QWidget:
        """Return what stands without rows."""
        raise NotImplementedError

    # -- what is shown -------------------------------------------------------------------------

    def show_rows(self) -> None:
        """Read and show, narrowed as chosen."""
        whose, typed = self.whose.value(), self.field.text().strip()
        database, page = self.desk.parts.database, self

        def load(_after: object) -> Page[Row]:
            with database.reading() as session:
                page.rows = page.read(session)  # one whole value for another
            rows = (row for row in page.rows if whose == ALL or (whose == OWN) == row.is_own)
            return Page(tuple(row for row in rows if page.fits(row, typed)), None)

        self.model.show(load)

    @property
    def is_narrowed(self) -> bool:
        """True when rows may be left out."""
        return self.whose.value() != ALL or bool(self.field.text().strip())

    def clear(self) -> None:
        """Drop everything that narrows."""
        self.field.clear()
        self.whose.set_value(ALL)
        self.show_rows()

    def _narrowed(self, _: object) -> None:
        self.show_rows()

    def _loading(self, loading: Loading) -> None:
        self.foot.tell(self.model.rowCount(), None, self.tr("条"), more=False)
        if loading is Loading.READY and self.model.rowCount() and self.table.current_key() is None:
            self.table.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def chosen(self) -> Row | None:
        """Return the row the keyboard is at."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def create_one(self) -> None:
        """Ask for a new one."""
        self.open_form(None)

    def edit(self) -> None:
        """Change the chosen one, or say why that is not for this reader."""
        row = self.chosen()
        if row is not None and self._may(row):
            self.open_form(row)

    def drop(self) -> None:
        """Drop the chosen one after saying what follows."""
        row = self.chosen()
        if row is None or not self._may(row):
            return
        question, consequence, action = self.drop_row(row)
        dialog = ConsequenceDialog(
            question,
            consequence,
            do=self.tr("删去"),
            leave=self.tr("先不删"),
            danger=True,
            parent=self,
        )
        dialog.accepted.connect(lambda: self.desk.write(action, lambda _: None))
        dialog.accepted.connect(dialog.deleteLater)
        dialog.rejected.connect(dialog.deleteLater)
        dialog.open()

    def _may(self, row: Row) -> bool:
        why = self.why_not(row)
        if why:
            self.desk.notices.tell(why)
        return not why

    def _opened(self, _key: object) -> None:
        self.edit()

    def menu(self, rows: tuple[Row, ...]) -> list[MenuEntry]:
        """Return what can be done to the rows selected."""
        why = self.why_not(rows[0]) if len(rows) == 1 else self.tr("一次只能改一条")
        return [
            MenuEntry(self.tr("修改"), self.edit, why, key="E", icon="ph.pencil-simple"),
            MenuEntry(self.tr("删去"), self.drop, why, key="Delete", icon="ph.trash"),
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]
