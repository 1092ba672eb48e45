"""Somebody asks for a telephone number of a member; journaled before anything is shown."""

from uuid import UUID

from app.accounts.rules import Right
from app.command.forces.models import EmergencyUnit, UnitMember, UnitMemberReading
from app.command.rules import NOTE_MOST
from app.core.changes import Topic
from app.core.database import Uow, has_own_account, once
from app.core.errors import BadValue, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line

LEAST = 2
"""Characters of a reason at least."""


@once
def ask_phone(uow: Uow, unit_id: UUID, member_id: UUID, reason: str, *, command_key: UUID) -> UUID:
    """Ask; the number itself is read against the committed request.

    Raises:
        BadValue: Nothing says why.
    """
    told = one_line(reason)[:NOTE_MOST]
    if len(told) < LEAST:
        raise BadValue(field="reason", why="")
    unit = uow.session.get(EmergencyUnit, unit_id)
    if unit is None:
        raise NotFound(row=unit_id)
    if not has_own_account(uow.session):
        member = uow.session.get(UnitMember, member_id)
        if member is None or member.unit_id != unit_id:
            raise NotFound(row=member_id)
    if not uow.actor.may_in(Right.READ_PERSONAL, unit.region):
        raise NotAllowed(right=Right.READ_PERSONAL)
    key = new_id()
    uow.add(
        UnitMemberReading,
        id=key,
        member_id=member_id,
        person_id=uow.actor.person_id,
        desk=uow.actor.desk,
        reason=told,
        at=uow.now,
    )
    uow.settle()
    uow.record("command.read_phone", Topic.FORCE, member_id, region=unit.region, reason=told)
    return key
