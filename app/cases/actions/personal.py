"""Asking to read personal values: the row must be committed before anything is shown."""

from uuid import UUID

from app.accounts.rules import Right
from app.cases.actions.steps import find_case, may_act
from app.cases.models.personal import PersonalReading
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotAllowed
from app.core.ids import new_id
from app.core.text import one_line

REASON_LENGTH = 2


class ReasonMissing(AppError):
    """Personal values are read for a reason, and it is written down."""

    code = "cases.reason_missing"


@once
def ask_reading(uow: Uow, case_id: UUID, reason: str, *, command_key: UUID) -> UUID:
    """Ask to read who reported a case.

    One step that journals and reads would be undone by a rollback, so this only asks; after
    the commit `app.cases.queries.personal.read_reporter` gives the values against the row.

    Returns:
        The key of the committed request, good for 30 seconds.
    """
    case = find_case(uow, case_id)
    if not may_act(uow.actor, case, Right.READ_PERSONAL):
        raise NotAllowed(right=Right.READ_PERSONAL)
    if case.is_confidential and not may_act(uow.actor, case, Right.READ_CONFIDENTIAL):
        raise NotAllowed(right=Right.READ_CONFIDENTIAL)
    why = one_line(reason)
    if len(why) < REASON_LENGTH:
        raise ReasonMissing
    row = PersonalReading(
        id=new_id(),
        case_id=case.id,
        person_id=uow.actor.person_id,
        desk=uow.actor.desk,
        reason=why[:200],
        at=uow.now,
    )
    uow.session.add(row)
    uow.record("cases.read_personal", Topic.CASE, case.id, region=case.region, reason=row.reason)
    return row.id
