"""What this person may enter, do and find: the sum of the slices, cut to their rights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
class Entry:
    """One entry of the rail: a slice, or several that share it.

    Attributes:
        key: Name of the entry.
        title: Word in the rail.
        icon: Phosphor name.
        tabs: Its pages I may open, in the row of tabs.
        slices: Whose they are.
        accent: Token it is marked with.
    """

    key: str
    title: str
    icon: str
    tabs: tuple[PageSpec, ...]
    slices: tuple[Slice, ...]
    accent: str = "accent"


@dataclass(frozen=True, slots=True)
class Room:
    """A page, the slice it belongs to, and the rail entry it stands under."""

    slice: Slice
    page: PageSpec
    entry: Entry

    @property
    def help(self) -> str:
        """Return the help file of the page, else of its slice."""
        return self.page.help or self.slice.help


class Offer:
    """All that the slices offer to one person.

    Attributes:
        entries: Of the rail, those with at least one page I may open, from top to bottom.
        commands: What I may do from anywhere.
        sources: Where "search everything" looks for me.
        listeners: What listens for news while I sit at the desk.
    """

    def __init__(self, slices: Sequence[Slice], actor: Actor) -> None:
        self._actor = actor
        mine = sorted((s for s in slices if allowed(actor, s.right)), key=lambda s: s.order)
        entries = [_entry(key, group, actor) for key, group in _grouped(mine).items()]
        self.entries = tuple(entry for entry in entries if entry.tabs)
        self._rooms = {
            page.key: Room(slice_, page, entry)
            for entry in entries
            for slice_ in entry.slices
            for page in _open_pages(slice_, actor)
        }
        self._shut = [page for s in slices for page in _all_pages(s) if page.key not in self._rooms]
        self.commands: tuple[Command, ...] = tuple(
            command for s in mine for command in s.commands if allowed(actor, command.right)
        )
        self.sources: tuple[SearchSource, ...] = tuple(
            s.search for s in mine if s.search is not None and allowed(actor, s.search.right)
        )
        self.listeners = tuple(
            listener.start
            for s in mine
            for listener in s.listeners
            if allowed(actor, listener.right)
        )
        panel = (p for s in mine for p in s.panel if allowed(actor, p.right))
        self.case_sections = tuple(sorted(panel, key=lambda part: part.order))
        self.tops = tuple(s.top for s in mine if s.top is not None)
        region = (p for s in mine for p in s.region if allowed(actor, p.right))
        self.region_parts = tuple(sorted(region, key=lambda part: part.order))
        parts = (part for s in mine for part in s.today if part.is_for(actor))
        self._today = sorted(parts, key=lambda part: part.order)

    def pages(self) -> tuple[Room, ...]:
        """Return the pages one can go to without naming anything."""
        return tuple(self._rooms[page.key] for entry in self.entries for page in entry.tabs)

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
        if isinstance(target, PageWanted):
            return any(page.key == target.key for page in self._shut)
        return any(type(target) in page.takes for page in self._shut)

    def today(self, place: TodayPlace) -> tuple[TodayPart, ...]:
        """Return the cards of one place on the Today page."""
        return tuple(part for part in self._today if part.place is place)


def _grouped(slices: Iterable[Slice]) -> dict[str, list[Slice]]:
    groups: dict[str, list[Slice]] = {}
    for slice_ in slices:
        groups.setdefault(slice_.rail or slice_.key, []).append(slice_)
    return groups


def _entry(key: str, slices: Sequence[Slice], actor: Actor) -> Entry:
    first = slices[0]
    tabs = tuple(
        page for s in slices for page in _open_pages(s, actor) if page.tab and page in s.pages
    )
    return Entry(key, first.title, first.icon, tabs, tuple(slices), first.accent)


def _open_pages(slice_: Slice, actor: Actor) -> tuple[PageSpec, ...]:
    return tuple(page for page in _all_pages(slice_) if _opens(page, actor))


def _opens(page: PageSpec, actor: Actor) -> bool:
    return allowed(actor, page.right) or bool(page.unit_right and actor.units(page.unit_right))


def _all_pages(slice_: Slice) -> tuple[PageSpec, ...]:
    return (*slice_.pages, *slice_.settings)
