"""Several units: chosen one after another, each a button that takes it away again."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.core.chips import FlowRow
from ui.core.controls import Button
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker


class UnitsField(QWidget):
    """A picker, and under it what was picked."""

    changed = Signal()

    def __init__(self, desk: Desk, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picker = UnitPicker(desk, placeholder=placeholder)
        self.row = FlowRow(6)
        self.row.hide()
        self._chosen: dict[UUID, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picker)
        column.addWidget(self.row)
        self.setFocusProxy(self.picker)
        self.picker.chosen.connect(lambda _choice: self._take())

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  Qt's
        """Name the picker, which is what the keyboard reaches."""
        super().setAccessibleName(name)
        self.picker.setAccessibleName(name)

    def value(self) -> tuple[UUID, ...]:
        """Return the units in the order they were picked."""
        return tuple(self._chosen)

    def add(self, unit_id: UUID, name: str) -> None:
        """Pick a unit; one that was picked stays once."""
        self._chosen[unit_id] = name
        self._show()

    def remove(self, unit_id: UUID) -> None:
        """Take a unit away."""
        self._chosen.pop(unit_id, None)
        self._show()
        self.picker.setFocus()

    def left_over(self) -> str:
        """Return what was typed and names no unit, "" for nothing."""
        return self.picker.text().strip()

    def _take(self) -> None:
        unit = self.picker.value()
        if isinstance(unit, UUID):
            name = self.picker.text().strip()
            self.picker.set_choice(None)
            self.picker.clear()
            self.add(unit, name)

    def _show(self) -> None:
        buttons = []
        for unit_id, name in self._chosen.items():
            button = Button(name, kind="quiet", icon="ph.x", small=True)
            button.setAccessibleName(self.tr("去掉{unit}").format(unit=name))
            button.clicked.connect(partial(self._removed, unit_id))
            buttons.append(button)
        self.row.set_members(*buttons)
        self.row.setVisible(bool(buttons))
        self.changed.emit()

    def _removed(self, unit_id: UUID, _checked: object = None) -> None:
        self.remove(unit_id)


def chosen_unit(picker: UnitPicker, unit_id: UUID, name: str) -> None:
    """Let a picker show a unit as if it had been chosen by hand."""
    choice = Choice(unit_id, name)
    picker.set_choice(choice)
    picker.chosen.emit(choice)
