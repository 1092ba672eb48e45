"""Which papers are drawn by themselves, when next, and how it went the last time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules.models import PaperRun, PaperRunAsk, PaperSchedule
from app.papers.schedules.rules import LOOK_BACK, RunState, Schedule, next_due
from app.territory.queries import region_names

RUNS_SHOWN = 30
_BEGUN = sa.exists().where(
    PaperRun.region == PaperRunAsk.region,
    PaperRun.schedule_id == PaperRunAsk.schedule_id,
    PaperRun.due_at == PaperRunAsk.at,
)


@dataclass(frozen=True, slots=True)
class RunRow:
    """How one run went.

    Attributes:
        state: How far it is, None while it is asked for and the keeper has not come.
        is_late: It was missed and made up for.
        files: What was written.
        error: Why nothing was.
    """

    due_at: datetime
    state: RunState | None
    ended_at: datetime | None
    tries: int
    is_late: bool
    files: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A schedule as it holds.

    Attributes:
        version: How often it was set.
        set_at: Since when it is as it is.
        next_at: When it is due next, None where it is switched off.
        last: Its last run, None before the first.
        asked_at: When somebody asked for it and the keeper has not come since, None for never.
    """

    id: UUID
    schedule: Schedule
    place: str
    version: int
    set_at: datetime
    person: str
    next_at: datetime | None
    last: RunRow | None
    asked_at: datetime | None = None


def schedules(
    session: Session, actor: Actor, now: datetime, *, region: str = ""
) -> tuple[ScheduleRow, ...]:
    """Return the schedules somebody may see, by name."""
    prefixes = actor.prefixes(Right.EXPORT)
    newest = (
        sa.select(
            PaperSchedule.region,
            PaperSchedule.schedule_id,
            sa.func.max(PaperSchedule.version).label("version"),
        )
        .group_by(PaperSchedule.region, PaperSchedule.schedule_id)
        .subquery()
    )
    asked = (
        sa.select(PaperSchedule)
        .join(
            newest,
            sa.and_(
                newest.c.region == PaperSchedule.region,
                newest.c.schedule_id == PaperSchedule.schedule_id,
                newest.c.version == PaperSchedule.version,
            ),
        )
        .where(sa.or_(sa.false(), *(_starts(each) for each in prefixes)), _starts(region))
        .order_by(PaperSchedule.name, PaperSchedule.schedule_id)
    )
    found = session.scalars(asked).all()
    last = _last_runs(session, [row.schedule_id for row in found])
    waiting = _asked(session, [row.schedule_id for row in found], now)
    names = region_names(session, {row.region for row in found})
    return tuple(
        ScheduleRow(
            id=row.schedule_id,
            schedule=schedule_of(row),
            place=names.get(row.region, row.region),
            version=row.version,
            set_at=row.set_at,
            person=row.person,
            next_at=next_due(schedule_of(row), now),
            last=last.get((row.region, row.schedule_id)),
            asked_at=waiting.get((row.region, row.schedule_id)),
        )
        for row in found
    )


def schedule_of(row: PaperSchedule) -> Schedule:
    """Return what a version says."""
    return Schedule(
        name=row.name,
        region=row.region,
        kind=PeriodKind(row.kind),
        minute=row.minute,
        folder=row.folder,
        forms=tuple(PaperForm(each) for each in row.forms.split(",")),
        weekday=row.weekday,
        month_day=row.month_day,
        whole=row.whole,
        is_on=row.is_on,
    )


def runs(
    session: Session, region: str, schedule_id: UUID, *, most: int = RUNS_SHOWN
) -> tuple[RunRow, ...]:
    """Return the runs of a schedule, the latest first."""
    asked = (
        sa.select(PaperRun)
        .where(PaperRun.region == region, PaperRun.schedule_id == schedule_id)
        .order_by(PaperRun.due_at.desc())
        .limit(most)
    )
    return tuple(map(_run, session.scalars(asked)))


def asked_at(session: Session, region: str, schedule_id: UUID) -> datetime | None:
    """Return since when the keeper is asked for a paper it has not begun, None for not at all."""
    asked = sa.select(sa.func.max(PaperRunAsk.at)).where(
        PaperRunAsk.region == region, PaperRunAsk.schedule_id == schedule_id, ~_BEGUN
    )
    return session.scalar(asked)


def _asked(session: Session, keys: list[UUID], now: datetime) -> dict[tuple[str, UUID], datetime]:
    last = sa.func.max(PaperRunAsk.at)
    asked = sa.select(PaperRunAsk.region, PaperRunAsk.schedule_id, last).where(
        PaperRunAsk.schedule_id.in_(keys), PaperRunAsk.at > now - LOOK_BACK, ~_BEGUN
    )
    found = session.execute(asked.group_by(PaperRunAsk.region, PaperRunAsk.schedule_id))
    return {(region, key): at for region, key, at in found}


def asked_run(at: datetime) -> RunRow:
    """Return the run that somebody asked for, as long as the keeper has not begun it."""
    return RunRow(at, None, None, tries=0, is_late=False, files=(), error="")


def failing(session: Session, actor: Actor, now: datetime) -> tuple[ScheduleRow, ...]:
    """Return the schedules in force whose last run failed."""
    return tuple(row for row in schedules(session, actor, now) if has_failed(row))


def has_failed(row: ScheduleRow) -> bool:
    """Tell whether a schedule in force could not be drawn the last time."""
    failed = row.last is not None and row.last.state is RunState.FAILED
    return row.schedule.is_on and failed


def _last_runs(session: Session, keys: list[UUID]) -> dict[tuple[str, UUID], RunRow]:
    last = (
        sa.select(
            PaperRun.region, PaperRun.schedule_id, sa.func.max(PaperRun.due_at).label("due_at")
        )
        .where(PaperRun.schedule_id.in_(keys))
        .group_by(PaperRun.region, PaperRun.schedule_id)
        .subquery()
    )
    same = (
        last.c.region == PaperRun.region,
        last.c.schedule_id == PaperRun.schedule_id,
        last.c.due_at == PaperRun.due_at,
    )
    found = session.scalars(sa.select(PaperRun).join(last, sa.and_(*same)))
    return {(row.region, row.schedule_id): _run(row) for row in found}


def _run(row: PaperRun) -> RunRow:
    return RunRow(
        due_at=row.due_at,
        state=RunState(row.state),
        ended_at=row.ended_at,
        tries=row.tries,
        is_late=row.is_late,
        files=tuple(filter(None, row.files.split("\n"))),
        error=row.error,
    )


def _starts(prefix: str) -> sa.ColumnElement[bool]:
    if not prefix:
        return sa.true()
    return sa.and_(PaperSchedule.region >= prefix, PaperSchedule.region < f"{prefix}:")
