"""What besides cases waits for somebody today: approvals, sheets, tasks, answers, returns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.models.whistles import Whistle, WhistleUnit
from app.cases.models.work import CaseRequest, CaseTask, Supervision
from app.cases.queries.holding import held_by
from app.cases.queries.reminders import reminded_cases, unanswered
from app.cases.queries.rulings import desks_of_director, is_due
from app.cases.queries.today import midnight
from app.cases.queries.whistle_duties import JOINED, of_my_units, owes
from app.cases.queries.work import of_mine
from app.cases.scope import at_desk, is_open, visible
from app.cases.whistle_rules import ReleaseState, UnitStage, WhistleState
from app.cases.work_states import RequestState, SupervisionState, TaskState
from app.core.actor import Actor
from app.core.clock import local

Conditions = tuple[sa.ColumnElement[bool], ...]
Moment = InstrumentedAttribute[Any]
Joined = sa.FromClause
Asked = tuple[Moment, Joined, Conditions]


class Matter(StrEnum):
    """What waits; the most pressing first."""

    RULINGS = "rulings"  # cases sent back too often: the director fixes who leads
    APPROVALS = "approvals"  # for the director's answer
    WHISTLES_TO_BLOW = "whistles_to_blow"  # drafts, for the director
    RELEASES = "releases"  # units that ask to leave a whistle, for the director
    WHISTLES_TO_SIGN = "whistles_to_sign"  # the reader's units were summoned
    WHISTLES_TO_APPEAR = "whistles_to_appear"
    WHISTLES_TO_REPORT = "whistles_to_report"
    SHEETS_TO_ANSWER = "sheets_to_answer"  # issued, the reader's side holds the case
    REMINDED = "reminded"  # cases in the reader's hands that somebody urged
    TASKS = "tasks"  # open ones of the reader or their units
    DRAFTS = "drafts"  # supervision sheets to issue or drop
    UNANSWERED = "unanswered"  # issued sheets whose reply is overdue
    REPLIES = "replies"  # answers to sheets that the supervisor has not judged
    PENDING = "pending"  # what the reader asked for and nobody decided
    ANSWERED = "answered"  # decided today


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a matter there are; `since` is what is told of the first one: since when an
    approval or a draft waits, until when a sheet or a task is due.
    """

    matter: Matter
    count: int
    since: datetime | None


