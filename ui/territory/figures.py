"""A row of figures: the number large, what it counts under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.controls import label


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts.

    Attributes:
        text: The number.
        what: What it counts.
        role: How the number is written: figure, or over for what is bad.
    """

    text: str
    what: str
    role: str = "figure"


class FigureRow(QWidget):
    """Three or four figures side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 4, 0, 4)
        self._line.setSpacing(8)
        self._shown: list[QWidget] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures instead of what stood before."""
        for old in self._shown:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [_cell(figure) for figure in figures]
        for cell in self._shown:
            self._line.addWidget(cell, 1)
        self.setAccessibleName("，".join(f"{f.what} {f.text}" for f in figures))


def _cell(figure: Figure) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(figure.text, figure.role))
    column.addWidget(label(figure.what, "caption"))
    return made
