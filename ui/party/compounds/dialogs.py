"""Forms of a compound: its three sides, a station, a matter, a stage that is done."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.compounds.actions import (
    CompoundDraft,
    begin_matter,
    finish_stage,
    keep_compound,
    serve,
)
from app.party.compounds.queries import (
    CompoundRow,
    MatterRow,
    StageRow,
    branches_for,
    stations_named,
)
from app.party.compounds.rules import (
    NAME_MOST,
    SEATS_MOST,
    STAGES,
    TITLE_MOST,
    WORDS_MOST,
    CommitteeKind,
)
from ui.core.controls import Combo, Tick
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.party.lists.fields import LABEL_PX, amount_box, needs
from ui.party.named_picker import NamedPicker

WIDTH = 520
STAGE_DAYS = 7


class CompoundDialog(FormDialog):
    """Branch, committee and property company."""

    def __init__(self, desk: Desk, row: CompoundRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        self.name_it(self.tr("登记“{name}”的三方").format(name=row.name), self.tr("保存"))
        self.branch = NamedPicker(desk, branches_for, row.region, self.tr("党组织名称，可以空着"))
        if row.branch_id is not None:
            self.branch.set_choice(Choice(row.branch_id, row.branch))
        self.committee = Combo()
        for kind in CommitteeKind:
            self.committee.add(word(kind), kind)
        self.committee.set_value(row.committee)
        self.seats = _count(row.seats, self.tr("委员几人"))
        self.members = _count(row.members, self.tr("其中党员几人"))
        self.has_term = Tick(self.tr("任期到"))
        self.until = DateField(row.until or local(desk.parts.clock.now()).date())
        self.has_term.setChecked(row.until is not None)
        self.company = QLineEdit(row.property_company)
        self.company.setMaxLength(NAME_MOST)
        self.company.setPlaceholderText(self.tr("没有物业的写“自管”"))
        self._add_fields()
        self.branch.setFocus()

    def _add_fields(self) -> None:
        self.branch_field = self.add_field(
            FormField(self.tr("支部主导"), self.branch, label_width=LABEL_PX), self._wrong_branch
        )
        self.add_field(FormField(self.tr("执行"), self.committee, label_width=LABEL_PX))
        seats = FormField(self.tr("委员"), self.seats, label_width=LABEL_PX)
        seats.set_hint(self.tr("人"))
        self.add_field(seats)
        self.members_field = self.add_field(
            FormField(self.tr("其中党员"), self.members, label_width=LABEL_PX), self._wrong_seats
        )
        term = FormField(self.tr("任期"), self.has_term, label_width=LABEL_PX)
        term.add_beside(self.until)
        self.add_field(term)
        self.add_field(FormField(self.tr("物业服务"), self.company, label_width=LABEL_PX))
        self.committee.currentIndexChanged.connect(lambda _: self._enable())
        self.has_term.toggled.connect(lambda _: self._enable())
        self._enable()

    def _enable(self) -> None:
        there = self.committee.value() != CommitteeKind.NONE
        for part in (self.seats, self.members, self.has_term):
            part.setEnabled(there)
        self.until.setEnabled(there and self.has_term.isChecked())

    def _wrong_branch(self) -> str:
        typed = self.branch.text().strip() and self.branch.key() is None
        return self.tr("请从列出的党组织里选，或者清空") if typed else ""

    def _wrong_seats(self) -> str:
        there = self.committee.value() != CommitteeKind.NONE
        more = there and self.members.value() > self.seats.value()
        return self.tr("党员不能比委员多") if more else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "compounds.branch_elsewhere": self.branch_field,
            "compounds.seats_wrong": self.members_field,
        }

    def action(self) -> Action:
        kind = CommitteeKind(str(self.committee.value()))
        there = kind is not CommitteeKind.NONE
        draft = CompoundDraft(
            self.branch.key(),
            kind,
            self.seats.value() if there else 0,
            self.members.value() if there else 0,
            self.until.day() if self.has_term.isChecked() else None,
            self.company.text(),
        )
        row, key = self._row, self.command_key
        return lambda uow: keep_compound(uow, row.id, row.version, draft, command_key=key)


class ServeDialog(FormDialog):
    """Which station serves the compound."""

    def __init__(self, desk: Desk, row: CompoundRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("一个服务站可以服务几个小区。没有列出的，先在网格图的地点里登记。")
        title = self.tr("哪个服务站服务“{name}”").format(name=row.name)
        self.name_it(title, self.tr("加上"), under)
        self.station = NamedPicker(desk, stations_named, row.region, self.tr("服务站名称"))
        self.station_field = self.add_field(
            FormField(self.tr("服务站"), self.station, required=True, label_width=LABEL_PX),
            lambda: "" if self.station.key() is not None else self.tr("请从列出的服务站里选"),
        )
        self.station.setFocus()

    def blame(self) -> dict[str, FormField]:
        return {"compounds.served_already": self.station_field}

    def action(self) -> Action:
        station, place, key = self.station.key(), self._row.id, self.command_key
        if station is None:
            raise AssertionError("the field was checked")
        return lambda uow: serve(uow, station, place, command_key=key)


class MatterDialog(FormDialog):
    """A matter and the last day of each of its six stages."""

    def __init__(self, desk: Desk, row: CompoundRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("两议两评两公开：六步一步一步来，过了日子没办的标逾期。")
        title = self.tr("“{name}”要议的事项").format(name=row.name)
        self.name_it(title, self.tr("开始"), under)
        self.named = QLineEdit()
        self.named.setMaxLength(TITLE_MOST)
        self.named.setPlaceholderText(self.tr("如：加装电梯、更换物业"))
        self.add_field(
            FormField(self.tr("事项"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明是什么事项")),
        )
        today = local(desk.parts.clock.now()).date()
        self.days: list[DateField] = []
        for at, stage in enumerate(STAGES):
            box = DateField(today + timedelta(days=STAGE_DAYS * (at + 1)))
            self.days.append(box)
            self.add_field(
                FormField(word(stage), box, hint=self.tr("前"), label_width=LABEL_PX),
                self._early(at),
            )
        self.named.setFocus()

    def _early(self, at: int) -> Callable[[], str]:
        def check() -> str:
            early = at > 0 and self.days[at].day() < self.days[at - 1].day()
            return self.tr("不能早于前一步") if early else ""

        return check

    def action(self) -> Action:
        told = {stage: box.day() for stage, box in zip(STAGES, self.days, strict=True)}
        place, title, key = self._row.id, self.named.text(), self.command_key
        return lambda uow: begin_matter(uow, place, title, told, command_key=key)


class StageDialog(FormDialog):
    """A stage is done: on which day, and what came of it."""

    def __init__(self, desk: Desk, matter: MatterRow, stage: StageRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._matter, self._stage = matter, stage
        title = self.tr("“{title}”：{stage}办了").format(
            title=matter.title, stage=word(stage.stage)
        )
        self.name_it(title, self.tr("记下"), self.tr("记下以后不能改；公开的文件放在事项下面。"))
        self.day = DateField(local(desk.parts.clock.now()).date())
        self.note = QLineEdit()
        self.note.setMaxLength(WORDS_MOST)
        self.note.setPlaceholderText(self.tr("如：到会 31 户，同意 28 户"))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._ahead
        )
        self.add_field(FormField(self.tr("结果"), self.note, label_width=LABEL_PX))
        self.note.setFocus()

    def _ahead(self) -> str:
        ahead = self.day.day() > local(self.desk.parts.clock.now()).date()
        return self.tr("日期还没有到") if ahead else ""

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("compounds.stage_order", "compounds.stage_day"), self.day_field)

    def action(self) -> Action:
        matter, stage, key = self._matter.id, self._stage.stage, self.command_key
        day, note = self.day.day(), self.note.text()
        return lambda uow: finish_stage(uow, matter, stage, day, note, command_key=key)


def _count(value: int, name: str) -> QSpinBox:
    made = amount_box(value, SEATS_MOST)
    made.setMinimum(0)
    made.setValue(value)
    made.setAccessibleName(name)
    return made
