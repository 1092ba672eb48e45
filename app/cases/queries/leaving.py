"""How much somebody has open, for whoever is about to close their account."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.work import CaseTask, Duty
from app.cases.rules import HANDLING_STATES, OPEN_STATES
from app.cases.work_states import TaskState
from app.core.actor import Actor
from app.core.database import has_own_account
from app.core.doors import OpenWork


def open_work(session: Session, actor: Actor, person_id: UUID) -> OpenWork:
    """Return how much somebody has open; numbers only, no case is shown by them.

    Raises:
        NotAllowed: Accounts are managed by others.
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    if has_own_account(session):
        told = session.execute(sa.text("SELECT * FROM jz.open_work(:who)"), {"who": person_id})
        return OpenWork(*told.one())

    def count(table: type[CaseFile | CaseTask | Duty], *where: sa.ColumnElement[bool]) -> int:
        return session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

    in_hand = CaseFile.state.in_(HANDLING_STATES)
    return OpenWork(
        cases=count(CaseFile, CaseFile.handler_id == person_id, in_hand),
        first_contacts=count(
            CaseFile, CaseFile.first_contact_id == person_id, CaseFile.state.in_(OPEN_STATES)
        ),
        tasks=count(CaseTask, CaseTask.person_id == person_id, CaseTask.state == TaskState.OPEN),
        duties=count(Duty, Duty.person_id == person_id),
    )
