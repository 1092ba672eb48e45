"""Roles given and ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.reach import (
    Scope,
    check_not_lent,
    covers,
    keep_an_administrator,
    managed_person,
    stands_in_for,
    told,
)
from app.accounts.errors import BeyondReach, OwnPersonalData, RegionWanted, UnitWanted
from app.accounts.models import RoleGrant, Unit
from app.accounts.rules import (
    UNIT_ROLES,
    Role,
    check_region,
    check_term,
    sees_personal,
)
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class GrantDraft:
    """A role to be given.

    Attributes:
        role: Which one.
        region: Where it holds, "" is everywhere; None for a role within a unit.
        unit_id: The unit it is held in; None for a role within a region.
        since: When it begins; now when left out.
        until: When it ends; None: until somebody ends it.
    """

    role: Role
    region: str | None = None
    unit_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@once
def grant_role(uow: Uow, person_id: UUID, draft: GrantDraft, *, command_key: UUID) -> UUID:
    """Give somebody a role; the same role in the same scope is given once.

    Raises:
        RegionWanted: This role is held within a region.
        UnitWanted: This role is held within a unit.
        BeyondReach: The scope is wider than the actor's own.
        OwnPersonalData: Nobody gives themself the sight of personal data, be it through
            somebody they stand in for.
        LentRight: Who stands in for an administrator gives themself nothing.
        TermWrong: It would end before it begins, or has ended.
    """
    person = managed_person(uow, person_id)
    _check_scope(uow, draft)
    own = person_id == uow.actor.person_id
    if own:
        check_not_lent(uow, Scope(draft.region, draft.unit_id))
    if sees_personal(draft.role) and (own or stands_in_for(uow, person_id)):
        raise OwnPersonalData(role=draft.role)
    since = draft.since or uow.now
    check_term(since, draft.until, uow.now)
    there = uow.session.scalar(_same_grant(uow, person_id, draft))
    if there is not None:
        return there
    grant = RoleGrant(
        id=new_id(),
        person_id=person_id,
        role=draft.role,
        region=draft.region,
        unit_id=draft.unit_id,
        since=since,
        until=draft.until,
    )
    uow.session.add(grant)
    told(uow, person, "accounts.grant_role", **_facts(grant))
    return grant.id


@once
def end_grant(uow: Uow, grant_id: UUID, *, command_key: UUID) -> None:
    """End a role now; one that has not begun never does.

    Raises:
        LastAdministrator: Nobody would be left to manage accounts there.
    """
    grant = uow.session.get(RoleGrant, grant_id)
    if grant is None:
        raise NotFound
    person = managed_person(uow, grant.person_id)
    if grant.until is not None and grant.until <= uow.now:
        return
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(uow, person.id)
    grant.until = max(uow.now, grant.since)
    told(uow, person, "accounts.end_grant", **_facts(grant))


def _check_scope(uow: Uow, draft: GrantDraft) -> None:
    if draft.role in UNIT_ROLES and draft.unit_id is None:
        raise UnitWanted(role=draft.role)
    if draft.role not in UNIT_ROLES and draft.region is None:
        raise RegionWanted(role=draft.role)
    if draft.region is not None:
        check_region(draft.region)
    if draft.unit_id is not None and uow.session.get(Unit, draft.unit_id) is None:
        raise NotFound
    if not covers(uow, Scope(draft.region, draft.unit_id)):
        raise BeyondReach


def _same_grant(uow: Uow, person_id: UUID, draft: GrantDraft) -> sa.Select[UUID]:
    return sa.select(RoleGrant.id).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == draft.role,
        RoleGrant.region.is_not_distinct_from(draft.region),
        RoleGrant.unit_id.is_not_distinct_from(draft.unit_id),
        RoleGrant.since <= (draft.since or uow.now),
        RoleGrant.until.is_(None)
        if draft.until is None
        else sa.or_(RoleGrant.until.is_(None), RoleGrant.until >= draft.until),
    )


def _facts(grant: RoleGrant) -> dict[str, str | None]:
    return {
        "grant": str(grant.id),
        "role": str(grant.role),
        "scope_region": grant.region,
        "scope_unit": str(grant.unit_id) if grant.unit_id else None,
        "since": grant.since.isoformat(),
        "until": grant.until.isoformat() if grant.until else None,
    }
