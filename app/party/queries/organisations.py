"""The tree of organisations on any day, and what is known of one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.errors import NotFound
from app.party.models import PartyGridCover, PartyOrganisation, PartyOrganisationVersion, PartyTerm
from app.party.models.members import PartyMember, PartyMembership
from app.party.queries.counting import members_of
from app.party.rules import (
    FormedWay,
    OrganisationVersion,
    PartyForm,
    PartyLevel,
    PartyPost,
    PartyStep,
    Standing,
    tree_as_of,
)
from app.party.scope import below, organisations_seen
from app.territory.models import Region


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the tree.

    Attributes:
        parent_id: The one above, None where the reader sees none.
        members: Who belongs to it itself, as of the day the tree is seen at.
        whole: The same with all that stands under it.
    """

    id: UUID
    parent_id: UUID | None
    name: str
    initials: str
    level: PartyLevel
    form: PartyForm
    way: FormedWay
    region: str
    founded_on: date
    members: int
    whole: int
    version: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """Who is or was in a post.

    Attributes:
        until: The last day of the term; None without an end.
        ended_on: When they left it; None while they are in office.
    """

    id: UUID
    post: PartyPost
    person_name: str
    since: date
    until: date | None
    ended_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A grid an organisation looks after or looked after."""

    id: UUID
    grid_code: str
    grid_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One entry of an organisation's course.

    Attributes:
        above: Name of the one it stood under from then on, "" for none.
    """

    valid_from: date
    step: PartyStep
    name: str
    above: str
    note: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """All that is known of an organisation.

    Attributes:
        region_name: Of where it stands.
        above: Name of the one above, "" for none.
        unit: Name of the unit whose organisation it is, "" for none.
        full, probationary: Who belongs to it or to what stands under it.
        dual: Who belongs there besides their own organisation.
        may_keep: Whether the reader may change it.
    """

    id: UUID
    name: str
    level: PartyLevel
    form: PartyForm
    way: FormedWay
    region: str
    region_name: str
    parent_id: UUID | None
    above: str
    unit: str
    founded_on: date
    dissolved_on: date | None
    full: int
    probationary: int
    dual: int
    terms: tuple[TermRow, ...]
    covers: tuple[CoverRow, ...]
    course: tuple[CourseRow, ...]
    may_keep: bool
    version: int

    @property
    def secretary(self) -> TermRow | None:
        """Return who is secretary."""
        held = (t for t in self.terms if t.post is PartyPost.SECRETARY and t.ended_on is None)
        return next(held, None)


def organisation_tree(
    session: Session, actor: Actor, *, on: date | None = None, region: str = ""
) -> tuple[OrganisationRow, ...]:
    """Return the organisations the reader sees: the one above before those below it, and beside
    one another those in line first, by where they stand and by name.

    Args:
        session: To read with.
        actor: Who reads.
        on: The day the tree is seen at, with its names and its order; now when left out.
        region: Code within which they stand.
    """
    rows = _standing(session, actor, on, region)
    if on is None:
        placed = {key: (row.name, row.parent_id) for key, row in rows.items()}
    else:
        stood = _as_of(session, actor, on, region)
        placed = {key: (stood[key].name, stood[key].parent_id) for key in rows if key in stood}
    members = members_of(session, actor, region, on)
    under: dict[UUID | None, list[UUID]] = {}
    for key, (_, parent) in placed.items():
        under.setdefault(parent if parent in placed else None, []).append(key)
    ordered = _ordered(under)
    whole: dict[UUID, int] = {}
    for key in reversed(ordered):
        whole[key] = members.get(key, 0) + sum(whole[each] for each in under.get(key, ()))
    return tuple(_row(rows[key], *placed[key], placed, members, whole) for key in ordered)


def organisation_card(session: Session, actor: Actor, key: UUID) -> OrganisationCard:
    """Return what is known of an organisation.

    Raises:
        NotFound: It is not there, or not in the reader's scope.
    """
    above = aliased(PartyOrganisation)
    asked = (
        sa.select(PartyOrganisation, Region.name, above.name, Unit.name)
        .join(Region, Region.code == PartyOrganisation.region)
        .outerjoin(above, above.id == PartyOrganisation.parent_id)
        .outerjoin(Unit, Unit.id == PartyOrganisation.unit_id)
        .where(PartyOrganisation.id == key, organisations_seen(actor))
    )
    found = session.execute(asked).one_or_none()
    if found is None:
        raise NotFound(party=key)
    row, region_name, name_above, unit = found
    full, probationary, dual = _counts(session, key)
    return OrganisationCard(
        id=row.id,
        name=row.name,
        level=PartyLevel(row.level),
        form=PartyForm(row.form),
        way=FormedWay(row.way),
        region=row.region,
        region_name=region_name,
        parent_id=row.parent_id,
        above=name_above or "",
        unit=unit or "",
        founded_on=row.founded_on,
        dissolved_on=row.dissolved_on,
        full=full,
        probationary=probationary,
        dual=dual,
        terms=_terms(session, key),
        covers=_covers(session, key),
        course=_course(session, key),
        may_keep=actor.may_in(Right.MANAGE_PARTY, row.region),
        version=row.version,
    )


