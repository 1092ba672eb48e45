"""How pressing it is and who gets it (section 5), with the promise this makes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.cases.actions.on_the_spot import NotSmall
from app.cases.clock import LimitUnit
from app.cases.clock_words import limit_words
from app.cases.due import Promise, promise
from app.cases.queries.categories import CategoryRow
from app.cases.rules import Level, MatterClass
from app.core.words import label as word
from app.core.words import sentence
from ui.cases.clock_faces import day_and_time
from ui.cases.form_said import LABEL_PX
from ui.cases.form_values import FormValues
from ui.core.controls import Button
from ui.core.forms import FormField, FormSection, PromiseBox
from ui.core.jobs import Job
from ui.core.relative_time import day
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

SOLVED_LENGTH = 500


class Urgency(QObject):
    """The class of matter and the level; both come from the kind until somebody chooses."""

    changed = Signal()

    def __init__(self, parent: QWidget, *, label_width: int) -> None:
        super().__init__(parent)
        self.by_hand = False
        classes = tuple(Choice(each.value, word(each)) for each in MatterClass)
        levels = tuple(Choice(each.value, word(each)) for each in Level)
        self.matter = SegmentedControl(classes, name=self.tr("三类事"))
        self.level = SegmentedControl(levels, Level.NORMAL.value, name=self.tr("等级"))
        self.field = FormField(self.tr("三类事"), self.matter, label_width=label_width)
        self.field.add_beside(self.level)
        for control in (self.matter, self.level):
            control.chosen.connect(self._chosen)

    def _chosen(self, _value: object) -> None:
        self.by_hand = True
        self.changed.emit()

    def propose(self, row: CategoryRow | None) -> None:
        """Take what the kind says, unless somebody chose."""
        if row is not None and not self.by_hand:
            self.matter.set_value(row.matter_class.value)
            self.level.set_value(row.level.value)

    def set_values(self, matter: str, level: str, *, by_hand: bool) -> None:
        """Show values."""
        self.by_hand = by_hand
        self.matter.set_value(matter or None)
        self.level.set_value(level)


class PromiseTeller(QObject):
    """Tells both deadlines a case would get now; asks anew when kind or level change."""

    def __init__(self, desk: Desk, parent: QWidget, *, lead: str = "") -> None:
        """Begin without a promise; `lead` says what is about to be done, registering if empty."""
        super().__init__(parent)
        self.box = PromiseBox()
        self._lead = lead or self.tr("现在登记：")
        self._desk = desk
        self._job: Job | None = None
        self._asked: tuple[str | None, str, str] | None = None
        self._told_at: datetime | None = None

    def ask(
        self, category: str | None, level: str, *, published: str = "", again: bool = False
    ) -> None:
        """Tell the promise for a kind and level; `again` also if it was just told.

        `published` is what is publicly promised for the kind, in words.
        """
        if (category, level, published) == self._asked and not again:
            return
        self._asked = (category, level, published)
        if self._job is not None:
            self._job.cancel()
        now = self._desk.parts.clock.now()

        def read(session: Any) -> Promise:
            return promise(session, category, Level(level), now)

        self._told_at = now
        self._job = self._desk.look_up(read, self._tell)

    def _tell(self, made: Promise) -> None:
        self._job = None
        now = self._told_at or self._desk.parts.clock.now()
        promised = self.tr("{sign} 前签收，{handle} 前办结").format(
            sign=day_and_time(made.sign_due_at, now), handle=day_and_time(made.handle_due_at, now)
        )
        basis = self.tr(
            "签收 {sign}，办理 {handle}，{counting}。时限表第 {limits} 版，日历第 {calendar} 版"
        ).format(
            sign=limit_words(made.sign_limit),
            handle=limit_words(made.handle_limit),
            counting=counting_briefly(made.handle_limit.unit),
            limits=made.limit_number,
            calendar=made.calendar_number,
        )
        published = self._asked[2] if self._asked else ""
        if published:
            basis = self.tr("承诺：{promise}\n{basis}").format(promise=published, basis=basis)
        today = self.tr("（今天是 {day}）").format(day=day(now))
        self.box.promise(self._lead, promised, today, basis)


def counting_briefly(unit: LimitUnit) -> str:
    """Return in a few words how a unit counts."""
    translate = QCoreApplication.translate
    match unit:
        case LimitUnit.EMERGENCY_HOUR:
            return translate("PromiseTeller", "昼夜连计")
        case LimitUnit.WORKING_HOUR:
            return translate("PromiseTeller", "只计上班时间")
        case LimitUnit.WORKING_DAY:
            return translate("PromiseTeller", "次日起算，节假日不计")


class HowSection(FormSection):
    """Class, level, who gets it; the promise stands outside, where it is always seen.

    A grid worker writes here what was done on the spot; whoever is not going to take the
    matter on says so here.
    """

    changed = Signal()
    decline = Signal()

    def __init__(
        self, desk: Desk, *, may_assign: bool, may_solve: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(5, QCoreApplication.translate("HowSection", "怎么办"), parent)
        self.urgency = Urgency(self, label_width=LABEL_PX)
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母"))
        self.unit_field = FormField(self.tr("分流给"), self.unit, label_width=LABEL_PX)
        self.teller = PromiseTeller(desk, self)
        self._unit_by_hand = False
        self.add(self.urgency.field)
        self.add(self.unit_field)
        self.unit_field.setVisible(may_assign)
        self.solved = QLineEdit()
        self.solved.setMaxLength(SOLVED_LENGTH)
        self.solved.setPlaceholderText(self.tr("当场做了什么，如：已清走垃圾、冲洗干净"))
        self.solved_field = FormField(self.tr("自处置"), self.solved, label_width=LABEL_PX)
        self.solved_field.setVisible(may_solve)
        self.add(self.solved_field)
        self.decline_button = Button(
            self.tr("不归这里管：不予受理…"), kind="link", icon="ph.prohibit", small=True
        )
        self.decline_button.clicked.connect(self.decline)
        line = QHBoxLayout()
        line.setContentsMargins(LABEL_PX + 4, 0, 0, 0)
        line.addWidget(self.decline_button)
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        self.add(holder)
        self.solved.textChanged.connect(lambda _: self.changed.emit())
        self.urgency.changed.connect(self.changed)
        self.unit.chosen.connect(self._unit_chosen)
        self.unit.textEdited.connect(lambda _: self.changed.emit())

    def _unit_chosen(self, _choice: object) -> None:
        self._unit_by_hand = True
        self.unit_field.set_hint("")
        self.changed.emit()

    def propose(self, row: CategoryRow | None) -> None:
        """Take class, level and unit from the kind, unless somebody chose."""
        self.urgency.propose(row)
        if self._unit_by_hand:
            return
        if row is not None and row.unit_id is not None:
            self.unit.set_choice(Choice(row.unit_id, row.unit))
            self.unit_field.set_hint(self.tr("这一类的责任单位"))
        else:
            self.unit.set_choice(None)
            self.unit_field.set_hint("")

    def wrong_to_solve(self) -> str:
        """Say beside the field what keeps it from being solved on the spot; return that."""
        urgency = self.urgency
        small = urgency.matter.value() in (None, MatterClass.MINOR.value)
        if not small or urgency.level.value() != Level.NORMAL.value:
            words = sentence(NotSmall())
            urgency.field.error(words)
            return words
        if not self.solved.text().strip():
            words = self.tr("请写当场做了什么")
            self.solved_field.error(words)
            return words
        return ""

    def clear_refusal(self) -> None:
        """Something changed: what was refused is looked at anew."""
        self.urgency.field.error("")
        self.solved_field.error("")

    def missing_unit(self) -> str:
        """Return what keeps the case from being assigned, "" for nothing."""
        if self.unit.value() is not None:
            return ""
        return self.tr("请从列表里选承办单位，或只登记")

    def fill(self, values: FormValues) -> None:
        """Show values."""
        self.urgency.set_values(values.matter_class, values.level, by_hand=values.level_by_hand)
        self._unit_by_hand = bool(values.unit_id)
        unit = Choice(UUID(values.unit_id), values.unit_name) if values.unit_id else None
        self.unit.set_choice(unit)
        self.unit_field.set_hint("")
        self.solved.setText(values.solved)
