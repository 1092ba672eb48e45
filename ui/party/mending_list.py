"""Lines of what is missing, each with the step that mends it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.core.controls import Button, label, line_between
from ui.core.states import IconMark

LINE_HEIGHT = 34
NAME_PX = 96


@dataclass(frozen=True, slots=True)
class Mending:
    """One thing that is missing.

    Attributes:
        name: What it is about.
        why: What is the matter.
        step: The verb of the step that mends it.
        run: Takes that step.
        late: It cannot wait.
        whole: The whole name, where `name` is short.
    """

    name: str
    why: str
    step: str
    run: Callable[[], object]
    late: bool = False
    whole: str = ""


class MendingLine(QFrame):
    """A mark, the name, what is the matter, the step as a link."""

    def __init__(self, mending: Mending, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(LINE_HEIGHT)
        self.setAccessibleName(f"{mending.whole or mending.name} {mending.why}")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 12, 0)
        line.setSpacing(8)
        icon, token = ("ph.warning-circle", "over") if mending.late else ("ph.warning-fill", "warn")
        line.addWidget(IconMark(icon, token, 16))
        name = label(mending.name)
        name.setToolTip(mending.whole)
        name.setMinimumWidth(NAME_PX)
        line.addWidget(name)
        why = label(mending.why, "caption")
        why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        why.setToolTip(mending.why)
        line.addWidget(why, 1)
        self.step = Button(mending.step, kind="partylink", small=True)
        self.step.setAccessibleName(f"{mending.step} {mending.whole or mending.name}")
        self.step.clicked.connect(lambda _=False: mending.run())
        line.addWidget(self.step, 0, Qt.AlignmentFlag.AlignRight)


class MendingList(QWidget):
    """All lines of one sort, or in words that there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("scrolled", "true")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._shown: list[QWidget] = []
        self.lines: list[MendingLine] = []

    def show_lines(self, mendings: tuple[Mending, ...], nothing: str) -> None:
        """Show these, or `nothing` in words."""
        for old in self._shown:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [MendingLine(each) for each in mendings]
        self._shown = []
        for line in self.lines:
            self._shown += [line, line_between()]
        if not mendings:
            says = label(nothing, "caption")
            says.setContentsMargins(16, 10, 16, 10)
            says.setWordWrap(True)
            self._shown = [says]
        for widget in self._shown:
            self._column.addWidget(widget)
