"""Forms of an incident: how it begins, a task, a figure, words, an answer."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from app.command.board import CaseFact, cases_named
from app.command.forces.actions.calling import answer_call
from app.command.forces.rules import UnitAnswer
from app.command.incidents.actions.opening import IncidentDraft, end_incident, open_incident
from app.command.incidents.actions.work import (
    FigureDraft,
    TaskDraft,
    add_entry,
    add_task,
    make_report,
    note_figure,
)
from app.command.incidents.queries import CallRow, IncidentDetail, PlanRow
from app.command.incidents.rules import AMOUNT_MOST, FigureSort
from app.command.rules import NAME_MOST, NOTE_MOST, TITLE_MOST, IncidentKind
from app.core.words import label as word
from ui.core.controls import Combo, Tick
from ui.core.fields import MomentField, SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.address_field import AddressField, PlaceFound

LABEL_PX = 80
TASK_MIN = 30


class IncidentDialog(FormDialog):
    """What happens where, by which plan; out of a case, what is known of it is taken over."""

    def __init__(self, desk: Desk, region: str, plans: Sequence[PlanRow], parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(540)
        self._region, self._plans = region, plans
        self._point: tuple[float, float] | None = None
        under = self.tr("预案的每一步变成一条任务，按分钟排好；从这一刻起记经过。")
        self.name_it(self.tr("启动突发事件"), self.tr("启动"), under)
        self.case = SearchCombo(self._find, desk.jobs, self.tr("编号或标题，可以空着"))
        self.titled = QLineEdit()
        self.titled.setMaxLength(TITLE_MOST)
        self.titled.setPlaceholderText(self.tr("如：滨河路一带内涝"))
        self.place = AddressField(desk, placeholder=self.tr("选一处，才知道谁最近"))
        self.kind = Combo()
        for kind in IncidentKind:
            self.kind.add(word(kind), kind)
        self.plan = Combo()
        self.rehearsal = Tick(self.tr("是演练，不占用应急单元"))
        self.add_field(FormField(self.tr("来自事件"), self.case, label_width=LABEL_PX))
        self.add_field(
            FormField(self.tr("什么事"), self.titled, required=True, label_width=LABEL_PX),
            lambda: "" if self.titled.text().strip() else self.tr("请写明是什么事"),
        )
        self.add_field(FormField(self.tr("在哪里"), self.place, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("种类"), self.kind, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("预案"), self.plan, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("演练"), self.rehearsal, label_width=LABEL_PX))
        self.case.chosen.connect(self._take_case)
        self.place.found.connect(self._take_place)
        self.kind.currentIndexChanged.connect(lambda _: self._offer_plans())
        self._offer_plans()
        self.titled.setFocus()

    def _find(self, text: str) -> Sequence[Choice]:
        with self.desk.parts.database.reading() as session:
            found = cases_named(session, self.desk.actor, text)
        return [Choice(fact, fact.title, fact.number) for fact in found]

    def _take_case(self, choice: object) -> None:
        if isinstance(choice, Choice) and isinstance(choice.value, CaseFact):
            self._take(choice.value)

    def take_case(self, fact: CaseFact) -> None:
        """Take over what is known of a case."""
        self.case.set_choice(Choice(fact, fact.title, fact.number))
        self._take(fact)

    def _take(self, fact: CaseFact) -> None:
        self.titled.setText(fact.title[:TITLE_MOST])
        self.place.set_words(fact.place)
        self._region = fact.region
        if fact.longitude is not None and fact.latitude is not None:
            self._point = (fact.longitude, fact.latitude)

    def _take_place(self, found: PlaceFound) -> None:
        self._point, self._region = (found.longitude, found.latitude), found.region or self._region

    def _offer_plans(self) -> None:
        self.plan.clear()
        self.plan.add(self.tr("不用预案"), None)
        fitting = [row for row in self._plans if row.kind == self.kind.value()]
        for row in fitting:
            self.plan.add(f"{row.name} {row.edition}".strip(), row.id)
        if fitting:
            self.plan.set_value(fitting[0].id)

    def action(self) -> Action:
        case, plan, key = self.case.value(), self.plan.value(), self.command_key
        draft = IncidentDraft(
            region=self._region,
            kind=IncidentKind(str(self.kind.value())),
            title=self.titled.text(),
            place=self.place.text(),
            longitude=self._point[0] if self._point is not None else None,
            latitude=self._point[1] if self._point is not None else None,
            plan_id=plan if isinstance(plan, UUID) else None,
            case_id=case.id if isinstance(case, CaseFact) else None,
            is_rehearsal=self.rehearsal.isChecked(),
        )
        return lambda uow: open_incident(uow, draft, command_key=key)


class TaskDialog(FormDialog):
    """A task no plan says."""

    def __init__(self, desk: Desk, detail: IncidentDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._detail = detail
        self.name_it(self.tr("加任务"), self.tr("加上"))
        self.titled, self.owner, self.section = QLineEdit(), QLineEdit(), QLineEdit()
        for line, most in ((self.titled, NOTE_MOST), (self.owner, NAME_MOST)):
            line.setMaxLength(most)
        self.section.setMaxLength(NAME_MOST)
        self.section.setText(detail.tasks[-1].section if detail.tasks else self.tr("临时"))
        self.due = MomentField(desk.parts.clock.now() + timedelta(minutes=TASK_MIN))
        self.add_field(
            FormField(self.tr("做什么"), self.titled, required=True, label_width=LABEL_PX),
            lambda: "" if self.titled.text().strip() else self.tr("请写明要做什么"),
        )
        self.add_field(FormField(self.tr("谁"), self.owner, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("归在"), self.section, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("什么时候前"), self.due, label_width=LABEL_PX))
        self.titled.setFocus()

    def action(self) -> Action:
        draft = TaskDraft(
            self.section.text(), self.titled.text(), self.owner.text(), self.due.moment()
        )
        incident, key = self._detail.id, self.command_key
        return lambda uow: add_task(uow, incident, draft, command_key=key)


class FigureDialog(FormDialog):
    """A number as it is now; the ones before stay."""

    def __init__(self, desk: Desk, detail: IncidentDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._detail = detail
        under = self.tr("写现在的总数，不是新增的；每次都连时间留着。")
        self.name_it(self.tr("记数字"), self.tr("记下"), under)
        self.sort = Combo()
        for sort in FigureSort:
            self.sort.add(word(sort), sort)
        self.named = Combo()
        self.named.setEditable(True)
        self.amount, self.wanted = QSpinBox(), QSpinBox()
        for box in (self.amount, self.wanted):
            box.setRange(0, AMOUNT_MOST)
        self.has_wanted = Tick(self.tr("有目标"))
        self.sort.set_value(FigureSort.MEASURE)
        self.add_field(FormField(self.tr("种类"), self.sort, label_width=LABEL_PX))
        self.add_field(
            FormField(self.tr("数什么"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.currentText().strip() else self.tr("如：已转移、受伤、毛毯"),
        )
        self.add_field(FormField(self.tr("现在"), self.amount, label_width=LABEL_PX))
        target = FormField(self.tr("目标"), self.has_wanted, label_width=LABEL_PX)
        target.add_beside(self.wanted)
        self.add_field(target)
        self.sort.currentIndexChanged.connect(lambda _: self._offer_names())
        self.has_wanted.toggled.connect(self.wanted.setEnabled)
        self.wanted.setEnabled(False)
        self._offer_names()

    def _offer_names(self) -> None:
        typed = self.named.currentText()
        self.named.clear()
        for figure in self._detail.figures:
            if figure.sort == self.sort.value():
                self.named.add(figure.name, figure.name)
        self.named.setEditText(typed or self.named.currentText())

    def action(self) -> Action:
        wanted = self.wanted.value() if self.has_wanted.isChecked() else None
        draft = FigureDraft(
            FigureSort(str(self.sort.value())),
            self.named.currentText(),
            self.amount.value(),
            wanted,
        )
        incident, key = self._detail.id, self.command_key
        return lambda uow: note_figure(uow, incident, draft, command_key=key)


class WordsDialog(FormDialog):
    """Words that are written into an incident and never changed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        do: str,
        run: Callable[[Any, str, UUID], object],
        *,
        text: str = "",
        needed: bool = True,
    ) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(560)
        self._run = run
        self.name_it(title, do, self.tr("写下以后不能改，再写一条更正。"))
        self.words = QPlainTextEdit(text)
        self.words.setFixedHeight(180)
        self.words.setTabChangesFocus(True)
        self.add_field(
            FormField("", self.words, required=needed),
            lambda: "" if not needed or self.words.toPlainText().strip() else self.tr("请写明经过"),
        )
        self.words.setAccessibleName(title)
        self.words.setFocus()

    def action(self) -> Action:
        words, key, run = self.words.toPlainText(), self.command_key, self._run
        return lambda uow: run(uow, words, key)


