"""The card of a member (党员名片): what is kept, how they are reached, how it came about."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.words import label as word
from app.party.actions.accounts import untie_account
from app.party.actions.keeping import end_second
from app.party.actions.transfers import withdraw_transfer
from app.party.queries.card import MemberCard, SecondRow, member_card
from app.party.queries.transfers import TransferRow
from app.party.rules import joined
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.party.account_dialog import AccountDialog
from ui.party.member_dialog import MemberDialog
from ui.party.member_personal import MemberPersonalPart
from ui.party.transfer_dialogs import AnswerDialog, LeaveDialog, SecondDialog, TransferDialog

SIZE = (560, 620)


class MemberWindow(QDialog):
    """One member; what can be done with them stands below."""

    def __init__(self, desk: Desk, member_id: UUID, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._member_id = desk, member_id
        self.card: MemberCard | None = None
        self.dialog: FormDialog | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("党员名片"))
        self._name = label("", "title")
        self._chips = FlowRow(6)
        self.facts = FactGrid()
        self.personal = MemberPersonalPart(desk)
        self.seconds = PanelPart(self.tr("双重隶属"), self.tr("再加一个"))
        self.transfers = PanelPart(
            self.tr("组织关系转接"), self.tr("转接"), icon="ph.arrows-left-right"
        )
        self.account = PanelPart(self.tr("中心账号"), self.tr("关联"))
        self._says = label("", "error")
        self._says.hide()
        self.change_button = Button(self.tr("修改"), kind="primary", key="E")
        self.leave_button = Button(self.tr("从名册去掉"), kind="quiet")
        self.close_button = Button(self.tr("关上"), kind="quiet", key="Esc")
        self._lay_out()
        self.change_button.clicked.connect(self.change)
        self.leave_button.clicked.connect(self.let_leave)
        self.close_button.clicked.connect(self.reject)
        self.seconds.asked.connect(self.add_second)
        self.transfers.asked.connect(self.transfer)
        self.account.asked.connect(self.tie)
        self._refresher = Refresher(
            desk.hub, self, self.read, topics=frozenset({Topic.MEMBER, Topic.ORGANISATION})
        )
        self.read()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._chips)
        content = QWidget()
        content.setProperty("scrolled", "true")
        body = QVBoxLayout(content)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(12)
        for part in (self.facts, self.personal, self.seconds, self.transfers, self.account):
            body.addWidget(part)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(area, 1)
        column.addWidget(self._says)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.change_button)
        column.addLayout(buttons)

    def read(self) -> None:
        """Read the card anew."""
        desk, key = self._desk, self._member_id
        desk.read(lambda session: member_card(session, desk.actor, key), self._show, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._says.setText(explain(error).text)
        self._says.show()

    def _show(self, card: MemberCard) -> None:
        self.card = card
        row = card.row
        self._name.setText(row.name)
        chips = [Chip(word(row.standing), "accent" if row.standing == "full" else "sus")]
        if row.is_serving:
            chips.append(Chip(self.tr("在职"), "ok"))
        chips.extend(Chip(tag, "sus") for tag in row.tags)
        self._chips.set_members(*chips)
        self.facts.set_lines(*_facts(card))
        self.personal.show_card(card)
        keeps = card.may_keep
        self.seconds.link.setVisible(keeps)
        self.transfers.link.setVisible(keeps and not any(t.waits_for for t in card.transfers))
        self.seconds.set_rows(
            [self._second(each) for each in card.seconds], self.tr("只隶属一个党组织。")
        )
        self.transfers.set_rows(
            [self._transfer(each) for each in card.transfers], self.tr("没有转接过。")
        )
        self.account.setVisible(keeps or bool(card.account))
        self.account.link.setVisible(keeps and not card.account)
        rows = [_line(FactLine(self.tr("账号"), card.account), self._untying(card))]
        why = self.tr("是本中心工作人员的，关联账号以后自己不能给自己记积分。")
        self.account.set_rows(rows if card.account else [], why)
        self.change_button.setVisible(keeps)
        self.leave_button.setVisible(keeps)

    # -- rows ----------------------------------------------------------------------------------

    def _second(self, row: SecondRow) -> QWidget:
        until = f"{row.until:%Y-%m-%d}" if row.until is not None else self.tr("至今")
        line = FactLine(f"{row.since:%Y-%m-%d}", row.name, until)
        keeps = self.card is not None and self.card.may_keep and row.until is None
        end = ((self.tr("结束"), partial(self.end_second, row.id)),) if keeps else ()
        return _line(line, end)

    def _transfer(self, row: TransferRow) -> QWidget:
        way = self.tr("{from_} → {to}").format(from_=row.from_name, to=row.to_name)
        said = [word(row.state)]
        for each in row.words:
            done = self.tr("同意") if each.is_yes else self.tr("不同意")
            said.append(
                f"{word(each.side)}{each.person_name}{done}{f'：{each.note}' if each.note else ''}"
            )
        acts: list[tuple[str, Callable[[], object]]] = []
        if row.may_speak:
            acts.append((self.tr("确认"), partial(self.answer, row, is_yes=True)))
            acts.append((self.tr("退回"), partial(self.answer, row, is_yes=False)))
        if row.may_withdraw:
            acts.append((self.tr("撤回"), partial(self.withdraw, row.id)))
        return _line(FactLine(short(row.asked_at), way, "，".join(said)), tuple(acts))

    def _untying(self, card: MemberCard) -> tuple[tuple[str, Callable[[], object]], ...]:
        return ((self.tr("取消关联"), self.untie),) if card.may_keep else ()

    # -- doing ---------------------------------------------------------------------------------

    def change(self) -> None:
        """Ask what is to be changed."""
        if self.card is not None and self.card.may_keep:
            row = self.card.row
            self._open(
                MemberDialog(
                    self._desk,
                    self,
                    organisation_id=row.organisation_id,
                    organisation=row.organisation,
                    card=self.card,
                )
            )

    def transfer(self) -> None:
        """Ask where the member is to go."""
        if self.card is not None:
            self._open(TransferDialog(self._desk, self.card.row, self))

    def add_second(self) -> None:
        """Ask where the member belongs besides."""
        if self.card is not None:
            self._open(SecondDialog(self._desk, self.card.row, self))

    def let_leave(self) -> None:
        """Ask why the member leaves the roster; the card closes with it."""
        if self.card is not None:
            dialog = LeaveDialog(self._desk, self.card.row, self)
            dialog.saved.connect(lambda _: self.accept())
            self._open(dialog)

    def answer(self, row: TransferRow, *, is_yes: bool) -> None:
        """Ask what is said of a transfer."""
        self._open(AnswerDialog(self._desk, row, self, is_yes=is_yes))

    def withdraw(self, key: UUID) -> None:
        """Take a transfer back."""
        self._write(partial(withdraw_transfer, transfer_id=key))

    def end_second(self, key: UUID) -> None:
        """End a second membership."""
        self._write(partial(end_second, membership_id=key))

    def tie(self) -> None:
        """Ask which account the member has."""
        if self.card is not None:
            self._open(AccountDialog(self._desk, self.card.row, self))

    def untie(self) -> None:
        """Take back that the member has an account."""
        self._write(partial(untie_account, member_id=self._member_id))

    def _write(self, action: Callable[..., Any]) -> None:
        key = new_id()
        self._desk.write(
            lambda uow: action(uow, command_key=key), lambda _: self.read(), self._failed
        )

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()


def _line(fact: FactLine, acts: tuple[tuple[str, Callable[[], object]], ...]) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 4, 0, 4)
    line.setSpacing(8)
    facts = FactGrid(84)
    facts.set_lines(fact)
    line.addWidget(facts, 1)
    for words, run in acts:
        button = Button(words, kind="link", small=True)
        button.clicked.connect(lambda _=False, act=run: act())
        line.addWidget(button)
    return made


def _facts(card: MemberCard) -> tuple[FactLine, ...]:
    translate = QCoreApplication.translate
    row = card.row
    unknown = translate("MemberWindow", "没有写明")
    found = [
        FactLine(translate("MemberWindow", "党组织"), row.organisation),
        FactLine(translate("MemberWindow", "入党"), row.joined or unknown),
        FactLine(translate("MemberWindow", "性别"), word(row.sex) if row.sex else unknown),
        FactLine(translate("MemberWindow", "单位"), row.workplace or unknown),
        FactLine(
            translate("MemberWindow", "网格"), row.grid or translate("MemberWindow", "没有落到网格")
        ),
        FactLine(translate("MemberWindow", "专长"), joined(row.skills) or unknown),
    ]
    if card.brought_by is not None:
        name, at = card.brought_by
        words = translate("MemberWindow", "由“{file}”导入").format(file=name)
        found.append(FactLine(translate("MemberWindow", "来源"), words, short(at)))
    return tuple(found)
