"""Search everything (Ctrl+K): one field, one list; arrows walk it, Enter opens."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ui.core.controls import KeyHint, label, line_between
from ui.core.slices import Desk
from ui.core.states import EmptyState, IconMark, Step
from ui.core.targets import NewCaseWanted
from ui.core.theme import current
from ui.shell.offer import Offer
from ui.shell.search_finder import Answer, Finder
from ui.shell.search_rows import LinesDelegate, LinesModel

WIDTH = 640
HEIGHT = 480
TOP = 6
VEIL = 0.55  # how much of the desk the veil takes away
STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class Palette(QWidget):
    """Lies over the desk while it is open; a click beside it or Escape closes it."""

    def __init__(self, desk: Desk, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.hide()
        self._desk = desk
        self._offer = offer
        self.finder = Finder(desk, offer, self)
        self.model = LinesModel()
        self.field = QLineEdit()
        self.field.setObjectName("palette-field")
        self.field.setPlaceholderText(
            self.tr("编号、内容、电话、人、网格、页面、命令；可用拼音首字母")
        )
        self.field.setAccessibleName(self.tr("搜一切"))
        self.field.setStyleSheet("border: 0; background: transparent; padding: 0")
        self._list = QListView()
        self._nothing = QVBoxLayout()
        self._nothing.setContentsMargins(0, 0, 0, 0)
        self._body = QStackedLayout()
        self._status = label("", "caption")
        self._keys = QWidget()  # of no use where there is nothing to walk
        self._before: QWidget | None = None
        self._walked = False
        self._stale = False
        self._enter_owed = False
        self._state: EmptyState | None = None
        self._box = QFrame(self)
        self._lay_out()
        self.field.textEdited.connect(self._typed)
        self.field.installEventFilter(self)
        self.finder.answered.connect(self._show_answer)

    def _lay_out(self) -> None:
        self._box.setProperty("surface", "card")
        column = QVBoxLayout(self._box)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 12, 6)
        head.setSpacing(10)
        head.addWidget(IconMark("ph.magnifying-glass", "text.2", current().sizes.icon))
        head.addWidget(self.field, 1)
        head.addWidget(KeyHint("Esc"))
        column.addLayout(head)
        column.addWidget(line_between())
        self._prepare_list()
        nothing = QWidget()
        nothing.setLayout(self._nothing)
        self._body.addWidget(self._list)
        self._body.addWidget(nothing)
        column.addLayout(self._body, 1)
        column.addWidget(line_between())
        column.addLayout(self._foot())

    def _prepare_list(self) -> None:
        view = self._list
        view.setObjectName("palette-list")
        view.setModel(self.model)
        view.setItemDelegate(LinesDelegate(view))
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.entered.connect(self._hovered)
        view.clicked.connect(self._clicked)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(6)
        foot.addWidget(self._status)
        foot.addStretch(1)
        foot.addWidget(self._keys)
        line = QHBoxLayout(self._keys)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for keys, words in ((("↑", "↓"), self.tr("移动")), (("Return",), self.tr("打开"))):
            for key in keys:
                line.addWidget(KeyHint(key))
            line.addWidget(label(words, "caption"))
        return foot

    def begin(self, text: str = "") -> None:
        """Open, or begin anew; what had the focus gets it back afterwards."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.finder.warm()
        self.place()
        self.show()
        self.raise_()
        self.field.setText(text)
        self.field.setFocus()
        self._typed(text)

    def finish(self) -> None:
        """Close; answers on their way are dropped."""
        self.finder.drop()
        self.hide()
        if self._before is not None:
            self._before.setFocus()
            self._before = None

    def place(self) -> None:
        """Lie over the whole desk."""
        room = self._desk_rect()
        self.setGeometry(room)
        width, height = min(WIDTH, room.width() - 48), min(HEIGHT, room.height() - 64)
        left = (room.width() + current().sizes.rail - width) // 2
        self._box.setGeometry(QRect(left, TOP, width, height))

    def _desk_rect(self) -> QRect:
        owner = self.parentWidget()
        return owner.rect() if owner is not None else QRect()

    def status(self) -> str:
        """Return the words in the foot."""
        return self._status.text()

    def nothing_words(self) -> str:
        """Return what is said where nothing was found."""
        return self._state.accessibleName() if self._state is not None else ""

    def keys_shown(self) -> bool:
        """Tell whether the foot says which keys walk the list."""
        return not self._keys.isHidden()

    def chosen_row(self) -> int:
        """Return the row that Enter would open, -1 for none."""
        return self._list.currentIndex().row()

    def choose(self, row: int) -> None:
        """Do what a line stands for; while the answer to what was typed is owed, wait for it."""
        line = self.model.line(row)
        if self._stale:
            self._enter_owed = True
        if line is None or self._stale:
            return
        self.finder.remember(line)
        self.finish()
        line.run()

    def _show_answer(self, answer: Answer) -> None:
        self._status.setText(self._state_words(answer))
        self._stale = answer.pending and not any(group.lines for group in answer.groups)
        if self._stale:
            return  # what stood there stays for the moment: a list that blinks cannot be read
        before = self.model.line(self.chosen_row())
        self.model.set_groups(answer.groups)
        choices = self.model.choices()
        # the best answer is marked until somebody walks away from it
        kept = self.model.row_of(before.title) if before is not None and self._walked else -1
        if choices:
            self._list.setCurrentIndex(self.model.index(kept if kept >= 0 else choices[0]))
        self._body.setCurrentIndex(0 if choices else 1)
        self._keys.setVisible(bool(choices))
        if not choices:
            self._say_nothing(answer)
        elif self._enter_owed and not answer.pending:
            self._enter_owed = False
            self.choose(self.chosen_row())

    def _state_words(self, answer: Answer) -> str:
        if answer.trouble:
            return answer.trouble
        if answer.pending:
            return self.tr("正在找……")
        count = sum(len(group.lines) for group in answer.groups)
        return self.tr("列出 {count} 条").format(count=count) if answer.text else ""

    def _say_nothing(self, answer: Answer) -> None:
        if self._state is not None:
            self._nothing.removeWidget(self._state)
            self._state.hide()
            self._state.deleteLater()
        self._state = EmptyState(
            self.tr("没有找到“{text}”").format(text=answer.text),
            self.tr("编号可以只写后四位，人和地点可以写拼音首字母；不在您辖区内的不会出现。"),
            *self.next_steps(answer.text),
            icon="ph.magnifying-glass",
        )
        self._nothing.addWidget(self._state, 1, Qt.AlignmentFlag.AlignHCenter)

    def next_steps(self, text: str) -> list[Step]:
        """Return what one can do where nothing was found."""
        target = NewCaseWanted(text)
        if self._offer.room_for(target) is None:
            return [Step(self.tr("换个词再搜"), self._again, primary=True)]
        words = self.tr("用这些字新建事件")
        new = Step(words, lambda: self._leave_for(target), primary=True)
        return [new, Step(self.tr("换个词再搜"), self._again)]

    def _again(self) -> None:
        self.field.selectAll()
        self.field.setFocus()

    def _leave_for(self, target: NewCaseWanted) -> None:
        self.finish()
        self._desk.navigator.go(target)

    def _typed(self, text: str) -> None:
        self._walked = self._enter_owed = False
        self.finder.ask(text)

    def _hovered(self, index: QModelIndex) -> None:
        self._walked = True
        self._list.setCurrentIndex(index)

    def _clicked(self, index: QModelIndex) -> None:
        self.choose(index.row())

    def _walk(self, step: int) -> None:
        choices = self.model.choices()
        if not choices:
            return
        self._walked = True
        here = self.chosen_row()
        at = choices.index(here) if here in choices else 0
        row = choices[max(0, min(at + step, len(choices) - 1))]
        self._list.setCurrentIndex(self.model.index(row))
        if row == choices[0]:
            self._list.scrollToTop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field keep the focus while arrows walk the list."""
        if watched is self.field and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._take_key(event.key())
        return False

    def _take_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.finish()
        elif key in STEPS:
            self._walk(STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(self.chosen_row())
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._box.geometry().contains(event.position().toPoint()):
            self.finish()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(current().color("bg.window"))
        veil.setAlphaF(VEIL)
        painter.fillRect(self.rect(), veil)
        painter.end()
