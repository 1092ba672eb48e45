"""What the keeper does about supervision: drafts by the rules that are on, and levels raised."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.steps import hold_case
from app.cases.actions.supervising import add_draft, has_open_sheet, raise_level
from app.cases.clock import ClockState
from app.cases.due import clock_pair, life_of
from app.cases.models import CaseFile
from app.cases.models.work import Supervision
from app.cases.rules import OPEN_STATES, EventKind, Pause, SupervisionLevel
from app.cases.work_states import SupervisionRule, SupervisionState
from app.core.actor import system
from app.core.database import Database, Uow
from app.core.shared_settings import CentreSettings, settings_at
from app.core.words import say

BATCH = 200
"""Cases one run deals with at most; a chore is short and due again."""


def draft_sheets(database: Database) -> str:
    """Draft a supervision sheet for each case a rule speaks of that is on: handling has taken the
    share of its limit at which the centre supervises (three times, unless it decided otherwise),
    once a handling clock; or call-backs found the reporter unsatisfied so often, once for each
    further one. A dropped draft does not come back.
    """
    with database.reading() as session:
        settings = settings_at(session, database.clock.now())
    done = 0
    if settings.supervise_overdue:
        done += _drafted(database, _long_overdue, _draft_overdue, settings)
    if settings.supervise_unsatisfied:
        done += _drafted(database, _unsatisfied, _draft_unsatisfied, settings)
    return say("chores.sheets_drafted", count=done)


def raise_unanswered(database: Database) -> str:
    """Let sheets that nobody answered in time press harder, where the centre wants that."""
    with database.reading() as session:
        now = database.clock.now()
        if not settings_at(session, now).supervision_raises:
            return say("chores.sheets_raised", count=0)
        late = sa.select(Supervision.id).where(
            Supervision.state == SupervisionState.ISSUED,
            Supervision.level != SupervisionLevel.RED,
            Supervision.reply_due_at < now,
        )
        found = list(session.scalars(late.order_by(Supervision.reply_due_at).limit(BATCH)))
    done = 0
    for sheet in found:
        with database.writing(system("cases.raise_sheets")) as uow:
            done += raise_level(uow, sheet)
    return say("chores.sheets_raised", count=done)


def _drafted(
    database: Database,
    asked: Callable[[datetime], "sa.Select[UUID]"],
    draft: Callable[[Uow, UUID, CentreSettings], bool],
    settings: CentreSettings,
) -> int:
    with database.reading() as session:
        found = list(session.scalars(asked(database.clock.now()).limit(BATCH)))
    done = 0
    for case_id in found:
        with database.writing(system("cases.supervise")) as uow:
            done += draft(uow, case_id, settings)
    return done


def _long_overdue(now: datetime) -> "sa.Select[UUID]":
    """Return open cases overdue by handling that no rule has drafted a sheet for since."""
    sheet = sa.select(sa.literal(1)).where(
        Supervision.case_id == CaseFile.id,
        Supervision.is_by_rule,
        Supervision.drafted_at >= CaseFile.handle_due_at,
    )
    return (
        sa.select(CaseFile.id)
        .where(
            CaseFile.state.in_(OPEN_STATES),
            CaseFile.finished_at.is_(None),
            CaseFile.clock.is_not(None),
            CaseFile.pause.is_(None) | (CaseFile.pause == Pause.TABLED),
            CaseFile.handle_due_at < now,
            ~sheet.exists(),
        )
        .order_by(CaseFile.handle_due_at)
    )


def _draft_overdue(uow: Uow, case_id: UUID, settings: CentreSettings) -> bool:
    case = hold_case(uow, case_id)
    pair = clock_pair(uow.session, case, uow.now)
    share = settings.supervise_percent / 100
    if pair is None or pair.handle.state is not ClockState.RUNNING or pair.handle.share < share:
        return False
    if has_open_sheet(uow, case.id):
        return False
    percent = int(pair.handle.share * 100)
    reason = say("cases.supervision_by_rule", percent=percent)
    add_draft(uow, case, SupervisionLevel.YELLOW, reason, SupervisionRule.OVERDUE)
    return True


def _unsatisfied(_now: datetime) -> "sa.Select[UUID]":
    """Return open cases whose last call-back found that it is not solved or not well."""
    unwell = sa.or_(CaseFile.is_solved.is_(False), CaseFile.is_satisfied.is_(False))
    return (
        sa.select(CaseFile.id)
        .where(CaseFile.state.in_(OPEN_STATES), CaseFile.call_count > 1, unwell)
        .order_by(CaseFile.order_at, CaseFile.id)
    )


def _draft_unsatisfied(uow: Uow, case_id: UUID, settings: CentreSettings) -> bool:
    case = hold_case(uow, case_id)
    calls = [event for event in life_of(uow.session, case) if event.kind == EventKind.CALLED_BACK]
    unwell = [e for e in calls if not (e.facts.get("solved") and e.facts.get("satisfied"))]
    if not unwell or unwell[-1] is not calls[-1]:
        return False
    if len(unwell) < settings.supervise_unsatisfied_times or has_open_sheet(uow, case.id):
        return False
    known = sa.select(Supervision.id).where(
        Supervision.case_id == case.id,
        Supervision.rule == SupervisionRule.UNSATISFIED,
        Supervision.drafted_at >= unwell[-1].at,
    )
    if uow.session.scalar(known.limit(1)) is not None:
        return False
    reason = say("supervision.unsatisfied", count=len(unwell))
    add_draft(uow, case, SupervisionLevel.YELLOW, reason, SupervisionRule.UNSATISFIED)
    return True
