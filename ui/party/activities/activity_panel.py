"""All there is to one activity: facts, check-in, who has a place, who waits, minutes, photos."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.clock import local
from app.core.words import label as word
from app.party.activities.queries.activity import ActivityDetail, SignUpRow
from app.party.activities.queries.months import ActivityRow
from app.party.activities.rules import (
    ActivityState,
    SignUpState,
    check_in_opens,
    shown_ticket,
)
from app.party.activities.telling import member_words, seats_words, span_words
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.parts.attachment_items import StripItem
from ui.parts.attachment_strip import AttachmentStrip
from ui.party.activities.people_line import PeopleLine

SIGN_KEY, CHECK_KEY, CHANGE_KEY, OFF_KEY, MINUTES_KEY = "B", "Q", "E", "X", "J"
TICKET_MOST = 24
_TONES = {
    ActivityState.OPEN: "accent",
    ActivityState.FULL: "warn",
    ActivityState.RUNNING: "ok",
    ActivityState.OVER: "over",
}
_ICONS = {
    ActivityState.OPEN: "ph.hand",
    ActivityState.FULL: "ph.users",
    ActivityState.RUNNING: "ph.play-circle",
    ActivityState.OVER: "ph.note-pencil",
}
CHANGING = frozenset(
    {ActivityState.OPEN, ActivityState.FULL, ActivityState.RUNNING, ActivityState.OVER}
)
"""States in which the list may still change."""


class ActivityPanel(SidePanel):
    """Stands right of the month."""

    sign_wanted = Signal()
    change_wanted = Signal()
    off_wanted = Signal()
    minutes_wanted = Signal()
    ticket_given = Signal(object)  # str
    came = Signal(object)  # SignUpRow
    stepped_back = Signal(object)  # SignUpRow
    mistaken = Signal(object)  # SignUpRow: was not there after all

    def __init__(self, desk: Desk) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("活动"))
        self._desk = desk
        self.detail: ActivityDetail | None = None
        self._title = label("", "section")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.ticket = QLineEdit()
        self.ticket.setMaxLength(TICKET_MOST)
        self.ticket.setPlaceholderText(self.tr("扫码，或输六位签到码"))
        self.ticket.setAccessibleName(self.tr("签到码"))
        self.ticket_button = Button(self.tr("签到"), kind="quiet", key="Return")
        self.says = label("", "caption")
        self.says.setWordWrap(True)
        self._check = QWidget()
        self._check.setProperty("scrolled", "true")
        line = QHBoxLayout(self._check)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.ticket, 1)
        line.addWidget(self.ticket_button)
        self.people = PanelPart(self.tr("报名的"))
        self.line = PanelPart(self.tr("候补"))
        self.minutes = PanelPart(self.tr("纪要"))
        self.files = AttachmentStrip(desk, can_add=False, removable=False)
        self._files_title = label(self.tr("照片和材料"), "section")
        for part in (
            *(self.facts, self._check, self.says, self.people, self.line),
            *(self.minutes, self._files_title, self.files),
        ):
            self.body.addWidget(part)
        self._add_foot()
        self.ticket.returnPressed.connect(self._give_ticket)
        self.ticket_button.clicked.connect(self._give_ticket)

    def _add_foot(self) -> None:
        self.sign_button = Button(self.tr("报名"), kind="party", key=SIGN_KEY)
        self.minutes_button = Button(self.tr("写纪要"), kind="party", key=MINUTES_KEY)
        self.change_button = Button(self.tr("改"), kind="quiet", key=CHANGE_KEY)
        self.off_button = Button(self.tr("取消活动"), kind="danger", key=OFF_KEY)
        for button, wanted in (
            (self.sign_button, self.sign_wanted),
            (self.minutes_button, self.minutes_wanted),
            (self.change_button, self.change_wanted),
            (self.off_button, self.off_wanted),
        ):
            button.clicked.connect(wanted)
            self.foot.addWidget(button)
        self.foot.addStretch(1)

    def show_nothing(self, day: str, *, keeps: bool) -> None:
        """Say that nothing takes place on a day."""
        self.detail = None
        why = (
            self.tr("按 N 在这一天排一场活动；方向键走到别的日子。")
            if keeps
            else self.tr("方向键走到别的日子。")
        )
        title = self.tr("{day} 没有活动").format(day=day)
        self.show_state(EmptyState(title, why, icon="ph.calendar-blank"))

    def show_detail(self, detail: ActivityDetail) -> None:
        """Show an activity."""
        row = detail.row
        if self.detail is None or self.detail.row.id != row.id:
            self.to_top()
            self.ticket.clear()
            self.say("")
        self.detail = detail
        self._title.setText(row.title)
        tone = _TONES.get(row.state, "")
        state = Chip(word(row.state), tone, icon=_ICONS.get(row.state, ""))
        self._chips.set_members(state, Chip(row.kind))
        self.facts.set_lines(*self._facts(row))
        self._show_people(detail)
        self._show_minutes(row)
        self._show_files(detail)
        open_ = row.may_keep and row.state in CHANGING
        over = row.state is ActivityState.OVER
        self._check.setVisible(open_ and self._check_in_open(row))
        self.sign_button.setVisible(open_ and not over)
        self.minutes_button.setVisible(open_ and over)
        self.change_button.setVisible(open_)
        self.off_button.setVisible(open_ and row.there == 0)
        self.set_foot_visible(visible=open_)
        self.show_record()

    def _facts(self, row: ActivityRow) -> tuple[FactLine, ...]:
        found = [
            FactLine(self.tr("时间"), span_words(row)),
            FactLine(self.tr("地点"), row.place),
            FactLine(self.tr("名额"), seats_words(row)),
        ]
        if row.there or row.state in (ActivityState.OVER, ActivityState.CLOSED):
            there = self.tr("{there} 人").format(there=row.there)
            found.append(FactLine(self.tr("到场"), there))
        found.append(FactLine(self.tr("区域"), row.region_name))
        if row.held_by:
            found.append(FactLine(self.tr("主办"), row.held_by))
        if row.note:
            found.append(FactLine(self.tr("说明"), row.note))
        if row.called_off_why:
            found.append(FactLine(self.tr("取消原因"), row.called_off_why))
        return tuple(found)

    def _check_in_open(self, row: ActivityRow) -> bool:
        return self._desk.parts.clock.now() >= check_in_opens(row.starts_at)

    def _show_people(self, detail: ActivityDetail) -> None:
        row = detail.row
        placed = [one for one in detail.people if one.state is SignUpState.SIGNED]
        waiting = [one for one in detail.people if one.state is SignUpState.WAITING]
        self.people.set_title(self.tr("报名的"), self.tr("{n} 人").format(n=len(placed)))
        nothing = (
            self.tr("还没有人报名，按 B 报一个。") if row.may_keep else self.tr("还没有人报名。")
        )
        self.people.set_rows([self._person(row, one) for one in placed], nothing)
        self.line.setVisible(bool(waiting))
        self.line.set_title(self.tr("候补"), self.tr("{n} 人").format(n=len(waiting)))
        self.line.set_rows([self._person(row, one) for one in waiting])

    def _person(self, row: ActivityRow, one: SignUpRow) -> PeopleLine:
        under = one.organisation
        if one.mistaken:
            told = self.tr("签到撤回过：{why}").format(why=one.mistaken)
            under = f"{under}　{told}" if under else told
        made = PeopleLine(member_words(one), under)
        if one.checked_at is not None:
            came = self.tr("{time} 到").format(time=f"{local(one.checked_at):%H:%M}")
            made.add_chip(came, "ok", "ph.check-circle")
            made.setToolTip(
                self.tr("{way}，{who}登记").format(
                    way=word(one.way) if one.way is not None else "", who=one.checked_name
                )
            )
            if row.may_keep and row.state in CHANGING:
                made.add_step(self.tr("撤回"), partial(self.mistaken.emit, one))
            return made
        if one.place:
            made.add_chip(self.tr("第 {place} 位").format(place=one.place), "warn", "ph.hourglass")
        elif row.may_keep:
            made.add_chip(shown_ticket(one.ticket))
        if row.may_keep and row.state in CHANGING:
            if one.state is SignUpState.SIGNED and self._check_in_open(row):
                made.add_step(self.tr("签到"), partial(self.came.emit, one))
            made.add_step(self.tr("退出"), partial(self.stepped_back.emit, one))
        return made

    def _show_minutes(self, row: ActivityRow) -> None:
        self.minutes.setVisible(row.minutes_at is not None)
        if row.minutes_at is not None:
            when = f"{row.minutes_name} {local(row.minutes_at):%m-%d %H:%M}"
            self.minutes.set_title(self.tr("纪要"), when)
            said = label(row.minutes)
            said.setWordWrap(True)
            self.minutes.set_rows([said])

    def _show_files(self, detail: ActivityDetail) -> None:
        row = detail.row
        shown = bool(detail.files) or row.may_keep
        self._files_title.setVisible(shown)
        self.files.setVisible(shown)
        self.files.set_can_add(can_add=row.may_keep)
        self.files.set_items(
            [
                StripItem(
                    file.id,
                    file.name,
                    file.media_type,
                    file.size_bytes,
                    detail.thumbnails.get(file.id),
                )
                for file in detail.files
            ]
        )

    # -- check-in ------------------------------------------------------------------------------

    def _give_ticket(self) -> None:
        if self.ticket.text().strip():
            self.ticket_given.emit(self.ticket.text())

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say what came of a check-in, under the field."""
        self.says.setText(text)
        self.says.setVisible(bool(text))
        self.says.setProperty("role", "error" if wrong else "caption")
        self.says.style().unpolish(self.says)
        self.says.style().polish(self.says)

    def checked_in(self, key: UUID) -> None:
        """Say who was checked in, and be ready for the next one."""
        one = (
            next((one for one in self.detail.people if one.id == key), None)
            if self.detail
            else None
        )
        name = member_words(one) if one is not None else ""
        self.ticket.clear()
        self.say(self.tr("{name}已签到").format(name=name))
