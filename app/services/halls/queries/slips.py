"""The slip of a number just taken: which, how many are before, about how long."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.database import has_own_account
from app.services.halls.hours import is_machine
from app.services.halls.models import ServiceHall, ServiceQueue, ServiceTicket
from app.services.halls.queries.offers import queue_offers
from app.services.halls.rules import TicketState, ticket_number

_DOOR = sa.text("SELECT letter, serial, taken_at, ahead, queue_id FROM jz.kiosk_ticket(:ticket)")


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """What is printed: nothing of whoever took it.

    Attributes:
        number: As it will be called: A001.
        ahead: Who is called before.
        minutes: About how long until it is called.
    """

    number: str
    queue: str
    hall: str
    place: str
    taken_at: datetime
    ahead: int
    minutes: int


def ticket_slip(
    session: Session, actor: Actor, ticket_id: UUID, *, now: datetime
) -> TicketSlip | None:
    """Return the slip of a number of today, None where the actor has no business with it.

    A machine gets those it gave itself, and only for some minutes.
    """
    if is_machine(actor) and has_own_account(session):
        row = session.execute(_DOOR, {"ticket": ticket_id}).one_or_none()
    else:
        row = session.execute(_asked(ticket_id, now)).one_or_none()
    if row is None:
        return None
    offers = queue_offers(session, actor, now=now)
    offer = next((each for each in offers if each.queue_id == row.queue_id), None)
    if offer is None:
        return None
    each = offer.minutes / offer.waiting if offer.waiting else 0
    return TicketSlip(
        ticket_number(row.letter, row.serial),
        offer.name,
        offer.hall,
        offer.place,
        row.taken_at,
        row.ahead,
        round(row.ahead * each),
    )


def _asked(ticket_id: UUID, now: datetime) -> "sa.Select[str, int, datetime, int, UUID]":
    before = sa.orm.aliased(ServiceTicket)
    ahead = (
        sa.select(sa.func.count())
        .where(
            before.queue_id == ServiceTicket.queue_id,
            before.day == ServiceTicket.day,
            before.state == TicketState.WAITING,
            before.for_window_id.is_(None),
            sa.or_(
                before.rank > ServiceTicket.rank,
                sa.and_(
                    before.rank == ServiceTicket.rank, before.order_at < ServiceTicket.order_at
                ),
                sa.and_(
                    before.rank == ServiceTicket.rank,
                    before.order_at == ServiceTicket.order_at,
                    before.serial < ServiceTicket.serial,
                ),
            ),
        )
        .correlate(ServiceTicket)
        .scalar_subquery()
    )
    return (
        sa.select(
            ServiceTicket.letter,
            ServiceTicket.serial,
            ServiceTicket.taken_at,
            ahead.label("ahead"),
            ServiceTicket.queue_id,
        )
        .join(ServiceQueue, ServiceQueue.id == ServiceTicket.queue_id)
        .join(ServiceHall, ServiceHall.id == ServiceTicket.hall_id)
        .where(ServiceTicket.id == ticket_id, ServiceTicket.day == local(now).date())
    )
