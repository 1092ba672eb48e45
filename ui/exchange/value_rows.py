"""Values of a column, each with what it stands for here: kinds of case, regions."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ui.core.controls import label
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice

PICKER_PX = 220


class ValueRows(QScrollArea):
    """A table of values: the file's word at the left, ours at the right."""

    changed = Signal()

    def __init__(self, make: Callable[[], SearchCombo], nothing: str) -> None:
        """Let each value be given one of what `make` searches; `nothing` is said without any."""
        super().__init__()
        self._make, self._nothing = make, nothing
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.pickers: dict[str, SearchCombo] = {}
        self._shown: tuple[str, ...] | None = None
        self._given: dict[str, str] = {}
        self.show_values((), {})

    def show_values(self, values: Sequence[str], given: Mapping[str, str]) -> None:
        """Show the values of a column with what is given for them."""
        names = tuple(dict.fromkeys((*values, *given)))
        if names == self._shown:
            return
        self._shown, self._given = names, dict(given)
        held = QWidget()
        held.setProperty("scrolled", "true")
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 4, 8, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self.pickers = {}
        if not names:
            says = label(self._nothing, "caption")
            says.setWordWrap(True)
            grid.addWidget(says, 0, 0, 1, 3)
        for at, name in enumerate(names):
            grid.addWidget(label(name), at, 0)
            picker = self._picker(name, given.get(name, ""))
            grid.addWidget(picker, at, 1)
        grid.setRowStretch(len(names) + 1, 1)
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(held)

    def _picker(self, name: str, given: str) -> SearchCombo:
        picker = self._make()
        picker.setFixedWidth(PICKER_PX)
        picker.setAccessibleName(name)
        if given:
            picker.set_choice(Choice(given, given))
        picker.chosen.connect(lambda choice: self._chosen(name, choice))
        self.pickers[name] = picker
        return picker

    def _chosen(self, name: str, choice: object) -> None:
        if isinstance(choice, Choice):
            self._given[name] = str(choice.value)
        else:
            self._given.pop(name, None)
        self.changed.emit()

    def given(self) -> dict[str, str]:
        """Return what is given for each value that has anything."""
        return {name: code for name, code in self._given.items() if code}
