"""From a person to an `Actor`: the rights and scopes somebody holds at one moment."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.errors import AccountInactive, AccountLockedForGood
from app.accounts.models import Deputy, Person, RoleGrant, Unit
from app.accounts.rules import LOCKED_FOR_GOOD, Role, UnitKind, rights_of
from app.core.actor import Actor, Grant
from app.core.errors import NotFound

STREET_DIGITS = 9
"""Digits of a street's code; those of what lies in it begin with them."""


def actor_of(session: Session, person_id: UUID, desk: str, now: datetime) -> Actor:
    """Return a person as an actor: own roles, and those of whom they stand in for now.

    Nobody inherits twice: a deputy's deputy gets nothing of the first one's. While a password
    must be changed the actor has no rights at all.

    Raises:
        NotFound: There is no such person.
        AccountInactive: The person works here no more.
        AccountLockedForGood: An administrator locked the account.
    """
    person = session.get(Person, person_id, populate_existing=True)
    if person is None:
        raise NotFound
    if not person.is_active:
        raise AccountInactive
    if person.locked_until == LOCKED_FOR_GOOD:
        raise AccountLockedForGood
    grants = () if person.must_change_password else _grants(session, person_id, now)
    centres = _centres(session) if grants else ()
    return Actor(person_id, person.name, desk, grants=grants, centres=centres)


def usable() -> sa.ColumnElement[bool]:
    """Return the condition that a person may work: active, and not locked by anybody."""
    good = sa.or_(Person.locked_until.is_(None), Person.locked_until < LOCKED_FOR_GOOD)
    return sa.and_(Person.is_active, good)


def in_term(
    since: InstrumentedAttribute[datetime],
    until: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    now: datetime,
) -> sa.ColumnElement[bool]:
    """Return the condition that a term has begun and not ended."""
    return sa.and_(since <= now, sa.or_(until.is_(None), until > now))


def _centres(session: Session) -> tuple[str, ...]:
    """Return where the centres are; while none is named, the streets that have any unit."""
    asked = sa.select(Unit.region, Unit.kind).where(Unit.is_active).distinct()
    rows = session.execute(asked.order_by(Unit.region)).all()
    named = tuple(region for region, kind in rows if kind == UnitKind.CENTRE)
    return named or tuple(dict.fromkeys(region[:STREET_DIGITS] for region, _ in rows))


def _grants(session: Session, person_id: UUID, now: datetime) -> tuple[Grant, ...]:
    absent = sa.select(Deputy.person_id).where(
        Deputy.deputy_id == person_id, in_term(Deputy.since, Deputy.until, now)
    )
    rows = session.execute(
        sa.select(RoleGrant.role, RoleGrant.region, RoleGrant.unit_id, RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            sa.or_(RoleGrant.person_id == person_id, RoleGrant.person_id.in_(absent)),
            in_term(RoleGrant.since, RoleGrant.until, now),
            usable(),
        )
        .order_by(RoleGrant.id)
    )
    return tuple(
        Grant(
            role=role,
            rights=rights_of(Role(role)),
            region=region,
            unit_id=unit_id,
            deputy_for=None if owner == person_id else owner,
        )
        for role, region, unit_id, owner in rows
    )
