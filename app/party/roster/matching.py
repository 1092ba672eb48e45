"""What stands of members already, told only as far as a file has to be compared with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.scope import in_regions
from app.core.database import has_own_account
from app.party.models.members import PartyMember, PartyMemberPerson

AT_ONCE = 500
"""Numbers asked for in one statement."""


def numbers_known(
    session: Session, mine: tuple[str, ...], keys: Sequence[str], import_id: UUID
) -> Iterator[tuple[UUID, str]]:
    """Yield member and key of those keys that members have, as far as one keeps their rosters."""
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        if has_own_account(session):
            asked = sa.text("SELECT member_id, document_key FROM jz.roster_numbers(:i, :keys)")
            yield from session.execute(asked, {"i": import_id, "keys": some})
            continue
        found = (
            sa.select(PartyMemberPerson.member_id, PartyMemberPerson.document_key)
            .join(PartyMember, PartyMember.id == PartyMemberPerson.member_id)
            .where(PartyMemberPerson.document_key.in_(some), PartyMember.left_on.is_(None))
            .where(in_regions(PartyMember.region, mine))
        )
        for member_id, key in session.execute(found):
            yield member_id, key or ""


@dataclass(frozen=True, slots=True)
class Holds:
    """What personal values stand of a member already; the values stay where they are."""

    has_number: bool
    phone_last4: str
    has_address: bool


def held_of(
    session: Session, members: Sequence[UUID], import_id: UUID
) -> Iterator[tuple[UUID, Holds]]:
    """Yield what stands of members already."""
    for start in range(0, len(members), AT_ONCE):
        some = list(members[start : start + AT_ONCE])
        if has_own_account(session):
            asked = sa.text(
                "SELECT member_id, has_number, phone_last4, has_address"
                " FROM jz.roster_holds(:i, :members)"
            )
            found = session.execute(asked, {"i": import_id, "members": some})
        else:
            person = PartyMemberPerson
            of = sa.select(
                person.member_id,
                person.document_number != "",
                person.phone_last4,
                person.address != "",
            ).where(person.member_id.in_(some))
            found = session.execute(of)
        for member_id, number, last4, address in found:
            yield member_id, Holds(bool(number), last4, bool(address))


def numbered(session: Session, members: Sequence[UUID], import_id: UUID) -> list[UUID]:
    """Return those of whom a number is known."""
    return [key for key, holds in held_of(session, members, import_id) if holds.has_number]
