"""The queue: which cases, in which order, a page at a time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, Unit
from app.cases.filters.arranged import Order
from app.cases.filters.model import EVERYTHING, Filter, FilterField
from app.cases.models import CaseFile, Category
from app.cases.queries.conditions import Bound, conditions
from app.cases.queries.counts import COUNT_LIMIT as COUNT_LIMIT
from app.cases.queries.counts import as_count as as_count
from app.cases.queries.counts import count_of as count_of
from app.cases.queries.counts import with_followers
from app.cases.queries.following import followed_by
from app.cases.queries.stations import Ordered, ended_last, station_page, stations_of
from app.cases.queries.waiting import waiting_for
from app.cases.rules import CaseState, Level, Pause, SupervisionLevel
from app.cases.scope import is_open, visible, within
from app.core.actor import Actor
from app.core.clock import local
from app.core.database.functions import unindexed
from app.core.paging import Count, Head, Page
from app.core.text import storable
from app.territory.models import Region

PAGE_SIZE = 60
MOST_WORDS = 12  # of a search that are looked at; somebody may paste a whole letter
LONGEST_WORD = 200  # characters of a title or place: nothing longer can stand in one
_SHORT_NUMBER = re.compile(r"(\d{4})-(\d{1,4})", re.ASCII)


class QueueView(StrEnum):
    """The standing views of the queue; the words are in `label.QueueView`."""

    MINE = "mine"
    FIRST_CONTACT = "first_contact"
    FOLLOWED = "followed"
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    FINISHED = "finished"
    ALL_OPEN = "all_open"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    SUPERVISED = "supervised"
    CLOSED = "closed"
    DECLINED = "declined"
    ARCHIVED = "archived"
    NEW_TODAY = "new_today"
    DONE_TODAY = "done_today"
    EVERY = "every"


NEWEST_FIRST = frozenset({QueueView.CLOSED, QueueView.DECLINED, QueueView.ARCHIVED})
"""Views of what has ended; all others are ordered by the running clock."""


_LATELY = {QueueView.NEW_TODAY, QueueView.DONE_TODAY}
_NOT_OPEN = NEWEST_FIRST | _LATELY | {QueueView.FOLLOWED, QueueView.EVERY}


def is_of_open(view: QueueView) -> bool:
    """Tell whether only open cases stand in a view."""
    return view not in _NOT_OPEN


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What narrows a view.

    Attributes:
        text: Words that must stand in title, place or number; several are joined by "and".
        region: Region code prefix.
        rules: Clauses that all hold.
        among: Only these cases, e.g. those circled on a map; all when empty.
    """

    text: str = ""
    region: str = ""
    rules: Filter = EVERYTHING
    among: tuple[UUID, ...] = ()

    def is_empty(self) -> bool:
        """Tell whether nothing is narrowed."""
        return self == QueueFilter()

    @property
    def words(self) -> str:
        """Words that must all stand in a case, wherever they were put."""
        texts = [c.values[0] for c in self.rules.of(FilterField.TEXT) if c.is_one()]
        return " ".join((self.text, *texts))


