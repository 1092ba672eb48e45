"""Forms of reserves, posted staff and secondments: taken in, decided of, leaving."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party import rights
from app.party.cadres.actions.keeping import (
    LEVELS,
    CadreDraft,
    StepDraft,
    decide_on,
    keep_cadre,
    let_leave,
    prolong,
)
from app.party.cadres.queries.rows import CadreRow, talents_at
from app.party.cadres.rules import (
    CATEGORIES,
    GRADED,
    NAME_MOST,
    CadreCategory,
    CadreKind,
    CadreStep,
    Grade,
)
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.conference.meeting_dialogs import LABEL_PX, WIDTH, one_line, own_region
from ui.party.lists.fields import TermField, needs, text_area
from ui.party.person_field import PersonField

_TERM, _LONGER = timedelta(days=730), timedelta(days=365)


def today(desk: Desk) -> date:
    """Return the day it is."""
    return local(desk.parts.clock.now()).date()


class CadreDialog(FormDialog):
    """Somebody is taken into a reserve, posted here, or sent here."""

    def __init__(self, desk: Desk, kind: CadreKind, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._kind = kind
        self.name_it(self.tr("登记{kind}").format(kind=word(kind)), self.tr("登记"))
        self.region = RegionField(desk, desk.actor.prefixes(rights.MANAGE))
        self.region.set_region(own_region(desk, LEVELS))
        self.category = Combo()
        for category in CATEGORIES[kind]:
            self.category.add(word(category), category)
        self.talent = Combo()
        self.home = one_line("", NAME_MOST)
        self.person = PersonField(desk, self.home if kind is CadreKind.RESERVE else None)
        self.post = one_line("", NAME_MOST)
        is_lent = kind is CadreKind.SECONDMENT
        until = today(desk) + _TERM if is_lent else None
        self.term = TermField(today(desk), until, today(desk))
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.person_field = self.add_field(
            FormField(self.tr("姓名"), self.person, required=True, label_width=LABEL_PX),
            needs(self.person.text, self.tr("请写明是谁")),
        )
        self.add_field(FormField(self.tr("类别"), self.category, label_width=LABEL_PX))
        self.talent_field = self.add_field(
            FormField(self.tr("人才类别"), self.talent, label_width=LABEL_PX)
        )
        homes = {
            CadreKind.RESERVE: self.tr("单位"),
            CadreKind.POSTED: self.tr("派驻机构"),
            CadreKind.SECONDMENT: self.tr("派出单位"),
        }
        self.home_field = self.add_field(
            FormField(homes[kind], self.home, required=True, label_width=LABEL_PX),
            needs(self.home.text, self.tr("请写明单位")),
        )
        self.post_field = self.add_field(
            FormField(self.tr("职务"), self.post, required=True, label_width=LABEL_PX),
            needs(self.post.text, self.tr("请写明职务")),
        )
        self.term_field = self.add_field(
            FormField(self.tr("期限"), self.term, label_width=LABEL_PX), self.term.complaint
        )
        self.category.currentIndexChanged.connect(lambda _: self._show_talent())
        self._show_talent()
        now = desk.parts.clock.now()
        desk.read(lambda session: talents_at(session, now), self._offer)
        self.person.setFocus()

    def _offer(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.talent.add(name, name)

    def _show_talent(self) -> None:
        self.talent_field.setVisible(self.category.value() == CadreCategory.TALENT)

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选街道或社区")

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(("cadres.twice", "party.not_that_member"), self.person_field)

    def action(self) -> Action:
        category = CadreCategory(str(self.category.value()))
        talent = str(self.talent.value() or "") if category is CadreCategory.TALENT else ""
        draft = CadreDraft(
            self.region.code() or "",
            self._kind,
            category,
            self.person.text(),
            self.home.text(),
            self.post.text(),
            self.term.since() or today(self.desk),
            self.term.until(),
            talent,
            self.person.member_id(),
        )
        key = self.command_key
        return lambda uow: keep_cadre(uow, draft, command_key=key)


class StepDialog(FormDialog):
    """A training, an appointment, a nomination, an assessment of somebody."""

    def __init__(self, desk: Desk, row: CadreRow, step: CadreStep, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row, self._step = row, step
        under = self.tr("{category}，{home}。记下以后不能改。")
        self.name_it(
            self.tr("{name}：{step}").format(name=row.person_name, step=word(step)),
            self.tr("记下"),
            under.format(category=word(row.category), home=row.home),
        )
        self.day = DateField(today(desk))
        choices = tuple(Choice(each, word(each)) for each in Grade)
        self.grade = SegmentedControl(choices, Grade.COMPETENT, name=self.tr("等次"))
        self.text = text_area(self.tr("文号、内容、依据"), 84)
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        if step in GRADED:
            self.add_field(FormField(self.tr("等次"), self.grade, label_width=LABEL_PX))
        self.text_field = self.add_field(
            FormField(self.tr("说明"), self.text, required=True, label_width=LABEL_PX),
            needs(self.text.toPlainText, self.tr("请写明内容")),
        )
        self.text.setFocus()

    def _wrong_day(self) -> str:
        fits = self._row.since <= self.day.day() <= today(self.desk)
        return "" if fits else self.tr("要在期限开始以后、今天以前")

    def action(self) -> Action:
        grade = Grade(str(self.grade.value())) if self._step in GRADED else None
        draft = StepDraft(self._step, self.day.day(), self.text.toPlainText(), grade)
        row, key = self._row, self.command_key
        return lambda uow: decide_on(uow, row.id, row.version, draft, command_key=key)


class LeaveDialog(FormDialog):
    """Somebody leaves the reserve, or returns to their unit."""

    def __init__(self, desk: Desk, row: CadreRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        returns = row.kind is CadreKind.SECONDMENT
        title = self.tr("{name}返回原单位") if returns else self.tr("{name}离开")
        self.name_it(title.format(name=row.person_name), self.tr("记下"), row.home)
        self.day = DateField(today(desk))
        self.text = text_area(self.tr("为什么，去向"))
        self.day_field = self.add_field(
            FormField(self.tr("日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.text_field = self.add_field(
            FormField(self.tr("说明"), self.text, required=True, label_width=LABEL_PX),
            needs(self.text.toPlainText, self.tr("请写明原因")),
        )
        self.text.setFocus()

    def _wrong_day(self) -> str:
        return self.tr("早于期限开始") if self.day.day() < self._row.since else ""

    def action(self) -> Action:
        row, day, text = self._row, self.day.day(), self.text.toPlainText()
        key: Any = self.command_key
        return lambda uow: let_leave(uow, row.id, row.version, day, text, command_key=key)


class ProlongDialog(FormDialog):
    """A secondment, or a place in a reserve, lasts longer."""

    def __init__(self, desk: Desk, row: CadreRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        until = row.until or today(desk)
        under = self.tr("原来到 {day}。").format(day=f"{until:%Y-%m-%d}")
        self.name_it(self.tr("{name}延期").format(name=row.person_name), self.tr("延期"), under)
        self.day = DateField(max(until, today(desk)) + _LONGER)
        self.day_field = self.add_field(
            FormField(self.tr("延到"), self.day, label_width=LABEL_PX),
            lambda: "" if self.day.day() > until else self.tr("要晚于原来的日期"),
        )
        self.day.setFocus()

    def blame(self) -> dict[str, FormField]:
        return {"cadres.term_wrong": self.day_field}

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        return lambda uow: prolong(uow, row.id, row.version, day, command_key=key)
