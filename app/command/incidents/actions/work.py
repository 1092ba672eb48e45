"""What happens within an incident: tasks, figures, lines of the timeline, reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.command.incidents.actions.steps import open_one, tell
from app.command.incidents.errors import EntryEmpty, FigureWrong, TaskUntitled
from app.command.incidents.models import IncidentFigure, IncidentTask, SituationReport
from app.command.incidents.rules import (
    AMOUNT_MOST,
    DutyState,
    EntrySort,
    FigureSort,
    next_report,
)
from app.command.rules import NAME_MOST, NOTE_MOST, REPORT_MOST
from app.core.database import Uow, once
from app.core.errors import Conflict, NotFound
from app.core.ids import new_id
from app.core.text import one_line, storable
from app.core.words import label, say


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task that no plan says."""

    section: str
    title: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A number of now; `wanted` is what it is to reach, None for nothing."""

    sort: FigureSort
    name: str
    amount: int
    wanted: int | None = None


@once
def add_task(uow: Uow, incident_id: UUID, draft: TaskDraft, *, command_key: UUID) -> UUID:
    """Add a task.

    Raises:
        TaskUntitled: It does not say what is to be done.
    """
    row = open_one(uow, incident_id)
    title = one_line(draft.title)[:NOTE_MOST]
    if not title:
        raise TaskUntitled
    last = sa.select(sa.func.max(IncidentTask.ordinal)).where(IncidentTask.incident_id == row.id)
    task = IncidentTask(
        id=new_id(),
        incident_id=row.id,
        ordinal=(uow.session.scalar(last) or 0) + 1,
        section=one_line(draft.section)[:NAME_MOST],
        title=title,
        owner=one_line(draft.owner)[:NAME_MOST],
        due_at=draft.due_at,
        state=DutyState.TODO,
        note="",
        done_at=None,
        done_name="",
    )
    uow.session.add(task)
    uow.settle()
    tell(uow, row, EntrySort.TASK, say("command.task_added", title=title, owner=task.owner))
    return task.id


@once
def move_task(
    uow: Uow,
    task_id: UUID,
    seen_version: int,
    state: DutyState,
    note: str = "",
    *,
    command_key: UUID,
) -> None:
    """Say how a task stands.

    Raises:
        Conflict: Somebody said so since.
    """
    task = uow.session.get(IncidentTask, task_id, populate_existing=True)
    if task is None:
        raise NotFound(row=task_id)
    row = open_one(uow, task.incident_id)
    if task.version != seen_version:
        raise Conflict(row=task_id)
    is_done = state is DutyState.DONE
    task.state, task.note = state, one_line(note)[:NOTE_MOST]
    task.done_at = uow.now if is_done else None
    task.done_name = uow.actor.name if is_done else ""
    uow.settle(task)
    words = say("command.task_moved", title=task.title, state=label(state), note=task.note)
    tell(uow, row, EntrySort.TASK, words.strip())


@once
def note_figure(uow: Uow, incident_id: UUID, draft: FigureDraft, *, command_key: UUID) -> None:
    """Put a number down as it is now; what it was before stays.

    Raises:
        FigureWrong: Without a name, or a number nobody can mean.
    """
    row = open_one(uow, incident_id)
    name = one_line(draft.name)[:NAME_MOST]
    amounts = (draft.amount, draft.wanted or 0)
    if not name or not all(0 <= amount <= AMOUNT_MOST for amount in amounts):
        raise FigureWrong
    uow.add(
        IncidentFigure,
        id=new_id(),
        incident_id=row.id,
        sort=draft.sort,
        name=name,
        amount=draft.amount,
        wanted=draft.wanted,
        at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    of = "" if draft.wanted is None else f"/{draft.wanted}"
    words = say("command.figure_noted", sort=label(draft.sort), name=name, amount=draft.amount)
    tell(uow, row, EntrySort.FIGURE, f"{words}{of}")


@once
def add_entry(uow: Uow, incident_id: UUID, words: str, *, command_key: UUID) -> None:
    """Write a line into the timeline.

    Raises:
        EntryEmpty: It says nothing.
    """
    row = open_one(uow, incident_id)
    told = storable(words).strip()
    if not told:
        raise EntryEmpty
    tell(uow, row, EntrySort.NOTE, told)


@once
def make_report(uow: Uow, incident_id: UUID, words: str, *, command_key: UUID) -> int:
    """Make the next situation report and return its number; the one after is due in rhythm.

    Raises:
        EntryEmpty: It says nothing.
        Conflict: Somebody made the report of that number.
    """
    row = open_one(uow, incident_id)
    told = storable(words).strip()[:REPORT_MOST]
    if not told:
        raise EntryEmpty
    last = sa.select(sa.func.max(SituationReport.number)).where(
        SituationReport.incident_id == row.id
    )
    number = (uow.session.scalar(last) or 0) + 1
    report = SituationReport(
        id=new_id(),
        incident_id=row.id,
        number=number,
        words=told,
        due_at=row.report_due_at,
        made_at=uow.now,
        person_id=uow.actor.person_id,
        person_name=uow.actor.name,
    )
    try:
        with uow.session.begin_nested():
            uow.session.add(report)
    except IntegrityError as error:
        raise Conflict(row=incident_id) from error
    row.report_due_at = next_report(row.report_due_at or uow.now, uow.now, row.report_min)
    uow.settle(row)
    tell(uow, row, EntrySort.REPORT, say("command.reported", number=number))
    return number
