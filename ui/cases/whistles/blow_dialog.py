"""The dialog that drafts a whistle, or blows it at once for whoever may."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.actions.whistling import PLACE_MOST, TASK_MOST, WhistleDraft, draft_whistle
from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind, Level
from app.cases.whistle_rules import WhistleKind
from app.core.words import label as word
from ui.cases.dialogs.fields import LABEL_PX, needs_text, text_area
from ui.cases.step_dialog import StepDialog
from ui.cases.whistles.units_field import UnitsList
from ui.core.controls import Tick
from ui.core.fields import MomentField
from ui.core.form_dialog import Action
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker

SOON, LATER = timedelta(minutes=30), timedelta(hours=2)
"""How long units usually have to come: in an emergency, else."""


class BlowDialog(StepDialog):
    """Which sort, whom, who leads, where, by when, and what for."""

    def __init__(self, desk: Desk, card: CaseCard, parent: QWidget) -> None:
        super().__init__(desk, card, EventKind.WHISTLED, parent)
        urgent = card.level is Level.URGENT
        first = WhistleKind.EMERGENCY if urgent else WhistleKind.LIVELIHOOD
        kinds = tuple(Choice(kind, word(kind)) for kind in WhistleKind)
        self.kind = SegmentedControl(kinds, first, name=self.tr("类型"))
        self.unit = UnitPicker(desk, placeholder=self.tr("单位名称或拼音首字母，选了再选下一家"))
        self.units = UnitsList()
        self.place = QLineEdit(" ".join(filter(None, (card.place or card.region_name,))))
        self.place.setMaxLength(PLACE_MOST)
        now = desk.parts.clock.now().replace(second=0, microsecond=0)
        self.appear = MomentField(now + (SOON if urgent else LATER))
        self.task = text_area(self.tr("请他们来做什么，当场要定下什么"))
        self.at_once = Tick(self.tr("直接吹哨，不只是起草"))
        self._add_fields()
        if card.unit_id is not None:
            self.units.add(Choice(card.unit_id, card.unit))
        self.kind.chosen.connect(self._kind_chosen)
        self.unit.chosen.connect(self._unit_chosen)
        self.units.changed.connect(self._edited)
        self.at_once.toggled.connect(lambda _: self._name())
        self._kind_chosen(first)
        self.unit.setFocus()

    def _add_fields(self) -> None:
        self.add_field(FormField(self.tr("类型"), self.kind, label_width=LABEL_PX))
        units = FormField(self.tr("吹给"), self.unit, required=True, label_width=LABEL_PX)
        units.add_under(self.units)
        self.units_field = self.add_field(units, self._missing_units)
        self.place_field = self.add_field(
            FormField(self.tr("到场地点"), self.place, required=True, label_width=LABEL_PX),
            self._missing_place,
        )
        self.appear_field = self.add_field(
            FormField(self.tr("到场时间"), self.appear, required=True, label_width=LABEL_PX),
            self._wrong_moment,
        )
        self.task_field = self.add_field(
            FormField(self.tr("要求"), self.task, required=True, label_width=LABEL_PX),
            needs_text(self.task, self.tr("请写明请他们来做什么。"), TASK_MOST),
        )
        self.content.addWidget(self.at_once)

    def _kind_chosen(self, kind: object) -> None:
        may = kind in self.card.blows
        self.at_once.setVisible(may)
        self.at_once.setChecked(may)
        self._name()
        self.fit()

    def _name(self) -> None:
        at_once = self._blows()
        do = self.tr("吹哨") if at_once else self.tr("起草吹哨单")
        self.name_it(self.windowTitle(), do, self.card.title)
        self.say_notes()

    def _blows(self) -> bool:
        return self.kind.value() in self.card.blows and self.at_once.isChecked()

    def _unit_chosen(self, choice: object) -> None:
        if isinstance(choice, Choice):
            self.unit.set_choice(None)
            self.units.add(choice)

    def _missing_units(self) -> str:
        if self.unit.text().strip():
            return self.tr("请从列表里选单位，或者清空")
        return "" if self.units.units else self.tr("请选至少一家单位")

    def _missing_place(self) -> str:
        return "" if self.place.text().strip() else self.tr("请写明到哪里报到")

    def _wrong_moment(self) -> str:
        past = self.appear.moment() <= self.desk.parts.clock.now()
        return self.tr("到场时间已经过了，请选以后的时间") if past else ""

    def say_notes(self) -> None:
        waits = self.tr("先存成草稿，等主任吹哨；吹了以后这些单位才收到、才看得到这件事。")
        blown = self.tr("这些单位马上收到，从此能看这件事；办结吹哨以前，事件不能办结、结案。")
        self.units_field.note(blown if self._blows() else waits)

    def action(self) -> Action:
        units, lead = self.units.units, self.units.lead
        if lead is None:
            raise TypeError(lead)
        draft = WhistleDraft(
            self.card.id,
            WhistleKind(str(self.kind.value())),
            units,
            lead,
            self.place.text(),
            self.appear.moment(),
            self.task.toPlainText(),
            at_once=self._blows(),
        )
        key = self.command_key

        def write(uow: Any) -> bool:
            draft_whistle(uow, draft, command_key=key)
            return draft.at_once

        return write
