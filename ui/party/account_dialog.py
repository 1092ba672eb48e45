"""Which account of the centre a member has."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.party.actions.accounts import tie_account
from app.party.queries.members import MemberRow
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker

LABEL_PX = 76


class AccountDialog(FormDialog):
    """Asks for the colleague a member is."""

    def __init__(self, desk: Desk, row: MemberRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("关联以后，这个人不能给自己记积分、确认、兑换、冲正；同名的别人不再受限。")
        title = self.tr("{name}是哪位工作人员").format(name=row.name)
        self.name_it(title, self.tr("关联"), under)
        self.person = PersonPicker(desk, placeholder=self.tr("姓名或拼音首字母"))
        self.person_field = self.add_field(
            FormField(self.tr("账号"), self.person, required=True, label_width=LABEL_PX),
            lambda: "" if self._key() is not None else self.tr("请从列出的人里选"),
        )
        self.person.setFocus()

    def _key(self) -> UUID | None:
        value = self.person.value()
        return value if isinstance(value, UUID) else None

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("party.account_is_own", "party.account_tied"), self.person_field)

    def action(self) -> Action:
        member, person, key = self._row.id, self._key(), self.command_key
        if person is None:
            raise AssertionError("the field was checked")
        return lambda uow: tie_account(uow, member, person, command_key=key)
