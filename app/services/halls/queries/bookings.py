"""Times that can be booked, and those that are: when and for what, never by whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.clock import local
from app.core.database import has_own_account
from app.services.halls.errors import AppointmentUnknown
from app.services.halls.hours import hall_calendar, is_machine
from app.services.halls.models import (
    ServiceAppointment,
    ServiceHall,
    ServiceQueue,
    ServiceTicket,
)
from app.services.halls.queries.offers import reach_of
from app.services.halls.rules import (
    AppointmentState,
    Slot,
    clean_digits,
    plain_code,
    slot_minutes_of,
    ticket_number,
)

_SLOTS = sa.text("SELECT day, minute, taken FROM jz.booked_slots(:queue)")
_BOOKED = sa.text("SELECT queue, hall, place, day, minute FROM jz.booked_by_code(:code, :digits)")
_RULES = sa.text("SELECT region, slot_min, slot_capacity, days_ahead FROM jz.booking_rules(:queue)")


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A time that is booked; `number` is what it was turned into."""

    id: UUID
    queue_id: UUID
    letter: str
    queue: str
    day: date
    minute: int
    state: AppointmentState
    booked_at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class Booked:
    """A time that is booked: for what, where and when, never by whom."""

    queue: str
    hall: str
    place: str
    day: date
    minute: int


def free_slots(
    session: Session, actor: Actor, queue_id: UUID, *, now: datetime
) -> tuple[Slot, ...]:
    """Return the slots of a queue that are still to come, full ones among them, by day."""
    by_door = is_machine(actor) and has_own_account(session)
    rules = session.execute(
        _RULES.bindparams(queue=queue_id) if by_door else _rules_asked(queue_id)
    ).one_or_none()
    if rules is None or not rules.slot_min:
        return ()
    found: Any = (
        session.execute(_SLOTS, {"queue": queue_id})
        if by_door
        else session.execute(_taken_asked(queue_id, local(now).date()))
    )
    taken = {(row.day, row.minute): row.taken for row in found}
    calendar = hall_calendar(session, actor)
    days = (local(now).date() + timedelta(days=at) for at in range(rules.days_ahead + 1))
    slots = (
        Slot(day, minute, taken.get((day, minute), 0), rules.slot_capacity)
        for day in days
        for minute in slot_minutes_of(calendar, day, rules.slot_min)
    )
    return tuple(slot for slot in slots if slot.begins > now)


def booking_rows(
    session: Session, actor: Actor, hall_id: UUID, *, since: date
) -> tuple[BookingRow, ...]:
    """Return the bookings of a hall from a day on, by day and time."""
    actor.require(Right.READ_SERVICES)
    asked = (
        sa.select(
            ServiceAppointment.id,
            ServiceAppointment.queue_id,
            ServiceQueue.letter,
            ServiceQueue.name,
            ServiceAppointment.day,
            ServiceAppointment.minute,
            ServiceAppointment.state,
            ServiceAppointment.booked_at,
            ServiceTicket.serial,
        )
        .join(ServiceQueue, ServiceQueue.id == ServiceAppointment.queue_id)
        .outerjoin(ServiceTicket, ServiceTicket.id == ServiceAppointment.ticket_id)
        .where(ServiceAppointment.hall_id == hall_id, ServiceAppointment.day >= since)
        .order_by(
            ServiceAppointment.day,
            ServiceAppointment.minute,
            ServiceQueue.letter,
            ServiceAppointment.id,
        )
    )
    return tuple(
        BookingRow(
            row.id,
            row.queue_id,
            row.letter,
            row.name,
            row.day,
            row.minute,
            AppointmentState(row.state),
            row.booked_at,
            ticket_number(row.letter, row.serial) if row.serial is not None else "",
        )
        for row in session.execute(asked)
    )


def booked(session: Session, actor: Actor, code: str, last4: str, *, now: datetime) -> Booked:
    """Return what is booked for today or later by a code.

    Raises:
        LastDigitsWanted: Those are no four digits.
        AppointmentUnknown: Code or digits do not fit, or it is no longer booked; which is not said.
    """
    plain, digits = plain_code(code), clean_digits(last4)
    if has_own_account(session):
        row: Any = session.execute(_BOOKED, {"code": plain, "digits": digits}).first()
    else:
        asked = (
            sa.select(
                ServiceQueue.name,
                ServiceHall.name,
                ServiceHall.place,
                ServiceAppointment.day,
                ServiceAppointment.minute,
            )
            .join(ServiceQueue, ServiceQueue.id == ServiceAppointment.queue_id)
            .join(ServiceHall, ServiceHall.id == ServiceAppointment.hall_id)
        )
        today = local(now).date()
        row = session.execute(only_booked(asked, actor, plain, digits, today)).first()
    if row is None:
        raise AppointmentUnknown
    return Booked(*row)


def only_booked(asked: Any, actor: Actor, code: str, digits: str, today: date) -> Any:
    """Return a select narrowed to the first time booked by a code, within reach of an actor."""
    here = sa.or_(
        sa.false(), *(ServiceAppointment.region.startswith(each) for each in reach_of(actor))
    )
    return (
        asked.where(
            ServiceAppointment.code == code,
            ServiceAppointment.phone_last4 == digits,
            ServiceAppointment.day >= today,
            ServiceAppointment.state == AppointmentState.BOOKED,
            here,
        )
        .order_by(ServiceAppointment.day, ServiceAppointment.minute)
        .limit(1)
    )


def _rules_asked(queue_id: UUID) -> Any:
    return (
        sa.select(
            ServiceHall.region,
            ServiceQueue.slot_min,
            ServiceQueue.slot_capacity,
            ServiceHall.days_ahead,
        )
        .join(ServiceQueue, ServiceQueue.hall_id == ServiceHall.id)
        .where(ServiceQueue.id == queue_id, ServiceQueue.is_active, ServiceHall.is_active)
    )


def _taken_asked(queue_id: UUID, today: date) -> Any:
    return (
        sa.select(
            ServiceAppointment.day,
            ServiceAppointment.minute,
            sa.func.count(ServiceAppointment.seat).label("taken"),
        )
        .where(ServiceAppointment.queue_id == queue_id, ServiceAppointment.day >= today)
        .group_by(ServiceAppointment.day, ServiceAppointment.minute)
    )
