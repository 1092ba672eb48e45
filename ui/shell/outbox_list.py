"""What waits on this computer for the server: what, since when, and what can be done with it."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.accounts.rules import normal_password
from app.core.outbox import Entry, EntryKind, EntryState
from app.core.words import label as word
from ui.core.controls import Button, label
from ui.core.desk_outbox import DeskOutbox
from ui.core.relative_time import moment_and_relative
from ui.core.slices import Desk
from ui.core.states import EmptyState, IconMark
from ui.core.targets import CaseWanted
from ui.core.theme import current
from ui.shell.password_field import PasswordField

WIDTH, HEIGHT = 640, 420
LEAST_TITLE = 80
INDENT_PX = 26  # under the words, beside the mark
MOST_SHOWN = 200  # characters of what was written; copied it is whole
NOTHING_SHARE = 6  # of the width, between two of one
ICONS = {
    EntryKind.REGISTER: "ph.plus-circle",
    EntryKind.PROGRESS: "ph.note-pencil",
    EntryKind.SIGN_FOR: "ph.check-square",
    EntryKind.DRILL: "ph.flask",
}


class OneLine(QWidget):
    """Words that end in dots where there is no room for all of them."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setToolTip(text)
        self.setMinimumWidth(LEAST_TITLE)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current().font("body"))
        return QSize(metrics.horizontalAdvance(self._text) + 2, current().type.body_line)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_TITLE, current().type.body_line)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        end = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self._text, end, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class EntryRow(QFrame):
    """One entry; a refused one says why and what can be done.

    Attributes:
        entry: What it shows.
    """

    open_wanted = Signal(object)  # UUID of the case
    again_wanted = Signal(object)  # UUID of the entry
    drop_wanted = Signal(object)  # UUID of the entry

    def __init__(self, entry: Entry, since: str, parent: QWidget | None = None) -> None:
        """Show an entry; `since` says when it was written."""
        super().__init__(parent)
        self.entry = entry
        self._asking = False
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(12, 8, 12, 8)
        self._line.setSpacing(4)
        refused = entry.state is EntryState.REFUSED
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconMark(ICONS[entry.kind], "over" if refused else "text.2", 18))
        head.addWidget(label(word(entry.kind), "second"))
        head.addWidget(OneLine(entry.title), 1)
        head.addWidget(label(since, "caption"))
        self._line.addLayout(head)
        if entry.words:
            self._line.addWidget(self._written())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.setContentsMargins(INDENT_PX, 0, 0, 0)
        why = label(entry.why if refused else word(entry.state), "error" if refused else "caption")
        why.setWordWrap(True)
        foot.addWidget(why, 1)
        self._buttons(foot, refused=refused)
        self._line.addLayout(foot)
        self.setAccessibleName(f"{word(entry.kind)} {entry.title} {since} {why.text()}")

    def _written(self) -> QWidget:
        """Return what would be lost with the entry."""
        words = self.entry.words
        cut = len(words) > MOST_SHOWN
        self.written = label(f"{words[:MOST_SHOWN]}…" if cut else words)
        self.written.setTextFormat(Qt.TextFormat.PlainText)
        self.written.setWordWrap(True)
        self.written.setContentsMargins(INDENT_PX, 0, 0, 0)
        return self.written

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.entry.words)
        self.copy_button.setText(self.tr("已复制"))

    def _buttons(self, foot: QHBoxLayout, *, refused: bool) -> None:
        key = self.entry.key
        if self.entry.subject:
            case_id = UUID(self.entry.subject)
            self._button(foot, self.tr("打开事件"), lambda: self.open_wanted.emit(case_id))
        if refused:
            self._button(foot, self.tr("再试"), lambda: self.again_wanted.emit(key))
        if self.entry.words:
            self.copy_button = self._button(foot, self.tr("复制内容"), self._copy)
        self.drop_button = self._button(foot, self.tr("不要了…"), self._ask)
        self.sure = Button(self.tr("删掉这一条"), kind="danger", small=True)
        self.sure.clicked.connect(lambda: self.drop_wanted.emit(key))
        self.sure.hide()
        foot.addWidget(self.sure)

    def _button(self, foot: QHBoxLayout, words: str, run: Callable[[], object]) -> Button:
        button = Button(words, kind="quiet", small=True)
        button.clicked.connect(lambda _=False: run())
        foot.addWidget(button)
        return button

    def _ask(self) -> None:
        """Say what will be lost before it is."""
        if self._asking:
            return
        self._asking = True
        self.drop_button.setText(self.tr("先留着"))
        self.drop_button.clicked.disconnect()
        self.drop_button.clicked.connect(self._keep)
        self.asked = label(self.tr("删掉以后不会补报，内容也找不回来。"), "error")
        self._line.addWidget(self.asked, 0, Qt.AlignmentFlag.AlignRight)
        self.sure.show()

    def _keep(self) -> None:
        self._asking = False
        self.asked.deleteLater()
        self.sure.hide()
        self.drop_button.setText(self.tr("不要了…"))
        self.drop_button.clicked.disconnect()
        self.drop_button.clicked.connect(lambda _=False: self._ask())


