"""Who is on duty now, on the Today page; what waits for one's answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.core.changes import Topic
from app.core.words import label as word
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.relative_time import short_or_day
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.parts.step_line import StepLine

if TYPE_CHECKING:
    from app.workforce.duty.queries import ShiftRow, SwapRow

PAGE, MINUTE_MS, MOST = "workforce.duty", 60_000, 4


@dataclass(frozen=True, slots=True)
class _Read:
    now: "tuple[ShiftRow, ...]"
    swaps: "tuple[SwapRow, ...]"


class DutyCard(Card):
    """The leader first; a request to swap stands in the title."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.duty")
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.add(self._lines)
        self.set_title(self.tr("正在看谁值班…"))
        link = Button(self.tr("值班表"), kind="link", small=True)
        link.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        self.add_to_head(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._refresher = Refresher(
            desk.hub, self, self.reload, topics=frozenset({Topic.DUTY, Topic.PERSON})
        )
        self._tick = QTimer(self)
        self._tick.setInterval(MINUTE_MS)
        self._tick.timeout.connect(self.reload)
        self._tick.start()
        desk.scope.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read who is on duty."""
        desk, now = self._desk, self._desk.parts.clock.now()

        def read(session: Any) -> _Read:
            from app.workforce.duty.queries import on_duty, open_swaps  # no start waits for it

            there = on_duty(session, desk.actor, now, region=desk.scope.code)
            return _Read(there, open_swaps(session, desk.actor, now))

        desk.read(read, self._take)

    def _take(self, known: _Read) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        now = self._desk.parts.clock.now()
        for row in known.now[:MOST]:
            until = self.tr("到 {moment}").format(moment=short_or_day(row.ends_at, now))
            line = StepLine(row.person_name, until)
            line.add_chip(word(row.post))
            self._lines.addWidget(line)
        asked = sum(row.is_asked for row in known.swaps)
        if asked:
            self.set_title(self.tr("有 {n} 个换班等您答复").format(n=asked))
        elif known.now:
            first = known.now[0]
            words = self.tr("{name}在值班，共 {n} 人")
            self.set_title(words.format(name=first.person_name, n=len(known.now)))
        else:
            self.set_title(self.tr("现在没有人值班"))
