"""A field for passwords: can be looked at, says when Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.core.icons import icon

MOST = 128


class PasswordField(QLineEdit):
    """What is typed shows as dots until the eye is clicked."""

    caps_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._caps = False
        self._eye = QAction(icon("ph.eye", "text.3"), self.tr("看看输了什么"), self)
        self._eye.triggered.connect(self._look)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    @property
    def caps_on(self) -> bool:
        """True as far as the letters typed have shown that Caps Lock is on."""
        return self._caps

    def _look(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self._eye.setIcon(icon("ph.eye-slash" if hidden else "ph.eye", "text.3"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._set_caps(on=not self._caps)
        elif text.isascii() and text.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(on=text.isupper() is not shifted)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._set_caps(on=False)
        super().focusOutEvent(event)

    def _set_caps(self, *, on: bool) -> None:
        if on is not self._caps:
            self._caps = on
            self.caps_changed.emit(on)
