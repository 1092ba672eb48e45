"""On the Today page: rounds one is to make, and how many are overdue in the area."""

from typing import Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.cases.rounds.queries.plans import PlanCounts, plan_counts
from app.cases.rounds.rules import PlanState
from app.core.changes import Topic
from app.core.words import label as word
from ui.cases.rounds.words import ICONS, TONES, window_words
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.parts.step_line import StepLine

PAGE, MOST = "cases.rounds", 4


class RoundsCard(Card):
    """One's own first; how many there are in the area stands in the title."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.rounds")
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.add(self._lines)
        self.set_title(self.tr("正在看巡查…"))
        link = Button(self.tr("巡查"), kind="link", small=True)
        link.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        self.add_to_head(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._refresher = Refresher(desk.hub, self, self.reload, topics=frozenset({Topic.PATROL}))
        desk.scope.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read which rounds wait."""
        desk, now = self._desk, self._desk.parts.clock.now()

        def read(session: Any) -> PlanCounts:
            return plan_counts(session, desk.actor, now, region=desk.scope.code)

        desk.read(read, self._take)

    def _take(self, known: PlanCounts) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in known.mine[:MOST]:
            state = row.standing.state
            line = StepLine(row.name, window_words(row.standing.window))
            line.add_chip(word(state), TONES[state], ICONS[state])
            self._lines.addWidget(line)
        late = sum(row.standing.state is PlanState.OVERDUE for row in known.mine)
        if late:
            self.set_title(self.tr("您有 {late} 项巡查该走没走").format(late=late))
        elif known.mine:
            self.set_title(self.tr("您有 {due} 项巡查待走").format(due=len(known.mine)))
        elif known.overdue:
            words = self.tr("{overdue} 项巡查该走没走，{due} 项待走")
            self.set_title(words.format(overdue=known.overdue, due=known.due))
        elif known.due:
            self.set_title(self.tr("{due} 项巡查待走").format(due=known.due))
        else:
            self.set_title(self.tr("没有要走的巡查"))
