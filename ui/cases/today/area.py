"""Figures of an area, for whoever may read figures: counts by unit, no case and no person."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.cases import rights
from app.cases.queries.figures import AreaFigures, UnitLate, area_figures
from app.cases.queries.queue import QueueView
from app.core.changes import Topic
from app.core.words import label as word
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.controls import Button, label
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.relative_time import moment_and_relative, time_of_day
from ui.core.slices import Desk
from ui.core.targets import QueueWanted

TOPICS = frozenset({Topic.CASE, Topic.CALENDAR})
MINUTE_MS = 60_000
WAITING = "…"


class AreaReading(QObject):
    """Reads the figures once for all cards of a desk."""

    arrived = Signal(object)  # AreaFigures

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)

    def ask(self) -> None:
        """Read anew, unless another card asked in this turn of the event loop."""
        if self._turn.isActive():
            return
        self._turn.start(0)
        if self._job is not None:
            self._job.cancel()
        desk, now = self._desk, self._desk.parts.clock.now()
        region = desk.scope.code
        self._job = desk.read(
            lambda session: area_figures(session, desk.actor, now, region=region), self._take
        )

    def _take(self, found: AreaFigures) -> None:
        self._job = None
        self.arrived.emit(found)


class AreaFresh(QObject):
    """Keeps a card true; owned by the card."""

    def __init__(self, desk: Desk, card: QWidget, take: Callable[[AreaFigures], object]) -> None:
        super().__init__(card)
        self._card = card
        self._reading = desk.shared(AreaReading)
        self._reading.arrived.connect(take)
        Refresher(desk.hub, card, self._reading.ask, topics=TOPICS)
        desk.scope.changed.connect(self._again)
        minute = QTimer(self)
        minute.timeout.connect(self._tick)
        minute.start(MINUTE_MS)
        self._reading.ask()

    def _again(self, _choice: object) -> None:
        self._reading.ask()

    def _tick(self) -> None:
        if self._card.isVisible():
            self._reading.ask()


class AreaTile(KpiTile):
    """A count that leads nowhere: whoever sees it may read figures, not cases."""

    def __init__(self, desk: Desk, view: QueueView) -> None:
        self._view = view
        super().__init__(Kpi(word(view), WAITING, ""), leads=False)
        self.setObjectName(f"area.{view}")
        AreaFresh(desk, self, self._take)

    def _take(self, found: AreaFigures) -> None:
        count = found.counts[self._view]
        tones = {QueueView.DUE_SOON: "warn", QueueView.OVERDUE: "over"}
        tone = tones.get(self._view, "") if count.value else ""
        explain = QCoreApplication.translate("AreaTile", "截至 {moment}")
        told = explain.format(moment=time_of_day(found.as_of))
        self.set_kpi(Kpi(word(self._view), str(count), told, tone))


class LateUnitsCard(Card):
    """超时按单位: which units have run over their limits, the most first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("today.late-units")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(0, 1)
        self.add(self._rows)
        self.set_title(self.tr("正在数各单位的超时…"))
        if desk.actor.may(rights.READ):
            link = Button(self.tr("看这些事件"), kind="link", small=True)
            link.clicked.connect(lambda: desk.navigator.go(QueueWanted(QueueView.OVERDUE)))
            self.add_to_head(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        AreaFresh(desk, self, self._take)

    def _take(self, found: AreaFigures) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        moment = self.tr("截至 {moment}").format(moment=time_of_day(found.as_of))
        if not found.late:
            self.set_title(self.tr("各单位都在时限内"), moment)
            return
        first = found.late[0]
        words = self.tr("{unit}超时最多：{n} 件")
        self.set_title(words.format(unit=_unit(first), n=first.overdue), moment)
        for at, late in enumerate(found.late):
            self._add(at, late, found)
        if found.more_units:
            rest = self.tr("另有 {n} 个单位").format(n=found.more_units)
            self._rows.addWidget(label(rest, "caption"), len(found.late), 0)

    def _add(self, at: int, late: UnitLate, found: AreaFigures) -> None:
        since = moment_and_relative(late.since, found.as_of)
        cells = (
            label(_unit(late)),
            label(self.tr("超时 {n} / 在办 {all}").format(n=late.overdue, all=late.open), "second"),
            label(self.tr("最早 {moment}").format(moment=since), "caption"),
        )
        for column, cell in enumerate(cells):
            self._rows.addWidget(cell, at, column)


def _unit(late: UnitLate) -> str:
    return late.unit or QCoreApplication.translate("LateUnits", "还没分流的")


def area_tile(view: QueueView) -> Callable[[Desk], AreaTile]:
    """Return what builds the tile of a view."""
    return lambda desk: AreaTile(desk, view)
