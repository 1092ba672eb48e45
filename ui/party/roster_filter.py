"""What narrows the roster besides typing: asked for in a dialog, told in chips over the table."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.core.clock import local
from app.core.errors import AppError
from app.core.words import label as word
from app.core.words import sentence
from app.party import rights
from app.party.queries.roster import RosterFilter, offered_words
from app.party.roster.days import FOUNDED, Precision, ToldDay, told_day
from app.party.roster.narrowing import MORE, active_parts, part_words, with_parts, without_parts
from app.party.rules import Standing
from ui.core.chips import FlowRow
from ui.core.clause_chip import ClauseChip
from ui.core.controls import Button, Combo
from ui.core.fields import SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.region_field import RegionField

LABEL_PX = 76
DAY_MOST = 20


class WordField(SearchCombo):
    """A whole skill or tag; offers those that members of the organisation have."""

    def __init__(self, desk: Desk, chosen: RosterFilter, *, tags: bool) -> None:
        def find(text: str) -> Sequence[Choice]:
            with desk.parts.database.reading() as session:
                found = offered_words(session, desk.actor, chosen, text, tags=tags)
            return [Choice(each, each) for each in found]

        super().__init__(find, desk.jobs)
        self.setPlaceholderText(self.tr("输入几个字，或按 ↓ 列出"))

    def word(self) -> str:
        """Return the word, chosen or typed."""
        return self.text().strip()

    def set_word(self, text: str) -> None:
        """Show a word."""
        self.set_choice(Choice(text, text) if text else None)


class RosterFilterDialog(FormDialog):
    """Asks what the roster is narrowed to; writes nothing, `saved` tells the filter.

    Attributes:
        place: Name of the place that is chosen, "" for none.
    """

    def __init__(self, desk: Desk, parent: QWidget, chosen: RosterFilter) -> None:
        super().__init__(desk, parent)
        self._chosen = chosen
        self.place = ""
        under = self.tr("几项都填的，要同时符合。导出、打印的也是筛选出的这些人。")
        self.name_it(self.tr("筛选名册"), self.tr("筛选"), under)
        self._make()
        self._add_fields()
        self._show(chosen)
        self.standing.setFocus()

    def _make(self) -> None:
        self.standing = Combo()
        self.standing.add(self.tr("不限"), None)
        for standing in Standing:
            self.standing.add(word(standing), standing)
        self.skill = WordField(self.desk, self._chosen, tags=False)
        self.tag = WordField(self.desk, self._chosen, tags=True)
        self.since, self.until = QLineEdit(), QLineEdit()
        for field in (self.since, self.until):
            field.setMaxLength(DAY_MOST)
            field.setPlaceholderText(self.tr("2012、2012.6 或 2012-06-01"))
        self.grid = RegionField(self.desk, self.desk.actor.prefixes(rights.READ))
        self.empty_button = Button(self.tr("清空"), kind="ghost", small=True)
        self.empty_button.clicked.connect(lambda: self._show(without_parts(self._chosen, MORE)))

    def _add_fields(self) -> None:
        def field(title: str, input_: QWidget) -> FormField:
            return FormField(title, input_, label_width=LABEL_PX)

        self.add_field(field(self.tr("身份"), self.standing))
        self.add_field(field(self.tr("专长"), self.skill))
        self.add_field(field(self.tr("标签"), self.tag))
        self.since_field = self.add_field(
            field(self.tr("入党不早于"), self.since), lambda: _wrong(self.since, self._today())
        )
        self.until_field = self.add_field(
            field(self.tr("入党不晚于"), self.until), self._wrong_until
        )
        grid = field(self.tr("居住地"), self.grid)
        grid.add_beside(self.grid.button)
        self.grid_field = self.add_field(grid, self._wrong_grid)
        self.content.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignRight)

    def _show(self, chosen: RosterFilter) -> None:
        self.standing.set_value(chosen.standing)
        self.skill.set_word(chosen.skill)
        self.tag.set_word(chosen.tag)
        self.since.setText(_day_text(chosen.joined_since))
        self.until.setText(_day_text(chosen.joined_until))
        self.grid.set_region(chosen.grid)

    # -- what the fields tell ------------------------------------------------------------------

    def _today(self) -> date:
        return local(self.desk.parts.clock.now()).date()

    def _wrong_until(self) -> str:
        today = self._today()
        wrong = _wrong(self.until, today)
        if wrong or _wrong(self.since, today):
            return wrong
        since, until = _told(self.since, today), _told(self.until, today)
        if since is not None and until is not None and last_day(until) < since.first:
            return self.tr("早于上面的日期，请核对")
        return ""

    def _wrong_grid(self) -> str:
        typed = self.grid.text().strip()
        return self.tr("请从列出的里面选") if typed and not self.grid.code() else ""

    def told(self) -> RosterFilter:
        """Return the filter as the fields tell it."""
        today, standing = self._today(), self.standing.value()
        since, until = _told(self.since, today), _told(self.until, today)
        asked = RosterFilter(
            standing=Standing(str(standing)) if standing is not None else None,
            skill=self.skill.word(),
            tag=self.tag.word(),
            joined_since=since.first if since is not None else None,
            joined_until=last_day(until) if until is not None else None,
            grid=self.grid.code() or "",
        )
        return with_parts(self._chosen, asked, MORE)

    def action(self) -> Action:
        self.place = self.grid.text().strip()
        told = self.told()
        return lambda _: told

    def write(self, action: Action) -> None:
        """Tell at once: nothing is written anywhere."""
        self.committed(action(None))

    def reject(self) -> None:
        """Leave; nothing is lost that would be worth going on with."""
        self._touched = False
        super().reject()


class RosterChips(QFrame):
    """What narrows besides the line and the box above, each with a cross; hidden while nothing
    does.
    """

    dropped = Signal(object)  # RosterFilter that is left

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "pane")
        self.chips = FlowRow(6)
        self.clear_button = Button(self.tr("全部去掉"), kind="partylink", small=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.chips, 1)
        line.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def members(self) -> tuple[ClauseChip, ...]:
        """Return the chips shown."""
        return tuple(c for c in self.chips.findChildren(ClauseChip) if not c.isHidden())

    def show_filter(self, chosen: RosterFilter, place: str) -> None:
        """Show a filter; `place` is the name of where members live."""
        drops = self.tr("去掉“{clause}”")
        made = [
            ClauseChip(
                part_words(chosen, part, place),
                partial(self.dropped.emit, without_parts(chosen, (part,))),
                drops,
            )
            for part in active_parts(chosen)
            if part in MORE
        ]
        self.chips.set_members(*made)
        self.setVisible(bool(made))


def last_day(day: ToldDay) -> date:
    """Return the last day of a day, month or year as somebody told it."""
    first = day.first
    if day.precision is Precision.YEAR:
        return first.replace(month=12, day=31)
    if day.precision is Precision.MONTH:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first


def _day_text(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""


def _told(field: QLineEdit, today: date) -> ToldDay | None:
    return told_day(field.text(), today=today, earliest=FOUNDED)


def _wrong(field: QLineEdit, today: date) -> str:
    """Return what is wrong with a day, "" for nothing."""
    try:
        _told(field, today)
    except AppError as error:
        return sentence(error)
    return ""
