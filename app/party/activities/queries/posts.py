"""Posts and who took them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.paging import Page
from app.party.activities.models import PostClaim, ServicePost
from app.party.models import PartyOrganisation
from app.party.models.members import PartyMember
from app.party.scope import members_seen
from app.territory.queries.regions import code_within, region_names

AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post; `taken` is how many have it now."""

    id: UUID
    region: str
    region_name: str
    title: str
    kind: str
    place: str
    hours: str
    wanted: int
    taken: int
    note: str
    closed_on: date | None
    may_keep: bool
    version: int

    @property
    def lacking(self) -> int:
        """Return how many are still wanted."""
        return 0 if self.closed_on is not None else max(self.wanted - self.taken, 0)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Who took a post; name and organisation are "" for somebody out of the reader's reach."""

    id: UUID
    member_id: UUID
    name: str
    organisation: str
    claimed_at: datetime
    person_name: str
    given_back_on: date | None
    reason: str


def posts_page(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    region: str = "",
    only_lacking: bool = False,
    after: tuple[object, ...] | None = None,
    limit: int = AT_ONCE,
) -> Page[PostRow]:
    """Return posts that are open, the newest first.

    Args:
        session: To read with.
        actor: Who reads.
        text: Part of its name, sort or place.
        region: Code they stand in, or its beginning.
        only_lacking: Those that too few took.
        after: Where the page before ended.
        limit: Rows at most.

    Raises:
        NotAllowed: The reader has no right to read what the Party works with.
    """
    actor.require(Right.READ_PARTY)
    taken = _taken().subquery()
    count = sa.func.coalesce(taken.c.taken, 0)
    asked: Any = (
        sa.select(ServicePost, count)
        .outerjoin(taken, taken.c.post_id == ServicePost.id)
        .where(ServicePost.closed_on.is_(None))
    )
    if text:
        told = (ServicePost.title, ServicePost.kind, ServicePost.place)
        asked = asked.where(sa.or_(*(column.contains(text, autoescape=True) for column in told)))
    if region:
        asked = asked.where(code_within(ServicePost.region, region))
    if only_lacking:
        asked = asked.where(count < ServicePost.wanted)
    key = (ServicePost.recorded_at, ServicePost.id)
    if after is not None:
        asked = asked.where(sa.tuple_(*key) < sa.tuple_(*map(sa.literal, after)))
    asked = asked.order_by(*(column.desc() for column in key)).limit(limit + 1)
    found = session.execute(asked).all()
    shown = found[:limit]
    names = region_names(session, {row.region for row, _ in shown})
    rows = tuple(_row(actor, row, many, names) for row, many in shown)
    last = shown[-1][0] if len(found) > limit else None
    return Page(rows, (last.recorded_at, last.id) if last is not None else None)


def post_claims(session: Session, actor: Actor, post_id: UUID) -> tuple[ClaimRow, ...]:
    """Return who took a post: those who have it first, then who gave it back."""
    actor.require(Right.READ_PARTY)
    known = sa.and_(PartyMember.id == PostClaim.member_id, members_seen(actor))
    asked = (
        sa.select(PostClaim, PartyMember.name, PartyOrganisation.name)
        .outerjoin(PartyMember, known)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == PartyMember.organisation_id)
        .where(PostClaim.post_id == post_id)
        .order_by(
            sa.case((PostClaim.given_back_on.is_(None), 0), else_=1),
            PostClaim.claimed_at,
            PostClaim.id,
        )
    )
    return tuple(
        ClaimRow(
            id=claim.id,
            member_id=claim.member_id,
            name=name or "",
            organisation=organisation or "",
            claimed_at=claim.claimed_at,
            person_name=claim.person_name,
            given_back_on=claim.given_back_on,
            reason=claim.reason,
        )
        for claim, name, organisation in session.execute(asked)
    )


def _taken() -> "sa.Select[UUID, int]":
    return (
        sa.select(PostClaim.post_id, sa.func.count().label("taken"))
        .where(PostClaim.given_back_on.is_(None))
        .group_by(PostClaim.post_id)
    )


def _row(actor: Actor, row: ServicePost, taken: int, names: dict[str, str]) -> PostRow:
    return PostRow(
        id=row.id,
        region=row.region,
        region_name=names.get(row.region, row.region),
        title=row.title,
        kind=row.kind,
        place=row.place,
        hours=row.hours,
        wanted=row.wanted,
        taken=taken,
        note=row.note,
        closed_on=row.closed_on,
        may_keep=actor.may_in(Right.KEEP_ACTIVITIES, row.region),
        version=row.version,
    )
