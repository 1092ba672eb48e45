"""Reminding of many cases at once (成批催办)."""

from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.reminding import remind_case
from app.cases.queries.bulk import foresee_reminding
from app.cases.rules import EventKind
from app.core.database import Uow
from ui.cases.bulk.batch import BatchItem, BatchOrder, plain_words
from ui.cases.bulk.preview import BulkDialog
from ui.cases.phrase_button import PhraseBar
from ui.core.forms import FormField
from ui.core.slices import Desk

NOTE_PX = 72


class BulkRemindDialog(BulkDialog):
    """What they should hear; and of which cases one can remind now."""

    def __init__(self, desk: Desk, case_ids: tuple[UUID, ...], parent: QWidget) -> None:
        super().__init__(desk, case_ids, parent)
        self.name_bulk(
            self.tr("催办"),
            self.tr("手上有这件事的人会在铃铛和工作台上看到；时限照常走。催出去的收不回来。"),
        )
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self.tr("要对方知道的，每件都写上，可不写"))
        self.note.setAccessibleName(self.tr("说明"))
        self.note.setFixedHeight(NOTE_PX)
        field = FormField("", self.note)
        field.add_under(PhraseBar(desk, self.note, EventKind.REMINDED))
        self.add_field(field)
        self.content.addWidget(self.preview)
        ids, now = self.case_ids, desk.parts.clock.now()
        self.foresee(lambda session: foresee_reminding(session, desk.actor, ids, now))
        self.note.setFocus()

    def button_words(self, able: int) -> str:
        return self.tr("催办 {count} 件").format(count=able)

    def order(self, items: tuple[BatchItem, ...]) -> BatchOrder:
        translate, note = QCoreApplication.translate, self.note.toPlainText()

        def take(uow: Uow, item: BatchItem, key: UUID) -> None:
            remind_case(uow, item.case_id, note, command_key=key)

        return BatchOrder(
            title=translate("BulkRemind", "催办"),
            words=plain_words(
                translate("BulkRemind", "催办了"), translate("BulkRemind", "{count} 件已催办")
            ),
            items=items,
            take=take,
        )
