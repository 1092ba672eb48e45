"""Handing a case to a unit (分流、转派): to whom, to which person, and what they should know."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.actions.assign import Assignment, assign_case
from app.cases.clock_words import limit_words
from app.cases.queries.card import CaseCard
from app.cases.queries.categories import CategoryRow, categories
from app.cases.queries.duties import Answers, who_answers
from app.cases.queries.rulings import RulingSeen
from app.cases.rules import EventKind
from ui.cases.precedent_offers import PrecedentOffers, UnitTaken, likeness_of
from ui.cases.step_dialog import StepDialog
from ui.core.controls import label
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.jobs import Job
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker, UnitPicker

LABEL_PX = 60


class AssignDialog(StepDialog):
    """Proposes the lead that was ruled, else the unit responsible for the kind; what was ruled on
    cases alike is offered beside it.
    """

    def __init__(self, desk: Desk, card: CaseCard, step: EventKind, parent: QWidget) -> None:
        super().__init__(desk, card, step, parent)
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.person = PersonPicker(desk, placeholder=self.tr("不指定，由单位安排"))
        self.person.setEnabled(False)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(self.tr("要承办单位知道的，可不写"))
        self.note.setFixedHeight(72)
        self._proposed = ("", False)
        self._answering: Answers | None = None
        self._asking: Job | None = None
        self.offers = PrecedentOffers(desk, self)
        self.offers.taken.connect(self._take_offered)
        self.offers.told.connect(self.fit)
        self.content.addWidget(self.offers)
        self._unit_field = self.add_field(
            FormField(self.tr("交给"), self.unit, required=True, label_width=LABEL_PX),
            self._missing_unit,
        )
        self._person_field = self.add_field(
            FormField(self.tr("经办人"), self.person, label_width=LABEL_PX), self._wrong_person
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self._promise = label("", "caption")
        self._promise.setWordWrap(True)
        self.content.addWidget(self._promise)
        if card.clocks is not None:
            limit = limit_words(card.clocks.sign_limit)
            self._promise.setText(
                self.tr("对方从现在起限 {limit}签收；原承办单位仍可查看。").format(limit=limit)
                if step is EventKind.REASSIGNED
                else self.tr("对方从现在起限 {limit}签收。").format(limit=limit)
            )
        self.unit.chosen.connect(self._unit_chosen)
        if card.ruling is not None:
            self._propose_lead(card.ruling)
        else:
            desk.read(categories, self._propose)
            self.offers.ask(likeness_of(card))
        self.unit.setFocus()

    def _propose(self, rows: tuple[CategoryRow, ...]) -> None:
        row = next((row for row in rows if row.code == self.card.category_code), None)
        if row is None or row.unit_id is None or self.unit.value() is not None:
            return
        if row.unit_id == self.card.unit_id:
            self._proposed = (self.tr("现在就在{unit}手上").format(unit=row.unit), False)
            self.say_notes()
            return
        self.unit.set_choice(Choice(row.unit_id, row.unit))
        self._proposed = (self.tr("“{kind}”的责任单位").format(kind=row.path), True)
        self._take_unit()

    def _propose_lead(self, ruling: RulingSeen) -> None:
        """Put in the unit that was ruled to lead: no other is taken."""
        self.unit.set_choice(Choice(ruling.lead_id, ruling.lead))
        self._proposed = (self.tr("终审定的牵头单位"), True)
        self._take_unit()

    def _take_offered(self, unit: UnitTaken) -> None:
        """Put in a unit that precedents name; the handler reads why it is theirs."""
        self.unit.set_choice(Choice(unit.unit_id, unit.name))
        self._proposed = (unit.why, True)
        self._take_unit()
        if not self.note.toPlainText().strip():
            self.note.setPlainText(self.tr("参照权责判例：{why}。").format(why=unit.why))

    def _unit_chosen(self, _choice: object) -> None:
        self._proposed = ("", False)
        self._take_unit()

    def _take_unit(self) -> None:
        unit = self.unit.value()
        self.person.set_unit(unit if isinstance(unit, UUID) else None)
        self.person.setEnabled(unit is not None)
        self._answering = None
        self.say_notes()
        if self._asking is not None:
            self._asking.cancel()
        if isinstance(unit, UUID):
            kind, now = self.card.category_code, self.desk.parts.clock.now()
            self._asking = self.desk.read(
                lambda session: who_answers(session, unit, kind, now=now), self._propose_person
            )

    def _propose_person(self, answers: Answers | None) -> None:
        """Name who answers for the kind in that unit, unless somebody was chosen meanwhile."""
        self._asking = None
        if answers is None or self.person.text().strip():
            return
        self._answering = answers
        self.person.set_choice(Choice(answers.person_id, answers.person))
        self.say_notes()
        self.fit()

    def _by_duty(self) -> str:
        answers = self._answering
        if answers is None or self.person.value() != answers.person_id:
            return ""
        if answers.stands_in_for:
            words = self.tr("按一岗多责：{owner}；代班：{deputy}")
            return words.format(owner=answers.stands_in_for, deputy=answers.person)
        return self.tr("按一岗多责：{owner}").format(owner=answers.person)

    def say_notes(self) -> None:
        text, good = self._proposed
        self._unit_field.note(text, good=good)
        by_duty = self._by_duty()
        self._person_field.note(by_duty, good=bool(by_duty))

    def _missing_unit(self) -> str:
        return "" if self.unit.value() is not None else self.tr("请从列表里选承办单位")

    def _wrong_person(self) -> str:
        if self.person.text().strip() and self.person.value() is None:
            return self.tr("请从列表里选经办人，或者清空")
        return ""

    def action(self) -> Action:
        unit, person = self.unit.value(), self.person.value()
        seen, key = self.seen_version, self.command_key
        case_id, note = self.card.id, self.note.toPlainText()
        if not isinstance(unit, UUID):
            raise TypeError(unit)
        handler = person if isinstance(person, UUID) else None

        def assign(uow: Any) -> None:
            order = Assignment(case_id, seen, unit, handler, note)
            assign_case(uow, order, command_key=key)

        return assign
