"""Saying who in a unit answers for a kind, and who stands in while they are away."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.cases.actions.duties import DutyDetails, set_duty
from app.cases.queries.duties import DutyLine, DutyUnit
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker

LABEL_PX = 60


class DutyDialog(FormDialog):
    """A person of the unit and, if wanted, a second one."""

    def __init__(self, desk: Desk, unit: DutyUnit, line: DutyLine, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._unit_id, self._code = unit.id, line.code
        words = self.tr("{unit}的“{kind}”找谁？").format(unit=unit.name, kind=line.name)
        under = self.tr("分流到这个单位时先提出这位；本人不在岗时提出代班的。")
        if line.is_group:
            under += self.tr("大类下没有单独指定的小类都归这位。")
        self.name_it(words, self.tr("保存"), under)
        self.person = PersonPicker(desk, placeholder=self.tr("本单位的人，姓名或拼音首字母"))
        self.deputy = PersonPicker(desk, placeholder=self.tr("可不指定"))
        for picker in (self.person, self.deputy):
            picker.set_unit(unit.id)
        duty = line.duty
        if duty is not None:
            self.person.set_choice(Choice(duty.person_id, duty.person))
            if duty.deputy_id is not None:
                self.deputy.set_choice(Choice(duty.deputy_id, duty.deputy))
        self._person_field = FormField(self.tr("负责人"), self.person, label_width=LABEL_PX)
        self._deputy_field = FormField(self.tr("代班"), self.deputy, label_width=LABEL_PX)
        self.add_field(self._person_field, self._check_person)
        self.add_field(self._deputy_field, self._check_deputy)
        self.person.setFocus()

    def _check_person(self) -> str:
        return "" if self.person.value() is not None else self.tr("请从列表里选负责人。")

    def _check_deputy(self) -> str:
        if self.deputy.text().strip() and self.deputy.value() is None:
            return self.tr("请从列表里选代班的，或者清空。")
        same = self.deputy.value() is not None and self.deputy.value() == self.person.value()
        return self.tr("代班的不能是本人。") if same else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "cases.deputy_is_self": self._deputy_field,
            "cases.not_of_that_unit": self._person_field,
        }

    def action(self) -> Action:
        person, deputy = self.person.value(), self.deputy.value()
        if not isinstance(person, UUID):
            raise TypeError(person)
        stands_in = deputy if isinstance(deputy, UUID) else None
        details = DutyDetails(self._unit_id, self._code, person, stands_in)
        key = self.command_key

        def save(uow: Any) -> UUID:
            return set_duty(uow, details, command_key=key)

        return save
