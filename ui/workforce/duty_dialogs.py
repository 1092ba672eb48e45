"""Forms of duty: a shift, shifts in turn, a swap, a note."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QTimeEdit, QWidget

from app.core.clock import SHANGHAI
from app.core.words import label as word
from app.workforce.duty.actions.notes import write_note
from app.workforce.duty.actions.shifts import RoundDraft, ShiftDraft, plan_round, plan_shift
from app.workforce.duty.actions.swaps import SwapDraft, ask_swap
from app.workforce.duty.queries import ShiftRow, shifts_of
from app.workforce.duty.rules import NOTE_MOST, ROUND_MOST, DutyPost, is_shift
from ui.core.controls import Combo, label
from ui.core.date_field import DateField
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.relative_time import short
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker

LABEL_PX = 72
FIRST_HOUR, SHIFT_HOURS, ROUND_DAYS = 8, 12, 30


class ShiftDialog(FormDialog):
    """Who is on duty from when to when."""

    def __init__(self, desk: Desk, region: str, day: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._region = region
        self.name_it(self.tr("排一班"), self.tr("排上"), self.tr("同一个人不能同时值两班。"))
        self.person = PersonPicker(desk, placeholder=self.tr("姓名或拼音首字母"))
        self.post = _posts()
        begin = datetime.combine(day, time(FIRST_HOUR), SHANGHAI)
        self.begin = MomentField(begin)
        self.end = MomentField(begin + timedelta(hours=SHIFT_HOURS))
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_MOST)
        self.note.setPlaceholderText(self.tr("可以空着"))
        self.person_field = self.add_field(
            FormField(self.tr("谁"), self.person, required=True, label_width=LABEL_PX),
            lambda: "" if self._key() is not None else self.tr("请从列出的人里选"),
        )
        self.add_field(FormField(self.tr("岗位"), self.post, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("开始"), self.begin, label_width=LABEL_PX))
        self.end_field = self.add_field(
            FormField(self.tr("结束"), self.end, label_width=LABEL_PX), self._wrong
        )
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))
        self.person.setFocus()

    def _key(self) -> UUID | None:
        value = self.person.value()
        return value if isinstance(value, UUID) else None

    def _wrong(self) -> str:
        fits = is_shift(self.begin.moment(), self.end.moment())
        return "" if fits else self.tr("要晚于开始，一班最长 48 小时")

    def blame(self) -> dict[str, FormField]:
        return {
            "duty.on_duty_already": self.person_field,
            "duty.nobody_there": self.person_field,
            "duty.shift_wrong": self.end_field,
        }

    def action(self) -> Action:
        person, key = self._key(), self.command_key
        if person is None:
            raise AssertionError("the field was checked")
        draft = ShiftDraft(
            self._region,
            DutyPost(str(self.post.value())),
            person,
            self.begin.moment(),
            self.end.moment(),
            self.note.text(),
        )
        return lambda uow: plan_shift(uow, draft, command_key=key)


class RoundDialog(FormDialog):
    """People who are on duty in turn, a shift a day."""

    def __init__(self, desk: Desk, region: str, day: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._region = region
        self._people: list[Choice] = []
        under = self.tr("按加上的先后每天一人，轮完再从头来；有一班排不上，就一班也不排。")
        self.name_it(self.tr("轮流排班"), self.tr("排上"), under)
        self.person = PersonPicker(desk, placeholder=self.tr("选一个加一个"))
        self.person.chosen.connect(self._add)
        self.listed = label("", "second")
        self.listed.setWordWrap(True)
        self.post = _posts()
        self.first = DateField(day)
        self.days = QSpinBox()
        self.days.setRange(1, ROUND_MOST)
        self.days.setValue(ROUND_DAYS)
        self.at = QTimeEdit(QTime(FIRST_HOUR, 0))
        self.at.setDisplayFormat("HH:mm")
        self.hours = QSpinBox()
        self.hours.setRange(1, 24)
        self.hours.setValue(24)
        self.person_field = FormField(self.tr("轮到谁"), self.person, label_width=LABEL_PX)
        self.person_field.add_under(self.listed)
        self.add_field(self.person_field, lambda: "" if self._people else self.tr("请至少加一个人"))
        self.add_field(FormField(self.tr("岗位"), self.post, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("从"), self.first, label_width=LABEL_PX))
        days = FormField(self.tr("排"), self.days, hint=self.tr("天"), label_width=LABEL_PX)
        self.add_field(days)
        self.add_field(FormField(self.tr("每天"), self.at, label_width=LABEL_PX))
        hours = FormField(self.tr("一班"), self.hours, hint=self.tr("小时"), label_width=LABEL_PX)
        self.add_field(hours)
        self.person.setFocus()

    def _add(self, choice: object) -> None:
        if isinstance(choice, Choice) and choice not in self._people:
            self._people.append(choice)
            self.listed.setText("、".join(each.title for each in self._people))
            self.person.set_choice(None)
            self.fit()

    def action(self) -> Action:
        shown, key = self.at.time(), self.command_key
        people = tuple(each.value for each in self._people if isinstance(each.value, UUID))
        draft = RoundDraft(
            self._region,
            DutyPost(str(self.post.value())),
            people,
            self.first.day(),
            self.days.value(),
            time(shown.hour(), shown.minute()),
            self.hours.value(),
        )
        return lambda uow: plan_round(uow, draft, command_key=key)


class SwapDialog(FormDialog):
    """Whom to ask, and which shift of theirs is taken in return."""

    def __init__(self, desk: Desk, shift: ShiftRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._shift = shift
        title = self.tr("请人值 {moment} 这一班").format(moment=short(shift.starts_at))
        self.name_it(title, self.tr("去问"), self.tr("对方同意才算换成，值班表这时才改。"))
        self.person = PersonPicker(desk, placeholder=self.tr("姓名或拼音首字母"))
        self.other = Combo()
        self.other.add(self.tr("不用还班"), None)
        self.reason = QLineEdit()
        self.reason.setMaxLength(NOTE_MOST)
        self.person_field = self.add_field(
            FormField(self.tr("请谁"), self.person, required=True, label_width=LABEL_PX),
            lambda: "" if self._key() is not None else self.tr("请从列出的人里选"),
        )
        self.add_field(FormField(self.tr("换对方"), self.other, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("原因"), self.reason, label_width=LABEL_PX))
        self.person.chosen.connect(lambda _: self._look_up())
        self.person.setFocus()

    def _key(self) -> UUID | None:
        value = self.person.value()
        return value if isinstance(value, UUID) else None

    def _look_up(self) -> None:
        person, desk, region = self._key(), self.desk, self._shift.region
        if person is None:
            self._offer(())
            return
        now = desk.parts.clock.now()
        desk.read(lambda s: shifts_of(s, desk.actor, person, now, region), self._offer)

    def _offer(self, rows: Sequence[ShiftRow]) -> None:
        self.other.clear()
        self.other.add(self.tr("不用还班"), None)
        for row in rows:
            self.other.add(f"{short(row.starts_at)} {word(row.post)}", row.id)

    def blame(self) -> dict[str, FormField]:
        return dict.fromkeys(
            ("duty.swap_wrong", "duty.nobody_there", "duty.swap_open"), self.person_field
        )

    def action(self) -> Action:
        person, other, key = self._key(), self.other.value(), self.command_key
        if person is None:
            raise AssertionError("the field was checked")
        back = other if isinstance(other, UUID) else None
        draft = SwapDraft(self._shift.id, person, back, self.reason.text())
        return lambda uow: ask_swap(uow, draft, command_key=key)


class NoteDialog(FormDialog):
    """What whoever comes next has to know."""

    def __init__(self, desk: Desk, shifts: Sequence[ShiftRow], parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.name_it(self.tr("写交接"), self.tr("交下去"), self.tr("写下以后不能改。"))
        self.shift = Combo()
        for row in shifts:
            self.shift.add(f"{short(row.starts_at)} {row.person_name} {word(row.post)}", row.id)
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText(self.tr("办到哪一步、要盯什么、谁在等回话"))
        self.words.setFixedHeight(120)
        self.words.setTabChangesFocus(True)
        self.add_field(FormField(self.tr("哪一班"), self.shift, label_width=LABEL_PX))
        self.words_field = self.add_field(
            FormField(self.tr("交接"), self.words, required=True, label_width=LABEL_PX),
            lambda: "" if self.words.toPlainText().strip() else self.tr("没有事也写一句"),
        )
        self.words.setFocus()

    def action(self) -> Action:
        shift, words, key = self.shift.value(), self.words.toPlainText(), self.command_key
        shift_id = UUID(str(shift))
        return lambda uow: write_note(uow, shift_id, words, command_key=key)


def _posts() -> Combo:
    made = Combo()
    for post in DutyPost:
        made.add(word(post), post)
    made.set_value(DutyPost.OFFICER)
    return made
