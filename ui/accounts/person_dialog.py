"""Changing what can be changed of a person: name, unit, telephone."""

from typing import Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QLineEdit, QWidget

from app.accounts.actions import PersonDetails, update_person
from app.accounts.queries import PersonCard, person_card
from app.core.doors import OpenWork
from ui.accounts.open_work import TakerPicker, work_words
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import Named, of_choice, of_text
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

LABEL_PX = 76
NAME_MOST = 64


class PersonFields:
    """The three fields, for the form of a new person and for this one."""

    def __init__(self, form: FormDialog, desk: Desk) -> None:
        self._form = form
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_MOST)
        self.unit = UnitPicker(desk, placeholder=form.tr("单位名称或拼音首字母"))
        self.phone = QLineEdit()
        self.phone.setPlaceholderText(form.tr("办公室的号码，不写私人手机"))
        self.name_field = FormField(form.tr("姓名"), self.name, required=True, label_width=LABEL_PX)
        self.unit_field = FormField(form.tr("单位"), self.unit, label_width=LABEL_PX)
        self.phone_field = FormField(form.tr("办公电话"), self.phone, label_width=LABEL_PX)

    def check_name(self) -> str:
        """Return what is wrong with the name."""
        return "" if self.name.text().strip() else self._form.tr("请填姓名。")

    def check_unit(self) -> str:
        """Return what is wrong with the unit."""
        if self.unit.text().strip() and self.unit.value() is None:
            return self._form.tr("请从列表里选单位，或者清空。")
        return ""

    def details(self) -> PersonDetails:
        """Return what stands in the fields."""
        unit = self.unit.value()
        unit_id = unit if isinstance(unit, UUID) else None
        return PersonDetails(self.name.text(), unit_id, self.phone.text())

    def merged(self) -> tuple[MergeField, ...]:
        """Return what is merged where others changed the person meanwhile."""
        return (
            of_text("name", self.name_field.title, self.name),
            of_choice("unit", self.unit_field.title, self.unit),
            of_text("phone", self.phone_field.title, self.phone),
        )

    def blame(self) -> dict[str, FormField]:
        """Return which field an error is about."""
        return {
            "accounts.text_wanted": self.name_field,
            "accounts.phone_wrong": self.phone_field,
            "accounts.beyond_reach": self.unit_field,
        }


class PersonDialog(FormDialog):
    """The login stays: it is never given to anybody else."""

    def __init__(self, desk: Desk, card: PersonCard, parent: QWidget) -> None:
        super().__init__(desk, parent)
        title = self.tr("修改 {name}").format(name=card.name)
        under = self.tr("用户名 {login} 不能改。").format(login=card.login)
        self.name_it(title, self.tr("保存"), under)
        self._person_id = card.id
        self.fields = PersonFields(self, desk)
        self.fields.name.setText(card.name)
        self.fields.phone.setText(card.work_phone)
        if card.unit_id is not None:
            self.fields.unit.set_choice(Choice(card.unit_id, card.unit_name))
        self.add_field(self.fields.name_field, self.fields.check_name)
        self.add_field(self.fields.unit_field, self.fields.check_unit)
        self.add_field(self.fields.phone_field)
        self._unit_id = card.unit_id
        self.taker = TakerPicker(desk, card)
        self._taker_field = FormField(self.tr("工作交给"), self.taker, label_width=LABEL_PX)
        self.add_field(self._taker_field, self._check_taker)
        self._taker_field.hide()
        self._work = OpenWork()
        self.fields.unit.chosen.connect(self._unit_chosen)
        doors, actor = desk.parts.doors, desk.actor
        desk.read(lambda s: doors.work.open_work(s, actor, card.id), self._counted)
        self.guard_fields(self.fields.merged(), card.version, self._present)
        self.fields.name.setFocus()
        self.fields.name.selectAll()

    def _counted(self, work: OpenWork) -> None:
        self._work = work
        self._unit_chosen(None)

    def _unit_chosen(self, _: object) -> None:
        self._taker_field.setVisible(self.moves)
        self.say_notes()
        self.fit()

    @property
    def moves(self) -> bool:
        """True when the person goes to another unit and has something open in the old one."""
        chosen = self.fields.unit.value()
        return bool(self._work) and chosen is not None and chosen != self._unit_id

    def _check_taker(self) -> str:
        return self.taker.complaint(needed=False) if self.moves else ""

    def say_notes(self) -> None:
        if self.moves:
            words = self.tr("名下没办完的（{work}）交给谁；不选就仍在本人名下，带到新单位。")
            self._taker_field.note(words.format(work=work_words(self._work)))

    def _present(self, session: Any) -> Present:
        now = self.desk.parts.clock.now()
        card = person_card(session, self.desk.actor, self._person_id, now=now)
        unit = Named(card.unit_id, card.unit_name)
        values = {"name": card.name, "unit": unit, "phone": card.work_phone}
        return Present(card.version, values)

    def blame(self) -> dict[str, FormField]:
        return self.fields.blame() | {
            "cases.nobody_to_take": self._taker_field,
            "cases.other_unit": self._taker_field,
        }

    def action(self) -> Action:
        doors, taker = self.desk.parts.doors, self.taker.taker() if self.moves else None
        details, seen = self.fields.details(), self.seen_version
        person_id, key = self._person_id, self.command_key

        def update(uow: Any) -> None:
            if taker is not None:
                doors.work.hand_on(uow, person_id, taker, command_key=uuid5(key, "work"))
            update_person(uow, person_id, details, seen, command_key=key)

        return update
