"""A check-in that was made by mistake is taken back, with what it earned."""

from uuid import UUID

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.ids import new_id
from app.party.activities.actions.ground import long_said, name_of, tell
from app.party.activities.actions.signing import signed
from app.party.activities.errors import NotCheckedIn
from app.party.activities.models import ActivityTakeBack
from app.party.activities.rules import WORDS_MOST, ActivityField
from app.party.points.attendance import take_points_back


@once
def take_back_check_in(
    uow: Uow, sign_up_id: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> UUID:
    """Put down that a member had not come, and why they were checked in; they keep their place.

    Points the check-in earned go back by an entry of their own.

    Raises:
        ActivityOver: The minutes are written: the list stays as it is.
        NotCheckedIn: They are not checked in.
        AttendanceCounted: It earned points, which only who keeps points takes back.
    """
    mine, row = signed(uow, sign_up_id, seen_version)
    if mine.checked_at is None:
        raise NotCheckedIn(name=name_of(uow, mine.member_id))
    why = long_said(ActivityField.REASON, reason, WORDS_MOST)
    take_points_back(uow, mine, why)
    taken = ActivityTakeBack(
        id=new_id(),
        sign_up_id=mine.id,
        came_at=mine.checked_at,
        came_name=mine.checked_name,
        reason=why,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    uow.session.add(taken)
    uow.session.flush()  # the database asks for it before the check-in goes
    mine.checked_at, mine.way, mine.checked_by, mine.checked_name = None, None, None, ""
    uow.settle(mine)
    facts = {"member": f"{mine.member_id}", "came": f"{taken.came_at.isoformat()}"}
    tell(uow, "activities.check_in_taken_back", Topic.ACTIVITY, row.id, row.region, **facts)
    return taken.id
