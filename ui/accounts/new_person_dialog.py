"""Taking somebody in: name, login, unit, and the first role; all in one transaction."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.accounts.actions import GrantDraft, create_person, grant_role
from app.accounts.errors import LoginWrong
from app.accounts.passwords import TemporaryPassword, temporary_password
from app.accounts.rules import Role, check_login, normal_login
from app.core.ids import new_id
from app.core.pinyin import reading
from app.core.words import sentence
from ui.accounts.grant_dialog import role_combo
from ui.accounts.person_dialog import LABEL_PX, PersonFields
from ui.accounts.scope_fields import ScopeFields, watch_scope
from ui.accounts.words import rights_words
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.jobs import Job
from ui.core.segmented import Choice
from ui.core.slices import Desk

LOGIN_MOST = 32


@dataclass(frozen=True, slots=True)
class PersonMade:
    """Somebody was taken in; the password is to be shown once."""

    person_id: UUID
    name: str
    login: str
    password: str = field(repr=False)


class NewPersonDialog(FormDialog):
    """Proposes a login from the pinyin of the name."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("用户名以后不能改。保存后给出一次性密码，本人第一次登录要换成自己的。")
        self.name_it(self.tr("新建人员"), self.tr("保存"), under)
        self._temporary: TemporaryPassword | None = None
        self._grant_key = new_id()
        self._proposing: Job | None = None
        self._proposed = ""
        self.fields = PersonFields(self, desk)
        self.login = QLineEdit()
        self.login.setMaxLength(LOGIN_MOST)
        self._login_field = FormField(
            self.tr("用户名"), self.login, required=True, label_width=LABEL_PX
        )
        self.role = role_combo()
        self.role.insertItem(0, self.tr("先不给角色"), None)
        self.role.setCurrentIndex(0)
        self._role_field = FormField(self.tr("角色"), self.role, label_width=LABEL_PX)
        self.scope = ScopeFields(desk)
        self.add_field(self.fields.name_field, self.fields.check_name)
        self.add_field(self._login_field, self._check_login)
        self.add_field(self.fields.unit_field, self.fields.check_unit)
        self.add_field(self.fields.phone_field)
        self.add_field(self._role_field)
        self.content.addWidget(self.scope)
        watch_scope(self.watch, self.scope)
        self.fields.name.textEdited.connect(self._propose_login)
        self.fields.unit.chosen.connect(self._unit_chosen)
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.fields.name.setFocus()

    # -- proposals -----------------------------------------------------------------------------

    def _propose_login(self, name: str) -> None:
        if self.login.text() != self._proposed:
            return
        if self._proposing is not None:
            self._proposing.cancel()
        self._proposing = self.desk.jobs.read(
            lambda: reading(name).key.replace(" ", "")[:LOGIN_MOST], self._take_login
        )

    def _take_login(self, login: str) -> None:
        self._proposing = None
        if self.login.text() == self._proposed:
            self._proposed = login
            self.login.setText(login)

    def _unit_chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self.scope.set_unit(choice)

    def _role_chosen(self, _: int) -> None:
        self.scope.set_role(self._role())
        self.say_notes()
        self.fit()

    def say_notes(self) -> None:
        role = self._role()
        told = self.tr("能：{rights}").format(rights=rights_words(role)) if role else ""
        self._role_field.note(told)

    # -- writing -------------------------------------------------------------------------------

    def _role(self) -> Role | None:
        value = self.role.value()
        return Role(value) if isinstance(value, str) else None

    def _check_login(self) -> str:
        login = normal_login(self.login.text())
        if not login:
            return self.tr("请填用户名。")
        try:
            check_login(login)
        except LoginWrong as error:
            return sentence(error)
        return ""

    def blame(self) -> dict[str, FormField]:
        return self.fields.blame() | {
            "accounts.login_taken": self._login_field,
            "accounts.login_wrong": self._login_field,
            "accounts.own_personal_data": self._role_field,
        }

    def action(self) -> Action:
        login, details, role = self.login.text(), self.fields.details(), self._role()
        region, unit_id = self.scope.region_code(), self.scope.unit_id()
        key, grant_key = self.command_key, self._grant_key

        def create(uow: Any) -> PersonMade:
            made = self._made_password()
            person_id = create_person(uow, login, details, made.secret, command_key=key)
            if role is not None:
                draft = GrantDraft(role, region=region, unit_id=unit_id)
                grant_role(uow, person_id, draft, command_key=grant_key)
            return PersonMade(person_id, details.name.strip(), normal_login(login), made.text)

        return create

    def write(self, action: Action) -> None:
        database, actor = self.desk.parts.database, self.desk.actor

        def work() -> object:
            self._made_password()  # takes its time, so before the transaction
            with database.writing(actor) as uow:
                return action(uow)

        self.desk.jobs.write(work, self.committed, self.refused)

    def _made_password(self) -> TemporaryPassword:
        """Return the password of this form; a second attempt must not change it."""
        if self._temporary is None:
            self._temporary = temporary_password()
        return self._temporary
