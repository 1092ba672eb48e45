"""One member's points: this year, what is left, and every entry of the ledger."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.words import label as word
from app.party.points.entries import StatementLine, TransferKind
from app.party.points.queries import PointsRow
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState

MOST_LINES = 60  # further ones are in the certificate's sums
RECORD_KEY, REDEEM_KEY, PRINT_KEY = "N", "K", "Ctrl+P"


class PointsPanel(SidePanel):
    """Follows the member chosen in the table."""

    record_wanted = Signal()
    redeem_wanted = Signal()
    print_wanted = Signal()
    right_wanted = Signal(object)  # StatementLine

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("积分明细"))
        self.row: PointsRow | None = None
        self._title, self._chips = label("", "title"), FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.lines = PanelPart(self.tr("明细"))
        self.body.addWidget(self.facts)
        self.body.addWidget(self.lines)
        self.record_button = Button(self.tr("记积分"), kind="primary", key=RECORD_KEY)
        self.redeem_button = Button(self.tr("兑换"), key=REDEEM_KEY)
        self.print_button = Button(self.tr("证书"), kind="quiet", key=PRINT_KEY)
        self.record_button.clicked.connect(self.record_wanted)
        self.redeem_button.clicked.connect(self.redeem_wanted)
        self.print_button.clicked.connect(self.print_wanted)
        for button in (self.record_button, self.redeem_button, self.print_button):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nobody is chosen."""
        self.row = None
        why = self.tr("在左边选一个人，这里是每一笔积分。")
        self.show_state(EmptyState(self.tr("没有选中的党员"), why, icon="ph.star"))

    def show_member(
        self,
        row: PointsRow,
        lines: tuple[StatementLine, ...],
        year: int,
        *,
        may_record: bool,
        may_keep: bool,
    ) -> None:
        """Show a member with what came and went, the newest first."""
        if self.row is None or self.row.member_id != row.member_id:
            self.to_top()
        self.row = row
        self._title.setText(row.name)
        place = self.tr("{year} 年第 {place} 名").format(year=year, place=row.place)
        chips = (Chip(place, "accent"),) if row.place else ()
        self._chips.set_members(*chips)
        self._chips.setVisible(bool(chips))
        self.facts.set_lines(
            FactLine(self.tr("党组织"), row.organisation),
            FactLine(self.tr("本年"), self.tr("{points} 分").format(points=row.year)),
            FactLine(self.tr("可兑换"), self.tr("{points} 分").format(points=row.left)),
        )
        count = self.tr("{count} 笔").format(count=len(lines)) if lines else ""
        self.lines.set_title(self.tr("明细"), count)
        rows = [self._line(line, may_keep=may_keep) for line in lines[:MOST_LINES]]
        self.lines.set_rows(rows, self.tr("还没有积分。"))
        self.record_button.setVisible(may_record)
        self.redeem_button.setVisible(may_keep and row.left > 0)
        self.print_button.setVisible(row.year > 0)
        self.set_foot_visible(visible=may_record or row.year > 0)
        self.show_record()

    def _line(self, line: StatementLine, *, may_keep: bool) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{line.day:%Y-%m-%d} {line.what} {line.amount:+}")
        words = QVBoxLayout()
        words.setSpacing(0)
        title = label(line.what, "body")
        title.setWordWrap(True)
        words.addWidget(title)
        kind = "" if line.kind is TransferKind.GIVEN else f"{word(line.kind)}　"
        words.addWidget(label(f"{kind}{line.day:%Y-%m-%d}　{line.by}", "caption"))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addLayout(words, 1)
        if line.is_reversed:
            row.addWidget(Chip(self.tr("已冲正"), "sus"))
        elif may_keep and line.kind is not TransferKind.REVERSED:
            button = Button(self.tr("冲正"), kind="link", small=True)
            button.clicked.connect(partial(self._wants_right, line))
            row.addWidget(button)
        row.addWidget(label(f"{line.amount:+}", "section"))
        return made

    def _wants_right(self, line: StatementLine, _checked: object = None) -> None:
        self.right_wanted.emit(line)
