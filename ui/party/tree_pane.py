"""The tree of organisations with the field that finds, and the day it is seen at."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.party.queries.organisations import OrganisationRow
from app.party.queries.search import PartyHit, find_party
from ui.core.controls import Button, label
from ui.core.date_field import DateField
from ui.core.fields import SearchCombo
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.core.strips import Strip
from ui.core.theme import current
from ui.party.organisation_tree_view import OrganisationTreeView
from ui.party.tree_rows import TreeRows

TREE_WIDE, TREE_SMALL = 240, 216


class FindField(SearchCombo):
    """Finds an organisation, or a member and so their organisation."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._desk = desk
        super().__init__(self._offers, desk.jobs, parent=parent)
        self.setPlaceholderText(self.tr("找组织或党员"))
        self.setAccessibleName(self.tr("找组织或党员"))

    def _offers(self, text: str) -> Sequence[Choice]:
        desk = self._desk
        with desk.parts.database.reading() as session:
            hits = find_party(session, desk.actor, text, region=desk.scope.code)
        return [Choice(hit, hit.name, hit.detail) for hit in hits]


class TreePane(QFrame):
    """Search on top, the tree, and at the foot the day it is seen at."""

    chosen = Signal(object)  # OrganisationRow
    found = Signal(object, object)  # UUID of an organisation, UUID of a member or None
    day_chosen = Signal(object)  # date, or None for today
    menu_wanted = Signal(object, object)  # OrganisationRow, QPoint

    def __init__(self, desk: Desk, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setProperty("surface", "sunken")
        self.tree = OrganisationTreeView()
        self.search = FindField(desk)
        self.today_button = Button(self.tr("回到今天"), kind="partylink", small=True)
        self.past = Strip("warn", self.today_button, icon="ph.clock-counter-clockwise")
        self.day = DateField(today)
        self.day.setAccessibleName(self.tr("看哪一天的组织树"))
        self.day.setKeyboardTracking(False)
        self._lay_out()
        self.setFocusProxy(self.tree)
        self.tree.chosen.connect(self.chosen)
        self.tree.menu_wanted.connect(self.menu_wanted)
        self.search.chosen.connect(self._found)
        self.day.dateChanged.connect(lambda _: self._day_changed())
        self.today_button.clicked.connect(self.to_today)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        find = QHBoxLayout()
        find.setContentsMargins(12, 8, 11, 8)
        find.addWidget(self.search)
        column.addLayout(find)
        column.addWidget(self.past)
        column.addWidget(self.tree, 1)
        foot = QFrame()
        foot.setProperty("surface", "sunken")
        foot.setFixedHeight(current().sizes.tool_bar)
        line = QHBoxLayout(foot)
        line.setContentsMargins(12, 0, 11, 0)
        line.setSpacing(8)
        line.addWidget(label(self.tr("看到"), "caption"))
        line.addWidget(self.day, 1)
        column.addWidget(foot)

    def show_tree(self, tree: TreeRows, on: date | None) -> None:
        """Show the tree of a day, None for today."""
        self.tree.show_tree(tree)
        lead = self.tr("看的是 {day} 的组织").format(day=f"{on:%Y-%m-%d}") if on else ""
        self.past.tell(lead, self.tr("，人数也是那天的，名册是今天的") if on else "")

    def mark(self, key: UUID) -> bool:
        """Choose an organisation; return whether it is in the tree."""
        return self.tree.mark(key)

    def row(self) -> OrganisationRow | None:
        """Return the organisation that is chosen."""
        key = self.tree.current_key()
        return self.tree.row_of(key) if key is not None else None

    def to_today(self) -> None:
        """See the tree as it is now."""
        self.day.set_day(self._today)

    def _day_changed(self) -> None:
        day = self.day.day()
        if day > self._today:
            self.to_today()
            return
        self.day_chosen.emit(None if day == self._today else day)

    def _found(self, choice: Choice | None) -> None:
        hit = choice.value if choice is not None else None
        if isinstance(hit, PartyHit):
            self.search.set_choice(None)
            self.found.emit(hit.organisation_id, hit.member_id)

    def fit(self, *, wide: bool) -> None:
        """Take the width that goes with the window."""
        self.setFixedWidth(TREE_WIDE if wide else TREE_SMALL)
