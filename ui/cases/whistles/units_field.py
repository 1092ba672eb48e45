"""The units a whistle summons: searched one after another, one of them leads."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.core.controls import Button, label
from ui.core.segmented import Choice


@dataclass(frozen=True, slots=True)
class Named:
    """A unit by key and name."""

    id: UUID
    name: str


class UnitsList(QWidget):
    """The chosen units, each with a button that makes it the lead and one that takes it out.

    Attributes:
        leads: Buttons by unit.
        removes: The same for taking out.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units: list[Named] = []
        self._lead: UUID | None = None
        self.leads: dict[UUID, QRadioButton] = {}
        self.removes: dict[UUID, Button] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._rows: list[QWidget] = []
        self.hide()

    @property
    def units(self) -> tuple[UUID, ...]:
        """Keys of the chosen units."""
        return tuple(unit.id for unit in self._units)

    @property
    def lead(self) -> UUID | None:
        """The unit that leads: the first, until another is chosen."""
        return self._lead

    def add(self, choice: Choice) -> None:
        """Add a unit; one that is there already stays where it is."""
        unit = choice.value
        if not isinstance(unit, UUID) or unit in self.units:
            return
        self._units.append(Named(unit, choice.title))
        self._lead = self._lead or unit
        self._rebuild()

    def remove(self, unit: UUID) -> None:
        """Take a unit out; without the lead the first of the others leads."""
        self._units = [each for each in self._units if each.id != unit]
        if self._lead == unit:
            self._lead = self._units[0].id if self._units else None
        self._rebuild()

    def _rebuild(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.leads, self.removes = {}, {}
        self._rows = [self._row(unit) for unit in self._units]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._units))
        self.changed.emit()

    def _row(self, unit: Named) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        lead = QRadioButton(self.tr("牵头"))
        lead.setAccessibleName(self.tr("{unit}牵头").format(unit=unit.name))
        self._group.addButton(lead)
        lead.setChecked(unit.id == self._lead)
        lead.toggled.connect(partial(self._leads, unit.id))
        remove = Button(kind="ghost", icon="ph.x", small=True)
        words = self.tr("不吹给{unit}").format(unit=unit.name)
        remove.setAccessibleName(words)
        remove.setToolTip(words)
        remove.clicked.connect(lambda _=False: self.remove(unit.id))
        line.addWidget(label(unit.name))
        line.addStretch(1)
        line.addWidget(lead)
        line.addWidget(remove)
        self.leads[unit.id], self.removes[unit.id] = lead, remove
        return row

    def _leads(self, unit: UUID, checked: bool) -> None:  # noqa: FBT001  Qt's
        if checked:
            self._lead = unit
            self.changed.emit()
