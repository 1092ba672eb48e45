"""Members sign up for an activity, step back, and are checked in when they come."""

from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.errors import NotFound
from app.core.ids import new_id
from app.party.activities.actions.activities import open_activity
from app.party.activities.actions.ground import held, member, name_of, tell
from app.party.activities.actions.line import move_up, next_turn, seated, waiting
from app.party.activities.errors import (
    ActivityAhead,
    CheckedInAlready,
    SignedOff,
    SignedUpAlready,
    StillWaiting,
    TicketUnknown,
)
from app.party.activities.models import Activity, ActivitySignUp
from app.party.activities.rules import (
    CheckInWay,
    SignUpState,
    check_in_opens,
    clean_ticket,
    new_ticket,
)


@once
def sign_up(uow: Uow, activity_id: UUID, member_id: UUID, *, command_key: UUID) -> UUID:
    """Put a member on the list; where all places are taken, at the end of the waiting line.

    Raises:
        ActivityOver: Its list is closed.
        MemberAway: Not in the actor's reach, or gone.
        SignedUpAlready: On the list or in the line already.
    """
    row = open_activity(uow, activity_id)
    who = member(uow, member_id)
    known = uow.session.scalar(
        sa.select(ActivitySignUp).where(
            ActivitySignUp.activity_id == row.id, ActivitySignUp.member_id == who.id
        )
    )
    if known is not None and known.state != SignUpState.WITHDRAWN:
        raise SignedUpAlready(name=who.name)
    free = len(seated(uow, row.id)) < row.capacity
    state = SignUpState.SIGNED if free else SignUpState.WAITING
    if known is None:
        known = _new(uow, row, who.id, state)
        uow.session.add(known)
    else:
        known.state, known.signed_at = state, uow.now
        known.turn = next_turn(uow, row.id)
    uow.settle(known)
    _tell(uow, "activities.signed_up", row, member=str(who.id), state=state.value)
    return known.id


@once
def step_back(uow: Uow, sign_up_id: UUID, *, command_key: UUID) -> int:
    """Take a member off the list; who waited longest moves up. Return how many moved up.

    Raises:
        CheckedInAlready: They were there.
        SignedOff: They stepped back already.
    """
    mine, row = signed(uow, sign_up_id)
    _check_not_in(uow, mine)
    if mine.state == SignUpState.WITHDRAWN:
        raise SignedOff(name=name_of(uow, mine.member_id))
    mine.state = SignUpState.WITHDRAWN
    uow.settle(mine)
    up = move_up(uow, row)
    _tell(uow, "activities.stepped_back", row, member=str(mine.member_id), moved_up=up)
    return up


@once
def check_in(
    uow: Uow, sign_up_id: UUID, way: CheckInWay = CheckInWay.LIST, *, command_key: UUID
) -> UUID:
    """Put down that a member came; once for all.

    Raises:
        ActivityAhead: It does not begin within the hour.
        StillWaiting: They have no place; facts say where in the line they are.
        SignedOff: They stepped back.
        CheckedInAlready: They are in; facts say since when, and by whom.
    """
    mine, row = signed(uow, sign_up_id)
    _check_in(uow, mine, row, way)
    return mine.id


@once
def check_in_by_ticket(uow: Uow, activity_id: UUID, typed: str, *, command_key: UUID) -> UUID:
    """Check in whoever has a number, typed or scanned; as `check_in`.

    Raises:
        TicketUnknown: Nobody on the list has it.
    """
    row = open_activity(uow, activity_id)
    ticket = clean_ticket(typed)
    mine = uow.session.scalar(
        sa.select(ActivitySignUp).where(
            ActivitySignUp.activity_id == row.id, ActivitySignUp.ticket == ticket
        )
    )
    if mine is None:
        raise TicketUnknown(ticket=ticket or typed.strip()[:20])
    _check_in(uow, mine, row, CheckInWay.CODE)
    return mine.id


def _check_in(uow: Uow, mine: ActivitySignUp, row: Activity, way: CheckInWay) -> None:
    opens = check_in_opens(row.starts_at)
    if uow.now < opens:
        raise ActivityAhead(title=row.title, moment=f"{local(opens):%m-%d %H:%M}")
    _check_not_in(uow, mine)
    if mine.state == SignUpState.WITHDRAWN:
        raise SignedOff(name=name_of(uow, mine.member_id))
    if mine.state == SignUpState.WAITING:
        line = [each.id for each in waiting(uow, row.id)]
        place = line.index(mine.id) + 1
        raise StillWaiting(name=name_of(uow, mine.member_id), place=place)
    mine.checked_at, mine.way = uow.now, way
    mine.checked_by, mine.checked_name = uow.actor.person_id, uow.actor.name
    uow.settle(mine)
    _tell(uow, "activities.checked_in", row, member=str(mine.member_id), way=way.value)


def _check_not_in(uow: Uow, mine: ActivitySignUp) -> None:
    if mine.checked_at is not None:
        raise CheckedInAlready(
            name=name_of(uow, mine.member_id),
            moment=f"{local(mine.checked_at):%m-%d %H:%M}",
            by=mine.checked_name,
        )


def signed(
    uow: Uow, sign_up_id: UUID, seen_version: int | None = None
) -> tuple[ActivitySignUp, Activity]:
    """Return a sign-up and its activity, held in the order in which all hold them."""
    found = uow.session.get(ActivitySignUp, sign_up_id)
    if found is None:
        raise NotFound(row=sign_up_id)
    row = open_activity(uow, found.activity_id)
    return held(uow, ActivitySignUp, sign_up_id, seen_version), row


def _new(uow: Uow, row: Activity, member_id: UUID, state: SignUpState) -> ActivitySignUp:
    key = new_id()
    taken = uow.session.scalars(
        sa.select(ActivitySignUp.ticket).where(ActivitySignUp.activity_id == row.id)
    )
    return ActivitySignUp(
        id=key,
        activity_id=row.id,
        member_id=member_id,
        ticket=new_ticket(key, taken),
        state=state,
        signed_at=uow.now,
        turn=next_turn(uow, row.id),
        checked_name="",
    )


def _tell(uow: Uow, action: str, row: Activity, **facts: object) -> None:
    tell(uow, action, Topic.ACTIVITY, row.id, row.region, **facts)
