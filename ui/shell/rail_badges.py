"""Keeps the numbers at the rail entries true."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from ui.core.hub import Refresher
from ui.core.slices import Badge, Desk, allowed
from ui.shell.offer import Entry
from ui.shell.rail import Rail, RailItem


class RailBadges(QObject):
    """Counts for each slice that names something that cannot wait."""

    def __init__(self, desk: Desk, entries: Sequence[Entry], rail: Rail) -> None:
        super().__init__(rail)
        self._counted = [
            BadgeCount(desk, badge, rail.items[entry.key], rail)
            for entry in entries
            for badge in _badges(desk, entry)[:1]
        ]
        desk.scope.changed.connect(self.count)
        self.count()

    def count(self) -> None:
        """Count all anew."""
        for counted in self._counted:
            counted.count()


class BadgeCount(QObject):
    """One number."""

    def __init__(self, desk: Desk, badge: Badge, item: RailItem, rail: Rail) -> None:
        super().__init__(rail)
        self._desk = desk
        self._badge = badge
        self._item = item
        Refresher(desk.hub, rail, self.count, topics=badge.topics)

    def count(self) -> None:
        """Count and show it."""
        desk, badge = self._desk, self._badge

        def ask(session: Any) -> int:
            return badge.count(desk, session)

        desk.read(ask, self._show)

    def _show(self, number: int) -> None:
        self._item.set_badge(number, self._badge.meaning)


def _badges(desk: Desk, entry: Entry) -> list[Badge]:
    """Return the badges I may see; an entry that slices share shows the first one's."""
    return [
        slice_.badge
        for slice_ in entry.slices
        if slice_.badge is not None and allowed(desk.actor, slice_.badge.right)
    ]
