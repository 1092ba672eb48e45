"""The work around cases: requests and tasks, as lists show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.models import CaseFile
from app.cases.models.work import CaseRequest, CaseTask
from app.cases.scope import at_desk, visible
from app.cases.work_states import RequestKind, RequestState, TaskState
from app.core.actor import Actor

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Something asked of the director.

    Attributes:
        amount: Extensions: how much more, in the unit of the handling limit.
        until: Suspensions and carrying over: when it is to end.
        decision: What the director said.
    """

    id: UUID
    case_id: UUID
    kind: RequestKind
    state: RequestState
    reason: str
    amount: float | None
    until: datetime | None
    asked_at: datetime
    person_id: UUID | None
    person: str
    unit: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    version: int


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A request that waits, with what the director looks at first."""

    request: RequestRow
    number: str | None
    title: str
    due_at: datetime | None
    clock_unit: str | None
    clock_limit_s: int | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a case."""

    id: UUID
    case_id: UUID
    title: str
    unit_id: UUID
    unit: str
    person: str
    due_at: datetime | None
    state: TaskState
    asked_by: str
    asked_at: datetime
    ended_by: str
    ended_at: datetime | None
    result: str
    version: int


def requests_of(session: Session, case_id: UUID) -> tuple[RequestRow, ...]:
    """Return what was asked of the director about a case the caller may see, newest first."""
    asked = sa.select(CaseRequest).where(CaseRequest.case_id == case_id)
    found = session.scalars(asked.order_by(CaseRequest.asked_at.desc(), CaseRequest.id.desc()))
    return tuple(_request(row) for row in found)


def pending_requests(session: Session, actor: Actor) -> tuple[PendingRow, ...]:
    """Return what waits for this director, the oldest first, `MOST_ROWS` at most."""
    waits = CaseRequest.state == RequestState.PENDING
    oldest = (CaseRequest.asked_at, CaseRequest.id)
    return _with_cases(session, actor, waits, _desks(actor, Right.APPROVE), order=oldest)


def my_requests(session: Session, actor: Actor) -> tuple[PendingRow, ...]:
    """Return what this person asked for, newest first, `MOST_ROWS` at most."""
    newest = (CaseRequest.asked_at.desc(), CaseRequest.id.desc())
    return _with_cases(session, actor, CaseRequest.person_id == actor.person_id, order=newest)


def _with_cases(
    session: Session, actor: Actor, *conditions: sa.ColumnElement[bool], order: tuple[Any, ...]
) -> tuple[PendingRow, ...]:
    """Return requests about cases this person may see, with what is looked at first."""
    asked = (
        sa.select(
            CaseRequest,
            CaseFile.number,
            CaseFile.title,
            CaseFile.handle_due_at,
            CaseFile.clock_unit,
            CaseFile.clock_limit_s,
        )
        .join(CaseFile, CaseFile.id == CaseRequest.case_id)
        .where(visible(actor), *conditions)
        .order_by(*order)
        .limit(MOST_ROWS)
    )
    return tuple(PendingRow(_request(row[0]), *row[1:]) for row in session.execute(asked))


def tasks_of(session: Session, case_id: UUID) -> tuple[TaskRow, ...]:
    """Return the tasks of a case the caller may see, open ones first."""
    ended = sa.case((CaseTask.state == TaskState.OPEN, 0), else_=1)
    asked = _tasks().where(CaseTask.case_id == case_id)
    found = session.execute(asked.order_by(ended, CaseTask.asked_at, CaseTask.id))
    return tuple(_task(row, unit, person) for row, unit, person in found)


def my_tasks(session: Session, actor: Actor) -> tuple[TaskRow, ...]:
    """Return open tasks of this person or their units, the first due first."""
    asked = _tasks().where(CaseTask.state == TaskState.OPEN, of_mine(actor))
    by_due = sa.case((CaseTask.due_at.is_(None), 1), else_=0)
    found = session.execute(
        asked.order_by(by_due, CaseTask.due_at, CaseTask.asked_at).limit(MOST_ROWS)
    )
    return tuple(_task(row, unit, person) for row, unit, person in found)


def of_mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition that a task is for this person, or for their unit and nobody named."""
    units = actor.units(Right.HANDLE_CASE)
    return sa.or_(
        CaseTask.person_id == actor.person_id,
        sa.and_(CaseTask.unit_id.in_(units), CaseTask.person_id.is_(None)),
    )


def _desks(actor: Actor, right: Right) -> sa.ColumnElement[bool]:
    """Return the condition that a right reaches the desk of a case by its region."""
    found = [at_desk(prefix) for prefix in actor.prefixes(right)]
    return sa.or_(*found) if found else sa.false()


def _request(row: CaseRequest) -> RequestRow:
    return RequestRow(
        id=row.id,
        case_id=row.case_id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        reason=row.reason,
        amount=row.amount,
        until=row.until,
        asked_at=row.asked_at,
        person_id=row.person_id,
        person=row.person_name,
        unit=row.unit_name,
        decided_at=row.decided_at,
        decided_by=row.decided_name,
        decision=row.decision,
        version=row.version,
    )


def _tasks() -> "sa.Select[CaseTask, str, str]":
    return (
        sa.select(CaseTask, Unit.name, sa.func.coalesce(Person.name, ""))
        .join(Unit, Unit.id == CaseTask.unit_id)
        .outerjoin(Person, Person.id == CaseTask.person_id)
    )


def _task(row: CaseTask, unit: str, person: str) -> TaskRow:
    return TaskRow(
        id=row.id,
        case_id=row.case_id,
        title=row.title,
        unit_id=row.unit_id,
        unit=unit,
        person=person,
        due_at=row.due_at,
        state=TaskState(row.state),
        asked_by=row.asked_name,
        asked_at=row.asked_at,
        ended_by=row.ended_name,
        ended_at=row.ended_at,
        result=row.result,
        version=row.version,
    )
