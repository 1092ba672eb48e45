"""A page of registers: which one is shown is chosen at the left of the bar."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.core.page_bars import ToolBar
from ui.core.segmented import Choice, SegmentedControl
from ui.core.shortcuts import add_key
from ui.parts.registers.view import RegisterView


class RegistersPage(QWidget):
    """Alt and a number go to a register."""

    def __init__(self, name: str, title: str, views: Sequence[RegisterView[Any]]) -> None:
        """Show `views`, the first at first."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.views = tuple(views)
        self.bar = ToolBar()
        choices = tuple(Choice(at, view.register.title) for at, view in enumerate(self.views))
        self.which = SegmentedControl(choices, 0, name=title)
        self.bar.add(self.which)
        self._stack = QStackedWidget()
        for view in self.views:
            self._stack.addWidget(view)
            self.bar.add_right(*view.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.which.chosen.connect(lambda at: self.go_to(int(str(at))))
        for at in range(len(self.views)):
            add_key(self, f"Alt+{at + 1}", partial(self.go_to, at))
        self.go_to(0)

    @property
    def view(self) -> RegisterView[Any]:
        """Return the register that is shown."""
        return self.views[self._stack.currentIndex()]

    def go_to(self, at: int) -> None:
        """Show another register."""
        self.which.set_value(at)
        self._stack.setCurrentIndex(at)
        for view in self.views:
            for button in view.buttons:
                button.setVisible(view is self.view and button.isEnabled())
        self.setFocusProxy(self.view)
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()
