"""Keys of the desk: single letters that rest while somebody types, and keys inside a form."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

TYPING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


def typing_in(widget: QWidget | None) -> bool:
    """Tell whether letters typed now would be text: then single-letter keys must rest."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, TYPING) and not _only_read(widget)


def _only_read(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and widget.isReadOnly()


class _Resting(QObject):
    """Keeps a shortcut from taking a letter that is meant as text."""

    def __init__(self, shortcut: QShortcut) -> None:
        super().__init__(shortcut)
        self._shortcut = shortcut
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)
        self._focus_changed(None, QApplication.focusWidget())

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._shortcut.setEnabled(not typing_in(new))


def add_key(
    owner: QWidget,
    key: str,
    run: Callable[[], object],
    *,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QShortcut:
    """Let `key` do `run` while `owner` or something in it has the focus.

    A key without Ctrl, Alt or Meta ("N", "/", "?") rests while the focus is in a text field.

    Args:
        owner: Page, dialog or window.
        key: As Qt writes it.
        run: What it does.
        context: WindowShortcut for keys of the whole window.
    """
    sequence = QKeySequence(key)
    shortcut = QShortcut(sequence, owner)
    shortcut.setContext(context)
    shortcut.activated.connect(run)
    if is_plain(sequence):
        _Resting(shortcut)
    return shortcut


def is_plain(sequence: QKeySequence) -> bool:
    """Tell whether a key is a printable one without Ctrl, Alt or Meta."""
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText).removeprefix("Shift+")
    return len(text) == 1 or text == "Space"


def on_save(form: QWidget, save: Callable[[], object]) -> None:
    """Let Ctrl+Enter anywhere in `form`, text areas included, save it."""
    for key in ("Ctrl+Return", "Ctrl+Enter"):
        add_key(form, key, save)
