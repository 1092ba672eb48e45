"""Correcting kind, level and class of matter; shows the old due time and the new one."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.actions.putting_right import Amendment, amend_case
from app.cases.queries.card import CaseCard
from app.cases.queries.categories import CategoryRow, categories
from app.cases.queries.foresight import Amending
from app.cases.rules import EventKind, Level, MatterClass
from app.core.words import label as word
from ui.cases.dialogs.due_teller import DueTeller
from ui.cases.dialogs.fields import LABEL_PX, needs_text, text_area
from ui.cases.form_how import Urgency
from ui.cases.step_dialog import StepDialog
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.merge_dialog import MergeField
from ui.core.slices import Desk
from ui.parts.pickers import CategoryPicker


class AmendDialog(StepDialog):
    """What it really is."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.AMENDED, parent)
        self.kind = CategoryPicker(desk, placeholder=self.tr("类别名称、拼音首字母或代码"))
        self.urgency = Urgency(self, label_width=LABEL_PX)
        self.note = text_area(self.tr("为什么更正，现场查明了什么"))
        self.teller = DueTeller(desk, card, self)
        self.teller.told = self.fit
        self.kind_field = self.add_field(
            FormField(self.tr("类别"), self.kind, required=True, label_width=LABEL_PX),
            self._missing_kind,
        )
        self.add_field(self.urgency.field)
        self.add_field(
            FormField(self.tr("理由"), self.note, required=True, label_width=LABEL_PX),
            needs_text(self.note, self.tr("请写明更正的理由，不能只有空格。")),
        )
        self.content.addWidget(self.teller.box)
        matter = card.matter_class.value if card.matter_class is not None else ""
        self.urgency.set_values(matter, card.level.value, by_hand=True)
        self.urgency.changed.connect(self._edited)
        self._rows: dict[str, CategoryRow] = {}
        self.guard_fields(self._merged(), card.version, base=self.values_of(card))
        desk.read(categories, self._loaded)
        self.kind.setFocus()

    def _merged(self) -> tuple[MergeField, ...]:
        matter, level = self.urgency.matter, self.urgency.level
        return (
            MergeField("category", self.tr("类别"), self.kind.value, self._put_kind, self._kind),
            MergeField(
                "matter",
                self.tr("三类事"),
                matter.value,
                matter.set_value,
                lambda value: word(MatterClass(value)) if value else "",
            ),
            MergeField(
                "level",
                self.tr("等级"),
                level.value,
                level.set_value,
                lambda value: word(Level(value)),
            ),
        )

    def values_of(self, card: CaseCard) -> dict[str, object]:
        matter = card.matter_class.value if card.matter_class is not None else None
        return {"category": card.category_code, "matter": matter, "level": card.level.value}

    def _kind(self, code: object) -> str:
        row = self._rows.get(str(code))
        return row.name if row is not None else str(code or "")

    def _put_kind(self, code: object) -> None:
        row = self._rows.get(str(code))
        if row is not None:
            self.kind.set_row(row)

    def _loaded(self, rows: tuple[CategoryRow, ...]) -> None:
        self._rows = {row.code: row for row in rows}
        now = next((row for row in rows if row.code == self.card.category_code), None)
        if now is not None and self.kind.value() is None and not self.kind.text():
            self.kind.set_row(now)
            self.say_notes()

    def _missing_kind(self) -> str:
        return "" if self.kind.value() is not None else self.tr("请从列表里选类别")

    def _level(self) -> Level:
        return Level(str(self.urgency.level.value() or self.card.level.value))

    def say_notes(self) -> None:
        code = self.kind.value()
        level = self._level()
        same = code == self.card.category_code and level is self.card.level
        wish = None if code is None or same else Amending(str(code), level)
        self.teller.ask(wish)

    def action(self) -> Action:
        matter = self.urgency.matter.value()
        order = Amendment(
            case_id=self.card.id,
            seen_version=self.seen_version,
            category=str(self.kind.value()),
            level=self._level(),
            matter_class=MatterClass(str(matter)) if matter else None,
            note=self.note.toPlainText(),
        )
        key = self.command_key

        def amend(uow: Any) -> None:
            amend_case(uow, order, command_key=key)

        return amend
