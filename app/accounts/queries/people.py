"""People in lists and pickers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actors import in_term, usable
from app.accounts.models import Deputy, Person, RoleGrant, Unit
from app.accounts.rules import (
    LONGEST_TYPED,
    ROLE_RIGHTS,
    Right,
    Role,
    is_locked,
    normal_login,
    prefixes_of,
    printable,
)
from app.accounts.scope import in_regions
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.paging import Count, Page

PAGE_SIZE = 60
COUNT_LIMIT = 1_000


class PeopleView(StrEnum):
    """The standing views of the people list; the words are in `label.PeopleView`."""

    ACTIVE = "active"
    LOCKED = "locked"
    NEVER_SIGNED_IN = "never_signed_in"
    WITHOUT_ROLE = "without_role"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What narrows a view.

    Attributes:
        text: Part of a name, beginning of a login, of pinyin or of its initials.
        unit_id: Where they work.
        role: A role they hold now.
    """

    text: str = ""
    unit_id: UUID | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the people list.

    Attributes:
        roles: Held now, each once, in the order of `Role`.
        is_locked: By wrong passwords or by an administrator.
        last_sign_in_at: None for who never signed in.
    """

    id: UUID
    login: str
    name: str
    unit_id: UUID | None
    unit_name: str
    work_phone: str
    roles: tuple[Role, ...]
    is_active: bool
    is_locked: bool
    must_change_password: bool
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonBrief:
    """Somebody to be picked or named."""

    id: UUID
    name: str
    login: str
    unit_id: UUID | None
    unit_name: str


def people_page(
    session: Session,
    actor: Actor,
    view: PeopleView,
    chosen: PeopleFilter,
    *,
    now: datetime,
    after: tuple[object, ...] | None = None,
    size: int = PAGE_SIZE,
) -> Page[PersonRow]:
    """Return the next people of a view within the actor's reach, by pinyin: one statement.

    Raises:
        NotAllowed: The actor manages no accounts.
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    held = (
        sa.select(sa.func.aggregate_strings(RoleGrant.role, ","))
        .where(RoleGrant.person_id == Person.id, in_term(RoleGrant.since, RoleGrant.until, now))
        .correlate(Person)
        .scalar_subquery()
    )
    ask = (
        sa.select(
            Person.id,
            Person.login,
            Person.name,
            Person.unit_id,
            Unit.name,
            Person.work_phone,
            held,
            Person.is_active,
            Person.locked_until,
            Person.must_change_password,
            Person.last_sign_in_at,
            Person.pinyin,
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(managed_by(actor), _in_view(view, now), _matches(chosen, now))
        .order_by(Person.pinyin, Person.id)
        .limit(size + 1)
    )
    if after is not None:
        ask = ask.where(sa.tuple_(Person.pinyin, Person.id) > after)
    found = session.execute(ask).all()
    rows = tuple(
        PersonRow(
            id=row[0],
            login=row[1],
            name=row[2],
            unit_id=row[3],
            unit_name=row[4] or "",
            work_phone=row[5],
            roles=in_order(row[6]),
            is_active=row[7],
            is_locked=is_locked(row[8], now),
            must_change_password=row[9],
            last_sign_in_at=row[10],
        )
        for row in found[:size]
    )
    last = found[size - 1] if len(found) > size else None
    return Page(rows, (last[-1], last[0]) if last is not None else None)


def people_counts(session: Session, actor: Actor, *, now: datetime) -> dict[PeopleView, Count]:
    """Return how many people each view holds within the actor's reach, at most 1000 each."""
    actor.require(Right.MANAGE_ACCOUNTS)
    counted = [_capped(actor, view, now).label(view.value) for view in PeopleView]
    row = session.execute(sa.select(*counted)).one()
    return {
        view: Count(min(found, COUNT_LIMIT), more=found > COUNT_LIMIT)
        for view, found in zip(PeopleView, row, strict=True)
    }


def find_people(
    session: Session, text: str, *, unit_id: UUID | None = None, limit: int = 20
) -> tuple[PersonBrief, ...]:
    """Return active people for a picker; names and units of colleagues are no secret."""
    where = [usable(), _matches_text(text)]
    if unit_id is not None:
        where.append(Person.unit_id == unit_id)
    return _briefs(session, *where, limit=limit)


def people_with_right(
    session: Session,
    right: Right,
    region: str,
    unit_id: UUID | None = None,
    *,
    now: datetime,
) -> tuple[PersonBrief, ...]:
    """Return who holds a right that reaches a record at `region` that concerns `unit_id`.

    Those who stand in for somebody now are among them.
    """
    through: sa.ColumnElement[bool] = RoleGrant.unit_id.is_(None)
    if unit_id is not None:
        through = sa.or_(through, RoleGrant.unit_id == unit_id)
    covers = sa.or_(RoleGrant.region.is_(None), RoleGrant.region.in_(prefixes_of(region)))
    return _holders(session, right, sa.and_(through, covers), now)


def handlers_of(session: Session, unit_id: UUID, *, now: datetime) -> tuple[PersonBrief, ...]:
    """Return who may sign for and handle what is assigned to a unit."""
    return _holders(session, Right.HANDLE_CASE, RoleGrant.unit_id == unit_id, now)


def person_named(session: Session, text: str) -> PersonBrief:
    """Return the person with that login, else the only one of that name.

    Raises:
        NotFound: There is none, or several share the name.
    """
    found = _briefs(session, Person.login == normal_login(text), limit=1)
    found = found or _briefs(session, Person.name == printable(text), limit=2)
    if len(found) != 1:
        raise NotFound
    return found[0]


def managed_by(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a person (left joined with their unit) is in reach."""
    right = Right.MANAGE_ACCOUNTS
    by_region = in_regions(sa.func.coalesce(Unit.region, ""), actor.prefixes(right))
    through = [
        sa.and_(
            Person.unit_id == grant.unit_id,
            sa.true() if grant.region is None else in_regions(Unit.region, (grant.region,)),
        )
        for grant in actor.grants
        if right in grant.rights and grant.unit_id is not None
    ]
    return sa.or_(by_region, *through)


def in_order(listed: str | None) -> tuple[Role, ...]:
    """Return roles joined by commas, each once, in the order of `Role`."""
    held = frozenset((listed or "").split(","))
    return tuple(role for role in Role if role in held)


def _in_view(view: PeopleView, now: datetime) -> sa.ColumnElement[bool]:
    if view is PeopleView.INACTIVE:
        return Person.is_active.is_(False)
    narrower = {
        PeopleView.LOCKED: Person.locked_until > now,
        PeopleView.NEVER_SIGNED_IN: Person.last_sign_in_at.is_(None),
        PeopleView.WITHOUT_ROLE: ~_holding(sa.true(), now),
    }
    return sa.and_(Person.is_active, narrower.get(view, sa.true()))


def _holding(which: sa.ColumnElement[bool], now: datetime) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(
            RoleGrant.person_id == Person.id,
            which,
            in_term(RoleGrant.since, RoleGrant.until, now),
        )
        .correlate(Person)
    )


def _matches(chosen: PeopleFilter, now: datetime) -> sa.ColumnElement[bool]:
    where = [_matches_text(chosen.text)]
    if chosen.unit_id is not None:
        where.append(Person.unit_id == chosen.unit_id)
    if chosen.role is not None:
        where.append(_holding(RoleGrant.role == chosen.role, now))
    return sa.and_(*where)


def _matches_text(text: str) -> sa.ColumnElement[bool]:
    typed = normal_login(text)
    if not typed:
        return sa.true()
    if len(typed) > LONGEST_TYPED:  # SQLite gives up on a pattern of a pasted page
        return sa.false()
    unspaced = typed.replace(" ", "")
    return sa.or_(
        Person.name.icontains(printable(text), autoescape=True),
        Person.login.startswith(typed, autoescape=True),
        sa.func.replace(Person.pinyin, " ", "").startswith(unspaced, autoescape=True),
        Person.initials.startswith(unspaced, autoescape=True),
    )


def _capped(actor: Actor, view: PeopleView, now: datetime) -> sa.ScalarSelect[int]:
    some = (
        sa.select(Person.id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(managed_by(actor), _in_view(view, now))
        .limit(COUNT_LIMIT + 1)
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _holders(
    session: Session, right: Right, where: sa.ColumnElement[bool], now: datetime
) -> tuple[PersonBrief, ...]:
    roles = [role for role, rights in ROLE_RIGHTS.items() if right in rights]
    holders = (
        sa.select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role.in_(roles),
            where,
            in_term(RoleGrant.since, RoleGrant.until, now),
            usable(),
        )
    )
    stand_ins = sa.select(Deputy.deputy_id).where(
        Deputy.person_id.in_(holders), in_term(Deputy.since, Deputy.until, now)
    )
    return _briefs(session, sa.or_(Person.id.in_(holders), Person.id.in_(stand_ins)), usable())


def _briefs(
    session: Session, *where: sa.ColumnElement[bool], limit: int | None = None
) -> tuple[PersonBrief, ...]:
    rows = session.execute(
        sa.select(Person.id, Person.name, Person.login, Person.unit_id, Unit.name)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(*where)
        .order_by(Person.pinyin, Person.id)
        .limit(limit)
    )
    return tuple(PersonBrief(*row[:4], unit_name=row[4] or "") for row in rows)
