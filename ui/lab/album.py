"""Which pictures there are: every page of every slice, and what stands between the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from app.cases.queries.queue import CaseRow, QueueView, queue_page
from app.core.errors import DatabaseBusy
from ui.core.slices import PageSpec
from ui.core.targets import FoundWanted, LedgerWanted, NewCaseWanted, PageWanted, Target
from ui.lab.studio import Studio
from ui.shell.desk_view import DeskView
from ui.shell.first_run import FirstRunPage
from ui.shell.ground import Admitted
from ui.shell.offer import Offer
from ui.shell.reasons import Why
from ui.shell.slices import TODAY, standing, today_slice

SEARCHED = "井盖"
NOT_THERE = "没有这样的词"
PLAIN_TARGETS: tuple[Target, ...] = (NewCaseWanted(), FoundWanted(SEARCHED))
"""Targets that need no record: they lead to the forms."""

Prepare = Callable[[Studio], QWidget | None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Attributes:
        name: Of the file, without its ending.
        prepare: Brings the window there; returns what is drawn, None for the whole window.
        page: Key of the page that is shown, "" where any will do.
    """

    name: str
    prepare: Prepare
    page: str = ""


def album() -> tuple[Shot, ...]:
    """Return every picture, in the order in which they are best taken."""
    return (*_before(), *_pages(), *_between())


def _pages() -> Iterator[Shot]:
    slices = (today_slice(lambda _desk: QWidget()), *standing())
    for slice_ in sorted(slices, key=lambda slice_: slice_.order):
        for page in (*slice_.pages, *slice_.settings):
            yield Shot(page.key, _going(page), page.key)


def _going(page: PageSpec) -> Prepare:
    if LedgerWanted in page.takes:
        return _first_case
    plain = next((target for target in PLAIN_TARGETS if type(target) in page.takes), None)
    target = PageWanted(page.key) if page.tab or plain is None else plain

    def go(studio: Studio) -> None:
        desk_of(studio).go(target)

    return go


def _first_case(studio: Studio) -> None:
    """Go to the ledger of the case that runs out first."""
    desk = desk_of(studio).desk
    desk.navigator.go(PageWanted("cases.ledger"))  # what is seen while there is no case

    def find(session: Any) -> tuple[CaseRow, ...]:
        now = desk.parts.clock.now()
        return queue_page(session, desk.actor, QueueView.ALL_OPEN, now=now, size=1).rows

    def go(rows: tuple[CaseRow, ...]) -> None:
        for row in rows:
            desk.navigator.go(LedgerWanted(row.id))

    desk.read(find, go)


def _before() -> tuple[Shot, ...]:
    """What is seen before anybody sits at a desk."""
    return (
        Shot("first-run", _first_run("")),
        Shot("first-run-office", _first_run("alone")),
        Shot("first-run-server", _first_run("join")),
        Shot("sign-in", _sign_in(Why.START)),
        Shot("locked", _sign_in(Why.LOCKED)),
    )


def _between() -> tuple[Shot, ...]:
    """What lies over the pages."""
    return (
        Shot("search", _searching("")),
        Shot("search-found", _searching(SEARCHED)),
        Shot("search-nothing", _searching(NOT_THERE)),
        Shot("keys", _keys),
        Shot("help", _help),
        Shot("offline", _offline),
        Shot("notices", _notices),
    )


def desk_of(studio: Studio) -> DeskView:
    """Return the desk in the window.

    Raises:
        RuntimeError: Nobody sits there: a defect of ours.
    """
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    return studio.window.desk


def offers(admitted: Admitted, page: str) -> bool:
    """Tell whether somebody may open a page."""
    slices = (today_slice(lambda _desk: QWidget()), *standing())
    return Offer(slices, admitted.actor).room(page) is not None


def _first_run(button: str) -> Prepare:
    def show(studio: Studio) -> None:
        studio.window.set_up()
        if button:  # the page before may not be gone yet; the youngest one is shown
            page = studio.window.findChildren(FirstRunPage)[-1]
            getattr(page, button).click()

    return show


def _sign_in(why: Why) -> Prepare:
    def show(studio: Studio) -> None:
        studio.window.ask_who(why)

    return show


def _searching(text: str) -> Prepare:
    def show(studio: Studio) -> None:
        _alone(studio)
        desk_of(studio).palette_box.begin(text)

    return show


def _keys(studio: Studio) -> QWidget | None:
    _alone(studio)
    desk = desk_of(studio)
    desk.show_keys()
    return desk.key_sheet


def _help(studio: Studio) -> QWidget | None:
    _alone(studio)
    studio.window.show_help()
    return studio.window.help_window


def _notices(studio: Studio) -> QWidget | None:
    _alone(studio)
    desk = desk_of(studio)
    desk.desk.notices.report(DatabaseBusy())
    desk.notices.open()
    return desk.notices.shown


def _offline(studio: Studio) -> None:
    _alone(studio)
    if studio.program.heartbeat is not None:
        studio.program.heartbeat.lost(DatabaseBusy())


def _alone(studio: Studio) -> None:
    """Close what the picture before this one left open, and stand where everybody starts."""
    desk = desk_of(studio)
    desk.palette_box.finish()
    desk.enter(TODAY)
