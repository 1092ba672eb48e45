"""Forms of a meeting: called, who came, its minutes, called off."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.conference import rights
from app.party.conference.actions.agenda import ItemDraft
from app.party.conference.actions.meetings import (
    Mark,
    MeetingDraft,
    call_meeting,
    cancel_meeting,
    hold_meeting,
    write_minutes,
)
from app.party.conference.queries.meetings import MeetingDetail, MeetingRow
from app.party.conference.queries.tabled import Waiting, waiting_for
from app.party.conference.rules import (
    COUNTED,
    LEVELS,
    PLACE_MOST,
    TITLE_MOST,
    Body,
    MeetingState,
    Presence,
    Quorum,
)
from app.party.conference.telling import moment_words, quorum_words
from ui.core.controls import Combo, Tick, label
from ui.core.fields import MomentField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.parts.region_field import RegionField
from ui.party.lists.fields import needs, text_area

LABEL_PX, WIDTH = 72, 600
HOUR = 9
LIST_PX = 320


def one_line(text: str, most: int, placeholder: str = "") -> QLineEdit:
    """Return a line for a text of so many characters at most."""
    made = QLineEdit(text)
    made.setMaxLength(most)
    made.setPlaceholderText(placeholder)
    return made


def own_region(desk: Desk, digits: tuple[int, ...] = LEVELS) -> str:
    """Return the region whose body somebody keeps: what is looked at, else their own place."""
    code = desk.scope.code
    if len(code) in digits and desk.actor.may_in(rights.KEEP, code):
        return code
    own = [each for each in desk.actor.prefixes(rights.KEEP) if len(each) in digits]
    return own[0] if own else ""


class CallDialog(FormDialog):
    """A meeting is called: where, when, about what; what waits is offered with a tick."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        under = self.tr("到会人数的要求按今天的设置定；会前还能加议题、放材料。")
        self.name_it(self.tr("召集会议"), self.tr("召集"), under)
        self.region = RegionField(desk, desk.actor.prefixes(rights.KEEP))
        self.region.set_region(own_region(desk))
        self.body = Combo()
        for body in Body:
            self.body.add(word(body), body)
        self.named = one_line("", TITLE_MOST, self.tr("如：大工委 2026 年第四次会议"))
        tomorrow = local(desk.parts.clock.now()) + timedelta(days=1)
        start = tomorrow.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        self.starts = MomentField(start)
        self.place = one_line("", PLACE_MOST)
        self.waiting: list[tuple[Tick, Waiting]] = []
        self._waits = QVBoxLayout()
        self._waits.setSpacing(4)
        self.own = text_area(self.tr("其他议题，一行一个"))
        self._add_fields()
        self.region.chosen.connect(lambda _: self._read_waiting())
        self._read_waiting()
        self.named.setFocus()

    def _add_fields(self) -> None:
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.add_field(FormField(self.tr("会"), self.body, label_width=LABEL_PX))
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.named, required=True, label_width=LABEL_PX),
            needs(self.named.text, self.tr("请写明会议名称")),
        )
        self.time_field = self.add_field(
            FormField(self.tr("时间"), self.starts, label_width=LABEL_PX), self._wrong_time
        )
        self.place_field = self.add_field(
            FormField(self.tr("地点"), self.place, required=True, label_width=LABEL_PX),
            needs(self.place.text, self.tr("请写明在哪里开")),
        )
        ticks = QWidget()
        ticks.setLayout(self._waits)
        self._waits.setContentsMargins(0, 6, 0, 0)
        self.add_field(FormField(self.tr("等着议的"), ticks, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("其他"), self.own, label_width=LABEL_PX))

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选区县、街道或社区")

    def _wrong_time(self) -> str:
        past = self.starts.moment() < self.desk.parts.clock.now()
        return self.tr("时间已经过了") if past else ""

    def _read_waiting(self) -> None:
        code, actor = self.region.code() or "", self.desk.actor
        self.desk.read(
            lambda session: (code, waiting_for(session, actor, code)), self._show_waiting
        )

    def _show_waiting(self, read: tuple[str, tuple[Waiting, ...]]) -> None:
        code, rows = read
        if code != (self.region.code() or ""):
            return
        while (item := self._waits.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.waiting = []
        for row in rows:
            tick = Tick(waiting_words(row))
            tick.setChecked(True)
            tick.setToolTip(row.title)
            self._waits.addWidget(tick)
            self.waiting.append((tick, row))
        if not rows:
            self._waits.addWidget(label(self.tr("没有提请上来的事件，也没有上次没议的"), "caption"))

    def action(self) -> Action:
        items = [item_of(row) for tick, row in self.waiting if tick.isChecked()]
        lines = (line.strip() for line in self.own.toPlainText().splitlines())
        items += [ItemDraft(line) for line in lines if line]
        draft = MeetingDraft(
            self.region.code() or "",
            Body(str(self.body.value())),
            self.named.text(),
            self.starts.moment(),
            self.place.text(),
            tuple(items),
        )
        key = self.command_key
        return lambda uow: call_meeting(uow, draft, command_key=key)


def waiting_words(row: Waiting) -> str:
    """Return something that waits in a line."""
    parts = (row.subject, row.title, row.came_from)
    return "　".join(part for part in parts if part)


def item_of(row: Waiting) -> ItemDraft:
    """Return the item something that waits becomes."""
    if row.item_id is not None:
        return ItemDraft(carries=row.item_id)
    return ItemDraft(row.title, row.kind, row.subject, row.case_id)


class AttendanceDialog(FormDialog):
    """Who came, of those who sit; whether that is enough is said as it is put down."""

    def __init__(self, desk: Desk, detail: MeetingDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._detail = detail
        row = detail.row
        self.seen_version = row.version
        under = self.tr("{moment}，{place}。签到记下以后不能改；人不够的会议无效，议题留到下次。")
        self.name_it(
            self.tr("“{title}”签到").format(title=row.title),
            self.tr("记下签到"),
            under.format(moment=moment_words(row.starts_at), place=row.place),
        )
        choices = tuple(Choice(each, word(each)) for each in Presence)
        self.answers: list[tuple[Any, SegmentedControl, QLineEdit]] = []
        listed = QWidget()
        listed.setProperty("scrolled", "true")
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        for person in detail.people:
            control = SegmentedControl(choices, Presence.PRESENT, name=person.person_name)
            note = one_line("", 60, self.tr("谁代会、为什么"))
            field = FormField(
                person.person_name, control, hint=person.unit_name, label_width=LABEL_PX
            )
            note.setAccessibleName(self.tr("{name}的说明").format(name=person.person_name))
            note.hide()
            field.add_under(note)
            control.chosen.connect(lambda answer, note=note: self._answered(answer, note))
            column.addWidget(field)
            self.answers.append((person.seat_id, control, note))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(listed)
        scroll.setMinimumHeight(min(LIST_PX, 44 * len(self.answers) + 8))
        self.content.addWidget(scroll, 1)
        self.sum = label("", "second")
        self.content.addWidget(self.sum)
        self._say_sum()

    def _answered(self, answer: object, note: QLineEdit) -> None:
        note.setVisible(answer in (Presence.DEPUTY, Presence.EXCUSED))
        self._say_sum()

    def quorum(self) -> Quorum:
        """Return whether enough came by what is put down so far."""
        came = sum(control.value() in COUNTED for _, control, _ in self.answers)
        return Quorum(came, len(self.answers), self._detail.quorum.percent)

    def _say_sum(self) -> None:
        quorum = self.quorum()
        self.sum.setText(quorum_words(quorum, MeetingState.HELD))
        go_on = self.tr("记下签到，开会")
        void = self.tr("记下，会议无效")
        self.do_button.setText(go_on if quorum.is_there else void)

    def action(self) -> Action:
        row, key = self._detail.row, self.command_key
        marks = tuple(
            Mark(seat, Presence(str(control.value())), note.text() if note.isVisible() else "")
            for seat, control, note in self.answers
        )
        return lambda uow: hold_meeting(uow, row.id, row.version, marks, command_key=key)


class MinutesDialog(FormDialog):
    """The minutes; what is known already stands there."""

    def __init__(self, desk: Desk, detail: MeetingDetail, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        self._row = detail.row
        title = self.tr("“{title}”纪要").format(title=detail.row.title)
        self.name_it(
            title, self.tr("保存"), self.tr("议题的结果已经列好；决议打印时自动附在后面。")
        )
        self.text: QPlainTextEdit = text_area(self.tr("议了什么、怎么定的"), LIST_PX)
        self.text.setPlainText(detail.minutes or self._outline(detail))
        self.content.addWidget(self.text, 1)
        self.text.setFocus()

    def _outline(self, detail: MeetingDetail) -> str:
        line = self.tr("{at}. {title}：{result}")
        return "\n".join(
            line.format(at=item.ordinal, title=item.title, result=item.result)
            for item in detail.items
        )

    def action(self) -> Action:
        row, text, key = self._row, self.text.toPlainText(), self.command_key
        return lambda uow: write_minutes(uow, row.id, row.version, text, command_key=key)


class CancelDialog(FormDialog):
    """The meeting is called off: why."""

    def __init__(self, desk: Desk, row: MeetingRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("议题退回等着议的，提请的事件等下一次会议。")
        self.name_it(self.tr("取消“{title}”").format(title=row.title), self.tr("取消会议"), under)
        self.leave_button.setText(self.tr("不取消"))
        self.reason = text_area(self.tr("为什么不开了"))
        self.add_field(
            FormField(self.tr("原因"), self.reason, required=True, label_width=LABEL_PX),
            needs(self.reason.toPlainText, self.tr("请写明原因")),
        )
        self.reason.setFocus()

    def action(self) -> Action:
        row, reason, key = self._row, self.reason.toPlainText(), self.command_key
        return lambda uow: cancel_meeting(uow, row.id, row.version, reason, command_key=key)
