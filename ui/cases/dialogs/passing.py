"""Handing a case on: to the tier above, to another street, to somebody else of the unit."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.cases.actions.passing_on import (
    Passing,
    escalate_case,
    hand_over_case,
    rehandle_case,
)
from app.cases.queries.card import CaseCard
from app.cases.queries.tiers import tiers_above
from app.cases.rules import EventKind
from ui.cases.dialogs.fields import LABEL_PX, needs_text, text_area
from ui.cases.step_dialog import StepDialog
from ui.core.controls import Combo
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker
from ui.parts.region_picker import RegionPicker

STREET_DIGITS = 9


class EscalateDialog(StepDialog):
    """To which tier above, and what was tried so far."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.ESCALATED, parent)
        self.tier = Combo()
        self.tier.setPlaceholderText(self.tr("请选"))
        self.note = text_area(self.tr("为什么要上一级协调，已经做过什么"))
        self.tier_field = self.add_field(
            FormField(self.tr("上报到"), self.tier, required=True, label_width=LABEL_PX),
            self._missing_tier,
        )
        self.note_field = self.add_field(
            FormField(self.tr("情况"), self.note, required=True, label_width=LABEL_PX),
            needs_text(self.note, self.tr("请写明上报的情况，不能只有空格。")),
        )
        lies_at = card.desk_region[:STREET_DIGITS]  # within a street nothing is escalated
        desk.read(lambda session: tiers_above(session, lies_at), self._offer)
        self.tier.setFocus()

    def _offer(self, tiers: tuple[tuple[str, str], ...]) -> None:
        for code, name in tiers:
            self.tier.add(name, code)
        self.tier.setCurrentIndex(0 if tiers else -1)

    def _missing_tier(self) -> str:
        return "" if self.tier.value() is not None else self.tr("请选上报到哪一级")

    def say_notes(self) -> None:
        self.note_field.note(
            self.tr("由上一级分派，承办单位手上的收回；您仍能查看，办理时限照常走。")
        )

    def action(self) -> Action:
        order = Passing(
            self.card.id, self.seen_version, str(self.tier.value()), self.note.toPlainText()
        )
        key = self.command_key

        def escalate(uow: Any) -> None:
            escalate_case(uow, order, command_key=key)

        return escalate


class HandOverDialog(StepDialog):
    """To which other street or district."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.HANDED_OVER, parent)
        self.region = RegionPicker(desk, ("",))
        self.region.setPlaceholderText(self.tr("街道名称、拼音首字母、代码"))
        self.note = text_area(self.tr("为什么归那里管，有什么要交代"))
        self.region_field = self.add_field(
            FormField(self.tr("移交给"), self.region, required=True, label_width=LABEL_PX),
            self._wrong_region,
        )
        self.region_field.add_beside(self.region.button)
        self.region.picked.connect(self._edited)
        self.note_field = self.add_field(
            FormField(self.tr("情况"), self.note, required=True, label_width=LABEL_PX),
            needs_text(self.note, self.tr("请写明移交的情况，不能只有空格。")),
        )
        self.region.setFocus()

    def _wrong_region(self) -> str:
        code = self.region.code()
        if code is None:
            return self.tr("请从列表里选街道")
        own = self.card.desk_region
        if own.startswith(code) or code.startswith(own):
            return self.tr("这件事本来就归这里处置，请选另一个街道")
        return ""

    def say_notes(self) -> None:
        self.note_field.note(self.tr("由对方处置，两边都能查看；办理时限照常走。"))

    def action(self) -> Action:
        order = Passing(
            self.card.id, self.seen_version, self.region.code() or "", self.note.toPlainText()
        )
        key = self.command_key

        def hand_over(uow: Any) -> None:
            hand_over_case(uow, order, command_key=key)

        return hand_over


class RehandleDialog(StepDialog):
    """To whom else of the unit that holds it."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.REHANDLED, parent)
        self.person = PersonPicker(desk, placeholder=self.tr("姓名或拼音首字母"))
        self.person.set_unit(card.unit_id)
        self.note = text_area(self.tr("要接手的人知道的，可不写"))
        self.person_field = self.add_field(
            FormField(self.tr("承办人"), self.person, required=True, label_width=LABEL_PX),
            self._missing_person,
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.person.setFocus()

    def _missing_person(self) -> str:
        return "" if self.person.value() is not None else self.tr("请从列表里选承办人")

    def say_notes(self) -> None:
        words = self.tr("现在是{handler}；时限不变。") if self.card.handler else ""
        self.person_field.note(words.format(handler=self.card.handler))

    def action(self) -> Action:
        case_id, seen, key = self.card.id, self.seen_version, self.command_key
        person, note = self.person.value(), self.note.toPlainText()
        if not isinstance(person, UUID):
            raise TypeError(person)

        def rehandle(uow: Any) -> None:
            rehandle_case(uow, case_id, seen, person, note, command_key=key)

        return rehandle