EVERY_CASE = QueueFilter()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the queue.

    Attributes:
        number: Case number of 22 digits, None while the message waits to be accepted.
        region_name: Name of the grid, community or street of its place.
        due_at: When the clock shown runs out, None when none runs.
        clock: ``sign`` or ``handle``; None when none runs.
        clock_unit: What that clock counts in (`LimitUnit` value); its whole limit in seconds.
        clock_left_s: What was left of it when it was stopped; None while it runs.
        pause: What holds the case up.
        wants_call_back: Whether the reporter was promised a call once it is done.
        tags: Words it is marked with, where somebody read them (`queries.tags.marks_of`).
        is_followed: Whether it is on the reader's shortlist; as above.
        in_hand: Who else has a form on it open at this moment; as above.
        lead_id: The case it was merged into, None for none; `followers` follow it (as above).
    """

    id: UUID
    number: str | None
    state: CaseState
    level: Level
    title: str
    category: str
    region: str
    region_name: str
    unit: str
    handler: str
    received_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    handle_due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    clock: str | None
    clock_unit: str | None
    clock_limit_s: int | None
    clock_left_s: int | None
    pause: Pause | None
    pause_reason: str
    supervision_level: SupervisionLevel | None
    returned_count: int
    wants_call_back: bool
    calendar_number: int | None
    version: int
    ruling_due_at: datetime | None = None
    tags: tuple[str, ...] = ()
    is_followed: bool = False
    in_hand: tuple[str, ...] = ()
    lead_id: UUID | None = None
    followers: int = 0


_Kind = aliased(Category, name="kind")
_due_at = sa.case(
    (CaseFile.clock == "sign", CaseFile.sign_due_at),
    (CaseFile.clock == "handle", CaseFile.handle_due_at),
)
_COLUMNS = (
    CaseFile.id,
    CaseFile.number,
    CaseFile.state,
    CaseFile.level,
    CaseFile.title,
    sa.func.coalesce(_Kind.name, "").label("category"),
    CaseFile.region,
    sa.func.coalesce(Region.name, "").label("region_name"),
    sa.func.coalesce(Unit.name, "").label("unit"),
    sa.func.coalesce(Person.name, "").label("handler"),
    CaseFile.received_at,
    _due_at.label("due_at"),
    CaseFile.warn_at,
    CaseFile.handle_due_at,
    CaseFile.finished_at,
    CaseFile.closed_at,
    CaseFile.clock,
    CaseFile.clock_unit,
    CaseFile.clock_limit_s,
    CaseFile.clock_left_s,
    CaseFile.pause,
    CaseFile.pause_reason,
    CaseFile.supervision_level,
    CaseFile.returned_count,
    CaseFile.wants_call_back,
    CaseFile.calendar_number,
    CaseFile.version,
    CaseFile.ruling_due_at,
    CaseFile.lead_id,
)

_NAMES = tuple(column.key for column in _COLUMNS)


def queue_page(
    session: Session,
    actor: Actor,
    view: QueueView,
    *,
    now: datetime,
    narrowed: QueueFilter = EVERY_CASE,
    ordered: Ordered | None = None,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[CaseRow]:
    """Return one page of a view, ordered by the running clock (closed: newest first)."""
    order = ordered if ordered is not None else usual_order(view)
    numbered = view in (QueueView.CLOSED, QueueView.ARCHIVED)
    stations = stations_of(order, numbered=numbered, among_open=is_of_open(view))
    if ordered is None and view is QueueView.FOLLOWED:
        stations = ended_last(stations)
    wanted = wanted_of(session, actor, view, now, narrowed, by=order.order)
    page = station_page(session, asked_rows(), wanted, stations, after=after, size=size)
    return Page(tuple(row_of(each) for each in page.rows if not isinstance(each, Head)), page.after)


def usual_order(view: QueueView) -> Ordered:
    """Return how a view is ordered while nobody wants it otherwise."""
    if view is QueueView.EVERY:
        return Ordered(Order.RECEIVED, descending=True)
    return Ordered(Order.DUE, descending=view in NEWEST_FIRST)


def case_rows(session: Session, actor: Actor, ids: tuple[UUID, ...]) -> tuple[CaseRow, ...]:
    """Return the rows of given cases, as far as they may be seen; order is not kept."""
    found = session.execute(asked_rows().where(CaseFile.id.in_(ids), visible(actor, few=True)))
    return tuple(row_of(record) for record in found)


def view_counts(
    session: Session,
    actor: Actor,
    views: tuple[QueueView, ...],
    *,
    now: datetime,
    region: str = "",
) -> dict[QueueView, Count]:
    """Count views within a region in one statement, each to a thousand at most."""
    if not views:
        return {}
    seen = (visible(actor), within(region))
    counts = (count_of(*seen, of_view(actor, view, now)).label(view.value) for view in views)
    record = session.execute(sa.select(*counts)).one()
    return {view: as_count(n) for view, n in zip(views, record, strict=True)}


def view_count(
    session: Session, actor: Actor, view: QueueView, *, now: datetime, narrowed: QueueFilter
) -> Count:
    """Count one narrowed view to a thousand at most."""
    wanted = wanted_of(session, actor, view, now, narrowed)
    counted = as_count(session.execute(sa.select(count_of(*wanted))).scalar_one())
    return with_followers(session, counted, *wanted)


def asked_rows() -> sa.Select[Any]:
    """Return what is read of each case; `row_of` makes a line of it."""
    return (
        sa.select(*_COLUMNS)
        .select_from(CaseFile)
        .outerjoin(_Kind, _Kind.code == CaseFile.category_code)
        .outerjoin(Region, Region.code == CaseFile.region)
        .outerjoin(Unit, Unit.id == CaseFile.handling_unit_id)
        .outerjoin(Person, Person.id == CaseFile.handler_id)
    )


def row_of(record: Any) -> CaseRow:
    """Return a line of the queue of what `asked_rows` asked for."""
    values = {name: getattr(record, name) for name in _NAMES}
    values |= {"state": CaseState(values["state"]), "level": Level(values["level"])}
    if values["pause"]:
        values["pause"] = Pause(values["pause"])
    if values["supervision_level"]:
        values["supervision_level"] = SupervisionLevel(values["supervision_level"])
    return CaseRow(**values)


def wanted_of(
    session: Session,
    actor: Actor,
    view: QueueView,
    now: datetime,
    narrowed: QueueFilter,
    *,
    by: Order = Order.DUE,
) -> list[sa.ColumnElement[bool]]:
    """Return `conditions_of`, and which cases the text index names where they are few."""
    found = conditions_of(actor, view, now, narrowed, by)
    if narrowed.words:
        from app.cases.searching import words_in_head  # the first page of a desk searches nothing

        found += words_in_head(session, actor, narrowed.words, only_open=is_of_open(view))
    return found


def conditions_of(
    actor: Actor,
    view: QueueView,
    now: datetime,
    narrowed: QueueFilter,
    by: Order = Order.DUE,
) -> list[sa.ColumnElement[bool]]:
    """Return what a case must fulfil to stand in a narrowed view of what `actor` may see.

    Args:
        actor: Who looks.
        view: The standing view.
        now: The moment.
        narrowed: What narrows it.
        by: What the rows will be ordered by: what has ended is so much that it is read along
            the index of that order rather than looked up and sorted.
    """
    found = [visible(actor), of_view(actor, view, now)]
    if view in NEWEST_FIRST and by in (Order.RECEIVED, Order.NUMBER):
        found = [unindexed(visible(actor)), unindexed(CaseFile.state) == view.value]
    if narrowed.region:
        found.append(within(narrowed.region))
    found += [CaseFile.id.in_(narrowed.among)] if narrowed.among else []
    bound = Bound(actor, now, contains_word, among_open=is_of_open(view))
    found.extend(conditions(narrowed.rules, bound))
    words = storable(narrowed.text).split()[:MOST_WORDS]
    found.extend(contains_word(word) for word in words)
    return found


def contains_word(word: str) -> sa.ColumnElement[bool]:
    """Return the condition that a word stands in title, place or number; % and _ are letters."""
    if len(word) > LONGEST_WORD:  # SQLite gives up on a pattern of a pasted page
        return sa.false()
    found: list[sa.ColumnElement[bool]] = [
        column.icontains(word, autoescape=True) for column in (CaseFile.title, CaseFile.place)
    ]
    short_number = _SHORT_NUMBER.fullmatch(word)
    if short_number:
        day, serial = short_number.groups()
        found.append(CaseFile.number.like(f"____{day}{'_' * 9}{int(serial):04d}_"))
    elif word.isdecimal() and word.isascii():
        found.append(CaseFile.number.contains(word))
        found.append(CaseFile.external_number.contains(word))
    return sa.or_(*found)


def of_view(actor: Actor, view: QueueView, now: datetime) -> sa.ColumnElement[bool]:
    """Return what a case that `actor` may see must fulfil to stand in a view."""
    if view is QueueView.MINE:
        return waiting_for(actor)
    if view is QueueView.FOLLOWED:
        return followed_by(actor)
    if view is QueueView.FIRST_CONTACT:
        return sa.and_(_open(), CaseFile.first_contact_id == actor.person_id)
    return _VIEWS[view](now)


def _open() -> sa.ColumnElement[bool]:
    return is_open()


def running() -> sa.ColumnElement[bool]:
    """Return the condition that a clock of the case runs."""
    return sa.and_(_open(), CaseFile.clock.is_not(None))


def _due(begin: datetime, end: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(running(), CaseFile.order_at >= begin, CaseFile.order_at < end)


def _midnight(now: datetime) -> datetime:
    return local(now).replace(hour=0, minute=0, second=0, microsecond=0)


_VIEWS: dict[QueueView, Callable[[datetime], sa.ColumnElement[bool]]] = {
    QueueView.SUBMITTED: lambda _: CaseFile.state == CaseState.SUBMITTED,
    QueueView.REGISTERED: lambda _: CaseFile.state == CaseState.REGISTERED,
    QueueView.ASSIGNED: lambda _: CaseFile.state == CaseState.ASSIGNED,
    QueueView.HANDLING: lambda _: CaseFile.state.in_((CaseState.SIGNED_FOR, CaseState.IN_PROGRESS)),
    QueueView.FINISHED: lambda _: CaseFile.state.in_((CaseState.FINISHED, CaseState.VERIFIED)),
    QueueView.ALL_OPEN: lambda _: _open(),
    QueueView.DUE_TODAY: lambda now: _due(now, _midnight(now) + timedelta(days=1)),
    QueueView.DUE_SOON: lambda now: sa.and_(
        running(), CaseFile.warn_at <= now, CaseFile.order_at >= now
    ),
    QueueView.OVERDUE: lambda now: sa.and_(running(), CaseFile.order_at < now),
    QueueView.PAUSED: lambda _: sa.and_(_open(), CaseFile.pause.is_not(None)),
    QueueView.SUPERVISED: lambda _: sa.and_(_open(), CaseFile.supervision_level.is_not(None)),
    QueueView.CLOSED: lambda _: CaseFile.state == CaseState.CLOSED,
    QueueView.DECLINED: lambda _: CaseFile.state == CaseState.DECLINED,
    QueueView.ARCHIVED: lambda _: CaseFile.state == CaseState.ARCHIVED,
    QueueView.NEW_TODAY: lambda now: CaseFile.registered_at >= _midnight(now),
    QueueView.DONE_TODAY: lambda now: CaseFile.finished_at >= _midnight(now),
    QueueView.EVERY: lambda _: sa.true(),
}
