"""Cases in windows of their own, for a second monitor: they stay fresh and come back."""

from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.cases.case_panel import CasePanel
from ui.cases.macro_actions import MACRO_KEY
from ui.cases.step_dialog import case_name
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.theme import current

GEOMETRY = "cases/window"
OPEN = "cases/windows"
HEIGHT_PX = 820
SHIFT_PX = 28


class CaseWindow(QWidget):
    """Holds one panel; the next one opens where the last one stood."""

    gone = Signal(object)  # UUID

    def __init__(self, desk: Desk, case_id: UUID, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._case_id = case_id
        self._left = False
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
        kept = desk.preferences.blob(GEOMETRY)
        if kept.isEmpty() or not self.restoreGeometry(kept):
            self.resize(current().sizes.case_panel + 48, HEIGHT_PX)
        self.panel.show_case(case_id)

    def _name(self) -> None:
        card = self.panel.card
        if card is not None:
            self.setWindowTitle(f"{case_name(card)} {card.title}")

    def leave(self) -> None:
        """Close because the person wants to, not because the program ends."""
        self._left = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._desk.preferences.set_blob(GEOMETRY, self.saveGeometry())
        if self._left or event.spontaneous():
            self.gone.emit(self._case_id)
        super().closeEvent(event)


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

    def open(self, case_id: UUID) -> CaseWindow:
        """Open a case, or bring its window to the front."""
        window = self._windows.get(case_id)
        if window is None:
            window = CaseWindow(self._desk, case_id, self._owner)
            window.gone.connect(self._forget)
            shift = QPoint(SHIFT_PX, SHIFT_PX) * len(self._windows)
            window.move(window.pos() + shift)
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
        kept = self._desk.preferences.layout(OPEN).get("cases")
        return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []

    def _forget(self, case_id: UUID) -> None:
        self._windows.pop(case_id, None)
        self._keep()

    def _keep(self) -> None:
        if not self._lasting:
            return
        self._desk.preferences.set_layout(OPEN, {"cases": [str(key) for key in self._windows]})
