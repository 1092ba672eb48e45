"""The six figures on top; each opens the list it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.cases.queries import today
from app.cases.queries.queue import QueueView
from app.core.calendar_store import calendar_of, current_calendar
from app.core.paging import Count
from ui.cases.deadlines import row_deadline
from ui.cases.today.fresh import Fresh
from ui.core.cards import Kpi, KpiTile
from ui.core.relative_time import relative, short
from ui.core.slices import Desk
from ui.core.targets import QueueWanted

WAITING = "…"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tile asks with; used on a reader thread."""

    session: Any
    desk: Desk
    now: datetime

    @property
    def given(self) -> tuple[Any, Any, datetime]:
        """Session, actor and moment, as the figures want them."""
        return self.session, self.desk.actor, self.now

    @property
    def region(self) -> str:
        """The part of the area the desk looks at."""
        return self.desk.scope.code


class Tile(KpiTile):
    """A figure of cases that reads itself and opens its list."""

    def __init__(self, desk: Desk, name: str, view: QueueView, ask: Callable[[Asked], Kpi]) -> None:
        super().__init__(Kpi(name, WAITING, ""))
        self.setObjectName(f"tile.{view}")
        self._desk = desk
        self._ask = ask
        self.clicked.connect(lambda: desk.navigator.go(QueueWanted(view)))
        Fresh(desk, self, self.reload)

    def reload(self) -> None:
        """Read the figure anew."""
        now = self._desk.parts.clock.now()
        self._desk.read(lambda session: self._ask(Asked(session, self._desk, now)), self.set_kpi)


def mine_tile(desk: Desk) -> Tile:
    """Return 我的待办."""
    name = QCoreApplication.translate("CaseTiles", "我的待办")

    def ask(asked: Asked) -> Kpi:
        found = today.mine(*asked.given, region=asked.region)
        today_due = QCoreApplication.translate("CaseTiles", "{n} 件今天到期")
        none_due = QCoreApplication.translate("CaseTiles", "今天没有到期的")
        explain = today_due.format(n=found.due_today) if found.due_today else none_due
        return Kpi(name, str(found.count), explain)

    return Tile(desk, name, QueueView.MINE, ask)


def unassigned_tile(desk: Desk) -> Tile:
    """Return 待分流."""
    name = QCoreApplication.translate("CaseTiles", "待分流")

    def ask(asked: Asked) -> Kpi:
        found = today.unassigned(*asked.given, region=asked.region)
        if found.since is None:
            return Kpi(name, "0", QCoreApplication.translate("CaseTiles", "没有在等的"))
        explain = QCoreApplication.translate("CaseTiles", "最早一件 {since}受理")
        return Kpi(name, str(found.count), explain.format(since=relative(found.since, asked.now)))

    return Tile(desk, name, QueueView.REGISTERED, ask)


def due_soon_tile(desk: Desk) -> Tile:
    """Return 将超时."""
    name = QCoreApplication.translate("CaseTiles", "将超时")

    def ask(asked: Asked) -> Kpi:
        found = today.due_soon(*asked.given, region=asked.region)
        none = QCoreApplication.translate("CaseTiles", "没有过了 75% 的")
        first = QCoreApplication.translate("CaseTiles", "{moment}，{left}")
        return _late(asked, name, found, (none, first), "warn")

    return Tile(desk, name, QueueView.DUE_SOON, ask)


def overdue_tile(desk: Desk) -> Tile:
    """Return 已超时."""
    name = QCoreApplication.translate("CaseTiles", "已超时")

    def ask(asked: Asked) -> Kpi:
        found = today.overdue(*asked.given, region=asked.region)
        none = QCoreApplication.translate("CaseTiles", "都在时限内")
        first = QCoreApplication.translate("CaseTiles", "最久 {left}")
        return _late(asked, name, found, (none, first), "over")

    return Tile(desk, name, QueueView.OVERDUE, ask)


def _late(
    asked: Asked, name: str, found: today.DueSoon, sentences: tuple[str, str], tone: str
) -> Kpi:
    row = found.next_row
    if row is None or row.due_at is None or row.calendar_number is None:
        return Kpi(name, "0", sentences[0])
    calendar = calendar_of(asked.session, row.calendar_number)
    left = row_deadline(row, {row.calendar_number: calendar}, asked.now).left_text
    explain = sentences[1].format(moment=short(row.due_at), left=left)
    return Kpi(name, str(found.count), explain, tone)


def registered_tile(desk: Desk) -> Tile:
    """Return 今日新增."""
    name = QCoreApplication.translate("CaseTiles", "今日新增")

    def ask(asked: Asked) -> Kpi:
        calendar = current_calendar(asked.session)
        session, actor, now = asked.given
        found = today.registered_today(session, actor, calendar, now, region=asked.region)
        if found.usual is None:
            explain = QCoreApplication.translate("CaseTiles", "满五天后可比往常")
        else:
            usual = QCoreApplication.translate("CaseTiles", "往常此时 {low}–{high}")
            explain = usual.format(low=found.usual[0], high=found.usual[1])
        return Kpi(name, str(Count(found.count)), explain)

    return Tile(desk, name, QueueView.NEW_TODAY, ask)


def finished_tile(desk: Desk) -> Tile:
    """Return 今日办结."""
    name = QCoreApplication.translate("CaseTiles", "今日办结")

    def ask(asked: Asked) -> Kpi:
        finished, closed = today.finished_today(*asked.given, region=asked.region)
        explain = QCoreApplication.translate("CaseTiles", "其中已结案 {n}")
        return Kpi(name, str(finished), explain.format(n=closed))

    return Tile(desk, name, QueueView.DONE_TODAY, ask)


TILES: tuple[tuple[str, Callable[[Desk], Tile]], ...] = (
    ("mine", mine_tile),
    ("unassigned", unassigned_tile),
    ("due_soon", due_soon_tile),
    ("overdue", overdue_tile),
    ("registered", registered_tile),
    ("finished", finished_tile),
)
