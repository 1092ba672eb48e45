"""Where a role holds: within a region, within a unit, or where both meet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.accounts.rules import UNIT_ROLES, Right, Role
from ui.accounts.words import region_words
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker
from ui.parts.region_field import RegionField
from ui.parts.region_names import names_of

CHOSEN = "chosen"  # stands for a region that is picked below
MOST_WHOLE = 2  # of one's own regions that can be given as a whole by one click
LABEL_PX = 76


class ScopeFields(QWidget):
    """Asks for a unit or a region, as the role wants it.

    Attributes:
        unit: Field of the unit.
        region: Field of the region.
    """

    changed = Signal()

    def __init__(self, desk: Desk, *, home: str = "", parent: QWidget | None = None) -> None:
        """Begin with `home`, the region of the person's unit."""
        super().__init__(parent)
        self._desk = desk
        self._role: Role | None = None
        prefixes = desk.actor.prefixes(Right.MANAGE_ACCOUNTS)
        self._whole = prefixes[:MOST_WHOLE]
        self._unit_picker = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.picker = RegionField(desk, prefixes or ("",))
        self.reach = SegmentedControl(self._choices({}), CHOSEN, name=self.tr("范围"))
        self.unit = FormField(self.tr("所在单位"), self._unit_picker, label_width=LABEL_PX)
        self._reach_field = FormField(self.tr("管辖范围"), self.reach, label_width=LABEL_PX)
        self.region = FormField(self.tr("区划"), self.picker, label_width=LABEL_PX)
        self.region.add_beside(self.picker.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in (self.unit, self._reach_field, self.region):
            column.addWidget(field)
        self.picker.set_region(home)
        self.reach.chosen.connect(self._show_fields)
        for signal in (self._unit_picker.chosen, self.picker.chosen, self.reach.chosen):
            signal.connect(self._tell)
        desk.read(self._read_names, self._name_choices)
        self._show_fields()

    def set_role(self, role: Role | None) -> None:
        """Ask for what this role wants."""
        self._role = role
        self._show_fields()

    def set_unit(self, unit: Choice | None) -> None:
        """Propose a unit."""
        self._unit_picker.set_choice(unit)

    def unit_id(self) -> UUID | None:
        """Return the unit of the scope, None where the role is held in none."""
        value = self._unit_picker.value()
        return value if self.wants_unit and isinstance(value, UUID) else None

    def region_code(self) -> str | None:
        """Return the region of the scope: "" is everywhere, None is none."""
        if self._role is None or self.wants_unit:
            return None
        reach = self.reach.value()
        if reach == CHOSEN:
            return self.picker.code()
        return reach if isinstance(reach, str) else None

    @property
    def wants_unit(self) -> bool:
        """True where the role is held within a unit."""
        return self._role in UNIT_ROLES

    def check_unit(self) -> str:
        """Return what is wrong with the unit."""
        if self.wants_unit and self.unit_id() is None:
            return self.tr("请从列表里选单位。")
        return ""

    def check_region(self) -> str:
        """Return what is wrong with the region."""
        if self._role is None or self.wants_unit or self.region_code() is not None:
            return ""
        return self.tr("请从列表里选区划。")

    def _tell(self, _: object) -> None:
        self.changed.emit()

    def _show_fields(self, _: object = None) -> None:
        by_region = self._role is not None and not self.wants_unit
        self.unit.setVisible(self._role is not None and self.wants_unit)
        self._reach_field.setVisible(by_region)
        self.region.setVisible(by_region and self.reach.value() == CHOSEN)

    def _choices(self, names: dict[str, str]) -> tuple[Choice, ...]:
        whole = tuple(Choice(code, region_words(code, names)) for code in self._whole)
        return (Choice(CHOSEN, self.tr("选一处区划")), *whole)

    def _read_names(self, session: Any) -> dict[str, str]:
        return names_of(session, self._whole)

    def _name_choices(self, names: dict[str, str]) -> None:
        self.reach.set_choices(self._choices(names))


def watch_scope(
    watch: Callable[[FormField, Callable[[], str]], object], fields: ScopeFields
) -> None:
    """Let a form check the fields of a scope."""
    watch(fields.unit, fields.check_unit)
    watch(fields.region, fields.check_region)
