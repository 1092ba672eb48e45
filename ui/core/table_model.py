"""A table model over keyset pages of frozen rows, loaded off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter

from app.core.paging import Head, Page
from ui.core.jobs import Job, Jobs
from ui.core.table_store import RowStore, packed

Row = TypeVar("Row")
After = tuple[object, ...] | None
Load = Callable[[After], Page[Row]]
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 2

REREAD_ROWS = 1000  # a reload reads at most as many rows anew; what follows comes by scrolling


@dataclass(frozen=True, slots=True)
class CellPaint:
    """What a painted cell knows besides its row."""

    painter: QPainter
    rect: QRect


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        key: Unique name; what is remembered about the column is kept under it.
        title: Heading.
        text: Text of the cell, also for copying.
        width: First width in device-independent pixels; the least width if `stretch`.
        align: Where the text stands.
        stretch: Takes the room the others leave.
        tone: Colour token of the text.
        large: Body size instead of the caption size.
        paint: Paints the cell instead of the text.
        tooltip: Text shown when the mouse rests; a clipped text is shown whole anyway.
        sortable: A click on the heading asks for this order.
        hidden: Not shown until chosen.
        fixed: Cannot be hidden.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    width: int = 96
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    stretch: bool = False
    tone: str = "text.2"
    large: bool = False
    paint: Callable[[CellPaint, Row], None] | None = None
    tooltip: Callable[[Row], str] | None = None
    sortable: bool = False
    hidden: bool = False
    fixed: bool = False


class Loading(StrEnum):
    """What a model is doing."""

    NEVER = "never"  # nothing was asked for yet
    FIRST = "first"  # the first page is on its way
    MORE = "more"  # rows stand; further ones, or the same anew, are on their way
    READY = "ready"
    FAILED = "failed"


class PagedTableModel(QAbstractTableModel, Generic[Row]):
    """Rows in pages; a page asked for before a `reload` is never heard of.

    Pages may hold heads of groups among the rows: `rows` leaves them out, and no head is ever
    selected.
    """

    loading_changed = Signal(object)  # Loading

    def __init__(
        self,
        columns: tuple[Column[Row], ...],
        key: Callable[[Row], object],
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        """Begin empty; `show` gives it something to load.

        Args:
            columns: What is shown, in the first order.
            key: The key of a row, by which a selection is kept over a reload.
            jobs: Where pages are loaded.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.columns = columns
        self._key = key
        self._jobs = jobs
        self._load: Load[Row] | None = None
        self._rows = RowStore(self.key_of)  # heads of groups stand among them
        self._after: After = None
        self._more = False
        self._job: Job | None = None
        self._loading = Loading.NEVER
        self._error: BaseException | None = None

    # -- what is shown -------------------------------------------------------------------------

    @property
    def loading(self) -> Loading:
        """What the model is doing."""
        return self._loading

    @property
    def error(self) -> BaseException | None:
        """Why the last loading failed, None when it did not."""
        return self._error

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows loaded so far; for many of them ask `loaded` or `position_of`."""
        return tuple(row for row in self._rows if not isinstance(row, Head))

    @property
    def loaded(self) -> int:
        """How many rows are loaded so far."""
        return self._rows.rows

    def row_at(self, position: int) -> Row:
        """Return the row at a position where no head stands."""
        row: Row = self._rows[position]
        return row

    def head_at(self, position: int) -> Head | None:
        """Return the head of a group at a position, None where a row or nothing stands."""
        return self._rows.head_at(position)

    def key_of(self, row: Row | Head) -> object:
        """Return the key of a row, or what stands for one of a head."""
        return ("head", row.key) if isinstance(row, Head) else self._key(row)

    def key_at(self, position: int) -> object:
        """Return the key of what stands at a position."""
        return self.key_of(self._rows[position])

    def position_of(self, key: object) -> int | None:
        """Return where what has that key stands, None when it is not loaded."""
        return self._rows.position_of(key)

    # -- loading -------------------------------------------------------------------------------

    def show(self, load: Load[Row]) -> None:
        """Show what `load(after)` returns, page by page; it runs on a reader thread.

        Rows of the former question stand until the new ones are there.
        """
        self._load = load
        self._begin(at_least=0)

    def reload(self) -> None:
        """Read anew what is shown, as far as it was loaded."""
        if self._load is not None:
            self._begin(at_least=min(len(self._rows), REREAD_ROWS))

    def canFetchMore(self, parent: Index) -> bool:
        return self._more and self._loading is Loading.READY and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        load, after = self._load, self._after
        if load is None or not self.canFetchMore(parent):
            return
        self._set_loading(Loading.MORE)
        self._job = self._jobs.read(lambda: _packed_page(load(after)), self._append, self._stop)

    def cancel(self) -> None:
        """Let go of what is being loaded; the rows that stand stay."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._loading in (Loading.FIRST, Loading.MORE):
            self._set_loading(Loading.READY if self._rows else Loading.NEVER)

    def _begin(self, *, at_least: int) -> None:
        load = self._load
        if load is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._set_loading(Loading.MORE if self._rows else Loading.FIRST)
        self._job = self._jobs.read(lambda: _read_anew(load, at_least), self._replace, self._stop)

    def _append(self, fresh: tuple[Page[Any], bytes | None]) -> None:
        page, data = fresh
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows.add(page.rows, data)
            self.endInsertRows()
        self._arrived(page)

    def _replace(self, page: Page[Any]) -> None:
        fresh = RowStore(self.key_of, page.rows)
        if self._same_keys(page.rows):
            self._update(fresh)
        else:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
        self._arrived(page)

    def _same_keys(self, rows: tuple[Any, ...]) -> bool:
        """Tell whether the rows that stand have the keys of these, in their order."""
        if not rows or len(rows) != len(self._rows):
            return False
        pairs = zip(rows, self._rows, strict=True)
        return all(self.key_of(row) == self.key_of(stands) for row, stands in pairs)

    def _update(self, fresh: RowStore) -> None:
        """Take rows with the same keys in the same order without disturbing the view."""
        pairs = zip(fresh, self._rows, strict=True)
        changed = [at for at, (row, stands) in enumerate(pairs) if row != stands]
        self._rows = fresh
        for at in changed:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def _arrived(self, page: Page[Any]) -> None:
        self._after = page.after
        self._more = page.after is not None
        self._job = None
        self._error = None
        self._set_loading(Loading.READY)

    def _stop(self, error: BaseException) -> None:
        self._job = None
        if self._rows:
            self._jobs.report(error)  # the rows stand, so nothing else would say it
        self._error = error
        self._set_loading(Loading.FAILED)

    def _set_loading(self, loading: Loading) -> None:
        self._loading = loading
        self.loading_changed.emit(loading)

    # -- Qt's questions ------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = self.columns[index.column()]
        if isinstance(row, Head):
            return _head_data(row, role) if index.column() == 0 else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
            case _ if role == ROW_ROLE:
                return row
            case _ if role == KEY_ROLE:
                return self._key(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.head_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
        return None


def _head_data(head: Head, role: int) -> str | None:
    words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    return f"{head.name} {head.count}" if role in words else None


def _packed_page(page: Page[Any]) -> tuple[Page[Any], bytes | None]:
    """Return a page and its rows packed; done on the reader thread, where nobody waits for it."""
    return page, packed(page.rows)


def _read_anew(load: Load[Row], at_least: int) -> Page[Row]:
    """Read from the start until as many rows are there as stood before."""
    page = load(None)
    rows = list(page.rows)
    while len(rows) < at_least and page.after is not None:
        page = load(page.after)
        rows.extend(page.rows)
    return Page(tuple(rows), page.after)
