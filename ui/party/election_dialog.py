"""换届: the whole committee of an organisation begins a term on one day."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.words import label as word
from app.party.actions.electing import Elected, Election, hold_election
from app.party.actions.terms import TermDraft, prolong_term, put_into_post
from app.party.queries.organisations import OrganisationCard, TermRow
from app.party.rules import PERSON_MOST, PartyForm, PartyPost
from ui.core.controls import Combo, Tick
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.party.organisation_words import committee_until

LABEL_PX = 72
COMMITTEE_YEARS, BRANCH_YEARS = 5, 3
"""How long a committee's and a branch's term usually is."""
POSTS = tuple(PartyPost)


class ElectionDialog(FormDialog):
    """A name for each post, as they are now; who is cleared is no longer in it."""

    def __init__(self, desk: Desk, card: OrganisationCard, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._card, self._today = card, today
        under = self.tr("改成当选的人；空着的职务没有人。以前各届留着。")
        self.name_it(self.tr("{name}换届").format(name=card.name), self.tr("登记换届"), under)
        self.do_button.set_kind("party")
        self.day = DateField(today)
        self.ends = Tick(self.tr("届满"))
        years = COMMITTEE_YEARS if card.form is not PartyForm.BRANCH else BRANCH_YEARS
        self.until = DateField(_years_after(today, years))
        self.ends.setChecked(True)
        self.ends.toggled.connect(self.until.setEnabled)
        self.until.setAccessibleName(self.tr("届满日期"))
        day = FormField(self.tr("选举日期"), self.day, label_width=LABEL_PX)
        day.add_beside(self.ends)
        day.add_beside(self.until)
        self.day_field = self.add_field(day, self._wrong_day)
        self.names = {post: self._add_post(post) for post in POSTS}
        self.names[PartyPost.SECRETARY].setFocus()

    def _add_post(self, post: PartyPost) -> QLineEdit:
        held = [t.person_name for t in self._card.terms if t.post is post and t.ended_on is None]
        made = QLineEdit("、".join(held))
        made.setMaxLength(PERSON_MOST)
        is_first = post is PartyPost.SECRETARY
        field = FormField(word(post), made, required=is_first, label_width=LABEL_PX)
        if is_first:
            self.add_field(field, lambda: "" if made.text().strip() else self.tr("请写书记。"))
        else:
            self.add_field(field)
        return made

    def _wrong_day(self) -> str:
        if self.day.day() > self._today:
            return self.tr("日期还没有到。")
        early = self.ends.isChecked() and self.until.day() <= self.day.day()
        return self.tr("届满日期早于选举日期。") if early else ""

    def blame(self) -> dict[str, FormField]:
        codes = ("day_ahead", "day_too_early", "not_founded", "term_wrong")
        return {f"party.{code}": self.day_field for code in codes}

    def action(self) -> Action:
        elected = tuple(
            Elected(post, name.strip())
            for post, line in self.names.items()
            for name in line.text().replace("，", "、").split("、")
            if name.strip()
        )
        until = self.until.day() if self.ends.isChecked() else None
        election = Election(self._card.id, self.day.day(), until, elected)
        key = self.command_key
        return lambda uow: hold_election(uow, election, command_key=key)


class PostDialog(FormDialog):
    """Somebody comes into a post between elections (增补); the term is that of the others."""

    def __init__(self, desk: Desk, card: OrganisationCard, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._card, self._today = card, today
        self.name_it(self.tr("{name}增补").format(name=card.name), self.tr("任职"))
        self.do_button.set_kind("party")
        self.post = Combo()
        for post in POSTS:
            self.post.add(word(post), post)
        there = card.secretary is not None
        self.post.set_value(PartyPost.COMMITTEE if there else PartyPost.SECRETARY)
        self.named = QLineEdit()
        self.named.setMaxLength(PERSON_MOST)
        self.day = DateField(today)
        self.post_field = self.add_field(
            FormField(self.tr("职务"), self.post, label_width=LABEL_PX)
        )
        self.name_field = self.add_field(
            FormField(self.tr("姓名"), self.named, required=True, label_width=LABEL_PX),
            lambda: "" if self.named.text().strip() else self.tr("请写姓名。"),
        )
        self.day_field = self.add_field(
            FormField(self.tr("任职日期"), self.day, label_width=LABEL_PX),
            lambda: self.tr("日期还没有到。") if self.day.day() > self._today else "",
        )
        self.named.setFocus()

    def blame(self) -> dict[str, FormField]:
        days = {f"party.{code}": self.day_field for code in ("day_ahead", "not_founded")}
        return days | {"party.secretary_there": self.post_field}

    def action(self) -> Action:
        day, until = self.day.day(), committee_until(self._card)
        draft = TermDraft(
            self._card.id,
            PartyPost(str(self.post.value())),
            self.named.text(),
            day,
            until if until is not None and until > day else None,
        )
        key = self.command_key
        return lambda uow: put_into_post(uow, draft, command_key=key)


class ProlongTermDialog(FormDialog):
    """Somebody stays in their post until another day, as when an election is put off."""

    def __init__(self, desk: Desk, term: TermRow, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._term = term
        now = term.until
        under = (
            self.tr("原来任期到 {day}。").format(day=f"{now:%Y-%m-%d}")
            if now is not None
            else self.tr("原来没有届满日期。")
        )
        title = self.tr("{name}延任{post}").format(name=term.person_name, post=word(term.post))
        self.name_it(title, self.tr("延任"), under + self.tr("按期换届的请登记换届。"))
        self.do_button.set_kind("party")
        self.day = DateField(_years_after(max(now or today, today), 1))
        self.day_field = self.add_field(
            FormField(self.tr("届满日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.day.setFocus()

    def _wrong_day(self) -> str:
        least = self._term.until or self._term.since
        return "" if self.day.day() > least else self.tr("要晚于原来的届满日期。")

    def blame(self) -> dict[str, FormField]:
        return {"party.term_wrong": self.day_field}

    def action(self) -> Action:
        term, day, key = self._term, self.day.day(), self.command_key
        return lambda uow: prolong_term(uow, term.id, term.version, day, command_key=key)


def _years_after(day: date, years: int) -> date:
    """Return the same day some years later, the last of February for its 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