def _standing(
    session: Session, actor: Actor, on: date | None, region: str
) -> dict[UUID, sa.Row[Any]]:
    """Return what stands now, or all that ever stood where another day is asked for."""
    table = PartyOrganisation
    read: tuple[Any, ...] = (
        table.id,
        table.name,
        table.initials,
        table.level,
        table.form,
        table.way,
        table.parent_id,
        table.region,
        table.founded_on,
        table.version,
    )
    asked = sa.select(*read).where(organisations_seen(actor, region))
    if on is None:
        asked = asked.where(table.dissolved_on.is_(None))
    outside = sa.case((table.way == FormedWay.IN_LINE, 0), else_=1)
    asked = asked.order_by(outside, table.region, table.pinyin, table.id)
    return {row.id: row for row in session.execute(asked)}


def _as_of(
    session: Session, actor: Actor, day: date, region: str
) -> dict[UUID, OrganisationVersion]:
    """Return what stood on a day, as its last version begun by then says."""
    table = PartyOrganisationVersion
    asked = (
        sa.select(
            table.organisation_id,
            table.ordinal,
            table.valid_from,
            table.step,
            table.name,
            table.parent_id,
        )
        .join(PartyOrganisation, PartyOrganisation.id == table.organisation_id)
        .where(organisations_seen(actor, region), table.valid_from <= day)
    )
    told = (
        OrganisationVersion(key, ordinal, since, PartyStep(step), name, parent)
        for key, ordinal, since, step, name, parent in session.execute(asked)
    )
    return tree_as_of(told, day)


def _ordered(under: dict[UUID | None, list[UUID]]) -> list[UUID]:
    """Return all keys, each before those under it."""
    ordered: list[UUID] = []
    waiting = list(reversed(under.get(None, [])))
    while waiting:
        key = waiting.pop()
        ordered.append(key)
        waiting.extend(reversed(under.get(key, [])))
    return ordered


def _row(
    row: sa.Row[Any],
    name: str,
    parent_id: UUID | None,
    placed: dict[UUID, tuple[str, UUID | None]],
    members: dict[UUID, int],
    whole: dict[UUID, int],
) -> OrganisationRow:
    return OrganisationRow(
        id=row.id,
        parent_id=parent_id if parent_id in placed else None,
        name=name,
        initials=row.initials,
        level=PartyLevel(row.level),
        form=PartyForm(row.form),
        way=FormedWay(row.way),
        region=row.region,
        founded_on=row.founded_on,
        members=members.get(row.id, 0),
        whole=whole[row.id],
        version=row.version,
    )


def _counts(session: Session, key: UUID) -> tuple[int, int, int]:
    by_standing = (
        sa.select(PartyMember.standing, sa.func.count())
        .where(PartyMember.organisation_id.in_(below(key)), PartyMember.left_on.is_(None))
        .group_by(PartyMember.standing)
    )
    counts = dict(session.execute(by_standing).all())
    second = sa.select(sa.func.count()).where(
        PartyMembership.organisation_id.in_(below(key)), PartyMembership.until.is_(None)
    )
    full, probationary = counts.get(Standing.FULL, 0), counts.get(Standing.PROBATIONARY, 0)
    return full, probationary, session.scalar(second) or 0


def _terms(session: Session, key: UUID) -> tuple[TermRow, ...]:
    asked = sa.select(PartyTerm).where(PartyTerm.organisation_id == key)
    posts = tuple(PartyPost)
    found = [
        TermRow(
            row.id,
            PartyPost(row.post),
            row.person_name,
            row.since,
            row.until,
            row.ended_on,
            row.version,
        )
        for row in session.scalars(asked.order_by(PartyTerm.since.desc(), PartyTerm.id))
    ]
    return tuple(sorted(found, key=lambda t: (t.ended_on is not None, posts.index(t.post))))


def _covers(session: Session, key: UUID) -> tuple[CoverRow, ...]:
    asked = (
        sa.select(PartyGridCover, Region.name)
        .join(Region, Region.code == PartyGridCover.grid_code)
        .where(PartyGridCover.organisation_id == key)
        .order_by(PartyGridCover.grid_code, PartyGridCover.since)
    )
    return tuple(
        CoverRow(row.id, row.grid_code, name, row.since, row.until)
        for row, name in session.execute(asked)
    )


def _course(session: Session, key: UUID) -> tuple[CourseRow, ...]:
    above = aliased(PartyOrganisation)
    table = PartyOrganisationVersion
    asked = (
        sa.select(table, above.name)
        .outerjoin(above, above.id == table.parent_id)
        .where(table.organisation_id == key)
        .order_by(table.ordinal)
    )
    return tuple(
        CourseRow(
            row.valid_from, PartyStep(row.step), row.name, name or "", row.note, row.author, row.at
        )
        for row, name in session.execute(asked)
    )
