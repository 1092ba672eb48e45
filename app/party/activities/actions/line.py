"""Who has a place at an activity, and who gets the next one: in the order they signed up."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from app.core.database import Uow
from app.party.activities.models import Activity, ActivitySignUp
from app.party.activities.rules import SignUpState


def seated(uow: Uow, activity_id: UUID) -> Sequence[ActivitySignUp]:
    """Return who has a place; the row of the activity is held."""
    return uow.session.scalars(_in_state(activity_id, SignUpState.SIGNED)).all()


def waiting(uow: Uow, activity_id: UUID) -> Sequence[ActivitySignUp]:
    """Return who waits, the first to move up first."""
    return uow.session.scalars(_in_state(activity_id, SignUpState.WAITING)).all()


def move_up(uow: Uow, row: Activity) -> int:
    """Give the free places to those who wait; return how many got one."""
    uow.session.flush()
    free = max(row.capacity - len(seated(uow, row.id)), 0)
    up = waiting(uow, row.id)[:free]
    for each in up:
        each.state = SignUpState.SIGNED
        uow.settle(each)
    return len(up)


def next_turn(uow: Uow, activity_id: UUID) -> int:
    """Return the turn of whoever signs up now; the row of the activity is held."""
    asked = sa.select(sa.func.max(ActivitySignUp.turn))
    return (uow.session.scalar(asked.where(ActivitySignUp.activity_id == activity_id)) or 0) + 1


def _in_state(activity_id: UUID, state: SignUpState) -> "sa.Select[ActivitySignUp]":
    return (
        sa.select(ActivitySignUp)
        .where(ActivitySignUp.activity_id == activity_id, ActivitySignUp.state == state)
        .order_by(ActivitySignUp.turn)
    )
