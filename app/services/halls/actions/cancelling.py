"""Whoever booked gives the time back by the code and the digits they booked with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, has_own_account, once
from app.services.halls.actions.booking import clean_digits, plain_code
from app.services.halls.actions.numbers import require_giving
from app.services.halls.errors import AppointmentUnknown
from app.services.halls.models import ServiceAppointment, ServiceHall, ServiceQueue
from app.services.halls.queries.offers import reach_of
from app.services.halls.rules import AppointmentState

_BOOKED = sa.text("SELECT queue, hall, place, day, minute FROM jz.booked_by_code(:code, :digits)")
_CANCEL = sa.text("SELECT id, region FROM jz.cancel_booking(:code, :digits)")


@dataclass(frozen=True, slots=True)
class Booked:
    """A time that is booked: for what, where and when, never by whom."""

    queue: str
    hall: str
    place: str
    day: date
    minute: int


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
        row = session.execute(_of(asked, actor, plain, digits, local(now).date())).first()
    if row is None:
        raise AppointmentUnknown
    return Booked(*row)


@once
def cancel_booking(uow: Uow, code: str, last4: str, *, command_key: UUID) -> None:
    """Give a booked time back; its place is free again.

    Raises:
        LastDigitsWanted: Those are no four digits.
        AppointmentUnknown: Code or digits do not fit, or it is no longer booked; which is not said.
    """
    plain, digits = plain_code(code), clean_digits(last4)
    if has_own_account(uow.session):
        row = uow.session.execute(_CANCEL, {"code": plain, "digits": digits}).first()
        if row is None:
            raise AppointmentUnknown
        key, region = UUID(str(row.id)), str(row.region)
    else:
        key, region = _cancel(uow, plain, digits)
    uow.record("halls.given_back", Topic.APPOINTMENT, key, region=region)
    uow.touched(Topic.APPOINTMENT, key, region)


def _cancel(uow: Uow, code: str, digits: str) -> tuple[UUID, str]:
    asked = _of(sa.select(ServiceAppointment), uow.actor, code, digits, local(uow.now).date())
    row = uow.session.scalars(asked).first()
    if row is None:
        raise AppointmentUnknown
    require_giving(uow, row.region)
    row.state, row.seat = AppointmentState.CANCELLED, None
    uow.session.flush()
    return row.id, row.region


def _of(asked: Any, actor: Actor, code: str, digits: str, today: date) -> Any:
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
