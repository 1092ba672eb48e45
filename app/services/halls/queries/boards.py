"""The hall as its screen and its windows see it: who is called where, who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.services.halls.models import ServiceHall, ServiceQueue, ServiceTicket, ServiceWindow
from app.services.halls.rules import (
    Priority,
    TicketState,
    serving_minutes,
    ticket_number,
    wait_minutes,
)
from app.services.items.queries.items import near

LATEST_CALLS = 8


@dataclass(frozen=True, slots=True)
class HallRow:
    """A hall and what is usual in it."""

    id: UUID
    region: str
    name: str
    place: str
    early_min: int
    days_ahead: int
    late_min: int
    keep_days: int
    chimes: bool
    is_active: bool
    booked_early_min: int
    speaks: bool
    call_times: int
    may_keep: bool
    may_serve: bool
    version: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A kind of number, and how it stands today."""

    id: UUID
    letter: str
    name: str
    categories: tuple[str, ...]
    usual_min: int
    daily_most: int | None
    slot_min: int
    slot_capacity: int
    is_active: bool
    version: int
    given: int
    waiting: int
    served: int
    skipped: int
    minutes_each: float
    wait_min: int


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window, who sits there today, what it has in hand."""

    id: UUID
    number: int
    name: str
    letters: str
    is_active: bool
    is_open: bool
    clerk_name: str
    is_mine: bool
    in_hand: str
    version: int


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A number of today."""

    id: UUID
    number: str
    letter: str
    state: TicketState
    priority: Priority
    taken_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    calls: int
    window_id: UUID | None
    for_window_id: UUID | None
    first_name: str
    item_id: UUID | None
    brought: tuple[int, ...]
    note: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Call:
    """A number that was called, and at which window; `calls` counts how often."""

    number: str
    window: int
    window_name: str
    called_at: datetime
    calls: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class HallBoard:
    """A hall at a moment.

    Attributes:
        calls: The latest calls, the newest first.
        waiting: Who waits, in the order they will be called.
        skipped: Who was passed over today, the latest first.
    """

    hall: HallRow
    at: datetime
    queues: tuple[QueueRow, ...]
    windows: tuple[WindowRow, ...]
    calls: tuple[Call, ...]
    waiting: tuple[TicketRow, ...]
    skipped: tuple[TicketRow, ...]
    in_hand: tuple[TicketRow, ...]


def hall_rows(session: Session, actor: Actor, *, region: str = "") -> tuple[HallRow, ...]:
    """Return the halls somebody may look at, of a region and around it."""
    actor.require(Right.READ_SERVICES)
    asked = sa.select(ServiceHall).where(near(ServiceHall.region, actor, region))
    order = (ServiceHall.is_active.desc(), ServiceHall.region, ServiceHall.name)
    return tuple(_hall(actor, row) for row in session.scalars(asked.order_by(*order)))


def hall_board(session: Session, actor: Actor, hall_id: UUID, *, now: datetime) -> HallBoard | None:
    """Return how a hall stands, None where there is none."""
    actor.require(Right.READ_SERVICES)
    hall = session.get(ServiceHall, hall_id)
    if hall is None:
        return None
    day = local(now).date()
    asked = sa.select(ServiceTicket).where(
        ServiceTicket.hall_id == hall_id, ServiceTicket.day == day
    )
    order = (
        ServiceTicket.rank.desc(),
        ServiceTicket.order_at,
        ServiceTicket.serial,
        ServiceTicket.letter,
    )
    tickets = session.scalars(asked.order_by(*order)).all()
    windows = session.scalars(
        sa.select(ServiceWindow)
        .where(ServiceWindow.hall_id == hall_id)
        .order_by(ServiceWindow.number)
    ).all()
    queues = session.scalars(
        sa.select(ServiceQueue).where(ServiceQueue.hall_id == hall_id).order_by(ServiceQueue.letter)
    ).all()
    told = tuple(_ticket(row) for row in tickets)
    shown = tuple(_window(actor, row, tickets, day) for row in windows)
    skipped = (row for row in told if row.state is TicketState.SKIPPED)
    return HallBoard(
        _hall(actor, hall),
        now,
        tuple(_queue(row, tickets, shown) for row in queues),
        shown,
        _calls(tickets, windows),
        tuple(row for row in told if row.state is TicketState.WAITING),
        tuple(sorted(skipped, key=lambda row: row.ended_at or now, reverse=True)),
        tuple(row for row in told if row.state is TicketState.CALLED),
    )


