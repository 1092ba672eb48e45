"""Putting a macro together: its name and its steps, each with what it needs."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases.actions.macros import NAME_MOST, save_macro
from app.cases.macros import IN_MACROS, MOST_STEPS, SILENT, MacroStep
from app.cases.queries.phrases import MacroRow, macros
from app.cases.rules import DeclineReason, EventKind, ReturnReason
from app.core.errors import NotFound
from app.core.words import label as word
from ui.cases.step_dialog import verb_of
from ui.core.controls import Button, Combo, Tick, label
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField, Present
from ui.core.merge_fields import of_text
from ui.core.page_bars import icon_button
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

LABEL_PX = 60
WIDTH_PX = 680
KIND_PX = 104
MORE_PX = 168
REASONS = {EventKind.RETURNED: ReturnReason, EventKind.DECLINED: DeclineReason}


class StepRow(QWidget):
    """One step: which, to whom or for what reason, and what is said."""

    edited = Signal()
    gone = Signal(object)  # StepRow
    moved = Signal(object)  # StepRow: one place up

    def __init__(self, desk: Desk, step: MacroStep | None, unit: str) -> None:
        super().__init__()
        self.number = label("", "caption")
        self.kind = Combo()
        self.kind.setFixedWidth(KIND_PX)
        for each in IN_MACROS:
            self.kind.add(verb_of(each), each.value)
        self.unit = UnitPicker(desk, placeholder=self.tr("交给哪个单位"))
        self.reason = Combo()
        self.note = QLineEdit()
        self.up_button = icon_button("ph.arrow-up", self.tr("往前一步"))
        self.drop_button = icon_button("ph.x", self.tr("去掉这一步"))
        self.kind.setAccessibleName(self.tr("步骤"))
        self.unit.setAccessibleName(self.tr("承办单位"))
        self.reason.setAccessibleName(self.tr("原因"))
        self.note.setAccessibleName(self.tr("内容"))
        for more in (self.unit, self.reason):
            more.setFixedWidth(MORE_PX)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (self.number, self.kind, self.unit, self.reason):
            line.addWidget(part)
        line.addWidget(self.note, 1)
        line.addWidget(self.up_button)
        line.addWidget(self.drop_button)
        self._fill(step, unit)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.unit.chosen.connect(self._tell)
        self.unit.textEdited.connect(self._tell)
        self.reason.currentIndexChanged.connect(self._tell)
        self.note.textChanged.connect(self._tell)
        self.drop_button.clicked.connect(lambda: self.gone.emit(self))
        self.up_button.clicked.connect(lambda: self.moved.emit(self))

    def _fill(self, step: MacroStep | None, unit: str) -> None:
        self.kind.set_value((step.kind if step else EventKind.PROGRESSED).value)
        self._offer()
        if step is None:
            return
        self.note.setText(step.note)
        if step.reason:
            self.reason.set_value(step.reason)
        if step.unit_id is not None and unit:
            self.unit.set_choice(Choice(step.unit_id, unit))

    @property
    def chosen_kind(self) -> EventKind:
        """Which step it is."""
        return EventKind(str(self.kind.value()))

    def _kind_changed(self, _: int) -> None:
        self._offer()
        self.edited.emit()

    def _offer(self) -> None:
        """Show what the step needs."""
        kind = self.chosen_kind
        self.unit.setVisible(kind is EventKind.ASSIGNED)
        self.reason.setVisible(kind in REASONS)
        if kind in REASONS:
            self.reason.clear()
            for reason in REASONS[kind]:
                self.reason.add(word(reason), reason.value)
        self.note.setEnabled(kind is not EventKind.SIGNED_FOR)
        needed = self.tr("说什么") if kind not in SILENT else self.tr("可不写")
        self.note.setPlaceholderText(
            self.tr("签收不用写") if kind is EventKind.SIGNED_FOR else needed
        )

    def _tell(self, *_: object) -> None:
        self.edited.emit()

    def step(self) -> MacroStep:
        """Return the step as it stands there."""
        kind, unit = self.chosen_kind, self.unit.value()
        return MacroStep(
            kind,
            "" if kind is EventKind.SIGNED_FOR else self.note.text(),
            unit if kind is EventKind.ASSIGNED and isinstance(unit, UUID) else None,
            str(self.reason.value()) if kind in REASONS else "",
        )

    def lacks(self) -> str:
        """Return what the step lacks, "" for nothing."""
        step = self.step()
        if step.kind is EventKind.ASSIGNED and step.unit_id is None:
            return self.tr("要从列表里选承办单位")
        if step.kind not in SILENT and not step.note.strip():
            return self.tr("要写内容，不能只有空格")
        return ""


class MacroEditor(FormDialog):
    """A name, up to six steps, and for a new one whose it is."""

    def __init__(
        self, desk: Desk, row: MacroRow | None, parent: QWidget, *, may_share: bool
    ) -> None:
        super().__init__(desk, parent)
        self._row = row
        self.setMinimumWidth(WIDTH_PX)
        under = self.tr("执行前会先列出每一步，那时还可以改内容。")
        self.name_it(self.tr("修改宏") if row else self.tr("新建宏"), self.tr("保存"), under)
        self.name = QLineEdit(row.name if row else "")
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("如“到场即办”"))
        self._name_field = self.add_field(
            FormField(self.tr("名称"), self.name, label_width=LABEL_PX), self._check_name
        )
        self._units = dict(row.units) if row else {}
        self.rows: list[StepRow] = []
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._steps_field = self.add_field(
            FormField(self.tr("步骤"), self._box, label_width=LABEL_PX), self._check_steps
        )
        self.add_button = Button(self.tr("加一步"), kind="link", icon="ph.plus", small=True)
        self.add_button.clicked.connect(lambda: self._add(None))
        under_steps = QWidget()
        line = QGridLayout(under_steps)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.add_button, 0, 0)
        line.setColumnStretch(1, 1)
        self._steps_field.add_under(under_steps)
        self.shared = Tick(self.tr("大家都能用（由中心主任维护）"), self)
        self.shared.setVisible(may_share and row is None)
        if row is None and may_share:
            self.add_field(FormField("", self.shared))
            self.shared.setAccessibleName(self.shared.text())
        for step in row.steps if row else (None,):
            self._add(step)
        if row is not None:
            self.guard_fields(self._merged(), row.version, self._present)
        self.name.setFocus()

    def _add(self, step: MacroStep | None) -> None:
        unit = self._units.get(step.unit_id, "") if step and step.unit_id else ""
        made = StepRow(self.desk, step, unit)
        made.edited.connect(self._edited)
        made.gone.connect(self._drop)
        made.moved.connect(self._move_up)
        self.rows.append(made)
        self._column.addWidget(made)
        self._number()
        if self.isVisible():
            made.kind.setFocus()
            self._edited()

    def _drop(self, row: StepRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number()
        self._edited()

    def _move_up(self, row: StepRow) -> None:
        at = self.rows.index(row)
        if at:
            self.rows.insert(at - 1, self.rows.pop(at))
            self._column.insertWidget(at - 1, row)
            self._number()
            self._edited()

    def _number(self) -> None:
        for at, row in enumerate(self.rows):
            row.number.setText(f"{at + 1}.")
            row.up_button.setEnabled(at > 0)
            row.drop_button.setEnabled(len(self.rows) > 1)
        self.add_button.setEnabled(len(self.rows) < MOST_STEPS)
        self.fit()

    def _merged(self) -> tuple[MergeField, ...]:
        return (
            of_text("name", self._name_field.title, self.name),
            MergeField("steps", self._steps_field.title, self._steps, self._put, self._in_words),
        )

    def _steps(self) -> tuple[MacroStep, ...]:
        for row in self.rows:
            if isinstance(chosen := row.unit.value(), UUID):
                self._units[chosen] = row.unit.text()
        return tuple(row.step() for row in self.rows)

    def _put(self, steps: tuple[MacroStep, ...]) -> None:
        if steps == self._steps():
            return
        for row in tuple(self.rows):
            self._drop(row)
        for step in steps:
            self._add(step)

    def _in_words(self, steps: tuple[MacroStep, ...]) -> str:
        return "\n".join(
            " ".join(
                part
                for part in (
                    f"{at}.",
                    verb_of(step.kind),
                    self._units.get(step.unit_id, "") if step.unit_id else "",
                    word(REASONS[step.kind](step.reason)) if step.reason else "",
                    step.note,
                )
                if part
            )
            for at, step in enumerate(steps, 1)
        )

    def _present(self, session: Any) -> Present:
        rows = macros(session, self.desk.actor)
        found = next((row for row in rows if self._row and row.id == self._row.id), None)
        if found is None:
            raise NotFound
        self._units |= found.units
        return Present(found.version, {"name": found.name, "steps": found.steps})

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def _check_steps(self) -> str:
        for number, row in enumerate(self.rows, 1):
            lacks = row.lacks()
            if lacks:
                return self.tr("第 {number} 步{lacks}。").format(number=number, lacks=lacks)
        return ""

    def action(self) -> Action:
        name, steps = self.name.text(), tuple(row.step() for row in self.rows)
        row, key, seen = self._row, self.command_key, self.seen_version
        shared = self.shared.isChecked()

        def save(uow: Any) -> UUID:
            if row is None:
                return save_macro(uow, name, steps, command_key=key, shared=shared)
            return save_macro(uow, name, steps, command_key=key, macro_id=row.id, seen_version=seen)

        return save
