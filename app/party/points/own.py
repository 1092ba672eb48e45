"""Whether a member is whoever acts: by the account they are tied to, else by the name."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.text import one_line
from app.party.models.members import MemberAccount, PartyMember


def is_own(session: Session, actor: Actor, member: PartyMember) -> bool:
    """Tell whether a member is the actor, or may be.

    Where the account is tied to a member, it is that one. Else the name decides, and somebody who
    is only called alike asks a colleague; one tied to a member of that name need not.
    """
    asked = (
        sa.select(PartyMember.id, PartyMember.name)
        .join(MemberAccount, MemberAccount.member_id == PartyMember.id)
        .where(MemberAccount.person_id == actor.person_id)
    )
    tied = session.execute(asked).one_or_none() if actor.person_id is not None else None
    if tied is not None and tied[0] == member.id:
        return True
    name = one_line(actor.name)
    is_another = tied is not None and one_line(tied[1]) == name
    return one_line(member.name) == name and not is_another
