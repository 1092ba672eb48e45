"""Something that holds for a time, in two lines, and the button that ends it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.theme import current


class TermRow(QWidget):
    """A role with its scope, a time of standing in."""

    def __init__(self, what: str, where: str, below: str, parent: QWidget | None = None) -> None:
        """Show `what` strongly, `where` behind it, `below` in the second line."""
        super().__init__(parent)
        self.setAccessibleName(f"{what} {where} {below}")
        self.end_button: Button | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 4, 0, 4)
        self._line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        strong = label(what)
        strong.setFont(current().font("body", bold=True))
        scope = label(where, "second")
        scope.setWordWrap(True)
        first.addWidget(strong, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(scope, 1)
        second = label(below, "caption")
        second.setWordWrap(True)
        words.addLayout(first)
        words.addWidget(second)
        self._line.addLayout(words, 1)

    def offer_end(self, verb: str, run: Callable[[], object]) -> None:
        """Put the button that ends it at the right."""
        self.end_button = Button(verb, kind="quiet", small=True)
        self.end_button.setAccessibleDescription(self.accessibleName())
        self.end_button.clicked.connect(lambda _=False: run())
        self._line.addWidget(self.end_button, 0, Qt.AlignmentFlag.AlignTop)
