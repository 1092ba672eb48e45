"""The 工作台 page: the day in one line, figures on top, then what the slices lay before me."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core import words
from app.core.calendar import Day
from app.core.calendar_store import current_calendar
from app.core.changes import Topic
from app.core.clock import local
from ui.core.controls import label
from ui.core.hub import Refresher
from ui.core.relative_time import day_with_weekday
from ui.core.slices import Desk, TodayPart, TodayPlace
from ui.core.states import EmptyState, Step
from ui.core.targets import PageWanted
from ui.shell.day_words import day_words, until_next_minute_ms
from ui.shell.offer import Offer, Room
from ui.shell.roles import role_words

MARGIN = 24
GAP = 12
COLUMN_GAP = 16
FIGURE_LEAST = 176  # a tile narrower than this is put into a second row
SHARES = (63, 37)  # of the wide and the narrow column
ONE_COLUMN_BELOW = 960
NOTHING_PX = 420  # an empty page says why in one line


class DayLine(QWidget):
    """The date, the hours of today, how long until closing, and as what I am here."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._day: Day | None = None
        self._date = label(day_with_weekday(self._now().date()), "section")
        self._hours = label("", "second")
        self._left = label("", "second")
        self._roles = label("", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for widget in (self._date, self._hours, self._left):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._roles)
        roles = role_words(desk.actor)
        self._roles.setText(self.tr("我是 {roles}").format(roles=roles) if roles else "")
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._tick)
        Refresher(desk.hub, self, self.reload, topics=frozenset({Topic.CALENDAR}))
        self.reload()

    def _now(self) -> datetime:
        return local(self._desk.parts.clock.now())

    def reload(self) -> None:
        """Ask the calendar what today is."""
        today = self._now().date()

        def ask(session: Any) -> Day:
            return current_calendar(session).day(today)

        self._desk.read(ask, self._take)

    def _take(self, day: Day) -> None:
        self._day = day
        self._tick()

    def _tick(self) -> None:
        now = self._now()
        day = self._day
        if day is None or day.day != now.date():
            self.reload()
            return
        said = day_words(day, words.label(day.kind), now)
        self._date.setText(said.date)
        self._hours.setText(said.hours)
        self._left.setText(said.left)
        self._minute.start(until_next_minute_ms(now))


class FigureRow(QWidget):
    """Tiles of equal width, in as few rows as the width allows."""

    def __init__(self, tiles: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._place(len(tiles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = event.size().width()
        fits = max(1, min(len(self._tiles), (room + GAP) // (FIGURE_LEAST + GAP)))
        rows = -(-len(self._tiles) // fits)
        self._place(-(-len(self._tiles) // rows))

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        for column in range(self._across):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        for at, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, at // across, at % across)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)


class Columns(QWidget):
    """The wide and the narrow column; one under the other where the window is narrow."""

    def __init__(
        self, main: Sequence[QWidget], side: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(GAP)
        self._columns = [_column(cards) for cards in (main, side) if cards]
        self._beside: bool | None = None
        self._place(beside=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(beside=event.size().width() >= ONE_COLUMN_BELOW)

    def _place(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for at, column in enumerate(self._columns):
            self._grid.addWidget(column, 0 if beside else at, at if beside else 0)
            self._grid.setColumnStretch(at, SHARES[at] if beside or at == 0 else 0)


def _column(cards: Sequence[QWidget]) -> QWidget:
    """Return cards one under the other; the expanding ones share what is left."""
    made = QWidget()
    # a card's own words must not decide how wide a column is
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    grows = False
    for card in cards:
        expands = bool(card.sizePolicy().expandingDirections() & Qt.Orientation.Vertical)
        grows = grows or expands
        column.addWidget(card, 1 if expands else 0)
    if not grows:
        column.addStretch(1)
    return made


class TodayPage(QScrollArea):
    """What everybody starts on."""

    def __init__(self, desk: Desk, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self.setAccessibleName(self.tr("工作台"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        content.setProperty("scrolled", "true")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        column.addWidget(DayLine(desk))
        parts = {place: offer.today(place) for place in TodayPlace}
        figures, main, side = (_built(desk, parts[place]) for place in TodayPlace)
        if figures:
            column.addWidget(FigureRow(figures))
        if main or side:
            column.addWidget(Columns(main, side), 1)
        elif not figures:
            column.addWidget(self._nothing(desk, offer), 1, Qt.AlignmentFlag.AlignHCenter)
        else:
            column.addStretch(1)
        self.setWidget(content)

    def _nothing(self, desk: Desk, offer: Offer) -> QWidget:
        """An honest page for somebody whose roles bring nothing to this desk."""
        steps = [
            Step(
                self.tr("打开“{title}”").format(title=_name_of(room)),
                _goer(desk, room.page.key),
                primary=at == 0,
            )
            for at, room in enumerate(offer.pages()[1:3])
        ]
        state = EmptyState(
            self.tr("今天没有要您办的事"),
            self.tr("您现有的角色不经手事件，所以这里没有待办和提醒。"),
            *steps,
            icon="ph.coffee",
        )
        state.setMinimumWidth(NOTHING_PX)
        return state


def _name_of(room: Room) -> str:
    """Return what a page is called where it stands: on its tab, else in the rail."""
    return room.page.title if len(room.entry.tabs) > 1 else room.entry.title


def _built(desk: Desk, parts: Sequence[TodayPart]) -> list[QWidget]:
    return [part.build(desk) for part in parts]


def _goer(desk: Desk, key: str) -> Callable[[], None]:
    return lambda: desk.navigator.go(PageWanted(key))
