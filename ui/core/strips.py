"""A strip over content that says a condition of it and what can be done about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.core.controls import Button
from ui.core.forms import escaped
from ui.core.states import IconMark

LOOKS = {
    "tint": ("ph.info", "accent"),
    "warn": ("ph.hourglass-high", "warn.text"),
    "note": ("ph.eye", "text.2"),
}


class Strip(QFrame):
    """Blue (`tint`), amber (`warn`) or plain (`note`); hidden until it is told something."""

    def __init__(
        self, look: str, *buttons: Button, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", look)
        name, token = LOOKS[look]
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(8)
        line.addWidget(IconMark(icon or name, token, 18))
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self._words, 1)
        for button in buttons:
            line.addWidget(button)
        self.hide()

    def tell(self, lead: str, rest: str = "") -> None:
        """Say something, `lead` in bold, and be seen; nothing at all hides the strip."""
        self._words.setText(f"<b>{escaped(lead)}</b>{escaped(rest)}")
        self.setAccessibleName(f"{lead}{rest}")
        self.setVisible(bool(lead or rest))

    @property
    def text(self) -> str:
        """What is said, "" while hidden."""
        return self.accessibleName() if not self.isHidden() else ""
