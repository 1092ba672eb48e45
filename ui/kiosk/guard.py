"""What must not lead out: keys, menus, gestures, dropped things, windows that open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget

_REFUSED = frozenset(
    {
        *(QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
        *(QEvent.Type.NativeGesture, QEvent.Type.Shortcut, QEvent.Type.WhatsThis),
        *(QEvent.Type.ToolTip, QEvent.Type.EnterWhatsThisMode),
    }
)
_TOUCHES = frozenset(
    {
        *(QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress),
        QEvent.Type.InputMethod,
    }
)
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_MOUSE = frozenset(
    {
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease),
        QEvent.Type.MouseButtonDblClick,
    }
)
_LOOKED_AT = _REFUSED | _TOUCHES | _KEYS | _MOUSE
_WITH = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_EDITING = frozenset(
    {
        *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right),
        *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Down),
    }
)
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Guard(QObject):
    """Sees every event of the application before its widget does.

    A plugged-in keyboard may type letters and figures and correct them; a scanner types a code and
    Enter. All else goes nowhere.
    """

    def __init__(
        self,
        window: QWidget,
        touched: Callable[[], None],
        typed: Callable[[str], bool],
        scanned: Callable[[str], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._touched = touched
        self._typed, self._scanned = typed, scanned
        self._line = ""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def let_go(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def forget(self) -> None:
        """Let go of a code that was half scanned."""
        self._line = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refuse what must not be; remember that somebody is there."""
        kind = event.type()
        if (
            kind not in _TOUCHES
            and kind not in _KEYS
            and kind not in _MOUSE
            and kind not in _REFUSED
        ):
            return False
        if not self._is_ours(watched):
            return False
        if kind in _TOUCHES:
            self._touched()
        if kind in _REFUSED:
            return True
        if isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if isinstance(event, QMouseEvent):
            return event.button() is not Qt.MouseButton.LeftButton
        return isinstance(event, QInputMethodEvent) and not self._is_field(watched)

    def _is_ours(self, watched: QObject) -> bool:
        if isinstance(watched, QWidget):
            return watched is self._window or self._window.isAncestorOf(watched)
        return watched is self._window.windowHandle()

    def _is_field(self, watched: QObject) -> bool:
        return isinstance(watched, QLineEdit | QTextEdit)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if watched is self._window.windowHandle():
            return False  # it comes again to the widget that has the focus
        modifiers = event.modifiers()
        if modifiers & _WITH:
            return True
        if self._is_field(watched):
            return not (self._prints(event) or event.key() in _EDITING or event.key() in _ENDS)
        if event.type() is QEvent.Type.KeyPress:
            self._take(event)
        return True

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _ENDS:
            line, self._line = self._line, ""
            if line:
                self._scanned(line)
        elif event.key() == Qt.Key.Key_Backspace:
            self._line = ""
            self._typed("\b")
        elif self._prints(event):
            self._line = (self._line + event.text())[-64:]
            self._typed(event.text())

    def _prints(self, event: QKeyEvent) -> bool:
        return len(event.text()) == 1 and event.text().isprintable()
