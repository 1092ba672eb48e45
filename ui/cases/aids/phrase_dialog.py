"""Writing a standard phrase, and saying where it is offered."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.phrases import PhraseDetails, save_phrase
from app.cases.queries.phrases import PhraseRow, all_phrases
from app.cases.rules import EventKind
from app.core.errors import NotFound
from ui.cases.aids.node_picker import NodePicker
from ui.cases.step_dialog import verb_of
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import Named, of_choice, of_combo, of_text
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

LABEL_PX = 60
TEXT_PX = 96
EVERY_STEP = ""
STEPS = (
    EventKind.DECLINED,
    EventKind.ASSIGNED,
    EventKind.REASSIGNED,
    EventKind.RETURNED,
    EventKind.SIGNED_FOR,
    EventKind.PROGRESSED,
    EventKind.SUSPENDED,
    EventKind.RESUMED,
    EventKind.EXTENDED,
    EventKind.CARRIED_OVER,
    EventKind.TABLED,
    EventKind.GIVEN_BACK,
    EventKind.ESCALATED,
    EventKind.HANDED_OVER,
    EventKind.REHANDLED,
    EventKind.AMENDED,
    EventKind.SUPERVISED,
    EventKind.REMINDED,
    EventKind.TASK_DONE,
    EventKind.FINISHED,
    EventKind.SOLVED_ON_SPOT,
    EventKind.CALL_MISSED,
    EventKind.CALLED_BACK,
    EventKind.VERIFIED,
    EventKind.CLOSED,
    EventKind.ARCHIVED,
    EventKind.REOPENED,
    EventKind.REVERSED,
    EventKind.CLAIM_ACCEPTED,
    EventKind.RECOUNTED,
    EventKind.ASKED,
)
"""Steps at which something is said, in the order of a case's life."""


def phrase_step(row: PhraseRow) -> str:
    """Return at which step a phrase is offered."""
    if row.step is None:
        return QCoreApplication.translate("PhraseDialog", "哪一步都可以")
    return verb_of(row.step)


class PhraseDialog(FormDialog):
    """The words, the step, the kind, the unit; for a new one also whose it is."""

    def __init__(
        self, desk: Desk, row: PhraseRow | None, parent: QWidget, *, may_share: bool
    ) -> None:
        super().__init__(desk, parent)
        self._row = row
        title = self.tr("修改常用语") if row else self.tr("新建常用语")
        under = self.tr("【】里的留给用的人填：写进去时会选中第一处。")
        self.name_it(title, self.tr("保存"), under)
        self.text = QPlainTextEdit(row.text if row else "")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_PX)
        self.step = Combo()
        self.step.add(self.tr("哪一步都可以"), EVERY_STEP)
        for step in STEPS:
            self.step.add(verb_of(step), step.value)
        self.kind = NodePicker(desk, placeholder=self.tr("全部类别；输入名称或拼音首字母"))
        self.unit = UnitPicker(desk, placeholder=self.tr("全部单位；事件在这个单位手上才提供"))
        self.shared = Tick(self.tr("大家都能用（由中心主任维护）"), self)
        self.shared.setVisible(may_share and row is None)
        self._text_field = FormField(self.tr("内容"), self.text, label_width=LABEL_PX)
        self._kind_field = FormField(self.tr("类别"), self.kind, label_width=LABEL_PX)
        self._unit_field = FormField(self.tr("单位"), self.unit, label_width=LABEL_PX)
        self.add_field(self._text_field, self._check_text)
        self._step_field = FormField(self.tr("用在"), self.step, label_width=LABEL_PX)
        self.add_field(self._step_field)
        self.add_field(self._kind_field, self._check_kind)
        self.add_field(self._unit_field, self._check_unit)
        if row is None and may_share:
            self.add_field(FormField("", self.shared))
            self.shared.setAccessibleName(self.shared.text())
        self._fill()
        self.text.setFocus()

    def _fill(self) -> None:
        row = self._row
        if row is None:
            return
        self.step.set_value(row.step.value if row.step else EVERY_STEP)
        if row.category:
            self.kind.set_choice(Choice(row.category, row.category_name))
        if row.unit_id:
            self.unit.set_choice(Choice(row.unit_id, row.unit))
        self.guard_fields(self._merged(), row.version, self._present)

    def _merged(self) -> tuple[MergeField, ...]:
        return (
            of_text("text", self._text_field.title, self.text),
            of_combo("step", self._step_field.title, self.step),
            of_choice("kind", self._kind_field.title, self.kind),
            of_choice("unit", self._unit_field.title, self.unit),
        )

    def _present(self, session: Any) -> Present:
        rows = all_phrases(session, self.desk.actor)
        found = next((row for row in rows if self._row and row.id == self._row.id), None)
        if found is None:
            raise NotFound
        values = {
            "text": found.text,
            "step": found.step.value if found.step else EVERY_STEP,
            "kind": Named(found.category, found.category_name),
            "unit": Named(found.unit_id, found.unit),
        }
        return Present(found.version, values)

    def _check_text(self) -> str:
        return "" if self.text.toPlainText().strip() else self.tr("请写内容，不能只有空格。")

    def _check_kind(self) -> str:
        if self.kind.text().strip() and self.kind.value() is None:
            return self.tr("请从列表里选类别，或者清空。")
        return ""

    def _check_unit(self) -> str:
        if self.unit.text().strip() and self.unit.value() is None:
            return self.tr("请从列表里选单位，或者清空。")
        return ""

    def blame(self) -> dict[str, FormField]:
        return {"cases.phrase_empty": self._text_field}

    def action(self) -> Action:
        step, kind, unit = self.step.value(), self.kind.value(), self.unit.value()
        details = PhraseDetails(
            self.text.toPlainText(),
            EventKind(str(step)) if step else None,
            kind if isinstance(kind, str) else None,
            unit if isinstance(unit, UUID) else None,
            self._row.position if self._row else 0,
        )
        row, key, seen = self._row, self.command_key, self.seen_version
        shared = self.shared.isChecked()

        def save(uow: Any) -> UUID:
            if row is None:
                return save_phrase(uow, details, command_key=key, shared=shared)
            return save_phrase(uow, details, command_key=key, phrase_id=row.id, seen_version=seen)

        return save
