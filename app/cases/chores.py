"""What the keeper does for cases: warnings, planned resumptions, drafted sheets, the archive."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.pausing import resume_as_planned
from app.cases.actions.steps import hold_case, step
from app.cases.actions.supervising import add_draft, has_open_sheet
from app.cases.clock import ClockState
from app.cases.due import clock_pair
from app.cases.models import CaseFile
from app.cases.models.work import CaseWarning, Supervision
from app.cases.rules import OPEN_STATES, CaseState, EventKind, Pause, SupervisionLevel
from app.cases.work_states import WarningKind
from app.core.actor import system
from app.core.changes import Topic
from app.core.chores import Chore
from app.core.database import Database, Uow
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.words import say

BATCH = 200
"""Cases one run deals with at most; a chore is short and due again."""


def case_chores() -> tuple[Chore, ...]:
    """Return the chores of cases."""
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    return (
        Chore("cases.resume", minute, resume_due),
        Chore("cases.warn", minute, warn),
        Chore("cases.supervise", timedelta(minutes=10), draft_sheets),
        Chore("cases.archive", hour, archive),
    )


def resume_due(database: Database) -> str:
    """Let cases go on whose pause was to end by now."""
    done = 0
    for case_id in _keys(database, _to_resume):
        with database.writing(system("cases.resume")) as uow:
            case = hold_case(uow, case_id)
            if case.pause is None or case.resume_at is None or case.resume_at > uow.now:
                continue  # somebody was faster
            resume_as_planned(uow, case, say("cases.resumed_as_planned"))
            done += 1
    return say("chores.cases_resumed", count=done)


def _to_resume(now: datetime) -> "sa.Select[UUID]":
    stops = (Pause.SUSPENDED, Pause.CARRIED_OVER)
    return sa.select(CaseFile.id).where(CaseFile.pause.in_(stops), CaseFile.resume_at <= now)


def warn(database: Database) -> str:
    """Warn once of each clock that is about to run out, and once when it has."""
    with database.writing(system("cases.warn")) as uow:
        soon = _warn(uow, WarningKind.DUE_SOON)
        late = _warn(uow, WarningKind.OVERDUE)
    return say("chores.cases_warned", soon=soon, late=late)


def _warn(uow: Uow, kind: WarningKind) -> int:
    due = CaseFile.order_at
    reached = (
        due < uow.now
        if kind is WarningKind.OVERDUE
        else sa.and_(CaseFile.warn_at <= uow.now, due >= uow.now)
    )
    told = sa.select(sa.literal(1)).where(
        CaseWarning.case_id == CaseFile.id,
        CaseWarning.kind == kind,
        CaseWarning.clock == CaseFile.clock,
        CaseWarning.due_at == due,
    )
    asked = sa.select(
        CaseFile.id,
        CaseFile.clock,
        due,
        CaseFile.handling_unit_id,
        CaseFile.handler_id,
        CaseFile.region,
    ).where(CaseFile.state.in_(OPEN_STATES), CaseFile.clock.is_not(None), reached, ~told.exists())
    rows = uow.session.execute(asked.order_by(due).limit(BATCH)).all()
    for case_id, clock, due_at, unit_id, handler_id, region in rows:
        row = CaseWarning(
            id=new_id(),
            case_id=case_id,
            kind=kind,
            clock=clock,
            due_at=due_at,
            at=uow.now,
            unit_id=unit_id,
            handler_id=handler_id,
        )
        uow.session.add(row)
        uow.touched(Topic.WARNING, row.id, region)
    return len(rows)


def draft_sheets(database: Database) -> str:
    """Draft a supervision sheet for each case whose handling has taken the share of its limit
    at which the centre supervises (three times, unless it decided otherwise); once a case and
    handling clock: a dropped draft does not come back.
    """
    done = 0
    for case_id in _keys(database, _long_overdue):
        with database.writing(system("cases.supervise")) as uow:
            done += _draft(uow, case_id)
    return say("chores.sheets_drafted", count=done)


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


def _draft(uow: Uow, case_id: UUID) -> int:
    case = hold_case(uow, case_id)
    pair = clock_pair(uow.session, case, uow.now)
    share = settings_at(uow.session, uow.now).supervise_percent / 100
    if pair is None or pair.handle.state is not ClockState.RUNNING or pair.handle.share < share:
        return 0
    if has_open_sheet(uow, case.id):
        return 0
    percent = int(pair.handle.share * 100)
    reason = say("cases.supervision_by_rule", percent=percent)
    add_draft(uow, case, SupervisionLevel.YELLOW, reason, by_rule=True)
    return 1


def archive(database: Database) -> str:
    """Put cases into the archive that have been closed for the days the centre decided."""
    done = 0
    with database.reading() as session:
        days = settings_at(session, database.clock.now()).archive_after_days
    before = timedelta(days=days)

    def closed_long_ago(now: datetime) -> "sa.Select[UUID]":
        ended = CaseFile.state.in_((CaseState.CLOSED, CaseState.DECLINED))
        return sa.select(CaseFile.id).where(ended, CaseFile.closed_at < now - before)

    for case_id in _keys(database, closed_long_ago):
        with database.writing(system("cases.archive")) as uow:
            case = hold_case(uow, case_id)
            if CaseState(case.state) not in (CaseState.CLOSED, CaseState.DECLINED):
                continue  # reopened meanwhile
            case.archived_at = uow.now
            step(uow, case, EventKind.ARCHIVED)
            done += 1
    return say("chores.cases_archived", count=done, days=days)


def _keys(database: Database, asked: Callable[[datetime], "sa.Select[UUID]"]) -> list[UUID]:
    with database.reading() as session:
        return list(session.scalars(asked(database.clock.now()).limit(BATCH)))
