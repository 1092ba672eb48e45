"""On the Today page: papers that should have been drawn by themselves and were not; the next."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.core.changes import Topic
from app.papers.schedules.queries import ScheduleRow, has_failed, schedules
from ui.core.cards import Card
from ui.core.controls import Button
from ui.core.hub import Refresher
from ui.core.relative_time import short_or_day
from ui.core.slices import Desk
from ui.core.targets import PageWanted
from ui.parts.step_line import StepLine

PAGE, MOST = "papers.schedules", 3


class ScheduleCard(Card):
    """What failed stands first; nothing is shown where nothing is set."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.schedules")
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.add(self._lines)
        link = Button(self.tr("定时"), kind="link", small=True)
        link.clicked.connect(lambda: desk.navigator.go(PageWanted(PAGE)))
        self.add_to_head(link)
        self.set_title(self.tr("定时出文书"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        topics = frozenset({Topic.PAPER})
        self._refresher = Refresher(desk.hub, self, self.reload, topics=topics)
        desk.scope.changed.connect(self.reload)
        self.hide()
        self.reload()

    def reload(self) -> None:
        """Read how the last times went."""
        desk, now = self._desk, self._desk.parts.clock.now()
        desk.read(
            lambda session: schedules(session, desk.actor, now, region=desk.scope.code), self._take
        )

    def _take(self, rows: tuple[ScheduleRow, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        told = [row for row in rows if row.schedule.is_on]
        told.sort(key=lambda row: (not has_failed(row), row.next_at is None, row.next_at))
        for row in told[:MOST]:
            self._lines.addWidget(self._line(row))
        failed = sum(map(has_failed, told))
        if failed:
            self.set_title(self.tr("{n} 份定时文书没有写成").format(n=failed))
        else:
            self.set_title(self.tr("定时出文书，都按时写好了"))
        self.setVisible(bool(told))

    def _line(self, row: ScheduleRow) -> StepLine:
        now = self._desk.parts.clock.now()
        if has_failed(row) and row.last is not None:
            line = StepLine(row.schedule.name, row.last.error, wrap=True)
            line.add_chip(self.tr("没有成功"), "over", "ph.x-circle")
            return line
        at = short_or_day(row.next_at, now) if row.next_at is not None else "—"
        line = StepLine(row.schedule.name, self.tr("下次 {at}").format(at=at))
        if row.last is not None and row.last.is_late:
            line.add_chip(self.tr("上次是补出的"), "warn")
        return line
