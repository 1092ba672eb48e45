"""The columns of a file with a few of their values, each with what it is used for."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.words import label as word
from app.exchange.mapping import NEEDED, CaseField
from app.exchange.mapping_draft import OtherUse, Use
from app.exchange.preview import FileSeen
from ui.core.controls import Combo, label
from ui.core.theme import set_property

MOST = 200
"""Columns that are shown; a form with more is not one that is filled in by people."""
USE_PX, NAME_PX = 148, 200
_USES: dict[str, Use] = {each.value: each for each in (*CaseField, *OtherUse)}
"""Qt hands a value back as plain text."""


class ColumnUses(QScrollArea):
    """A line for each column: its name, samples, and a choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("文件的列"))
        self.choices: dict[str, Combo] = {}
        self._kept: dict[str, Use] = {}

    def show_file(self, seen: FileSeen, uses: Mapping[str, Use]) -> None:
        """Show the columns of a file and what each is used for."""
        held = QWidget()
        held.setProperty("scrolled", "true")
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.choices = {}
        names = [name for name in dict.fromkeys((*seen.columns, *uses)) if name]
        for at, name in enumerate(names[:MOST]):
            grid.addWidget(self._named(name, seen), at, 0)
            choice = self._choice(name, uses.get(name, OtherUse.NOTHING))
            grid.addWidget(choice, at, 1, Qt.AlignmentFlag.AlignTop)
            self.choices[name] = choice
        self._kept = {name: uses.get(name, OtherUse.NOTHING) for name in names[MOST:]}
        if len(names) > MOST:
            more = self.tr("还有 {count} 列没有列出，都不用。").format(count=len(names) - MOST)
            grid.addWidget(label(more, "caption"), MOST, 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(held)

    def _named(self, name: str, seen: FileSeen) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = label(name)
        title.setWordWrap(True)
        samples = seen.samples.get(name)
        told = " · ".join(samples) if samples else self.tr("（空）")
        if name not in seen.columns:
            told = self.tr("文件里没有这一列")
        says = label(told, "caption" if name in seen.columns else "error")
        says.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(says)
        made.setMinimumWidth(NAME_PX)
        return made

    def _choice(self, name: str, use: Use) -> Combo:
        made = Combo()
        made.setFixedWidth(USE_PX)
        made.setAccessibleName(self.tr("“{column}”用作").format(column=name))
        made.add(word(OtherUse.NOTHING), OtherUse.NOTHING)
        for where in CaseField:
            star = " *" if where in NEEDED else ""
            made.add(f"{word(where)}{star}", where)
        made.add(word(OtherUse.EXTRA), OtherUse.EXTRA)
        made.add(word(OtherUse.PERSONAL), OtherUse.PERSONAL)
        made.set_value(use)
        made.currentIndexChanged.connect(lambda _: self._changed(made))
        self._mark(made)
        return made

    def _changed(self, choice: Combo) -> None:
        self._mark(choice)
        self.changed.emit()

    def _mark(self, choice: Combo) -> None:
        """Let what is used stand out from what is not."""
        set_property(choice, "quiet", choice.value() == OtherUse.NOTHING)

    def uses(self) -> dict[str, Use]:
        """Return what each column is used for now."""
        found = dict(self._kept)
        for name, choice in self.choices.items():
            found[name] = _USES[str(choice.value())]
        return found
