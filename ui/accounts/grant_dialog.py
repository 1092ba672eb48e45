"""Giving a role: which one, what it may do, where it holds and how long."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.accounts.actions import GrantDraft, grant_role
from app.accounts.queries import PersonCard
from app.accounts.rules import Role
from app.core.words import label as word
from ui.accounts.scope_fields import LABEL_PX, ScopeFields, watch_scope
from ui.accounts.words import rights_words
from ui.core.controls import Combo, label
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk

USUALLY = timedelta(days=30)
LASTING, FOR_A_TIME = "lasting", "for_a_time"


def role_combo() -> Combo:
    """Return a combo of all roles, none chosen."""
    made = Combo()
    made.setPlaceholderText(QCoreApplication.translate("GrantDialog", "请选择"))
    for role in Role:
        made.add(word(role), role)
    made.setCurrentIndex(-1)
    return made


class GrantDialog(FormDialog):
    """One role in one scope; several are given one after another."""

    def __init__(self, desk: Desk, card: PersonCard, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(self.tr("给 {name} 加角色").format(name=card.name), self.tr("授予"))
        self._card = card
        self.role = role_combo()
        self._role_field = FormField(self.tr("角色"), self.role, label_width=LABEL_PX)
        self.scope = ScopeFields(desk, home=card.region)
        if card.unit_id is not None:
            self.scope.set_unit(Choice(card.unit_id, card.unit_name))
        choices = (Choice(LASTING, self.tr("长期")), Choice(FOR_A_TIME, self.tr("一段时间")))
        self.term = SegmentedControl(choices, LASTING, name=self.tr("期限"))
        self._term_field = FormField(self.tr("期限"), self.term, label_width=LABEL_PX)
        now = desk.parts.clock.now()
        self.since, self.until = MomentField(now), MomentField(now + USUALLY)
        self._between = self._between_field()
        self.add_field(self._role_field, self._check_role)
        self.content.addWidget(self.scope)
        watch_scope(self.watch, self.scope)
        self.add_field(self._term_field)
        self.add_field(self._between, self._check_between)
        self.content.addWidget(self._says())
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.term.chosen.connect(self._term_chosen)
        self.role.setFocus()

    def _between_field(self) -> FormField:
        between = FormField(self.tr("起止"), self.since, label_width=LABEL_PX)
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label(self.tr("至"), "second"))
        line.addWidget(self.until)
        between.add_beside(both)
        between.hide()
        return between

    def _says(self) -> QWidget:
        says = label(self.tr("本人的桌面会提示换上新的权限，最迟下次登录起生效。"), "caption")
        says.setWordWrap(True)
        return says

    def _role_chosen(self, _: int) -> None:
        self.scope.set_role(self._role())
        self.say_notes()
        self.fit()

    def say_notes(self) -> None:
        role = self._role()
        told = self.tr("能：{rights}").format(rights=rights_words(role)) if role else ""
        self._role_field.note(told)

    def _term_chosen(self, value: object) -> None:
        self._between.setVisible(value == FOR_A_TIME)
        self.fit()

    def _role(self) -> Role | None:
        value = self.role.value()
        return Role(value) if isinstance(value, str) else None

    def _check_role(self) -> str:
        return "" if self._role() is not None else self.tr("请选角色。")

    def _check_between(self) -> str:
        if self.term.value() != FOR_A_TIME or self.since.moment() < self.until.moment():
            return ""
        return self.tr("结束要晚于开始。")

    def blame(self) -> dict[str, FormField]:
        return {
            "accounts.own_personal_data": self._role_field,
            "accounts.region_wanted": self.scope.region,
            "accounts.unit_wanted": self.scope.unit,
            "accounts.term_wrong": self._between,
        }

    def action(self) -> Action:
        role = self._role()
        if role is None:
            raise TypeError(role)
        limited = self.term.value() == FOR_A_TIME
        draft = GrantDraft(
            role,
            region=self.scope.region_code(),
            unit_id=self.scope.unit_id(),
            since=self.since.moment() if limited else None,
            until=self.until.moment() if limited else None,
        )
        person_id, key = self._card.id, self.command_key

        def grant(uow: Any) -> object:
            return grant_role(uow, person_id, draft, command_key=key)

        return grant
