"""A run over many cases: one transaction and one key a case, progress, a way to stop, a report."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import AppError, DatabaseBusy, DatabaseUnreachable
from app.core.ids import new_id
from ui.core.controls import Button, label
from ui.core.icons import icon
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.table_copy import cells_as_text
from ui.core.targets import CaseWanted
from ui.core.theme import current

CASE_ROLE = int(Qt.ItemDataRole.UserRole)
SIZE_PX = (600, 420)
BRIEF_MS = 700
"""How long a brief run may go on before it shows how far it is."""
UNREACHABLE = (DatabaseBusy, DatabaseUnreachable)

Take = Callable[[Any, "BatchItem", UUID], object]
"""Takes the step on one case: unit of work, case, command key."""


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A case of a run.

    Attributes:
        name: Short number, or the receipt code before there is one.
        version: As it was seen.
        why_not: Why the step is not even tried on it, in words; "" where it is.
    """

    case_id: UUID
    name: str
    title: str
    version: int
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class BatchWords:
    """What a run says; each has the numbers it names.

    Attributes:
        running: While it runs, with ``{at}`` and ``{count}``.
        done: Of a case that is done.
        counted: Of all that are done, with ``{count}``.
        refused: Of all that were refused, with ``{count}``.
        left: Of all that were not tried, with ``{count}``.
        left_one: Of a case that was not tried.
        stopping: While the last case is waited for.
    """

    running: str
    done: str
    counted: str
    refused: str
    left: str
    left_one: str
    stopping: str


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """A step to be taken on many cases.

    Attributes:
        title: Of the window.
        words: What it says.
        items: Which cases, in order.
        take: Takes it on one of them.
        undo: Takes it back on one, None where it cannot be taken back.
        undone: What is said of a case on which it was taken back.
        brief: Where every case was done a passing notice says so, with the way back; the report
            shows itself only for what was refused, or while it takes long.
    """

    title: str
    words: BatchWords
    items: tuple[BatchItem, ...]
    take: Take
    undo: Take | None = None
    undone: str = ""
    brief: bool = False


class Came(StrEnum):
    """What came of one case."""

    WAITS = "waits"
    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"
    UNDONE = "undone"


def plain_words(done: str, counted: str) -> BatchWords:
    """Return the words of a run whose step is no more than done or not."""
    translate = QCoreApplication.translate
    return BatchWords(
        running=translate("Batch", "正在办第 {at} / {count} 件…"),
        done=done,
        counted=counted,
        refused=translate("Batch", "{count} 件没有办成，还是原样"),
        left=translate("Batch", "{count} 件没有办"),
        left_one=translate("Batch", "没有办，还是原样"),
        stopping=translate("Batch", "这一件办完就停下…"),
    )


