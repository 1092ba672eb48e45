"""Keeps the numbers at the rail entries true."""

from typing import Any

from PySide6.QtCore import QObject

from ui.core.hub import Refresher
from ui.core.slices import Badge, Desk, Slice, allowed
from ui.shell.rail import Rail


class RailBadges(QObject):
    """Counts for each slice that names something that cannot wait."""

    def __init__(self, desk: Desk, slices: tuple[Slice, ...], rail: Rail) -> None:
        super().__init__(rail)
        self._desk = desk
        self._rail = rail
        self._counted = [_Counted(slice_.key, badge, self) for slice_, badge in _mine(desk, slices)]
        desk.scope.changed.connect(self.count)
        self.count()

    def count(self) -> None:
        """Count all anew."""
        for counted in self._counted:
            counted.count()

    @property
    def desk(self) -> Desk:
        """Return whose desk it is."""
        return self._desk

    @property
    def rail(self) -> Rail:
        """Return where the numbers stand."""
        return self._rail


class _Counted(QObject):
    """One number."""

    def __init__(self, key: str, badge: Badge, owner: RailBadges) -> None:
        super().__init__(owner)
        self._key = key
        self._badge = badge
        self._owner = owner
        Refresher(owner.desk.hub, owner.rail, self.count, topics=badge.topics)

    def count(self) -> None:
        desk, badge = self._owner.desk, self._badge

        def ask(session: Any) -> int:
            return badge.count(desk, session)

        desk.read(ask, self._show)

    def _show(self, number: int) -> None:
        self._owner.rail.items[self._key].set_badge(number, self._badge.meaning)


def _mine(desk: Desk, slices: tuple[Slice, ...]) -> list[tuple[Slice, Badge]]:
    return [
        (slice_, slice_.badge)
        for slice_ in slices
        if slice_.badge is not None and allowed(desk.actor, slice_.badge.right)
    ]
