"""What this person may enter, do and find: the sum of the slices, cut to their rights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.actor import Actor
from ui.core.slices import (
    Command,
    PageSpec,
    SearchSource,
    Slice,
    TodayPart,
    TodayPlace,
    allowed,
)
from ui.core.targets import PageWanted, Target


@dataclass(frozen=True, slots=True)
class Room:
    """A page and the slice it belongs to."""

    slice: Slice
    page: PageSpec

    @property
    def help(self) -> str:
        """Return the help file of the page, else of its slice."""
        return self.page.help or self.slice.help


class Offer:
    """All that the slices offer to one person.

    Attributes:
        slices: Those with at least one page I may open, in the order of the rail.
        commands: What I may do from anywhere.
        sources: Where "search everything" looks for me, with the slices they belong to.
    """

    def __init__(self, slices: Sequence[Slice], actor: Actor) -> None:
        self._actor = actor
        entered = [slice_ for slice_ in slices if allowed(actor, slice_.right)]
        entries = _rail_entries(entered)
        self._rooms = {
            page.key: Room(slice_, page)
            for slice_ in entries
            for page in (*slice_.pages, *slice_.settings)
            if allowed(actor, page.right)
        }
        self._shut = [
            (page.key, Room(slice_, page))
            for slice_ in slices
            for page in slice_.pages
            if page.key not in self._rooms
        ]
        self.slices = tuple(slice_ for slice_ in entries if self.tabs(slice_))
        self.commands: tuple[Command, ...] = tuple(
            command
            for slice_ in entered
            for command in slice_.commands
            if allowed(actor, command.right)
        )
        self.sources: tuple[SearchSource, ...] = tuple(
            slice_.search
            for slice_ in entered
            if slice_.search is not None and allowed(actor, slice_.search.right)
        )
        self._today = sorted(
            (p for s in entered for p in s.today if allowed(actor, p.right)),
            key=lambda part: part.order,
        )

    def tabs(self, slice_: Slice) -> tuple[PageSpec, ...]:
        """Return the pages of a slice that stand in its row of tabs."""
        return tuple(page for page in slice_.pages if page.tab and page.key in self._rooms)

    def pages(self) -> tuple[Room, ...]:
        """Return the pages one can go to without naming anything."""
        return tuple(self._rooms[page.key] for s in self.slices for page in self.tabs(s))

    def room(self, key: str) -> Room | None:
        """Return a page I may open, None where there is no such page for me."""
        return self._rooms.get(key)

    def room_for(self, target: Target, here: str = "") -> Room | None:
        """Return the page that shows `target`; the page one is on (`here`) comes first."""
        if isinstance(target, PageWanted):
            return self._rooms.get(target.key)
        takers = [room for room in self._rooms.values() if type(target) in room.page.takes]
        return next((room for room in takers if room.page.key == here), next(iter(takers), None))

    def is_shut(self, target: Target) -> bool:
        """Tell whether somebody with other rights could be shown `target`."""
        return any(
            target.key == key if isinstance(target, PageWanted) else type(target) in room.page.takes
            for key, room in self._shut
        )

    def today(self, place: TodayPlace) -> tuple[TodayPart, ...]:
        """Return the cards of one place on the Today page."""
        return tuple(part for part in self._today if part.place is place)


def _rail_entries(slices: Sequence[Slice]) -> list[Slice]:
    """Return the slices in the order of the rail, those that share an entry as one."""
    entries: dict[str, Slice] = {}
    for slice_ in sorted(slices, key=lambda slice_: slice_.order):
        entry = slice_.rail or slice_.key
        first = entries.get(entry)
        entries[entry] = slice_ if first is None else _joined(first, slice_)
    return list(entries.values())


def _joined(first: Slice, other: Slice) -> Slice:
    """Return `first` with the pages of `other`, which keep their own help."""
    own = (replace(page, help=page.help or first.help) for page in first.pages)
    others = (replace(page, help=page.help or other.help) for page in other.pages)
    return replace(
        first,
        pages=(*own, *others),
        settings=(*first.settings, *other.settings),
        badge=first.badge or other.badge,
    )
