"""Finds organisations and members by what is typed: name or the first letters of its pinyin."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.actor import Actor
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.rules import PERSON_MOST
from app.party.scope import members_seen, organisations_seen

MOST = 6


@dataclass(frozen=True, slots=True)
class PartyHit:
    """An organisation, or a member of one.

    Attributes:
        organisation_id: Where choosing it leads.
        member_id: The member, None where it is the organisation itself.
        detail: What stands beside the name: the organisation of a member.
    """

    organisation_id: UUID
    member_id: UUID | None
    name: str
    detail: str


def find_party(
    session: Session, actor: Actor, text: str, *, region: str = "", limit: int = MOST
) -> tuple[PartyHit, ...]:
    """Return organisations, then members, `limit` at most of each; nothing for no text.

    Names that begin with the text come before those it stands in.
    """
    told = text.strip()[:PERSON_MOST]
    if not told:
        return ()
    organisations = _organisations(session, actor, told, region, limit)
    return (*organisations, *_members(session, actor, told, region, limit))


def _organisations(
    session: Session, actor: Actor, text: str, region: str, limit: int
) -> list[PartyHit]:
    table = PartyOrganisation
    asked = (
        sa.select(table.id, table.name)
        .where(
            table.dissolved_on.is_(None),
            organisations_seen(actor, region),
            _matches(table.name, table.initials, text),
        )
        .order_by(_begins(table.name, text), table.region, table.pinyin, table.id)
        .limit(limit)
    )
    return [PartyHit(key, None, name, "") for key, name in session.execute(asked)]


def _members(session: Session, actor: Actor, text: str, region: str, limit: int) -> list[PartyHit]:
    table = PartyMember
    asked = (
        sa.select(table.organisation_id, table.id, table.name, PartyOrganisation.name)
        .join(PartyOrganisation, PartyOrganisation.id == table.organisation_id)
        .where(
            table.left_on.is_(None),
            members_seen(actor, region),
            _matches(table.name, table.initials, text),
        )
        .order_by(_begins(table.name, text), table.pinyin, table.id)
        .limit(limit)
    )
    return [PartyHit(*row) for row in session.execute(asked)]


def _matches(
    name: InstrumentedAttribute[str], initials: InstrumentedAttribute[str], text: str
) -> sa.ColumnElement[bool]:
    by_name = name.contains(text, autoescape=True)
    lower = text.lower()
    if not lower.isascii():
        return by_name
    return sa.or_(by_name, initials.startswith(lower, autoescape=True))


def _begins(name: InstrumentedAttribute[str], text: str) -> sa.ColumnElement[int]:
    return sa.case((name.startswith(text, autoescape=True), 0), else_=1)
