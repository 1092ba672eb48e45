"""Where Tab goes when widgets are made later than the ones around them."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_before(anchor: QWidget, *widgets: QWidget) -> None:
    """Let Tab visit `widgets` in their order right before `anchor`."""
    before = anchor.previousInFocusChain()
    while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()  # Qt takes no order from those
    if before is not None and widgets:
        tab_through(before, *widgets, anchor)


def tab_through(*widgets: QWidget) -> None:
    """Let Tab visit `widgets` in their order."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)
