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
    party = (*_party(), *_report_in(), *_lists(), *_activities(), *_conference())
    cases = (*_whistles(), *_rounds(), *_feeds(), *_rules(), *party, *_services(), *_papers())
    cases = (*cases, *_command())
    return (*_before(), *_pages(), *_maps(), *_redrawings(), *cases, *_between())


def _command() -> tuple[Shot, ...]:
    """Return the pictures of duty and command besides their pages."""
    from ui.lab import command_shots as shots

    return (
        Shot("duty-month", shots.month, shots.DUTY),
        Shot("command-over", shots.over, shots.BOARD),
        Shot("command-beginning", shots.beginning, shots.BOARD),
        Shot("command-reporting", shots.reporting, shots.BOARD),
        Shot("command-ordering", shots.ordering, shots.BOARD),
        Shot("command-unit", shots.keeping, shots.FORCES),
        Shot("command-plan", shots.planning, shots.PLANS),
        Shot("command-conference", shots.conferring, shots.CONFERENCES),
    )


def _maps() -> tuple[Shot, ...]:
    """The map in other states than the first."""
    from ui.lab import map_shots
    from ui.lab.map_shots import (
        PAGE,
        covered,
        covered_day,
        district,
        from_near,
        grid_chosen,
        heat,
        measuring,
    )

    def chosen(studio: Studio) -> None:
        grid_chosen(studio)

    return (
        Shot("map-grid", chosen, PAGE),
        Shot("map-near", from_near, PAGE),
        Shot("map-measure", measuring, PAGE),
        Shot("map-sketches", map_shots.sketching, PAGE),
        Shot("map-heat", heat, PAGE),
        Shot("map-district", district, PAGE),
        Shot("map-covered", covered, PAGE),
        Shot("map-covered-day", covered_day, PAGE),
        Shot("map-queue", map_shots.beside_queue, map_shots.QUEUE),
    )


def _rules() -> tuple[Shot, ...]:
    """Return the pictures of rules by which the program acts on cases."""
    from ui.lab.rule_shots import PAGE, tried, written

    return (Shot("rules-form", written, PAGE), Shot("rules-trial", tried, PAGE))


def _redrawings() -> tuple[Shot, ...]:
    """A draft of grids with tools in the hand, and its forms."""
    from ui.lab.redrawing_shots import PAGE, cutting, described, drawing, moving, publishing

    return (
        Shot("redrawing-split", cutting, PAGE),
        Shot("redrawing-move", moving, PAGE),
        Shot("redrawing-draw", drawing, PAGE),
        Shot("redrawing-grid", described, PAGE),
        Shot("redrawing-publish", publishing, PAGE),
    )


def _feeds() -> tuple[Shot, ...]:
    """The mapping editor."""
    from ui.lab.feed_shots import PAGE, drifted, guessed

    return (Shot("feeds-mapping", guessed, PAGE), Shot("feeds-drift", drifted, PAGE))


def _papers() -> tuple[Shot, ...]:
    """A briefing with a number asked, and one that was sent out."""
    from ui.lab.paper_shots import (
        PAGE,
        TEMPLATES,
        asked,
        assignment,
        daily,
        faulty,
        labels,
        monthly,
        printing,
        signed,
        timing,
    )

    return (
        Shot("papers-figure", asked, PAGE),
        Shot("papers-signed", signed, PAGE),
        Shot("papers-daily", daily, PAGE),
        Shot("papers-monthly", monthly, PAGE),
        Shot("papers-template-faulty", faulty, TEMPLATES),
        Shot("papers-template-assignment", assignment, TEMPLATES),
        Shot("papers-timing", timing, PAGE),
        Shot("slips-printing", printing, PAGE),
        Shot("labels-sheet", labels, PAGE),
    )


def _rounds() -> tuple[Shot, ...]:
    """Rounds that were made, due beside made, and the forms."""
    from ui.lab.round_shots import PAGE, by_grid, made, planning, recording

    return (
        Shot("rounds-made", made, PAGE),
        Shot("rounds-grids", by_grid, PAGE),
        Shot("rounds-recording", recording, PAGE),
        Shot("rounds-planning", planning, PAGE),
    )


