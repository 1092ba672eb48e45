"""What drawing asks the database: the plan in force, and whether anybody can be called."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.drawing import Plan, plan_of
from app.cases.models.calling import CallPlan
from app.cases.models.personal import CasePerson
from app.core.database import has_own_account

_MASKED = sa.text("SELECT phone FROM jz.masked_person(:case_id)")


def plan_now(session: Session) -> Plan:
    """Return the plan in force; all are called back where none was ever decided."""
    newest = sa.select(CallPlan).order_by(CallPlan.number.desc()).limit(1)
    row = session.scalars(newest).one_or_none()
    return plan_of(row.number, row.body) if row is not None else Plan()


def has_phone(session: Session, case_id: UUID) -> bool:
    """Tell whether the reporter of a case left a number; it is not read."""
    if has_own_account(session):
        return bool(session.scalar(_MASKED, {"case_id": case_id}))
    asked = sa.select(CasePerson.id).where(CasePerson.case_id == case_id, CasePerson.phone != "")
    return session.scalar(asked.limit(1)) is not None
