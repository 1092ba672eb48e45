"""What numbers a hall gives now, how many wait, and about how long: for reception and machines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right, Role
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.clock import day_begins, local
from app.core.database import has_own_account
from app.services.halls.hours import hall_calendar, is_machine
from app.services.halls.models import ServiceHall, ServiceQueue, ServiceTicket, ServiceWindow
from app.services.halls.rules import Opening, TicketState, opening, serving_minutes, wait_minutes

_DOOR = sa.text(
    "SELECT queue_id, hall_id, hall, place, early_min, days_ahead, letter, name, categories,"
    " usual_min, daily_most, slot_min, given, waiting, windows, served_s FROM jz.kiosk_queues()"
)


@dataclass(frozen=True, slots=True)
class QueueOffer:
    """A kind of number that can be taken.

    Attributes:
        categories: Kinds of business it takes; none: whatever no other queue of the hall takes.
        waiting: Who waits now.
        windows: Windows that are open and take it.
        minutes: About how long one who takes a number now waits.
        opening: Whether numbers are given.
        is_full: No more are given today.
        books: Appointments can be made.
    """

    queue_id: UUID
    hall_id: UUID
    hall: str
    place: str
    letter: str
    name: str
    categories: tuple[str, ...]
    waiting: int
    windows: int
    minutes: int
    opening: Opening
    is_full: bool
    books: bool
    days_ahead: int

    @property
    def gives(self) -> bool:
        """Tell whether a number can be taken now."""
        return self.opening.gives and not self.is_full


def queue_offers(session: Session, actor: Actor, *, now: datetime) -> tuple[QueueOffer, ...]:
    """Return the numbers that are given where somebody stands, by hall and letter."""
    if is_machine(actor) and has_own_account(session):
        rows: Iterable[Any] = session.execute(_DOOR)
    else:
        rows = _read(session, reach_of(actor), now)
    calendar = hall_calendar(session, actor)
    found = []
    for row in rows:
        each = serving_minutes(tuple(float(s) for s in row.served_s), row.usual_min)
        is_open = opening(calendar, now, row.early_min)
        found.append(
            QueueOffer(
                row.queue_id,
                row.hall_id,
                row.hall,
                row.place,
                row.letter,
                row.name,
                tuple(row.categories),
                row.waiting,
                row.windows,
                wait_minutes(row.waiting, row.windows, each),
                is_open,
                row.daily_most is not None and row.given >= row.daily_most,
                row.slot_min > 0,
                row.days_ahead,
            )
        )
    return tuple(sorted(found, key=lambda offer: (offer.hall, offer.letter)))


def offers_for(offers: Iterable[QueueOffer], category: str) -> tuple[QueueOffer, ...]:
    """Return the queues that take a kind of business; of each hall the one that names it, else
    the one for everything else.
    """
    by_hall: dict[UUID, QueueOffer] = {}
    for offer in offers:
        if category in offer.categories:
            by_hall[offer.hall_id] = offer
        elif not offer.categories:
            by_hall.setdefault(offer.hall_id, offer)
    return tuple(by_hall.values())


def reach_of(actor: Actor) -> tuple[str, ...]:
    """Return where somebody gives numbers: a machine where it stands, staff where they serve."""
    own = tuple(g.region for g in actor.grants if g.role == Role.KIOSK and g.region)
    return own or actor.prefixes(Right.SERVE_WINDOW)


@dataclass(frozen=True, slots=True)
class _Row:
    queue_id: UUID
    hall_id: UUID
    hall: str
    place: str
    early_min: int
    days_ahead: int
    letter: str
    name: str
    categories: list[str]
    usual_min: int
    daily_most: int | None
    slot_min: int
    given: int
    waiting: int
    windows: int
    served_s: tuple[float, ...]


def _read(session: Session, reach: tuple[str, ...], now: datetime) -> list[_Row]:
    day = local(now).date()
    asked = (
        sa.select(ServiceQueue, ServiceHall)
        .join(ServiceHall, ServiceHall.id == ServiceQueue.hall_id)
        .where(in_regions(ServiceHall.region, reach), ServiceHall.is_active, ServiceQueue.is_active)
    )
    found = session.execute(asked).all()
    halls = {hall.id for _, hall in found}
    counts, served = _counts(session, halls, day), _served(session, halls, day)
    windows = open_letters(session, halls, day)
    return [
        _Row(
            queue.id,
            hall.id,
            hall.name,
            hall.place,
            hall.early_min,
            hall.days_ahead,
            queue.letter,
            queue.name,
            list(queue.categories),
            queue.usual_min,
            queue.daily_most,
            queue.slot_min,
            sum(counts.get(queue.id, {}).values()),
            counts.get(queue.id, {}).get(TicketState.WAITING, 0),
            sum(queue.letter in letters for letters in windows.get(hall.id, ())),
            served.get(queue.id, ()),
        )
        for queue, hall in found
    ]


def _counts(session: Session, halls: set[UUID], day: date) -> dict[UUID, dict[str, int]]:
    asked = (
        sa.select(ServiceTicket.queue_id, ServiceTicket.state, sa.func.count())
        .where(ServiceTicket.hall_id.in_(halls), ServiceTicket.day == day)
        .group_by(ServiceTicket.queue_id, ServiceTicket.state)
    )
    found: dict[UUID, dict[str, int]] = {}
    for queue, state, count in session.execute(asked):
        found.setdefault(queue, {})[state] = count
    return found


def _served(session: Session, halls: set[UUID], day: date) -> dict[UUID, tuple[float, ...]]:
    asked = (
        sa.select(ServiceTicket.queue_id, ServiceTicket.called_at, ServiceTicket.ended_at)
        .where(
            ServiceTicket.hall_id.in_(halls),
            ServiceTicket.day == day,
            ServiceTicket.state == TicketState.SERVED,
        )
        .order_by(ServiceTicket.ended_at)
    )
    found: dict[UUID, tuple[float, ...]] = {}
    for queue, called, ended in session.execute(asked):
        if called is not None and ended is not None:
            found[queue] = (*found.get(queue, ()), (ended - called).total_seconds())
    return found


def open_letters(session: Session, halls: set[UUID], day: date) -> dict[UUID, list[str]]:
    """Return what the windows take at which somebody has sat down today, by hall."""
    asked = sa.select(ServiceWindow.hall_id, ServiceWindow.letters).where(
        ServiceWindow.hall_id.in_(halls),
        ServiceWindow.is_open,
        ServiceWindow.opened_at >= day_begins(day),
    )
    found: dict[UUID, list[str]] = {}
    for hall, letters in session.execute(asked):
        found.setdefault(hall, []).append(letters)
    return found
