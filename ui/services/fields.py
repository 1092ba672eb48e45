"""Inputs of the forms of services."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox


def one_line(text: str, most: int, placeholder: str = "") -> QLineEdit:
    """Return a line for a text of so many characters at most."""
    made = QLineEdit(text)
    made.setMaxLength(most)
    made.setPlaceholderText(placeholder)
    return made


def text_area(text: str, placeholder: str, height_px: int = 60) -> QPlainTextEdit:
    """Return a text field that Tab leaves."""
    made = QPlainTextEdit(text)
    made.setTabChangesFocus(True)
    made.setPlaceholderText(placeholder)
    made.setFixedHeight(height_px)
    return made


def number_box(value: int, least: int, most: int, suffix: str = "") -> QSpinBox:
    """Return a box for a whole number; the wheel does not change it by accident."""
    made = _Number()
    made.setRange(least, most)
    made.setValue(value)
    made.setSuffix(suffix)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


class _Number(QSpinBox):
    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


def needs(text: Callable[[], str], complaint: str) -> Callable[[], str]:
    """Return a check that something is written."""
    return lambda: "" if text().strip() else complaint
