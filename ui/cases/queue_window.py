"""Queues in windows of their own: a view with its table, for a second monitor; several at once."""

from itertools import count

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.cases.case_window import OwnWindow
from ui.cases.torn_off import QUEUES_OPEN
from ui.core.slices import Desk
from ui.core.targets import QueueWanted
from ui.core.window_places import WindowPlaces

PLACES = "cases/queue-places"
SIZE = QSize(900, 720)
LEAST = QSize(560, 320)
MOST_WINDOWS = 6


class QueueWindow(OwnWindow):
    """Holds a queue page without the column of views; its title says which view it is."""

    def __init__(self, desk: Desk, number: int, wanted: QueueWanted, parent: QWidget) -> None:
        from ui.cases.queue_page import QueuePage  # which tears such windows off itself

        super().__init__(number, parent)
        self.page = QueuePage(desk, own_window=True)
        self.page.show_target(wanted)
        self.page.arranged.connect(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        self._name()

    def _name(self) -> None:
        self.setWindowTitle(self.page.title)


class QueueWindows(QObject):
    """The queues torn off; those left open come back after a restart, where they stood."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.windows: dict[int, QueueWindow] = {}
        self.places = WindowPlaces(desk.preferences, PLACES, self)

    def open(self, wanted: QueueWanted) -> QueueWindow | None:
        """Open a window at a view; None where there are too many already."""
        if len(self.windows) >= MOST_WINDOWS:
            words = self.tr("最多放 {most} 个单独的队列窗口，请先关掉一个")
            self._desk.notices.tell(words.format(most=MOST_WINDOWS))
            return None
        number = next(each for each in count(1) if each not in self.windows)
        window = self._make(number, wanted)
        self._keep()
        return window

    def restore(self) -> None:
        """Open what was left open when the program ended."""
        kept = self._desk.preferences.layout(QUEUES_OPEN).get("queues")
        for each in kept if isinstance(kept, list) else ():
            match each:
                case [int(number), str(view), str(typed)] if number not in self.windows:
                    self._make(number, QueueWanted(view, typed))

    def _make(self, number: int, wanted: QueueWanted) -> QueueWindow:
        window = QueueWindow(self._desk, number, wanted, self._owner)
        window.gone.connect(self._forget)
        window.page.arranged.connect(self._keep)
        self.places.put(window, str(number), SIZE)
        self.windows[number] = window
        window.show()
        return window

    def _forget(self, number: int) -> None:
        self.places.forget(str(number))
        self.windows.pop(number, None)
        self._keep()

    def _keep(self) -> None:
        told = ((number, window.page.arrangement()) for number, window in self.windows.items())
        queues = [[number, wanted.view, wanted.typed] for number, wanted in told]
        self._desk.preferences.set_layout(QUEUES_OPEN, {"queues": queues})
