"""What the keeper does for cases: warnings, planned resumptions, drafted sheets, the archive."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.cases.actions.calling import draw, finishing
from app.cases.actions.pausing import resume_as_planned
from app.cases.actions.presence import drop_lapsed
from app.cases.actions.steps import hold_case, step
from app.cases.due import life_of
from app.cases.models import CaseFile
from app.cases.models.calling import CallRound
from app.cases.models.life import CaseEvent
from app.cases.models.work import CaseWarning
from app.cases.rule_chores import NAME, call_warned, look_nightly
from app.cases.rules import CALLED_IN, OPEN_STATES, CaseState, EventKind, Pause
from app.cases.supervision_chores import draft_sheets, raise_unanswered
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
        Chore("cases.raise_sheets", timedelta(minutes=10), raise_unanswered),
        Chore("cases.draw", minute, draw_calls),
        Chore("cases.notify", timedelta(seconds=30), _notify),
        Chore("cases.replies", minute, _read_replies),
        Chore("cases.archive", hour, archive),
        Chore("cases.presence", minute, drop_lapsed),
        Chore(NAME, hour, look_nightly),
    )


def _notify(database: Database) -> str:
    from app.cases.notice_service import send_notices  # protocols are loaded where they are used

    return send_notices(database)


def _read_replies(database: Database) -> str:
    from app.cases.notice_replies import read_replies

    return read_replies(database)


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
    uow.session.flush()
    call_warned(uow, kind, [(row[0], row[1] or "", row[2]) for row in rows])
    return len(rows)


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


def draw_calls(database: Database) -> str:
    """Draw, in the order in which they were finished, which cases are called back."""
    with database.reading() as session:
        settings = settings_at(session, database.clock.now())
    longest = timedelta(days=settings.call_within_days)
    settled = timedelta(minutes=settings.reverse_min)
    waiting = drawn = 0
    for case_id in _keys(database, lambda now: undrawn(now - longest, now - settled)):
        with database.writing(system("cases.draw")) as uow:
            row = draw_now(uow, case_id)
            drawn += row is not None
            waiting += row is not None and row.ended_at is None
    return say("chores.calls_drawn", count=drawn, waiting=waiting)


def draw_now(uow: Uow, case_id: UUID) -> CallRound | None:
    """Draw whether a case is called back; None where it went on meanwhile."""
    case = hold_case(uow, case_id)
    finished = finishing(life_of(uow.session, case))
    if finished is None or CaseState(case.state) not in CALLED_IN:
        return None
    return draw(uow, case, finished)


def undrawn(since: datetime, until: datetime) -> "sa.Select[UUID]":
    """Return the cases finished in a time about which nothing was drawn yet.

    Who can still put the finishing right would get another draw by it.
    """
    drawn = sa.select(sa.literal(1)).where(
        CallRound.case_id == CaseEvent.case_id, CallRound.ordinal == CaseEvent.ordinal
    )
    later = aliased(CaseEvent)
    again = sa.select(sa.literal(1)).where(
        later.case_id == CaseEvent.case_id,
        later.ordinal > CaseEvent.ordinal,
        later.kind.in_((EventKind.FINISHED, EventKind.REOPENED)),
    )
    return (
        sa.select(CaseEvent.case_id)
        .join(CaseFile, CaseFile.id == CaseEvent.case_id)
        .where(
            CaseEvent.kind == EventKind.FINISHED,
            CaseEvent.at >= since,
            CaseEvent.at <= until,
            CaseFile.state.in_(CALLED_IN),
            ~drawn.exists(),
            ~again.exists(),
        )
        .order_by(CaseEvent.at, CaseEvent.id)
    )


def _keys(database: Database, asked: Callable[[datetime], "sa.Select[UUID]"]) -> list[UUID]:
    with database.reading() as session:
        return list(session.scalars(asked(database.clock.now()).limit(BATCH)))
