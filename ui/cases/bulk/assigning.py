"""Many cases go to one unit (成批分流): chosen once, foreseen for each, taken back if wrong."""

from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.putting_right import take_back_assignment
from app.cases.queries.bulk import foresee_assigning
from app.cases.rules import EventKind
from app.core.database import Uow
from ui.cases.bulk.batch import BatchItem, BatchOrder, plain_words
from ui.cases.bulk.preview import BulkDialog
from ui.cases.phrase_button import PhraseBar
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker, UnitPicker

LABEL_PX = 60
NOTE_PX = 64


class BulkAssignDialog(BulkDialog):
    """To whom, to which person, what they should know; and which cases can go there."""

    def __init__(self, desk: Desk, case_ids: tuple[UUID, ...], parent: QWidget) -> None:
        super().__init__(desk, case_ids, parent)
        self.name_bulk(
            self.tr("分流"),
            self.tr("一件一件地分：一件没分成，不影响别的。对方从分到时起算签收时限。"),
        )
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.person = PersonPicker(desk, placeholder=self.tr("不指定，由单位安排"))
        self.person.setEnabled(False)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self.tr("要承办单位知道的，每件都写上，可不写"))
        self.note.setFixedHeight(NOTE_PX)
        self.add_field(
            FormField(self.tr("交给"), self.unit, required=True, label_width=LABEL_PX),
            self._missing_unit,
        )
        self.add_field(
            FormField(self.tr("经办人"), self.person, label_width=LABEL_PX), self._wrong_person
        )
        field = FormField(self.tr("说明"), self.note, label_width=LABEL_PX)
        field.add_under(PhraseBar(desk, self.note, EventKind.ASSIGNED))
        self.add_field(field)
        self.content.addWidget(self.preview)
        self.unit.chosen.connect(self._unit_chosen)
        self._foresee_for(None)
        self.unit.setFocus()

    def _unit_chosen(self, _choice: object) -> None:
        unit = self.unit.value()
        unit_id = unit if isinstance(unit, UUID) else None
        self.person.set_unit(unit_id)
        self.person.setEnabled(unit_id is not None)
        self._foresee_for(unit_id)

    def _foresee_for(self, unit_id: UUID | None) -> None:
        if unit_id is None:
            self.do_button.setText(self.tr("分流"))
            self.foresee_later(self.tr("先选承办单位"))
            return
        desk, ids = self.desk, self.case_ids
        self.foresee(lambda session: foresee_assigning(session, desk.actor, ids, unit_id))

    def _missing_unit(self) -> str:
        return "" if self.unit.value() is not None else self.tr("请从列表里选承办单位")

    def _wrong_person(self) -> str:
        if self.person.text().strip() and self.person.value() is None:
            return self.tr("请从列表里选经办人，或者清空")
        return ""

    def button_words(self, able: int) -> str:
        only_moved = able > 0 and self.preview.moved() == able
        words = self.tr("转派 {count} 件") if only_moved else self.tr("分流 {count} 件")
        return words.format(count=able)

    def order(self, items: tuple[BatchItem, ...]) -> BatchOrder:
        unit, person, note = self.unit.value(), self.person.value(), self.note.toPlainText()
        if not isinstance(unit, UUID):
            raise TypeError(unit)
        handler = person if isinstance(person, UUID) else None
        return assigning_order(items, unit, self.unit.text().strip(), handler, note)


def assigning_order(
    items: tuple[BatchItem, ...], unit_id: UUID, unit: str, handler: UUID | None, note: str
) -> BatchOrder:
    """Return the run that assigns cases to a unit, and takes that back while it can be."""
    translate = QCoreApplication.translate

    def take(uow: Uow, item: BatchItem, key: UUID) -> None:
        order = Assignment(item.case_id, item.version, unit_id, handler, note)
        assign_case(uow, order, command_key=key)

    why = translate("BulkAssign", "成批分流分错了")

    def undo(uow: Uow, item: BatchItem, key: UUID) -> None:
        take_back_assignment(uow, item.case_id, why, command_key=key)

    return BatchOrder(
        title=translate("BulkAssign", "分流给{unit}").format(unit=unit),
        words=plain_words(
            translate("BulkAssign", "分给{unit}了").format(unit=unit),
            translate("BulkAssign", "{count} 件已分流"),
        ),
        items=items,
        take=take,
        undo=undo,
        undone=translate("BulkAssign", "撤回了，还是原样"),
    )
