"""Cases in windows of their own, for a second monitor: they stay fresh and come back."""

from uuid import UUID

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.cases.case_panel import CasePanel
from ui.cases.macro_actions import MACRO_KEY
from ui.cases.step_dialog import case_name
from ui.cases.torn_off import CASES_OPEN
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.theme import current
from ui.core.window_places import WindowPlaces

PLACES = "cases/window-places"
HEIGHT_PX = 820


class OwnWindow(QWidget):
    """A window beside the main one; it knows whether its person closed it, or the program ends."""

    gone = Signal(object)  # its key

    def __init__(self, key: object, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.key = key
        self._left = False
        add_key(self, "Ctrl+W", self.leave)

    def leave(self) -> None:
        """Close because the person wants to, not because the program ends."""
        self._left = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._left or event.spontaneous():
            self.gone.emit(self.key)
        super().closeEvent(event)


class CaseWindow(OwnWindow):
    """Holds one panel."""

    def __init__(self, desk: Desk, case_id: UUID, parent: QWidget) -> None:
        super().__init__(case_id, parent)
        self.panel = CasePanel(desk, own_window=True)
        self.panel.fit(wide=True)
        self.panel.arrived.connect(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        for key, run in self.panel.key_table():
            add_key(self, key, run)
        add_key(self, MACRO_KEY, self.panel.run_macro)
        add_key(self, "Escape", self.leave)
        self.resize(case_window_size())
        self.panel.show_case(case_id)

    def _name(self) -> None:
        card = self.panel.card
        if card is not None:
            self.setWindowTitle(f"{case_name(card)} {card.title}")


def case_window_size() -> QSize:
    """Return the size of a window nobody has sized yet."""
    return QSize(current().sizes.case_panel + 48, HEIGHT_PX)


class CaseWindows(QObject):
    """The windows torn off from a page: one a case; those left open come back after a restart,
    unless they were opened for a moment's look only (`lasting` False).
    """

    def __init__(self, desk: Desk, owner: QWidget, *, lasting: bool = True) -> None:
        super().__init__(owner)
        self._lasting = lasting
        self._desk = desk
        self._owner = owner
        self._windows: dict[UUID, CaseWindow] = {}
        self.places = WindowPlaces(desk.preferences, PLACES, self)

    def open(self, case_id: UUID) -> CaseWindow:
        """Open a case, or bring its window to the front."""
        window = self._windows.get(case_id)
        if window is None:
            window = CaseWindow(self._desk, case_id, self._owner)
            window.gone.connect(self._forget)
            self.places.put(window, str(case_id), case_window_size())
            self._windows[case_id] = window
            self._keep()
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def restore(self) -> None:
        """Open what was left open when the program ended."""
        for text in self._kept():
            self.open(UUID(text))

    def _kept(self) -> list[str]:
        kept = self._desk.preferences.layout(CASES_OPEN).get("cases")
        return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []

    def _forget(self, case_id: UUID) -> None:
        self.places.forget(str(case_id))
        self._windows.pop(case_id, None)
        self._keep()

    def _keep(self) -> None:
        if not self._lasting:
            return
        self._desk.preferences.set_layout(
            CASES_OPEN, {"cases": [str(key) for key in self._windows]}
        )
