"""Running a macro over many cases: one transaction a case, progress, a way to stop, a report."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.cases.actions.macros import run_macro
from app.core.errors import AppError
from app.core.ids import new_id
from ui.cases.macro_steps import MacroTarget
from ui.core.controls import Button, label
from ui.core.icons import icon
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.core.targets import CaseWanted
from ui.core.theme import current

CASE_ROLE = int(Qt.ItemDataRole.UserRole)
SIZE_PX = (600, 420)


@dataclass(frozen=True, slots=True)
class MacroOrder:
    """A macro to be run over cases, with the words for this time."""

    macro_id: UUID
    name: str
    notes: tuple[str, ...]
    targets: tuple[MacroTarget, ...]


class Came(StrEnum):
    """What came of one case."""

    WAITS = "waits"
    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"


class MacroReport(QDialog):
    """Runs the macro case by case and says of each what came of it; Enter opens a case."""

    ended = Signal()

    def __init__(self, desk: Desk, order: MacroOrder, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(*SIZE_PX)
        self._desk = desk
        self._order = order
        self._at = 0
        self._stopped = False
        self._came = [Came.WAITS] * len(order.targets)
        self.setWindowTitle(self.tr("宏“{name}”").format(name=order.name))
        self._title = label(self.windowTitle(), "section")
        self._says = label("", "second")
        self.bar = QProgressBar()
        self.bar.setRange(0, len(order.targets))
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName(self.tr("走了几件"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("每件的结果"))
        self.list.setProperty("popup", "true")
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(current().sizes.icon, current().sizes.icon))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._open)
        self.open_button = Button(self.tr("打开这件"), icon="ph.arrow-square-out")
        self.open_button.clicked.connect(lambda: self._open(self.list.currentItem()))
        self.open_button.setEnabled(False)
        self.stop_button = Button(self.tr("停下"), kind="quiet", key="Esc")
        self.stop_button.clicked.connect(self.reject)
        self._lay_out()
        for target in order.targets:
            item = QListWidgetItem(self._line(target, self.tr("等着")))
            item.setData(CASE_ROLE, target.case_id)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._current_changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for part in (self._title, self._says, self.bar):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop_button)
        column.addLayout(buttons)

    # -- running -------------------------------------------------------------------------------

    @property
    def is_over(self) -> bool:
        """True when no case is on its way any more."""
        return self._at >= len(self._order.targets)

    @property
    def says(self) -> str:
        """How far it is, or what came of the whole."""
        return self._says.text()

    def lines(self) -> tuple[str, ...]:
        """Return what is said of each case."""
        return tuple(self.list.item(at).text() for at in range(self.list.count()))

    def start(self) -> None:
        """Begin with the first case."""
        self._next()

    def _next(self) -> None:
        if self._stopped:
            for at in range(self._at, len(self._came)):
                self._tell(at, Came.LEFT, self.tr("没有走，还是原样"))
            self._at = len(self._came)
        if self.is_over:
            self._over()
            return
        words = self.tr("正在走第 {at} / {count} 件…")
        self._says.setText(words.format(at=self._at + 1, count=len(self._came)))
        order, target, key = self._order, self._order.targets[self._at], new_id()
        self._desk.write(
            lambda uow: run_macro(
                uow,
                order.macro_id,
                target.case_id,
                target.version,
                order.notes,
                command_key=key,
            ),
            self._done,
            self._refused,
        )

    def _done(self, _: object) -> None:
        self._step(Came.DONE, self.tr("走完了"))

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            self._desk.notices.report(error)
        self._step(Came.REFUSED, explain(error).text)

    def _step(self, came: Came, words: str) -> None:
        self._tell(self._at, came, words)
        self._at += 1
        self.bar.setValue(self._at)
        self._next()

    def _tell(self, at: int, came: Came, words: str) -> None:
        marks = {
            Came.DONE: ("ph.check-circle-fill", "ok"),
            Came.REFUSED: ("ph.warning-circle-fill", "over"),
            Came.LEFT: ("ph.minus-circle", "text.3"),
        }
        self._came[at] = came
        item = self.list.item(at)
        item.setText(self._line(self._order.targets[at], words))
        item.setIcon(icon(*marks[came]))
        self.list.scrollToItem(item)

    def _line(self, target: MacroTarget, words: str) -> str:
        return f"{target.name}　{target.title}\n{words}"

    def _over(self) -> None:
        done, refused = self._came.count(Came.DONE), self._came.count(Came.REFUSED)
        told = [self.tr("{count} 件走完").format(count=done)]
        if refused:
            told.append(self.tr("{count} 件没有走成，还是原样").format(count=refused))
        if self._came.count(Came.LEFT):
            told.append(self.tr("{count} 件没有走").format(count=self._came.count(Came.LEFT)))
        self._says.setText("，".join(told) + "。")
        self.bar.setValue(len(self._came))
        self.stop_button.setText(self.tr("关上"))
        first = next((at for at, came in enumerate(self._came) if came is not Came.DONE), 0)
        self.list.setCurrentRow(first)
        self.list.scrollToItem(self.list.item(first))
        self.open_button.setEnabled(True)
        self.list.setFocus()
        self.ended.emit()

    # -- leaving -------------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop after the case on its way; leave when nothing is on its way."""
        if self.is_over:
            super().reject()
        else:
            self._stopped = True
            self._says.setText(self.tr("这一件走完就停下…"))

    def _current_changed(self, row: int) -> None:
        self.open_button.setEnabled(self.is_over and row >= 0)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.is_over:
            case_id: UUID = item.data(CASE_ROLE)
            self.accept()
            self._desk.navigator.go(CaseWanted(case_id))
