"""The versions of the calendar in the panel, and the seasons of the one that is shown."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.calendar import Season, WorkCalendar
from ui.administration.calendar_source import VersionSeen
from ui.administration.day_words import hours_words, length_words, month_day
from ui.core.chips import Chip
from ui.core.controls import Button, label, line_between
from ui.core.relative_time import full
from ui.core.side_panel import PanelPart
from ui.core.theme import current


class VersionCard(QWidget):
    """A version: number, when and who, its note, what it changed, and a way to look at it."""

    def __init__(self, seen: VersionSeen, *, in_force: bool, shown: bool) -> None:
        super().__init__()
        row = seen.row
        self.setAccessibleName(f"{row.number} {row.note}")
        self.look = Button(self.tr("看这一版"), kind="quiet", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = label(self.tr("第 {number} 版").format(number=row.number))
        name.setFont(current().font("body", bold=True))
        head.addWidget(name)
        if in_force:
            head.addWidget(Chip(self.tr("现行"), "ok", icon="ph.check-circle"))
        elif shown:
            head.addWidget(Chip(self.tr("正在看"), "accent", icon="ph.eye"))
        head.addStretch(1)
        head.addWidget(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        column.addLayout(head)
        self.look.setHidden(shown)
        column.addWidget(label(f"{full(row.published_at)}　{row.author}", "caption"))
        column.addWidget(_wrapped(row.note, "body"))
        for change in (told for told in seen.changes if told not in row.note):
            column.addWidget(_wrapped(f"·{change}", "caption"))
        column.addSpacing(6)
        column.addWidget(line_between())


def _wrapped(text: str, role: str) -> QWidget:
    made = label(text, role)
    made.setWordWrap(True)
    return made


class HistoryPart(QWidget):
    """All versions, the newest first."""

    look_wanted = Signal(object)  # int, the number of a version

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.cards: tuple[VersionCard, ...] = ()

    def show_history(self, history: tuple[VersionSeen, ...], shown: int) -> None:
        """Show the versions; `shown` is the number of the one in the grid."""
        for old in self.cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        newest = history[0].row.number if history else 0
        cards = []
        for seen in history:
            number = seen.row.number
            card = VersionCard(seen, in_force=number == newest, shown=number == shown)
            card.look.clicked.connect(partial(self._look, number))
            self._column.addWidget(card)
            cards.append(card)
        self.cards = tuple(cards)

    def _look(self, number: int, _: bool = False) -> None:  # noqa: FBT001, FBT002  a slot of Qt
        self.look_wanted.emit(number)


class SeasonsPart(PanelPart):
    """The seasons of a calendar with their hours."""

    def __init__(self, *, may_manage: bool) -> None:
        translate = QCoreApplication.translate
        title, link = translate("SeasonsPart", "一年里的作息"), translate("SeasonsPart", "改作息")
        super().__init__(title, link, icon="ph.pencil-simple")
        self.link.setVisible(may_manage)

    def show_seasons(self, calendar: WorkCalendar, *, may_change: bool) -> None:
        """Show the seasons of a calendar."""
        self.set_rows([_SeasonRow(season) for season in calendar.body.seasons])
        self.link.setEnabled(may_change)


class _SeasonRow(QWidget):
    def __init__(self, season: Season) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = label(season.name)
        name.setFont(current().font("body", bold=True))
        head.addWidget(name)
        until = self.tr("{first} 至 {last}").format(
            first=month_day(season.first), last=month_day(season.last)
        )
        head.addWidget(label(until, "second"))
        head.addStretch(1)
        head.addWidget(
            label(self.tr("每天 {length}").format(length=length_words(season.spans)), "caption")
        )
        column.addLayout(head)
        column.addWidget(label(hours_words(season.spans), "second"))
