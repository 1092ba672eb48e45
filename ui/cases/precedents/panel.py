"""One precedent: what was ruled, why, on what it rests, and what became of it."""

from PySide6.QtCore import QCoreApplication, Signal

from app.cases.queries.precedents import PrecedentRow
from app.cases.ruling_rules import PrecedentState
from app.core.words import label as word
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import full
from ui.core.side_panel import SidePanel
from ui.core.states import EmptyState

RETIRE_KEY = "X"


class PrecedentPanel(SidePanel):
    """Follows the row chosen in the list."""

    retire_wanted = Signal()
    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("Precedents", "权责判例"))
        self.row: PrecedentRow | None = None
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.body.addWidget(self.facts)
        self.retire_button = Button(self.tr("停用判例"), kind="quiet", key=RETIRE_KEY)
        self.retire_button.clicked.connect(self.retire_wanted)
        self.open_button = Button(self.tr("打开事件"), kind="quiet")
        self.open_button.clicked.connect(self.open_wanted)
        self.foot.addWidget(self.retire_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.open_button)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that none is chosen."""
        self.row = None
        title, why = self.tr("没有选中的判例"), self.tr("在左边的表里选一行，这里写明理由和依据。")
        self.show_state(EmptyState(title, why, icon="ph.scales"))

    def show_row(self, row: PrecedentRow) -> None:
        """Show a precedent."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        self._title.setText(row.matter)
        in_force = row.state is PrecedentState.IN_FORCE
        icon = "ph.check-circle" if in_force else "ph.prohibit"
        chips = [Chip(word(row.state), "ok" if in_force else "sus", icon=icon)]
        chips += [Chip(each) for each in (row.category, word(row.place_type)) if each]
        self._chips.set_members(*chips)
        self.facts.set_lines(*_facts(row))
        self.retire_button.setVisible(row.may_end)
        self.open_button.setVisible(row.case_id is not None)
        self.set_foot_visible(visible=row.may_end or row.case_id is not None)
        self.show_record()


def _facts(row: PrecedentRow) -> tuple[FactLine, ...]:
    translate = QCoreApplication.translate
    lead = FactLine(translate("Precedents", "牵头"), row.lead)
    edition = translate("Precedents", "第 {n} 次裁定").format(n=row.edition)
    ruled = translate("Precedents", "{who} {moment}").format(
        who=row.ruled_by, moment=full(row.ruled_at)
    )
    found = [lead]
    if row.co_names:
        found.append(FactLine(translate("Precedents", "协办"), row.co_names))
    found += [
        FactLine(translate("Precedents", "争议"), word(row.dispute)),
        FactLine(translate("Precedents", "理由"), row.reasons),
        FactLine(translate("Precedents", "依据"), row.basis),
        FactLine(translate("Precedents", "裁定"), ruled, edition if row.edition > 1 else ""),
        FactLine(translate("Precedents", "地点"), row.region_name, word(row.place_type)),
    ]
    if row.ended_at is not None:
        who = translate("Precedents", "{who} {moment}")
        aside = who.format(who=row.ended_by, moment=full(row.ended_at))
        found.append(FactLine(word(row.state), row.ended_why, aside))
    return tuple(found)
