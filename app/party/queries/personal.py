"""Reading how a member is reached: masked for whoever sees them, whole against a request."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.personal import masked_phone
from app.core.actor import Actor
from app.core.database import has_own_account
from app.core.errors import NotFound
from app.party.models.members import PartyMemberPerson, PartyMemberReading
from app.party.personal import masked_document

GOOD_FOR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class MaskedMember:
    """What a card may show: ``138****6021``, ``****0021``."""

    phone: str
    document_number: str


@dataclass(frozen=True, slots=True)
class MemberValues:
    """The personal values themselves; never stored, logged or kept on screen longer than shown."""

    phone: str = field(repr=False)
    document_kind: str | None
    document_number: str = field(repr=False)
    address: str = field(repr=False)


def masked_member(session: Session, member_id: UUID) -> MaskedMember:
    """Return what may be shown of a member the caller may already see."""
    if has_own_account(session):
        asked = sa.text("SELECT phone, document_number FROM jz.masked_member(:member_id)")
        told = session.execute(asked, {"member_id": member_id}).first()
        return MaskedMember(*told) if told is not None else MaskedMember("", "")
    person = session.get(PartyMemberPerson, member_id)
    if person is None:
        return MaskedMember("", "")
    return MaskedMember(masked_phone(person.phone), masked_document(person.document_number))


_DOOR = sa.text(
    "SELECT phone, document_kind, document_number, address FROM jz.read_member(:request)"
)


def read_member(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> MemberValues:
    """Return personal values against a committed request.

    Raises:
        NotFound: There is no such request of this person at this desk, or it is older than
            30 seconds.
    """
    if has_own_account(session):
        return _read_through_door(session, request_id)
    asked = session.get(PartyMemberReading, request_id)
    own = asked is not None and (asked.person_id, asked.desk) == (actor.person_id, actor.desk)
    if asked is None or not own or now - asked.at > GOOD_FOR:
        raise NotFound(request=request_id)
    person = session.get(PartyMemberPerson, asked.member_id)
    if person is None:
        raise NotFound(member=asked.member_id)
    return MemberValues(person.phone, person.document_kind, person.document_number, person.address)


def _read_through_door(session: Session, request_id: UUID) -> MemberValues:
    try:
        told = session.execute(_DOOR, {"request": request_id}).first()
    except sa.exc.ProgrammingError as error:
        raise NotFound(request=request_id) from error
    if told is None:
        raise NotFound(request=request_id)
    return MemberValues(*told)