class BatchReport(QDialog):
    """Takes the step case by case and says of each what came of it; Enter opens a case.

    The key of each case is made once: whatever is tried again does nothing twice.
    """

    ended = Signal()

    def __init__(self, desk: Desk, order: BatchOrder, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(*SIZE_PX)
        self._desk, self._owner = desk, parent
        self._order = order
        self._run = new_id()
        self._undoing = False
        self._ahead: list[int] = []
        self._at = 0
        self._failed: set[int] = set()
        self._ran = False
        self._stopped = False
        self._came = [Came.REFUSED if item.why_not else Came.WAITS for item in order.items]
        self._said = [item.why_not or self.tr("等着") for item in order.items]
        self.setWindowTitle(order.title)
        self._says = label("", "second")
        self._says.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("走了几件"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("每件的结果"))
        self.list.setProperty("popup", "true")
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open_button = Button(self.tr("打开这件"), icon="ph.arrow-square-out")
        self.copy_button = Button(self.tr("复制结果"), kind="quiet", icon="ph.copy")
        self.again_button = Button(self.tr("没办成的再试"), kind="quiet")
        self.undo_button = Button(self.tr("撤回"), kind="quiet", icon="ph.arrow-u-up-left")
        self.stop_button = Button(self.tr("停下"), kind="quiet", key="Esc")
        self._show_soon = QTimer(self, singleShot=True, interval=BRIEF_MS)
        self._show_soon.timeout.connect(self.open)
        self._lay_out()
        self._connect()
        for at, _ in enumerate(order.items):
            self.list.addItem(QListWidgetItem())
            self._paint(at)
        self._over_buttons()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for part in (label(self.windowTitle(), "section"), self._says, self.bar):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.copy_button, self.again_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop_button)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.list.itemActivated.connect(self._open)
        self.list.currentRowChanged.connect(self._current_changed)
        self.open_button.clicked.connect(lambda: self._open(self.list.currentItem()))
        self.copy_button.clicked.connect(self.copy)
        self.again_button.clicked.connect(self.try_again)
        self.undo_button.clicked.connect(self.undo)
        self.stop_button.clicked.connect(self.reject)

    # -- what it says --------------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """True when no case is on its way any more."""
        return self._at >= len(self._ahead)

    @property
    def says(self) -> str:
        """How far it is, or what came of the whole."""
        return self._says.text()

    def lines(self) -> tuple[str, ...]:
        """Return what is said of each case."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    def copy(self) -> None:
        """Copy the report as text, a line a case, tabs between number, title and result."""
        lines = [self.windowTitle(), self.says]
        for item, said in zip(self._order.items, self._said, strict=True):
            lines.append(cells_as_text((item.name, item.title, said)))
        QGuiApplication.clipboard().setText("\n".join(lines))

    # -- running -------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the report and start; a brief one waits with showing itself."""
        if self._order.brief:
            self._show_soon.start()
        else:
            self.open()
        self.start()

    def start(self) -> None:
        """Begin with the first case."""
        self._go_through([at for at, came in enumerate(self._came) if came is Came.WAITS])

    def try_again(self) -> None:
        """Try once more what was left, or failed for no reason of its own."""
        ahead, self._undoing = self._worth_trying(), False
        self._go_through(ahead)

    def undo(self) -> None:
        """Take back what was done, case by case."""
        if self._order.undo is not None:
            self._undoing = True
            self._go_through([at for at, came in enumerate(self._came) if came is Came.DONE])

    def _go_through(self, ahead: list[int]) -> None:
        if not self.is_over:
            return
        self._ahead, self._at, self._stopped = ahead, 0, False
        self._ran = True
        self._failed.difference_update(ahead)
        self.bar.setRange(0, max(1, len(ahead)))
        self.bar.setValue(0)
        self.stop_button.setText(self.tr("停下"))
        self._over_buttons()
        self._next()

    def _next(self) -> None:
        if self._stopped:
            self._leave_the_rest()
        if self.is_over:
            self._over()
            return
        words = self._order.words.running
        self._says.setText(words.format(at=self._at + 1, count=len(self._ahead)))
        item = self._order.items[self._ahead[self._at]]
        take = self._order.undo if self._undoing else self._order.take
        if take is None:
            raise ValueError(take)
        name = f"{'undo' if self._undoing else 'take'} {item.case_id}"
        key, chosen = uuid5(self._run, name), take
        self._desk.write(lambda uow: chosen(uow, item, key), self._done, self._refused)

    def _leave_the_rest(self) -> None:
        if not self._undoing:
            for at in self._ahead[self._at :]:
                self._tell(at, Came.LEFT, self._order.words.left_one)
        self._at = len(self._ahead)

    def _done(self, _: object) -> None:
        came = Came.UNDONE if self._undoing else Came.DONE
        self._step(came, self._order.undone if self._undoing else self._order.words.done)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            self._desk.notices.report(error)
        if not isinstance(error, AppError) or isinstance(error, UNREACHABLE):
            self._failed.add(self._ahead[self._at])
        self._stopped = self._stopped or isinstance(error, UNREACHABLE)  # the next would wait too
        self._step(Came.DONE if self._undoing else Came.REFUSED, explain(error).text)

    def _step(self, came: Came, words: str) -> None:
        self._tell(self._ahead[self._at], came, words)
        self._at += 1
        self.bar.setValue(self._at)
        self._next()

    def _tell(self, at: int, came: Came, words: str) -> None:
        self._came[at], self._said[at] = came, words
        self._paint(at)
        self.list.scrollToItem(self.list.item(at))

    def _paint(self, at: int) -> None:
        marks = {
            Came.DONE: ("ph.check-circle-fill", "ok"),
            Came.REFUSED: ("ph.warning-circle-fill", "over"),
            Came.LEFT: ("ph.minus-circle", "text.3"),
            Came.UNDONE: ("ph.arrow-u-up-left", "text.3"),
        }
        item, one = self.list.item(at), self._order.items[at]
        item.setText(f"{one.name}　{one.title}\n{self._said[at]}".lstrip("　"))
        item.setData(CASE_ROLE, one.case_id)
        if self._came[at] in marks:
            item.setIcon(icon(*marks[self._came[at]]))

    def _over(self) -> None:
        self._show_soon.stop()
        if self._order.brief and set(self._came) == {Came.DONE} and not self._undoing:
            self._tell_briefly()
            return
        if self.isHidden():
            self.open()
        words, counts = self._order.words, self._came.count
        told = [words.counted.format(count=counts(Came.DONE))]
        if counts(Came.UNDONE):
            told = [self.tr("撤回了 {count} 件").format(count=counts(Came.UNDONE))]
            if counts(Came.DONE):
                told.append(self.tr("{count} 件没有撤回").format(count=counts(Came.DONE)))
        if counts(Came.REFUSED):
            told.append(words.refused.format(count=counts(Came.REFUSED)))
        if counts(Came.LEFT):
            told.append(words.left.format(count=counts(Came.LEFT)))
        self._says.setText("，".join(told) + "。")
        self.bar.setValue(self.bar.maximum())
        self.stop_button.setText(self.tr("关上"))
        first = next((at for at, came in enumerate(self._came) if came is not Came.DONE), 0)
        self.list.setCurrentRow(first)
        self.list.scrollToItem(self.list.item(first))
        self._over_buttons()
        self.list.setFocus()
        self.ended.emit()

    def _tell_briefly(self) -> None:
        """Leave, and let a passing notice say that all is done and offer the way back."""
        order, desk, parent = self._order, self._desk, self._owner
        told = order.words.counted.format(count=len(order.items))
        if order.undo is None:
            desk.notices.tell(told)
        else:
            back = BatchOrder(
                title=order.title,
                words=plain_words(order.undone, self.tr("撤回了 {count} 件")),
                items=order.items,
                take=order.undo,
                brief=True,
            )
            desk.notices.offer_undo(told, lambda: BatchReport(desk, back, parent).begin())
        self.ended.emit()
        self.accept()
        self.deleteLater()

    def _over_buttons(self) -> None:
        """Show what can be done with the report; while cases are on their way, nothing."""
        over = self.is_over and self._ran
        done = self._came.count(Came.DONE)
        self.open_button.setEnabled(over and self.list.currentRow() >= 0)
        self.copy_button.setEnabled(over)
        self.again_button.setVisible(over and bool(self._worth_trying()))
        self.undo_button.setVisible(over and done > 0 and self._order.undo is not None)
        self.undo_button.setText(self.tr("撤回这 {count} 件").format(count=done))

    def _worth_trying(self) -> list[int]:
        left = (at for at, came in enumerate(self._came) if came in (Came.LEFT, Came.REFUSED))
        return [at for at in left if self._came[at] is Came.LEFT or at in self._failed]

    # -- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop after the case on its way; leave when nothing is on its way."""
        if self.is_over:
            super().reject()
        else:
            self._stopped = True
            self._says.setText(self._order.words.stopping)

    def _current_changed(self, row: int) -> None:
        self.open_button.setEnabled(self.is_over and self._ran and row >= 0)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.is_over:
            case_id: UUID = item.data(CASE_ROLE)
            self.accept()
            self._desk.navigator.go(CaseWanted(case_id))
