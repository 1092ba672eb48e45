"""Accepting a message that waits (受理): kind, place and level, with the deadlines this makes."""

from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from app.cases.actions.intake import TITLE_LENGTH, Acceptance, accept_case
from app.cases.queries.card import CaseCard
from app.cases.queries.categories import CategoryRow
from app.cases.rules import EventKind, Level, MatterClass
from ui.cases.form_how import PromiseTeller, Urgency
from ui.cases.form_map import FormMap
from ui.cases.kind_chooser import KindChooser
from ui.cases.place_fields import PlaceFields, PlaceState
from ui.cases.question_fields import QuestionFields
from ui.cases.step_dialog import StepDialog
from ui.core.controls import label
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.tab_order import tab_before

LABEL_PX = 60
WORDS_PX = 84
MAP_PX = 168
WIDTH_PX = 600


class AcceptDialog(StepDialog):
    """The parts of the form that somebody has to decide; the words stand as they came."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.REGISTERED, parent)
        self.setMinimumWidth(WIDTH_PX)
        self.title = QLineEdit(card.title)
        self.title.setMaxLength(200)
        self.title.setPlaceholderText(
            self.tr("一句话说清，{most} 字以内").format(most=TITLE_LENGTH)
        )
        self.kind = KindChooser(desk)
        self.questions = QuestionFields()
        self.rule = label("", "caption")
        self.rule.setWordWrap(True)
        self.rule.setContentsMargins(LABEL_PX + 8, 0, 0, 0)
        self.rule.hide()
        self.place = PlaceFields(desk, self, label_width=LABEL_PX)
        self.map = FormMap(desk)
        self.map.setFixedHeight(MAP_PX)
        self.urgency = Urgency(self, label_width=LABEL_PX)
        self.teller = PromiseTeller(desk, self, lead=self.tr("现在受理："))
        self._lay_out_fields()
        self.kind.chosen.connect(self._kind_chosen)
        self.questions.changed.connect(self._edited)
        self.urgency.changed.connect(self._tell)
        self.place.changed.connect(self.map.show_place)
        self.map.pin_moved.connect(self.place.move_pin)
        self._fill()

    def _lay_out_fields(self) -> None:
        words = label(self.card.text)
        words.setWordWrap(True)
        words.setContentsMargins(12, 8, 12, 8)
        shown = QScrollArea()
        shown.setWidget(words)
        shown.setWidgetResizable(True)
        shown.setFrameShape(QFrame.Shape.NoFrame)
        shown.setMaximumHeight(WORDS_PX)
        shown.setProperty("surface", "note")
        self.content.addWidget(shown)
        self.add_field(FormField(self.tr("标题"), self.title, label_width=LABEL_PX))
        self.kind_field = self.add_field(FormField("", self.kind), self._missing_kind)
        self.content.addWidget(self.rule)
        self.add_field(self.questions, self.questions.wrong)
        self.add_field(self.place.address_field)
        self.add_field(self.place.region_field, self.place.missing)
        self.content.addWidget(self.map)
        self.add_field(self.urgency.field)
        self.content.addWidget(self.teller.box)

    def _fill(self) -> None:
        card = self.card
        point = None
        if card.longitude is not None and card.latitude is not None:
            point = (card.longitude, card.latitude)
        self.place.set_state(PlaceState(card.place, card.region, point))
        if card.matter_class is not None:
            self.urgency.set_values(card.matter_class.value, card.level.value, by_hand=True)
        self.kind.set_code(card.category_code or "", by_hand=True)
        self.kind.set_text(card.text)
        self._tell()
        self.title.setFocus()

    def _kind_chosen(self, row: CategoryRow | None) -> None:
        self.urgency.propose(row)
        self.questions.set_questions(row.questions if row is not None else ())
        tab_before(self.place.address, *self.questions.inputs)
        self._tell_rules(row)
        self._tell()
        self.fit()

    def _tell_rules(self, row: CategoryRow | None) -> None:
        """Say when a case of the kind is taken on, and that its reporter stays unnamed."""
        told = []
        if row is not None and row.opening_condition:
            condition = self.tr("立案条件：{condition}")
            told.append(condition.format(condition=row.opening_condition))
        if row is not None and row.is_confidential:
            told.append(self.tr("这一类按规定保密：承办单位看不到是谁反映的。"))
        self.rule.setText("\n".join(told))
        self.rule.setVisible(bool(told))

    def _tell(self) -> None:
        row = self.kind.value()
        level = str(self.urgency.level.value() or Level.NORMAL.value)
        published = row.promise if row else ""
        self.teller.ask(row.code if row else None, level, published=published)
        if row is not None:
            self.kind_field.error("")

    def _missing_kind(self) -> str:
        return "" if self.kind.value() is not None else self.tr("请选类别")

    def action(self) -> Action:
        row, state = self.kind.value(), self.place.state()
        seen, key = self.seen_version, self.command_key
        if row is None or state.region is None:
            raise ValueError(state)
        case_id, kind, region, title = self.card.id, row.code, state.region, self.title.text()
        answers = self.questions.asked()
        level = Level(str(self.urgency.level.value() or Level.NORMAL.value))
        matter = self.urgency.matter.value()
        matter_class = MatterClass(str(matter)) if matter else None

        def accept(uow: Any) -> str:
            acceptance = Acceptance(
                case_id=case_id,
                seen_version=seen,
                category=kind,
                region=region,
                title=title,
                level=level,
                matter_class=matter_class,
                place=state.words,
                longitude=state.point[0] if state.point else None,
                latitude=state.point[1] if state.point else None,
                answers=answers,
            )
            return accept_case(uow, acceptance, command_key=key)

        return accept
