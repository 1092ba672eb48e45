"""A time is booked, given back, or turned into a number when somebody comes."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, has_own_account, once
from app.core.errors import NotAllowed
from app.core.ids import new_id
from app.services.halls.actions.numbers import (
    TOO_OFTEN,
    check_open,
    issue,
    number_by_door,
    require_giving,
)
from app.services.halls.errors import (
    AppointmentUnknown,
    AppointmentUsed,
    NumbersTooOften,
    SlotFull,
    SlotWrong,
)
from app.services.halls.hours import hall_calendar
from app.services.halls.models import ServiceAppointment, ServiceHall, ServiceQueue
from app.services.halls.rules import (
    CODE_DIGITS,
    AppointmentState,
    Priority,
    Slot,
    clean_digits,
    is_in_time,
    plain_code,
    slot_minutes_of,
)

_RULES = sa.text("SELECT region, slot_min, slot_capacity, days_ahead FROM jz.booking_rules(:queue)")
_BOOK = sa.text("SELECT id FROM jz.book_time(:queue, :day, :minute, :digits, :code)")
_FIND = sa.text(
    "SELECT id, queue_id, region, minute, state, early_min, late_min"
    " FROM jz.find_booking(:code, :digits)"
)


@once
def book_time(
    uow: Uow, queue_id: UUID, day: date, minute: int, last4: str, *, command_key: UUID
) -> str:
    """Book a time; return the code that is shown when one comes.

    Args:
        uow: Open transaction of a machine, or of whoever serves in the hall.
        queue_id: For which kind of business.
        day: Which day.
        minute: Beginning of a slot, in minutes after midnight.
        last4: Last four digits of a telephone: asked for together with the code.
        command_key: Makes doing it twice do it once.

    Raises:
        LastDigitsWanted: Those are no four digits.
        SlotWrong: Nobody can be asked for this time.
        SlotFull: The time is full.
        NumbersTooOften: A machine has booked as often as it may in a minute.
    """
    digits = clean_digits(last4)
    rules = _rules(uow, queue_id)
    _check_slot(uow, rules, day, minute)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    if has_own_account(uow.session):
        key = _by_door(uow, queue_id, day, minute, digits, code)
    else:
        key = _put(uow, queue_id, rules, day, minute, digits, code)
    uow.touched(Topic.APPOINTMENT, key, rules.region)
    return code


@once
def check_in(uow: Uow, code: str, last4: str, *, command_key: UUID) -> UUID:
    """Turn a booking of today into a number; who comes in time is called before others.

    Returns:
        The number's key; `app.services.halls.queries.slips.ticket_slip` tells it.

    Raises:
        AppointmentUnknown: There is none today for this code and these digits.
        AppointmentUsed: It was turned into a number already, or was given back.
        HallClosed: No numbers are given now.
    """
    digits = clean_digits(last4)
    found = _found(uow, code, digits)
    if found is None:
        raise AppointmentUnknown
    if found.state != AppointmentState.BOOKED:
        raise AppointmentUsed
    check_open(uow, found.queue_id)
    today = local(uow.now).date()
    begins = Slot(today, found.minute, 0, 1).begins
    in_time = is_in_time(begins, uow.now, found.early_min, found.late_min)
    priority = Priority.BOOKED if in_time else Priority.ORDINARY
    if has_own_account(uow.session):
        key, _, region = number_by_door(uow, found.queue_id, priority, found.id)
    else:
        key, _, region = issue(uow, found.queue_id, priority, booked=True)
        row = uow.session.get_one(ServiceAppointment, found.id, with_for_update=True)
        row.state, row.ticket_id = AppointmentState.ARRIVED, key
        uow.session.flush()
    uow.touched(Topic.TICKET, key, region)
    uow.touched(Topic.APPOINTMENT, found.id, region)
    return key


@once
def give_back(uow: Uow, appointment_id: UUID, *, command_key: UUID) -> None:
    """Give a booked time back; its place is free again.

    Raises:
        AppointmentUsed: It is not booked any more.
    """
    asked = sa.select(ServiceAppointment.region, ServiceAppointment.state).where(
        ServiceAppointment.id == appointment_id
    )
    found = uow.session.execute(asked).one_or_none()
    if found is None or not uow.actor.may_in(Right.SERVE_WINDOW, found.region):
        raise NotAllowed(right=Right.SERVE_WINDOW)
    done = uow.session.execute(
        sa.update(ServiceAppointment)
        .where(
            ServiceAppointment.id == appointment_id,
            ServiceAppointment.state == AppointmentState.BOOKED,
        )
        .values(state=AppointmentState.CANCELLED, seat=None, version=ServiceAppointment.version + 1)
    )
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise AppointmentUsed
    uow.record("halls.given_back", Topic.APPOINTMENT, appointment_id, region=found.region)
    uow.touched(Topic.APPOINTMENT, appointment_id, found.region)


def _rules(uow: Uow, queue_id: UUID) -> Any:
    asked: Any = (
        sa.select(
            ServiceHall.region,
            ServiceQueue.slot_min,
            ServiceQueue.slot_capacity,
            ServiceHall.days_ahead,
        )
        .join(ServiceQueue, ServiceQueue.hall_id == ServiceHall.id)
        .where(ServiceQueue.id == queue_id, ServiceQueue.is_active, ServiceHall.is_active)
    )
    if has_own_account(uow.session):
        asked = _RULES.bindparams(queue=queue_id)
    row = uow.session.execute(asked).one_or_none()
    if row is None or not row.slot_min:
        raise SlotWrong
    return row


def _check_slot(uow: Uow, rules: Any, day: date, minute: int) -> None:
    now = local(uow.now)
    last = now.date() + timedelta(days=rules.days_ahead)
    minutes = slot_minutes_of(hall_calendar(uow.session, uow.actor), day, rules.slot_min)
    begins: datetime = Slot(day, minute, 0, 1).begins
    if not now.date() <= day <= last or minute not in minutes or begins <= uow.now:
        raise SlotWrong


def _by_door(uow: Uow, queue_id: UUID, day: date, minute: int, digits: str, code: str) -> UUID:
    told = {"queue": queue_id, "day": day, "minute": minute, "digits": digits, "code": code}
    try:
        row = uow.session.execute(_BOOK, told).one_or_none()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == TOO_OFTEN:
            raise NumbersTooOften from error
        raise
    if row is None:
        raise SlotFull
    return UUID(str(row.id))


def _put(
    uow: Uow, queue_id: UUID, rules: Any, day: date, minute: int, digits: str, code: str
) -> UUID:
    asked = sa.select(ServiceQueue).where(ServiceQueue.id == queue_id).with_for_update()
    queue = uow.session.scalars(asked).one()
    require_giving(uow, queue.region)
    there = sa.select(ServiceAppointment.seat).where(
        ServiceAppointment.queue_id == queue_id,
        ServiceAppointment.day == day,
        ServiceAppointment.minute == minute,
    )
    taken = set(uow.session.scalars(there))
    seat = next((at for at in range(1, rules.slot_capacity + 1) if at not in taken), None)
    if seat is None:
        raise SlotFull
    row = ServiceAppointment(
        id=new_id(),
        hall_id=queue.hall_id,
        queue_id=queue.id,
        region=queue.region,
        day=day,
        minute=minute,
        seat=seat,
        code=code,
        phone_last4=digits,
        state=AppointmentState.BOOKED,
        booked_at=uow.now,
        booked_by=uow.actor.person_id,
    )
    uow.session.add(row)
    try:
        uow.session.flush()
    except IntegrityError as error:
        raise SlotFull from error
    return row.id


def _found(uow: Uow, code: str, digits: str) -> Any:
    plain = plain_code(code)
    if has_own_account(uow.session):
        return uow.session.execute(_FIND, {"code": plain, "digits": digits}).first()
    asked = (
        sa.select(
            ServiceAppointment.id,
            ServiceAppointment.queue_id,
            ServiceAppointment.region,
            ServiceAppointment.minute,
            ServiceAppointment.state,
            ServiceHall.booked_early_min.label("early_min"),
            ServiceHall.late_min,
        )
        .join(ServiceHall, ServiceHall.id == ServiceAppointment.hall_id)
        .where(
            ServiceAppointment.code == plain,
            ServiceAppointment.phone_last4 == digits,
            ServiceAppointment.day == local(uow.now).date(),
        )
    )
    row = uow.session.execute(asked).first()
    if row is not None:
        require_giving(uow, row.region)
    return row
