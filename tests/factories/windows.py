"""Real windows and who sits at them: hands that type and click, eyes that read what is shown.

A `Seat` is a program of its own: threads, a connection to the database, one main window. Keys go
to the window in front as from a keyboard, the mouse to the middle of what is clicked. Things are
found by object name, by accessible name or by the words on them, as a screen reader finds them;
nothing behind the public face of a widget is touched.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from ui.core.language import speak_chinese
from ui.shell.program import Order, Program
from ui.shell.window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)

WAIT_S = 20  # a busy machine is slow; what never happens fails all the same
TABS = 40
LEFT = Qt.MouseButton.LeftButton
_TAG = re.compile(r"<[^>]+>")


class Seat:
    """One running program with its window, and the hands and eyes of whoever sits at it."""

    def __init__(self, order: Order, kept: Path) -> None:
        """Put a computer on a desk; `sit_down` switches it on.

        Args:
            order: What the command line said.
            kept: Folder of what this computer remembers; each computer has its own.
        """
        _speak_chinese()
        self.program = Program(order, kept=kept)
        self.window = MainWindow(self.program)

    # -- coming and going ----------------------------------------------------------------------

    def sit_down(self) -> None:
        """Start the program and wait for the first page that asks or shows something."""
        self.window.show()
        self.front()
        self.window.begin()
        self.wait(lambda: any(map(self.shown, ("sign-in", "desk", "trouble", "first-run"))))
        self.settle()

    def sign_in(self, login: str, password: str) -> None:
        """Type login and password into the page that asks, and wait for one's desk."""
        self.try_to_sign_in(login, password)
        self.wait(lambda: self.shown("desk") is not None)
        self.settle()

    def try_to_sign_in(self, login: str, password: str) -> None:
        """Type login and password into the page that asks."""
        self.front()
        asked = ("login", "password")
        self.wait(lambda: any(map(self.shown, asked)) and self.focus().objectName() in asked)
        if self.focus().objectName() == "login":
            self.write(login)
            self.press("Return")
        self.write(password)
        self.press("Return")

    def change_person(self) -> None:
        """Let somebody else sit down, by the menu behind one's own name."""
        self.click("person")
        self.choose("换人")
        self.wait(lambda: self.shown("sign-in") is not None)

    def leave(self) -> None:
        """Close the window, and the program with it; who has left already stays away."""
        if isValid(self.window):
            self.window.close()
            self.window.deleteLater()
            let_pass()

    def front(self) -> None:
        """Bring the window, or the dialog that stands on it, before all others."""
        top = self.dialog() or self.window
        if not top.isActiveWindow():
            top.raise_()
            top.activateWindow()
            self.wait(top.isActiveWindow)

    def wait(self, true: Callable[[], object]) -> None:
        """Let time pass until something is true."""
        end = monotonic() + WAIT_S
        while not true():
            assert monotonic() < end, f"it does not come; what can be read:\n{self.words()}"
            let_pass()

    def wait_for(self, *words: str) -> None:
        """Let time pass until words can be read in the window."""
        for each in words:
            self.wait(lambda each=each: each in self.words())

    def settle(self) -> None:
        """Wait until all that was asked for has been done and heard."""
        self.wait(self.program.jobs.idle)

    # -- hands ---------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, written as Qt writes them: ``A``, ``Ctrl+Return``."""
        for key in keys:
            self.front()
            combination = QKeySequence(key)[0]
            window = QGuiApplication.focusWindow()
            assert window is not None
            QTest.keyClick(window, combination.key(), combination.keyboardModifiers())

    def write(self, text: str) -> None:
        """Type text where the cursor is; what no key stands for comes from an input method."""
        self.front()
        field = self.focus()
        if text.isascii():
            QTest.keyClicks(field, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def rewrite(self, text: str) -> None:
        """Type text in place of what stands in the field."""
        self.press("Ctrl+A", "Delete")
        self.write(text)

    def paste(self, text: str) -> None:
        """Paste text from somewhere else."""
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    def walk_to(self, name: str) -> None:
        """Go from field to field with Tab until `name` has the focus."""
        been = []
        for _ in range(TABS):
            if called(self.focus(), name):
                return
            self.press("Tab")
            been.append(spoken(self.focus()))
        raise AssertionError(f"Tab never comes to {name}, but to {been}")

    def click(self, name: str) -> None:
        """Click something with the mouse."""
        self.front()
        QTest.mouseClick(self.find(name), LEFT)

    def click_row(self, row: int) -> None:
        """Click a row of the table that is shown."""
        self.front()
        table = self.table()
        at = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)

    def click_tab(self, tab: int) -> None:
        """Click one of the tabs over the page."""
        self.front()
        (bar,) = self._visible(QTabBar)
        QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, bar.tabRect(tab).center())

    def choose(self, words: str) -> None:
        """Choose an entry of the menu that is open."""
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        entry = next(action for action in menu.actions() if _entry(action) == words)
        assert entry.isEnabled()
        QTest.mouseClick(
            menu, LEFT, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(entry).center()
        )

    def take_offer(self, words: str) -> None:
        """Take what the field under the cursor offers first, once it offers that."""
        self.wait(lambda: any(words in offer for offer in self.offers()[:1]))
        self.press("Return")
        self.settle()

    def drop_files(self, name: str, *files: Path) -> None:
        """Drop files from the system's file manager on something."""
        target, data = self.find(name), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        at, copy = target.rect().center(), Qt.DropAction.CopyAction
        hands = (data, LEFT, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(QPoint(at), copy, *hands)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, *hands))

    # -- eyes ----------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """Return where the cursor is; the window itself while it is nowhere."""
        return QApplication.focusWidget() or self.window

    def shown(self, name: str, kind: type[Kind] = QWidget) -> Kind | None:  # type: ignore[assignment]
        """Return what is visible under an object name, an accessible name or words; or None."""
        found = [each for each in self._visible(kind) if called(each, name)]
        return found[-1] if found else None  # a dialog is younger than what it stands on

    def find(self, name: str, kind: type[Kind] = QWidget) -> Kind:  # type: ignore[assignment]
        """Return what is visible under a name; it has to be."""
        found = self.shown(name, kind)
        assert found is not None, f"no {name} among {sorted(map(spoken, self._visible(QWidget)))}"
        return found

    def text_of(self, name: str) -> str:
        """Return what stands in a field."""
        field = self.find(name)
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText()
        assert isinstance(field, QLineEdit)
        return field.text()

    def complaint_of(self, name: str) -> str:
        """Return what is said to be wrong with a field."""
        return self.find(name).accessibleDescription()

    def words(self, within: QWidget | None = None) -> str:
        """Return all that can be read now: labels, buttons, fields."""
        return "\n".join(filter(None, map(_text, self._visible(QWidget, within))))

    def dialog(self) -> QWidget | None:
        """Return the dialog that waits for an answer, None when there is none."""
        found = [each for each in self._visible(QWidget) if each.isWindow() and each.isModal()]
        return found[-1] if found else None

    def offers(self) -> list[str]:
        """Return what the field under the cursor offers."""
        lists = [each for each in self._visible(QListWidget) if each.isWindow()]
        return [offer.item(at).text() for offer in lists for at in range(offer.count())]

    def tabs(self) -> list[str]:
        """Return the words on the tabs over the page, none where a page stands alone."""
        bars = self._visible(QTabBar)
        return [bar.tabText(at) for bar in bars for at in range(bar.count())]

    def table(self) -> QTableView:
        """Return the table that is shown."""
        (table,) = self._visible(QTableView)
        return table

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows of the table, as its columns show them."""
        table = self.table()
        model, head = table.model(), table.horizontalHeader()
        columns = [at for at in range(model.columnCount()) if not head.isSectionHidden(at)]
        return [
            tuple(str(model.index(row, column).data()) for column in columns)
            for row in range(model.rowCount())
        ]

    def _visible(self, kind: type[Kind], within: QWidget | None = None) -> Sequence[Kind]:
        return [each for each in (within or self.window).findChildren(kind) if each.isVisible()]


def let_pass(moment_ms: int = 10) -> None:
    """Let the program work for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(moment_ms, loop.quit)
    loop.exec()


@cache
def _speak_chinese() -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    speak_chinese(application)


def called(widget: QWidget, name: str) -> bool:
    """Tell whether a widget goes by a name."""
    if name in (widget.objectName(), widget.accessibleName()):
        return True
    return isinstance(widget, QAbstractButton) and widget.text() == name


def spoken(widget: QWidget) -> str:
    """Return what a screen reader would say of a widget."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.objectName()


def _text(widget: QWidget) -> str:
    """Return what a widget says: its words, and what a screen reader adds to them."""
    words = ""
    if isinstance(widget, QPlainTextEdit):
        words = widget.toPlainText()
    elif isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        words = unescape(_TAG.sub("", widget.text()))
    name = widget.accessibleName()
    return name if words in name else f"{words} {name}".strip()


def _entry(action: QAction) -> str:
    return action.text().partition("\t")[0]
