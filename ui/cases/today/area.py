"""Figures of an area, for whoever may read figures: counts by unit, no case and no person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.cases import rights
from app.cases.queries.figures import MOST_UNITS, AreaFigures, UnitLate, area_figures
from app.cases.queries.queue import QueueView
from app.core.words import label as word
from ui.cases.today.reading import Fresh, SharedReading
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.controls import Button, label
from ui.core.relative_time import moment_and_relative, time_of_day
from ui.core.slices import Desk
from ui.core.targets import QueueWanted
from ui.core.theme import current

WAITING = "…"
FEW_UNITS = 5


class AreaReading(SharedReading):
    """The figures of the area: `app.cases.queries.figures.AreaFigures`."""

    def read(self, session: Any, now: datetime, region: str) -> Any:
        return area_figures(session, self._desk.actor, now, region=region)


class AreaTile(KpiTile):
    """A count that leads nowhere: whoever sees it may read figures, not cases."""

    def __init__(self, desk: Desk, view: QueueView) -> None:
        self._view = view
        super().__init__(Kpi(word(view), WAITING, ""), leads=False)
        self.setObjectName(f"area.{view}")
        Fresh(desk, self, self._take, AreaReading)

    def _take(self, found: AreaFigures) -> None:
        count = found.counts[self._view]
        tones = {QueueView.DUE_SOON: "warn", QueueView.OVERDUE: "over"}
        tone = tones.get(self._view, "") if count.value else ""
        explain = QCoreApplication.translate("AreaTile", "截至 {moment}")
        told = explain.format(moment=time_of_day(found.as_of))
        self.set_kpi(Kpi(word(self._view), str(count), told, tone))


class LateUnitsCard(Card):
    """超时按单位: which units have run over their limits, the most first."""

    def __init__(self, desk: Desk, most: int = MOST_UNITS) -> None:
        """Show `most` units at most; other cards want room as well."""
        super().__init__()
        self.setObjectName("today.late-units")
        self._most = most
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(1, 1)
        self.add(self._rows)
        self.set_title(self.tr("正在数各单位的超时…"))
        if desk.actor.may(rights.READ):
            link = Button(self.tr("看这些事件"), kind="link", small=True)
            link.clicked.connect(lambda: desk.navigator.go(QueueWanted(QueueView.OVERDUE)))
            self.add_to_head(link)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        Fresh(desk, self, self._take, AreaReading)

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
        shown = found.late[: self._most]
        for at, late in enumerate(shown):
            self._add(at, late, found)
        more = found.more_units + len(found.late) - len(shown)
        if more:
            rest = self.tr("另有 {n} 个单位").format(n=more)
            self._rows.addWidget(label(rest, "caption"), len(shown), 0)

    def _add(self, at: int, late: UnitLate, found: AreaFigures) -> None:
        since = moment_and_relative(late.since, found.as_of)
        count = self.tr("超时 {n} / 在办 {all}").format(n=late.overdue, all=late.open)
        cells = (
            label(_unit(late)),
            ShareBar(late.overdue / found.late[0].overdue),
            label(count, "second"),
            label(self.tr("最早 {moment}").format(moment=since), "caption"),
        )
        for column, cell in enumerate(cells):
            self._rows.addWidget(cell, at, column)


class ShareBar(QWidget):
    """A bar as long as its share of the longest one; the number stands beside it."""

    def __init__(self, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = max(0.0, min(1.0, share))
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = theme.sizes.bar * 2
        box = QRectF(0, (self.height() - height) / 2, self.width(), height)
        radius = theme.sizes.radius_bar
        painter.setBrush(theme.color("bg.track"))
        painter.drawRoundedRect(box, radius, radius)
        box.setWidth(box.width() * self._share)
        painter.setBrush(theme.color("over"))
        painter.drawRoundedRect(box, radius, radius)
        painter.end()


def _unit(late: UnitLate) -> str:
    return late.unit or QCoreApplication.translate("LateUnits", "还没分流的")


def area_tile(view: QueueView) -> Callable[[Desk], AreaTile]:
    """Return what builds the tile of a view."""
    return lambda desk: AreaTile(desk, view)


def few_late_units(desk: Desk) -> LateUnitsCard:
    """Return the card as it stands among other cards."""
    return LateUnitsCard(desk, FEW_UNITS)
