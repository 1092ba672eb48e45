"""Accepting a message that waits (受理): kind, place and level, with the deadlines this makes."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.cases.actions.callers import look_up_reporter
from app.cases.actions.intake import Acceptance, accept_case
from app.cases.actions.opening import TITLE_LENGTH
from app.cases.queries.callers import CallersCases, reporters_cases
from app.cases.queries.card import CaseCard
from app.cases.queries.categories import CategoryRow
from app.cases.rules import EventKind, Level, MatterClass
from app.core.ids import new_id
from ui.cases.caller_card import CallerCard
from ui.cases.form_how import PromiseTeller, Urgency
from ui.cases.form_map import FormMap
from ui.cases.kind_chooser import KindChooser
from ui.cases.place_fields import PlaceFields, PlaceState
from ui.cases.question_fields import QuestionFields
from ui.cases.step_dialog import StepDialog
from ui.core.controls import Button, label
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.tab_order import tab_before

LABEL_PX = 60
WORDS_PX = 84
MAP_PX = 168
WIDTH_PX = 920
GAP_PX = 24


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
        self.map.setMinimumHeight(MAP_PX)
        self.caller = CallerCard(offers_same=False)
        self.caller.looked.connect(self._open_window)
        self.earlier = Button(self._earlier_words(), kind="link", icon="ph.phone", small=True)
        self.earlier.clicked.connect(self._look_up)
        self.earlier.setVisible(self._may_look_up())
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
        """What was said and what is asked at the left, where it is at the right."""
        said, where = QVBoxLayout(), QVBoxLayout()
        for column in (said, where):
            column.setSpacing(8)
        said.addWidget(self._words())
        said.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        said.addWidget(self.watch(FormField(self.tr("标题"), self.title, label_width=LABEL_PX)))
        self.kind_field = self.watch(FormField("", self.kind), self._missing_kind)
        said.addWidget(self.kind_field)
        said.addWidget(self.rule)
        said.addWidget(self.watch(self.questions, self.questions.wrong))
        said.addStretch(1)
        where.addWidget(self.watch(self.place.address_field))
        where.addWidget(self.watch(self.place.region_field, self.place.missing))
        where.addWidget(self.map, 1)
        where.addWidget(self.caller)
        where.addStretch(0)
        columns = QHBoxLayout()
        columns.setSpacing(GAP_PX)
        columns.addLayout(said, 1)
        columns.addLayout(where, 1)
        self.content.addLayout(columns, 1)
        self.add_field(self.urgency.field)
        self.content.addWidget(self.teller.box)

    def _words(self) -> QScrollArea:
        words = label(self.card.text)
        words.setWordWrap(True)
        words.setContentsMargins(12, 8, 12, 8)
        shown = QScrollArea()
        shown.setWidget(words)
        shown.setWidgetResizable(True)
        shown.setFrameShape(QFrame.Shape.NoFrame)
        shown.setFixedHeight(WORDS_PX)
        shown.setProperty("surface", "note")
        return shown

    # -- whoever reported it -------------------------------------------------------------------

    def _look_up(self) -> None:
        """Show what the same number reported before, in place of the map; and back."""
        if not self.caller.isHidden():
            self._show_caller(shown=False)
            return
        case_id = self.card.id
        self.earlier.setEnabled(False)
        self.desk.write(
            lambda uow: look_up_reporter(uow, case_id, command_key=new_id()),
            self._written_down,
            self._not_found,
        )

    def _written_down(self, request: UUID) -> None:
        desk, case_id, now = self.desk, self.card.id, self.desk.parts.clock.now()

        def read(session: Any) -> CallersCases:
            return reporters_cases(session, desk.actor, request, case_id, now=now)

        desk.read(read, self._found, self._not_found)

    def _found(self, cases: CallersCases) -> None:
        self.caller.show_cases(cases, self.desk.parts.clock.now())
        self._show_caller(shown=True)

    def _not_found(self, error: BaseException) -> None:
        self.caller.show_failure(explain(error).text)
        self._show_caller(shown=True)

    def _open_window(self, case_id: UUID) -> None:
        from ui.cases.case_window import CaseWindow  # its panel opens this very dialog

        window = CaseWindow(self.desk, case_id, self)
        window.show()

    def _show_caller(self, *, shown: bool) -> None:
        if not shown:
            self.caller.show_cases(None, self.desk.parts.clock.now())
        self.map.setVisible(not shown)
        self.earlier.setEnabled(True)
        self.earlier.setText(self.tr("回到地图") if shown else self._earlier_words())
        self.fit()

    def _earlier_words(self) -> str:
        return self.tr("看这个号码以前反映的（留痕）")

    def _may_look_up(self) -> bool:
        reporter = self.card.reporter
        known = reporter is not None and bool(reporter.phone)
        return known and self.card.may_read_reporter

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
