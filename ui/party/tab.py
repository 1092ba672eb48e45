"""What a part of party building adds to the slice: pages in the line of tabs, commands, cards."""

from dataclasses import dataclass

from ui.core.slices import Command, PageSpec, TodayPart


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the slice.

    Attributes:
        pages: The first stands in the line of tabs.
        commands: What Ctrl+K offers.
        today: Cards on the Today page.
    """

    pages: tuple[PageSpec, ...]
    commands: tuple[Command, ...] = ()
    today: tuple[TodayPart, ...] = ()
