"""One power of the street: on what basis, since when, and every use of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.cases.numbers import short as short_number
from app.cases.power_rules import PowerKind
from app.cases.queries.powers import PowerRow, UseRow
from app.core.words import label as word
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label, line_between
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState

USE_KEY, CHANGE_KEY = "U", "E"


class PowerPanel(SidePanel):
    """Follows the power chosen in the list."""

    use_wanted = Signal()
    change_wanted = Signal()
    result_wanted = Signal(object)  # UseRow
    answer_wanted = Signal(object)  # UseRow
    case_wanted = Signal(object)  # UUID

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("街道职权"))
        self.row: PowerRow | None = None
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.body.addWidget(self.facts)
        self.uses = PanelPart(self.tr("行使记录"))
        self.body.addWidget(self.uses)
        self.use_button = Button(self.tr("记一次行使"), kind="primary", key=USE_KEY)
        self.use_button.clicked.connect(self.use_wanted)
        self.change_button = Button(self.tr("改"), kind="quiet", key=CHANGE_KEY)
        self.change_button.clicked.connect(self.change_wanted)
        self.foot.addWidget(self.use_button)
        self.foot.addWidget(self.change_button)
        self.foot.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that none is chosen."""
        self.row = None
        why = self.tr("在左边的表里选一项，这里写明依据和每一次行使。")
        self.show_state(EmptyState(self.tr("没有选中的职权"), why, icon="ph.scales"))

    def show_power(self, row: PowerRow, uses: tuple[UseRow, ...]) -> None:
        """Show a power with its uses, the newest first."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        self._title.setText(row.name)
        holds = self.tr("现行") if row.holds else self.tr("不在有效期内")
        self._chips.set_members(
            Chip(word(row.kind), "accent"), Chip(holds, "ok" if row.holds else "sus")
        )
        self.facts.set_lines(
            FactLine(self.tr("街道"), row.street_name),
            FactLine(self.tr("依据"), row.basis),
            FactLine(self.tr("有效期"), term_words(row)),
        )
        count = self.tr("{count} 次").format(count=row.used) if row.used else ""
        self.uses.set_title(self.tr("行使记录"), count)
        frames = [self._use(row, use) for use in uses]
        self.uses.set_rows(frames, self.tr("还没有行使过。"))
        self.use_button.setVisible(row.may_use and row.holds)
        self.change_button.setVisible(row.may_keep)
        self.set_foot_visible(visible=row.may_use or row.may_keep)
        self.show_record()

    def _use(self, power: PowerRow, use: UseRow) -> QWidget:
        made = QWidget()
        made.setProperty("scrolled", "true")
        made.setAccessibleName(f"{use.used_on:%Y-%m-%d} {use.matter}")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        facts = FactGrid()
        facts.set_lines(*_use_facts(use))
        column.addWidget(facts)
        line = QHBoxLayout()
        line.setSpacing(6)
        if use.case_id is not None:
            name = short_number(use.case_number) if use.case_number else self.tr("事件")
            line.addWidget(self._button(name, "link", partial(self.case_wanted.emit, use.case_id)))
        if power.may_use:
            words = self.tr("改结果") if use.result else self.tr("补结果")
            line.addWidget(self._button(words, "quiet", partial(self.result_wanted.emit, use)))
            if power.kind is PowerKind.PLANNING or use.answer:
                words = self.tr("改答复") if use.answer else self.tr("记部门答复")
                line.addWidget(self._button(words, "quiet", partial(self.answer_wanted.emit, use)))
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(line_between())
        return made

    def _button(self, words: str, kind: str, run: Callable[[], object]) -> Button:
        button = Button(words, kind=kind, small=True)
        button.clicked.connect(lambda _=False: run())
        return button


def term_words(row: PowerRow) -> str:
    """Return since and until when a power is held."""
    until = f"{row.until:%Y-%m-%d}" if row.until is not None else ""
    return f"{row.since:%Y-%m-%d} — {until}".rstrip()


def _use_facts(use: UseRow) -> tuple[FactLine, ...]:
    translate = QCoreApplication.translate
    found = [FactLine(f"{use.used_on:%m-%d}", use.matter, use.whistle)]
    if use.department:
        found.append(FactLine(translate("Powers", "部门"), use.department))
    if use.result:
        found.append(FactLine(translate("Powers", "结果"), use.result))
    if use.answer:
        day = f"{use.answered_on:%Y-%m-%d}" if use.answered_on is not None else ""
        found.append(FactLine(translate("Powers", "答复"), use.answer, day))
    return tuple(found)
