"""The frame of the pages behind the three choices: a card with a title and a way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.states import IconMark

WIDTH = 560


class StepPage(QScrollArea):
    """A card in the middle.

    Attributes:
        body: Where its content goes.
        buttons: The row under it; a stretch stands before what is added.
    """

    back = Signal()
    ready = Signal()

    def __init__(self, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(label(title, "title"))
        self._words = label(words, "caption")
        self._words.setWordWrap(True)
        head.addWidget(self._words)
        column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body)
        self._trouble = _Trouble()
        column.addWidget(self._trouble)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.back_button = Button(self.tr("换一种开始"), kind="ghost", icon="ph.arrow-left")
        self.back_button.setObjectName("back")
        self.back_button.clicked.connect(self.back)
        self.buttons.addWidget(self.back_button)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)
        content = QWidget()
        content.setProperty("scrolled", "true")
        around = QVBoxLayout(content)
        around.setContentsMargins(24, 24, 24, 24)
        middle = QHBoxLayout()  # stretches, no alignment: an aligned card would not grow in height
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        around.addStretch(1)
        around.addLayout(middle)
        around.addStretch(1)
        self.setWidget(content)

    def order_tabs(self) -> None:
        """Let Tab come to the way back last: it was made before the fields."""
        last = self.buttons.itemAt(self.buttons.count() - 1)
        button = last.widget() if last is not None else None
        if button is not None and button is not self.back_button:
            QWidget.setTabOrder(button, self.back_button)

    def say_trouble(self, sentence: str) -> None:
        """Say what went wrong over the buttons; "" takes it back."""
        self._trouble.say(sentence)

    def trouble(self) -> str:
        """Return what is said to be wrong."""
        return self._trouble.words()


class _Trouble(QFrame):
    """A sentence in the colour of errors; takes no room while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "error")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(IconMark("ph.warning-octagon", "over", 16), 0, Qt.AlignmentFlag.AlignTop)
        self._label = label("")
        self._label.setWordWrap(True)
        line.addWidget(self._label, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        self._label.setText(sentence)
        self.setVisible(bool(sentence))

    def words(self) -> str:
        return self._label.text()
