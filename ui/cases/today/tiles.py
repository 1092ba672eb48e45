"""The six figures on top; each opens the list it counts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.cases.queries.queue import QueueView
from app.cases.queries.today import DueSoon, Today
from app.core.paging import Count
from ui.cases.counting import matters_words
from ui.cases.deadlines import row_deadline
from ui.cases.today.reading import Fresh
from ui.core.cards import Kpi, KpiTile
from ui.core.relative_time import relative, short
from ui.core.slices import Desk
from ui.core.targets import QueueWanted

WAITING = "…"


class Tile(KpiTile):
    """A figure of cases that opens its list."""

    def __init__(self, desk: Desk, name: str, view: QueueView, say: Callable[[Today], Kpi]) -> None:
        super().__init__(Kpi(name, WAITING, ""))
        self.setObjectName(f"tile.{view}")
        self._say = say
        self.clicked.connect(lambda: desk.navigator.go(QueueWanted(view)))
        Fresh(desk, self, self._take)

    def _take(self, today: Today) -> None:
        self.set_kpi(self._say(today))


def mine_tile(desk: Desk) -> Tile:
    """Return 我的待办."""
    name = QCoreApplication.translate("CaseTiles", "我的待办")

    def say(today: Today) -> Kpi:
        due = today.mine.due_today
        today_due = QCoreApplication.translate("CaseTiles", "{n} 件今天到期")
        none_due = QCoreApplication.translate("CaseTiles", "今天没有到期的")
        explain = today_due.format(n=due) if due else none_due
        return _kpi(name, today.mine.count, explain)

    return Tile(desk, name, QueueView.MINE, say)


def unassigned_tile(desk: Desk) -> Tile:
    """Return 待分流."""
    name = QCoreApplication.translate("CaseTiles", "待分流")

    def say(today: Today) -> Kpi:
        found = today.unassigned
        if found.since is None:
            return Kpi(name, "0", QCoreApplication.translate("CaseTiles", "没有在等的"))
        explain = QCoreApplication.translate("CaseTiles", "最早一件 {since}受理")
        since = explain.format(since=relative(found.since, today.as_of))
        return _kpi(name, found.count, since)

    return Tile(desk, name, QueueView.REGISTERED, say)


def due_soon_tile(desk: Desk) -> Tile:
    """Return 将超时."""
    name = QCoreApplication.translate("CaseTiles", "将超时")

    def say(today: Today) -> Kpi:
        none = QCoreApplication.translate("CaseTiles", "没有过了 75% 的")
        first = QCoreApplication.translate("CaseTiles", "{moment}，{left}")
        return _late(today, name, today.due_soon, (none, first), "warn")

    return Tile(desk, name, QueueView.DUE_SOON, say)


def overdue_tile(desk: Desk) -> Tile:
    """Return 已超时."""
    name = QCoreApplication.translate("CaseTiles", "已超时")

    def say(today: Today) -> Kpi:
        none = QCoreApplication.translate("CaseTiles", "都在时限内")
        first = QCoreApplication.translate("CaseTiles", "最久 {left}")
        return _late(today, name, today.overdue, (none, first), "over")

    return Tile(desk, name, QueueView.OVERDUE, say)


def _late(today: Today, name: str, found: DueSoon, sentences: tuple[str, str], tone: str) -> Kpi:
    row = found.next_row
    if row is None or row.due_at is None:
        return Kpi(name, "0", sentences[0])
    left = row_deadline(row, today.calendars, today.as_of).left_text
    explain = sentences[1].format(moment=short(row.due_at), left=left)
    return _kpi(name, found.count, explain, tone)


def _kpi(name: str, count: Count, explain: str, tone: str = "") -> Kpi:
    """Return a figure of reports, and beside its name how many matters they are where fewer."""
    matters = matters_words(count)
    return Kpi(f"{name} · {matters}" if matters else name, str(count), explain, tone)


def registered_tile(desk: Desk) -> Tile:
    """Return 今日新增."""
    name = QCoreApplication.translate("CaseTiles", "今日新增")

    def say(today: Today) -> Kpi:
        found = today.registered
        if found.usual is None:
            explain = QCoreApplication.translate("CaseTiles", "满五天后可比往常")
        else:
            usual = QCoreApplication.translate("CaseTiles", "往常此时 {low}–{high}")
            explain = usual.format(low=found.usual[0], high=found.usual[1])
        return _kpi(name, found.count, explain)

    return Tile(desk, name, QueueView.NEW_TODAY, say)


def finished_tile(desk: Desk) -> Tile:
    """Return 今日办结."""
    name = QCoreApplication.translate("CaseTiles", "今日办结")

    def say(today: Today) -> Kpi:
        explain = QCoreApplication.translate("CaseTiles", "其中已结案 {n}")
        return Kpi(name, str(today.finished), explain.format(n=today.closed))

    return Tile(desk, name, QueueView.DONE_TODAY, say)


TILES: tuple[tuple[str, Callable[[Desk], Tile]], ...] = (
    ("mine", mine_tile),
    ("unassigned", unassigned_tile),
    ("due_soon", due_soon_tile),
    ("overdue", overdue_tile),
    ("registered", registered_tile),
    ("finished", finished_tile),
)
