"""Letting a colleague stand in (代班) for a time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.accounts.actions import DeputyDraft, set_deputy
from app.core.words import label as word
from ui.accounts.people_source import PersonSeen
from ui.accounts.words import scope_words
from ui.core.controls import label
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker

LABEL_PX = 60
USUALLY = timedelta(days=3)


class DeputyDialog(FormDialog):
    """Who, from when to when, why."""

    def __init__(self, desk: Desk, seen: PersonSeen, parent: QWidget) -> None:
        super().__init__(desk, parent)
        title = self.tr("请人代 {name} 的班").format(name=seen.card.name)
        self.name_it(title, self.tr("安排代班"))
        self._person_id = seen.card.id
        now = desk.parts.clock.now()
        self.deputy = PersonPicker(desk, placeholder=self.tr("姓名或拼音首字母"))
        self.since, self.until = MomentField(now), MomentField(now + USUALLY)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("出差、休假、学习，可不写"))
        self._deputy_field = FormField(self.tr("代班人"), self.deputy, label_width=LABEL_PX)
        self._since_field = FormField(self.tr("从"), self.since, label_width=LABEL_PX)
        self._until_field = FormField(self.tr("到"), self.until, label_width=LABEL_PX)
        self._note_field = FormField(self.tr("说明"), self.note, label_width=LABEL_PX)
        self.add_field(self._deputy_field, self._check_deputy)
        self.add_field(self._since_field)
        self.add_field(self._until_field, self._check_until)
        self.add_field(self._note_field)
        says = label(self._consequence(seen), "caption")
        says.setWordWrap(True)
        self.content.addWidget(says)
        self.deputy.setFocus()

    def _consequence(self, seen: PersonSeen) -> str:
        card = seen.card
        roles = "、".join(
            f"{word(grant.role)}·{scope_words(grant, seen.region_names)}" for grant in card.grants
        )
        if not roles:
            return self.tr("{name} 现在没有角色，代班人也就没有可代的权限。").format(name=card.name)
        words = self.tr(
            "这段时间里，代班人登录后也有 {name} 的权限（{roles}），到期自动结束；"
            "办的事署代班人自己的名字。"
        )
        return words.format(name=card.name, roles=roles)

    def _check_deputy(self) -> str:
        value = self.deputy.value()
        if not isinstance(value, UUID):
            return self.tr("请从列表里选代班人。")
        return self.tr("代班人不能是本人。") if value == self._person_id else ""

    def _check_until(self) -> str:
        if self.until.moment() <= self.since.moment():
            return self.tr("结束要晚于开始。")
        if self.until.moment() <= self.desk.parts.clock.now():
            return self.tr("结束要晚于现在。")
        return ""

    def blame(self) -> dict[str, FormField]:
        return {
            "accounts.deputy_is_self": self._deputy_field,
            "accounts.own_personal_data": self._deputy_field,
            "accounts.term_wrong": self._until_field,
            "accounts.text_too_long": self._note_field,
        }

    def action(self) -> Action:
        deputy = self.deputy.value()
        if not isinstance(deputy, UUID):
            raise TypeError(deputy)
        draft = DeputyDraft(deputy, self.until.moment(), self.since.moment(), self.note.text())
        person_id, key = self._person_id, self.command_key

        def deputise(uow: Any) -> object:
            return set_deputy(uow, person_id, draft, command_key=key)

        return deputise
