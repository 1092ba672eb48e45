"""Whoever booked gives the time back by the code and the digits they booked with."""

from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, has_own_account, once
from app.services.halls.actions.numbers import require_giving
from app.services.halls.errors import AppointmentUnknown
from app.services.halls.models import ServiceAppointment
from app.services.halls.queries.bookings import only_booked
from app.services.halls.rules import AppointmentState, clean_digits, plain_code

_CANCEL = sa.text("SELECT id, region FROM jz.cancel_booking(:code, :digits)")


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
    today = local(uow.now).date()
    asked = only_booked(sa.select(ServiceAppointment), uow.actor, code, digits, today)
    row = uow.session.scalars(asked).first()
    if row is None:
        raise AppointmentUnknown
    require_giving(uow, row.region)
    row.state, row.seat = AppointmentState.CANCELLED, None
    uow.session.flush()
    return row.id, row.region
