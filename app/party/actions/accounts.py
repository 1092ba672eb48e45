"""Which account of the centre a member has: tied by a colleague, so that points are never given to
oneself.
"""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotFound
from app.party.actions.ground import held, require
from app.party.models.members import MemberAccount, PartyMember


class AccountIsOwn(AppError):
    """Nobody ties their own account, or lets it loose."""

    code = "party.account_is_own"


class AccountTied(AppError):
    """The account, or the member, is tied already; facts: ``name``."""

    code = "party.account_tied"


@once
def tie_account(uow: Uow, member_id: UUID, person_id: UUID, *, command_key: UUID) -> None:
    """Put down which account a member has.

    Raises:
        AccountIsOwn: It is the actor's.
        AccountTied: The account is somebody else's, or the member has one.
    """
    member = held(uow, PartyMember, member_id)
    require(uow, member.region)
    _check_other(uow, person_id)
    person = uow.session.get(Person, person_id)
    if person is None:
        raise NotFound(person=person_id)
    known = sa.select(PartyMember.name).join(
        MemberAccount, MemberAccount.member_id == PartyMember.id
    )
    same = sa.or_(MemberAccount.person_id == person_id, MemberAccount.member_id == member_id)
    other = uow.session.scalar(known.where(same).limit(1))
    if other is not None:
        raise AccountTied(name=other)
    row = MemberAccount(
        person_id=person_id, member_id=member_id, linked_at=uow.now, linked_name=uow.actor.name
    )
    uow.session.add(row)
    uow.settle()
    _tell(uow, "party.account_tied", member, person_id)


@once
def untie_account(uow: Uow, member_id: UUID, *, command_key: UUID) -> None:
    """Take back that a member has an account.

    Raises:
        AccountIsOwn: It is the actor's.
        NotFound: They have none.
    """
    member = held(uow, PartyMember, member_id)
    require(uow, member.region)
    asked = sa.select(MemberAccount).where(MemberAccount.member_id == member_id)
    row = uow.session.scalars(asked).one_or_none()
    if row is None:
        raise NotFound(member=member_id)
    _check_other(uow, row.person_id)
    person = row.person_id
    uow.session.delete(row)
    uow.settle()
    _tell(uow, "party.account_untied", member, person)


def _check_other(uow: Uow, person_id: UUID) -> None:
    if person_id == uow.actor.person_id:
        raise AccountIsOwn


def _tell(uow: Uow, action: str, member: PartyMember, person_id: UUID) -> None:
    uow.record(action, Topic.MEMBER, member.id, region=member.region, person=f"{person_id}")
    uow.touched(Topic.MEMBER, member.id, member.region)
