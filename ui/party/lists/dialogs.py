"""Forms of the match board: a resource, a need, and the project that comes of both."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.lists import rights
from app.party.lists.actions.entries import (
    NeedDraft,
    ResourceDraft,
    add_need,
    add_resource,
    change_need,
    change_resource,
)
from app.party.lists.actions.projects import Chosen, Planned, ProjectDraft, form_project
from app.party.lists.queries.rows import NeedRow, ResourceRow
from app.party.lists.rules import (
    NAME_MOST,
    PLACE_MOST,
    TITLE_MOST,
    JointWork,
    OfferKind,
    OfferTerms,
)
from app.party.lists.telling import amount_words, unit_of
from ui.core.controls import Combo, Tick
from ui.core.date_field import DateField
from ui.core.facts import FactGrid, FactLine
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.lists.choosing import Ticked
from ui.party.lists.fields import LABEL_PX, TermField, WeekField, amount_box, needs, text_area

WIDTH = 560
_WAYS = {
    OfferKind.VENUE: JointWork.PREMISES,
    OfferKind.REPAIR: JointWork.PROPERTY,
    OfferKind.SAFETY: JointWork.GOVERNANCE,
    OfferKind.CULTURE: JointWork.ACTIVITIES,
    OfferKind.HELPERS: JointWork.ACTIVITIES,
}
"""Which of the six ways is offered first; the rest is 资源联享."""


class EntryDialog(FormDialog):
    """What a resource and a need have alike: where, what, how much, when."""

    def __init__(
        self, desk: Desk, parent: QWidget, row: ResourceRow | NeedRow | None, by: str
    ) -> None:
        """Show a row as it was seen, or an empty form; `by` is who offers or needs it."""
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        today = local(desk.parts.clock.now()).date()
        self.region = RegionField(desk, desk.actor.prefixes(rights.KEEP))
        self.region.set_region(row.region if row is not None else _own_region(desk))
        self.region.setEnabled(row is None)
        self.region.button.setEnabled(row is None)
        self.named = _line(row.title if row is not None else "", TITLE_MOST)
        self.kind = Combo()
        for kind in OfferKind:
            self.kind.add(word(kind), kind)
        self.amount = amount_box(row.amount if row is not None else 1)
        self.by = _line(by, NAME_MOST)
        self.place = _line(row.place if row is not None else "", PLACE_MOST)
        self.place.setPlaceholderText(self.tr("不填按社区算远近"))
        self.week = WeekField(row.slots if row is not None else 0)
        self.term = TermField(*((row.since, row.until) if row else (None, None)), today)
        self.note = text_area(self.tr("还要说明的"))
        if row is not None:
            self.kind.set_value(row.kind)
            self.note.setPlainText(row.note)
            self.seen_version = row.version

    def add_common(self, by: str, missing_by: str) -> None:
        """Add the fields both have; `by` names who offers or needs it."""
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(
            region, lambda: "" if self.region.code() else self.tr("请选街道、社区或网格")
        )
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明名称")),
        )
        kind = FormField(self.tr("类型"), self.kind, label_width=LABEL_PX)
        self.amount.setAccessibleName(self.tr("数量"))
        kind.add_beside(self.amount)
        self.kind_field = self.add_field(kind)
        self.by_field = self.add_field(
            FormField(by, self.by, required=True, label_width=LABEL_PX),
            needs(self.by.text, missing_by),
        )
        self.add_field(FormField(self.tr("地点"), self.place, label_width=LABEL_PX))
        self.add_field(
            FormField(
                self.tr("时段"),
                self.week,
                hint=self.tr("都不选就是随时"),
                label_width=LABEL_PX,
            )
        )
        self.term_field = self.add_field(
            FormField(self.tr("起止"), self.term, label_width=LABEL_PX), self.term.complaint
        )
        self.kind.currentIndexChanged.connect(lambda _: self._say_unit())
        self._say_unit()
        self.named.setFocus()

    def _say_unit(self) -> None:
        self.kind_field.set_hint(unit_of(self.chosen_kind()))

    def chosen_kind(self) -> OfferKind:
        """Return the sort that is chosen."""
        return OfferKind(str(self.kind.value()))


class ResourceDialog(EntryDialog):
    """A resource, new or as it was seen."""

    def __init__(self, desk: Desk, parent: QWidget, row: ResourceRow | None = None) -> None:
        super().__init__(desk, parent, row, row.offered_by if row is not None else "")
        title = self.tr("登记资源") if row is None else self.tr("改“{name}”").format(name=row.title)
        self.name_it(title, self.tr("保存"))
        self.terms = Combo()
        for terms in OfferTerms:
            self.terms.add(word(terms), terms)
        self.price = _line(row.price if row is not None else "", NAME_MOST)
        self.price.setPlaceholderText(self.tr("如：每场 200 元"))
        self.price.setAccessibleName(self.tr("价格"))
        self.hours = _line(row.hours if row is not None else "", NAME_MOST)
        self.hours.setPlaceholderText(self.tr("如：周一至周五 9:00–17:00，提前一天预约"))
        self.terms.set_value(row.terms if row is not None else OfferTerms.FREE)
        self.add_common(self.tr("提供单位"), self.tr("请写明谁提供"))
        cost = FormField(self.tr("收费"), self.terms, label_width=LABEL_PX)
        cost.add_beside(self.price, 1)
        self.add_field(cost)
        self.add_field(FormField(self.tr("开放时间"), self.hours, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.terms.currentIndexChanged.connect(lambda _: self._show_price())
        self._show_price()

    def _show_price(self) -> None:
        self.price.setVisible(self.terms.value() != OfferTerms.FREE)

    def action(self) -> Action:
        draft = ResourceDraft(
            region=self.region.code() or "",
            title=self.named.text(),
            kind=self.chosen_kind(),
            amount=self.amount.value(),
            offered_by=self.by.text(),
            place=self.place.text(),
            slots=self.week.slots(),
            since=self.term.since(),
            until=self.term.until(),
            terms=OfferTerms(str(self.terms.value())),
            price=self.price.text() if self.terms.value() != OfferTerms.FREE else "",
            hours=self.hours.text(),
            note=self.note.toPlainText(),
        )
        key, row, seen = self.command_key, self._row, self.seen_version

        def write(uow: Any) -> object:
            if row is None:
                return add_resource(uow, draft, command_key=key)
            change_resource(uow, row.id, seen, draft, command_key=key)
            return row.id

        return write


class NeedDialog(EntryDialog):
    """A need, new or as it was seen."""

    def __init__(self, desk: Desk, parent: QWidget, row: NeedRow | None = None) -> None:
        super().__init__(desk, parent, row, row.needed_by if row is not None else "")
        title = self.tr("登记需求") if row is None else self.tr("改“{name}”").format(name=row.title)
        self.name_it(title, self.tr("保存"))
        self.venue: QCheckBox = Tick(self.tr("还要一块场地"))
        self.venue.setChecked(row is not None and row.wants_venue)
        self.add_common(self.tr("需求单位"), self.tr("请写明谁需要"))
        self.add_field(FormField(self.tr("场地"), self.venue, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))

    def action(self) -> Action:
        draft = NeedDraft(
            region=self.region.code() or "",
            title=self.named.text(),
            kind=self.chosen_kind(),
            amount=self.amount.value(),
            needed_by=self.by.text(),
            place=self.place.text(),
            slots=self.week.slots(),
            since=self.term.since(),
            until=self.term.until(),
            wants_venue=self.venue.isChecked(),
            note=self.note.toPlainText(),
        )
        key, row, seen = self.command_key, self._row, self.seen_version

        def write(uow: Any) -> object:
            if row is None:
                return add_need(uow, draft, command_key=key)
            change_need(uow, row.id, seen, draft, command_key=key)
            return row.id

        return write


class FormProjectDialog(FormDialog):
    """A project of a need and what is ticked: by which of the six ways, in which steps."""

    def __init__(
        self, desk: Desk, parent: QWidget, need: NeedRow, ticked: tuple[Ticked, ...], until: str
    ) -> None:
        """Show what comes together; `until` is the moment by which units answer."""
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._need, self._ticked = need, ticked
        words = self.tr("请各单位答复；{until} 前没有全部答复，就退回待对接。")
        self.name_it(
            self.tr("结成项目“{name}”").format(name=need.title),
            self.tr("结成项目"),
            words.format(until=until),
        )
        facts = FactGrid()
        facts.set_lines(
            *(
                FactLine(amount_words(one.amount, one.kind), one.row.title, one.row.offered_by)
                for one in ticked
            )
        )
        self.content.addWidget(facts)
        self.way = Combo()
        for way in JointWork:
            self.way.add(word(way), way)
        self.way.set_value(_WAYS.get(need.kind, JointWork.RESOURCES))
        self.add_field(FormField(self.tr("六联"), self.way, label_width=LABEL_PX))
        today = local(desk.parts.clock.now()).date()
        last = need.until if need.until is not None and need.until >= today else today
        self.step = _line(self.tr("完成"), TITLE_MOST)
        self.due = DateField(last)
        self.due.setAccessibleName(self.tr("节点日期"))
        field = FormField(
            self.tr("第一个节点"), self.step, hint=self.tr("以后还能加"), label_width=LABEL_PX
        )
        field.add_beside(self.due)
        self.step_field = self.add_field(field, self._wrong_day)
        self.way.setFocus()

    def _wrong_day(self) -> str:
        today = local(self.desk.parts.clock.now()).date()
        late = bool(self.step.text().strip()) and self.due.day() < today
        return self.tr("日期已经过了") if late else ""

    def action(self) -> Action:
        title = self.step.text().strip()
        steps = (Planned(title, self.due.day()),) if title else ()
        chosen = tuple(Chosen(one.row.id, one.kind, one.amount) for one in self._ticked)
        draft = ProjectDraft(self._need.id, chosen, JointWork(str(self.way.value())), steps)
        key = self.command_key
        return lambda uow: form_project(uow, draft, command_key=key)


def _line(text: str, most: int) -> QLineEdit:
    made = QLineEdit(text)
    made.setMaxLength(most)
    return made


def _own_region(desk: Desk) -> str:
    """Return where whoever signs in keeps lists: what is looked at, else their own place."""
    code = desk.scope.code
    if len(code) >= len("990102004") and desk.actor.may_in(rights.KEEP, code):
        return code
    own = desk.actor.prefixes(rights.KEEP)
    return own[0] if own else ""
