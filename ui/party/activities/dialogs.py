"""Forms of an activity: planning, signing up, calling off, minutes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import SHANGHAI
from app.party.activities.actions.activities import (
    ActivityDraft,
    call_off,
    change_activity,
    plan_activity,
    write_minutes,
)
from app.party.activities.actions.signing import sign_up
from app.party.activities.actions.taking_back import take_back_check_in
from app.party.activities.queries.activity import SignUpRow
from app.party.activities.queries.months import ActivityRow
from app.party.activities.rules import (
    LONGEST,
    NAME_MOST,
    NUMBER_MOST,
    PLACE_MOST,
    TITLE_MOST,
)
from app.party.activities.telling import member_words
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.party.activities.asking import ReasonDialog, WhoDialog
from ui.party.activities.fields import kind_box, line_edit, region_box
from ui.party.lists.fields import LABEL_PX, amount_box, needs, text_area

WIDTH = 560
USUAL_SEATS, USUAL_HOUR, USUAL_HOURS = 20, 9, 2
MINUTES_PX = 160


class ActivityDialog(FormDialog):
    """An activity, new on a day or as it was seen."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        kinds: Sequence[str],
        day: date,
        row: ActivityRow | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        title = (
            self.tr("排一场活动") if row is None else self.tr("改“{name}”").format(name=row.title)
        )
        self.name_it(title, self.tr("保存"))
        begins = datetime.combine(day, time(USUAL_HOUR), SHANGHAI)
        self.region = region_box(desk, row.region if row is not None else "")
        self.named = line_edit(row.title if row is not None else "", TITLE_MOST)
        self.kind = kind_box(kinds, row.kind if row is not None else "")
        self.place = line_edit(
            row.place if row is not None else "", PLACE_MOST, self.tr("如：南塘社区党群服务站")
        )
        self.starts = MomentField(row.starts_at if row is not None else begins)
        self.ends = MomentField(
            row.ends_at if row is not None else begins + timedelta(hours=USUAL_HOURS)
        )
        self.capacity = amount_box(row.capacity if row is not None else USUAL_SEATS, NUMBER_MOST)
        self.held_by = line_edit(
            row.held_by if row is not None else "", NAME_MOST, self.tr("如：南塘社区党总支")
        )
        self.note = text_area(self.tr("带什么、在哪里集合"))
        if row is not None:
            self.note.setPlainText(row.note)
            self.seen_version = row.version
        self._add_fields()
        self.named.setFocus()

    def _add_fields(self) -> None:
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(
            region, lambda: "" if self.region.code() else self.tr("请选街道、社区或网格")
        )
        self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明名称")),
        )
        self.kind_field = self.add_field(
            FormField(self.tr("类型"), self.kind, label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("开始"), self.starts, label_width=LABEL_PX))
        self.time_field = self.add_field(
            FormField(self.tr("结束"), self.ends, label_width=LABEL_PX), self._wrong_time
        )
        self.add_field(
            FormField(self.tr("地点"), self.place, required=True, label_width=LABEL_PX),
            needs(self.place.text, self.tr("请写明地点")),
        )
        self.capacity_field = self.add_field(
            FormField(self.tr("名额"), self.capacity, hint=self.tr("人"), label_width=LABEL_PX)
        )
        self.add_field(FormField(self.tr("主办"), self.held_by, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("说明"), self.note, label_width=LABEL_PX))

    def _wrong_time(self) -> str:
        begins, ends = self.starts.moment(), self.ends.moment()
        if ends <= begins:
            return self.tr("结束要晚于开始")
        return self.tr("一场活动最长七天") if ends - begins > LONGEST else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "activities.kind_unknown": self.kind_field,
            "activities.too_small": self.capacity_field,
            "activities.begun": self.time_field,
        }

    def action(self) -> Action:
        draft = ActivityDraft(
            region=self.region.code() or "",
            title=self.named.text(),
            kind=str(self.kind.value() or ""),
            place=self.place.text(),
            starts_at=self.starts.moment(),
            ends_at=self.ends.moment(),
            capacity=self.capacity.value(),
            held_by=self.held_by.text(),
            note=self.note.toPlainText(),
        )
        key, row, seen = self.command_key, self._row, self.seen_version

        def write(uow: Any) -> object:
            if row is None:
                return plan_activity(uow, draft, command_key=key)
            change_activity(uow, row.id, seen, draft, command_key=key)
            return row.id

        return write


