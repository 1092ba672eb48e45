"""Tasks of a case: giving one, and ending one as done or no longer needed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.tasks import TITLE_MOST, NewTask, finish_task, give_task, withdraw_task
from app.cases.queries.card import CaseCard
from app.cases.queries.work import TaskRow
from app.cases.rules import EventKind
from ui.cases.dialogs.fields import LABEL_PX, OptionalMoment, text_area
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker, UnitPicker


class TaskDialog(StepDialog):
    """What somebody is to do for the case, and until when."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.TASK_GIVEN, parent)
        self.title_line = QLineEdit()
        self.title_line.setMaxLength(TITLE_MOST)
        self.title_line.setPlaceholderText(self.tr("一句话说清要做什么"))
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.person = PersonPicker(desk, placeholder=self.tr("不指定，由单位安排"))
        self.person.setEnabled(False)
        self.due = OptionalMoment(
            self.tr("期限"),
            self.tr("约定做完的时间"),
            desk.parts.clock.now().replace(second=0, microsecond=0) + timedelta(days=1),
        )
        self.title_field = self.add_field(
            FormField(self.tr("要做"), self.title_line, required=True, label_width=LABEL_PX),
            self._missing_title,
        )
        self.unit_field = self.add_field(
            FormField(self.tr("交给"), self.unit, required=True, label_width=LABEL_PX),
            self._missing_unit,
        )
        self.add_field(
            FormField(self.tr("经办人"), self.person, label_width=LABEL_PX), self._wrong_person
        )
        self.add_field(self.due, self._wrong_due)
        self.due.moment.dateTimeChanged.connect(self._edited)
        self.unit.chosen.connect(self._unit_chosen)
        self.title_line.setFocus()

    def _unit_chosen(self, _choice: object) -> None:
        unit = self.unit.value()
        self.person.set_unit(unit if isinstance(unit, UUID) else None)
        self.person.setEnabled(unit is not None)

    def _missing_title(self) -> str:
        return "" if self.title_line.text().strip() else self.tr("请写明要做什么")

    def _missing_unit(self) -> str:
        return "" if self.unit.value() is not None else self.tr("请从列表里选单位")

    def _wrong_person(self) -> str:
        if self.person.text().strip() and self.person.value() is None:
            return self.tr("请从列表里选经办人，或者清空")
        return ""

    def _wrong_due(self) -> str:
        due = self.due.value()
        if due is not None and due <= self.desk.parts.clock.now():
            return self.tr("期限早于现在，请选以后的时间")
        return ""

    def say_notes(self) -> None:
        self.unit_field.note(self.tr("这个单位从此能查看这件事；子任务没办完，不能办结和结案。"))

    def action(self) -> Action:
        unit, person = self.unit.value(), self.person.value()
        if not isinstance(unit, UUID):
            raise TypeError(unit)
        task = NewTask(
            case_id=self.card.id,
            title=self.title_line.text(),
            unit_id=unit,
            person_id=person if isinstance(person, UUID) else None,
            due_at=self.due.value(),
        )
        key = self.command_key

        def give(uow: Any) -> None:
            give_task(uow, task, command_key=key)

        return give


class EndTaskDialog(RowDialog):
    """A task is done, with its result; or nobody needs it any more, with the reason."""

    phrase_step = EventKind.TASK_DONE

    def __init__(self, desk: Desk, row: TaskRow, parent: QWidget, *, done: bool) -> None:
        super().__init__(desk, row.id, row.version, parent)
        verb = self.tr("完成子任务") if done else self.tr("撤回子任务")
        self.name_it(verb, self.tr("完成") if done else self.tr("撤回"), row.title)
        self.note = text_area(self.tr("做了什么、结果怎样") if done else self.tr("为什么不用做了"))
        complaint = self.tr("请写明结果，不能只有空格。")
        self.ask_for(self.note, complaint if done else self.tr("请写明理由，不能只有空格。"))
        self._act: Callable[..., object] = finish_task if done else withdraw_task

    def action(self) -> Action:
        note, seen, key = self.note.toPlainText(), self.seen_version, self.command_key
        row_id, act = self.row_id, self._act
        return lambda uow: act(uow, row_id, seen, note, command_key=key)
