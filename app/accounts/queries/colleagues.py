"""Colleagues, as everybody may find them: name, unit and roles, nothing of the account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.actors import in_term, usable
from app.accounts.models import Person, RoleGrant, Unit
from app.accounts.queries.people import in_order
from app.accounts.rules import LONGEST_TYPED, Role, printable
from app.accounts.scope import own_staff
from app.core.actor import Actor

_DEVICES = (Role.WALL, Role.KIOSK)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here.

    Attributes:
        unit_name: "" for nobody's.
        is_called: What was typed is in their own name, not only in that of their unit.
        roles: What they are now, in the order of `Role`.
    """

    id: UUID
    name: str
    unit_name: str
    is_called: bool
    roles: tuple[Role, ...]


def find_colleagues(
    session: Session, actor: Actor, text: str, *, now: datetime, limit: int = 20
) -> tuple[Colleague, ...]:
    """Find people by part of their name or unit, or by the beginning of their pinyin or initials.

    Args:
        session: Reading session.
        actor: Who asks; only staff have colleagues.
        text: What was typed; ``%`` and quotes are plain letters.
        now: The moment whose roles are told.
        limit: At most so many; who is called so comes before who works in a unit called so.
    """
    if not (actor.everything or own_staff(actor.grants)):
        return ()
    typed = printable(text).lower()
    unspaced = typed.replace(" ", "")
    if not unspaced or len(typed) > LONGEST_TYPED:
        return ()
    called = sa.or_(
        Person.name.icontains(typed, autoescape=True),
        Person.initials.startswith(unspaced, autoescape=True),
        sa.func.replace(Person.pinyin, " ", "").startswith(unspaced, autoescape=True),
    )
    works = sa.or_(
        Unit.name.icontains(typed, autoescape=True),
        Unit.initials.startswith(unspaced, autoescape=True),
    )
    place = sa.case((called, 0), else_=1)
    asked = (
        sa.select(Person.id, Person.name, sa.func.coalesce(Unit.name, ""), place)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(usable(), sa.or_(called, works), ~_is_device())
        .order_by(place, Person.pinyin, Person.id)
        .limit(limit)
    )
    rows = session.execute(asked).all()
    held = _roles(session, [row[0] for row in rows], now)
    return tuple(
        Colleague(person_id, name, unit, later == 0, held.get(person_id, ()))
        for person_id, name, unit, later in rows
    )


def _is_device() -> sa.ColumnElement[bool]:
    of_device = sa.select(RoleGrant.person_id).where(RoleGrant.role.in_(_DEVICES))
    return Person.id.in_(of_device)


def _roles(session: Session, people: list[UUID], now: datetime) -> dict[UUID, tuple[Role, ...]]:
    asked = sa.select(RoleGrant.person_id, RoleGrant.role).where(
        RoleGrant.person_id.in_(people), in_term(RoleGrant.since, RoleGrant.until, now)
    )
    held: dict[UUID, list[str]] = {}
    for person_id, role in session.execute(asked):
        held.setdefault(person_id, []).append(role)
    return {person_id: in_order(",".join(roles)) for person_id, roles in held.items()}
