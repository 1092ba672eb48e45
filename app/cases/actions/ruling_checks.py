"""What a final ruling that is due, or was made, keeps others from doing (终审)."""

from app.accounts.models import Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.reach import may_act
from app.cases.ruling_rules import RulingDue, RulingHolds
from app.core.database import Uow


def require_no_ruling(uow: Uow, case: CaseFile) -> None:
    """Let nobody but the director lead a case out of the way while a ruling is due or holds.

    Raises:
        RulingDue: It waits for a ruling.
        RulingHolds: One fixed its lead.
    """
    if may_act(uow.actor, case, Right.APPROVE):
        return
    if case.ruling_due_at is not None:
        raise RulingDue(count=case.returned_count)
    if case.ruled_unit_id is not None:
        raise RulingHolds(unit=uow.session.get_one(Unit, case.ruled_unit_id).name)


def require_lead(uow: Uow, case: CaseFile, unit: Unit) -> None:
    """Let a case that waits for a ruling go to nobody, and one that was ruled on to its lead.

    Raises:
        RulingDue: It waits for a ruling, also where the director would assign it.
        RulingHolds: The unit is not the lead.
    """
    if case.ruling_due_at is not None:
        raise RulingDue(count=case.returned_count)
    if case.ruled_unit_id not in (None, unit.id):
        raise RulingHolds(unit=uow.session.get_one(Unit, case.ruled_unit_id).name)


def require_ruled(case: CaseFile) -> None:
    """Let nobody end the work on a case that waits for a ruling.

    Raises:
        RulingDue: It does.
    """
    if case.ruling_due_at is not None:
        raise RulingDue(count=case.returned_count)
