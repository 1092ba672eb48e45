"""Founding an organisation: place in the tree, form, how it came about, where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.words import label as word
from app.party.actions.organisations import OrganisationDraft, found_organisation
from app.party.rules import NAME_MOST, FormedWay, PartyForm, PartyLevel, depth
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import UnitPicker
from ui.parts.region_field import RegionField
from ui.party.organisation_field import OrganisationField
from ui.party.tree_rows import TreeRows

LABEL_PX = 72
_USUAL = {
    PartyLevel.STREET: PartyForm.COMMITTEE,
    PartyLevel.COMMUNITY: PartyForm.GENERAL_BRANCH,
    PartyLevel.GRID: PartyForm.BRANCH,
    PartyLevel.BUILDING: PartyForm.GROUP,
    PartyLevel.HOUSEHOLD: PartyForm.HUB_HOUSEHOLD,
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a founding begins with.

    Attributes:
        above: Key of the one it is to stand under, None for none.
        region: Code of where it is to stand, "" for where the one above stands.
        name: Its name, "" where that is open.
        level: Its place in the tree, None for the one under that above.
        unit: The unit whose organisation it is, None for none.
    """

    above: UUID | None
    region: str = ""
    name: str = ""
    level: PartyLevel | None = None
    form: PartyForm | None = None
    way: FormedWay = FormedWay.IN_LINE
    unit: Choice | None = None


class FoundingDialog(FormDialog):
    """Nothing has to be typed but the name where a gap asks for it."""

    def __init__(
        self, desk: Desk, tree: TreeRows, begin: Suggested, today: date, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._tree, self._begin, self._today = tree, begin, today
        self.name_it(self.tr("新建党组织"), self.tr("成立"))
        self.do_button.set_kind("party")
        self.above = OrganisationField(desk, tree, self._may_be_above)
        self.level, self.form, self.way = Combo(), Combo(), Combo()
        for level in PartyLevel:
            self.level.add(word(level), level)
        for form in PartyForm:
            self.form.add(word(form), form)
        for way in FormedWay:
            self.way.add(word(way), way)
        self.named = QLineEdit(begin.name)
        self.named.setMaxLength(NAME_MOST)
        self.named.setPlaceholderText(self.tr("如“南塘第二网格党支部”"))
        self.unit = UnitPicker(desk, placeholder=self.tr("可不填"))
        self.region = RegionField(desk, desk.actor.prefixes("party.manage"))
        self.day = DateField(today)
        self._add_fields()
        self._fill()
        self.level.currentIndexChanged.connect(self._level_chosen)
        self.way.currentIndexChanged.connect(lambda _: self._way_chosen())
        self._way_chosen()
        self.above.chosen.connect(lambda _: self._above_chosen())
        self.named.setFocus()

    def _add_fields(self) -> None:
        def field(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self.above_field = self.add_field(field(self.tr("上级"), self.above), self._wrong_above)
        level = field(self.tr("级别"), self.level)
        level.add_beside(self.form)
        self.level_field = self.add_field(level)
        self.add_field(field(self.tr("设置方式"), self.way))
        self.unit_field = self.add_field(field(self.tr("所属单位"), self.unit))
        self.name_field = self.add_field(
            field(self.tr("名称"), self.named, required=True),
            lambda: "" if self.named.text().strip() else self.tr("请写名称。"),
        )
        where = field(self.tr("所在地方"), self.region, required=True)
        where.add_beside(self.region.button)
        self.region_field = self.add_field(
            where, lambda: "" if self.region.code() else self.tr("请选社区或网格。")
        )
        self.day_field = self.add_field(field(self.tr("成立日期"), self.day), self._wrong_day)

    def _fill(self) -> None:
        begin, above = self._begin, self._tree.get(self._begin.above)
        self.above.set_organisation(above)
        level = begin.level or _next_level(above.level if above is not None else None)
        self.level.set_value(level)
        self.form.set_value(begin.form or _USUAL[level])
        self.way.set_value(begin.way)
        if begin.unit is not None:
            self.unit.set_choice(begin.unit)
        self.region.set_region(begin.region or (above.region if above is not None else ""))

    def _may_be_above(self, row: Any) -> bool:
        return depth(row.level) < depth(self._level())

    def _level(self) -> PartyLevel:
        return PartyLevel(str(self.level.value()))

    def _level_chosen(self) -> None:
        """Offer the usual form of a level."""
        self.form.set_value(_USUAL[self._level()])

    def _way_chosen(self) -> None:
        """A unit is asked for only where the organisation stands outside the line."""
        in_line = self.way.value() == FormedWay.IN_LINE
        self.unit_field.setVisible(not in_line)
        if in_line:
            self.unit.set_choice(None)
        self.fit()

    def _above_chosen(self) -> None:
        above = self.above.organisation()
        if above is not None and not self.region.code():
            self.region.set_region(above.region)

    def _wrong_above(self) -> str:
        above = self.above.organisation()
        if above is None:
            is_head = self._level() is PartyLevel.STREET
            return "" if is_head else self.tr("请选上级党组织；只有街道一级的没有上级。")
        if depth(above.level) >= depth(self._level()):
            return self.tr("上级要比它高一级以上。")
        return ""

    def _wrong_day(self) -> str:
        return self.tr("日期还没有到。") if self.day.day() > self._today else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "party.name_taken": self.name_field,
            "party.field_missing": self.name_field,
            "party.region_wrong": self.region_field,
            "party.not_a_grid": self.region_field,
            "party.level_wrong": self.above_field,
            "party.parent_wanted": self.above_field,
            "party.dissolved": self.above_field,
            "party.not_founded": self.day_field,
            "party.day_ahead": self.day_field,
        }

    def action(self) -> Action:
        above = self.above.organisation()
        draft = OrganisationDraft(
            self.named.text(),
            self._level(),
            PartyForm(str(self.form.value())),
            above.id if above is not None else None,
            self.region.code() or "",
            self.day.day(),
            FormedWay(str(self.way.value())),
            unit_id=unit if isinstance(unit := self.unit.value(), UUID) else None,
        )
        key = self.command_key
        return lambda uow: found_organisation(uow, draft, command_key=key)


def _next_level(above: PartyLevel | None) -> PartyLevel:
    """Return the level right under one, the highest under nothing."""
    levels = tuple(PartyLevel)
    at = levels.index(above) + 1 if above is not None else 0
    return levels[min(at, len(levels) - 1)]
