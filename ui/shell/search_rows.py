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
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.core.controls import hint_width, key_words, paint_hint
from ui.core.icons import paint_icon
from ui.core.theme import current

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
HEADING_HEIGHT = 28
LINE_HEIGHT = 40


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
    """

    title: str
    detail: str
    icon: str
    run: Callable[[], object]
    key: str = ""
    score: int = 0

    def scored(self, score: int) -> "Line":
        """Return the same line with another score."""
        return replace(self, score=score)


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
            return "  ".join(part for part in (row.title, row.detail) if part)
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
        heading = isinstance(index.data(LINE_ROLE), Heading)
        return QSize(200, HEADING_HEIGHT if heading else LINE_HEIGHT)

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
    middle = rect.top() + (rect.height() - side) / 2
    mark = QRectF(rect.left() + 16, round(middle), side, side)
    paint_icon(painter, line.icon, mark, "accent" if selected else "text.2")
    right = rect.right() - 16
    key = "Return" if selected else line.key
    if key:
        words = key_words(key)
        right -= hint_width(words)
        room = QRect(right, rect.top(), hint_width(words), rect.height())
        edge = theme.color("border.control" if selected else "border")
        paint_hint(painter, words, room, "text.3", edge)
        right -= 12
    _paint_words(painter, QRect(rect.left() + 44, rect.top(), 0, rect.height()), right, line)


def _paint_words(painter: QPainter, box: QRect, right: int, line: Line) -> None:
    """The title has the first claim on the room, the detail takes what is left."""
    theme = current()
    flags = int(Qt.AlignmentFlag.AlignVCenter)
    body = QFontMetrics(theme.font("body"))
    title = body.elidedText(line.title, Qt.TextElideMode.ElideRight, right - box.left())
    box.setRight(right)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.color("text"))
    painter.drawText(box, flags, title)
    rest = box.adjusted(body.horizontalAdvance(title) + 12, 0, 0, 0)
    if rest.width() < 40:
        return
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.3"))
    detail = painter.fontMetrics().elidedText(
        line.detail, Qt.TextElideMode.ElideRight, rest.width()
    )
    painter.drawText(rest, flags, detail)
