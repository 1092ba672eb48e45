"""Saying that two cases are not one matter, so that nobody is asked again."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.actions.steps import find_case
from app.cases.family_states import PairState
from app.cases.models.family import LikelyPair
from app.cases.reach import may_merge
from app.core.changes import Topic
from app.core.database import Uow, insert_unless_there, once
from app.core.errors import NotAllowed


@once
def tell_apart(uow: Uow, case_id: UUID, other_id: UUID, *, command_key: UUID) -> None:
    """Say that two cases are two matters; saying it again changes nothing.

    Raises:
        NotFound: One of them is absent or out of scope.
        NotAllowed: They may merge neither.
    """
    case, other = find_case(uow, case_id), find_case(uow, other_id)
    if not may_merge(uow.actor, case, leads=True):
        raise NotAllowed(right=Right.ASSIGN_CASE)
    first, second = sorted((case.id, other.id))
    values = {
        "first_id": first,
        "second_id": second,
        "state": PairState.REFUSED,
        "score": 0,
        "facts": {},
        "at": uow.now,
        "person_name": uow.actor.name,
    }
    if not insert_unless_there(uow.session, LikelyPair, values):
        pair = (LikelyPair.first_id == first) & (LikelyPair.second_id == second)
        told = {name: values[name] for name in ("state", "at", "person_name")}
        uow.session.execute(sa.update(LikelyPair).where(pair).values(told))
    uow.record("cases.told_apart", Topic.CASE, case.id, region=case.region, other=str(other.id))
    for each in (case, other):
        uow.touched(Topic.CASE, each.id, each.region)
