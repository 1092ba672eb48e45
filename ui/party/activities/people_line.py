"""A line for somebody who takes part: who, from where, what is known, and what may be done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.core.chips import Chip
from ui.core.controls import Button, label


class PeopleLine(QWidget):
    """Name and quiet words under it; chip and steps at the right."""

    def __init__(self, name: str, under: str) -> None:
        super().__init__()
        self.setProperty("scrolled", "true")
        self.setAccessibleName(f"{name} {under}".strip())
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, role in ((name, "body"), (under, "caption")):
            if text:
                made = label(text, role)
                made.setToolTip(text)
                made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                words.addWidget(made)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 4, 0, 4)
        self._line.setSpacing(8)
        self._line.addLayout(words, 1)

    def add_chip(self, text: str, tone: str = "", icon: str = "") -> None:
        """Say in a chip how things stand."""
        self._line.addWidget(Chip(text, tone, icon=icon), 0, Qt.AlignmentFlag.AlignVCenter)

    def add_step(self, words: str, run: Callable[[], object]) -> None:
        """Offer a step."""
        button = Button(words, kind="partylink", small=True)
        button.setAccessibleName(f"{words} {self.accessibleName()}")
        button.clicked.connect(lambda _=False: run())
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def steps(self) -> dict[str, Button]:
        """Return the steps that are offered, by their words."""
        return {button.text(): button for button in self.findChildren(Button)}
