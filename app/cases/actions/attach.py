"""Photos and papers on a case."""

from uuid import UUID, uuid5

from app.accounts.rules import Right
from app.cases.actions.steps import add_event, find_case, may_act
from app.cases.rules import CaseState, EventKind
from app.core.attachments import Prepared, attach
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import NotAllowed

_WRITERS = (Right.REGISTER_CASE, Right.HANDLE_CASE, Right.ASSIGN_CASE)


@once
def attach_to_case(uow: Uow, case_id: UUID, prepared: Prepared, *, command_key: UUID) -> UUID:
    """Put a prepared file on a case; the same file twice stays one.

    Raises:
        NotAllowed: Only those who register, assign or handle the case may add to it.
    """
    case = find_case(uow, case_id)
    if not any(may_act(uow.actor, case, right) for right in _WRITERS):
        raise NotAllowed(right=Right.HANDLE_CASE)
    inner = uuid5(command_key, "attach")
    key = attach(uow, Topic.CASE, str(case.id), case.region, prepared, command_key=inner)
    add_event(
        uow,
        case,
        EventKind.ATTACHED,
        old=CaseState(case.state),
        note="",  # a file may be named after a person
        unit=(None, ""),
        facts={"attachment": str(key)},
    )
    return key
