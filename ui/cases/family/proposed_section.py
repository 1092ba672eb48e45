"""Under the facts of a case: what the night took for the same matter, merged or told apart with
one press.
"""

from uuid import UUID

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.cases.actions.families import Joining, merge_cases
from app.cases.actions.likely_pairs import tell_apart
from app.cases.numbers import short
from app.cases.queries.card import CaseCard
from app.cases.queries.proposed import UNDER_WAY, Proposed, proposed_pairs
from app.core.ids import new_id
from app.core.words import label as word
from ui.cases.family.section import Elided
from ui.core.controls import Button, label
from ui.core.relative_time import day
from ui.core.slices import Desk
from ui.core.targets import CaseWanted


class ProposedLine(QFrame):
    """One of them in two lines; what may be said of it stands at its end."""

    opened = Signal(object)  # UUID
    merged = Signal(object)  # Proposed
    told_apart = Signal(object)  # Proposed

    def __init__(self, row: Proposed) -> None:
        super().__init__()
        self.row = row
        translate = QCoreApplication.translate
        name = short(row.number) if row.number else ""
        self.number = Button(name, kind="link", small=True)
        opens = translate("Family", "打开 {number} {title}")
        self.number.setAccessibleName(opens.format(number=name, title=row.title))
        self.number.clicked.connect(lambda: self.opened.emit(row.id))
        self.merge_button = Button(translate("Family", "并案"), kind="link", small=True)
        self.apart_button = Button(translate("Family", "不是同一件"), kind="link", small=True)
        self.merge_button.clicked.connect(lambda: self.merged.emit(row))
        self.apart_button.clicked.connect(lambda: self.told_apart.emit(row))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.number)
        head.addWidget(Elided(row.title), 1)
        for button in (self.merge_button, self.apart_button):
            button.setAccessibleName(f"{button.text()} {name}")
            head.addWidget(button)
        told = (word(row.state), row.unit, day(row.received_at), row.why)
        self.detail = "　".join(filter(None, told))
        under = label(self.detail, "caption")
        under.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(under)
        self.setAccessibleName(f"{name} {row.title} {self.detail}")


class ProposedSection(QWidget):
    """Hidden where nothing is proposed, and for whoever may not merge the case."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: CaseCard | None = None
        self._shown: tuple[Proposed, ...] = ()
        self.lines: list[ProposedLine] = []
        self._title = label("", "section")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        self.hide()

    def set_card(self, card: CaseCard) -> None:
        """Ask what is proposed for a case, and show it once it is read."""
        if self._card is None or self._card.id != card.id:
            self._take(())
        self._card = card
        goes_on = card.state in UNDER_WAY and card.pause is None and not card.follows
        if not goes_on or not card.may_merge:
            self._take(())
            return
        case_id, actor = card.id, self._desk.actor
        self._desk.read(
            lambda session: (case_id, proposed_pairs(session, actor, case_id)), self._arrived
        )

    def _arrived(self, found: tuple[UUID, tuple[Proposed, ...]]) -> None:
        case_id, rows = found
        if self._card is not None and self._card.id == case_id:
            self._take(rows)

    def _take(self, rows: tuple[Proposed, ...]) -> None:
        if rows == self._shown:
            return
        self._shown = rows
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [self._line(row) for row in rows]
        for line in self.lines:
            self._column.addWidget(line)
        self._title.setText(self.tr("可能是同一件 {count}").format(count=len(rows)))
        self.setVisible(bool(rows))

    def _line(self, row: Proposed) -> ProposedLine:
        line = ProposedLine(row)
        line.opened.connect(lambda case_id: self._desk.navigator.go(CaseWanted(case_id)))
        line.merged.connect(self._merge)
        line.told_apart.connect(self._apart)
        return line

    def _merge(self, row: Proposed) -> None:
        """Let the one that came in first lead."""
        card = self._card
        if card is None:
            return
        mine = Joining(card.id, card.version, row.facts)
        theirs = Joining(row.id, row.version, row.facts)
        is_first = (row.received_at, row.id) < (card.received_at, card.id)
        lead, joins = (row.id, mine) if is_first else (card.id, theirs)
        key = new_id()
        words = self.tr("已并案，由先来的一件牵头")
        self._desk.write(
            lambda uow: merge_cases(uow, lead, (joins,), "", command_key=key),
            lambda _: self._desk.notices.tell(words),
        )

    def _apart(self, row: Proposed) -> None:
        card = self._card
        if card is None:
            return
        key, mine = new_id(), card.id
        words = self.tr("记下了，以后不再提示这两件")
        self._desk.write(
            lambda uow: tell_apart(uow, mine, row.id, command_key=key),
            lambda _: self._desk.notices.tell(words),
        )
