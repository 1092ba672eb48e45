"""The number of a case: day, street, serial of the day, check digit (一案一码)."""

from datetime import date

import sqlalchemy as sa

from app.cases.held import held
from app.cases.models import CaseFile
from app.cases.models.life import CaseSerial
from app.cases.numbers import case_number
from app.core.clock import local
from app.core.database import Uow, insert_unless_there
from app.core.errors import AppError

STREET_DIGITS = 9
MOST_SERIALS = 9_999


class SerialsUsedUp(AppError):
    """A street has given out 9,999 numbers today."""

    code = "cases.serials_used_up"


def give_number(uow: Uow, case: CaseFile) -> str:
    """Give the case the next number of its street and day; two desks at once wait in turn."""
    day, street = local(uow.now).date(), case.region[:STREET_DIGITS]
    serial = _serial(uow, day, street)
    if serial.last >= MOST_SERIALS:
        raise SerialsUsedUp
    serial.last += 1
    case.number = number = case_number(day, street, serial.last)
    return number


def _serial(uow: Uow, day: date, street: str) -> CaseSerial:
    kept = held(uow.session)
    if kept is not None and (day, street) in kept.serials:
        return kept.serials[day, street]
    insert_unless_there(uow.session, CaseSerial, {"day": day, "street": street, "last": 0})
    asked = sa.select(CaseSerial).where(CaseSerial.day == day, CaseSerial.street == street)
    serial = uow.session.scalars(asked.with_for_update()).one()
    if kept is not None:
        kept.serials[day, street] = serial
    return serial
