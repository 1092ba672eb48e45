"""What goes on, on the Today page: incidents, and the situation report that is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.core.changes import Topic
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.relative_time import time_or_day
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.parts.step_line import StepLine

PAGE, MINUTE_MS = "command.board", 60_000


@dataclass(frozen=True, slots=True)
class _Read:
    due: tuple[tuple[UUID, str, datetime], ...]
    now: datetime


class CommandCard(Card):
    """Hidden while nothing goes on: a quiet day has no card for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.command")
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.add(self._lines)
        link = Button(self.tr("指挥页"), kind="link", small=True)
        link.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        self.add_to_head(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_title(self.tr("正在看有没有突发事件…"))
        self._tick = QTimer(self)
        self._tick.setInterval(MINUTE_MS)
        self._tick.timeout.connect(self.reload)
        self._tick.start()
        self._refresher = Refresher(desk.hub, self, self.reload, topics=frozenset({Topic.INCIDENT}))
        desk.scope.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read what goes on."""
        desk, now = self._desk, self._desk.parts.clock.now()

        def read(session: Any) -> _Read:
            from app.command.incidents.queries import reports_due  # no start waits for it

            return _Read(reports_due(session, desk.actor, region=desk.scope.code), now)

        desk.read(read, self._take)

    def _take(self, known: _Read) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        late = 0
        for _, title, at in known.due:
            line = StepLine(
                title,
                self.tr("情况报告 {moment} 前").format(moment=time_or_day(at, known.now)),
            )
            if at <= known.now:
                late += 1
                line.add_chip(self.tr("该报了"), "over", "ph.warning-circle-fill")
            self._lines.addWidget(line)
        if late:
            self.set_title(self.tr("{n} 件突发事件该报情况了").format(n=late))
        elif known.due:
            self.set_title(self.tr("{n} 件突发事件进行中").format(n=len(known.due)))
        else:
            self.set_title(self.tr("没有突发事件"))
