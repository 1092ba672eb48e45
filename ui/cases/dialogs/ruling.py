"""The director's final ruling (终审): who sent the case back and why, and who leads from now on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from app.cases.actions.ruling import RulingOrder, rule_case
from app.cases.queries.card import CaseCard
from app.cases.queries.precedents import place_type_in
from app.cases.queries.rulings import Hand, RulingState, case_hands
from app.cases.rules import CaseState, EventKind, ReturnReason
from app.cases.ruling_rules import (
    BASIS_MOST,
    MATTER_MOST,
    REASONS_MOST,
    DisputeClass,
    PlaceType,
)
from ui.cases.dialogs.co_units import UnitsField, chosen_unit
from ui.cases.dialogs.fields import LABEL_PX, needs_text, quiet_line, reason_box, text_area
from ui.cases.offers import living_events
from ui.cases.ping_pong import hand_lines, holds_line
from ui.cases.precedent_offers import PrecedentOffers, UnitTaken, likeness_of
from ui.cases.step_dialog import StepDialog, case_name
from ui.core.controls import Combo
from ui.core.facts import FactGrid
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

WIDTH_PX = 680
MATTER_PX, AREA_PX = 96, 54
DISPUTES = {
    ReturnReason.WRONG_AREA: DisputeClass.TERRITORY,
    ReturnReason.UNCLEAR_OWNER: DisputeClass.OWNERSHIP,
    ReturnReason.OVERLAPPING: DisputeClass.OVERLAPPING,
}
"""What a dispute is about where it was sent back for such a reason; the director may differ."""


def step_of_ruling(card: CaseCard) -> EventKind:
    """Return the step a ruling is: it assigns a case that lies at the desk."""
    waits = card.state is CaseState.REGISTERED
    return EventKind.ASSIGNED if waits else EventKind.REASSIGNED


class RulingDialog(StepDialog):
    """Rules for the first time, or otherwise than before with a reason."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, step_of_ruling(card), parent)
        self.revises = card.to_rule is not None and card.to_rule.state is RulingState.RULED
        verb = self.tr("改判") if self.revises else self.tr("终审")
        title = self.tr("{verb} {case}：定牵头单位").format(verb=verb, case=case_name(card))
        do = self.tr("改判并分流") if self.revises else self.tr("裁定并分流")
        self.name_it(title, do, card.title)
        self.leave_button.setText(self.tr("先不裁定"))
        self.setMinimumWidth(WIDTH_PX)
        self._history = FactGrid(MATTER_PX)
        self.content.addWidget(self._history)
        self._history.hide()
        self._holds = quiet_line("")
        self._holds.hide()
        self.content.addWidget(self._holds)
        self._make_units()
        self._make_classes()
        self._make_words()
        self._fill()
        desk.read(
            lambda session: case_hands(session, desk.actor, card.id, now=desk.parts.clock.now()),
            self._show_hands,
        )
        self.lead.setFocus()

    # -- fields --------------------------------------------------------------------------------

    def _make_units(self) -> None:
        self.offers = PrecedentOffers(self.desk, self)
        self.offers.taken.connect(self._take_offered)
        self.offers.told.connect(self.fit)
        self.content.addWidget(self.offers)
        self.lead = UnitPicker(self.desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.lead_field = self.add_field(
            FormField(self.tr("牵头"), self.lead, required=True, label_width=LABEL_PX),
            self._missing_lead,
        )
        self.helpers = UnitsField(self.desk, self.tr("可选几个，各得一项配合的子任务；可不选"))
        self.helpers_field = self.add_field(
            FormField(self.tr("协办"), self.helpers, label_width=LABEL_PX), self._wrong_helpers
        )
        self.helpers.changed.connect(self.fit)

    def _take_offered(self, unit: UnitTaken) -> None:
        chosen_unit(self.lead, unit.unit_id, unit.name)

    def _make_classes(self) -> None:
        self.dispute = reason_box(DisputeClass)
        self.place_type: Combo = reason_box(PlaceType)
        line = QHBoxLayout()
        line.setSpacing(16)
        fields = (
            (self.tr("争议"), self.dispute, self.tr("请选争议是哪一类")),
            (self.tr("地点"), self.place_type, self.tr("请选地点是哪一类")),
        )
        for title, box, complaint in fields:
            field = FormField(title, box, required=True, label_width=LABEL_PX)
            line.addWidget(field, 1)
            self.watch(field, partial(_chosen, box, complaint))
        self.content.addLayout(line)

    def _make_words(self) -> None:
        self.matter = QLineEdit()
        self.matter.setMaxLength(MATTER_MOST)
        self.matter.setPlaceholderText(self.tr("一句话说清是什么事、在什么地方，不写人名电话"))
        self.reasons = text_area(self.tr("为什么由它牵头"), AREA_PX)
        self.basis = text_area(self.tr("依据：哪条规定、哪份职责清单、什么事实"), AREA_PX)
        self.matter_field = self.add_field(
            FormField(self.tr("判例"), self.matter, required=True, label_width=LABEL_PX),
            self._missing_matter,
        )
        asked = (
            (self.tr("理由"), self.reasons, REASONS_MOST, self.tr("请写明裁定的理由。")),
            (self.tr("依据"), self.basis, BASIS_MOST, self.tr("请写明裁定的依据。")),
        )
        for title, area, most, complaint in asked:
            self._add_area(title, area, needs_text(area, complaint, most))
        self.why = text_area(self.tr("为什么改判：查明了什么、什么变了"), AREA_PX)
        if self.revises:
            complaint = self.tr("请写明改判的理由。")
            self._add_area(self.tr("改判"), self.why, needs_text(self.why, complaint, BASIS_MOST))

    def _add_area(self, title: str, area: QPlainTextEdit, check: Callable[[], str]) -> None:
        """Add a text without phrases under it: all of the form has to fit a small screen."""
        field = FormField(title, area, required=True, label_width=LABEL_PX)
        self.content.addWidget(field)
        self.watch(field, check)

    def _fill(self) -> None:
        """Fill in what is known, for the director to change."""
        card = self.card
        place = place_type_in(card.title, card.place, card.text)
        ruling = card.ruling
        self.matter.setText(card.title)
        self.place_type.set_value(place)
        if ruling is not None:
            self.dispute.set_value(ruling.dispute)
            self.reasons.setPlainText(ruling.reasons)
            self.basis.setPlainText(ruling.basis)
            for unit_id, name in ruling.co_units:
                self.helpers.add(unit_id, name)
        else:
            returns = [e for e in living_events(card) if e.kind is EventKind.RETURNED]
            reasons = {ReturnReason(event.facts["reason"]) for event in returns}
            classes = {DISPUTES[reason] for reason in reasons if reason in DISPUTES}
            if len(classes) == 1:
                self.dispute.set_value(classes.pop())
        self.offers.ask(likeness_of(card))

    def _show_hands(self, hands: Sequence[Hand]) -> None:
        now = self.desk.parts.clock.now()
        lines = hand_lines(hands, now)
        self._history.set_lines(*lines)
        self._history.setVisible(bool(lines))
        whole = holds_line(self.card)
        if whole is not None:
            words = self.tr("一共：{holds}").format(holds=whole.text)
            self._holds.setText(f"{words}　{whole.aside}".strip())
            self._holds.show()
        self.fit()

    # -- what is wrong, what follows -------------------------------------------------------------

    def say_notes(self) -> None:
        lead = self.lead.text().strip()
        if self.lead.value() is not None:
            words = self.tr("马上分给{unit}，它不能再退回；只有您能改判。")
            self.lead_field.note(words.format(unit=lead))
        else:
            self.lead_field.note("")
        self.matter_field.note(self.tr("裁定后进权责判例，全区分流时参照。"))

    def _missing_lead(self) -> str:
        unit = self.lead.value()
        if unit is None:
            return self.tr("请从列表里选牵头单位")
        ruling = self.card.ruling
        if self.revises and ruling is not None and unit == ruling.lead_id:
            return self.tr("现在就是它牵头。改判要换一个单位")
        return ""

    def _wrong_helpers(self) -> str:
        if self.helpers.left_over():
            return self.tr("请从列表里选协办单位，或者清空")
        if self.lead.value() in self.helpers.value():
            return self.tr("牵头单位不能又是协办单位")
        return ""

    def _missing_matter(self) -> str:
        return "" if self.matter.text().strip() else self.tr("请写一句话的判例摘要")

    def action(self) -> Action:
        lead, key = self.lead.value(), self.command_key
        if not isinstance(lead, UUID):
            raise TypeError(lead)
        order = RulingOrder(
            case_id=self.card.id,
            seen_version=self.seen_version,
            lead_id=lead,
            dispute=DisputeClass(str(self.dispute.value())),
            place_type=PlaceType(str(self.place_type.value())),
            matter=self.matter.text(),
            reasons=self.reasons.toPlainText(),
            basis=self.basis.toPlainText(),
            co_unit_ids=self.helpers.value(),
            why=self.why.toPlainText() if self.revises else "",
        )

        def rule(uow: Any) -> None:
            rule_case(uow, order, command_key=key)

        return rule


def _chosen(box: Combo, complaint: str) -> str:
    return "" if box.value() is not None else complaint
