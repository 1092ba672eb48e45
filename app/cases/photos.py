"""Who may add files to a case, cover its photos, and see what a cover hides."""

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.reach import may_act
from app.core.actor import Actor

_WRITERS = (Right.REGISTER_CASE, Right.HANDLE_CASE, Right.ASSIGN_CASE)


def may_add_files(actor: Actor, case: CaseFile) -> bool:
    """Tell whether somebody may add files to a case, and so cover its photos."""
    return any(may_act(actor, case, right) for right in _WRITERS)


def lacking_for_originals(actor: Actor, case: CaseFile) -> Right | None:
    """Return the right somebody lacks to see photos of a case without their cover; None: none."""
    if not may_act(actor, case, Right.READ_PERSONAL):
        return Right.READ_PERSONAL
    if case.is_confidential and not may_act(actor, case, Right.READ_CONFIDENTIAL):
        return Right.READ_CONFIDENTIAL
    return None