def read_attention(session: Session, actor: Actor, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits for somebody, without what does not; one statement."""
    parts = [_counted(matter, *found) for matter, found in _matters(actor, now).items()]
    if not parts:
        return ()
    rows = {name: (count, since) for name, count, since in session.execute(sa.union_all(*parts))}
    told = (Waiting(matter, *rows.get(matter.value, (0, None))) for matter in Matter)
    return tuple(waiting for waiting in told if waiting.count)


def pending_approvals(session: Session, actor: Actor) -> int:
    """Return how many requests and rulings wait for this director."""
    found = (_approvals(actor), _rulings(actor))
    parts = [_counted(Matter.APPROVALS, *asked) for asked in found if asked is not None]
    return sum(row[1] for row in session.execute(sa.union_all(*parts))) if parts else 0


def _counted(
    matter: Matter, moment: Moment, joined: Joined, conditions: Conditions
) -> sa.Select[Any]:
    counted = sa.select(sa.literal(matter.value), sa.func.count(), sa.func.min(moment))
    return counted.select_from(joined).where(*conditions)


def _matters(actor: Actor, now: datetime) -> dict[Matter, Asked]:
    """Return what is counted for the rights that somebody holds."""
    found: dict[Matter, Asked | None] = {
        Matter.RULINGS: _rulings(actor),
        Matter.APPROVALS: _approvals(actor),
        **_sheets(actor, now),
        **_own(actor, now),
        **_whistles(actor),
    }
    if actor.may(Right.HANDLE_CASE):
        found[Matter.REMINDED] = (CaseEvent.at, reminded_cases(), unanswered(actor, now))
    return {matter: asked for matter, asked in found.items() if asked is not None}


def _approvals(actor: Actor) -> Asked | None:
    desks = _desks(actor, Right.APPROVE)
    if desks is None:
        return None
    conditions = (CaseRequest.state == RequestState.PENDING, visible(actor), desks)
    return CaseRequest.asked_at, _with_case(CaseRequest), conditions


def _rulings(actor: Actor) -> Asked | None:
    desks = desks_of_director(actor)
    if desks is None:
        return None
    return CaseFile.ruling_due_at, CaseFile.__table__, (*is_due(), visible(actor), desks)


def _sheets(actor: Actor, now: datetime) -> dict[Matter, Asked | None]:
    joined = _with_case(Supervision)
    issued = Supervision.state == SupervisionState.ISSUED
    found: dict[Matter, Asked | None] = {}
    desks = _desks(actor, Right.SUPERVISE_CASE)
    if desks is not None:
        drafted = Supervision.state == SupervisionState.DRAFTED
        late = Supervision.reply_due_at < now
        found[Matter.DRAFTS] = (
            Supervision.drafted_at,
            joined,
            (drafted, visible(actor), desks),
        )
        found[Matter.UNANSWERED] = (
            Supervision.reply_due_at,
            joined,
            (issued, late, visible(actor), desks),
        )
        replied = Supervision.state == SupervisionState.REPLIED
        found[Matter.REPLIES] = (
            Supervision.replied_at,
            joined,
            (replied, visible(actor), desks),
        )
    if actor.may(Right.HANDLE_CASE):
        conditions = (issued, visible(actor), held_by(actor))
        found[Matter.SHEETS_TO_ANSWER] = (Supervision.reply_due_at, joined, conditions)
    return found


def _whistles(actor: Actor) -> dict[Matter, Asked | None]:
    """Return what whistles ask of the reader's units, and of them as the director."""
    found: dict[Matter, Asked | None] = {}
    desks = _desks(actor, Right.APPROVE)
    if desks is not None:
        drafted = Whistle.state == WhistleState.DRAFTED
        found[Matter.WHISTLES_TO_BLOW] = (
            Whistle.drafted_at,
            _with_case(Whistle),
            (drafted, visible(actor), desks, is_open()),
        )
        asked = WhistleUnit.release_state == ReleaseState.ASKED
        under_way = Whistle.state == WhistleState.BLOWN
        found[Matter.RELEASES] = (
            WhistleUnit.release_asked_at,
            JOINED,
            (asked, under_way, visible(actor), desks),
        )
    if actor.may(Right.HANDLE_CASE):
        mine = (of_my_units(actor), visible(actor))
        for matter, stage, moment in (
            (Matter.WHISTLES_TO_SIGN, UnitStage.TO_SIGN, Whistle.sign_due_at),
            (Matter.WHISTLES_TO_APPEAR, UnitStage.TO_APPEAR, Whistle.appear_at),
            (Matter.WHISTLES_TO_REPORT, UnitStage.TO_REPORT, Whistle.report_due_at),
        ):
            found[matter] = (moment, JOINED, (owes(stage), *mine))
    return found


def _own(actor: Actor, now: datetime) -> dict[Matter, Asked | None]:
    """Return tasks, and what the reader asked for."""
    if actor.person_id is None:
        return {}
    mine = CaseRequest.person_id == actor.person_id
    decided = CaseRequest.state.in_((RequestState.APPROVED, RequestState.REFUSED))
    today = CaseRequest.decided_at >= midnight(local(now).date())
    joined = _with_case(CaseRequest)
    pending = CaseRequest.state == RequestState.PENDING
    return {
        Matter.TASKS: (
            CaseTask.due_at,
            CaseTask.__table__,
            (CaseTask.state == TaskState.OPEN, of_mine(actor)),
        ),
        Matter.PENDING: (CaseRequest.asked_at, joined, (mine, pending, visible(actor))),
        Matter.ANSWERED: (
            CaseRequest.decided_at,
            joined,
            (mine, decided, today, visible(actor)),
        ),
    }


def _desks(actor: Actor, right: Right) -> sa.ColumnElement[bool] | None:
    found = [at_desk(prefix) for prefix in actor.prefixes(right)]
    return sa.or_(*found) if found else None


def _with_case(table: type[CaseRequest] | type[Supervision] | type[Whistle]) -> sa.FromClause:
    return sa.join(table, CaseFile, CaseFile.id == table.case_id)
