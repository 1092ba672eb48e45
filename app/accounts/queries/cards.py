"""One person with roles and deputies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Deputy, Person, RoleGrant, Unit
from app.accounts.queries.people import managed_by
from app.accounts.rules import LOCKED_FOR_GOOD, Right, Role, is_locked
from app.accounts.secrets import has_factor
from app.core.actor import Actor
from app.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role somebody holds or will hold.

    Attributes:
        region: Region code, "" everywhere, None where the scope is the unit alone.
        is_pending: It has not begun.
    """

    id: UUID
    role: Role
    region: str | None
    unit_id: UUID | None
    unit_name: str
    since: datetime
    until: datetime | None
    is_pending: bool


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """A time in which one person stands in for another, running or to come."""

    id: UUID
    person_id: UUID
    person_name: str
    deputy_id: UUID
    deputy_name: str
    since: datetime
    until: datetime
    note: str
    is_pending: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the people page and the own account show them.

    Attributes:
        region: Code of their unit's region, "" without a unit.
        locked_until: End of a lock, None where there is none or it has no end.
        is_locked_for_good: Locked by an administrator until further notice.
        grants: Roles held now or later, by their beginning.
        deputies: Times in which somebody stands in for them, running or to come.
        stands_in: Times in which they stand in for somebody.
        has_factor: A code of their phone is asked for besides the password.
        may_manage: The asking actor manages them.
        version: To be handed to `update_person`.
    """

    id: UUID
    login: str
    name: str
    work_phone: str
    unit_id: UUID | None
    unit_name: str
    region: str
    is_active: bool
    is_locked_for_good: bool
    locked_until: datetime | None
    must_change_password: bool
    failed_count: int
    last_sign_in_at: datetime | None
    has_factor: bool
    grants: tuple[GrantRow, ...]
    deputies: tuple[DeputyRow, ...]
    stands_in: tuple[DeputyRow, ...]
    may_manage: bool
    version: int


def person_card(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> PersonCard:
    """Return a person: one's own card, or that of somebody within reach.

    Raises:
        NotFound: There is none, or neither applies.
    """
    row = session.execute(
        sa.select(Person, Unit.name, Unit.region, managed_by(actor))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    person, unit_name, region, in_reach = row
    may_manage = bool(in_reach) and actor.may(Right.MANAGE_ACCOUNTS)
    if not may_manage and actor.person_id != person_id:
        raise NotFound
    locked = is_locked(person.locked_until, now)
    for_good = person.locked_until == LOCKED_FOR_GOOD
    return PersonCard(
        id=person.id,
        login=person.login,
        name=person.name,
        work_phone=person.work_phone,
        unit_id=person.unit_id,
        unit_name=unit_name or "",
        region=region or "",
        is_active=person.is_active,
        is_locked_for_good=for_good,
        locked_until=person.locked_until if locked and not for_good else None,
        must_change_password=person.must_change_password,
        failed_count=person.failed_count,
        last_sign_in_at=person.last_sign_in_at,
        has_factor=has_factor(session, person_id),
        grants=_grants(session, person_id, now),
        deputies=_deputies(session, Deputy.person_id == person_id, now),
        stands_in=_deputies(session, Deputy.deputy_id == person_id, now),
        may_manage=may_manage,
        version=person.version,
    )


def _grants(session: Session, person_id: UUID, now: datetime) -> tuple[GrantRow, ...]:
    rows = session.execute(
        sa.select(RoleGrant, Unit.name)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            RoleGrant.person_id == person_id,
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > now),
        )
        .order_by(RoleGrant.since, RoleGrant.id)
    )
    return tuple(
        GrantRow(
            id=grant.id,
            role=Role(grant.role),
            region=grant.region,
            unit_id=grant.unit_id,
            unit_name=unit_name or "",
            since=grant.since,
            until=grant.until,
            is_pending=grant.since > now,
        )
        for grant, unit_name in rows
    )


def _deputies(
    session: Session, which: sa.ColumnElement[bool], now: datetime
) -> tuple[DeputyRow, ...]:
    absent, deputy = aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(Deputy, absent.name, deputy.name)
        .join(absent, absent.id == Deputy.person_id)
        .join(deputy, deputy.id == Deputy.deputy_id)
        .where(which, Deputy.until > now)
        .order_by(Deputy.since, Deputy.id)
    )
    return tuple(
        DeputyRow(
            id=row.id,
            person_id=row.person_id,
            person_name=absent_name,
            deputy_id=row.deputy_id,
            deputy_name=deputy_name,
            since=row.since,
            until=row.until,
            note=row.note,
            is_pending=row.since > now,
        )
        for row, absent_name, deputy_name in rows
    )
