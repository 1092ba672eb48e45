"""What to do next: a list of verbs, the most pressing first; Enter opens it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from app.cases.numbers import short as short_number
from app.cases.queries.queue import CaseRow, QueueView
from app.cases.queries.today import Today
from app.cases.rules import CaseState, EventKind, Pause
from app.core.words import label as words_of
from ui.cases.deadlines import row_deadline
from ui.cases.today.reading import Fresh
from ui.cases.verbs import verb_of
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.marks import Deadline, DeadlineKind, deadline_size, paint_deadline
from ui.core.relative_time import relative
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.targets import CaseWanted, QueueWanted
from ui.core.theme import current

STEP = {
    CaseState.SUBMITTED: EventKind.REGISTERED,
    CaseState.REGISTERED: EventKind.ASSIGNED,
    CaseState.ASSIGNED: EventKind.SIGNED_FOR,
    CaseState.SIGNED_FOR: EventKind.FINISHED,
    CaseState.IN_PROGRESS: EventKind.FINISHED,
    CaseState.FINISHED: EventKind.CLOSED,
    CaseState.VERIFIED: EventKind.CLOSED,
}
DEADLINE_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Todo:
    """One line: what to do, about what, why it waits, and until when."""

    row: CaseRow
    verb: str
    reason: str
    deadline: Deadline


class NextCard(Card):
    """接下来做."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(padding=0)
        self.setObjectName("today.next")
        self._desk = desk
        self.body.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(16, 0, 16, 0)
        self._list = NextList()
        self._list.opened.connect(self._open)
        self._nothing = EmptyState(
            self.tr("没有等您办的事"),
            self.tr("分给您或您能办的事件会按时限排在这里。"),
            icon="ph.check-circle",
        )
        self._stack = QStackedLayout()
        self.add(self._stack, 1)  # a stack outside a widget would show its first page on its own
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._nothing)
        self._all = Button(self.tr("全部待办"), kind="link")
        self._all.clicked.connect(lambda: desk.navigator.go(QueueWanted(QueueView.MINE)))
        self.add_to_head(self._all)
        self.set_title(self.tr("接下来做"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        Fresh(desk, self, self._take)

    def _take(self, today: Today) -> None:
        calendars, now = today.calendars, today.as_of
        todos = [
            Todo(row, _verb(row), _reason(row, now), row_deadline(row, calendars, now))
            for row in today.mine.rows
        ]
        self._list.show_todos(todos)
        self._stack.setCurrentWidget(self._list if todos else self._nothing)
        self._all.setVisible(bool(todos))
        self.set_title(self.tr("接下来做"), self.tr("按时限排") if todos else "")

    def _open(self, chosen: object) -> None:
        if isinstance(chosen, CaseWanted):
            self._desk.navigator.go(chosen)


def next_step(row: CaseRow) -> EventKind:
    """Return what a line asks for: what holds the case up ends first, who asked is called."""
    if row.pause is not None:
        return EventKind.GIVEN_BACK if row.pause is Pause.TABLED else EventKind.RESUMED
    if row.state is CaseState.FINISHED and row.wants_call_back:
        return EventKind.CALLED_BACK
    return STEP[row.state]


def _verb(row: CaseRow) -> str:
    return verb_of(next_step(row))


def _reason(row: CaseRow, now: Any) -> str:
    """Say why a line stands there."""
    if row.pause is not None:
        words = QCoreApplication.translate("NextCard", "{pause}：{why}")
        return words.format(pause=words_of(row.pause), why=row.pause_reason)
    if next_step(row) is EventKind.CALLED_BACK:
        words = QCoreApplication.translate("NextCard", "{unit}说已办结，反映人要求回访")
        return words.format(unit=row.unit)
    if row.state is CaseState.VERIFIED:
        return QCoreApplication.translate("NextCard", "回访或核查过了，可以结案")
    if row.state is CaseState.REGISTERED and row.returned_count:
        words = QCoreApplication.translate("NextCard", "退回 {count} 次，等着重新分流")
        return words.format(count=row.returned_count)
    if row.state is CaseState.SUBMITTED:
        return QCoreApplication.translate("NextCard", "{ago}来件，还没受理").format(
            ago=relative(row.received_at, now)
        )
    if row.state is CaseState.REGISTERED:
        unknown = QCoreApplication.translate("NextCard", "类别未定")
        return QCoreApplication.translate("NextCard", "{kind}，等着分给承办单位").format(
            kind=row.category or unknown
        )
    if row.state is CaseState.ASSIGNED:
        return QCoreApplication.translate("NextCard", "{unit}还没签收").format(unit=row.unit)
    if row.state is CaseState.FINISHED:
        return QCoreApplication.translate("NextCard", "{unit}说已办结，核实后结案").format(
            unit=row.unit
        )
    who = "·".join(part for part in (row.unit, row.handler) if part)
    return QCoreApplication.translate("NextCard", "{who} 办理中").format(who=who)


class NextList(QWidget):
    """As many lines as there is room for; arrows walk, Enter and a click open."""

    opened = Signal(object)  # CaseWanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._todos: list[Todo] = []
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_todos(self, todos: list[Todo]) -> None:
        """Show another reading; the chosen line stays chosen if it is still there."""
        chosen = self._todos[self._at].row.id if self._at < len(self._todos) else None
        self._todos = todos
        ids = [todo.row.id for todo in todos]
        self._at = ids.index(chosen) if chosen in ids else 0
        self.setAccessibleName("；".join(f"{t.verb} {t.row.title}" for t in todos[: self._fit()]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 6 * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 3 * self._line())

    def _line(self) -> int:
        return current().sizes.two_line_row

    def _fit(self) -> int:
        return min(len(self._todos), max(1, self.height() // self._line()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._at = min(self._at, max(0, self._fit() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if move and 0 <= self._at + move < self._fit():
            self._at += move
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._todos:
            self._open()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._point(event):
            self._open()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def _point(self, event: QMouseEvent) -> bool:
        at = int(event.position().y()) // self._line()
        if not 0 <= at < self._fit():
            return False
        self._at = at
        self.update()
        return True

    def _open(self) -> None:
        self.opened.emit(CaseWanted(self._todos[self._at].row.id))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._line()
        for at, todo in enumerate(self._todos[: self._fit()]):
            box = QRect(0, at * height, self.width(), height)
            self._paint_line(painter, box, todo, chosen=at == self._at)
        painter.end()

    def _paint_line(self, painter: QPainter, box: QRect, todo: Todo, *, chosen: bool) -> None:
        theme = current()
        if chosen:
            painter.fillRect(box, theme.color("bg.selected"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.color("border.subtle"))
        left = self._paint_verb(painter, box, todo)
        room = max(DEADLINE_WIDTH, deadline_size(todo.deadline).width())
        right = box.right() - 16 - room
        deadline = QRect(right, box.top(), room, box.height())
        paint_deadline(painter, todo.deadline, deadline)
        text = QRect(left, box.top() + 3, right - left - 16, box.height() - 6)
        self._paint_words(painter, text, todo)

    def _paint_verb(self, painter: QPainter, box: QRect, todo: Todo) -> int:
        """Paint what to do as a chip; return where the text begins."""
        theme = current()
        painter.setFont(theme.font("caption"))
        tone = {DeadlineKind.OVER: "over", DeadlineKind.WARN: "warn"}.get(todo.deadline.kind)
        width = painter.fontMetrics().horizontalAdvance(words_of(EventKind.SIGNED_FOR)) + 20
        chip = QRectF(box.left() + 16, box.center().y() - 9.5, width, theme.sizes.chip)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{tone}.bg" if tone else "accent.bg"))
        painter.drawRoundedRect(chip, theme.sizes.radius_chip, theme.sizes.radius_chip)
        painter.setPen(theme.color(f"{tone}.text" if tone else "accent"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, todo.verb)
        return round(chip.right()) + 12

    def _paint_words(self, painter: QPainter, box: QRect, todo: Todo) -> None:
        theme = current()
        number = short_number(todo.row.number) if todo.row.number else ""
        caption = theme.font("caption")
        painter.setFont(caption)
        tail = painter.fontMetrics().horizontalAdvance(number) + 10
        painter.setFont(theme.font("body"))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(todo.row.title, Qt.TextElideMode.ElideRight, box.width() - tail)
        half = box.height() // 2
        upper = QRect(box.left(), box.top(), box.width(), half)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("text"))
        painter.drawText(upper, flags, title)
        shift = metrics.horizontalAdvance(title) + 10
        painter.setFont(caption)
        painter.setPen(theme.color("text.2"))
        painter.drawText(upper.adjusted(shift, 0, 0, 0), flags, number)
        lower = QRect(box.left(), box.top() + half, box.width(), half)
        reason = painter.fontMetrics().elidedText(
            todo.reason, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.setPen(theme.color("text.3"))
        painter.drawText(lower, flags, reason)
