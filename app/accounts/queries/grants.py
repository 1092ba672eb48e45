"""Which roles several people hold now, for the list they stand in: one statement."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.actors import in_term
from app.accounts.models import Person, RoleGrant, Unit
from app.accounts.queries.cards import GrantRow
from app.accounts.queries.people import managed_by
from app.accounts.rules import Right, Role
from app.core.actor import Actor


def grants_of(
    session: Session, actor: Actor, people: Collection[UUID], *, now: datetime
) -> dict[UUID, tuple[GrantRow, ...]]:
    """Return the roles held now by those of `people` within the actor's reach.

    Args:
        session: Open session.
        actor: Who asks.
        people: Keys of people, e.g. of one page of a list.
        now: The moment.

    Returns:
        Person → roles in the order of `Role`; who holds none is left out.

    Raises:
        NotAllowed: The actor manages no accounts.
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    held_in = aliased(Unit)
    rows = session.execute(
        sa.select(RoleGrant, held_in.name)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(held_in, held_in.id == RoleGrant.unit_id)
        .where(
            RoleGrant.person_id.in_(people),
            managed_by(actor),
            in_term(RoleGrant.since, RoleGrant.until, now),
        )
        .order_by(RoleGrant.id)
    )
    found: dict[UUID, list[GrantRow]] = {}
    for grant, unit_name in rows:
        row = GrantRow(
            id=grant.id,
            role=Role(grant.role),
            region=grant.region,
            unit_id=grant.unit_id,
            unit_name=unit_name or "",
            since=grant.since,
            until=grant.until,
            is_pending=False,
        )
        found.setdefault(grant.person_id, []).append(row)
    places = {role: place for place, role in enumerate(Role)}
    return {
        person: tuple(sorted(grants, key=lambda grant: places[grant.role]))
        for person, grants in found.items()
    }
