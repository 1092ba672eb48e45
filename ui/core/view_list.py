"""The column of views beside a list: groups of entries with a mark, a word and a count."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.paging import Count
from ui.core.controls import label
from ui.core.icons import paint_icon
from ui.core.marks import StageGlyph, paint_glyph
from ui.core.theme import current

LOW_WINDOW_PX = 800
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
WIDE_WINDOW_PX = 1400


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One entry.

    Attributes:
        key: What is told when it is chosen.
        title: Its word.
        icon: Phosphor name.
        tone: warn, over or sup colours the icon, and a count that is not zero; "" never does.
        glyph: Stands in place of the icon: the list is the legend of stages then.
        tip: Shown when the mouse rests.
    """

    key: Hashable
    title: str
    icon: str = ""
    tone: str = ""
    glyph: StageGlyph | None = None
    tip: str = ""


class ViewRow(QAbstractButton):
    """Mark, word, count."""

    walked = Signal(object)  # int: an arrow asks for the entry so many further down

    def __init__(self, entry: ViewEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._count: Count | None = None
        self._low = False
        self.setCheckable(True)
        self.setText(entry.title)
        self.setObjectName(f"view-{entry.key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setToolTip(entry.tip)
        self.set_count(None)

    def set_count(self, count: Count | None) -> None:
        """Show how many there are; None for no number."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {self.count_text}".strip())
        self.update()

    def set_low(self, *, low: bool) -> None:
        """Make the row lower on a low window."""
        self._low = low
        self.updateGeometry()

    @property
    def count(self) -> Count | None:
        """How many there are, None while it is not known."""
        return self._count

    @property
    def count_text(self) -> str:
        """The count as shown."""
        return "" if self._count is None else str(self._count)

    def sizeHint(self) -> QSize:
        sizes = current().sizes
        return QSize(120, sizes.view_row_small if self._low else sizes.view_row)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """Stay as it is: the list marks what is shown."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = STEPS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.walked.emit(by)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, chosen = current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inner = QRectF(self.rect()).adjusted(10, 0, -10, 0)
        self._paint_mark(painter, inner)
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.color("accent" if chosen else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        taken = QFontMetrics(theme.font("caption", bold=True)).horizontalAdvance(self.count_text)
        words = inner.adjusted(26, 0, -taken - 6, 0)
        elided = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, middle, elided)
        some = self._count is not None and self._count.value > 0
        loud = self.entry.tone if some else ""
        painter.setFont(theme.font("caption", bold=chosen or bool(loud)))
        painter.setPen(theme.color(f"{loud}.text" if loud else "accent" if chosen else "text.3"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self.count_text)
        painter.end()

    def _paint_mark(self, painter: QPainter, inner: QRectF) -> None:
        sizes, glyph = current().sizes, self.entry.glyph
        side = sizes.stage_glyph if glyph is not None else sizes.icon
        left = inner.left() + (sizes.icon - side) / 2
        box = QRectF(left, round((self.height() - side) / 2), side, side)
        if glyph is not None:
            paint_glyph(painter, glyph, box)
        else:
            quiet = "accent" if self.isChecked() else "text.2"
            paint_icon(painter, self.entry.icon, box, self.entry.tone or quiet)

    def _paint_ground(self, painter: QPainter) -> None:
        theme = current()
        if self.isChecked() or self.underMouse() or self.hasFocus():
            line = theme.color("accent") if self.hasFocus() else Qt.GlobalColor.transparent
            painter.setPen(QPen(line, 1))
            painter.setBrush(theme.color("bg.selected" if self.isChecked() else "bg.hover"))
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.sizes.radius_chip, theme.sizes.radius_chip)


@dataclass(frozen=True, slots=True)
class MenuWanted:
    """Somebody asks what can be done with an entry, at a point of the screen."""

    key: Hashable
    at: QPoint


class _Slot:
    """A place in the list, and the groups that stand there now."""

    def __init__(self, box: QWidget, column: QVBoxLayout) -> None:
        self.box = box
        self.column = column
        self.groups: list[list[ViewRow]] = []

    def empty(self) -> None:
        while self.column.count():
            item = self.column.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        self.groups = []


class ViewList(QFrame):
    """Groups of entries, one entry of each group marked; arrows walk them all."""

    chosen = Signal(object)  # key of the entry
    menu_wanted = Signal(object)  # MenuWanted

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list; `name` is what screen readers call it."""
        super().__init__(parent)
        self.setProperty("surface", "sunken")
        self.setAccessibleName(name)
        self.rows: dict[Hashable, ViewRow] = {}
        self._groups: list[list[ViewRow]] = []
        self._slots: list[_Slot] = []
        self._low = False
        body = QWidget()
        body.setProperty("scrolled", "true")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 4, 8, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 1, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(scroll, 1)

    def add_group(self, title: str, *entries: ViewEntry) -> None:
        """Add a group under its heading."""
        slot = self.add_slot()
        self.fill_slot(slot, (title, entries))

    def add_slot(self) -> int:
        """Keep a place for groups that come and go; return its number for `fill_slot`."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._column.insertWidget(self._column.count() - 1, box)
        self._slots.append(_Slot(box, column))
        return len(self._slots) - 1

    def fill_slot(self, number: int, *groups: tuple[str, Sequence[ViewEntry]]) -> None:
        """Let these groups stand in a place, each under its heading."""
        slot = self._slots[number]
        had_focus = any(row.hasFocus() for group in slot.groups for row in group)
        slot.empty()
        for title, entries in groups:
            head = label(title, "caption")
            head.setContentsMargins(10, 8, 0, 4)
            slot.column.addWidget(head)
            group = [ViewRow(entry) for entry in entries]
            for row in group:
                row.set_low(low=self._low)
                row.clicked.connect(self._clicked)
                row.walked.connect(self._walk)
                row.customContextMenuRequested.connect(self._menu)
                slot.column.addWidget(row)
            slot.groups.append(group)
        self._groups = [group for each in self._slots for group in each.groups]
        self.rows = {row.entry.key: row for group in self._groups for row in group}
        if had_focus and self.rows:
            next(iter(self.rows.values())).setFocus()

    def set_foot(self, foot: QWidget) -> None:
        """Put something under the list that does not scroll away."""
        self._outer.addWidget(foot)

    def mark(self, key: Hashable) -> None:
        """Mark an entry in its group; the others of the group are no longer marked."""
        wanted = self.rows[key]
        for group in self._groups:
            if wanted in group:
                for row in group:
                    row.setChecked(row is wanted)

    def set_count(self, key: Hashable, count: Count | None) -> None:
        """Show how many an entry holds."""
        self.rows[key].set_count(count)

    def fit(self, window: QWidget) -> None:
        """Take the width and row height that go with the window."""
        sizes = current().sizes
        wide = window.width() >= WIDE_WINDOW_PX
        self.setFixedWidth(sizes.saved_views if wide else sizes.saved_views_small)
        self._low = window.height() < LOW_WINDOW_PX
        for row in self.rows.values():
            row.set_low(low=self._low)

    def _menu(self, at: QPoint) -> None:
        row = self.sender()
        if isinstance(row, ViewRow):
            self.menu_wanted.emit(MenuWanted(row.entry.key, row.mapToGlobal(at)))

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ViewRow):
            self.chosen.emit(row.entry.key)

    def _walk(self, by: int) -> None:
        rows = list(self.rows.values())
        at = next((at for at, row in enumerate(rows) if row.hasFocus()), 0)
        wanted = rows[max(0, min(len(rows) - 1, at + by))]
        wanted.setFocus()
        wanted.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), current().color("border"))
        painter.end()