def _whistles() -> tuple[Shot, ...]:
    """How units answered whistles, and how one is blown."""
    from ui.lab.whistle_shots import PAGE, blowing, figures

    return (Shot("whistles-figures", figures, PAGE), Shot("whistles-blow", blowing, PAGE))


def _activities() -> tuple[Shot, ...]:
    """Return the pictures of posts and activities besides the month."""
    from ui.lab.activity_shots import COMPOUNDS, PAGE, late_matter, past, planning, posts, sides

    return (
        Shot("activities-past", past, PAGE),
        Shot("activities-planning", planning, PAGE),
        Shot("activities-posts", posts, PAGE),
        Shot("compounds-late", late_matter, COMPOUNDS),
        Shot("compounds-sides", sides, COMPOUNDS),
    )


def _lists() -> tuple[Shot, ...]:
    """Return the pictures of the three lists besides the board."""
    from ui.lab.list_shots import PAGE, forming, needing, project

    return (
        Shot("lists-project", project, PAGE),
        Shot("lists-forming", forming, PAGE),
        Shot("lists-need", needing, PAGE),
    )


def _conference() -> tuple[Shot, ...]:
    """Return the pictures of committee and conference."""
    from ui.lab import conference_shots as shots

    return (
        Shot("conference-held", shots.held, shots.PAGE),
        Shot("compounds-answered", shots.answered, shots.COMPOUNDS),
        Shot("conference-void", shots.void, shots.PAGE),
        Shot("conference-resolutions", shots.resolutions, shots.PAGE),
        Shot("conference-members", shots.members, shots.PAGE),
        Shot("conference-calling", shots.calling, shots.PAGE),
        Shot("conference-signing", shots.signing_in, shots.PAGE),
        Shot("conference-resolving", shots.resolving, shots.PAGE),
        Shot("cooperation-posts", shots.appointments, shots.TOGETHER),
        Shot("cooperation-agreements", shots.agreements, shots.TOGETHER),
        Shot("cooperation-appointing", shots.appointing, shots.TOGETHER),
        Shot("cadres-posted", shots.posted, shots.CADRES),
        Shot("cadres-lent", shots.lent, shots.CADRES),
        Shot("cadres-keeping", shots.keeping, shots.CADRES),
    )


def _services() -> tuple[Shot, ...]:
    """Return the pictures of services besides their pages."""
    from ui.lab import service_shots as shots

    return (
        Shot("services-editing", shots.editing, shots.ITEMS),
        Shot("services-lacking", shots.lacking, shots.ITEMS),
        Shot("services-checking", shots.checking, shots.WINDOW),
        Shot("services-screen", shots.screen, shots.HALL),
        Shot("services-bookings", shots.bookings, shots.HALL),
        Shot("services-booking", shots.booking, shots.HALL),
    )


def _party() -> tuple[Shot, ...]:
    """What is known of an organisation, the tree of another day, and how gaps are mended."""
    from ui.lab import roster_shots as rosters
    from ui.lab.party_shots import PAGE, card, electing, founding, past, placing

    return (
        Shot("party-card", card, PAGE),
        Shot("party-past", past, PAGE),
        Shot("party-founding", founding, PAGE),
        Shot("party-election", electing, PAGE),
        Shot("party-placing", placing, PAGE),
        Shot("party-roster", rosters.roster, PAGE),
        Shot("party-roster-narrowed", rosters.narrowed, PAGE),
        Shot("party-roster-narrowing", rosters.narrowing, PAGE),
        Shot("party-member", rosters.member, PAGE),
        Shot("party-adding", rosters.adding, PAGE),
        Shot("party-import", rosters.bringing, PAGE),
        Shot("party-transfers", rosters.transfers, PAGE),
    )


def _report_in() -> tuple[Shot, ...]:
    """Registering, calls with their answers, figures, signed files."""
    from ui.lab.report_in_shots import PAGE, calls, figures, files, registering

    return (
        Shot("report-in-registering", registering, PAGE),
        Shot("report-in-calls", calls, PAGE),
        Shot("report-in-figures", figures, PAGE),
        Shot("report-in-files", files, PAGE),
    )


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