class SignUpDialog(WhoDialog):
    """A member signs up."""

    REFUSED = ("activities.signed_up_already", "activities.member_away")

    def __init__(self, desk: Desk, row: ActivityRow, parent: QWidget) -> None:
        self._row = row
        free = row.capacity - row.signed
        under = (
            self.tr("还有 {free} 个名额。").format(free=free)
            if free > 0
            else self.tr("已经报满，排在候补第 {place} 位；有人退出自动补上。").format(
                place=row.waiting + 1
            )
        )
        title = self.tr("报名“{name}”").format(name=row.title)
        super().__init__(desk, parent, title=title, do=self.tr("报名"), under=under)

    def action(self) -> Action:
        who, key, activity = self.who.key(), self.command_key, self._row.id
        if who is None:
            raise AssertionError("the field was checked")
        return lambda uow: sign_up(uow, activity, who, command_key=key)


class CallOffActivityDialog(ReasonDialog):
    """The activity does not take place: why."""

    def __init__(self, desk: Desk, row: ActivityRow, parent: QWidget) -> None:
        self._row = row
        under = self.tr("报名的 {count} 人要另外通知；取消以后不能恢复，只能重新排。")
        super().__init__(
            desk,
            parent,
            title=self.tr("取消“{name}”").format(name=row.title),
            do=self.tr("取消活动"),
            under=under.format(count=row.signed + row.waiting),
            asks=self.tr("为什么不办了"),
        )
        self.leave_button.setText(self.tr("不取消"))

    def action(self) -> Action:
        row, reason, key = self._row, self.reason.toPlainText(), self.command_key
        return lambda uow: call_off(uow, row.id, row.version, reason, command_key=key)


class TakeBackDialog(ReasonDialog):
    """Somebody was checked in by mistake: why."""

    def __init__(self, desk: Desk, row: ActivityRow, one: SignUpRow, parent: QWidget) -> None:
        self._one = one
        super().__init__(
            desk,
            parent,
            title=self.tr("撤回{name}的签到").format(name=member_words(one)),
            do=self.tr("撤回签到"),
            under=self.tr("名额还在，可以重新签到；已经按这次签到记的积分一起冲正。"),
            asks=self.tr("如：点错了人，其实没有来"),
        )

    def action(self) -> Action:
        one, reason, key = self._one, self.reason.toPlainText(), self.command_key
        return lambda uow: take_back_check_in(uow, one.id, one.version, reason, command_key=key)


class MinutesDialog(FormDialog):
    """What came of it; closes the list."""

    def __init__(self, desk: Desk, row: ActivityRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = row
        under = self.tr("到场 {there} 人，报名 {signed} 人。写好以后名单不再变动，不能补签。")
        self.name_it(
            self.tr("“{name}”的纪要").format(name=row.title),
            self.tr("写好了"),
            under.format(there=row.there, signed=row.signed),
        )
        self.minutes = text_area(self.tr("做了什么、谁讲的、定了什么、下一步"), MINUTES_PX)
        self.add_field(
            FormField(self.tr("纪要"), self.minutes, required=True, label_width=LABEL_PX),
            needs(self.minutes.toPlainText, self.tr("请写明做了什么")),
        )
        self.minutes.setFocus()

    def action(self) -> Action:
        row, said, key = self._row, self.minutes.toPlainText(), self.command_key
        return lambda uow: write_minutes(uow, row.id, row.version, said, command_key=key)
