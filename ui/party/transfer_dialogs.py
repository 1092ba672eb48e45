"""Letting a member go elsewhere, confirming or refusing that, and belonging elsewhere besides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.actions.keeping import add_second, let_member_leave
from app.party.actions.transfers import ask_transfer, confirm_transfer, refuse_transfer
from app.party.queries.members import MemberRow
from app.party.queries.transfers import TransferRow, organisations_named
from app.party.rules import NOTE_MOST, Leaving
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.fields import SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk

LABEL_PX = 76


class OrganisationPicker(SearchCombo):
    """Chooses a standing organisation by part of its name or initials, of any street."""

    def __init__(self, desk: Desk, placeholder: str, parent: QWidget | None = None) -> None:
        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                rows = organisations_named(session, text.strip())
            return [Choice(row.id, row.name, row.place) for row in rows]

        super().__init__(find, desk.jobs, placeholder, parent)

    def key(self) -> UUID | None:
        """Return the organisation that is chosen."""
        value = self.value()
        return value if isinstance(value, UUID) else None


def _reason(hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(NOTE_MOST)
    made.setPlaceholderText(hint)
    return made


class TransferDialog(FormDialog):
    """Asks for a member to go to another organisation; the other side has to confirm."""

    def __init__(self, desk: Desk, row: MemberRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("现在在“{name}”。转入方确认以后才转过去；确认以前可以撤回。")
        self.name_it(
            self.tr("转接{name}的组织关系").format(name=row.name),
            self.tr("发起转接"),
            under.format(name=row.organisation),
        )
        self.to = OrganisationPicker(desk, self.tr("转入哪个党组织"))
        self.reason = _reason(self.tr("如：搬到望湖社区居住"))
        self.to_field = self.add_field(
            FormField(self.tr("转往"), self.to, required=True, label_width=LABEL_PX),
            lambda: "" if self.to.key() is not None else self.tr("请从列出的党组织里选"),
        )
        self.add_field(FormField(self.tr("原因"), self.reason, label_width=LABEL_PX))
        self.to.setFocus()

    def blame(self) -> dict[str, FormField]:
        codes = ("party.dissolved", "roster.transfer_here", "roster.transfer_open")
        return dict.fromkeys(codes, self.to_field)

    def action(self) -> Action:
        to, reason, key, member = self.to.key(), self.reason.text(), self.command_key, self._row.id
        if to is None:
            raise AssertionError("the field was checked")
        return lambda uow: ask_transfer(uow, member, to, reason, command_key=key)


class SecondDialog(FormDialog):
    """Puts down that a member belongs to another organisation besides their own."""

    def __init__(self, desk: Desk, row: MemberRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("组织关系不变，同时参加另一个党组织的活动。")
        title = self.tr("{name}的双重隶属").format(name=row.name)
        self.name_it(title, self.tr("记下"), under)
        self.to = OrganisationPicker(desk, self.tr("同时隶属哪个党组织"))
        self.to_field = self.add_field(
            FormField(self.tr("党组织"), self.to, required=True, label_width=LABEL_PX),
            lambda: "" if self.to.key() is not None else self.tr("请从列出的党组织里选"),
        )
        self.note = _reason(self.tr("可以不写"))
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.to.setFocus()

    def blame(self) -> dict[str, FormField]:
        codes = ("party.dissolved", "roster.second_is_own", "core.not_allowed")
        return dict.fromkeys(codes, self.to_field)

    def action(self) -> Action:
        to, note, key, member = self.to.key(), self.note.text(), self.command_key, self._row.id
        if to is None:
            raise AssertionError("the field was checked")
        return lambda uow: add_second(uow, member, to, note, command_key=key)


class AnswerDialog(FormDialog):
    """Confirms a transfer, or refuses it with the reason."""

    def __init__(self, desk: Desk, row: TransferRow, parent: QWidget, *, is_yes: bool) -> None:
        super().__init__(desk, parent)
        self._row, self._is_yes = row, is_yes
        title = self.tr("确认{name}转接") if is_yes else self.tr("退回{name}的转接")
        do = self.tr("确认") if is_yes else self.tr("退回")
        way = self.tr("“{from_}”转到“{to}”。").format(from_=row.from_name, to=row.to_name)
        then = (
            self.tr("确认后立即转过去。")
            if is_yes
            else self.tr("退回后组织关系不动，对方看得到理由。")
        )
        self.name_it(title.format(name=row.member_name), do, way + then)
        self.words = _reason(self.tr("可以不写") if is_yes else self.tr("为什么不能转"))
        self.words_field = self.add_field(
            FormField(self.tr("说明"), self.words, required=not is_yes, label_width=LABEL_PX),
            self._wrong,
        )
        self.words.setFocus()

    def _wrong(self) -> str:
        return "" if self._is_yes or self.words.text().strip() else self.tr("请写明退回的理由")

    def action(self) -> Action:
        row, words, key = self._row, self.words.text(), self.command_key
        if self._is_yes:
            return lambda uow: confirm_transfer(uow, row.id, words, command_key=key)
        return lambda uow: refuse_transfer(uow, row.id, words, command_key=key)


class LeaveDialog(FormDialog):
    """Puts down that somebody is no longer a member here."""

    def __init__(self, desk: Desk, row: MemberRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("从名册里去掉，记录都留着。转到别处的请办转接，不在这里去掉。")
        title = self.tr("{name}不再是这里的党员").format(name=row.name)
        self.name_it(title, self.tr("去掉"), under)
        self.why = Combo()
        for why in Leaving:
            if why is not Leaving.TRANSFERRED:
                self.why.add(word(why), why)
        self.day = DateField(local(desk.parts.clock.now()).date())
        self.add_field(FormField(self.tr("原因"), self.why, label_width=LABEL_PX))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )

    def _wrong_day(self) -> str:
        ahead = self.day.day() > local(self.desk.parts.clock.now()).date()
        return self.tr("日期还没有到") if ahead else ""

    def action(self) -> Action:
        row, why, day = self._row, Leaving(str(self.why.value())), self.day.day()
        key = self.command_key

        def write(uow: Any) -> None:
            let_member_leave(uow, row.id, row.version, why, day, command_key=key)

        return write
