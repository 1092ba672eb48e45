"""One place where a matter comes back: the cases behind it, and what became of it."""

from collections.abc import Callable
from functools import partial
from html import escape
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases.family_states import RecurrenceState
from app.cases.numbers import short
from app.cases.queries.recurrences import RecurrenceRow, RecurringCase
from app.core.words import label as word
from ui.cases.panel_body import Thumbnail
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.relative_time import day, full
from ui.core.side_panel import SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.parts.map_source import MapReady, MapSource

ACCEPT_KEY, DISMISS_KEY = "Y", "X"
MAP_PX = 180
BEFORE_CASES = 2  # widgets of the body: the facts and the map
_BY_HAND = (
    Qt.TextInteractionFlag.LinksAccessibleByKeyboard | Qt.TextInteractionFlag.LinksAccessibleByMouse
)


class CaseLine(QWidget):
    """A case as a line to be opened: its title, which wraps, and below it what tells it apart."""

    def __init__(self, title: str, aside: str, opens: Callable[[], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = label(f'<a href="#">{escape(title)}</a>')
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(_BY_HAND)
        self.title.setAccessibleName(title)
        self.title.linkActivated.connect(lambda _href: opens())
        column.addWidget(self.title)
        if aside:
            column.addWidget(label(aside, "caption"))


class RecurrencePanel(SidePanel):
    """Follows the row chosen in the list."""

    accept_wanted = Signal()
    dismiss_wanted = Signal()
    map_wanted = Signal()
    case_wanted = Signal(object)  # UUID

    def __init__(self, desk: Desk) -> None:
        super().__init__(QCoreApplication.translate("Recurrences", "未诉先办"))
        self.row: RecurrenceRow | None = None
        self._title = label("", "title")
        self._title.setWordWrap(True)
        self._chips = FlowRow(6)
        self.head.addWidget(self._title)
        self.head.addWidget(self._chips)
        self.facts = FactGrid()
        self.body.addWidget(self.facts)
        self._maps = MapSource(desk, self)
        self._maps.ready.connect(self._map_ready)
        self.thumbnail = Thumbnail()
        self.thumbnail.setFixedHeight(MAP_PX)
        self.thumbnail.clicked.connect(self.map_wanted)
        self.body.addWidget(self.thumbnail)
        self.links: list[CaseLine] = []
        self.accept_button = Button(self.tr("立案先办"), kind="primary", key=ACCEPT_KEY)
        self.accept_button.clicked.connect(self.accept_wanted)
        self.dismiss_button = Button(self.tr("不用先办"), kind="quiet", key=DISMISS_KEY)
        self.dismiss_button.clicked.connect(self.dismiss_wanted)
        self.map_button = Button(self.tr("在地图上看"), kind="quiet")
        self.map_button.clicked.connect(self.map_wanted)
        self.foot.addWidget(self.accept_button)
        self.foot.addWidget(self.dismiss_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.map_button)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that none is chosen."""
        self.row = None
        title, why = self.tr("没有选中的地方"), self.tr("在左边的表里选一行，这里列出那几件事件。")
        self.show_state(EmptyState(title, why, icon="ph.repeat"))

    def show_row(self, row: RecurrenceRow) -> None:
        """Show a place."""
        if self.row is None or self.row.id != row.id:
            self.to_top()
        self.row = row
        words = self.tr("“{kind}”在这里发生了 {count} 次")
        self._title.setText(words.format(kind=row.category, count=len(row.cases)))
        tone = "accent" if row.state is RecurrenceState.PROPOSED else "ok"
        self._chips.set_members(Chip(word(row.state), tone), Chip(row.region_name or row.region))
        self.facts.set_lines(*_facts(row))
        self._show_map(row)
        self._show_cases(row)
        decides = row.may_decide and row.state is RecurrenceState.PROPOSED
        self.accept_button.setVisible(decides)
        self.dismiss_button.setVisible(decides)
        self.set_foot_visible(visible=True)
        self.show_record()

    def _show_cases(self, row: RecurrenceRow) -> None:
        for old in self.links:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.links = [self._line(each) for each in row.cases]
        if row.case_id is not None:
            self.links.append(CaseLine(self.tr("打开立的案"), "", partial(self._open, row.case_id)))
        for at, link in enumerate(self.links, BEFORE_CASES):
            self.body.insertWidget(at, link)

    def _line(self, case: RecurringCase) -> CaseLine:
        name = short(case.number) if case.number else ""
        aside = f"{name}　{word(case.state)}　{day(case.received_at)}"
        return CaseLine(case.title, aside, partial(self._open, case.id))

    def _show_map(self, row: RecurrenceRow) -> None:
        self.thumbnail.setVisible(bool(self.thumbnail.shapes.areas))
        self.thumbnail.set_selected(row.region)
        self.thumbnail.set_pin((row.longitude, row.latitude), "accent")
        self._maps.ask(row.region)

    def _map_ready(self, ready: MapReady) -> None:
        if self.row is None or not self.row.region.startswith(ready.street):
            return
        if self.thumbnail.shapes is not ready.shapes:
            self.thumbnail.set_shapes(ready.shapes)
        self.thumbnail.setVisible(bool(ready.shapes.areas))

    def _open(self, case_id: UUID, _checked: object = None) -> None:
        self.case_wanted.emit(case_id)


def _facts(row: RecurrenceRow) -> tuple[FactLine, ...]:
    translate = QCoreApplication.translate
    span = translate("Recurrences", "{first} 至 {last}").format(
        first=day(row.first_at), last=day(row.last_at)
    )
    found = [FactLine(translate("Recurrences", "时间"), span)]
    if row.decided_at is not None:
        aside = f"{row.decided_name} {full(row.decided_at)}"
        found.append(FactLine(word(row.state), row.reason or word(row.state), aside))
    return tuple(found)
