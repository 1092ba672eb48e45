"""Tasks of a case: something a unit is to do, without which it cannot be closed (子任务)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Person, Unit
from app.accounts.rules import Right
from app.cases.actions.assign import NotOfThatUnit, UnitGone
from app.cases.actions.steps import add_event, hold_case, holder_of, let_read, needed_text
from app.cases.models import CaseFile
from app.cases.models.work import CaseTask
from app.cases.reach import may_act, may_do_task, may_handle
from app.cases.rules import OPEN_STATES, BadTransition, CaseState, EventKind
from app.cases.work_states import TaskState
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.text import one_line

TITLE_MOST = 200


class TaskDueInPast(AppError):
    """A task is to be done before it was given."""

    code = "cases.task_due_in_past"


class TaskEnded(AppError):
    """The task is done or withdrawn already; facts: ``state``."""

    code = "cases.task_ended"


@dataclass(frozen=True, slots=True)
class NewTask:
    """What somebody is to do.

    Attributes:
        title: In one line, at most 200 characters.
        unit_id: Whose people do it; from then on they may read the case.
        person_id: Who of them, None when the unit decides itself.
        due_at: Until when, aware; None without a limit of its own.
    """

    case_id: UUID
    title: str
    unit_id: UUID
    person_id: UUID | None = None
    due_at: datetime | None = None


@once
def give_task(uow: Uow, task: NewTask, *, command_key: UUID) -> UUID:
    """Give a task for a case, as its holder or its desk."""
    case = hold_case(uow, task.case_id)
    _require_reach(uow, case)
    state = CaseState(case.state)
    if state not in OPEN_STATES or case.registered_at is None:
        raise BadTransition(old=state, step=EventKind.TASK_GIVEN)
    title = needed_text(one_line(task.title), EventKind.TASK_GIVEN)[:TITLE_MOST]
    if task.due_at is not None and task.due_at <= uow.now:
        raise TaskDueInPast
    unit = uow.session.get(Unit, task.unit_id)
    if unit is None or not unit.is_active:
        raise UnitGone
    _check_person(uow, task, unit)
    row = CaseTask(
        id=new_id(),
        case_id=case.id,
        title=title,
        unit_id=unit.id,
        person_id=task.person_id,
        due_at=task.due_at,
        state=TaskState.OPEN,
        asked_by=uow.actor.person_id,
        asked_name=uow.actor.name,
        asked_at=uow.now,
    )
    uow.session.add(row)
    let_read(uow, case, unit.id)
    facts: dict[str, object] = {"task": str(row.id)}
    _tell(uow, case, EventKind.TASK_GIVEN, title, (unit.id, unit.name), facts)
    return row.id


@once
def finish_task(
    uow: Uow, task_id: UUID, seen_version: int, result: str, *, command_key: UUID
) -> None:
    """Say that a task is done and how; only people of its unit, or who gave it, may."""
    task, case = _open(uow, task_id, seen_version)
    told = needed_text(result, EventKind.TASK_DONE)
    unit = uow.session.get_one(Unit, task.unit_id)
    gave = task.asked_by is not None and task.asked_by == uow.actor.person_id
    own = gave or may_do_task(uow.actor, case, unit, task.person_id)
    if not own and not may_act(uow.actor, case, Right.ASSIGN_CASE):
        raise NotAllowed(right=Right.HANDLE_CASE)
    _end(uow, task, TaskState.DONE, told)
    facts: dict[str, object] = {"task": str(task.id), "title": task.title}
    _tell(uow, case, EventKind.TASK_DONE, told, (unit.id, unit.name), facts)


@once
def withdraw_task(
    uow: Uow, task_id: UUID, seen_version: int, why: str, *, command_key: UUID
) -> None:
    """Take a task back that nobody needs to do any more, as who may give one."""
    task, case = _open(uow, task_id, seen_version)
    _require_reach(uow, case)
    told = needed_text(why, EventKind.TASK_WITHDRAWN)
    _end(uow, task, TaskState.WITHDRAWN, told)
    facts: dict[str, object] = {"task": str(task.id), "title": task.title}
    _tell(uow, case, EventKind.TASK_WITHDRAWN, told, (None, ""), facts)


def _require_reach(uow: Uow, case: CaseFile) -> None:
    holds = case.handling_unit_id is not None and may_handle(uow.actor, case, holder_of(uow, case))
    if not holds and not may_act(uow.actor, case, Right.ASSIGN_CASE):
        raise NotAllowed(right=Right.ASSIGN_CASE)


def _check_person(uow: Uow, task: NewTask, unit: Unit) -> None:
    if task.person_id is None:
        return
    person = uow.session.get(Person, task.person_id)
    if person is None or not person.is_active or person.unit_id != unit.id:
        raise NotOfThatUnit(person=person.name if person else "", unit=unit.name)


def _open(uow: Uow, task_id: UUID, seen_version: int) -> tuple[CaseTask, CaseFile]:
    held = sa.select(CaseTask).where(CaseTask.id == task_id).with_for_update()
    task = uow.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if task is None:
        raise NotFound(task=task_id)
    case = hold_case(uow, task.case_id)
    if TaskState(task.state) is not TaskState.OPEN:
        raise TaskEnded(state=TaskState(task.state))
    if task.version != seen_version:
        raise Conflict(task=task_id)
    return task, case


def _end(uow: Uow, task: CaseTask, state: TaskState, result: str) -> None:
    task.state, task.result = state, result
    task.ended_at, task.ended_name = uow.now, uow.actor.name
    uow.settle(task)


def _tell(
    uow: Uow,
    case: CaseFile,
    kind: EventKind,
    note: str,
    unit: tuple[UUID | None, str],
    facts: dict[str, object],
) -> None:
    add_event(uow, case, kind, old=CaseState(case.state), note=note, unit=unit, facts=facts)
