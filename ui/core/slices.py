"""What a slice of the desk offers: rail entry, pages, commands, search, Today, panel, help.

Slices never import each other. The shell adds up what they offer; going elsewhere is
`Navigator.go` with a frozen target of `ui.core.targets`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.actor import Actor
from app.core.changes import Topic
from app.core.clock import Clock
from app.core.doors import Doors
from app.core.search_words import Ranges
from ui.core.hub import ChangeHub
from ui.core.jobs import Job, Jobs, Report
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.scope import Scope
from ui.core.targets import Target

if TYPE_CHECKING:
    from ui.core.desk_outbox import DeskOutbox

Result = TypeVar("Result")
Common = TypeVar("Common")


class PartsLike(Protocol):
    """What the desk needs of `app.bootstrap.Parts`."""

    @property
    def database(self) -> Any:
        """The `app.core.database.Database`."""

    @property
    def clock(self) -> Clock:
        """Server time."""

    @property
    def doors(self) -> Doors:
        """What lower floors need from higher ones, e.g. whoever draws papers."""


class Navigator(QObject):
    """Carries wishes to go somewhere; the shell knows which page takes which target."""

    wanted = Signal(object)  # Target

    def go(self, target: Target) -> None:
        """Ask to be taken to `target`."""
        self.wanted.emit(target)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is given: everything it may use, nothing global.

    Attributes:
        parts: The wired program below the desk.
        actor: Who is signed in.
        jobs: The only way off the GUI thread.
        hub: News of changes.
        notices: Where people are told things.
        navigator: The way to other pages.
        preferences: How this person arranged the desk.
        scope: The part of the area that is looked at; pages narrow their rows to `scope.code`.
        outbox: Where commands wait while the server is away; None where it cannot be.
    """

    parts: PartsLike
    actor: Actor
    jobs: Jobs
    hub: ChangeHub
    notices: Notices
    navigator: Navigator
    preferences: Preferences
    scope: Scope = field(default_factory=Scope)
    outbox: "DeskOutbox | None" = None
    _shared: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def shared(self, make: "Callable[[Desk], Common]") -> "Common":
        """Return the one `make(desk)` that several widgets of this desk use together."""
        if make not in self._shared:
            self._shared[make] = make(self)
        common: Common = self._shared[make]
        return common

    def read(
        self,
        query: Callable[[Any], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `query(session)` in a reading session off the GUI thread."""
        database = self.parts.database

        def work() -> Result:
            with database.reading() as session:
                return query(session)

        return self.jobs.read(work, done, failed)

    def look_up(
        self,
        query: Callable[[Any], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `query(session)` as `read` does, also while the server is away, on what is kept of
        regions, kinds, units, time limits, cases in hand; see `Database.look_up`."""
        database = self.parts.database

        return self.jobs.read(lambda: database.look_up(query), done, failed)

    def write(
        self,
        action: Callable[[Any], Result],
        done: Callable[[Result], object],
        failed: Report | None = None,
    ) -> Job:
        """Run `action(uow)` in one transaction of the signed-in person off the GUI thread."""
        database, actor = self.parts.database, self.actor

        def work() -> Result:
            with database.writing(actor) as uow:
                return action(uow)

        return self.jobs.write(work, done, failed)


class TakesTargets(Protocol):
    """A page that can be asked to show something."""

    def show_target(self, target: Target) -> None:
        """Show what `target` names."""


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """One line of the list of keys behind `?`.

    Attributes:
        key: As Qt writes it, or several parted by spaces: "N", "Ctrl+Return", "Up Down".
        does: A verb, e.g. "移动".
    """

    key: str
    does: str


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of a slice, built when it is first shown.

    Attributes:
        key: Unique name, e.g. "cases.queue".
        title: Name in the top bar.
        build: Makes the widget; it has `show_target` when `takes` is not empty.
        right: Right needed to open it, or several of which one is; None for everybody.
        unit_right: Right that opens it as well where it is held through a unit, "" for none.
        takes: Types of targets this page shows.
        help: Markdown file in resources/help, "" for the slice's own.
        tab: False for a page that only a target leads to (a form, a ledger): it has no tab, and
            the top bar shows the way there, "事件 › 新建事件". The window title of the widget, if
            it sets one, stands for the page's own part of that way; " / " parts it in two.
        keys: What the list behind `?` says of this page; keys of commands are listed anyway.
    """

    key: str
    title: str
    build: Callable[[Desk], QWidget]
    right: str | tuple[str, ...] | None = None
    takes: tuple[type, ...] = ()
    help: str = ""
    tab: bool = True
    unit_right: str = ""
    keys: tuple[KeyHelp, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Something one can do from anywhere by Ctrl+K.

    Attributes:
        key: Unique name, e.g. "cases.new".
        title: A verb, e.g. "新建事件".
        shortcut: As Qt writes it ("N", "Ctrl+Shift+N"), "" for none; see `ui.core.shortcuts`.
        right: Right needed, None for everybody.
        run: Does it; called on the GUI thread.
        icon: Phosphor name.
    """

    key: str
    title: str
    shortcut: str
    right: str | None
    run: Callable[[Desk], object]
    icon: str = "ph.arrow-right"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found by "search everything".

    Attributes:
        title: First line.
        detail: Second, quiet part of the line.
        icon: Phosphor name.
        target: Where choosing it leads.
        score: Higher comes first; an exact number or name is 100.
        title_at: Where in the title stands what was asked for; where it is left out, the words
            asked for are looked for in it.
        snippet: A line below, where it stands elsewhere; "" for none.
        snippet_at: Where in that line.
    """

    title: str
    detail: str
    icon: str
    target: Target
    score: int = 50
    title_at: Ranges | None = None
    snippet: str = ""
    snippet_at: Ranges = ()


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Where "search everything" looks on behalf of a slice.

    Attributes:
        title: Heading over the hits.
        find: Called on a reader thread with a session and the text; returns at most a dozen hits.
        right: Right needed, None for everybody.
    """

    title: str
    find: Callable[[Desk, Any, str], Sequence[SearchHit]]
    right: str | None = None


class TodayPlace(StrEnum):
    """Where a card stands on the Today page."""

    FIGURE = "figure"  # a tile in the row on top, all equally wide
    MAIN = "main"  # the wide column
    SIDE = "side"  # the narrow column


@dataclass(frozen=True, slots=True)
class TodayPart:
    """A card on the Today page.

    Attributes:
        key: Unique name.
        order: Smaller stands earlier within its place.
        build: Makes the card with its own frame; it loads and refreshes itself. A card whose
            vertical size policy expands takes the room its column has left.
        right: Right needed, None for everybody.
        place: In which row or column.
        unless: A right whose holders see something better in its place.
    """

    key: str
    order: int
    build: Callable[[Desk], QWidget]
    right: str | None = None
    place: TodayPlace = TodayPlace.MAIN
    unless: str | None = None

    def is_for(self, actor: Actor) -> bool:
        """Tell whether it is shown to this person."""
        spared = self.unless is not None and actor.may(self.unless)
        return allowed(actor, self.right) and not spared


@dataclass(frozen=True, slots=True)
class PanelSection:
    """A section other slices add to the case panel.

    Attributes:
        key: Unique name.
        title: Heading.
        order: Smaller stands higher.
        build: Makes the section for one case.
        right: Right needed, None for everybody.
    """

    key: str
    title: str
    order: int
    build: Callable[[Desk, UUID], QWidget]
    right: str | None = None


@dataclass(frozen=True, slots=True)
class RegionPart:
    """A list that other slices add to the panel of a region beside the map.

    Attributes:
        key: Unique name.
        title: Word of its tab; "{days}" in it becomes the days of the period.
        order: Smaller stands further left.
        build: Makes the list, a `ui.core.region_pane.RegionPane`.
        right: Right needed, None for everybody.
    """

    key: str
    title: str
    order: int
    build: Callable[[Desk], QWidget]
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """The red number at a rail entry: what cannot wait, e.g. overdue cases.

    Attributes:
        count: Called on a reader thread with a session.
        topics: Kinds of records that move the number.
        meaning: What it counts, e.g. "已超时"; read out and shown as tool tip.
        right: Right needed, None for everybody.
    """

    count: Callable[[Desk, Any], int]
    topics: frozenset[Topic]
    meaning: str
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """What listens for news as long as somebody sits at the desk, whichever page they are on.

    Attributes:
        start: Begins; what it makes belongs to the second argument.
        right: Right needed, None for everybody.
    """

    start: Callable[[Desk, QObject], object]
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """All that one slice offers to the shell.

    Attributes:
        key: Name of the slice, as its package.
        title: Word in the rail.
        icon: Phosphor name; the rail takes "-fill" of it for the slice one is in.
        order: Place in the rail, smaller is higher; the pictures' order in tens.
        right: Right needed to enter, or several of which one is; None for everybody.
        pages: The first is what the rail opens; without pages there is no rail entry.
        commands: What Ctrl+K offers.
        search: Where "search everything" looks.
        today: Cards on the Today page.
        panel: Sections in the case panel.
        region: Lists in the panel of a region beside the map.
        settings, help: Pages in the settings window; markdown file in resources/help.
        badge: The number at the rail entry.
        listeners: What listens while the desk stands.
        rail: Rail entry shared with others, the first of which names it; "" for one's own.
        accent, top: Token that marks the rail entry and its tabs; what stands in the top bar.
    """

    key: str
    title: str
    icon: str
    order: int
    right: str | tuple[str, ...] | None = None
    pages: tuple[PageSpec, ...] = ()
    commands: tuple[Command, ...] = ()
    search: SearchSource | None = None
    today: tuple[TodayPart, ...] = ()
    panel: tuple[PanelSection, ...] = ()
    region: tuple[RegionPart, ...] = ()
    settings: tuple[PageSpec, ...] = ()
    help: str = ""
    badge: Badge | None = None
    listeners: tuple[Listener, ...] = ()
    rail: str = ""
    accent: str = "accent"
    top: Callable[[Desk], QWidget] | None = None


def allowed(actor: Actor, right: str | tuple[str, ...] | None) -> bool:
    """Tell whether something that needs `right`, or one of several, is shown to this person."""
    several = right if isinstance(right, tuple) else (right,)
    return any(each is None or actor.may(each) for each in several)
