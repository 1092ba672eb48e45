"""Who sits where, person by person, and compound by compound with what the check finds."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.party.cooperation.models import CrossAppointment
from app.party.cooperation.rules import CrossBody, Finding, Sitting, crossing, findings
from app.territory.models import Region

_BODIES = tuple(CrossBody)


@dataclass(frozen=True, slots=True)
class PostRow:
    """Somebody's post; the votes are None where there was no election or none is known."""

    id: UUID
    region: str
    region_name: str
    compound: str
    person_name: str
    body: CrossBody
    post: str
    since: date
    until: date | None
    ended_on: date | None
    elected_on: date | None
    votes_for: int | None
    votes_cast: int | None
    note: str
    sits: bool
    is_over: bool
    may_keep: bool
    version: int
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CompoundRow:
    """A compound with everybody who sits in its bodies; `crossing` sit in two at least."""

    id: tuple[str, str]
    region: str
    region_name: str
    compound: str
    posts: tuple[PostRow, ...]
    crossing: tuple[str, ...]
    findings: tuple[Finding, ...]

    def count(self, body: CrossBody) -> int:
        """Return how many sit in a body."""
        return sum(post.body is body for post in self.posts)


def post_rows(
    session: Session, actor: Actor, *, today: date, region: str = ""
) -> tuple[PostRow, ...]:
    """Return the posts of a region, compound by compound; those that were left come last."""
    actor.require(Right.READ_PARTY)
    asked = (
        sa.select(CrossAppointment, Region.name)
        .join(Region, Region.code == CrossAppointment.region)
        .where(in_regions(CrossAppointment.region, actor.prefixes(Right.READ_PARTY)))
    )
    if region:
        asked = asked.where(in_regions(CrossAppointment.region, (region,)))
    rows = [_row(actor, today, row, name) for row, name in session.execute(asked)]
    return tuple(sorted(rows, key=_place))


def compound_rows(
    session: Session, actor: Actor, *, today: date, region: str = ""
) -> tuple[CompoundRow, ...]:
    """Return the compounds of a region: those in which the check finds something first."""
    held: dict[tuple[str, str], list[PostRow]] = {}
    for row in post_rows(session, actor, today=today, region=region):
        if row.sits:
            held.setdefault((row.region, row.compound), []).append(row)
    rows = [_compound(key, tuple(posts)) for key, posts in held.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.findings), row.id)))


def _compound(key: tuple[str, str], posts: tuple[PostRow, ...]) -> CompoundRow:
    sittings = tuple(
        Sitting(post.person_name, post.body, post.elected_on is not None, post.is_over)
        for post in posts
    )
    return CompoundRow(
        key,
        key[0],
        posts[0].region_name,
        key[1],
        posts,
        crossing(sittings),
        findings(sittings),
    )


def _place(row: PostRow) -> tuple[object, ...]:
    return (not row.sits, row.region, row.compound, _BODIES.index(row.body), row.since)


def _row(actor: Actor, today: date, row: CrossAppointment, name: str) -> PostRow:
    left = row.ended_on is not None and row.ended_on <= today
    return PostRow(
        row.id,
        row.region,
        name,
        row.compound,
        row.person_name,
        CrossBody(row.body),
        row.post,
        row.since,
        row.until,
        row.ended_on,
        row.elected_on,
        row.votes_for,
        row.votes_cast,
        row.note,
        not left,
        row.until is not None and row.until < today,
        actor.may_in(Right.MANAGE_PARTY, row.region),
        row.version,
        row.member_id,
    )
