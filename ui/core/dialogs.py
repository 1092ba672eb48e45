"""A dialog that says what will happen: a verb, one sentence of consequences, named buttons."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label


class ConsequenceDialog(QDialog):
    """Ask before something that cannot be taken back; never a bare "are you sure"."""

    def __init__(
        self,
        question: str,
        consequence: str,
        *,
        do: str,
        leave: str,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Ask.

        Args:
            question: Verb and what it is about: "结案 1120-0049？".
            consequence: What cannot be taken back, and what happens then.
            do: The button that does it, a verb: "结案".
            leave: The button that leaves things as they are: "先不结".
            danger: True where something is lost.
            parent: The window it stands on.
        """
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setModal(True)
        self.setMinimumWidth(400)
        self.setMaximumWidth(560)
        self.setAccessibleDescription(consequence)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(question, "section"))
        self._words = label(consequence, "second")
        self._words.setWordWrap(True)
        column.addWidget(self._words)
        self._content = QVBoxLayout()
        column.addLayout(self._content)
        column.addSpacing(8)
        self.leave_button = Button(leave, kind="quiet")
        self.do_button = Button(do, kind="danger" if danger else "primary")
        self.leave_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.do_button)
        column.addLayout(buttons)
        (self.leave_button if danger else self.do_button).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # the hint of words that wrap is for another width than the one the window gets
        layout = self.layout()
        needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if needed > self.height():
            self.resize(self.width(), needed)

    def add(self, widget: QWidget) -> None:
        """Put something between the words and the buttons, e.g. a field for the reason."""
        self._content.addWidget(widget)
