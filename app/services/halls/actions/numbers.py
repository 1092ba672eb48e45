"""A number is taken: at a machine or at reception."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.accounts.rules import Right, Role
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, has_own_account, once
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.words import say
from app.services.halls.errors import HallClosed, NumbersTooOften, QueueFull, QueueGone
from app.services.halls.hours import hall_calendar, is_machine
from app.services.halls.models import ServiceHall, ServiceQueue, ServiceTicket
from app.services.halls.rules import RANK, TAKEN_A_MINUTE, Priority, TicketState, opening

_DOOR = sa.text(
    "SELECT id, letter, serial, region FROM jz.take_number(:queue, :priority, :booking)"
)
_RULES = sa.text("SELECT early_min, daily_most FROM jz.queue_rules(:queue)")
TOO_OFTEN, NO_MORE, CLOSED = "JZ002", "JZ003", "JZ004"


@once
def take_number(
    uow: Uow, queue_id: UUID, *, priority: Priority = Priority.ORDINARY, command_key: UUID
) -> UUID:
    """Take a number of a queue; `app.services.halls.queries.tickets.ticket_slip` tells which.

    Args:
        uow: Open transaction of a machine, or of whoever serves in the hall.
        queue_id: Which kind of number.
        priority: Reception may prefer somebody; what a machine says here counts for nothing.
        command_key: Makes doing it twice do it once.

    Raises:
        HallClosed: No numbers are given now.
        QueueGone: This kind is not given any more.
        QueueFull: As many were given today as there are.
        NumbersTooOften: A machine has given as many as it may in a minute.
    """
    most = check_open(uow, queue_id)
    if has_own_account(uow.session):
        key, serial, region = number_by_door(uow, queue_id, priority, most=most)
    else:
        key, serial, region = issue(uow, queue_id, priority)
    if most is not None and serial > most:
        raise QueueFull(most=most)
    uow.touched(Topic.TICKET, key, region)
    return key


def check_open(uow: Uow, queue_id: UUID) -> int | None:
    """Raise unless numbers of a queue are given now; return how many a day, None without end."""
    asked: Any = (
        sa.select(ServiceHall.early_min, ServiceQueue.daily_most)
        .join(ServiceQueue, ServiceQueue.hall_id == ServiceHall.id)
        .where(ServiceQueue.id == queue_id, ServiceQueue.is_active, ServiceHall.is_active)
    )
    if is_machine(uow.actor) and has_own_account(uow.session):
        asked = _RULES.bindparams(queue=queue_id)
    row = uow.session.execute(asked).one_or_none()
    if row is None:
        raise QueueGone
    now = opening(hall_calendar(uow.session, uow.actor), uow.now, row.early_min)
    if not now.gives:
        when = f"{local(now.opens_at):%m-%d %H:%M}" if now.opens_at else say("halls.next_opening")
        raise HallClosed(opens=when)
    return None if row.daily_most is None else int(row.daily_most)


def number_by_door(
    uow: Uow,
    queue_id: UUID,
    priority: Priority,
    booking: UUID | None = None,
    most: int | None = None,
) -> tuple[UUID, int, str]:
    """Give the next number on a shared server; see `issue`."""
    told = {"queue": queue_id, "priority": priority, "booking": booking}
    try:
        row = uow.session.execute(_DOOR, told).one_or_none()
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", "")
        if code == TOO_OFTEN:
            raise NumbersTooOften from error
        if code == NO_MORE:
            raise QueueFull(most=most) from error
        if code == CLOSED:  # by the clock of the server, whatever ours says
            raise HallClosed(opens=say("halls.next_opening")) from error
        raise
    if row is None:
        raise NotFound(row=queue_id)
    return row.id, row.serial, row.region


def issue(
    uow: Uow, queue_id: UUID, priority: Priority, *, booked: bool = False
) -> tuple[UUID, int, str]:
    """Give the next number of a queue; return its key, what number it is, and where.

    The queue is held meanwhile, so that two machines never give the same number; the database
    refuses a second one anyway.
    """
    asked = sa.select(ServiceQueue).where(ServiceQueue.id == queue_id).with_for_update()
    queue = uow.session.scalars(asked).one()
    by_machine = require_giving(uow, queue.region)
    day = local(uow.now).date()
    own = (ServiceTicket.queue_id == queue_id, ServiceTicket.day == day)
    if by_machine:
        _check_rhythm(uow)
        priority = priority if booked else Priority.ORDINARY
    serial = (uow.session.scalar(sa.select(sa.func.max(ServiceTicket.serial)).where(*own)) or 0) + 1
    row = ServiceTicket(**_blank(uow, queue), serial=serial, priority=priority, rank=RANK[priority])
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise Conflict from error
    return row.id, serial, row.region


def _blank(uow: Uow, queue: ServiceQueue) -> dict[str, Any]:
    return {
        "id": new_id(),
        "hall_id": queue.hall_id,
        "queue_id": queue.id,
        "region": queue.region,
        "day": local(uow.now).date(),
        "letter": queue.letter,
        "state": TicketState.WAITING,
        "order_at": uow.now,
        "taken_at": uow.now,
        "taken_by": uow.actor.person_id,
        "calls": 0,
        "first_name": "",
        "brought": [],
        "note": "",
    }


def require_giving(uow: Uow, region: str) -> bool:
    """Raise unless the actor gives numbers there; return whether it is a machine."""
    machines = [g.region for g in uow.actor.grants if g.role == Role.KIOSK and g.region]
    if any(region.startswith(place) for place in machines):
        return True
    if not uow.actor.may_in(Right.SERVE_WINDOW, region):
        raise NotAllowed(right=Right.SERVE_WINDOW)
    return False


def _check_rhythm(uow: Uow) -> None:
    lately = sa.select(sa.func.count()).where(
        ServiceTicket.taken_by == uow.actor.person_id,
        ServiceTicket.taken_at > uow.now - timedelta(minutes=1),
    )
    if (uow.session.scalar(lately) or 0) >= TAKEN_A_MINUTE:
        raise NumbersTooOften
