"""One emergency unit: on duty or not, who belongs to it, when it checked in and drilled."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal

from app.command.forces.queries import ForceDetail, ForceRow, MemberRow
from app.core.words import label as word
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import moment_and_relative, short
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState
from ui.parts.step_line import StepLine


class ForcePanel(SidePanel):
    """Stands right of the table."""

    change_wanted = Signal()
    duty_wanted = Signal()
    off_wanted = Signal()
    drill_wanted = Signal()
    members_wanted = Signal()
    retire_wanted = Signal()
    phone_wanted = Signal(object)  # MemberRow

    def __init__(self, *, may_read_phones: bool) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("应急单元"))
        self._may_read_phones = may_read_phones
        self.row: ForceRow | None = None
        self._detail: ForceDetail | None = None
        self._title, self._chips = label("", "section"), FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.people = PanelPart(self.tr("成员"), self.tr("改成员"), icon="ph.pencil-simple")
        self.check_ins = PanelPart(self.tr("签到"))
        self.drills = PanelPart(self.tr("演练"), self.tr("记演练"))
        for part in (self.facts, self.people, self.check_ins, self.drills):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.duty_button = Button(self.tr("签到"), kind="primary", key="S")
        self.off_button = Button(self.tr("下岗"), kind="quiet")
        self.change_button = Button(self.tr("修改"), kind="quiet", key="E")
        self.retire_button = Button(self.tr("撤销"), kind="quiet")
        for button, wanted in (
            (self.duty_button, self.duty_wanted),
            (self.off_button, self.off_wanted),
            (self.change_button, self.change_wanted),
            (self.retire_button, self.retire_wanted),
        ):
            button.clicked.connect(wanted)
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.people.asked.connect(self.members_wanted)
        self.drills.asked.connect(self.drill_wanted)

    def show_nothing(self) -> None:
        """Show that none is chosen."""
        self.row = None
        why = self.tr("选中一组，这里看成员、签到和演练。")
        self.show_state(EmptyState(self.tr("没有选中应急单元"), why, icon="ph.first-aid-kit"))

    def show_unit(self, row: ForceRow, detail: ForceDetail, now: datetime) -> None:
        """Show a unit."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row, self._detail = row, detail
        self._title.setText(row.name)
        self._chips.set_members(*self._marks(row))
        seen = self.tr("从没签到")
        if row.checked_in_at is not None:
            seen = moment_and_relative(row.checked_in_at, now)
        self.facts.set_lines(
            FactLine(self.tr("类型"), word(row.kind)),
            FactLine(self.tr("地点"), row.place or "—"),
            FactLine(self.tr("网格"), row.region_name),
            FactLine(self.tr("人数"), str(row.people)),
            FactLine(self.tr("装备"), row.kit or "—"),
            FactLine(self.tr("会什么"), "、".join(row.skills) or "—"),
            FactLine(self.tr("上次签到"), seen),
        )
        self._show_members("", "")
        self.check_ins.set_rows(
            [
                StepLine(
                    f"{short(at)} – {short(until)}",
                    self.tr("{n} 人，{who}登记").format(n=people, who=who),
                )
                for at, until, people, who in detail.check_ins
            ],
            self.tr("还没有签到。"),
        )
        self.drills.set_rows(
            [
                StepLine(
                    topic, self.tr("{day}，{n} 人，{m} 分钟到齐").format(day=day, n=people, m=spent)
                )
                for day, topic, people, spent in detail.drills
            ],
            self.tr("还没有演练。"),
        )
        self.people.link.setVisible(row.may_keep)
        self.drills.link.setVisible(row.may_keep)
        self.off_button.setVisible(row.is_on_duty)
        self.set_foot_visible(visible=row.may_keep)
        self.show_record()

    def _marks(self, row: ForceRow) -> list[Chip]:
        found = []
        if row.incident:
            told = self.tr("派在{incident}").format(incident=row.incident)
            found.append(Chip(told, "warn", icon="ph.broadcast"))
        if row.is_on_duty and row.on_duty_until is not None:
            until = self.tr("在岗到 {moment}").format(moment=short(row.on_duty_until))
            found.append(Chip(until, "ok", icon="ph.check-circle"))
        else:
            found.append(Chip(self.tr("不在岗"), "sus", icon="ph.moon"))
        if row.longitude is None:
            found.append(Chip(self.tr("没有位置"), "warn", icon="ph.map-pin"))
        return found

    def _show_members(self, key: str, phone: str) -> None:
        if self._detail is None:
            return
        lines = []
        for member in self._detail.members:
            shown = phone if str(member.id) == key else member.phone
            line = StepLine(member.name, f"{member.duty}　{shown}".strip())
            if member.phone and self._may_read_phones and str(member.id) != key:
                line.add_step(self.tr("看电话"), partial(self.phone_wanted.emit, member))
            lines.append(line)
        self.people.set_rows(lines, self.tr("还没有登记成员。"))

    def show_phone(self, member: MemberRow, phone: str) -> None:
        """Show a number in its line, until `hide_phones`."""
        self._show_members(str(member.id), phone)

    def hide_phones(self) -> None:
        """Mask all numbers again."""
        self._show_members("", "")