class OutboxList(QScrollArea):
    """All entries, the oldest first, as they will be sent."""

    left = Signal()  # a case is to be opened elsewhere

    def __init__(self, desk: Desk, outbox: DeskOutbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._outbox = desk, outbox
        self.rows: tuple[EntryRow, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outbox.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Show what is there now."""
        now = self._desk.parts.clock.now()
        page = QWidget()
        page.setProperty("scrolled", "true")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        entries = self._outbox.box.entries
        self.rows = tuple(EntryRow(each, moment_and_relative(each.at, now)) for each in entries)
        for row in self.rows:
            row.open_wanted.connect(self._open)
            row.again_wanted.connect(self._again)
            row.drop_wanted.connect(self._drop)
            column.addWidget(row)
            rule = QFrame()
            rule.setProperty("surface", "line")
            column.addWidget(rule)
        if not entries:
            why = self.tr("连不上服务器时登记、报进展、签收的，会先存在这里，连上后自动补报。")
            nothing = EmptyState(self.tr("没有等着补报的"), why)
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(nothing, NOTHING_SHARE)
            line.addStretch(1)
            column.addLayout(line)
        column.addStretch(1)
        self.setWidget(page)

    def _open(self, case_id: UUID) -> None:
        self.left.emit()
        self._desk.navigator.go(CaseWanted(case_id))

    def _again(self, key: UUID) -> None:
        self._outbox.look_again(key)

    def _drop(self, key: UUID) -> None:
        self._outbox.drop(key)


class OldBox(QFrame):
    """Asks for the password of before, which alone opens what was written under it."""

    def __init__(self, desk: Desk, outbox: DeskOutbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._outbox = desk, outbox
        self.setProperty("surface", "tint")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        why = self.tr("还有用您以前的密码锁着的，要用那个密码才能打开、补报。")
        column.addWidget(label(why))
        line = QHBoxLayout()
        self.password = PasswordField()
        self.password.setAccessibleName(self.tr("以前的密码"))
        self.password.setPlaceholderText(self.tr("以前的密码"))
        self.button = Button(self.tr("打开"), small=True)
        self.button.clicked.connect(self.open)
        self.password.returnPressed.connect(self.open)
        line.addWidget(self.password, 1)
        line.addWidget(self.button)
        column.addLayout(line)
        self.complaint = label("", "error")
        self.complaint.hide()
        column.addWidget(self.complaint)

    def open(self) -> None:
        """Try what was typed."""
        typed = normal_password(self.password.text())
        if typed:
            self.button.setEnabled(False)
            self._outbox.take_over(typed, self._taken, self._refused)

    def _taken(self, count: int) -> None:
        self._desk.notices.tell(self.tr("打开了，{count} 条接着补报。").format(count=count))
        self.hide()

    def _refused(self, _error: BaseException) -> None:
        self.button.setEnabled(True)
        self.complaint.setText(self.tr("不是那个密码。请再想想；想不起来，里面的就打不开了。"))
        self.complaint.show()
        self.password.selectAll()


class OutboxDialog(QDialog):
    """待补报, behind its number in the status bar."""

    def __init__(self, desk: Desk, outbox: DeskOutbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outbox")
        self.setWindowTitle(self.tr("待补报"))
        self.resize(WIDTH, HEIGHT)
        self.list = OutboxList(desk, outbox)
        self.list.left.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("待补报"), "section"))
        about = self.tr("存在这台电脑上，加了密，只有您的密码能打开；连上后按先后自动补报。")
        column.addWidget(label(about, "caption"))
        if outbox.box.set_aside():
            column.addWidget(OldBox(desk, outbox))
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        done = Button(self.tr("关上"), kind="quiet", key="Esc")
        done.clicked.connect(self.accept)
        buttons.addWidget(done)
        column.addLayout(buttons)
