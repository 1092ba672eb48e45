"""The director's answer to a request: approve or refuse it, with the reason that was asked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.requests import approve_request, refuse_request
from app.cases.queries.card import CaseCard
from app.cases.queries.foresight import Extending, Stopping
from app.cases.queries.work import RequestRow
from app.cases.work_states import RequestKind
from app.core.words import label as word
from ui.cases.dialogs.due_teller import DueTeller
from ui.cases.dialogs.fields import LABEL_PX, quiet_line, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.request_words import request_words
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk


class DecideDialog(RowDialog):
    """Says what was asked, by whom and why, and what the answer does."""

    def __init__(
        self, desk: Desk, card: CaseCard, row: RequestRow, parent: QWidget, *, approves: bool
    ) -> None:
        super().__init__(desk, row.id, row.version, parent)
        self.row = row
        self.approves = approves
        verb = self.tr("批准{kind}") if approves else self.tr("不批准{kind}")
        do = self.tr("批准") if approves else self.tr("不批准")
        self.name_it(verb.format(kind=word(row.kind)), do, card.title)
        unit = card.clocks.handle_limit.unit if card.clocks is not None else None
        now = desk.parts.clock.now()
        self.content.addWidget(quiet_line(request_words(row, unit, now)))
        self.teller = DueTeller(desk, card, self)
        self.teller.told = self.fit
        if approves:
            self.note = text_area(self.tr("批示，可不写"))
            self.add_field(FormField(self.tr("批示"), self.note, label_width=LABEL_PX))
            self.content.addWidget(self.teller.box)
            self.note.setFocus()
        else:
            self.note = text_area(self.tr("为什么不批，该怎么办"))
            self.ask_for(self.note, self.tr("请写明不批准的理由，不能只有空格。"), self.tr("理由"))

    def say_notes(self) -> None:
        if not self.approves or self.row.kind is RequestKind.REOPENED:
            return
        if self.row.kind is RequestKind.EXTENDED:
            self.teller.ask(Extending(self.row.amount or 0))
        else:
            self.teller.ask(Stopping(self.row.until, self.row.asked_at))

    def action(self) -> Action:
        note, seen, key = self.note.toPlainText(), self.seen_version, self.command_key
        row_id = self.row_id
        act: Callable[..., object] = approve_request if self.approves else refuse_request

        def decide(uow: Any) -> None:
            act(uow, row_id, seen, note, command_key=key)

        return decide
