"""What hands do that QTest cannot: type Chinese."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit


def type_words(field: QLineEdit, text: str) -> None:
    """Replace what stands in a field, the way an input method commits text."""
    field.selectAll()
    if not text:
        field.backspace()
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
