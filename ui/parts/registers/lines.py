"""Lines of a panel, and cells that stand out."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.table_cells import paint_text
from ui.core.table_model import CellPaint, Column
from ui.core.theme import current

Row = TypeVar("Row")


class PanelLine(QWidget):
    """A line of two: what, and under it the quiet part; marks and buttons at the right."""

    def __init__(self, title: str, under: str = "") -> None:
        super().__init__()
        self.setAccessibleName(f"{title} {under}".strip())
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(wrapped(title, "body"))
        if under:
            self._words.addWidget(wrapped(under, "caption"))
        self._line = QHBoxLayout(self)
        edge = 6 if under else 2
        self._line.setContentsMargins(0, edge, 0, edge)
        self._line.setSpacing(8)
        self._line.addLayout(self._words, 1)
        if under:
            self.setMinimumHeight(current().sizes.two_line_row)

    def add(self, widget: QWidget) -> None:
        """Put something at the right."""
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def say_more(self, text: str) -> None:
        """Put words under it that are not quiet."""
        self._words.addWidget(wrapped(text, "second"))

    def act(self, words: str, run: Callable[[], object]) -> Button:
        """Put a button at the right; return it."""
        button = Button(words, kind="quiet", small=True)
        button.clicked.connect(lambda _=False: run())
        self.add(button)
        return button


def wrapped(text: str, role: str) -> QWidget:
    """Return words that take as many lines as they need."""
    made = label(text, role)
    made.setWordWrap(True)
    return made


def toned_column(
    key: str,
    title: str,
    told: Callable[[Row], tuple[str, str]],
    *,
    width: int = 96,
    stretch: bool = False,
) -> Column[Row]:
    """Return a column whose ink goes by the row; `told` gives the text and a colour token."""

    def paint(cell: CellPaint, row: Row) -> None:
        text, tone = told(row)
        inked: Column[Row] = Column(key, title, text=lambda _: text, tone=tone)
        paint_text(cell.painter, inked, row, cell.rect)

    return Column(
        key,
        title,
        text=lambda row: told(row)[0],
        width=width,
        paint=paint,
        stretch=stretch,
        tooltip=lambda row: told(row)[0],
    )
