"""Asking to read personal values of a member: committed before anything is shown."""

from uuid import UUID

from app.accounts.rules import Right
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.party.actions.ground import require
from app.party.errors import PartyFieldMissing
from app.party.models.members import PartyMember, PartyMemberReading
from app.party.rules import NOTE_MOST, PartyField

REASON_LENGTH = 2


@once
def ask_member_reading(uow: Uow, member_id: UUID, reason: str, *, command_key: UUID) -> UUID:
    """Ask to read how a member is reached; what was asked stays, also who gave up.

    Returns:
        The key of the request, good for 30 seconds once it is committed.
    """
    member = uow.session.get(PartyMember, member_id)
    if member is None:
        raise NotFound(member=member_id)
    require(uow, member.region, Right.READ_MEMBER_PERSONAL)
    why = one_line(reason)
    if len(why) < REASON_LENGTH:
        raise PartyFieldMissing(field=PartyField.REASON)
    row = PartyMemberReading(
        id=new_id(),
        member_id=member.id,
        person_id=uow.actor.person_id,
        desk=uow.actor.desk,
        reason=why[:NOTE_MOST],
        at=uow.now,
    )
    uow.session.add(row)
    uow.record(
        "party.read_personal", Topic.MEMBER, member.id, region=member.region, reason=row.reason
    )
    return row.id
