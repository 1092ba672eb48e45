"""Which round the findings were found on, or none."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from app.cases.rounds.queries.made import RoundRow, my_rounds
from app.core.changes import Topic
from app.core.words import label as word
from ui.core.controls import Combo
from ui.core.hub import Refresher
from ui.core.relative_time import short
from ui.core.slices import Desk

WIDTH_PX = 260


class RoundWish:
    """Which round another page wishes findings to be put to; the desk has one."""

    def __init__(self, _desk: Desk) -> None:
        self.key: UUID | None = None


class RoundChoice(Combo):
    """The rounds of the last days that are one's own, or one's own to keep; none at first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wish = desk.shared(RoundWish)
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("是哪次巡查发现的"))
        self.add(self.tr("不归到哪次巡查"), None)
        self._refresher = Refresher(desk.hub, self, self.reload, topics=frozenset({Topic.PATROL}))
        self.reload()

    def key(self) -> UUID | None:
        """Return the round that is chosen, None for none."""
        value = self.value()
        return value if isinstance(value, UUID) else None

    def reload(self) -> None:
        """Read the rounds anew; the one that is chosen stays."""
        desk, now = self._desk, self._desk.parts.clock.now()
        desk.read(lambda session: my_rounds(session, desk.actor, now), self._take)

    def take_wish(self) -> None:
        """Choose the round another page wished for."""
        if self._wish.key is not None:
            self.reload()

    def _take(self, rows: Sequence[RoundRow]) -> None:
        chosen = self._wish.key or self.key()
        self._wish.key = None
        held = QSignalBlocker(self)
        self.clear()
        self.add(self.tr("不归到哪次巡查"), None)
        for row in rows:
            name = row.plan_name or word(row.kind)
            self.add(f"{short(row.started_at)} {name} {row.person_name}", row.id)
        self.set_value(chosen)
        if self.currentIndex() < 0:
            self.setCurrentIndex(0)
        held.unblock()
