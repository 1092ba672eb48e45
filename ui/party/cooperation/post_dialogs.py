"""Forms of a post in a body of a compound: somebody is put into it, and leaves it."""

from PySide6.QtWidgets import QSpinBox, QWidget

from app.core.words import label as word
from app.party import rights
from app.party.cooperation.actions.ground import LEVELS
from app.party.cooperation.actions.posts import Election, PostDraft, leave_body, put_into_body
from app.party.cooperation.queries.posts import PostRow
from app.party.cooperation.rules import ELECTED, NAME_MOST, CrossBody
from ui.core.controls import Combo, Tick, label
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.conference.meeting_dialogs import LABEL_PX, WIDTH, one_line, own_region
from ui.party.cooperation.agreement_dialogs import today
from ui.party.lists.fields import TermField, amount_box, needs
from ui.party.person_field import PersonField


class PostDialog(FormDialog):
    """Who is what in which body, and how they were elected."""

    def __init__(self, desk: Desk, parent: QWidget, compound: tuple[str, str] = ("", "")) -> None:
        """Begin with a compound: its region and name."""
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        under = self.tr("物业公司的人不能同时进业委会；同一个会里一人只占一席。")
        self.name_it(self.tr("登记任职"), self.tr("登记"), under)
        self.region = RegionField(desk, desk.actor.prefixes(rights.MANAGE))
        self.region.set_region(compound[0] or own_region(desk, LEVELS))
        self.compound = one_line(compound[1], NAME_MOST)
        self.body = Combo()
        for body in CrossBody:
            self.body.add(word(body), body)
        self.person = PersonField(desk)
        self.post = one_line("", NAME_MOST, self.tr("如：主任、委员、项目经理"))
        self.term = TermField(today(desk), None, today(desk))
        self.elected = Tick(self.tr("选举产生"))
        self.elected_on = DateField(today(desk))
        self.votes_for: QSpinBox = amount_box()
        self.votes_cast: QSpinBox = amount_box()
        self._add_fields()
        self.body.currentIndexChanged.connect(lambda _: self._show_election())
        self.elected.toggled.connect(lambda _: self._show_votes())
        self._show_election()
        self.person.setFocus()

    def _add_fields(self) -> None:
        region = FormField(self.tr("社区"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.add_field(
            FormField(self.tr("小区"), self.compound, required=True, label_width=LABEL_PX),
            needs(self.compound.text, self.tr("请写明小区")),
        )
        self.person_field = self.add_field(
            FormField(self.tr("姓名"), self.person, required=True, label_width=LABEL_PX),
            needs(self.person.text, self.tr("请写明是谁")),
        )
        self.add_field(FormField(self.tr("在哪里"), self.body, label_width=LABEL_PX))
        self.add_field(
            FormField(self.tr("职务"), self.post, required=True, label_width=LABEL_PX),
            needs(self.post.text, self.tr("请写明职务")),
        )
        self.term_field = self.add_field(
            FormField(self.tr("任期"), self.term, label_width=LABEL_PX), self.term.complaint
        )
        self.election_field = FormField(self.tr("选举"), self.elected, label_width=LABEL_PX)
        self._votes = (
            self.elected_on,
            label(self.tr("得票"), "caption"),
            self.votes_for,
            label(self.tr("投票"), "caption"),
            self.votes_cast,
        )
        self.votes_for.setAccessibleName(self.tr("得票"))
        self.votes_cast.setAccessibleName(self.tr("投票人数"))
        self.elected_on.setAccessibleName(self.tr("选举日期"))
        for each in self._votes:
            self.election_field.add_beside(each)
        self.add_field(self.election_field, self._wrong_votes)

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选街道或社区")

    def _wrong_votes(self) -> str:
        more = self.elected.isChecked() and self.votes_for.value() > self.votes_cast.value()
        return self.tr("得票不能多过投票人数") if more else ""

    def _show_election(self) -> None:
        self.elected.setChecked(self.body.value() in ELECTED)
        self._show_votes()

    def _show_votes(self) -> None:
        for each in self._votes:
            each.setVisible(self.elected.isChecked())

    def blame(self) -> dict[str, FormField]:
        wrong = ("cooperation.posts_exclude", "party.not_that_member")
        return dict.fromkeys(wrong, self.person_field)

    def action(self) -> Action:
        election = None
        if self.elected.isChecked():
            votes = self.votes_for.value(), self.votes_cast.value()
            election = Election(self.elected_on.day(), *votes)
        draft = PostDraft(
            self.region.code() or "",
            self.compound.text(),
            self.person.text(),
            CrossBody(str(self.body.value())),
            self.post.text(),
            self.term.since() or today(self.desk),
            self.term.until(),
            election,
            member_id=self.person.member_id(),
        )
        key = self.command_key
        return lambda uow: put_into_body(uow, draft, command_key=key)


class LeaveDialog(FormDialog):
    """Somebody leaves a post: with which day."""

    def __init__(self, desk: Desk, row: PostRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        told = f"{row.compound} {word(row.body)} {row.post}"
        self.name_it(self.tr("{name}离任").format(name=row.person_name), self.tr("记下"), told)
        self.day = DateField(today(desk))
        self.day_field = self.add_field(
            FormField(self.tr("离任日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.day.setFocus()

    def _wrong_day(self) -> str:
        return self.tr("早于任期开始") if self.day.day() < self._row.since else ""

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        return lambda uow: leave_body(uow, row.id, row.version, day, command_key=key)
