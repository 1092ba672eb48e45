"""Reading who reported a case: masked for everybody, whole only against a committed request."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models.personal import CasePerson, PersonalReading
from app.cases.personal import masked_name, masked_phone
from app.core.actor import Actor
from app.core.database import has_own_account
from app.core.errors import NotFound

GOOD_FOR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class MaskedReporter:
    """What a list may show: ``陈**``, ``138****6021``."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class ReporterValues:
    """The personal values themselves; never stored, logged or kept on screen longer than shown."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    document_kind: str | None
    document_number: str = field(repr=False)
    address: str = field(repr=False)


def masked_reporter(session: Session, case_id: UUID) -> MaskedReporter | None:
    """Return the masked reporter of a case the caller may already see; None if anonymous."""
    if has_own_account(session):
        asked = sa.text("SELECT name, phone FROM jz.masked_person(:case_id)")
        told = session.execute(asked, {"case_id": case_id}).first()
        return MaskedReporter(*told) if told is not None else None
    person = session.scalars(_of(case_id)).first()
    if person is None:
        return None
    return MaskedReporter(masked_name(person.name), masked_phone(person.phone))


def read_reporter(
    session: Session, actor: Actor, request_id: UUID, *, now: datetime
) -> ReporterValues:
    """Return personal values against a committed request.

    Raises:
        NotFound: There is no such request of this person at this desk, it is older than
            30 seconds, or the case has no reporter.
    """
    if has_own_account(session):
        return _read_through_door(session, request_id)
    asked = session.get(PersonalReading, request_id)
    own = asked is not None and (asked.person_id, asked.desk) == (actor.person_id, actor.desk)
    if asked is None or not own or now - asked.at > GOOD_FOR:
        raise NotFound(request=request_id)
    person = session.scalars(_of(asked.case_id)).first()
    if person is None:
        raise NotFound(case_id=asked.case_id)
    return ReporterValues(
        name=person.name,
        phone=person.phone,
        document_kind=person.document_kind,
        document_number=person.document_number,
        address=person.address,
    )


_DOOR = sa.text(
    "SELECT name, phone, document_kind, document_number, address FROM jz.read_person(:request)"
)


def _read_through_door(session: Session, request_id: UUID) -> ReporterValues:
    try:
        told = session.execute(_DOOR, {"request": request_id}).first()
    except sa.exc.ProgrammingError as error:
        raise NotFound(request=request_id) from error
    if told is None:
        raise NotFound(request=request_id)
    return ReporterValues(*told)


def _of(case_id: UUID) -> sa.Select[CasePerson]:
    return sa.select(CasePerson).where(CasePerson.case_id == case_id).order_by(CasePerson.id)
