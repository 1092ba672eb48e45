"""Facts of a record: titles in one column, facts in the other."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui.core.controls import label
from ui.core.forms import escaped
from ui.core.theme import current

TITLE_PX = 64
_AT_FIGURES = re.compile(r"(?<=\d) (?=\D)|(?<=\D) (?=\d)")


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: what it is about, the fact, and quietly what else."""

    title: str
    text: str
    aside: str = ""


class FactGrid(QWidget):
    """Lines of facts; long ones wrap, all can be marked and copied."""

    def __init__(self, title_px: int = TITLE_PX, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, title_px)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def set_lines(self, *lines: FactLine) -> None:
        """Show these lines."""
        while len(self._rows) < len(lines):
            self._rows.append(self._new_row(len(self._rows)))
        for at, (title, text) in enumerate(self._rows):
            title.setVisible(at < len(lines))
            text.setVisible(at < len(lines))
            if at < len(lines):
                line = lines[at]
                title.setText(line.title)
                text.setText(_rich(line))
                text.setAccessibleName(f"{line.title} {line.text} {line.aside}".strip())

    def texts(self) -> tuple[str, ...]:
        """Return the lines as they are read out."""
        return tuple(text.accessibleName() for _, text in self._rows if text.isVisibleTo(self))

    def _new_row(self, at: int) -> tuple[QLabel, QLabel]:
        title, text = label("", "second"), QLabel()
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = text.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # a long number must not widen it
        text.setSizePolicy(policy)
        title.setMinimumHeight(current().type.body_line)
        self._grid.addWidget(title, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, at, 1)
        return title, text


def _rich(line: FactLine) -> str:
    if not line.aside:
        return _kept_together(line.text)
    ink = current().colors.text_3
    aside = f'<span style="color:{ink}">{_kept_together(line.aside)}</span>'
    return f"{_kept_together(line.text)}&nbsp;&nbsp; {aside}"


def _kept_together(text: str) -> str:
    """Return text whose lines never end between a figure and its unit: ``3 时``, ``12 日``."""
    return _AT_FIGURES.sub("&nbsp;", escaped(text))
