"""A member as somebody types them, new or as they were seen."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.clock import local
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from app.party.actions.keeping import change_member, settle_added
from app.party.actions.members import MemberDraft, MemberPersonal, add_member
from app.party.personal import DocumentKind
from app.party.queries.card import MemberCard
from app.party.roster.days import FOUNDED, Precision, ToldDay, told_day
from app.party.roster.numbers import ToldNumber, told_number
from app.party.rules import PERSON_MOST, WORDS_MOST, WORKPLACE_MOST, Sex, Standing, joined, words_of
from ui.core.controls import Combo, Tick
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 76
GRID_DIGITS = 15


class MemberDialog(FormDialog):
    """Adds a member to an organisation, or changes one; an empty personal value stays as it is."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        organisation_id: UUID,
        organisation: str,
        card: MemberCard | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._organisation_id, self._card = organisation_id, card
        title = self.tr("新增党员") if card is None else self.tr("改{name}的资料")
        name = card.row.name if card is not None else ""
        under = self.tr("组织关系在“{name}”。证件、电话、住址单独存放，查看会留痕。")
        self.name_it(title.format(name=name), self.tr("保存"), under.format(name=organisation))
        self._make()
        if card is not None:
            self._show(card)
        self._add_fields()
        self.named.setFocus()

    def _make(self) -> None:
        keeps = self.tr("不改就空着") if self._card is not None else ""
        self.named = _line(PERSON_MOST)
        self.sex = Combo()
        self.sex.add(self.tr("没有写明"), None)
        for sex in Sex:
            self.sex.add(word(sex), sex)
        self.standing = Combo()
        for standing in Standing:
            self.standing.add(word(standing), standing)
        self.joined = _line(20, self.tr("1985-06-01，或 1985.6、85年6月"))
        self.document = _line(40, keeps or self.tr("身份证或其他法定证件"))
        self.phone = _line(32, keeps)
        self.address = _line(200, keeps)
        self.workplace = _line(WORKPLACE_MOST)
        self.serving = Tick(self.tr("在职（要到居住地社区报到）"))
        prefixes = self.desk.actor.prefixes("party.manage")
        self.grid = RegionField(self.desk, prefixes)
        self.skills = _line(WORDS_MOST, self.tr("用顿号隔开：急救、走访"))
        self.tags = _line(WORDS_MOST, self.tr("用顿号隔开"))

    def _show(self, card: MemberCard) -> None:
        row = card.row
        self.named.setText(row.name)
        self.sex.set_value(row.sex)
        self.standing.set_value(row.standing)
        self.joined.setText(row.joined)
        self.workplace.setText(row.workplace)
        self.serving.setChecked(row.is_serving)
        self.skills.setText(joined(row.skills))
        self.tags.setText(joined(row.tags))
        self.grid.set_region(row.grid_code or "")
        self.seen_version = row.version

    def _add_fields(self) -> None:
        def field(title: str, input_: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, input_, required=required, label_width=LABEL_PX)

        self.name_field = self.add_field(
            field(self.tr("姓名"), self.named, required=True),
            lambda: "" if self.named.text().strip() else self.tr("请写明姓名"),
        )
        self.add_field(field(self.tr("性别"), self.sex))
        self.standing_field = self.add_field(field(self.tr("身份"), self.standing))
        self.joined_field = self.add_field(
            field(self.tr("入党时间"), self.joined), lambda: _wrong(self.told_joined)
        )
        self.document_field = self.add_field(
            field(self.tr("证件号码"), self.document), lambda: _wrong(self.told_document)
        )
        self.phone_field = self.add_field(field(self.tr("电话"), self.phone))
        self.add_field(field(self.tr("住址"), self.address))
        self.add_field(field(self.tr("工作单位"), self.workplace))
        self.add_field(field("", self.serving))
        grid = field(self.tr("居住网格"), self.grid)
        grid.add_beside(self.grid.button)
        self.grid_field = self.add_field(grid, self._wrong_grid)
        self.add_field(field(self.tr("专长"), self.skills))
        self.add_field(field(self.tr("标签"), self.tags))

    # -- what the fields tell ------------------------------------------------------------------

    def _today(self) -> date:
        return local(self.desk.parts.clock.now()).date()

    def told_joined(self) -> ToldDay | None:
        """Return when they joined, as far as it is typed."""
        return told_day(self.joined.text(), today=self._today(), earliest=FOUNDED)

    def told_document(self) -> ToldNumber | None:
        """Return the document whose number is typed."""
        return told_number(self.document.text(), today=self._today())

    def _wrong_grid(self) -> str:
        code = self.grid.code()
        if not code and self.grid.text().strip():
            return self.tr("请从列出的网格里选")
        return self.tr("要选到网格") if code and len(code) != GRID_DIGITS else ""

    def blame(self) -> dict[str, FormField]:
        codes = ("cases.mobile_digits", "cases.not_a_phone", "cases.number_withheld")
        found = dict.fromkeys(codes, self.phone_field)
        found["roster.number_taken"] = self.document_field
        return found

    def action(self) -> Action:
        number, day = self.told_document(), self.told_joined()
        kind: DocumentKind | None = number.kind if number is not None else None
        personal = MemberPersonal(
            kind,
            number.number if number is not None else "",
            self.phone.text(),
            self.address.text(),
        )
        sex = self.sex.value()
        draft = MemberDraft(
            name=self.named.text(),
            organisation_id=self._organisation_id,
            standing=Standing(str(self.standing.value())),
            joined_on=day.first if day is not None else None,
            sex=Sex(str(sex)) if sex is not None else None,
            grid_code=self.grid.code() or None,
            workplace=self.workplace.text(),
            is_serving=self.serving.isChecked(),
            skills=words_of(self.skills.text()),
            tags=words_of(self.tags.text()),
            personal=personal,
        )
        precision = day.precision if day is not None else Precision.DAY
        pepper, key = self.desk.parts.database.state.pepper, self.command_key
        card, seen = self._card, self.seen_version

        def write(uow: Any) -> UUID:
            if card is not None:
                change_member(uow, card.row.id, seen, draft, precision, pepper, command_key=key)
                return card.row.id
            added = add_member(uow, draft, pepper, command_key=key)
            settle_added(uow, added, precision)
            return added

        return write


def _line(most: int, hint: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(most)
    made.setPlaceholderText(hint)
    return made


def _wrong(told: Any) -> str:
    """Return what is wrong with what a field tells, "" for nothing."""
    try:
        told()
    except AppError as error:
        return sentence(error)
    return ""
