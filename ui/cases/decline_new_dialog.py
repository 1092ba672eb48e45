"""Not taking on what somebody says at the desk (不予受理): a reason, and the way open instead."""

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.intake import Intake
from app.cases.actions.refusing import decline_at_desk
from app.cases.queries.queue import CaseRow, case_rows
from app.cases.rules import DeclineReason
from app.core.attachments import Prepared
from app.core.words import label as word
from ui.core.controls import Combo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk

LABEL_PX = 60
NOTE_PX = 96


class DeclineNewDialog(FormDialog):
    """Asks what the notice will say."""

    def __init__(
        self, desk: Desk, intake: Intake, files: tuple[Prepared, ...], parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._intake = intake
        self._files = files
        self.name_it(
            self.tr("不予受理"),
            self.tr("不予受理"),
            self.tr("写的内容和理由都记下来，可以查；不编号、不计时限。存好后可以打印告知书。"),
        )
        self.leave_button.setText(self.tr("先不"))
        self.reason = Combo()
        for reason in DeclineReason:
            self.reason.add(word(reason), reason.value)
        self.reason.setPlaceholderText(self.tr("为什么不受理"))
        self.reason.setCurrentIndex(-1)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(NOTE_PX)
        self.note.setPlaceholderText(self.tr("告知书上写的话：为什么不受理，可以向哪里反映"))
        self.reason_field = self.add_field(
            FormField(self.tr("理由"), self.reason, required=True, label_width=LABEL_PX),
            self._missing_reason,
        )
        self.note_field = self.add_field(
            FormField(self.tr("告知"), self.note, required=True, label_width=LABEL_PX),
            self._missing_note,
        )
        self.reason.setFocus()

    def _missing_reason(self) -> str:
        return "" if self.reason.value() else self.tr("请选理由")

    def _missing_note(self) -> str:
        if self.note.toPlainText().strip():
            return ""
        return self.tr("请写明理由和可以走的途径，不能只有空格")

    def action(self) -> Action:
        intake, files, key = self._intake, self._files, self.command_key
        reason, note = DeclineReason(str(self.reason.value())), self.note.toPlainText()
        database = self.desk.parts.database

        def decline(uow: Any) -> CaseRow:
            pepper = database.state.pepper
            case_id = decline_at_desk(
                uow, intake, reason, note, pepper, files=files, command_key=key
            )
            (row,) = case_rows(uow.session, uow.actor, (case_id,))
            return row

        return decline
