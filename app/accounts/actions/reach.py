"""How far an administrator reaches: people, units and grants within their own region.

Somebody whose roles reach further than the administrator's is out of the administrator's
hands altogether: else a new password or a deputy would be a way to rights nobody gave.
"""

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actors import in_term, usable
from app.accounts.errors import BeyondReach, LastAdministrator, LentRight
from app.accounts.models import Deputy, Person, RoleGrant, Unit
from app.accounts.rules import Right, Role, prefixes_of
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow
from app.core.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds; at least one of the two is set."""

    region: str | None
    unit_id: UUID | None


def managed_person(uow: Uow, person_id: UUID, seen_version: int | None = None) -> Person:
    """Return a person the actor may manage.

    Raises:
        NotFound: There is no such person within the actor's region.
        BeyondReach: The person's roles reach further than the actor's.
        Conflict: Somebody changed the person since `seen_version`.
    """
    uow.actor.require(Right.MANAGE_ACCOUNTS)
    person = uow.session.get(Person, person_id)
    if person is None or not covers_home(uow, person.unit_id):
        raise NotFound
    if not all(covers(uow, scope) for scope in present_scopes(uow, person_id)):
        raise BeyondReach
    if seen_version is not None and person.version != seen_version:
        raise Conflict
    return person


def present_scopes(uow: Uow, person_id: UUID) -> list[Scope]:
    """Return where somebody's grants hold, now or later, those of whom they stand in for too."""
    absent = sa.select(Deputy.person_id).where(
        Deputy.deputy_id == person_id, Deputy.until > uow.now
    )
    rows = uow.session.execute(
        sa.select(RoleGrant.region, RoleGrant.unit_id).where(
            sa.or_(RoleGrant.person_id == person_id, RoleGrant.person_id.in_(absent)),
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > uow.now),
        )
    )
    return [Scope(*row) for row in rows]


def covers(uow: Uow, scope: Scope, actor: Actor | None = None) -> bool:
    """Tell whether the actor (that of the transaction) manages accounts in all of a scope."""
    region = scope.region if scope.region is not None else region_of(uow, scope.unit_id)
    units = frozenset({scope.unit_id}) if scope.unit_id else frozenset()
    return (actor or uow.actor).may_in(Right.MANAGE_ACCOUNTS, region, units)


def stands_in_for(uow: Uow, person_id: UUID) -> bool:
    """Tell whether the actor stands in for a person, now or later."""
    asked = sa.select(Deputy.id).where(
        Deputy.person_id == person_id,
        Deputy.deputy_id == uow.actor.person_id,
        Deputy.until > uow.now,
    )
    return uow.session.scalar(asked.limit(1)) is not None


def check_not_lent(uow: Uow, scope: Scope) -> None:
    """Raise `LentRight` where the actor reaches a scope only by standing in for somebody.

    Call it before actors give something to themselves: what is lent for some days must not
    become their own.
    """
    own = tuple(grant for grant in uow.actor.grants if grant.deputy_for is None)
    if not covers(uow, scope, replace(uow.actor, grants=own)):
        raise LentRight


def covers_home(uow: Uow, unit_id: UUID | None) -> bool:
    """Tell whether the actor manages the people of a unit; without one: everywhere only."""
    return covers(uow, Scope(None, unit_id))


def region_of(uow: Uow, unit_id: UUID | None) -> str:
    """Return the region of a unit, "" where there is none."""
    unit = uow.session.get(Unit, unit_id) if unit_id else None
    return unit.region if unit else ""


def told(uow: Uow, person: Person, action: str, /, **facts: object) -> None:
    """Write the journal row of a managed person and tell the desks."""
    region = region_of(uow, person.unit_id)
    uow.record(action, Topic.PERSON, person.id, region=region, **facts)
    uow.touched(Topic.PERSON, person.id, region)


def keep_an_administrator(uow: Uow, person_id: UUID) -> None:
    """Raise unless somebody else could do what this person does as an administrator.

    Call it before the person is locked, deactivated or loses a grant. The rows of the others
    are locked until the commit, so that two administrators cannot end each other at once.

    Raises:
        LastAdministrator: Nobody else's administration covers this person's.
    """
    lasting = sa.and_(
        RoleGrant.role == Role.ADMINISTRATOR,
        RoleGrant.region.is_not(None),
        RoleGrant.until.is_(None),
        in_term(RoleGrant.since, RoleGrant.until, uow.now),
    )
    regions = uow.session.scalars(
        sa.select(RoleGrant.region).where(RoleGrant.person_id == person_id, lasting)
    ).all()
    for region in regions:
        others = (
            sa.select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                lasting,
                usable(),
                Person.id != person_id,
                RoleGrant.region.in_(prefixes_of(region or "")),
                RoleGrant.unit_id.is_(None),
            )
            .with_for_update(of=Person)
        )
        if uow.session.scalars(others).first() is None:
            raise LastAdministrator
