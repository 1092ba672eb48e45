"""Who belongs to an organisation, a page at a time, in the order of names."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.paging import Page
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember, PartyMembership
from app.party.roster.days import shown_day
from app.party.rules import Sex, Standing, words_of
from app.party.scope import members_seen, without_grid
from app.territory.models import Region

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the roster shows them; nothing personal but the name.

    Attributes:
        organisation: Name of their own organisation.
        grid_code: Where they live, None where that is not known.
        grid: Its name, "" where it is not known.
        dual: Name of the organisation they belong to besides, "" for none.
        joined: When they joined, as far as that is known: ``1985-06``; "" where it is not.
    """

    id: UUID
    name: str
    sex: Sex | None
    joined_on: date | None
    standing: Standing
    organisation_id: UUID
    organisation: str
    region: str
    grid_code: str | None
    grid: str
    workplace: str
    is_serving: bool
    skills: tuple[str, ...]
    tags: tuple[str, ...]
    dual: str
    version: int
    joined: str = ""


def members_page(
    session: Session,
    actor: Actor,
    organisations: tuple[UUID, ...],
    *,
    after: tuple[object, ...] | None = None,
    limit: int = AT_ONCE,
) -> Page[MemberRow]:
    """Return members of some organisations, in the order of names.

    Args:
        session: To read with.
        actor: Who reads.
        organisations: Keys, as of one with all that stands under it.
        after: Where the page before ended.
        limit: Rows at most.
    """
    asked = asked_members(actor).where(PartyMember.organisation_id.in_(organisations))
    return page_of(session, asked, after, limit)


def members_without_grid(
    session: Session,
    actor: Actor,
    region: str = "",
    *,
    after: tuple[object, ...] | None = None,
    limit: int = AT_ONCE,
) -> Page[MemberRow]:
    """Return members of organisations in a region of whom no grid in use is known, by name."""
    asked = asked_members(actor, region).where(without_grid())
    return page_of(session, asked, after, limit)


_READ = (
    PartyMember.id,
    PartyMember.name,
    PartyMember.pinyin,
    PartyMember.sex,
    PartyMember.joined_on,
    PartyMember.joined_precision,
    PartyMember.standing,
    PartyMember.organisation_id,
    PartyOrganisation.name.label("organisation"),
    PartyMember.region,
    PartyMember.grid_code,
    sa.func.coalesce(Region.name, "").label("grid"),
    PartyMember.workplace,
    PartyMember.is_serving,
    PartyMember.skills,
    PartyMember.tags,
    PartyMember.version,
)
Asked = sa.Select[Any]


def asked_members(actor: Actor, region: str = "") -> Asked:
    """Return what asks for members a reader may see, with organisation and grid."""
    return asked_of(members_seen(actor, region))


def asked_of(seen: sa.ColumnElement[bool]) -> Asked:
    """Return what asks for the members of a condition who have not left."""
    read: tuple[Any, ...] = _READ
    return (
        sa.select(*read)
        .join(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .outerjoin(Region, Region.code == PartyMember.grid_code)
        .where(PartyMember.left_on.is_(None), seen)
    )


def page_of(
    session: Session,
    asked: Asked,
    after: tuple[object, ...] | None,
    limit: int,
    *,
    sorted_anew: bool = False,
) -> Page[MemberRow]:
    """Return the next rows of what `asked_members` asks for, in the order of names.

    Args:
        session: To read with.
        asked: Members.
        after: Where the page before ended.
        limit: Rows at most.
        sorted_anew: Find the rows first and sort them then: where few of many fit, walking
            through all in the order of names would look each one up.
    """
    order: Any = PartyMember.pinyin + "" if sorted_anew else PartyMember.pinyin
    if after is not None:
        key = sa.tuple_(order, PartyMember.id)
        asked = asked.where(key > sa.tuple_(*map(sa.literal, after)))
    asked = asked.order_by(order, PartyMember.id).limit(limit + 1)
    found = session.execute(asked).all()
    shown = found[:limit]
    second = _second(session, [row.id for row in shown])
    rows = tuple(_row(row, second.get(row.id, "")) for row in shown)
    last = (shown[-1].pinyin, shown[-1].id) if len(found) > limit else None
    return Page(rows, last)


def _second(session: Session, members: list[UUID]) -> dict[UUID, str]:
    """Return the name of the second organisation of each member that has one now."""
    if not members:
        return {}
    asked = (
        sa.select(PartyMembership.member_id, PartyOrganisation.name)
        .join(PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id)
        .where(PartyMembership.member_id.in_(members), PartyMembership.until.is_(None))
    )
    return dict(session.execute(asked).all())


def _row(row: sa.Row[Any], dual: str) -> MemberRow:
    return MemberRow(
        id=row.id,
        name=row.name,
        sex=Sex(row.sex) if row.sex else None,
        joined_on=row.joined_on,
        standing=Standing(row.standing),
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        region=row.region,
        grid_code=row.grid_code,
        grid=row.grid,
        workplace=row.workplace,
        is_serving=row.is_serving,
        skills=words_of(row.skills) if row.skills else (),
        tags=words_of(row.tags) if row.tags else (),
        dual=dual,
        version=row.version,
        joined=shown_day(row.joined_on, row.joined_precision),
    )
