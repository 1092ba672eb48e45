"""One report-in: how it stands, its course, the calls, and what is to be done next."""

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.core.words import label as word
from app.party.report_in.queries.rows import ReportCard, ReportRow
from app.party.report_in.rules import ReportKind, ReportState, shown_number
from app.party.rules import joined
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import short
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState

TONES = {
    ReportState.REGISTERED: ("warn", "ph.hourglass-high"),
    ReportState.CONFIRMED: ("ok", "ph.check-circle"),
    ReportState.LAPSED: ("sus", "ph.pause-circle"),
    ReportState.ENDED: ("sus", "ph.x-circle"),
}


class ReportInPanel(SidePanel):
    """Follows the report-in chosen in the list."""

    confirm_wanted = Signal()
    keep_wanted = Signal()
    lapse_wanted = Signal()
    move_wanted = Signal()
    end_wanted = Signal()
    slip_wanted = Signal()
    letter_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("报到"))
        self.card: ReportCard | None = None
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.body.addWidget(self.facts)
        self.papers = FlowRow(6)
        self.slip_button = self._button(self.tr("打印报到单"), "quiet", self.slip_wanted, "P")
        self.letter_button = self._button(self.tr("单位反馈函"), "quiet", self.letter_wanted)
        self.papers.set_members(self.slip_button, self.letter_button)
        self.body.addWidget(self.papers)
        self.calls = PanelPart(self.tr("应急召集"))
        self.events = PanelPart(self.tr("经过"))
        self.body.addWidget(self.calls)
        self.body.addWidget(self.events)
        self.confirm_button = self._button(self.tr("确认到社区"), "primary", self.confirm_wanted)
        self.keep_button = self._button(self.tr("核对，继续"), "primary", self.keep_wanted)
        self.lapse_button = self._button(self.tr("失效"), "quiet", self.lapse_wanted)
        self.move_button = self._button(self.tr("转社区"), "quiet", self.move_wanted)
        self.end_button = self._button(self.tr("结束"), "quiet", self.end_wanted)
        for button in (
            self.confirm_button,
            self.keep_button,
            self.lapse_button,
            self.move_button,
            self.end_button,
        ):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.show_nothing()

    def _button(self, words: str, kind: str, wanted: SignalInstance, key: str = "") -> Button:
        made = Button(words, kind=kind, key=key)
        made.clicked.connect(wanted)
        return made

    def show_nothing(self) -> None:
        """Say that none is chosen."""
        self.card = None
        why = self.tr("在左边选一个，这里写明报到的经过和下一步。")
        self.show_state(EmptyState(self.tr("没有选中的报到"), why, icon="ph.identification-card"))

    def show_card(self, card: ReportCard) -> None:
        """Show a report-in."""
        if self.card is None or self.card.row.id != card.row.id:
            self.to_top()
        self.card = card
        row = card.row
        tone, icon = TONES[row.state]
        self._title.setText(row.name)
        chips = [Chip(word(row.state), tone, icon=icon), Chip(word(row.kind))]
        if row.is_to_review:
            chips.append(Chip(self.tr("待年度核对"), "warn", icon="ph.hourglass-high"))
        self._chips.set_members(*chips)
        self.facts.set_lines(*_facts(row))
        self.calls.setVisible(bool(card.calls))
        self.calls.set_rows(
            [_line(short(c.called_at), c.title, word(c.answer)) for c in card.calls]
        )
        self.events.set_rows(
            [
                _line(short(e.at), word(e.step), " ".join(p for p in (e.person_name, e.note) if p))
                for e in card.events
            ]
        )
        self._offer(row)
        self.show_record()

    def _offer(self, row: ReportRow) -> None:
        waits = row.state in (ReportState.REGISTERED, ReportState.LAPSED)
        living = row.state in (ReportState.REGISTERED, ReportState.CONFIRMED)
        works = row.may_confirm or row.may_manage
        self.confirm_button.setVisible(waits and row.may_confirm)
        self.keep_button.setVisible(row.is_to_review and works)
        self.lapse_button.setVisible(row.state is ReportState.CONFIRMED and works)
        self.move_button.setVisible(living and row.may_manage)
        self.end_button.setVisible(row.state is not ReportState.ENDED and works)
        self.set_foot_visible(visible=works and row.state is not ReportState.ENDED)


def _facts(row: ReportRow) -> tuple[FactLine, ...]:
    translate = QCoreApplication.translate
    found = [
        FactLine(translate("ReportIn", "编号"), shown_number(row.number), word(row.source)),
        FactLine(translate("ReportIn", "单位"), row.unit_name),
        FactLine(translate("ReportIn", "社区"), row.place),
        FactLine(translate("ReportIn", "登记"), short(row.registered_at)),
    ]
    if row.kind is ReportKind.UNIT:
        count = translate("ReportIn", "{count} 名党员").format(count=row.people)
        found.append(FactLine(translate("ReportIn", "人数"), count))
    elif row.last4:
        found.append(FactLine(translate("ReportIn", "手机尾号"), row.last4))
    if row.confirmed_at is not None:
        at = short(row.confirmed_at)
        found.append(FactLine(translate("ReportIn", "确认"), at, row.confirmed_name))
    elif row.state is ReportState.REGISTERED:
        until = translate("ReportIn", "{day} 前到社区").format(day=f"{row.visit_by:%Y-%m-%d}")
        found.append(FactLine(translate("ReportIn", "期限"), until))
    if row.ended_why:
        found.append(FactLine(translate("ReportIn", "原因"), row.ended_why))
    if row.skills:
        found.append(FactLine(translate("ReportIn", "专长"), joined(row.skills)))
    return tuple(found)


def _line(title: str, text: str, aside: str) -> QWidget:
    made = FactGrid(84)
    made.set_lines(FactLine(title, text, aside))
    return made
