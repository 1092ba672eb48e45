"""One of the three columns of the match board: its name, how many, and its cards."""

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.core.controls import label
from ui.party.lists.cards import CardList

HEAD_PX = 32


class BoardColumn(QWidget):
    """A heading over a list of cards; where there is none, why and what to do.

    Attributes:
        cards: The list.
    """

    def __init__(self, title: str, stretch: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stretch = stretch
        self.cards = CardList(title)
        self.setFocusProxy(self.cards)
        self._count = label("", "caption")
        self._aside = label("", "caption")
        head = QWidget()
        head.setFixedHeight(HEAD_PX)
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label(title, "section"))
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self._aside)
        self._below = QWidget()
        self._stack = QStackedLayout(self._below)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._below, 1)

    def tell(self, count: str, aside: str) -> None:
        """Say how many there are, and at the right what is worth knowing of them."""
        self._count.setText(count)
        self._aside.setText(aside)

    @property
    def told(self) -> str:
        """Return both as said."""
        return f"{self._count.text()} {self._aside.text()}".strip()

    def show_empty(self, state: QWidget | None) -> None:
        """Show why there are no cards; None shows the cards."""
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if state is not None:
            self._stack.addWidget(state)
            self._stack.setCurrentIndex(1)
        else:
            self._stack.setCurrentIndex(0)