def entry_dialog(desk: Desk, detail: IncidentDetail, parent: QWidget) -> WordsDialog:
    """Return the form of a line of the timeline."""
    return WordsDialog(
        desk,
        parent,
        parent.tr("记一笔"),
        parent.tr("记下"),
        lambda uow, words, key: add_entry(uow, detail.id, words, command_key=key),
    )


def report_dialog(desk: Desk, detail: IncidentDetail, parent: QWidget, text: str) -> WordsDialog:
    """Return the form of a situation report, with what is known as a draft."""
    return WordsDialog(
        desk,
        parent,
        parent.tr("情况报告 第 {n} 期").format(n=len(detail.reports) + 1),
        parent.tr("报出"),
        lambda uow, words, key: make_report(uow, detail.id, words, command_key=key),
        text=text,
    )


def end_dialog(desk: Desk, detail: IncidentDetail, parent: QWidget) -> WordsDialog:
    """Return the form by which an incident ends."""
    return WordsDialog(
        desk,
        parent,
        parent.tr("结束“{title}”").format(title=detail.title),
        parent.tr("结束"),
        lambda uow, words, key: end_incident(uow, detail.id, words, command_key=key),
        needed=False,
    )


class ComingDialog(FormDialog):
    """In how many minutes a unit is there."""

    def __init__(self, desk: Desk, call: CallRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._call = call
        self.name_it(self.tr("{name}在途").format(name=call.name), self.tr("记下"))
        self.minutes = QSpinBox()
        self.minutes.setRange(0, 600)
        self.minutes.setValue(10)
        self.add_field(
            FormField(self.tr("大约"), self.minutes, hint=self.tr("分钟到"), label_width=LABEL_PX)
        )
        self.minutes.setFocus()

    def action(self) -> Action:
        call, minutes, key = self._call.id, self.minutes.value(), self.command_key
        return lambda uow: answer_call(uow, call, UnitAnswer.COMING, minutes, command_key=key)
