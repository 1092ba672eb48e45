"""The versions of a kind and of all limits: when, who, why, what changed, and a way to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.core.cards import Card
from ui.core.chips import Chip
from ui.core.controls import Button, label, line_between
from ui.core.relative_time import full
from ui.core.theme import current

MOST_LINES = 12
CARD_MOST = 820


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as it is listed."""

    number: int
    at: datetime
    author: str
    note: str
    changes: tuple[str, ...]


class VersionCard(QWidget):
    """Number, when and who; the note; what changed."""

    def __init__(self, line: VersionLine, *, in_force: bool) -> None:
        super().__init__()
        self.line = line
        self.look = Button(self.tr("看这一版"), kind="quiet", small=True)
        name = self.tr("第 {number} 版").format(number=line.number)
        self.look.setAccessibleName(f"{self.look.text()} {name}")
        self.setAccessibleName(f"{name} {line.note}")
        head = QHBoxLayout()
        head.setSpacing(8)
        title = label(name)
        title.setFont(current().font("body", bold=True))
        head.addWidget(title)
        if in_force:
            head.addWidget(Chip(self.tr("现行"), "ok", icon="ph.check-circle"))
        head.addWidget(label(f"{full(line.at)}　{line.author}", "caption"))
        head.addStretch(1)
        head.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addLayout(head)
        if line.note:
            column.addWidget(_wrapped(line.note, "body"))
        for change in line.changes[:MOST_LINES]:
            column.addWidget(_wrapped(f"·{change}", "caption"))
        more = len(line.changes) - MOST_LINES
        if more > 0:
            column.addWidget(label(self.tr("……另有 {count} 处").format(count=more), "caption"))
        column.addSpacing(4)
        column.addWidget(line_between())


def _wrapped(text: str, role: str) -> QWidget:
    made = label(text, role)
    made.setWordWrap(True)
    return made


class VersionsCard(Card):
    """All versions of one thing, the newest first."""

    look_wanted = Signal(object)  # int, the number of a version

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.setMaximumWidth(CARD_MOST)
        self.cards: tuple[VersionCard, ...] = ()
        self._nothing = label(self.tr("没有记录"), "caption")
        self.add(self._nothing)

    def show_versions(self, lines: Sequence[VersionLine]) -> None:
        """Show these."""
        for old in self.cards:
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        cards = []
        for at, line in enumerate(lines):
            card = VersionCard(line, in_force=at == 0)
            card.look.setVisible(at > 0)
            card.look.clicked.connect(partial(self._look, line.number))
            self.add(card)
            cards.append(card)
        self.cards = tuple(cards)
        self._nothing.setVisible(not cards)

    def _look(self, number: int, _: bool = False) -> None:  # noqa: FBT001, FBT002  a slot of Qt
        self.look_wanted.emit(number)
