"""When a case may be reminded of (催办), and why not: the same answer for button, list, action."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.reach import may_act
from app.cases.rights import TO_REMIND
from app.cases.rules import HANDLING_STATES, CaseState, EventKind, Pause, WhilePaused
from app.core.actor import Actor
from app.core.clock import local
from app.core.errors import AppError, NotAllowed
from app.core.shared_settings import settings_at


class NobodyToRemind(AppError):
    """No unit has the case in hand; facts: ``state``."""

    code = "cases.nobody_to_remind"


class RemindedLately(AppError):
    """The same person reminded of it a short while ago; facts: ``at``, ``hours``."""

    code = "cases.reminded_lately"


def may_remind(actor: Actor, case: CaseFile) -> bool:
    """Tell whether somebody's rights reach far enough to remind of a case."""
    return any(may_act(actor, case, right) for right in TO_REMIND)


def why_no_reminder(
    actor: Actor, case: CaseFile, last: datetime | None, now: datetime, hours: int
) -> AppError | None:
    """Return what keeps somebody from reminding of a case now; None for nothing.

    Args:
        actor: Who would remind.
        case: As it stands.
        last: When the same person reminded of it last (aware), None for never.
        now: Present moment.
        hours: Hours that have to lie between two reminders of one person.
    """
    state = CaseState(case.state)
    if state not in HANDLING_STATES or case.handling_unit_id is None:
        return NobodyToRemind(state=state)
    if not may_remind(actor, case):
        return NotAllowed(right=TO_REMIND[0])
    if case.pause is not None:
        return WhilePaused(pause=Pause(case.pause), step=EventKind.REMINDED)
    if last is not None and now - last < timedelta(hours=hours):
        return RemindedLately(at=f"{local(last):%m-%d %H:%M}", hours=hours)
    return None


def last_reminders(
    session: Session, person_id: UUID | None, case_ids: Iterable[UUID]
) -> dict[UUID, datetime]:
    """Return when one person reminded of cases last, for those they reminded of."""
    own = CaseEvent.person_id == person_id
    if person_id is None:
        own = CaseEvent.person_id.is_(None)
    asked = (
        sa.select(CaseEvent.case_id, sa.func.max(CaseEvent.at))
        .where(CaseEvent.case_id.in_(tuple(case_ids)), CaseEvent.kind == EventKind.REMINDED, own)
        .group_by(CaseEvent.case_id)
    )
    return dict(session.execute(asked).all())


def hours_between(session: Session, now: datetime) -> int:
    """Return how many hours have to lie between two reminders of one person."""
    return settings_at(session, now).remind_again_h
