"""Beside the rounds: a planned one with its last rounds, or one that was made with its findings."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from app.cases.rounds.queries.made import FoundCase, RoundRow
from app.cases.rounds.queries.plans import PlanRow
from app.core.words import label as word
from ui.cases.rounds.words import (
    ICONS,
    TONES,
    minutes_words,
    seen_words,
    span_words,
    window_words,
)
from ui.core.chips import Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import short
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState
from ui.parts.step_line import StepLine

RECORD_KEY, PLAN_KEY, CHANGE_KEY = "J", "N", "E"
LAST_MOST = 8


class RoundsPanel(SidePanel):
    """Says what was asked of a round and what came of it, and offers the next step."""

    record_wanted = Signal()
    change_wanted = Signal()
    end_wanted = Signal()
    drop_wanted = Signal()
    find_wanted = Signal()
    case_wanted = Signal(object)  # UUID

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("这项巡查"))
        self._title = label("", "section")
        self._title.setWordWrap(True)
        self._chip = Chip("")
        self.head.addWidget(self._title)
        self.head.addWidget(self._chip)
        self.facts = FactGrid()
        self.last = PanelPart(self.tr("最近几次"))
        self.stops = PanelPart(self.tr("点位"))
        self.cases = PanelPart(self.tr("发现的问题"))
        for part in (self.facts, self.cases, self.last, self.stops):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.record_button = Button(self.tr("记一次"), kind="primary", key=RECORD_KEY)
        self.find_button = Button(self.tr("补录发现"), kind="primary")
        self.change_button = Button(self.tr("改"), kind="quiet", key=CHANGE_KEY)
        self.end_button = Button(self.tr("停"), kind="quiet")
        self.drop_button = Button(self.tr("撤回"), kind="quiet")
        for button, asked in (
            (self.record_button, self.record_wanted),
            (self.find_button, self.find_wanted),
            (self.change_button, self.change_wanted),
            (self.end_button, self.end_wanted),
            (self.drop_button, self.drop_wanted),
        ):
            button.clicked.connect(asked)
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.show_nothing("")

    def show_nothing(self, words: str) -> None:
        """Say that nothing is chosen."""
        self.show_state(EmptyState(words or self.tr("没有选中"), "", icon="ph.path"))

    def show_plan(self, row: PlanRow, made: Sequence[RoundRow]) -> None:
        """Show a planned round and the last ones that were made of it."""
        self._head(row.name)
        state = row.standing.state
        self._chip.set_chip(word(state), TONES.get(state, ""), icon=ICONS.get(state, ""))
        lines = [
            FactLine(self.tr("方式"), word(row.kind)),
            FactLine(self.tr("多久"), word(row.rhythm), window_words(row.standing.window)),
            FactLine(self.tr("网格"), row.region_name),
            FactLine(self.tr("谁走"), row.names or self.tr("没有指定")),
            FactLine(self.tr("从"), f"{row.first_on:%Y-%m-%d}"),
        ]
        if row.ended_on is not None:
            lines.append(FactLine(self.tr("停于"), f"{row.ended_on:%Y-%m-%d}"))
        self.facts.set_lines(*lines)
        self.cases.hide()
        self.last.set_title(self.tr("最近几次"))
        rows = [self._made(each) for each in made[:LAST_MOST]]
        self.last.set_rows(rows, self.tr("还没有走过。"))
        self.last.show()
        seen = made[0].visited if made else ()
        self._show_stops([stop.name for stop in row.stops], seen)
        going = row.ended_on is None
        self._offer(
            record=row.may_record and going, change=row.may_keep and going, made=False, find=False
        )

    def show_round(self, row: RoundRow, cases: Sequence[FoundCase]) -> None:
        """Show a round that was made and the cases found on it."""
        self._head(row.plan_name or self.tr("没有排的巡查"))
        dropped = row.dropped_at is not None
        words = self.tr("撤回了") if dropped else word(row.kind)
        self._chip.set_chip(words, "sus" if dropped else "", icon="ph.x" if dropped else "")
        lines = [
            FactLine(self.tr("时间"), span_words(row.started_at, row.ended_at), minutes_words(row)),
            FactLine(self.tr("谁走的"), row.person_name),
            FactLine(self.tr("网格"), row.region_name),
            FactLine(self.tr("凭什么"), seen_words(row)),
            FactLine(self.tr("记下"), row.recorded_name, short(row.recorded_at)),
        ]
        if row.note:
            lines.append(FactLine(self.tr("说明"), row.note))
        if dropped:
            lines.append(FactLine(self.tr("为什么撤"), row.dropped_why))
        self.facts.set_lines(*lines)
        shown = []
        for case in cases:
            line = StepLine(case.title, case.number or "")
            line.add_step(self.tr("打开"), partial(self.case_wanted.emit, case.id))
            shown.append(line)
        self.cases.set_rows(shown, self.tr("没有发现，或者还没有补录。"))
        self.cases.show()
        self.last.hide()
        self._show_stops(list(row.visited), row.visited)
        self._offer(record=False, change=False, made=row.may_drop and not dropped, find=True)

    def _head(self, title: str) -> None:
        self.show_record()
        self.to_top()
        self._title.setText(title)

    def _made(self, row: RoundRow) -> StepLine:
        line = StepLine(span_words(row.started_at, row.ended_at), row.person_name)
        if row.findings:
            line.add_chip(self.tr("发现 {count}").format(count=row.findings))
        if row.dropped_at is not None:
            line.add_chip(self.tr("撤回了"))
        return line

    def _show_stops(self, names: Sequence[str], seen: Sequence[str]) -> None:
        lines = []
        for name in names:
            line = StepLine(name)
            if name in seen:
                line.add_chip(self.tr("看过"), "ok", "ph.check-circle")
            lines.append(line)
        self.stops.set_rows(lines)
        self.stops.setVisible(bool(lines))

    def _offer(self, *, record: bool, change: bool, made: bool, find: bool) -> None:
        self.record_button.setVisible(record)
        self.change_button.setVisible(change)
        self.end_button.setVisible(change)
        self.find_button.setVisible(made and find)
        self.drop_button.setVisible(made)
        self.set_foot_visible(visible=record or change or made)