def waiting_at(board: HallBoard, window: WindowRow) -> tuple[TicketRow, ...]:
    """Return who a window will call, in order."""
    return tuple(
        row
        for row in board.waiting
        if row.for_window_id == window.id
        or (row.for_window_id is None and row.letter in window.letters)
    )


def _hall(actor: Actor, row: ServiceHall) -> HallRow:
    return HallRow(
        row.id,
        row.region,
        row.name,
        row.place,
        row.early_min,
        row.days_ahead,
        row.late_min,
        row.keep_days,
        row.chimes,
        row.is_active,
        row.booked_early_min,
        row.speaks,
        row.call_times,
        actor.may_in(Right.MANAGE_SERVICES, row.region),
        actor.may_in(Right.SERVE_WINDOW, row.region),
        row.version,
    )


def _queue(
    row: ServiceQueue, tickets: Sequence[ServiceTicket], windows: tuple[WindowRow, ...]
) -> QueueRow:
    own = [each for each in tickets if each.queue_id == row.id]
    served = sorted(
        (each.ended_at, (each.ended_at - each.called_at).total_seconds())
        for each in own
        if each.state == TicketState.SERVED and each.ended_at and each.called_at
    )
    states = [each.state for each in own]
    waiting = states.count(TicketState.WAITING)
    each_min = serving_minutes(tuple(seconds for _, seconds in served), row.usual_min)
    open_now = sum(window.is_open and row.letter in window.letters for window in windows)
    return QueueRow(
        row.id,
        row.letter,
        row.name,
        tuple(row.categories),
        row.usual_min,
        row.daily_most,
        row.slot_min,
        row.slot_capacity,
        row.is_active,
        row.version,
        len(own),
        waiting,
        states.count(TicketState.SERVED),
        states.count(TicketState.SKIPPED),
        each_min,
        wait_minutes(waiting, open_now, each_min),
    )


def _window(
    actor: Actor, row: ServiceWindow, tickets: Sequence[ServiceTicket], day: date
) -> WindowRow:
    is_open = row.is_open and row.opened_at is not None and row.opened_at >= day_begins(day)
    held = next(
        (
            ticket_number(each.letter, each.serial)
            for each in tickets
            if each.window_id == row.id and each.state == TicketState.CALLED
        ),
        "",
    )
    return WindowRow(
        row.id,
        row.number,
        row.name,
        row.letters,
        row.is_active,
        is_open,
        row.clerk_name if is_open else "",
        is_open and row.clerk_id == actor.person_id,
        held,
        row.version,
    )


def _ticket(row: ServiceTicket) -> TicketRow:
    return TicketRow(
        row.id,
        ticket_number(row.letter, row.serial),
        row.letter,
        TicketState(row.state),
        Priority(row.priority),
        row.taken_at,
        row.called_at,
        row.ended_at,
        row.calls,
        row.window_id,
        row.for_window_id,
        row.first_name,
        row.item_id,
        tuple(row.brought),
        row.note,
        row.case_id,
    )


def _calls(tickets: Sequence[ServiceTicket], windows: Sequence[ServiceWindow]) -> tuple[Call, ...]:
    by_id = {window.id: window for window in windows}
    called = [
        (row.called_at, row, by_id[row.window_id])
        for row in tickets
        if row.called_at is not None and row.window_id in by_id
    ]
    latest = sorted(called, key=lambda each: each[0], reverse=True)[:LATEST_CALLS]
    return tuple(
        Call(
            ticket_number(row.letter, row.serial),
            window.number,
            window.name,
            at,
            row.calls,
            row.state == TicketState.CALLED,
        )
        for at, row, window in latest
    )
