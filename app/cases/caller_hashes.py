"""Matching callers by hashes, without reading who they are; on a server through its doors."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models.personal import CallerReading, CasePerson
from app.cases.personal import names_a_caller, salted
from app.core.database import has_own_account
from app.core.errors import NotFound


def reporter_hash(session: Session, case_id: UUID) -> str | None:
    """Return the salted hash of the number of whoever reported a case: "" where it is a hotline,
    which is many people's, None where there is no number.
    """
    if has_own_account(session):
        asked = sa.text("SELECT jz.reporter_hash(:case_id)")
        told: str | None = session.scalar(asked, {"case_id": case_id})
        return told
    person = _with_number(session, case_id)
    if person is None:
        return None
    return salted(person.phone, person.salt) if names_a_caller(person.phone) else ""


def cases_of_number(session: Session, request_id: UUID, asked_for: str) -> sa.Select[Any]:
    """Return the keys of the cases of the number a committed request was made for.

    Args:
        session: To read with.
        request_id: Of `look_up_caller`.
        asked_for: What its journal row says of the number.

    Raises:
        NotFound: The request is not that of the journal row.
    """
    if has_own_account(session):
        return _through_door(
            sa.text("SELECT case_id FROM jz.cases_of_number(:request)"), request_id
        )
    reading = session.get(CallerReading, request_id)
    if reading is None or salted(reading.phone_key, reading.salt) != asked_for:
        raise NotFound(request=request_id)
    return sa.select(CasePerson.case_id).where(CasePerson.phone_key == reading.phone_key)


def cases_of_reporter(
    session: Session, request_id: UUID, asked_for: str, case_id: UUID
) -> sa.Select[Any]:
    """Return the keys of the cases of whoever reported one, against a committed request.

    Args:
        session: To read with.
        request_id: Of `look_up_reporter`.
        asked_for: What its journal row says of the number.
        case_id: The case it was made for.

    Raises:
        NotFound: The request was made for somebody else's.
    """
    if asked_for != reporter_hash(session, case_id):
        raise NotFound(request=request_id)
    if has_own_account(session):
        door = sa.text("SELECT case_id FROM jz.cases_of_reporter(:request, :case_id)")
        return _through_door(door.bindparams(case_id=case_id), request_id)
    person = _with_number(session, case_id)
    key = person.phone_key if person is not None else None
    return sa.select(CasePerson.case_id).where(CasePerson.phone_key == key)


def _through_door(door: sa.TextClause, request_id: UUID) -> sa.Select[Any]:
    """Return the answer of a server's function, which looks at the committed request itself."""
    told = door.bindparams(request=request_id).columns(case_id=sa.Uuid()).subquery()
    return sa.select(told.c.case_id)


def _with_number(session: Session, case_id: UUID) -> CasePerson | None:
    asked = sa.select(CasePerson).where(
        CasePerson.case_id == case_id, CasePerson.phone_key.is_not(None)
    )
    return session.scalars(asked.order_by(CasePerson.id)).first()
