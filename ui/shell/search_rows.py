"""The lines of "search everything": headings and what was found, as a model and as painted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.search_words import Ranges, found_at
from ui.core.controls import hint_width, key_words, paint_hint
from ui.core.icons import paint_icon
from ui.core.marked_text import paint_marked
from ui.core.theme import current

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
HEADING_HEIGHT = 28
LINE_HEIGHT = 40
TALL_HEIGHT = 56  # with a line below
_ICON_ROOM = 44
_LEAST = 40  # px in which a detail can be read


@dataclass(frozen=True, slots=True)
class Line:
    """One line that can be chosen.

    Attributes:
        title: What it is.
        detail: Quiet words behind it.
        icon: Phosphor name.
        run: What choosing it does.
        key: Key that does the same, "" for none.
        score: Higher comes first within its group.
        title_at: Where in the title stands what was asked for.
        snippet: A line below, "" for none.
        snippet_at: Where in it stands what was asked for.
    """

    title: str
    detail: str
    icon: str
    run: Callable[[], object]
    key: str = ""
    score: int = 0
    title_at: Ranges = ()
    snippet: str = ""
    snippet_at: Ranges = ()

    def scored(self, score: int, words: Sequence[str] = ()) -> "Line":
        """Return the same line with another score, and these words marked in its title."""
        return replace(self, score=score, title_at=found_at(self.title, words))


@dataclass(frozen=True, slots=True)
class Heading:
    """A line over a group."""

    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that came from one place."""

    title: str
    lines: tuple[Line, ...]

    @property
    def score(self) -> int:
        """Return the best of its lines."""
        return max((line.score for line in self.lines), default=0)


class LinesModel(QAbstractListModel):
    """Groups one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Line | Heading] = []

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups; an empty one is left out."""
        self.beginResetModel()
        self._rows = []
        for group in groups:
            if group.lines:
                self._rows.append(Heading(group.title))
                self._rows.extend(_best_first(group.lines))
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return what can be chosen in a row, None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Line) else None

    def row_of(self, title: str) -> int:
        """Return the row of the line with this title, -1 for none."""
        same = (at for at, row in enumerate(self._rows) if isinstance(row, Line))
        return next((at for at in same if self._rows[at].title == title), -1)

    def choices(self) -> list[int]:
        """Return the rows that can be chosen."""
        return [at for at, row in enumerate(self._rows) if isinstance(row, Line)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == LINE_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Heading):
                return row.title
            return "  ".join(part for part in (row.title, row.detail, row.snippet) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


def _best_first(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.score)


class LinesDelegate(QStyledItemDelegate):
    """Paints headings and lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(LINE_ROLE)
        if isinstance(row, Heading):
            return QSize(200, HEADING_HEIGHT)
        return QSize(200, TALL_HEIGHT if row.snippet else LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(LINE_ROLE)
        rect: QRect = option.rect
        painter.save()
        if isinstance(row, Heading):
            painter.setFont(current().font("caption"))
            painter.setPen(current().color("text.3"))
            below = rect.adjusted(16, 6, -16, 0)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), row.title)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            _paint_line(painter, rect, row, selected=selected)
        painter.restore()


def _paint_line(painter: QPainter, rect: QRect, line: Line, *, selected: bool) -> None:
    theme = current()
    box = QRectF(rect).adjusted(6, 0, -6, 0)
    if selected:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.selected"))
        painter.drawRoundedRect(box, theme.sizes.radius, theme.sizes.radius)
    side = theme.sizes.icon
    first = _first_line(rect, line)
    middle = first.top() + (first.height() - side) / 2
    mark = QRectF(rect.left() + 16, round(middle), side, side)
    paint_icon(painter, line.icon, mark, "accent" if selected else "text.2")
    right = rect.right() - 16
    key = "Return" if selected else line.key
    if key:
        words = key_words(key)
        right -= hint_width(words)
        room = QRect(right, first.top(), hint_width(words), first.height())
        edge = theme.color("border.control" if selected else "border")
        paint_hint(painter, words, room, "text.3", edge)
        right -= 12
    left = rect.left() + _ICON_ROOM
    _paint_words(painter, QRect(left, first.top(), right - left, first.height()), line)
    if line.snippet:
        below = QRect(left, first.bottom() - 5, rect.right() - 16 - left, 20)
        at = line.snippet_at
        paint_marked(painter, line.snippet, at, below, role="caption", tone="text.2")


def _first_line(rect: QRect, line: Line) -> QRect:
    """Return the room of title and detail."""
    return rect.adjusted(0, 2, 0, LINE_HEIGHT - TALL_HEIGHT - 2) if line.snippet else rect


def _paint_words(painter: QPainter, box: QRect, line: Line) -> None:
    """The title has the first claim on the room, the detail takes what is left."""
    used = paint_marked(painter, line.title, line.title_at, box, role="body", tone="text")
    rest = box.adjusted(used + 12, 0, 0, 0)
    if rest.width() < _LEAST:
        return
    theme = current()
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.3"))
    detail = painter.fontMetrics().elidedText(
        line.detail, Qt.TextElideMode.ElideRight, rest.width()
    )
    painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), detail)
