"""A line of a panel: what it is, quiet words under it, how it stands, and what may be done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.core.chips import Chip
from ui.core.controls import Button, label


class StepLine(QWidget):
    """Name and quiet words at the left; chips and steps at the right."""

    def __init__(self, name: str, under: str = "", *, wrap: bool = False) -> None:
        """Make a line; with `wrap` long words take several lines instead of being cut."""
        super().__init__()
        self.setProperty("scrolled", "true")
        self.setAccessibleName(f"{name} {under}".strip())
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, role in ((name, "body"), (under, "caption")):
            if text:
                made = label(text, role)
                made.setToolTip(text)
                made.setWordWrap(wrap)
                if not wrap:
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
        button = Button(words, kind="link", small=True)
        button.setAccessibleName(f"{words} {self.accessibleName()}")
        button.clicked.connect(lambda _=False: run())
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def steps(self) -> dict[str, Button]:
        """Return the steps that are offered, by their words."""
        return {button.text(): button for button in self.findChildren(Button)}
