"""Transfers between organisations: those that wait for a word, and those that are over."""

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from app.core.words import label as word
from app.party.actions.transfers import withdraw_transfer
from app.party.queries.transfers import TransferRow, list_transfers
from ui.core.controls import Button, label
from ui.core.form_dialog import FormDialog
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import short
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.table_model import After, Column, Loading, PagedTableModel
from ui.core.tables import DeskTable
from ui.party.transfer_dialogs import AnswerDialog

SIZE = (960, 520)


class TransfersWindow(QDialog):
    """The open ones first; what can be said of the chosen one stands below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.setModal(True)
        self.resize(*SIZE)
        self.setWindowTitle(self.tr("组织关系转接"))
        self.model: PagedTableModel[TransferRow] = PagedTableModel(
            self._columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "party.transfers", desk.preferences)
        self.table.set_empty(self._empty)
        self.says = label("", "second")
        self.says.setWordWrap(True)
        self.yes_button = Button(self.tr("确认"), kind="primary", key="Y")
        self.no_button = Button(self.tr("退回"), kind="quiet", key="T")
        self.back_button = Button(self.tr("撤回"), kind="quiet")
        self.close_button = Button(self.tr("关上"), kind="quiet", key="Esc")
        self._lay_out()
        self._connect()
        self.model.show(self._load)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(label(self.tr("组织关系转接"), "section"))
        hint = self.tr("转出、转入两方都确认以后才转。党员名册里打开名片可以发起。")
        column.addWidget(label(hint, "caption"))
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.says, 1)
        for button in (self.close_button, self.back_button, self.no_button, self.yes_button):
            foot.addWidget(button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.current_key_changed.connect(lambda _: self._show_chosen())
        self.model.loading_changed.connect(self._loaded)
        self.yes_button.clicked.connect(lambda: self.answer(is_yes=True))
        self.no_button.clicked.connect(lambda: self.answer(is_yes=False))
        self.back_button.clicked.connect(self.withdraw)
        self.close_button.clicked.connect(self.reject)
        add_key(self, "Y", lambda: self.answer(is_yes=True))
        add_key(self, "T", lambda: self.answer(is_yes=False))
        self._refresher = Refresher(
            self._desk.hub, self, self.model.reload, topics=frozenset({Topic.MEMBER})
        )

    def _load(self, _after: After) -> Page[TransferRow]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            return Page(list_transfers(session, desk.actor, region=desk.scope.code), None)

    def chosen(self) -> TransferRow | None:
        """Return the transfer that is chosen."""
        at = self.model.position_of(self.table.current_key())
        return self.model.row_at(at) if at is not None else None

    def _loaded(self, loading: Loading) -> None:
        if loading is Loading.READY and self.table.current_key() is None and self.model.rowCount():
            self.table.selectRow(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        self.yes_button.setVisible(row is not None and row.may_speak)
        self.no_button.setVisible(row is not None and row.may_speak)
        self.back_button.setVisible(row is not None and row.may_withdraw)
        self.says.setText(self._said(row) if row is not None else "")

    def _said(self, row: TransferRow) -> str:
        told = [self.tr("原因：{reason}").format(reason=row.reason)] if row.reason else []
        for each in row.words:
            verb = self.tr("同意") if each.is_yes else self.tr("不同意")
            note = f"（{each.note}）" if each.note else ""
            told.append(f"{word(each.side)}{each.person_name}{short(each.at)}{verb}{note}")
        if row.waits_for is not None:
            told.append(self.tr("等{side}确认").format(side=word(row.waits_for)))
        return "；".join(told)

    def answer(self, *, is_yes: bool) -> None:
        """Ask what is said of the chosen transfer."""
        row = self.chosen()
        if row is not None and row.may_speak:
            self.dialog = AnswerDialog(self._desk, row, self, is_yes=is_yes)
            self.dialog.open()

    def withdraw(self) -> None:
        """Take the chosen transfer back."""
        row, key = self.chosen(), new_id()
        if row is None or not row.may_withdraw:
            return
        transfer: UUID = row.id
        self._desk.write(
            lambda uow: withdraw_transfer(uow, transfer, command_key=key),
            lambda _: None,
            partial(self._failed),
        )

    def _failed(self, error: BaseException) -> None:
        self.says.setText(explain(error).text)

    def _empty(self) -> QWidget:
        why = self.tr("党员要换支部时，在名册里打开名片，点“转接”。")
        return EmptyState(self.tr("没有组织关系转接"), why, icon="ph.arrows-left-right")

    def _columns(self) -> tuple[Column[TransferRow], ...]:
        return (
            Column(
                "name",
                self.tr("党员"),
                lambda row: row.member_name,
                width=80,
                tone="text",
                large=True,
                fixed=True,
            ),
            Column("from", self.tr("转出"), lambda row: row.from_name, width=200),
            Column("to", self.tr("转入"), lambda row: row.to_name, width=200, stretch=True),
            Column("state", self.tr("状态"), _state, width=120),
            Column("asked", self.tr("发起"), lambda row: short(row.asked_at), width=110),
        )


def _state(row: TransferRow) -> str:
    return (
        word(row.state) if row.waits_for is None else f"{word(row.state)}（{word(row.waits_for)}）"
    )
