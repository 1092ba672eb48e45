"""Dialogs of the register of powers: a power, a use of it, its result, a department's answer."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.powers import (
    BASIS_MOST,
    DEPARTMENT_MOST,
    MATTER_MOST,
    NAME_MOST,
    TEXT_MOST,
    PowerDraft,
    UseDraft,
    add_power,
    change_power,
    note_answer,
    note_result,
    record_use,
)
from app.cases.power_rules import PowerKind
from app.cases.queries.powers import PowerRow, UseRow
from app.core.clock import local
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, needs_text, text_area
from ui.core.controls import Combo, Tick
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk


class PowerDialog(FormDialog):
    """A power the street holds, new or as it was seen."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, street: str, row: PowerRow | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._row, self._street = row, street
        today = local(desk.parts.clock.now()).date()
        title = self.tr("新增职权") if row is None else self.tr("改“{name}”").format(name=row.name)
        self.name_it(title, self.tr("保存"))
        self.kind = Combo()
        for kind in PowerKind:
            self.kind.add(word(kind), kind)
        self.named = QLineEdit(row.name if row is not None else "")
        self.named.setMaxLength(NAME_MOST)
        self.basis = text_area(self.tr("哪个文件、哪一条赋予街道的"))
        self.since = DateField(row.since if row is not None else today)
        self.ends = Tick(self.tr("有截止日期"))
        self.until = DateField(row.until or today if row is not None else today)
        self.until.setAccessibleName(self.tr("截止日期"))
        if row is not None:
            self.kind.set_value(row.kind)
            self.basis.setPlainText(row.basis)
            self.seen_version = row.version
        self._add_fields()
        self.ends.toggled.connect(self.until.setVisible)
        self.ends.setChecked(row is not None and row.until is not None)
        self.until.setVisible(self.ends.isChecked())
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        if row is None:
            self._kind_chosen()
        self.named.setFocus()

    def _add_fields(self) -> None:
        self.add_field(FormField(self.tr("类别"), self.kind, label_width=LABEL_PX))
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写明名称"),
        )
        self.basis_field = self.add_field(
            FormField(self.tr("依据"), self.basis, required=True, label_width=LABEL_PX),
            needs_text(self.basis, self.tr("请写明依据的文件。"), BASIS_MOST),
        )
        self.add_field(FormField(self.tr("起始"), self.since, label_width=LABEL_PX))
        until = FormField(self.tr("截止"), self.ends, label_width=LABEL_PX)
        until.add_beside(self.until)
        self.until_field = self.add_field(until, self._wrong_until)

    def _kind_chosen(self, *_: object) -> None:
        """Offer the usual name; one that was typed stays."""
        usual = [word(kind) for kind in PowerKind]
        if self.named.text().strip() in ("", *usual):
            self.named.setText(self.kind.currentText())

    def _wrong_until(self) -> str:
        early = self.ends.isChecked() and self.until.day() < self.since.day()
        return self.tr("截止日期早于起始日期") if early else ""

    def action(self) -> Action:
        draft = PowerDraft(
            self._street,
            PowerKind(str(self.kind.value())),
            self.named.text(),
            self.basis.toPlainText(),
            self.since.day(),
            self.until.day() if self.ends.isChecked() else None,
        )
        key, row, seen = self.command_key, self._row, self.seen_version

        def write(uow: Any) -> None:
            if row is None:
                add_power(uow, draft, command_key=key)
            else:
                change_power(uow, row.id, seen, draft, command_key=key)

        return write


class UseDialog(FormDialog):
    """A use of a power: when, about what, whom it concerned, what came of it."""

    def __init__(self, desk: Desk, power: PowerRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._power = power
        title = self.tr("记一次“{name}”").format(name=power.name)
        self.name_it(title, self.tr("记下"), power.basis)
        self.day = DateField(local(desk.parts.clock.now()).date())
        self.matter = text_area(self.tr("为什么事、怎么行使的"))
        self.department = QLineEdit()
        self.department.setMaxLength(DEPARTMENT_MOST)
        self.outcome = text_area(self.tr("还没有结果的，以后再补"))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, required=True, label_width=LABEL_PX),
            self._wrong_day,
        )
        self.add_field(
            FormField(self.tr("事项"), self.matter, required=True, label_width=LABEL_PX),
            needs_text(self.matter, self.tr("请写明事项，不能只有空格。"), MATTER_MOST),
        )
        self.add_field(FormField(self.tr("涉及部门"), self.department, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("结果"), self.outcome, label_width=LABEL_PX))
        self.matter.setFocus()

    def _wrong_day(self) -> str:
        day, power = self.day.day(), self._power
        if day > local(self.desk.parts.clock.now()).date():
            return self.tr("日期还没有到")
        inside = power.since <= day and (power.until is None or day <= power.until)
        return "" if inside else self.tr("这一天街道还没有或不再有这项职权")

    def action(self) -> Action:
        draft = UseDraft(
            self._power.id,
            self.day.day(),
            self.matter.toPlainText(),
            self.department.text(),
            result=self.outcome.toPlainText(),
        )
        key = self.command_key

        def write(uow: Any) -> None:
            record_use(uow, draft, command_key=key)

        return write


class UseWordsDialog(FormDialog):
    """What came of a use, or what the department answered and when."""

    def __init__(self, desk: Desk, row: UseRow, parent: QWidget, *, answer: bool) -> None:
        super().__init__(desk, parent)
        self._row, self._answer = row, answer
        self.seen_version = row.version
        title = self.tr("部门的答复") if answer else self.tr("结果")
        self.name_it(title, self.tr("保存"), row.matter)
        hint = self.tr("部门怎么答复的，照原文写") if answer else self.tr("结果怎样")
        self.words = text_area(hint)
        self.words.setPlainText(row.answer if answer else row.result)
        self.add_field(
            FormField(title, self.words, required=True, label_width=LABEL_PX),
            needs_text(self.words, self.tr("请写明内容，不能只有空格。"), TEXT_MOST),
        )
        self.day = DateField(row.answered_on or local(desk.parts.clock.now()).date())
        if answer:
            self.add_field(
                FormField(self.tr("答复日期"), self.day, label_width=LABEL_PX), self._wrong_day
            )
        self.words.setFocus()

    def _wrong_day(self) -> str:
        day: date = self.day.day()
        today = local(self.desk.parts.clock.now()).date()
        inside = self._row.used_on <= day <= today
        return "" if inside else self.tr("答复日期应在行使以后、今天以前")

    def action(self) -> Action:
        row, seen, key = self._row, self.seen_version, self.command_key
        words, day = self.words.toPlainText(), self.day.day()
        if self._answer:
            return lambda uow: note_answer(uow, row.id, seen, words, day, command_key=key)
        return lambda uow: note_result(uow, row.id, seen, words, command_key=key)
