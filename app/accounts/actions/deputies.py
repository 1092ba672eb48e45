"""Deputies: who stands in for whom, and how long."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.reach import Scope, check_not_lent, managed_person, told
from app.accounts.errors import DeputyIsSelf, OwnPersonalData
from app.accounts.models import Deputy, Person, RoleGrant
from app.accounts.rules import Field, Role, check_note, check_term, sees_personal
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id


@dataclass(frozen=True, slots=True)
class DeputyDraft:
    """A time in which somebody stands in.

    Attributes:
        deputy_id: Who stands in.
        until: When it ends; it always does.
        since: When it begins; now when left out.
        note: Why (出差, 休假).
    """

    deputy_id: UUID
    until: datetime
    since: datetime | None = None
    note: str = ""


@once
def set_deputy(uow: Uow, person_id: UUID, draft: DeputyDraft, *, command_key: UUID) -> UUID:
    """Let somebody stand in for a person with all of that person's own roles.

    Everybody may name their own deputy; an administrator may name one for people in reach,
    but not themself for somebody who sees personal data.

    Raises:
        DeputyIsSelf: Nobody stands in for themself.
        TermWrong: It would end before it begins, or has ended.
        OwnPersonalData: An administrator would give themself the sight of personal data.
        LentRight: Who stands in for an administrator does not prolong it.
        NotFound: There is no such person, or not within the actor's region.
    """
    person = _represented(uow, person_id)
    deputy = uow.session.get(Person, draft.deputy_id)
    if deputy is None or not deputy.is_active:
        raise NotFound
    if deputy.id == person_id:
        raise DeputyIsSelf
    if deputy.id == uow.actor.person_id:
        check_not_lent(uow, Scope(None, person.unit_id))
        _check_own_gain(uow, person_id)
    since = draft.since or uow.now
    check_term(since, draft.until, uow.now)
    row = Deputy(
        id=new_id(),
        person_id=person_id,
        deputy_id=deputy.id,
        since=since,
        until=draft.until,
        note=check_note(Field.NOTE, draft.note, 200),
    )
    uow.session.add(row)
    _told_both(uow, person, deputy, row, "accounts.set_deputy")
    return row.id


@once
def end_deputy(uow: Uow, row_id: UUID, *, command_key: UUID) -> None:
    """End a time of standing in now; either of the two may, and who manages them."""
    row = uow.session.get(Deputy, row_id)
    if row is None:
        raise NotFound
    deputy = uow.session.get_one(Person, row.deputy_id)
    if uow.actor.person_id == deputy.id:
        person = uow.session.get_one(Person, row.person_id)
    else:
        person = _represented(uow, row.person_id)
    if row.until <= uow.now:
        return
    row.until = max(uow.now, row.since)
    _told_both(uow, person, deputy, row, "accounts.end_deputy")


def _represented(uow: Uow, person_id: UUID) -> Person:
    if uow.actor.person_id == person_id:
        return uow.session.get_one(Person, person_id)
    return managed_person(uow, person_id)


def _check_own_gain(uow: Uow, person_id: UUID) -> None:
    """Raise where standing in would show the actor what a role of theirs never does."""
    roles = uow.session.scalars(
        sa.select(RoleGrant.role).where(
            RoleGrant.person_id == person_id,
            sa.or_(RoleGrant.until.is_(None), RoleGrant.until > uow.now),
        )
    )
    for role in map(Role, roles):
        if sees_personal(role):
            raise OwnPersonalData(role=role)


def _told_both(uow: Uow, person: Person, deputy: Person, row: Deputy, action: str) -> None:
    facts = {
        "deputy": str(deputy.id),
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
    told(uow, person, action, **facts)
    told(uow, deputy, f"{action}_for", person=str(person.id))
