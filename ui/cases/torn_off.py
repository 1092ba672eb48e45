"""Windows beside the main one: known from the start, loaded when one is opened or comes back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.core.slices import Desk

if TYPE_CHECKING:
    from ui.cases.case_window import CaseWindows
    from ui.cases.queue_window import QueueWindows

CASES_OPEN, QUEUES_OPEN = "cases/windows", "cases/queues"
"""Under which preferences hold what was left open: lists of the same names."""


class TornOff:
    """All windows of one desk beside the main one; whoever needs them first says on what.

    Most desks have none, and what such a window holds is most of the program: it is imported
    when there is one.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._owner: QWidget | None = None
        self._made: tuple[CaseWindows, QueueWindows] | None = None
        self._restored = False

    def belong_to(self, owner: QWidget) -> QWidget:
        """Return what the windows stand on: the first owner that was named."""
        if self._owner is None:
            self._owner = owner
        return self._owner

    def stand_on(self, owner: QWidget) -> "tuple[CaseWindows, QueueWindows]":
        """Return the windows."""
        if self._made is None:
            from ui.cases.case_window import CaseWindows
            from ui.cases.queue_window import QueueWindows

            owner = self.belong_to(owner)
            self._made = (CaseWindows(self._desk, owner), QueueWindows(self._desk, owner))
        return self._made

    def restore(self) -> None:
        """Bring back what was left open, once."""
        if self._owner is None or self._restored:
            return
        self._restored = True
        kept = self._desk.preferences.layout
        if kept(CASES_OPEN).get("cases") or kept(QUEUES_OPEN).get("queues"):
            for windows in self.stand_on(self._owner):
                windows.restore()


class Restorer(QObject):
    """Brings the windows back as soon as the desk stands, whichever page it opens with."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        torn_off = desk.shared(TornOff)
        torn_off.belong_to(owner)
        soon = QTimer(self)
        soon.setSingleShot(True)
        soon.timeout.connect(torn_off.restore)
        soon.start(0)
